"""Addresses of connections and applications."""

from __future__ import annotations

from django.urls import path

from postorders.desk.connect.views import lists, one

KEYS = "desk/sites/<uuid:site>/connection/"
urlpatterns = [
    path("desk/posts/connections/", lists.connections, name="connections"),
    path("desk/posts/applications/", lists.applications, name="applications"),
    path(KEYS, one.connection, name="connection"),
    path(f"{KEYS}go/", one.go, name="connect-go"),
    path("desk/connect/answer", one.answer, name="connect-answer"),
]
