"""A desk of the tests' own, on SQLite, or on PostgreSQL when POSTORDERS_TEST_DATABASE says so."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.desk import postgres

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # tests in a browser keep a loop running in the thread of the tests
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
if os.environ.get("POSTORDERS_TEST_DESK_OF") != WORKER:  # each process that runs tests has a desk of its own
    os.environ["POSTORDERS_TEST_DESK_OF"] = WORKER
    from postorders.desk.folder import make

    home = Path(tempfile.mkdtemp(prefix="postorders-desk-")) / "desk"
    given: dict[str, object] = {"address": "http://localhost:8471", "mfa_above_member": False, "fetch": False}
    if os.environ.get("POSTORDERS_TEST_DATABASE") == "postgresql":
        given["database"] = postgres.start()
    os.environ["POSTORDERS_DESK"] = str(make(home, **given))
    os.environ["DJANGO_SETTINGS_MODULE"] = "postorders.desk.settings"


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        for name in ("DJANGO_SETTINGS_MODULE", "POSTORDERS_DESK", "POSTORDERS_TEST_DESK_OF"):
            os.environ.pop(name, None)  # the processes that it starts make desks of their own
        return
    from django.conf import settings
    from pytest_django.plugin import _setup_django

    assert settings.DATABASES  # reads the settings, which pytest-django waits for
    _setup_django(config)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Quick hashing of passwords, in tests alone."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def flush_is_no_act() -> Iterator[None]:
    """Clearing the tables between tests is no act."""
    from django.test.testcases import TransactionTestCase

    from postorders.desk.base import guard

    clear = TransactionTestCase._fixture_teardown

    def cleared(self: Any) -> None:
        with guard.lifted("clearing the tables of a test"):
            clear(self)

    TransactionTestCase._fixture_teardown = cleared
    yield
    TransactionTestCase._fixture_teardown = clear


@pytest.fixture
def world(db: Any) -> Iterator[Any]:
    """Two departments with their people and their policies (`tests.desk.cast`)."""
    from tests.desk import cast

    yield cast.world()
