"""Desks of these tests' own, made and called by the real commands in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit code and what it said."""

    code: int
    out: str
    err: str


def environment(**given: str) -> dict[str, str]:
    """The environment without the settings of the desk that the tests themselves run in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTORDERS_DESK", "DJANGO_"))}
    return {**kept, "COLUMNS": "100", **given}


def desk(*args: object, **given: str) -> Ran:
    """`postorders desk ...`, in a process of its own."""
    command = [sys.executable, "-m", "postorders.cli.main", "desk", *map(str, args)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment(**given), timeout=300)
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def good(*args: object, **given: str) -> str:
    """The same, which must succeed; returns what it said."""
    ran = desk(*args, **given)
    assert ran.code == 0, ran.err + ran.out
    return ran.out


def ledger(*args: object) -> Ran:
    """`postorders ledger ...`."""
    command = [sys.executable, "-m", "postorders.cli.main", "ledger", *map(str, args)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment(), timeout=300)
    return Ran(done.returncode, done.stdout, done.stderr)


def inside(home: Path, code: str, **given: str) -> Any:
    """What a piece of Python, run in a desk, leaves in `found` (as JSON)."""
    head = f"from pathlib import Path\nfrom postorders.desk.operate.opening import enter\nenter(Path({str(home)!r}))\n"
    script = f"{head}{code}\nimport json; print(json.dumps(found, default=str))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        env=environment(**given),
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def contains(folder: Path, text: str) -> list[str]:
    """The files below a folder that hold a text."""
    wanted = text.encode()
    return [str(path) for path in sorted(folder.rglob("*")) if path.is_file() and wanted in path.read_bytes()]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, made once. Tests copy it, and leave it as it is."""
    home = tmp_path_factory.mktemp("demo") / "desk"
    good("demo", "--at", home)
    return home


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A copy of the demonstration under a name."""

    def copy(name: str = "desk") -> Path:
        home = Path(shutil.copytree(made, tmp_path / name))
        (home / "backups.json").unlink(missing_ok=True)
        return home

    return copy
