"""The day of these tests is the departments' own, as it is in a request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone


@pytest.fixture(autouse=True)
def zone() -> Iterator[None]:
    with timezone.override("America/Chicago"):
        yield
