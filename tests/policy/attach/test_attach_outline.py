"""A label is taken only where the lists count on with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postorders.policy.attach import Anchor, match, split
from postorders.policy.attach.labels import roman
from postorders.policy.attach.marks import mask
from postorders.policy.attach.split import squeeze


def ids(text: str) -> list[str]:
    return [item.id for item in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A. One.\nB. Two.\nC. Three.", "A B C"),
        ("A. One.\nC. Three.", "A C"),
        ("A. One.\nB. Two.\nD. Four.\nE. Five.", "A B D E"),
        ("H. One.\nI. Two.", "front I"),
        ("A. One B. Two C. Three", "A"),
        ("A. One. B. Two. C. Three.", "A B C"),
        ("I. FIRST\nA. One.\nB. Two.\nII. SECOND\nA. One.\nB. Two.", "I I.A I.B II II.A II.B"),
        ("1. One:\ni. x\nii. y\niii. z\n2. Two.", "1 1.i 1.ii 1.iii 2"),
        ("1) One:\na) x\nb) y\n2) Two.", "1 1.a 1.b 2"),
        ("1.1 Aims\n\nWe aim.\n\n1.2 Means\n\nWe use 2.5 tons.\n\n1.2.1 Carts\n\nBig ones.", "1.1 1.2 1.2.1"),
        ("Article I. Aims\nA. One.\nB. Two.\nArticle II. Means\nA. One.\nB. Two.", "I I.A I.B II II.A II.B"),
        ("A. As section 3.04 says, see e.g. A. Brown.\nB. Or\nsection 1. Members may.\nC. End.", "A B C"),
        (
            "I. Aims ..... 1\nII. Means ..... 2\n\nI. Aims\nA. One.\nB. Two.\nII. Means\nA. One.",
            "I I.A I.B II II.A",
        ),
        ("A. One.\n1. x\n2. y\nNOTE: z\nNOTE: w\n3. v", "A A.1 A.2 A.2.NOTE A.2.NOTE.2 A.3"),
        ("No labels here.", ""),
        ("", ""),
    ],
)
def test_ids(text: str, expected: str) -> None:
    assert ids(text) == expected.split()


MANUAL = """Elm Bluff Orders
1030.1 PURPOSE AND SCOPE
These are rules for pages, not for letters, as
Section 1030.3 says.
1030.2 SAFETY
Think of these:
(a) Home addresses (see 1030.3).
(b) Photographs of:
1. Badges.
2. Coats and
section 3. Shoes.
(c) Pets.
1030.3 WORDS, SIGNS AND
PICTURES
Not wanted:
(a) Words that harm. Under
1030.1 and 1030.2 the Chief may ask.
(b) Noise.
1030.3.1 SALES
None.
"""


def test_a_manual_with_dotted_numbers_and_wrapped_lines() -> None:
    items = {item.id: item for item in split(MANUAL)}
    expected = "1030.1 1030.2 1030.2.a 1030.2.b 1030.2.b.1 1030.2.b.2 1030.2.c 1030.3 1030.3.a 1030.3.b 1030.3.1"
    assert list(items) == expected.split(" ")
    assert items["1030.2.b.2"].text == "Coats and section 3. Shoes."
    assert (items["1030.3"].title, items["1030.3"].text) == ("WORDS, SIGNS AND PICTURES", "Not wanted:")


def test_lists_that_nothing_tells_apart_match_nothing() -> None:
    items = split("AIM\nA. One.\nB. Two.\nWAY\nA. Three.\nB. Four.\nC. Five.")
    assert [item.id for item in items] == ["A", "B", "A", "B", "C"]
    passages, without, over = match(items, ["A", "B", "C"])
    assert [passage.text for passage in passages] == ["Five."]
    assert without == over == ("A", "B")


def test_the_ninth_letter_is_not_a_roman_one() -> None:
    letters = "ABCDEFGHIJKLM"
    text = "IV. WORDS\n" + "\n".join(f"{letter}. A word." for letter in letters)
    assert ids("I. A\nII. B\nIII. C\n" + text) == [
        "I",
        "II",
        "III",
        "IV",
        *(f"IV.{letter}" for letter in letters),
    ]


def test_page_marks_go_and_offsets_stay() -> None:
    text = "A. One goes\n-2-\non here. B. Two -3- goes on.\n\nPage 4 of 9\nC. Three."
    items = split(text)
    assert [item.text for item in items] == ["One goes on here.", "Two goes on.", "Three."]
    assert text[items[0].start : items[0].end] == "One goes\n-2-\non here."


@pytest.mark.parametrize(
    "text", ["A range of 10 - 20 - 30.", "See Page 3 of 5 of the form.", "Call 555-2-555.", "12\nis a dozen"]
)
def test_what_only_looks_like_a_page_mark_stays(text: str) -> None:
    assert mask(text) == text


def test_running_heads_go() -> None:
    pages = [
        f"Fulton Grove Orders {page}\n{label}. Words go on\nand {label} ends.\n" for page, label in enumerate("ABCD", 1)
    ]
    assert [item.text for item in split("\f".join(pages))] == [f"Words go on and {label} ends." for label in "ABCD"]


def test_a_block_ends_with_its_end_words_and_the_rest_is_shown() -> None:
    text = "A. One.\nB. Two.\nSIGNED BY Ada Poole, Mayor\nPrinted in town."
    anchor = Anchor("ADOPT", start_words="SIGNED BY", end_words="Mayor")
    passages, without, over = match(split(text, [anchor]), ["A", "B", "ADOPT"])
    assert [passage.text for passage in passages] == ["One.", "Two.", "SIGNED BY Ada Poole, Mayor"]
    assert (without, over) == ((), ("after ADOPT",))


@pytest.mark.parametrize(("printed", "number"), [("iv", 4), ("XIV", 14), ("mcmxc", 1990), ("iiii", 0), ("ab", 0)])
def test_roman(printed: str, number: int) -> None:
    assert roman(printed) == number


PIECES = st.sampled_from(
    ["I. ", "II. ", "A. ", "B. ", "D. ", "1. ", "2. ", "a. ", "(1) ", "(2) ", "8.01 ", "Section 8.02 - ", "NOTE: ", "\n",
     "\n\n", "\f", "-2-", " -3- ", "- ", "Page 1 of 2", "END", "word ", "Word. ", "list: "]
)  # fmt: skip
ANCHORS = (
    Anchor("HDR", from_start=True),
    Anchor("END", heading="END", whole_sentence=True),
    Anchor("W", start_words="word"),
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)), st.sampled_from([(), ANCHORS]))
def test_any_text_splits_into_parts_of_itself_in_order(text: str, anchors: tuple[Anchor, ...]) -> None:
    items = split(text, anchors)
    clean = mask(text)
    assert len(clean) == len(text)
    reached = 0
    for item in items:
        assert reached <= item.head <= item.start <= item.end <= len(text)
        assert squeeze(clean[item.start : item.end]) == item.text
        reached = item.end
    passages, _, _ = match(items, [item.id for item in items])
    assert [passage.start for passage in passages] == sorted(passage.start for passage in passages)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_word_is_lost_or_told_twice(text: str) -> None:
    items = split("A. One. " + text)
    words = [word for item in items for word in (*item.title.split(), *item.text.split()) if word in ("word", "Word.")]
    assert len(words) == sum(word in ("word", "Word.") for word in mask("A. One. " + text).split())
