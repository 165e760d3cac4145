"""Every single changed byte of an exported folder is found, by the program and by the one file that travels along."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from tests.ledger.ledgers import copy

from postorders.ledger import standalone
from postorders.ledger.verify import verify

FILES = (
    "checkpoint", "checkpoints/0", "checkpoints/3", "checkpoints/4", "checkpoints/6", "keys", "payloads/0.jsonl",
    "stamps/6.tsr", "tile/0/000.p/6", "tile/entries/000.p/6", "verify.py",
)  # fmt: skip
CHANGES = (0x01, 0x20, 0x80)
STEPS = {0x01: 1, 0x20: 3, 0x80: 5}


def alone(folder: Path) -> tuple[int, list[str]]:
    """What the one file says, run in this process."""
    standalone.problems.clear()
    with contextlib.redirect_stdout(io.StringIO()):
        code = standalone.main([str(folder)])
    return code, list(standalone.problems)


@pytest.fixture(scope="module")
def spoiled(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy; each test puts back what it changed."""
    return copy(published, tmp_path_factory.mktemp("spoiled") / "ledger")


def test_these_are_all_the_files(published: Path) -> None:
    found = {path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file()}
    assert found == {*FILES, "stamps/authority.pem"}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", FILES)
def test_every_changed_byte_is_found(spoiled: Path, name: str, change: int) -> None:
    path = spoiled / name
    whole = path.read_bytes()
    before = verify(spoiled)
    assert before.holds
    unnoticed = []
    try:
        for at in range(0, len(whole), 211 if name == "verify.py" else STEPS[change]):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :])
            after = verify(spoiled)
            if after.holds and not _harmless(name, before, after):
                unnoticed.append((at, whole[at : at + 1]))
    finally:
        path.write_bytes(whole)
    assert unnoticed == []


def _harmless(name: str, before: object, after: object) -> bool:
    """A timestamp has bytes that its signature does not cover, such as version numbers: it says the same without."""
    return name == "stamps/6.tsr" and before == after


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("stamps/6.tsr", "verify.py")])
def test_the_one_file_finds_them_too(spoiled: Path, name: str) -> None:
    path = spoiled / name
    whole = path.read_bytes()
    assert alone(spoiled) == (0, [])
    unnoticed = []
    for number, at in enumerate(range(0, len(whole), 7)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ CHANGES[number % 3]]) + whole[at + 1 :])
        if alone(spoiled)[0] != 1:
            unnoticed.append(at)
    path.write_bytes(whole)
    assert unnoticed == []
