"""Where a watchdog asks whether the desk works."""

from __future__ import annotations

from django.urls import path

from postorders.desk.operate import views

urlpatterns = [path("healthz", views.health, name="health")]
