"""The ground of the desk, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Base(AppConfig):
    """Puts the guard on every database connection."""

    name = "postorders.desk.base"
    label = "base"

    def ready(self) -> None:
        """Installs the guard, and the walls between departments after each migration."""
        from postorders.desk.base import guard
        from postorders.desk.base.rls import wall_off

        guard.install()
        post_migrate.connect(wall_off, dispatch_uid="postorders.walls")
