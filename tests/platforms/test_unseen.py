"""Characters that readers do not see bar a text; what emoji and scripts need does not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postorders.platforms.unseen import hidden, unseen

FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def told(text: str) -> list[str]:
    return [lack.what for lack in unseen(text)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("555\u202e0134", "Character 4 of the text is U+202E (RIGHT-TO-LEFT OVERRIDE), which readers do not see."),
        ("\ufeffHello", "Character 1 of the text is U+FEFF (ZERO WIDTH NO-BREAK SPACE), which readers do not see."),
        ("pol\u200bice", "Character 4 of the text is U+200B (ZERO WIDTH SPACE), which readers do not see."),
        ("pol\u00adice", "Character 4 of the text is U+00AD (SOFT HYPHEN), which readers do not see."),
        ("a\x07", "Character 2 of the text is U+0007 (a control character), which readers do not see."),
        ("a\rb", "Character 2 of the text is U+000D (a control character), which readers do not see."),
        ("a\ue000", "Character 2 of the text is U+E000 (a character of private use), which readers do not see."),
        ("a\ufdd0", "Character 2 of the text is U+FDD0 (not a character), which readers do not see."),
        ("a\U0010ffff", "Character 2 of the text is U+10FFFF (not a character), which readers do not see."),
        ("a\u2028b", "Character 2 of the text is U+2028 (LINE SEPARATOR), which readers do not see."),
        ("a\u2029b", "Character 2 of the text is U+2029 (PARAGRAPH SEPARATOR), which readers do not see."),
        ("a\u3164", "Character 2 of the text is U+3164 (HANGUL FILLER), which readers do not see."),
        ("a\u2800b", "Character 2 of the text is U+2800 (BRAILLE PATTERN BLANK), which readers do not see."),
        ("e\u034f\u0301", "Character 2 of the text is U+034F (COMBINING GRAPHEME JOINER), which readers do not see."),
        ("half \ud83d", "Character 6 of the text is half of a character (U+D83D)."),
    ],
)
def test_what_nobody_sees_is_named_with_its_place(text: str, said: str) -> None:
    assert told(text) == [said]
    assert all(lack.mend for lack in unseen(text))


@pytest.mark.parametrize(
    "text",
    [
        "Línea\r\nnueva\ty más: “¡Cuidado!”",
        "👩🏽‍✈️ 👨‍👩‍👧 👮🏽‍♀️ 🏳️‍🌈 🏴‍☠️ 🙂‍↔️ ❤️ 1️⃣ 🇺🇸",
        FLAG,
        "می‌خواهم",
        "ক্‍ষ",
        "سنة 1445 ه‍",
        "שלום!\u200f 911",
        "C++\u200e עברית",
        "الشرطة\u061c 911",
        "中文 한국어 ภาษาไทย",
        "葛\U000e0100",
        "\u0600\u0661",
    ],
)
def test_what_an_emoji_or_a_script_needs_is_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "pass\u200dword",
        "pass\u200cword",
        "中\u200d文",
        "می\u200c\u200cخواهم",
        "می\u200cabc",
        "👩\u200d",
        "👩\u200da",
        "555\u200f-0134",
        "a\u200eb",
        "א\u200f\u200f\u200fב",
        "👮" + "\ufe0f" * 2,
        "a \ufe0f",
        "\ufe0fa",
        "hid\U000e0041den",
        FLAG[:-1],
        "a" + FLAG[1:],
        FLAG + FLAG[1:2],
    ],
)
def test_the_same_signs_elsewhere_are_barred(text: str) -> None:
    assert told(text)


def test_the_author_is_told_which_text_it_is() -> None:
    assert unseen("a\u200b", "the title")[0].what.startswith("Character 2 of the title is U+200B")


def test_the_end_of_a_line_counts_as_one_character() -> None:
    assert told("a\r\nb\u200b")[0].startswith("Character 4 ")


def test_five_are_named_and_the_rest_is_counted() -> None:
    assert len(told("a" + "\u200b" * 5)) == 5
    assert told("a" + "\u200b" * 6)[5] == "One more character cannot be seen."
    assert told("\u200b" * 300_000)[5] == "299,995 more characters cannot be seen."


def test_300_000_plain_characters_have_none() -> None:
    assert told("Main Street is closed. ¿Qué? " * 10_345) == []


@given(st.text())
def test_every_place_that_is_named_holds_such_a_character(text: str) -> None:
    text = text.replace("\r\n", "\n")
    for what in told(text)[:5]:
        c = text[int(what.split()[1].replace(",", "")) - 1]
        assert f"U+{ord(c):04X}" in what
        assert not c.isprintable() or unicodedata.category(c) in ("Lo", "Mn", "So")


@given(
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u115f\u1160\u2800\u3164\uffa0"))
)
def test_letters_digits_and_signs_are_never_barred(text: str) -> None:
    assert told(text) == []


def test_the_places_of_what_nobody_sees_are_given_in_order() -> None:
    assert list(hidden("a\u200b\r\nb\u202e\n\tc")) == [1, 2, 5]
    assert list(hidden(f"{FLAG} \U0001fae8")) == []
