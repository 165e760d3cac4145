"""Pages on loopback, where the desk may look; the day is the departments' own, as in a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone


@pytest.fixture(autouse=True)
def zone() -> Iterator[None]:
    with timezone.override("America/Chicago"):
        yield


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A website that the operator of this desk has listed; without the second of politeness between two requests."""
    from django.conf import settings
    from tests.desk.pages.web import serving

    from postorders.archive.fetch import Limits
    from postorders.desk.pages import look

    with serving() as found:
        allowed = replace(settings.CONFIG, fetch=True, fetch_allow=(f"127.0.0.1:{found.port}",))
        monkeypatch.setattr(settings, "CONFIG", allowed)
        monkeypatch.setattr(look, "LIMITS", Limits(gap=0, connect=1, between=2, whole=5))
        yield found
