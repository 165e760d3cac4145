"""A long post is read in stretches that overlap, cut where a reader would pause."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postorders.signals.learned.pieces import Piece
from postorders.signals.learned.windows import MOST_WINDOWS, windows


def words(text: str) -> list[Piece]:
    """A piece for each word and mark of a text of plain words."""
    found, at = [], 0
    for token in text.replace(".", " . ").split():
        start = text.index(token, at)
        at = start + len(token)
        found.append(Piece(0, start, at))
    return found


def test_a_text_without_words_has_no_window() -> None:
    assert windows([]) == []


@pytest.mark.parametrize("count", [1, 125, 126])
def test_what_fits_is_one_window(count: int) -> None:
    assert windows(words("road " * count)) == [(0, count)]


def test_a_longer_text_is_cut_with_an_overlap_of_sixteen_pieces() -> None:
    assert windows(words("road " * 240)) == [(0, 126), (110, 236), (220, 240)]


def test_a_window_ends_after_the_last_sentence_of_its_last_third() -> None:
    text = "road " * 99 + "closed. " + "road " * 10 + "p.m " + "road " * 100
    assert windows(words(text), 128, text)[:2] == [(0, 101), (85, 211)]


def test_a_window_ends_after_a_line() -> None:
    text = "road " * 90 + "\n" + "road " * 100
    assert windows(words(text), 128, text)[0] == (0, 90)


def test_a_sentence_that_ends_too_early_does_not_cut_a_window_short() -> None:
    text = "road. " + "road " * 200
    assert windows(words(text), 128, text)[0] == (0, 126)


def test_a_word_is_not_cut_in_two_where_a_gap_is_near() -> None:
    pieces = [Piece(0, at, at + 1) for at in range(120)]
    pieces += [Piece(0, at, at + 1) for at in range(121, 301)]
    assert windows(pieces)[0] == (0, 120)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(["road", "a.", "b\n", "é", "."]), max_size=500), st.integers(3, 140))
def test_windows_cover_the_text_overlap_and_fit(tokens: list[str], length: int) -> None:
    text = " ".join(tokens)
    pieces = words(text)
    found = windows(pieces, length, text)
    if len(found) == MOST_WINDOWS:
        return
    assert all(0 < end - start <= length - 2 for start, end in found)
    assert sorted({at for start, end in found for at in range(start, end)}) == list(range(len(pieces)))
    assert all(one[0] < two[0] <= one[1] < two[1] for one, two in pairwise(found))
    assert all(one[1] - two[0] == min(16, (length - 2) // 4) for one, two in pairwise(found))


def test_no_text_has_more_than_four_hundred_windows() -> None:
    found = windows([Piece(0, at, at + 1) for at in range(60_000)])
    assert len(found) == MOST_WINDOWS == 400
