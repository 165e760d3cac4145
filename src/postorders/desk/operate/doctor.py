"""What is wrong with a desk and how to mend it: every check looks, none changes anything.

A check is a function in `checks/` that is given the settings and yields findings; it is found by being there.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from postorders.desk.config import Config, load
from postorders.desk.operate.opening import enter
from postorders.errors import InputError
from postorders.words import _

WRONG, DOUBTFUL = "wrong", "doubtful"
HERE = Path(__file__).parent / "checks"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: its level (`wrong` or `doubtful`), a short name that stays, what it is, how to mend it."""

    level: str
    name: str
    what: str
    mend: str
    where: str = ""


Check = Callable[[Config], Iterator[Finding]]


def wrong(name: str, what: str, mend: str, where: object = "") -> Finding:
    """Something that keeps the desk from doing what it promises."""
    return Finding(WRONG, name, what, mend, str(where))


def doubtful(name: str, what: str, mend: str, where: object = "") -> Finding:
    """Something to know about, and to decide on."""
    return Finding(DOUBTFUL, name, what, mend, str(where))


def examine(home: Path) -> list[Finding]:
    """Runs every check on the desk in a folder. What cannot be examined is itself a finding.

    Settings and files are looked at first; the database only when the settings can be read and it answers.
    """
    try:
        config = load(str(home))
    except InputError as error:
        return [wrong("settings", one.what, one.mend, one.file) for one in error.problems]
    found = [finding for check in checks("files") for finding in check(config)]
    try:
        enter(home, pending=True)
        first = [finding for check in checks("database") for finding in check(config)]
    except InputError as error:
        return found + [wrong("database", one.what, one.mend, one.file) for one in error.problems]
    found += first
    if any(one.name in ("database", "migrations") for one in first):
        mend = _("Mend the database first, and ask again.")
        return [*found, doubtful("unexamined", _("What is in the database was not examined."), mend)]
    return found + [one for name in names() if name not in ("files", "database") for one in _all(name, config)]


def names() -> list[str]:
    """The modules of checks."""
    return sorted(path.stem for path in HERE.glob("[a-z]*.py"))


def checks(module: str) -> list[Check]:
    """The checks of one module, in its order."""
    given = importlib.import_module(f"postorders.desk.operate.checks.{module}")
    return list(given.CHECKS)


def _all(module: str, config: Config) -> Iterator[Finding]:
    for check in checks(module):
        yield from check(config)
