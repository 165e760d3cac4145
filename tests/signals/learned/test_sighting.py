"""What the encoder adds to what patterns see, what it doubts, and what it never doubts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.signals.learned.scripted import Script, sighted

from postorders.signals.detect import MAX_SIGHTINGS
from postorders.signals.learned.sighting import WHOLE
from postorders.signals.library import shipped
from postorders.signals.signal import Signal

KILL = "I will kill him"
BY_NAME = {concept.concept: concept for concept in shipped()}
NAMES = ("threat", "bias", "profanity", "figurative", "counter-speech")
CONCEPTS = [BY_NAME[name] for name in NAMES]


def look(text: str, doubt: float = 0.0, **heads: dict[str, float]) -> dict[str, Signal]:
    """The one sighting of each concept."""
    named = {name.replace("_", "-"): pushes for name, pushes in heads.items()}
    found = sighted(Script(named, [text], doubt=doubt), CONCEPTS, text)
    assert len(found) == len({one.concept for one in found})
    assert all(one.text == text[one.start : one.end] for one in found)
    assert all(by.text in ("", text[by.start : by.end]) for one in found for by in one.lowered)
    return {one.concept: one for one in found}


@pytest.mark.parametrize(("push", "sure"), [(6.1, "possible"), (7.5, "likely"), (9.5, "certain")])
def test_what_no_pattern_sees_is_seen_with_a_degree_in_words(push: float, sure: str) -> None:
    (signal,) = look("they will regret it", threat={"regret": push}).values()
    assert (signal.concept, signal.text, signal.how, signal.sure) == ("threat", "regret", "learned", sure)
    assert signal.lowered == ()


def test_under_the_lowest_degree_nothing_is_seen() -> None:
    assert look("they will regret it", threat={"regret": 5.9}) == {}


def test_a_concept_that_no_clause_looks_for_is_not_seen() -> None:
    assert look("they will regret it", harassment={"regret": 9}) == {}


def test_a_figure_of_speech_lowers_what_a_pattern_sees_and_is_named() -> None:
    found = look(f"{KILL} over noodles tonight", threat={}, figurative={"noodles": 8})
    (by,) = found["threat"].lowered
    assert (found["threat"].how, by.concept, by.text) == ("threat/1", "figurative", "noodles")


def test_one_that_is_only_possible_or_less_probable_than_the_harm_lowers_nothing() -> None:
    text = f"{KILL} over noodles tonight"
    assert look(text, threat={}, figurative={"noodles": 6.1})["threat"].lowered == ()
    assert look(text, threat={"kill": 8}, figurative={"noodles": 8})["threat"].lowered == ()


def test_a_harm_that_the_encoder_sees_too_is_lowered_by_no_protective_head_however_sure_that_is() -> None:
    found = look(f"{KILL} over noodles tonight", threat={"kill": 7}, figurative={"noodles": 20})
    assert found["threat"].lowered == ()
    learned = look("they will regret it over noodles", threat={"regret": 8}, figurative={"noodles": 20})
    assert (learned["threat"].sure, learned["threat"].lowered) == ("likely", ())


def test_one_that_the_concept_does_not_yield_to_lowers_nothing() -> None:
    found = look("Mexicans are all here to steal", bias={}, figurative={"steal": 9})
    assert (found["bias"].how, found["bias"].lowered) == ("bias/32", ())


def test_condemning_lowers_hate_that_the_encoder_sees_itself() -> None:
    text = "vermin they said and that is vile"
    found = look(text, bias={"vermin": 6.5}, counter_speech={"vile": 8})
    assert [by.concept for by in found["bias"].lowered] == ["counter-speech"]
    plain = look("vermin they said", bias={"vermin": 7}, counter_speech={"vile": 8})
    assert plain["bias"].lowered == ()


def test_a_protective_word_in_another_window_lowers_nothing() -> None:
    filler = "we had a quiet shift and the coffee was good . " * 30
    found = look(f"{KILL} {filler} noodles", threat={}, figurative={"noodles": 8})
    assert found["threat"].lowered == ()


def test_what_the_encoder_holds_to_be_nearly_impossible_is_doubted_with_the_words_around_it() -> None:
    text = f"{'quiet shift ' * 20}{KILL} {'good coffee ' * 20}"
    (signal,) = look(text, doubt=0.02, threat={}).values()
    (by,) = signal.lowered
    assert by.concept == WHOLE
    assert KILL in text[by.start : by.end]
    assert by.end - by.start <= len(KILL) + 120
    assert signal.text == KILL


def test_it_is_not_doubted_where_the_head_says_never_or_there_is_no_head() -> None:
    assert look(KILL, doubt=0.0, threat={})["threat"].lowered == ()
    assert look(KILL, doubt=0.02, bias={})["threat"].lowered == ()
    assert look(KILL, doubt=0.02, threat={"kill": 4})["threat"].lowered == ()


def test_a_pattern_that_is_certain_is_never_doubted() -> None:
    found = look("What a bullshit call", doubt=0.5, profanity={}, counter_speech={"call": 9})
    assert (found["profanity"].sure, found["profanity"].lowered) == ("certain", ())


def test_a_group_that_hate_is_aimed_at_is_named() -> None:
    heads = {
        "bias": {"vermin": 9},
        "target:religion": {"vermin": 7},
        "target:age": {"old": 9},
        "target:sex": {"all": 7},
    }
    (signal,) = sighted(Script(heads, ["all of them are vermin"]), CONCEPTS, "all of them are vermin")
    assert (signal.concept, signal.how) == ("bias", "learned:religion,sex")


def test_of_one_concept_there_are_no_more_sightings_than_patterns_may_have() -> None:
    text = "they will regret it . and it is a quiet night at the lake . " * 200
    found = sighted(Script({"threat": {"regret": 1.2}}, [text]), CONCEPTS, text)
    assert 0 < len(found) <= MAX_SIGHTINGS


def test_words_where_windows_overlap_are_marked_once() -> None:
    for lead in range(0, 30, 3):
        text = f"{'night ' * (60 + lead)}they will regret it {'night ' * 60}"
        found = sighted(Script({"threat": {"regret": 7}}, [text], length=100), CONCEPTS, text)
        spans = sorted((one.start, one.end) for one in found)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert any("regret" in one.text for one in found)
