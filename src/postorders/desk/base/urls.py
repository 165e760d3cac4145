"""The first page, and the page of a person who signed in."""

from __future__ import annotations

from django.urls import path

from postorders.desk.base import views

urlpatterns = [path("", views.front, name="front"), path("desk/", views.home, name="home")]
