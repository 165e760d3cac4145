"""Teaches a concept by example: what it learned and how well, or why its examples do not do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

FEWEST, EACH = 8, 4
ENOUGH = 0.7  # balanced accuracy on examples left out
Rows = Sequence[Sequence[float]]
Embed = Callable[[Sequence[str]], Rows]


@dataclass(frozen=True, slots=True)
class Taught:
    """What was learned. `weights` and `at` are as in `Ready`; of `total` examples about `right` are judged rightly
    by what the others teach, which is between `low` and `high` percent (Wilson, 95 of 100 times); `marked` is the
    percentage of ordinary posts that would be marked."""

    weights: tuple[float, ...]
    at: float
    right: int
    total: int
    low: int
    high: int
    marked: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why examples do not teach: too `few`; the `same` words on both sides; `near` to the other side; or `poor`, for
    what they teach does not hold. `flag` and `passed` are the places of two that contradict each other; `right` of
    `total` say how bad it is."""

    why: Literal["few", "same", "near", "poor"]
    flag: int = -1
    passed: int = -1
    right: int = 0
    total: int = 0


def teach(
    flags: Sequence[str], passes: Sequence[str], embed: Embed | None, ordinary: Callable[[], Rows] = tuple
) -> tuple[Taught | None, tuple[Doubt, ...]]:
    """What the examples teach, or every doubt about them. The order of the examples does not matter.

    `embed` gives each text its numbers; without it only their words are looked at. `ordinary` is asked for the
    numbers of posts that show nothing, against which the examples are held.
    """
    if doubts := _doubts(flags, passes):
        return None, doubts
    if embed is None:
        return None, ()
    shown, passed = _in_order(flags), _in_order(passes)
    rows = embed([*(flags[i] for i in shown), *(passes[i] for i in passed)])
    doubt, taught = _learn(rows[: len(shown)], rows[len(shown) :], ordinary)
    if doubt is None:
        return taught, ()
    return None, (Doubt(doubt.why, shown[doubt.flag], passed[doubt.passed], doubt.right, doubt.total),)


def wilson(right: int, total: int) -> tuple[int, int]:
    """The interval of a share in percent that holds 95 of 100 times (Wilson 1927)."""
    z, share = 1.96, right / total
    middle, off = share + z * z / (2 * total), z * sqrt(share * (1 - share) / total + (z / (2 * total)) ** 2)
    whole = 1 + z * z / total
    return round(100 * (middle - off) / whole), round(100 * (middle + off) / whole)


def alike(text: str) -> str:
    """The text as it counts for being the same as another: without case, and with single spaces."""
    return " ".join(text.casefold().split())


def _doubts(flags: Sequence[str], passes: Sequence[str]) -> tuple[Doubt, ...]:
    """What is wrong with the words themselves."""
    met = {alike(text): place for place, text in enumerate(flags)}
    same = [Doubt("same", met[alike(text)], place) for place, text in enumerate(passes) if alike(text) in met]
    counts = len({*map(alike, flags)}), len({*map(alike, passes)})
    few = [Doubt("few")] if sum(counts) < FEWEST or min(counts) < EACH else []
    return (*few, *same)


def _in_order(texts: Sequence[str]) -> list[int]:
    """Each text once, in an order that no author chose, so that what stands together is not left out together."""
    once = {alike(text): place for place, text in reversed([*enumerate(texts)])}
    return sorted(once.values(), key=lambda place: hashlib.sha256(alike(texts[place]).encode()).digest())


def _learn(flags: Rows, passes: Rows, ordinary: Callable[[], Rows]) -> tuple[Doubt | None, Taught | None]:
    from postorders.signals.learned import head

    pairs, total = head.likeness(flags, passes), len(flags) + len(passes)
    strange = head.strangers(flags, passes)
    if strange * 2 > total:
        flag, passed = divmod(int(pairs.argmax()), len(passes))
        return Doubt("near", flag, passed, total - strange, total), None
    learned = head.learn(flags, passes, ordinary())
    right = sum(learned.right)
    if head.balanced(learned.right, len(flags)) < ENOUGH:
        for flag, ok in enumerate(learned.right[: len(flags)]):
            for passed, fine in enumerate(learned.right[len(flags) :]):
                pairs[flag, passed] -= 2 * (ok and fine)  # one of the two that are named was mistaken
        flag, passed = divmod(int(pairs.argmax()), len(passes))
        return Doubt("poor", flag, passed, right, total), None
    low, high = wilson(right, total)
    return None, Taught(learned.weights, learned.at, right, total, low, high, round(100 * learned.marked))
