"""This part of the desk, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Connect(AppConfig):
    """Named by its folder. It answers whether an account can be published on."""

    name = "postorders.desk.connect"
    label = "connect"

    def ready(self) -> None:
        """Says so to drafts, which lie below."""
        from postorders.desk.connect.lines import connected
        from postorders.desk.drafts.above import asks

        asks(connected)
