"""How a text is counted, and how a long one becomes a thread that fits and loses nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postorders.platforms.can import Can
from postorders.platforms.length import graphemes, length, thread
from postorders.platforms.links import links

PLAIN, SEEN, WEIGHED = Can(40), Can(40, "graphemes"), Can(40, "weighted", 23)
FAMILY, FLAGS, ACCENT = "👨‍👩‍👧", "🇺🇸🇲🇽", "e\u0301"
PARTS = st.sampled_from(
    ["road", "closed.", "Elm!", 'said "stop."', " ", "  ", "\n\n", "\r\n", FAMILY, FLAGS, ACCENT, " \u0301", "街道", "👮🏽‍♀️",
     "https://a.example/b.", "(https://a.example/c)", "https://", "...", "x" * 30, "\u200d"]
)  # fmt: skip
TEXTS = st.lists(PARTS | st.characters(codec="utf-8"), max_size=60).map("".join)
CANS = st.builds(
    Can, st.integers(36, 90), st.sampled_from(["characters", "graphemes", "weighted"]), st.sampled_from([0, 23])
)


@pytest.mark.parametrize(
    ("text", "characters", "seen", "weight"),
    [("Road", 4, 4, 4), (FAMILY, 5, 1, 2), (FLAGS, 4, 2, 4), (ACCENT, 2, 1, 1), ("街", 1, 1, 2), ("a\r\nb", 4, 3, 4)],
)
def test_each_unit_counts_in_its_way(text: str, characters: int, seen: int, weight: int) -> None:
    assert [length(text, can) for can in (PLAIN, SEEN, WEIGHED)] == [characters, seen, weight]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("https://fultongrove.gov/" + "a" * 300, 23),
        ("See https://fultongrove.gov/a.", 4 + 23 + 1),
        ("(https://fultongrove.gov/a)", 1 + 23 + 1),
        ("“https://fultongrove.gov/a…”", 1 + 23 + 2),
        ("HTTPS://fultongrove.gov/a?!", 23 + 2),
        ("https://fultongrove.gov/a?b=1&c=2, 'https://fgpd.gov'", 23 + 3 + 23 + 1),
        ("https:// is no address", 22),
    ],
)
def test_an_address_ends_before_the_marks_of_a_sentence(text: str, count: int) -> None:
    assert length(text, Can(500, url_counts=23)) == count


def test_an_address_keeps_a_bracket_that_was_opened_inside_it() -> None:
    assert links("(https://a.example/b) and https://a.example/c_(d). See https://a.example/[e]!") == (
        "https://a.example/b",
        "https://a.example/c_(d)",
        "https://a.example/[e]",
    )
    assert links("(See https://a.example/b_((c))).) https://a.example/~") == (
        "https://a.example/b_((c))",
        "https://a.example/~",
    )


def test_a_text_that_fits_stands_as_it_is() -> None:
    assert thread(" Road closed. ", PLAIN) == (" Road closed. ",)
    assert thread("a" * 300_000, Can(0)) == ("a" * 300_000,)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("First paragraph here.\n\nSecond one, a bit longer.", ("First paragraph here.", "Second one, a bit longer.")),
        ("He said “Stop here.” Then he went on his way.", ("He said “Stop here.”", "Then he went on his way.")),
        ("the road is closed until the crew has gone", ("the road is closed until the", "crew has gone")),
        ("x" * 50, ("x" * 32, "x" * 18)),
    ],
)
def test_it_is_cut_at_the_best_place(text: str, pieces: tuple[str, ...]) -> None:
    assert thread(text, PLAIN) == tuple(f"{one} ({at}/{len(pieces)})" for at, one in enumerate(pieces, 1))


def test_a_blank_end_does_not_make_a_second_piece() -> None:
    assert thread("Closed." + " " * 60, PLAIN) == ("Closed.",)
    assert thread(" " * 60, PLAIN) == ("",)


def test_the_number_of_a_thread_of_hundreds_fits_as_well() -> None:
    pieces = thread("word " * 2_000, PLAIN)
    assert len(pieces) > 100 and max(map(len, pieces)) <= 40


def test_a_letter_with_more_marks_than_fit_is_cut_inside() -> None:
    pieces = thread("e" + "\u0301" * 100, PLAIN)
    assert len(pieces) == 4 and max(map(len, pieces)) <= 40


def test_another_measure_may_be_given() -> None:
    assert len(thread("a" * 30, PLAIN, lambda text, _can: 2 * len(text))) == 2


@given(TEXTS)
def test_graphemes_make_up_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@given(TEXTS, CANS)
def test_every_piece_fits(text: str, can: Can) -> None:
    assert all(length(piece, can) <= can.text for piece in thread(text, can))


@given(TEXTS, CANS)
def test_nothing_but_white_space_is_lost_and_no_grapheme_is_cut(text: str, can: Can) -> None:
    pieces = thread(text, can)
    if len(pieces) > 1:
        pieces = tuple(re.sub(r" \(\d+/\d+\)\Z", "", piece) for piece in pieces)
    assert _solid("".join(pieces)) == _solid(text)
    if all(length(one, can) <= can.text - 8 for one in graphemes(text)):
        assert [one for piece in pieces for one in graphemes(piece) if one.strip()] == [
            one for one in graphemes(text) if one.strip()
        ]


def _solid(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("a", SEEN),
        ("word ", PLAIN),
        ("https://a.example/b. ", WEIGHED),
        ("街", SEEN),
        (FAMILY, PLAIN),
        (ACCENT, WEIGHED),
        ("\n", SEEN),
        (".", WEIGHED),
    ],
)
def test_300_000_characters_become_a_thread(text: str, can: Can) -> None:
    long = text * (300_000 // len(text))
    pieces = thread(long, replace(can, text=300))
    assert _solid("".join(re.sub(r" \(\d+/\d+\)\Z", "", one) for one in pieces)) == _solid(long)
