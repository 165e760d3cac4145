"""Which of the possible labels are labels: the reading in which the lists count on best.

Every place is taken or passed over, and the stacks of open lists that come of it are weighed side by side. A
label must be the next of an open list (one may be skipped, at a price) or the first of a new one inside it. A
list that starts again where no number above it tells the two apart gives the same ids twice, for others to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postorders.policy.attach.labels import INNERMOST, RANK, Candidate

WIDTH = 64
_SKIP, _NEW, _INVERTED, _JUMP, _HOLLOW, _AGAIN = 10, 7, 10, 15, 20, 25


@dataclass(frozen=True, slots=True)
class Level:
    """An open list: its kind, the number that it has come to, and the id of the item there."""

    kind: str
    number: tuple[int, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A candidate that is a label, with the id that its place in the lists gives it, and how deep it lies."""

    candidate: Candidate
    path: str
    depth: int


@dataclass(frozen=True, slots=True)
class _State:
    score: int
    stack: tuple[Level, ...] = ()
    taken: Taken | None = None
    before: _State | None = None

    def trail(self) -> list[Taken]:
        trail: list[Taken] = []
        state: _State | None = self
        while state is not None and state.taken is not None:
            trail.append(state.taken)
            state = state.before
        return trail[::-1]


def outline(found: Sequence[Candidate], text: str) -> list[Taken]:
    """The labels among `found`, in order; what a contents list repeats from the body is passed over."""
    beam = [_State(0)]
    for candidate in found[contents(found, text) :]:
        best: dict[tuple[Level, ...], _State] = {}
        for state in beam:
            for option in (state, *_taking(state, candidate)):
                known = best.get(option.stack)
                if known is None or option.score > known.score:
                    best[option.stack] = option
        beam = sorted(best.values(), key=lambda state: -state.score)[:WIDTH]
    return beam[0].trail()


def _taking(state: _State, candidate: Candidate) -> Iterator[_State]:
    for kind, number in candidate.readings:
        for stack, price in _moves(state.stack, kind, number, candidate):
            deeper = len(stack) > len(state.stack)
            hollow = state.taken is not None and state.taken.candidate.end >= candidate.head and not deeper
            score = state.score + candidate.weight - price - (_HOLLOW if hollow else 0)
            yield _State(score, stack, Taken(candidate, stack[-1].path, len(stack)), state)


def _moves(
    stack: tuple[Level, ...], kind: str, number: tuple[int, ...], candidate: Candidate
) -> Iterator[tuple[tuple[Level, ...], int]]:
    """The stacks that taking a label leads to, each with its price."""
    printed = candidate.printed
    if kind == "dotted":
        last = stack[0].number if stack and stack[0].kind == kind else ()
        if number > last:
            yield (Level(kind, number, printed),), 0 if not last or follows(number, last) else _JUMP
        return
    for depth, level in enumerate(stack):
        if level.kind == kind:
            step = number[0] - level.number[0]
            again = number == (1,) and candidate.opens
            if step in (1, 2) or again:
                yield _grown(stack[:depth], kind, number, printed), _AGAIN if again else _SKIP * (step - 1)
            return
    if number == (1,):
        inverted = bool(stack) and RANK.get(stack[-1].kind, INNERMOST) > RANK.get(kind, INNERMOST)
        yield _grown(stack, kind, number, printed), _NEW + (_INVERTED if inverted else 0)


def _grown(stack: tuple[Level, ...], kind: str, number: tuple[int, ...], printed: str) -> tuple[Level, ...]:
    path = f"{stack[-1].path}.{printed}" if stack else printed
    return (*stack, Level(kind, number, path))


def follows(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a dotted number comes right after another: 8.04 or 8.03.1 after 8.03, 2.0 after 1.7."""
    if number[:-1] == last and number[-1] <= 1:
        return True
    pairs = enumerate(zip(number, last, strict=False))
    place = next((place for place, (one, two) in pairs if one != two), None)
    if place is None:
        return False
    return number[place] == last[place] + 1 and all(part <= 1 for part in number[place + 1 :])


def contents(found: Sequence[Candidate], text: str) -> int:
    """How many candidates at the start are a contents list: they come again further on, title and all."""
    stops = [*(candidate.head for candidate in found[1:]), len(text)]
    titles = [_title(text, candidate, stop) for candidate, stop in zip(found, stops, strict=False)]
    later: dict[str, list[int]] = {}
    for at, candidate in enumerate(found):
        later.setdefault(candidate.printed, []).append(at)
    count = 0
    while count < len(found) and any(
        at > count and _alike(titles[count], titles[at]) for at in later[found[count].printed]
    ):
        count += 1
    return count if count > 1 else 0


def _title(text: str, candidate: Candidate, stop: int) -> str:
    line = text[candidate.end : min(stop, candidate.end + 200)].split("\n", 1)[0]
    return re.sub(r"[\W\d_]+", "", re.sub(r"[\s.]*\d*\s*$", "", line)).casefold()


def _alike(one: str, two: str) -> bool:
    return min(len(one), len(two)) > 2 and (one.startswith(two) or two.startswith(one))
