"""Each test begins with no requests counted, and with second factors asked of every role above member."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def first_of_the_day(settings: object) -> Iterator[None]:
    cache.clear()
    settings.CONFIG = dataclasses.replace(settings.CONFIG, mfa_above_member=True)  # type: ignore[attr-defined]
    yield
    cache.clear()
