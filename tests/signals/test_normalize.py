"""Words are compared with their disguises undone, and every place still points into the original."""

from __future__ import annotations

import pytest

from postorders.signals.normalize import readings


def found(text: str, name: str, word: str) -> list[str]:
    """What the original has where a reading of that name has the word."""
    spots = []
    for reading in readings(text):
        if reading.name == name and (at := reading.text.lower().find(word)) >= 0:
            start, end = reading.span(at, at + len(word))
            spots.append(text[start:end])
    return spots


@pytest.mark.parametrize("text", ["Road closed at 5 p.m.", "", "a\nb\tc", "Call 816-555-0142."])
def test_plain_words_have_one_reading_and_it_is_theirs(text: str) -> None:
    (reading,) = readings(text)
    assert (reading.name, reading.text, reading.span(0, len(text))) == ("plain", text, (0, len(text)))


@pytest.mark.parametrize(
    ("text", "name", "word", "original"),
    [
        ("the thіef ran", "plain", "thief", "thіef"),  # a Cyrillic letter
        ("the th\u200bief ran", "plain", "thief", "th\u200bief"),
        ("the th\u00adief ran", "plain", "thief", "th\u00adief"),
        ("the ｔｈｉｅｆ ran", "plain", "thief", "ｔｈｉｅｆ"),
        ("the 𝐭𝐡𝐢𝐞𝐟 ran", "plain", "thief", "𝐭𝐡𝐢𝐞𝐟"),
        ("the thi\u0301ef ran", "plain", "thief", "thi\u0301ef"),
        ("the thíef ran", "plain", "thief", "thíef"),
        ("it’s the thief", "plain", "it's", "it’s"),
        ("𝟓𝟏𝟐-00-1234", "plain", "512-00-1234", "𝟓𝟏𝟐-00-1234"),
        ("a th1ef ran", "letters", "thief", "th1ef"),
        ("a 7h1ef ran", "letters", "thief", "7h1ef"),
        ("a t h i e f ran", "letters", "thief", "t h i e f"),
        ("a t.h.i.e.f ran", "letters", "thief", "t.h.i.e.f"),
        ("a t-h-i-e-f ran", "letters", "thief", "t-h-i-e-f"),
        ("a thiiiief ran", "letters", "thief", "thiiiief"),
        ("a THIIIEF ran", "letters", "thief", "THIIIEF"),
        ("so coooool", "letters", "cool", "coooool"),
        ("so coooool", "letters", "col", "coooool"),
        ("5l2-OO-I234", "digits", "512-00-1234", "5l2-OO-I234"),
    ],
)
def test_a_disguise_is_undone_and_its_place_kept(text: str, name: str, word: str, original: str) -> None:
    assert original in found(text, name, word)


@pytest.mark.parametrize("text", ["at 5pm", "the 3rd", "5k run", "@raymore1", "#a1", "unit B12", "wow!!!", "100 mph"])
def test_what_only_looks_like_a_disguise_is_left(text: str) -> None:
    assert [reading.text for reading in readings(text) if reading.name == "letters" and "!" not in text] == []


def test_hidden_characters_move_no_place() -> None:
    text = "\u200b\u200bstop \u202ethe thief\u200b!"
    (start,) = (text.index("the thief"),)
    reading = readings(text)[0]
    at = reading.text.index("the thief")
    assert reading.span(at, at + 9) == (start, start + 9)


def test_a_letter_that_unfolds_into_two_keeps_its_one_place() -> None:
    text = "straße"
    reading = readings(text)[0]
    assert reading.text == "strasse"
    assert [reading.span(n, n + 1) for n in range(7)] == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (4, 5), (5, 6)]


def test_a_character_that_would_unfold_without_end_is_left() -> None:
    assert readings("\ufdfa")[0].text == "\ufdfa"
