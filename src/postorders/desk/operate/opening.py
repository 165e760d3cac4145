"""Opens a desk for a command: the folder is named first, and only then does Django wake up."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from postorders.desk import folder
from postorders.desk.config import FOLDER_VARIABLE, Config, load
from postorders.desk.operate import places
from postorders.errors import refuse
from postorders.words import _

SETTINGS = "postorders.desk.settings"


def where(given: str = "") -> Path:
    """The folder of the desk: the one given, or POSTORDERS_DESK, or ./desk."""
    return Path(given or os.environ.get(FOLDER_VARIABLE, "") or "desk").absolute()


def enter(home: Path, pending: bool = False) -> Config:
    """Opens the desk in a folder. Raises InputError with everything that is wrong with its settings, and when its
    tables are not those of this release, unless `pending` allows that.
    """
    os.environ[FOLDER_VARIABLE], os.environ["DJANGO_SETTINGS_MODULE"] = str(home), SETTINGS
    config = load(str(home))
    import django

    django.setup()
    if not pending and (waiting := unmigrated()):
        what = _("The tables of this desk are of another release: {names} wait.").format(names=", ".join(waiting))
        mend = _("Make a backup, then run 'postorders desk run --migrate', or 'postorders desk migrate'.")
        raise refuse(what, mend, str(home))
    return config


def unmigrated() -> list[str]:
    """Migrations of this release that the database has not seen. Raises InputError when there is no database."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import Error

    try:
        executor = MigrationExecutor(connection)
    except Error as error:
        mend = _("Start the database, or mend `database` in desk.toml.")
        raise refuse(_("The database cannot be reached: {why}.").format(why=_told(error)), mend) from error
    return [f"{one.app_label} {one.name}" for one, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def migrate() -> None:
    """Brings the tables to this release."""
    from django.core.management import call_command

    from postorders.desk.base import guard

    with guard.lifted("migrating"):
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def fresh(home: Path, old_keys: Path | None = None, **given: Any) -> Iterator[Config]:
    """A new desk with empty tables, to be filled inside; whatever fails, nothing stays behind.

    `old_keys` are copied in; `given` are its settings.
    """
    target = places.free(home, "--at")
    apart = Path(str(given["keys"])) if given.get("keys") else None
    if apart is not None:
        places.free(apart, "keys")
    was_there = target.is_dir()
    try:
        folder.make(target, **given)
        if old_keys is not None:
            places.copy_keys(old_keys, apart or target / "keys")
        config = enter(target, pending=True)
        with _tables():
            yield config
    except BaseException:
        _close()
        for made in (target, *([apart] if apart else [])):
            shutil.rmtree(made, ignore_errors=True)
        if was_there:
            target.mkdir(mode=0o700)
        raise


@contextmanager
def _tables() -> Iterator[None]:
    """Makes the tables; PostgreSQL takes them back when something fails."""
    from django.db import connection, transaction
    from django.db.utils import Error

    try:
        taken = connection.introspection.table_names()
    except Error as error:
        mend = _("Start the database, or mend its address.")
        raise refuse(_("The database cannot be reached: {why}.").format(why=_told(error)), mend) from error
    if taken:
        mend = _("Name an empty one with --database.")
        raise refuse(_("The database has tables already; nothing was written."), mend)
    with ExitStack() as stack:
        if connection.vendor == "postgresql":
            stack.enter_context(transaction.atomic())
        migrate()
        if connection.vendor == "postgresql":
            connection.check_constraints()
        yield


def _close() -> None:
    from django.apps import apps

    if apps.ready:
        from django.db import connections

        connections.close_all()


def _told(error: Exception) -> str:
    """The first line of what the database said."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
