"""Words are cut as the encoder learned them, and every piece can be shown in the words of the post."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postorders.signals.learned.pieces import LONGEST_TEXT, Piece, Pieces
from postorders.signals.learned.weights import folder

OWN = [
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", *string.ascii_lowercase, *string.digits, *string.punctuation),
    *(f"##{char}" for char in string.ascii_lowercase + string.digits),
    *("road", "closed", "close", "##d", "##ure", "snake", "face", "flag", "url", "user", "漢", "thief", "un", "##road"),
]
SHIPPED = (folder() or Path()) / "vocab.txt"
VOCABULARIES = [OWN, *([SHIPPED.read_text("utf-8").splitlines()] if SHIPPED.is_file() else [])]
CUTTERS = [Pieces(vocabulary) for vocabulary in VOCABULARIES]
EMOJI = "😂🔥🐍👮🚓🙏💀🫨👍🏽❤️"
ODD = [
    *("road", "Closed", "closures", " ", "\n", ".", "!", "@fgpd ", "https://x.example/a ", "é", "e\u0301", "İ", "Σ"),
    *("\u200b", "\u202e", "\x00", "\x7f", "\u2028", "\ud800", "\ue000", "\ufffd", "👨‍👩‍👧‍👦", "👍🏽", "🏽", "🇺🇸", "🇺", "1️⃣"),
    *("שלום", "مرحبا", "漢字", "한국", "का", "ﬁ", "㍿", "ﷺ", "𝐭𝐡", "\U0001faff", "«", "…", "¿", "[CLS]", "##", "x" * 101),
]  # fmt: skip
steady = settings(max_examples=150, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(OWN)


def shown(pieces: Pieces, text: str) -> list[tuple[str, str]]:
    """Each piece of the vocabulary with the words of the post that it came from."""
    return [(OWN[piece.id], text[piece.start : piece.end]) for piece in pieces.cut(text)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []),
        (" \n\t ", []),
        ("Road  closed!", [("road", "Road"), ("closed", "closed"), ("!", "!")]),
        ("closure", [("c", "c"), ("##l", "l"), ("##o", "o"), ("##s", "s"), ("##ure", "ure")]),
        ("unroad", [("un", "un"), ("##road", "road")]),
        ("a-b", [("a", "a"), ("-", "-"), ("b", "b")]),
        ("漢漢a", [("漢", "漢"), ("漢", "漢"), ("a", "a")]),
        ("שלום road", [("[UNK]", "שלום"), ("road", "road")]),
        ("ro\u200bad\u0301", [("road", "ro\u200bad\u0301")]),
        ("th\u0456ef", [("thief", "th\u0456ef")]),
        ("@fgpd: https://x.example/a", [("user", "@fgpd"), (":", ":"), ("url", "https://x.example/a")]),
        ("🐍🐍 🇺🇸", [("snake", "🐍🐍"), ("flag", "🇺🇸")]),
        ("x" * 101, [("[UNK]", "x" * 101)]),
    ],
)
def test_words_are_cut_into_the_longest_pieces(pieces: Pieces, text: str, cut: list[tuple[str, str]]) -> None:
    assert shown(pieces, text) == cut


def test_a_word_that_cannot_be_spelled_is_one_unknown_piece() -> None:
    assert Pieces(["[UNK]", "ro", "##a"]).cut("road ro") == [Piece(0, 0, 4), Piece(1, 5, 7)]


def test_a_typed_mark_of_the_encoder_is_only_punctuation_and_a_word(pieces: Pieces) -> None:
    marks = {OWN.index(mark) for mark in ("[PAD]", "[UNK]", "[CLS]", "[SEP]")}
    assert not marks & {piece.id for piece in pieces.cut("[CLS] [SEP] [UNK] [PAD]")}


def test_whole_words_of_a_vocabulary_are_single_pieces() -> None:
    for vocabulary, cutter in zip(VOCABULARIES, CUTTERS, strict=True):
        assert [vocabulary[piece.id] for piece in cutter.cut("A Road, closed!")] == ["a", "road", ",", "closed", "!"]


def test_the_second_look_is_the_first(pieces: Pieces) -> None:
    for text in ("road closed road", "é漢 road\n road", "road"):
        assert pieces.cut(text) == Pieces(OWN).cut(text) == pieces.cut(text)


@steady
@given(
    st.text(st.characters(codec=None, categories=None), max_size=60)
    | st.lists(st.sampled_from(ODD), max_size=16).map("".join)
)
@example("e\u0301" * 30)
@example("\ud83d\ude02")
def test_any_text_is_cut_into_pieces_in_order_within_it(text: str) -> None:
    for cutter in CUTTERS:
        found = cutter.cut(text)
        assert all(0 <= piece.start < piece.end <= len(text) for piece in found)
        assert [piece.start for piece in found] == sorted(piece.start for piece in found)
        assert [piece.end for piece in found] == sorted(piece.end for piece in found)


@steady
@given(st.lists(st.sampled_from(["road", "closed", "é", "漢", "🐍", "!", "@jo", "thіef"]), max_size=12))
def test_each_piece_can_be_cut_again_from_the_words_it_came_from(words: list[str]) -> None:
    text, again = " ".join(words), Pieces(OWN)
    assert all(
        again.cut(text[piece.start : piece.end])[0].id == piece.id
        for piece in again.cut(text)
        if OWN[piece.id][:2] != "##"
    )


@pytest.mark.parametrize(
    "text",
    [
        "😂" * 10_000,
        EMOJI * 1_000,
        "x" * 1_000_000,
        " " * 1_000_000,
        "road" + "\n" * 1_000_000,
        "é" + "\u2028" * 1_000_000,
        "a" + " " * 49_998 + "b",
        "@" + "a" * 1_000_000,
        "@a." + "-" * 1_000_000,
        "www." * 1_000_000,
        "🏽" * 1_000_000,
        "é" * 1_000_000,
        "\u0301" * 1_000_000,
        "漢" * 1_000_000,
        "!" * 1_000_000,
        "https://" + "!" * 1_000_000,
        "@a." * 300_000,
        "🇺" * 99_999,
        "\u200d😂" * 99_999,
        "".join(map(chr, range(0x20, 0xD800))),
    ],
    ids=lambda text: ascii(text[:5] + text[-2:]),
)
def test_the_longest_and_the_oddest_texts_end(pieces: Pieces, text: str) -> None:
    found = pieces.cut(text)
    assert len(found) <= LONGEST_TEXT
    assert all(0 <= piece.start < piece.end <= LONGEST_TEXT for piece in found)


def test_many_different_words_do_not_fill_the_memory(pieces: Pieces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postorders.signals.learned.pieces._MOST_WORDS", 50)
    few = Pieces(OWN)
    text = " ".join(f"road{number}" for number in range(500))
    assert few.cut(text) == pieces.cut(text)
    assert len(few._known) <= 50
    few.cut("q" * 5_000 + " " * 5_000 + "road")
    assert max(map(len, few._known)) <= 101
