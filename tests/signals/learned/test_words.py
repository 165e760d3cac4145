"""A text as the encoder reads it: plain lower-case words, each of which still knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postorders.signals.learned.emoji import named
from postorders.signals.learned.words import prepare

FAMILY = "👨‍👩‍👧‍👦"
ODD = [
    *("a", "B", " ", "\n", "\t", ".", "@", "@fgpd ", "https://x.example/a ", "www.", "é", "e\u0301", "İ", "ẞ", "Σ", "ǅ"),
    *("\u200b", "\u202e", "\u00ad", "\x00", "\x7f", "\x85", "\u2028", "\ud800", "\udfff", "\ue000", "\ufffd", "\U000e0067"),
    *("😂", "🫨", FAMILY, "👍🏽", "🏽", "\ufe0f", "\u200d", "🇺🇸", "🇺", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ﬁ", "㍿", "ﷺ", "½", "™", "©"),
    *("שלום", "مرحبا", "漢字", "ひらがな", "한국", "का", "𝐭𝐡", "\U0001faff", "\U0010ffff", "─", "■"),
]  # fmt: skip
any_text = st.text(st.characters(codec=None, categories=None), max_size=60)
odd_text = st.lists(st.sampled_from(ODD), max_size=16).map("".join)
steady = settings(max_examples=150, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Road CLOSED at 5 p.m.", "road closed at 5 p.m."),
        ("the thіef’s naïve ｐｌａｎ", "the thief's naive plan"),
        ("th\u200bi\u00ade\u202ef", "thief"),
        ("so 𝐛𝐨𝐥𝐝", "so bold"),
        ("bell\x07 and \x7f delete", "bell and  delete"),
        ("lone \ud83d half", "lone  half"),
        ("see https://x.example/A?b=C.", "see  url ."),
        ("(www.fulton.example/posts)", "( url )"),
        (".@FultonPD thanks @a_b!", ". user  thanks  user !"),
        ("@jo.bsky.social and @jo@civic.example said", " user  and  user  said"),
        ("jo@civic.example", "jo@civic.example"),
        ("© 2024 Fulton® 90°", "© 2024 fulton® 90°"),
        ("ΣΟΦΟΣ", "σoφoσ"),
        ("漢字 שלום", "漢字 שלום"),
    ],
)
def test_a_text_is_read_in_plain_lower_case(text: str, read: str) -> None:
    assert prepare(text).text == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("🐍", " snake "),
        ("you 🐍!", "you  snake !"),
        ("😂😂😂😂", " face tears of joy "),
        ("😂🔥😂", " face tears of joy  fire  face tears of joy "),
        ("👍🏽👍🏻", " thumbs up "),
        (FAMILY, " man  woman  girl  boy "),
        ("🤷‍♂️", " shrug  male "),
        ("🇺🇸🇺🇦", " flag  flag "),
        ("🇺", " flag "),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", " waving black flag "),
        ("1️⃣2️⃣", "12"),
        ("❤️ 🖤", " heart   black heart "),
        ("🫨🫩", " shaking face  face bags under eyes "),
        ("\U0001faff", " symbol "),
        ("😆", " smiling face open mouth tightly "),
        ("━━━━━", " box drawings horizontal "),
    ],
)
def test_an_emoji_is_read_in_a_few_words(text: str, read: str) -> None:
    assert prepare(text).text == read


def test_plain_words_stand_where_they_stood() -> None:
    assert prepare("Plain Words").places is None
    assert prepare("the thіef").places is None


def test_every_character_knows_its_place() -> None:
    assert prepare("a🐍b").places == (0, 1, 1, 1, 1, 1, 1, 2, 2, 3)
    assert prepare("x @jo y").places == (0, 1, 2, 2, 2, 2, 2, 5, 5, 6, 7)
    assert prepare("ﬁ\u200bn").places == (0, 0, 2, 3)


def test_an_address_behind_an_emoji_keeps_its_place_too() -> None:
    text = "🔥🔥 https://x.example @jo"
    read, places = prepare(text)
    assert places is not None
    assert [text[places[read.index(word)] :][: len(own)] for word, own in (("url", "https"), ("user", "@jo"))] == [
        "https",
        "@jo",
    ]


@steady
@given(any_text | odd_text)
@example("")
@example("@" * 40 + "www." * 20)
def test_any_text_has_a_reading_with_places_that_never_go_back(text: str) -> None:
    read, places = prepare(text)
    if places is None:
        assert len(read) == len(text)
        return
    assert len(places) == len(read) + 1
    assert places[-1] == len(text)
    assert list(places) == sorted(places)
    assert all(0 <= place < len(text) or read[index] == " " for index, place in enumerate(places[:-1]))


@steady
@given(odd_text)
def test_what_is_read_is_lower_case_and_holds_nothing_hidden_and_no_picture(text: str) -> None:
    read = prepare(text).text
    assert all(char in "\t\n\r" or char.isprintable() or char in "\u2028\U0001faff\U0010ffff" for char in read)
    assert not any(char.isupper() or named(char) for char in read)


def test_a_name_is_never_long() -> None:
    names = [named(chr(code)) for code in (*range(0x2000, 0x2C00), *range(0x1F000, 0x1FB00))]
    assert max(len(name.split()) for name in names) <= 5
    assert sum(name != "" for name in names) > 1500
