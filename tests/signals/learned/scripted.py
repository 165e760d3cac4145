"""An encoder that says of a text what its words are said to say, so that a test writes down what the encoder sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from postorders.signals.concept import Ready
from postorders.signals.detect import Detector
from postorders.signals.learned.combined import Combined
from postorders.signals.learned.reader import Read, Reader
from postorders.signals.learned.tags import TAGS
from postorders.signals.learned.weights import from_data
from postorders.signals.signal import Signal

MARKS = [*(f"[unused{number}]" for number in range(100)), "[UNK]", "[CLS]", "[SEP]"]
DEGREES = {"possible": 0.5, "likely": 0.8, "certain": 0.95}
NEVER = -6.0
"""The number of a head in a text without any of its words: a probability under 0.01."""


class Said(NamedTuple):
    """What an encoder says of one text."""

    logits: Sequence[float]
    pooled: Sequence[float]
    tags: Sequence[Sequence[float]]


class Script:
    """`heads` gives each head how much each word adds to its number; `tags` the tag of each word in a name, and
    `pooled` the two numbers that a word brings along. `runs` counts the lists of ids that were run."""

    def __init__(
        self,
        heads: Mapping[str, Mapping[str, float]],
        words: Iterable[str] = (),
        tags: Mapping[str, str] | None = None,
        pooled: Mapping[str, tuple[float, float]] | None = None,
        doubt: float = 0.0,
        length: int = 128,
    ) -> None:
        self.heads, self.tags, self.pooled, self.runs = heads, tags or {}, pooled or {}, 0
        named = {word for some in (*heads.values(), self.tags, self.pooled) for word in some}
        named |= {word for text in words for word in re.findall(r"\w+|[^\w\s]", text.lower())}
        self.vocabulary = [*MARKS, *sorted(named - {*MARKS})]
        whole = {"scale": 1.0, "shift": 0.0, "seen": 1.0, "at": DEGREES, "right": DEGREES, "doubt": doubt}
        said: dict[str, Any] = {"length": length, "heads": [{"name": name, **whole} for name in heads]}
        self.reader = Reader(from_data(said, self.vocabulary, "0" * 64))

    def run(self, batch: Sequence[Sequence[int]]) -> list[Said]:
        """What it says of each list of ids."""
        self.runs += len(batch)
        return [self._said([self.vocabulary[number] for number in row]) for row in batch]

    def worth_reading(self, texts: Sequence[str]) -> list[bool]:
        """A quick look that passes over every text without the word `look`."""
        return ["look" in text for text in texts]

    def read(self, texts: Sequence[str], seen: Sequence[set[str]] = (), explain: bool = True) -> list[Read]:
        """Each text as the reader reads it."""
        found: list[Read] = driven(self.reader.look(texts, seen, explain), self)
        return found

    def _said(self, words: Sequence[str]) -> Said:
        logits = [NEVER + sum(pushes.get(word, 0.0) for word in words) for pushes in self.heads.values()]
        ways = [self.pooled[word] for word in words if word in self.pooled] or [(1.0, 0.0)]
        tags = [[float(tag == self.tags.get(word, "O")) for tag in TAGS] for word in words]
        return Said(logits, [sum(way[at] for way in ways) for at in (0, 1)], tags)


def driven(steps: Any, script: Script) -> Any:
    """What some steps return in the end, each batch run by the script."""
    outputs = None
    while True:
        try:
            outputs = script.run(steps.send(outputs))
        except StopIteration as end:
            return end.value


def sighted(script: Script, concepts: Iterable[Ready], text: str, **more: Any) -> list[Signal]:
    """What patterns and script see together in one text."""
    (found,) = driven(Combined(Detector(concepts), script.reader).look([("text", text)], **more), script)
    return list(found)
