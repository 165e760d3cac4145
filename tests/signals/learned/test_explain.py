"""Which words weighed most: stretches are left out in turn and read alone, and those that tell most are marked."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.signals.learned.scripted import MARKS, Script

from postorders.signals.learned.explain import CHUNKS, ask, told
from postorders.signals.learned.pieces import Pieces
from postorders.signals.learned.reader import FIRST, LAST

PIECES = Pieces([*MARKS, *string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase), ".", ","])
SCRIPT = Script({"threat": {"kill": 8, "him": 7, "tonight": 6.5}}, ["I will kill him tonight, and so what? a b c"])


@settings(deadline=None)
@given(st.text(alphabet="ab ,.é🐍\u200bשл\n", max_size=200))
def test_the_stretches_are_the_text_cut_into_at_most_twelve_of_whole_words(text: str) -> None:
    pieces = PIECES.cut(text)
    asked = ask(pieces)
    count = len(asked.spans)
    assert count <= CHUNKS
    empty, without, alone = asked.read[:1], asked.read[1 : 1 + count], asked.read[1 + count :]
    assert empty == ([[]] if count else [])
    assert len(without) == len(alone) == count
    assert list(asked.spans) == sorted(asked.spans)
    assert all(0 <= start <= end <= len(text) for start, end in asked.spans)
    ids = [piece.id for piece in pieces]
    assert [i for one in alone for i in one] == (ids if count else [])
    assert all(len(one) + len(rest) == len(ids) for one, rest in zip(alone, without, strict=True))


def test_a_word_is_left_out_and_read_alone_as_a_whole() -> None:
    asked = ask(PIECES.cut("bad cat"))
    bad, cat = asked.read[2], asked.read[1]
    assert asked.read == [[], cat, bad, bad, cat]
    assert len(bad) == len(cat) == 3
    assert asked.spans == ((0, 3), (4, 7))


@pytest.mark.parametrize("text", ["", "kill", "kill!"])
def test_a_text_of_one_word_has_none_that_tells_more_than_the_others(text: str) -> None:
    assert ask(SCRIPT.reader.pieces.cut(text)) == ((), [])


def test_neighbors_that_tell_are_marked_as_one() -> None:
    text = "a b c kill him a b tonight c"
    (seen,) = SCRIPT.read([text])[0].seen
    assert [text[start:end] for start, end in seen.spans] == ["kill him", "tonight"]


def test_at_most_three_stretches_are_marked_those_that_take_most() -> None:
    asked = ask(PIECES.cut("a b c d e f g h"))
    spans = told(asked, [9.0, 0.0, 0.0, 8.0, 1.0, 8.0, 0.5, 8.0, 2.0, 8.0, *[0.0] * 8])
    assert spans == ((0, 1), (4, 5), (8, 9))


def test_what_is_said_twice_is_marked_twice_though_either_can_be_left_out() -> None:
    asked = ask(PIECES.cut("a b c d"))
    assert told(asked, [8.0, -6.0, 8.0, 7.9, 8.0, 7.8, -6.0, 3.0, -5.0, 4.0]) == ((2, 3), (6, 7))


@pytest.mark.parametrize("without", [[5.0] * 4, [4.96] * 4, [6.0, 7.0, 5.5, 5.2]])
def test_where_no_words_stand_out_none_are_marked(without: list[float]) -> None:
    assert told(ask(PIECES.cut("a b c d")), [5.0, -6.0, *without, -6.0, -5.96, -7.0, -6.1]) == ()


def test_then_the_whole_window_is() -> None:
    text = "a b c a b c"
    (seen,) = Script({"threat": {"[CLS]": 9}}, [text]).read([text])[0].seen
    assert seen.spans == ((0, len(text)),)


TELLING = [
    ("threat", "Good game last night. If you come back here I will break your jaw.", "break your jaw"),
    ("threat", "Lovely weather this morning, and somebody should shoot that councilman.", "shoot"),
    ("bias", "The market was busy today and all Mexicans are criminals.", "Mexicans"),
    ("bias", "Coffee was good. Muslims do not belong in this country.", "Muslims"),
    ("disparagement", "We had a long meeting today and the new mayor is a worthless idiot.", "idiot"),
    ("political-activity", "Nice day at the lake with the kids. Vote for Harlan Doyle on Tuesday.", "Vote"),
    (
        "private-business",
        "Long week at work. I sell custom holsters on the side, message me for prices.",
        "sell holsters prices",
    ),
    (
        "private-facts",
        "Saw the game with my brother. Her home address is 114 Foxridge Drive.",
        "home address 114 Foxridge",
    ),
    ("sexual", "The drive to Belton was fine and your tits look great in that shirt.", "tits"),
    (
        "guilt-statement",
        "The sun is out today and the park was full. He killed her and everybody knows it.",
        "killed",
    ),
    (
        "guilt-statement",
        "The sun is out today and the park was full. We all know he killed her and he is guilty.",
        "guilty",
    ),
    ("threat", "I swear I'll shoot him, I will kill him and break his neck tonight.", "shoot kill break"),
    ("bias", "Muslims do not belong in this country and Jews run the banks.", "belong Jews"),
]


@pytest.mark.proves(capability="learned-signals")
@pytest.mark.parametrize(("head", "text", "telling"), TELLING)
def test_the_weights_tell_the_words_that_a_reader_would_mark(reading: Any, head: str, text: str, telling: str) -> None:
    reader = reading.reader
    at = [one.name for one in reader.weights.heads].index(head)
    asked = ask(reader.pieces.cut(text))
    rows = [[piece.id for piece in reader.pieces.cut(text)], *asked.read]
    numbers = [out.logits[at] for out in reading.run([[FIRST, *ids, LAST] for ids in rows])]
    marked = [text[start:end] for start, end in told(asked, numbers)]
    assert any(set(telling.split()) & set(re.findall(r"\w+", one)) for one in marked), marked
    assert sum(map(len, marked)) < 0.7 * len(text)
