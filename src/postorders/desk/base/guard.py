"""Refuses a write to the database that no act makes; what may write besides is named here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_doing: ContextVar[str] = ContextVar("act", default="")
_WRITE = re.compile(
    r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+\"?(\w+)", re.I
)
# Signing in, the queue of tasks, and migrations: what they write is no one's decision.
FREE = (
    *("django_session", "django_tasks", "account_", "mfa_", "usersessions_", "socialaccount_", "signin_", "jobs_lease"),
    *("django_migrations", "django_content_type", "auth_permission", "new__"),
)


class OutsideAct(RuntimeError):
    """Something wrote to the database outside an act: a mistake of the program."""


@contextmanager
def doing(name: str) -> Iterator[None]:
    """While an act of that name runs, writes are allowed."""
    token = _doing.set(name)
    try:
        yield
    finally:
        _doing.reset(token)


@contextmanager
def lifted(why: str) -> Iterator[None]:
    """Allows writes for a reason other than an act: migrations, restoring a backup, clearing a test database."""
    with doing(f"({why})"):
        yield


def acting() -> str:
    """The act that is running, "" for none."""
    return _doing.get()


def install() -> None:
    """Guards every connection made from now on."""
    connection_created.connect(_guard, dispatch_uid="postorders.guard")


def _guard(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if _check not in connection.execute_wrappers:
        connection.execute_wrappers.append(_check)


def _check(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    if not _doing.get() and (found := _WRITE.match(str(sql))) and not found[1].startswith(FREE):
        raise OutsideAct(f"A write to {found[1]} outside an act was refused.")
    return execute(sql, params, many, context)
