"""What a file may say of an account, and what is read from it or would come of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from postorders.desk.register.models import Site
from postorders.errors import Problem
from postorders.platforms.address import Address

COLUMNS = {
    "address": lazy("The address of the account, as people paste it. It finds the account; it must be there."),
    "name": lazy("As the public list shows it. Empty for a new account: its handle and platform."),
    "state": lazy("listed, to-verify, retired or not-ours. A new account without one is to be verified."),
    "purpose": lazy("What it is for, in words."),
    "purposes": lazy("The clauses of the policy that name its purposes, separated by semicolons."),
    "unit": lazy("The name of the unit that keeps it."),
    "owner": lazy("The employee number of who answers for it."),
    "custodians": lazy("The employee numbers of who holds the keys, the first custodian first, with semicolons."),
    "named_for": lazy("The person or group that it profiles."),
    "style_guide": lazy("The version of the style guide that it keeps to."),
    "tags": lazy("Separated by semicolons."),
    "language": lazy("en, es or another code."),
    "short": lazy("Short description, at most 300 characters."),
    "long": lazy("Long description."),
}
LISTS = ("purposes", "custodians", "tags")
EMPTY = "-"
MOST_CHARACTERS = 5_000_000
MOST_ACCOUNTS = 5_000
# A spreadsheet would run a cell that begins with one of these; an apostrophe in front makes it text.
_RUNS = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Item:
    """One account of a file: its line (or its place among the entries, from 1), and what is said of it.

    `said` maps columns to a text or, for LISTS, to a list of texts; "" or no item empties, a column that is not there
    changes nothing.
    """

    line: int
    said: dict[str, Any]

    def text(self, column: str) -> str:
        """What a column says, "" when nothing."""
        value = self.said.get(column, "")
        return "" if isinstance(value, list) else str(value)

    def list(self, column: str) -> list[str]:
        """The items of a column that holds several."""
        value = self.said.get(column, [])
        return list(dict.fromkeys(value)) if isinstance(value, list) else []


@dataclass(slots=True)
class Reading:
    """What was read from a file: its shape, the accounts, what was left out, and what is wrong with its form."""

    shape: str = "csv"
    items: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a file wants of one account: entered anew (`site` empty) or changed, and the state it is to come to.

    `changes` are fields of the register by name, `custodians` the members to be named, `told` all of it in words.
    """

    line: int
    where: Address
    site: Site | None
    changes: dict[str, Any]
    custodians: tuple[Any, ...] = ()
    state: str = ""
    told: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.site.name if self.site else str(self.changes.get("name") or self.where.url)


@dataclass(slots=True)
class Plan:
    """What a file would do. Nothing of it is done while `problems` has anything in it."""

    shape: str = "csv"
    wishes: list[Wish] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    applied: bool = False

    @property
    def changes(self) -> list[Wish]:
        """The accounts that would be entered or changed."""
        return [one for one in self.wishes if one.told]

    def count(self) -> None:
        """Counts the accounts by what would be done with them; what has a problem is refused and nothing else."""
        refused = {one.line for one in self.problems}
        good = [one for one in self.wishes if one.line not in refused]
        added, same = sum(one.site is None for one in good), sum(not one.told for one in good)
        changed = len(good) - added - same
        self.counts = {"added": added, "changed": changed, "unchanged": same, "refused": len(refused)}


def guarded(text: str) -> str:
    """A cell that a spreadsheet takes for text."""
    return f"'{text}" if _RUNS.match(text) else text


def bare(text: str) -> str:
    """The cell without the apostrophe that `guarded` put there."""
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text
