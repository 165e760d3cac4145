"""This part of the desk, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Signin(AppConfig):
    """Named by its folder."""

    name = "postorders.desk.signin"
    label = "signin"

    def ready(self) -> None:
        """Connects the security log."""
        from postorders.desk.signin import signals

        signals.connect()
