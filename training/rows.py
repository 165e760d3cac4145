"""A labeled post, and which side of the split it falls on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from training.heads import FEW, SELDOM

Part = Literal["train", "tune", "test"]
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One post. `labels` gives a head 1.0 (shown), 0.0 (not shown) or what lies between; a head that is not named is
    unknown and teaches nothing. `group` is the template, author or pair that must not fall on both sides of the split;
    `kind` is the functionality that a report is broken down by. `weight` is how far the labels are trusted, from 0 to
    1."""

    text: str
    labels: Mapping[str, float]
    source: str
    group: str
    kind: str = "plain"
    weight: float = 1.0
    tags: tuple[str, ...] = field(default=())


def part(row: Row) -> Part:
    """The side of the split, by the hash of source and group: the same on every machine and whatever else is there."""
    at = _hash(f"{row.source}\n{row.group}") % 100
    return "test" if at < 10 else "tune" if at < 15 else "train"


def parts_of_own(rows: Iterable[Row]) -> dict[str, Part]:
    """The side of each group of our own: of every file a fifth of the groups to test and an eighth to tune, chosen by
    hash, so that no concept is left without either."""
    files: dict[str, set[str]] = {}
    for row in rows:
        files.setdefault(row.group.rpartition("/")[0], set()).add(row.group)
    sides: dict[str, Part] = {}
    for groups in files.values():
        ordered = sorted(groups, key=_hash)
        test, tune = round(len(ordered) * 0.2), round(len(ordered) * 0.325)
        for index, group in enumerate(ordered):
            sides[group] = "test" if index < test else "tune" if index < tune else "train"
    return sides


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:12], 16)


def likeness(text: str) -> str:
    """A text with everything gone but its letters and digits: equal for copies that differ in dress."""
    return _NOT_LETTERS.sub("", text.lower())


def split(rows: Iterable[Row]) -> dict[Part, list[Row]]:
    """The rows by side, without a text that stands on a more sheltered side: test first, then tune, then train."""
    sides: dict[Part, list[Row]] = {"test": [], "tune": [], "train": []}
    given = list(rows)
    own = parts_of_own(row for row in given if row.source == "own")
    for row in given:
        sides[own[row.group] if row.source == "own" else part(row)].append(row)
    seen: set[str] = set()
    for side in ("test", "tune", "train"):
        kept = []
        for row in sides[side]:
            if (same := likeness(row.text)) and same not in seen:
                seen.add(same)
                kept.append(row)
        sides[side] = kept
    return sides


def by_hand(row: Row) -> bool:
    """Whether one of us wrote this very post, and no draw filled a frame."""
    return row.source == "own" and "frames" not in row.tags


def asked(row: Row, name: str) -> bool:
    """Whether somebody looked for the concept in this row: its writer was asked for it, marked it, or was asked for
    posts that show nothing unmarked, as in a file that is marked whole. That a post written for another concept is
    silent about this one is too weak to count, but for the concepts that have too few near misses of their own."""
    if row.source != "own" or {"frames", "whole"} & {*row.tags} or name in FEW:
        return row.labels.get(name, SELDOM) != SELDOM
    return row.labels.get(name) == 1.0 or (row.tags[0] in (name, "none") and name in row.labels)
