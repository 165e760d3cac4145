"""Detection: where a concept is seen, what cancels it, what takes its force, and what bounds it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from postorders.plain import from_plain
from postorders.posts.post import Media, Post
from postorders.signals.concept import Concept
from postorders.signals.detect import MAX_SIGHTINGS, MAX_WORDS, Detector
from postorders.signals.load import make_ready
from postorders.signals.signal import Signal


def concept(name: str = "theft", **given: Any) -> dict[str, Any]:
    usual = {"concept": name, "label": name, "says": name, "group": "harm", "patterns": [f"{name}"]}
    return {**usual, **given}


def detector(*concepts: dict[str, Any], **settings: tuple[str, ...]) -> Detector:
    return Detector(make_ready(from_plain(Concept, one) for one in concepts), settings)


def seen(text: str, *concepts: dict[str, Any], **settings: tuple[str, ...]) -> list[Signal]:
    return list(detector(*concepts, **settings).detect(Post("p", text)))


def spots(signals: list[Signal]) -> list[tuple[str, str, bool]]:
    return [(signal.concept, signal.text, bool(signal.lowered)) for signal in signals]


def test_a_sighting_names_field_place_words_and_pattern() -> None:
    (signal,) = seen("No theft here.", concept(patterns=["robbery", "theft"], sure="possible"))
    assert signal == Signal("theft", "text", 3, 8, "theft", "theft/2", "possible")


def test_every_passage_of_a_post_is_read() -> None:
    post = Post("p", "A theft.", title="Theft!", media=(Media("photo", alt="the theft", transcript="theft"),))
    assert [signal.field for signal in detector(concept()).detect(post)] == [
        "text",
        "title",
        "media[0].alt",
        "media[0].transcript",
    ]


def test_of_overlapping_sightings_of_one_concept_the_longest_stands() -> None:
    signals = seen("grand theft auto", concept(patterns=["theft", "grand theft auto", "theft auto"]))
    assert [signal.text for signal in signals] == ["grand theft auto"]


def test_of_equal_sightings_the_surest_stands() -> None:
    regexes = [{"regex": "theft", "needs": ["theft"], "sure": "certain"}]
    (signal,) = seen("theft", concept(sure="possible", regexes=regexes))
    assert (signal.how, signal.sure) == ("theft/regex-1", "certain")


def test_sightings_of_two_concepts_may_overlap() -> None:
    assert len(seen("grand theft", concept(), concept("grand"))) == 2


def test_an_exclusion_that_overlaps_cancels() -> None:
    one = concept(exclude=["theft prevention"])
    assert seen("Tips on theft prevention", one) == []
    assert [signal.start for signal in seen("theft prevention after a theft", one)] == [25]


def test_a_concept_may_want_a_word_near() -> None:
    one = concept(near={"any": ["suspect"], "within": 10})
    assert spots(seen("The suspect: theft", one)) == [("theft", "theft", False)]
    assert spots(seen("theft, suspect", one)) == [("theft", "theft", False)]
    assert seen("The suspect was not asked about any theft", one) == []
    assert seen("theft", one) == []


SHIELD = concept("alleged", group="protective")


@pytest.mark.parametrize(
    ("reach", "text", "lowered"),
    [
        ("post", "alleged. Long ago. And then a theft", True),
        ("sentence", "a theft, alleged by some", True),
        ("sentence", "alleged. A theft", False),
        ("before", "an alleged theft", True),
        ("before", "a theft, alleged", False),
        ("before", "alleged by someone who was in the shop that day: theft", False),
        ("near", "theft. Alleged", True),
        ("near", "theft " + "and " * 20 + "alleged", False),
        ("around", "alleged theft", False),
    ],
)
def test_protective_words_within_reach_take_its_force(reach: str, text: str, lowered: bool) -> None:
    signals = seen(text, concept(yields_to={"alleged": reach}), SHIELD)
    assert [bool(signal.lowered) for signal in signals if signal.concept == "theft"] == [lowered]


def test_words_may_be_taken_back_by_what_stands_around_them() -> None:
    quotation = concept(
        "quote", group="protective", patterns=[], regexes=[{"regex": '"[^"]{1,60}"', "needs": ["said"]}]
    )
    one = concept(yields_to={"quote": "around"})
    (signal,) = [s for s in seen('She said "theft is wrong" today', one, quotation) if s.concept == "theft"]
    assert [(by.concept, by.text) for by in signal.lowered] == [("quote", '"theft is wrong"')]
    assert not next(s for s in seen('She said "no" to theft', one, quotation) if s.concept == "theft").lowered


def test_what_a_concept_does_not_yield_to_changes_nothing() -> None:
    assert spots(seen("an alleged theft", concept(), SHIELD)) == [
        ("alleged", "alleged", False),
        ("theft", "theft", False),
    ]


def test_settings_fill_an_expression_and_without_them_it_is_left_out() -> None:
    one = concept("mail", patterns=[], regexes=[{"regex": r"\w{1,20}@{{domains}}", "needs": ["@"]}])
    assert [s.text for s in seen("pio@b.example", one, domains=("a.example", "b.example"))] == ["pio@b.example"]
    assert seen("pio@bxexample", one, domains=("b.example",)) == []
    assert seen("pio@b.example", one) == []


@pytest.mark.parametrize(
    ("evasion", "text", "count"),
    [
        ("none", "th3ft", 0),
        ("letters", "th3ft", 1),
        ("letters", "t h e f t", 1),
        ("letters", "thefffft", 1),
        ("none", "thеft", 1),  # a Cyrillic letter is undone for every concept
        ("digits", "th3ft", 0),
    ],
)
def test_only_a_concept_that_asks_for_it_sees_through_leet(evasion: str, text: str, count: int) -> None:
    signals = seen(text, concept(evasion=evasion))
    assert len(signals) == count
    assert all(signal.text == text for signal in signals)


def test_look_alike_digits_are_undone_for_identifiers() -> None:
    number = concept("number", patterns=[], regexes=[{"regex": r"\d{3}-\d{2}", "needs": ["0"]}], evasion="digits")
    assert [signal.text for signal in seen("no 5I2-OO", number)] == ["5I2-OO"]


def test_the_order_of_sightings_is_by_place() -> None:
    signals = seen("b a b", concept("a"), concept("b"))
    assert [(signal.start, signal.concept) for signal in signals] == [(0, "b"), (2, "a"), (4, "b")]


def test_sightings_of_one_concept_are_bounded() -> None:
    assert len(seen("theft " * 500, concept())) == MAX_SIGHTINGS


def test_words_beyond_the_bound_are_not_read() -> None:
    assert seen("x " * (MAX_WORDS // 2) + "theft", concept()) == []


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "a b " * 12_500, "(" * 50_000, "5" * 50_000, "\u0301" * 50_000, "@!$" * 16_000]
)
def test_nothing_hangs(text: str) -> None:
    began = time.process_time()
    seen(
        text,
        concept(evasion="letters", patterns=["a ...8 b ...8 theft", "(a|b)? ...3 theft"][:1]),
        concept("b", evasion="digits"),
    )
    assert time.process_time() - began < 2
