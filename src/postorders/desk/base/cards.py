"""The cards of a person's first page: each part of the desk contributes its own from its `cards.py`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from postorders.desk.base.person import Person

HERE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: what it says, where it leads ("" for nowhere), and a quiet word behind it."""

    text: Any
    link: str = ""
    note: Any = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card: its title, its lines, where all of it is (`more`, an address, with its label), and its place.

    `urgent` cards come first. What a card says when it has no line is `empty`; a card with neither is not shown.
    """

    title: Any
    lines: tuple[Line, ...] = ()
    empty: Any = ""
    more: str = ""
    more_label: Any = ""
    place: int = 50
    urgent: bool = False


@cache
def makers() -> tuple[Callable[[Person], Iterable[Card]], ...]:
    """The function `cards(person)` of each part's `cards.py`."""
    files = sorted(HERE.glob("*/cards.py"))
    parts = [file.parent.name for file in files if file.parent.name != "base"]
    return tuple(importlib.import_module(f"postorders.desk.{part}.cards").cards for part in parts)


def cards_of(person: Person) -> list[Card]:
    """The cards for a person, urgent ones first, each part asked once."""
    found = [card for make in makers() for card in make(person) if card.lines or card.empty]
    return sorted(found, key=lambda card: (not card.urgent, card.place))
