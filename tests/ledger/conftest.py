"""Keys, a timestamp authority and a published ledger, made once for all tests of the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger.ledgers import ATTORNEY, ORIGIN, Authority, grow, rich

from postorders.ledger.keys import Signer


@pytest.fixture(scope="session")
def signer() -> Signer:
    """The department's key."""
    return Signer.make(ORIGIN)


@pytest.fixture(scope="session")
def later() -> Signer:
    """The key that followed it."""
    return Signer.make(ORIGIN)


@pytest.fixture(scope="session")
def attorney() -> Signer:
    """The key of the city attorney, who is a witness."""
    return Signer.make(ATTORNEY)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A timestamp authority."""
    return Authority(tmp_path_factory.mktemp("clock") / "authority")


@pytest.fixture(scope="session")
def published(
    tmp_path_factory: pytest.TempPathFactory, signer: Signer, later: Signer, attorney: Signer, authority: Authority
) -> Path:
    """A small ledger with everything in it. Copy it before you change it."""
    return rich(tmp_path_factory.mktemp("published") / "ledger", signer, later, attorney, authority)


@pytest.fixture
def ledger(tmp_path: Path, signer: Signer) -> Path:
    """A ledger of 600 entries in three bundles and three checkpoints, to use and to spoil."""
    return grow(tmp_path / "ledger", signer, 10, 300, 600)
