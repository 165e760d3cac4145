"""These tests work in the zone of the cast's departments, as requests and jobs do, and with Spanish compiled."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

import postorders


def catalogs() -> Any:
    """The tool that compiles the catalogs, which no package holds."""
    path = Path(postorders.__file__).parent / "locale" / "catalogs.py"
    spec = importlib.util.spec_from_file_location("catalogs", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogs().compile_all()


@pytest.fixture(autouse=True)
def in_the_departments_zone() -> Iterator[None]:
    """Today is the day in Missouri."""
    with timezone.override("America/Chicago"):
        yield


@pytest.fixture(name="catalogs")
def tool() -> Any:
    """The tool that compiles the catalogs."""
    return catalogs()
