"""Patterns and encoder together: what is read at all, names that the tagger finds, and what a pack has taught."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.signals.learned.scripted import Script, driven, sighted

from postorders.signals.concept import Ready
from postorders.signals.detect import Detector
from postorders.signals.learned.combined import Combined
from postorders.signals.library import shipped
from postorders.signals.signal import Signal

BY_NAME = {concept.concept: concept for concept in shipped()}
THREAT, FIGURE = BY_NAME["threat"], BY_NAME["figurative"]
KILL = "I will kill him"
TALKS = Ready(
    "contract-talks", "contract talks", "case-talk", taught=(0.0, 9.0, -3.0), at=0.6, yields_to={"figurative": "post"}
)
JEST = Ready("jest", "an office jest", "protective", taught=(0.0, 9.0, -3.0), at=0.6)
WAGE = {"wage": (0.0, 3.0)}


def seen(found: list[Signal]) -> list[tuple[str, str, str, list[str]]]:
    return [(one.concept, one.text, one.how, [by.concept for by in one.lowered]) for one in found]


def test_what_both_see_is_one_sighting_the_patterns() -> None:
    script = Script({"threat": {"kill": 9}}, [KILL])
    assert seen(sighted(script, [THREAT], KILL)) == [("threat", KILL, "threat/1", [])]


def test_what_a_pattern_sees_in_doubt_and_the_encoder_sees_too_is_told_twice() -> None:
    text = f"{KILL} at chess"
    found = sighted(Script({"threat": {"kill": 9}, "figurative": {}}, [text]), [THREAT, FIGURE], text)
    assert ("threat", KILL, "threat/1", ["figurative"]) in seen(found)
    assert ("threat", "kill", "learned", []) in seen(found)


def test_what_lowers_a_pattern_is_no_help_to_the_encoder() -> None:
    plain, chess = KILL, f"{KILL} at chess"
    script = Script({"threat": {"kill": 5.5}}, [chess])
    assert len(sighted(script, [THREAT, FIGURE], plain)) == 1
    assert "learned" not in [one.how for one in sighted(script, [THREAT, FIGURE], chess)]
    assert script.read([chess], [{"threat"}])[0].seen != ()


def test_sightings_stand_in_the_order_of_their_places() -> None:
    text = f"they will regret it and {KILL} or else"
    found = sighted(Script({"threat": {"regret": 7, "else": 7}}, [text]), [THREAT], text)
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.parametrize(
    ("text", "read"),
    [("a quiet night", False), ("look at the lake", True), (KILL, True), (f"look, {KILL}", True)],
)
def test_in_bulk_the_encoder_reads_what_the_quick_look_or_a_pattern_passes_on(text: str, read: bool) -> None:
    script = Script({"threat": {"kill": 1}}, [text])
    sighted(script, [THREAT], text, worth=script.worth_reading)
    assert (script.runs > 0) is read


def test_a_pattern_without_a_head_passes_nothing_on() -> None:
    script = Script({"figurative": {}}, [KILL])
    sighted(script, [THREAT], KILL, worth=script.worth_reading)
    assert script.runs == 0


def test_with_a_taught_concept_everything_is_read() -> None:
    script = Script({"threat": {}}, ["a quiet night"])
    sighted(script, [TALKS], "a quiet night", worth=script.worth_reading)
    assert script.runs == 1


def test_passages_keep_their_own_sightings() -> None:
    script = Script({"threat": {"kill": 1, "regret": 9}}, [KILL, "regret it a quiet night"])
    passages = [("text", "a quiet night"), ("title", KILL), ("link", ""), ("text", "regret it")]
    found = driven(Combined(Detector([THREAT]), script.reader).look(passages), script)
    assert [[(one.field, one.text) for one in some] for some in found] == [
        [], [("title", KILL)], [], [("text", "regret")],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "we picked up marlene o'hara on a warrant",
        "WE PICKED UP MARLENE O'HARA ON A WARRANT",
        "we picked up marlene o'Hara on a warrant",
    ],
)
def test_a_name_that_nobody_capitalized_is_seen_as_a_name(text: str) -> None:
    tags = {"marlene": "B-person", "o": "I-person", "'": "I-person", "hara": "I-person"}
    concept = BY_NAME["named-suspect"]
    assert sighted(Script({}, [text]), [concept], text) == []
    (one,) = sighted(Script({}, [text], tags=tags), [concept], text)
    assert (one.text.lower(), one.how) == ("picked up marlene o'hara on", "named-suspect/26+name")
    assert one.text == text[one.start : one.end]


def test_a_name_in_capitals_is_seen_once_and_by_the_pattern_alone() -> None:
    text = "We picked up Marlene McKay on a warrant"
    script = Script({}, [text], tags={"marlene": "B-person", "mckay": "I-person"})
    (one,) = sighted(script, [BY_NAME["named-suspect"]], text)
    assert one.how == "named-suspect/26"


def test_what_a_pack_has_taught_is_seen_and_never_more_than_possible() -> None:
    text = "the wage of a quiet night"
    (one,) = sighted(Script({}, [text], pooled=WAGE), [TALKS], text)
    assert (one.concept, one.text, one.how, one.sure) == ("contract-talks", text, "contract-talks/taught", "possible")


def test_what_lowers_it_is_a_pattern_or_a_head_that_the_pack_says_it_yields_to() -> None:
    by_pattern = "the wage talks are killing you at chess, i will kill you at chess"
    (one,) = (s for s in sighted(Script({}, [by_pattern], pooled=WAGE), [TALKS, FIGURE], by_pattern) if s.how.endswith("taught"))  # fmt: skip
    assert {by.concept for by in one.lowered} == {"figurative"}
    by_head = "the wage of a burger"
    script = Script({"figurative": {"burger": 8}}, [by_head], pooled=WAGE)
    lowered = {s.concept: s.lowered for s in sighted(script, [TALKS, FIGURE], by_head)}
    assert [by.text for by in lowered["contract-talks"]] == ["burger"]
    stubborn = replace(TALKS, yields_to={})
    assert [s.lowered for s in sighted(script, [stubborn, FIGURE], by_head) if s.how.endswith("taught")] == [()]


def test_a_head_that_is_only_possible_lowers_nothing_that_was_taught() -> None:
    text = "the wage of a burger"
    found = sighted(Script({"figurative": {"burger": 6.1}}, [text], pooled=WAGE), [TALKS, FIGURE], text)
    assert {one.concept: one.lowered for one in found} == {"contract-talks": (), "figurative": ()}


def test_a_taught_concept_that_protects_lowers_what_the_pack_says_and_nothing_certain() -> None:
    text = f"{KILL}, the wage"
    script = Script({}, [text], pooled=WAGE)
    yields = replace(THREAT, yields_to={"jest": "post"})
    found = {one.concept: one for one in sighted(script, [yields, JEST], text)}
    assert [by.concept for by in found["threat"].lowered] == ["jest"]
    sure = replace(yields, patterns=tuple(replace(one, sure="certain") for one in yields.patterns))
    found = {one.concept: one for one in sighted(script, [sure, JEST], text)}
    assert found["threat"].lowered == ()


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("see you by the lake", 1),
        ("they are killing it at chess by the lake", 1),  # a pattern sees that it is a figure of speech, too
        (f"{KILL} at chess by the lake", 1),  # and that the threat is one
        (f"{KILL} by the lake", 16),
        ("you will regret it by the lake", 16),
    ],
)
def test_what_only_lowers_is_looked_into_where_there_is_something_to_lower(text: str, reads: int) -> None:
    heads = {"threat": {"regret": 9}, "figurative": {"lake": 9}}
    script = Script(heads, [text])
    driven(Combined(Detector([THREAT, FIGURE]), script.reader, {"figurative"}).look([("text", text)]), script)
    assert script.runs == reads
    again = Script(heads, [text])
    sighted(again, [THREAT, FIGURE], text)
    assert again.runs > 1  # where it is asked for, its words are looked for too
