"""What the tests of networks share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.desk import postgres
from tests.networks import bluesky


@pytest.fixture(scope="module")
def network() -> Iterator[bluesky.Network]:
    """A running Bluesky network, with its public view."""
    running, process, folder = bluesky.start(postgres.start())
    yield running
    bluesky.stop(process, folder)
