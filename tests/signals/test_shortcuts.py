"""The shortcuts that save time change nothing: with and without them the same is seen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from postorders.posts.post import Post
from postorders.signals.concept import Pattern, Ready
from postorders.signals.detect import Detector
from postorders.signals.holds import holds
from postorders.signals.library import shipped

CORPUS = Path(__file__).parents[1] / "corpus"


def texts() -> list[str]:
    lines = [line for path in sorted(CORPUS.glob("*/*.jsonl")) for line in path.read_text().splitlines()[1:]]
    corpus = [json.loads(line)["text"] for line in lines]
    return [*corpus, *(text.upper() for text in corpus[::4]), *(text.replace(" ", "  ") for text in corpus[::4])]


def without(ready: Ready, **changes: object) -> Ready:
    def bare(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
        return tuple(replace(pattern, **changes) for pattern in patterns)  # type: ignore[arg-type]

    return replace(ready, patterns=bare(ready.patterns), near=bare(ready.near), exclude=bare(ready.exclude))


@pytest.mark.parametrize("changes", [{"holds": ()}, {"also": ()}], ids=["letters that must be there", "words too"])
def test_the_same_is_seen_without_a_shortcut(changes: dict[str, object]) -> None:
    quick, slow = Detector(shipped()), Detector(without(ready, **changes) for ready in shipped())
    for number, text in enumerate(texts()):
        post = Post(str(number), text)
        assert quick.detect(post) == slow.detect(post), text


def test_matching_where_first_words_stand_sees_what_a_search_of_the_whole_sees() -> None:
    quick, slow = Detector(shipped()), Detector(without(ready, first=()) for ready in shipped())
    for number, text in enumerate(texts()):
        post = Post(str(number), text)
        places = {(s.concept, s.field, s.start, s.end, bool(s.lowered)) for s in slow.detect(post)}
        assert {(s.concept, s.field, s.start, s.end, bool(s.lowered)) for s in quick.detect(post)} == places, text


@pytest.mark.parametrize(
    ("regex", "held"),
    [
        (r"\bcase(?:load)? \d{4}", ("case",)),
        (r"\b(?:sold|bought|traded) \d", ("bought", "sold", "traded")),
        (r"(?:abc)?\d{3}", ()),
        (r"\d{3}-\d{4}", ()),
        (r"(?:ab|xyz) 1", ()),
        (r"(?-i:KCPD) \d", ("kcpd",)),
    ],
)
def test_what_a_text_must_hold_is_read_from_the_expression(regex: str, held: tuple[str, ...]) -> None:
    assert set(holds(regex)) <= set(held) or held == ()
    assert bool(holds(regex)) == bool(held)
