"""Reads posts with the encoder. It never runs the encoder itself: it says which ids it wants read and is sent the
outputs, so that one reader serves a server and a browser. Standard library alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator, Sequence
from typing import NamedTuple, Protocol, TypeVar

from postorders.capability import capability
from postorders.signals.learned.applied import Window
from postorders.signals.learned.explain import ask, told
from postorders.signals.learned.pieces import Piece, Pieces
from postorders.signals.learned.tags import Name, names
from postorders.signals.learned.weights import Head, Weights
from postorders.signals.learned.windows import windows

LEARNED = capability("learned-signals", "Reads a post as a whole, beside the patterns, with measured error rates.")
FIRST, LAST = 101, 102  # the encoder's own marks around a text
_AT_ONCE = 256  # windows asked for in one batch
_EXPLAINED = 20  # windows of one text whose telling words are looked for; in others the whole window is marked

Ids = list[int]
Came = TypeVar("Came")


class Told(Protocol):
    """What the encoder says of one text (`encoder.Output`)."""

    @property
    def logits(self) -> Sequence[float]: ...
    @property
    def pooled(self) -> Sequence[float]: ...
    @property
    def tags(self) -> Sequence[Sequence[float]]: ...


Steps = Generator[list[Ids], Sequence[Told], list["Read"]]


def driven(steps: Generator[list[Ids], Sequence[Told], Came], run: Callable[[list[Ids]], Sequence[Told]]) -> Came:
    """What some steps come to, each batch that they yield run by `run`."""
    try:
        batch = next(steps)
        while True:
            batch = steps.send(run(batch))
    except StopIteration as end:
        came: Came = end.value
        return came


class Seen(NamedTuple):
    """A head at or above its lowest degree in one window: the stretches that weighed most, in code points."""

    head: str
    probability: float
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


class Read(NamedTuple):
    """One text as it was read. `scores` has the calibrated probability of every head in its best window."""

    scores: dict[str, float]
    seen: tuple[Seen, ...]
    windows: tuple[Window, ...]
    names: tuple[Name, ...]


NOTHING = Read({}, (), (), ())


class Reader:
    """The heads of some weights, and the cutting of texts for them."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.pieces = Pieces(weights.vocabulary)
        self._heads = weights.heads

    def look(
        self,
        texts: Sequence[str],
        seen: Sequence[Collection[str]] = (),
        explain: bool = True,
        beside: Collection[str] = (),
    ) -> Steps:
        """Yields batches of ids, is sent their outputs in order, and returns a reading a text.

        `seen` names, a text, the concepts that a pattern saw in it. `explain` finds the words that weighed most, at
        about twelve more outputs as long and twelve short ones for each of the first twenty windows in which anything
        is seen. `beside` names the heads that say nothing alone, or that nobody asks for: where nothing else is seen in
        a window, nor by a pattern in its text, their words are not looked for.
        """
        cut = [self.pieces.cut(text) for text in texts]
        stretches = [(i, a, b) for i, one in enumerate(cut) for a, b in windows(one, self.weights.length, texts[i])]
        ids = [[FIRST, *(piece.id for piece in cut[i][a:b]), LAST] for i, a, b in stretches]
        outputs: list[Told] = []
        for at in range(0, len(ids), _AT_ONCE):
            outputs += yield ids[at : at + _AT_ONCE]
        found = [
            _Found(i, cut[i][a:b], out, seen[i] if seen else ())
            for (i, a, b), out in zip(stretches, outputs, strict=True)
        ]
        for one in found:
            one.weigh(self._heads)
        if explain:
            yield from self._explained([one for one in found if one.tells(beside)])
        by_text: list[list[_Found]] = [[] for _ in texts]
        for one in found:
            by_text[one.text].append(one)
        return [_read(some, text) for some, text in zip(by_text, texts, strict=True)]

    def _explained(self, found: Sequence[_Found]) -> Generator[list[Ids], Sequence[Told], None]:
        done: Counter[int] = Counter()
        for one in found:
            if done[one.text] == _EXPLAINED:
                continue
            done[one.text] += 1
            if (asked := ask(one.pieces)).read:
                outputs = yield [[FIRST, *ids, LAST] for ids in asked.read]
                for at in one.flagged:
                    one.spans[at] = told(asked, [out.logits[at] for out in (one.output, *outputs)])


class _Found:
    """One window of one text, with its output and the concepts that a pattern saw in the text."""

    def __init__(self, text: int, pieces: list[Piece], output: Told, by_pattern: Collection[str]) -> None:
        self.text, self.pieces, self.output, self.by_pattern = text, pieces, output, by_pattern
        self.start, self.end = pieces[0].start, pieces[-1].end
        self.scores: dict[str, float] = {}
        self.flagged: dict[int, Seen] = {}
        self.spans: dict[int, tuple[tuple[int, int], ...]] = {}

    def weigh(self, heads: Sequence[Head]) -> None:
        for at, head in enumerate(heads):
            probability = head.probability(self.output.logits[at], head.name in self.by_pattern)
            self.scores[head.name] = probability
            if head.sure(probability):
                self.flagged[at] = Seen(head.name, probability, self.start, self.end, ())

    def tells(self, beside: Collection[str]) -> bool:
        """Whether anything is seen, and by it or by a pattern something that is not only said `beside` others."""
        heads = (one.head for one in self.flagged.values())
        return bool(self.flagged) and any(name not in beside for name in (*heads, *self.by_pattern))

    def sightings(self) -> list[Seen]:
        whole = ((self.start, self.end),)
        return [one._replace(spans=self.spans.get(at) or whole) for at, one in self.flagged.items()]


def _read(found: Sequence[_Found], text: str) -> Read:
    if not found:
        return NOTHING
    scores = {name: max(one.scores[name] for one in found) for name in found[0].scores}
    named = [name for one in found for name in names(one.pieces, one.output.tags, text)]
    return Read(
        scores,
        tuple(seen for one in found for seen in one.sightings()),
        tuple(Window(one.start, one.end, one.output.pooled) for one in found),
        tuple(sorted(set(named))),
    )
