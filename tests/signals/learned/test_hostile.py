"""Posts that nobody would write: read in bounded work, with marks that stand in the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.signals.learned.scripted import Script, sighted

from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals.detect import MAX_SIGHTINGS, MAX_WORDS, Detector
from postorders.signals.learned.scores import Scorer
from postorders.signals.learned.windows import MOST_WINDOWS
from postorders.signals.library import shipped

BOUND = MOST_WINDOWS + 20 * 12
"""Runs of the encoder that the worst of texts can cost."""
CONCEPTS = [one for one in shipped() if one.concept in ("threat", "bias", "figurative", "named-suspect")]
HEADS = {"threat": {"kill": 9, "snake": 7, "a": 3}, "bias": {"[UNK]": 9}, "figurative": {"b": 7, "[UNK]": 5}}
HOSTILE = {
    "a megabyte": "they said kill the lights. " * 40_000,
    "emoji": "🐍" * 10_000,
    "different emoji": "🐍🔪🏳️‍🌈👨‍👩‍👧👍🏽" * 2_000,
    "right to left": "اقتلوا الجميع الليلة و kill " * 2_000,
    "turned around": "\u202ekill\u202c \u2066kill\u2069 " * 3_000,
    "mixed scripts": "kіll кill ｋｉｌｌ 𝓀𝒾𝓁𝓁 杀 죽여 " * 1_500,
    "one long word": "kill" * 12_500,
    "marks alone": "!?." * 16_000,
    "accents on accents": "k" + "\u0301" * 40_000 + "ill",
    "nothing to see": "\u200b\u2060\ufeff" * 16_000,
    "ligatures that grow": "\ufdfa" * 5_000,
    "line ends": "\n" * 40_000 + "kill",
    "lone surrogates": "\ud800kill\udfff " * 1_000,
    "nulls": "\x00kill\x00 " * 1_000,
}


def script() -> Script:
    tags = {"snake": "B-person", "kill": "I-person"}
    return Script(HEADS, [], tags=tags, doubt=0.05)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_encoder_is_run_a_bounded_number_of_times_and_the_marks_are_few_and_in_the_text(name: str) -> None:
    text, one = HOSTILE[name][:MAX_WORDS], script()
    found = sighted(one, CONCEPTS, text)
    assert one.runs <= BOUND
    for concept in {signal.concept for signal in found}:
        assert sum(signal.concept == concept for signal in found) <= 2 * MAX_SIGHTINGS
    for signal in found:
        assert 0 <= signal.start < signal.end <= len(text)
        assert signal.text == text[signal.start : signal.end]
        assert all(by.text in ("", text[by.start : by.end]) for by in signal.lowered)


def test_a_megabyte_is_read_as_far_as_patterns_read_it_and_the_rest_is_named(policies: dict[str, object]) -> None:
    one = script()
    checker = Checker(policies["raymore-8"], shipped(), reading=one)  # type: ignore[arg-type]
    judgment = checker.check(Post("p", HOSTILE["a megabyte"], account="personal"), Context(), "2026-03-02")
    assert one.runs <= BOUND
    assert any("first 50,000 characters" in unchecked.why for unchecked in judgment.unchecked)
    assert judgment.basis is not None
    assert all(signal.end <= MAX_WORDS for signal in judgment.basis.sightings.signals)


def test_scores_read_as_much() -> None:
    one = script()
    (scored,) = Scorer(Detector(CONCEPTS), one).score([HOSTILE["a megabyte"]])  # type: ignore[arg-type]
    assert one.runs <= BOUND
    assert all(end <= MAX_WORDS for spans in scored.spans.values() for _, end in spans)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters() | st.sampled_from("kil 🐍a b.é\u200b\u0301\ud83d\n'’"), max_size=300))
def test_marks_stand_in_any_text(text: str) -> None:
    found = sighted(script(), CONCEPTS, text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.text == text[one.start : one.end] for one in found)
