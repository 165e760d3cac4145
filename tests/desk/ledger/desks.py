"""Desks of their own for processes that may be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postorders.desk.folder import make

ACTING = Path(__file__).with_name("acting.py")


@dataclass(frozen=True)
class Desk:
    """A desk on the database that the tests run on, with a department in it."""

    home: Path
    environment: dict[str, str]

    def start(self, *args: object) -> subprocess.Popen[str]:
        """A process that acts on the desk."""
        command = [sys.executable, str(ACTING), *map(str, args)]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def look(self) -> dict[str, Any]:
        """How the desk is found by a process that opens it anew."""
        with self.start("act", 0, 0) as process:
            out, _ = process.communicate(timeout=120)
        return json.loads(out.splitlines()[0])


def desk(home: Path) -> Desk:
    """A new desk in a folder."""
    given: dict[str, object] = {}
    if os.environ.get("POSTORDERS_TEST_DATABASE") == "postgresql":
        given["database"] = _database()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POSTORDERS_DESK")}
    environment["POSTORDERS_DESK"] = str(make(home, **given))
    one = Desk(home, environment)
    with one.start("found") as process:
        process.communicate(timeout=120)
    assert process.returncode == 0
    return one


def _database() -> str:
    """A new database in the cluster of the tests."""
    import psycopg
    from django.conf import settings

    name = f"desk_{uuid.uuid4().hex[:12]}"
    host = settings.DATABASES["default"]["HOST"]
    with psycopg.connect(f"host={host} user=desk dbname=desk", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://desk@/{name}?host={host}"
