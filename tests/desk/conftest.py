"""A desk of the tests' own, on SQLite, or on PostgreSQL when POSTORDERS_TEST_DATABASE says so."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
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


def _world() -> Any:
    from tests.desk import cast  # reads the models, which wait for the settings

    return cast.world()


class Founded:
    """Both departments as they were last founded in this process, and whether they still are there."""

    world: Any = None

    @classmethod
    def there(cls) -> bool:
        """Whether the tables still have them: a test that commits clears the tables after it."""
        from postorders.desk.people.models import Department

        return cls.world is not None and Department.objects.filter(pk=cls.world.bluff.department.pk).exists()


@pytest.fixture(autouse=True)
def their_day() -> Iterator[None]:
    """Tests count days as the departments in them do, whichever day it is in UTC."""
    with timezone.override("America/Chicago"):
        yield


@pytest.fixture(autouse=True)
def founded(request: pytest.FixtureRequest) -> None:
    """Founds both departments under the tests that ask for them, so that the transaction of a test keeps them."""
    if "world" in request.fixturenames and not {"db", "transactional_db"} & {*request.node._fixtureinfo.initialnames}:
        from django_tasks_db.models import DBTaskResult

        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            if not Founded.there():
                Founded.world = _world()
                DBTaskResult.objects.all().delete()


@pytest.fixture
def world(founded: None, db: Any) -> Any:
    """Two departments with their people and their policies (`tests.desk.cast`), as they were founded."""
    return deepcopy(Founded.world) if Founded.there() else _world()


@pytest.fixture
def nobody(db: Any) -> None:
    """A host on which no department is founded yet."""
    from django.core.management import call_command

    from postorders.desk.base import guard

    with guard.lifted("clearing the tables of a test"):
        call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
