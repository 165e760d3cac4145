"""Addresses of the check pages; `serve.CheckPage` answers them before any session is looked at."""

from __future__ import annotations

from django.urls import path

from postorders.desk.check import views

urlpatterns = [
    path("check/<slug:slug>/", views.check, name="check-page"),
    path("check/<slug:slug>/<path:path>", views.check, name="check-file"),
]
