"""What every test may use: a cache and a data folder of its own, the marker of proofs, one invented department."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_OWN = tempfile.mkdtemp(prefix="postorders-tests-")
# A proof run compiles the packs once for all its processes, and names the folder.
os.environ["POSTORDERS_CACHE"] = os.environ.get("POSTORDERS_TEST_CACHE") or f"{_OWN}/cache"
os.environ["POSTORDERS_DATA"] = f"{_OWN}/data"
os.environ.pop("POSTORDERS_POLICIES", None)
os.environ["COLUMNS"] = "90"
# Tests say what patterns and policy do, whatever weights ship; what weights do, tests with the fixture `reading` say.
os.environ["POSTORDERS_READER"] = "none"

WORLD = Path(__file__).parent / "world"
sys.path.insert(0, str(WORLD.parent.parent))  # `tests.prove` is imported as it is run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-proofs", metavar="PATH", help="Write which tests prove each clause and capability.")
    parser.addoption(
        "--update-snapshots", action="store_true", help="Write the snapshots anew, to be read in the diff."
    )


def pytest_unconfigure() -> None:
    shutil.rmtree(_OWN, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if path := config.getoption("--write-proofs"):
        index = _proofs(items)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(json.dumps(index, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _proofs(items: list[pytest.Item]) -> dict[str, dict[str, list[str]]]:
    clauses: dict[str, set[str]] = {}
    capabilities: dict[str, set[str]] = {}
    for item in items:
        for marker in item.iter_markers("proves"):
            policy, *named = marker.args or ("",)
            for clause in named:
                clauses.setdefault(f"{policy}:{clause}", set()).add(item.nodeid)
            if capability := marker.kwargs.get("capability"):
                capabilities.setdefault(capability, set()).add(item.nodeid)
    return {
        "clauses": {name: sorted(tests) for name, tests in clauses.items()},
        "capabilities": {name: sorted(tests) for name, tests in capabilities.items()},
    }


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Its JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def postorders(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs `postorders` with some arguments and, as standard input, some bytes or text."""
    from postorders.cli.main import main

    def run(*args: object, stdin: bytes | str = b"") -> Said:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "argv", ["postorders", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return Said(int(end.value.code or 0), out, err)

    return run


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The weights that ship, in use as they are by default."""
    from postorders.signals.learned.reading import installed

    monkeypatch.delenv("POSTORDERS_READER")
    installed.cache_clear()
    yield installed()
    installed.cache_clear()


@pytest.fixture
def order(tmp_path: Path) -> Path:
    """A copy of Fulton Grove's Order 12, beside its law, to use and to spoil."""
    shutil.copytree(WORLD / "order-12", tmp_path / "order-12")
    shutil.copytree(WORLD / "law-grove", tmp_path / "law-grove")
    return tmp_path / "order-12"


@pytest.fixture
def concepts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the few concepts of Order 12, in place of the shipped ones."""
    from postorders.signals.library import shipped

    folder = tmp_path / "concepts"
    shutil.copytree(WORLD / "concepts", folder)
    monkeypatch.setattr("postorders.signals.library.FOLDER", folder)
    shipped.cache_clear()
    yield folder
    shipped.cache_clear()


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares text with the file of that name in `snapshots/` beside the test."""

    def compare(text: str, name: str) -> None:
        path = request.path.parent / "snapshots" / f"{name}.txt"
        if request.config.getoption("--update-snapshots"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def policies() -> dict[str, Any]:
    """The two policies that ship."""
    from postorders.known import known
    from postorders.policy.library import TEMPLATES, read

    return {name: read(TEMPLATES / name, known) for name in ("raymore-8", "kcpd-261")}
