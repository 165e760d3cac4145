"""Names of people, places and organizations, from a tag for each piece."""

from __future__ import annotations

import pytest
from tests.signals.learned.scripted import Script

from postorders.signals.learned.pieces import Pieces
from postorders.signals.learned.tags import TAGS, names

WORDS = "saw marlene oakes o hara s rd raymore elm 9 's near and with at".split()
TAGGED = {
    "marlene": "B-person", "oakes": "I-person", "o": "B-person", "hara": "I-person", "elm": "B-place", "rd": "I-place",
    "raymore": "B-place",
}  # fmt: skip


def named(text: str) -> list[tuple[str, str]]:
    (read,) = Script({}, [*WORDS, ",.'’-()#"], tags=TAGGED).read([text])
    return [(text[one.start : one.end], one.kind) for one in read.names]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("saw Marlene Oakes near Elm Rd", [("Marlene Oakes", "person"), ("Elm Rd", "place")]),
        ("with Marlene Oakes, near Raymore.", [("Marlene Oakes", "person"), ("Raymore", "place")]),
        ("saw (Marlene Oakes)", [("Marlene Oakes", "person")]),
        ("saw O'Hara and O’Hara", [("O'Hara", "person"), ("O’Hara", "person")]),
        ("Marlene, Oakes", [("Marlene", "person"), ("Oakes", "person")]),
        ("marlene-oakes", [("marlene-oakes", "person")]),
        ("marlene and marlene", [("marlene", "person"), ("marlene", "person")]),
        ("near nobody", []),
    ],
)
def test_a_name_is_its_words_without_the_marks_beside_it(text: str, found: list[tuple[str, str]]) -> None:
    assert named(text) == found


def test_a_name_has_the_whole_of_a_word_that_is_cut_into_pieces() -> None:
    pieces = Pieces([*(f"[unused{n}]" for n in range(100)), "[UNK]", "[CLS]", "[SEP]", "boat", "##wright", "s", "'"])
    text = "Boatwright's"
    tags = [[float(tag == said) for tag in TAGS] for said in ("O", "B-person", "O", "O", "O", "O")]
    (name,) = names(pieces.cut(text), tags, text)
    assert text[name.start : name.end] == "Boatwright"


def test_names_of_a_long_text_stand_where_they_stand_and_once() -> None:
    text = f"{'saw and with at near ' * 60}Marlene Oakes"
    assert named(text) == [("Marlene Oakes", "person")]
