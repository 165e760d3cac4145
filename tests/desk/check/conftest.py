"""These tests work in the zone of the cast's departments, as requests and jobs do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone


@pytest.fixture(autouse=True)
def in_the_departments_zone() -> Iterator[None]:
    """Today is the day in Missouri."""
    with timezone.override("America/Chicago"):
        yield
