"""The database itself: that it answers, has this release's tables, and keeps departments apart."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from postorders.desk.base.rls import tables
from postorders.desk.config import Config
from postorders.desk.operate.doctor import Finding, wrong
from postorders.desk.operate.opening import unmigrated
from postorders.words import _

LEAST_POSTGRESQL = 140000


def migrations(config: Config) -> Iterator[Finding]:
    """Nothing waits."""
    if waiting := unmigrated():
        what = _("The tables are of another release: {names} wait.").format(names=", ".join(waiting))
        yield wrong("migrations", what, _("Make a backup, then run 'postorders desk migrate'."))


def integrity(config: Config) -> Iterator[Finding]:
    """SQLite's own check of its file."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        told = [row[0] for row in cursor.fetchall()]
    if told != ["ok"]:
        mend = _("Stop the desk and restore a backup into a new folder.")
        what = _("The database file is damaged: {what}.").format(what="; ".join(told))
        yield wrong("database", what, mend, config.home / "desk.sqlite3")


def version(config: Config) -> Iterator[Finding]:
    """PostgreSQL is one that this release was tested with."""
    if connection.vendor == "postgresql" and connection.pg_version < LEAST_POSTGRESQL:
        what = _("PostgreSQL is older than 14.")
        yield wrong("database-version", what, _("Move the database to a newer server."))


def apart(config: Config) -> Iterator[Finding]:
    """PostgreSQL keeps departments apart, and the desk's role does not stand above that."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        above = cursor.fetchone()[0]
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        on = {row[0] for row in cursor.fetchall()}
    if above:
        mend = _("Let the desk connect as a role without SUPERUSER and BYPASSRLS, as in deploy/postgresql.sql.")
        yield wrong("database-superuser", _("The desk's role may look past the walls between departments."), mend)
    if off := sorted(set(tables()).intersection(connection.introspection.table_names()) - on):
        what = _("Row-level security is off on {names}.").format(names=", ".join(off))
        yield wrong("row-security-off", what, _("Run 'postorders desk migrate', which puts it back."))


CHECKS = (migrations, integrity, version, apart)
