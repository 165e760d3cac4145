"""This part of the desk, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Drafts(AppConfig):
    """Named by its folder."""

    name = "postorders.desk.drafts"
    label = "drafts"
