"""Every concept's score in many texts: patterns and encoder together, or patterns alone."""

from __future__ import annotations

from typing import Any

import pytest
from tests.signals.learned.scripted import Script

from postorders.signals.detect import Detector
from postorders.signals.learned.scores import Scorer
from postorders.signals.library import shipped

KILL = "I will kill him"
QUIET = "a quiet night"
TEXTS = [KILL, QUIET, "they will regret it", "", f"{KILL} at chess"]
CONCEPTS = [one for one in shipped() if one.concept in ("threat", "figurative", "profanity", "patch-visible")]


@pytest.fixture
def script() -> Script:
    return Script({"threat": {"kill": 6, "regret": 7}, "figurative": {"chess": 5}, "target:age": {}}, TEXTS)


def scorer(script: Script | None, **more: Any) -> Scorer:
    return Scorer(Detector(CONCEPTS), script, **more)  # type: ignore[arg-type]


def test_every_concept_has_a_score_of_four_places_and_facts_have_none(script: Script) -> None:
    for scored in scorer(script).score(TEXTS):
        assert set(scored.scores) == {"threat", "figurative", "profanity"} | (set(script.heads) if scored.scores["threat"] else set())  # fmt: skip
        assert all(0 <= score <= 1 and score == round(score, 4) for score in scored.scores.values())


def test_a_score_is_the_encoders_where_it_has_a_head_and_the_patterns_where_it_has_none(script: Script) -> None:
    killed, quiet, regret, nothing, chess = scorer(script).score(TEXTS)
    assert killed.scores["threat"] == pytest.approx(0.7311, abs=1e-4)  # six, and one for the pattern
    assert regret.scores["threat"] == pytest.approx(0.7311, abs=1e-4)
    assert quiet.scores["threat"] < 0.01
    assert (set(nothing.scores.values()), nothing.spans) == ({0.0}, {})
    assert chess.scores["threat"] == pytest.approx(0.5)  # the pattern is lowered and does not count
    (cursed,) = scorer(script).score(["What a bullshit call"])
    assert (cursed.scores["profanity"], cursed.spans) == (0.95, {"profanity": [(7, 15)]})


def test_spans_are_those_of_what_is_seen_in_order_and_once(script: Script) -> None:
    killed, quiet, regret, _, _ = scorer(script).score(TEXTS)
    assert (quiet.spans, regret.spans) == ({}, {"threat": [(10, 16)]})
    assert killed.spans == {"threat": [(0, 15), (7, 11)]}


def test_a_text_is_scored_the_same_in_whatever_company(script: Script) -> None:
    together = scorer(script).score(TEXTS)
    assert together == [scorer(script).score([text])[0] for text in TEXTS]
    assert together[::-1] == scorer(script).score(TEXTS[::-1])


def test_with_a_quick_look_first_what_it_passes_on_is_scored_the_same_and_the_rest_by_patterns(script: Script) -> None:
    texts = [KILL, "look, they will regret it", QUIET, "they will regret it"]
    full, quick = scorer(script).score(texts), scorer(script, cascade=True).score(texts)
    assert quick[:2] == full[:2]
    assert quick[2:] == scorer(None).score(texts[2:])


def test_without_weights_a_score_is_the_precision_that_a_patterns_word_stands_for() -> None:
    killed, quiet, _, _, chess = scorer(None).score(TEXTS)
    assert (killed.scores["threat"], killed.spans) == (0.85, {"threat": [(0, 15)]})
    assert set(quiet.scores.values()) == {0.0}
    assert chess.scores["threat"] == 0.0


@pytest.mark.proves(capability="learned-signals")
def test_the_weights_score_the_small_set_with_and_without_the_quick_look(reading: Any) -> None:
    texts = [
        "If I see that councilman again I will kill you both.",
        "All Muslims are animals and should be thrown out of this country.",
        "Vote for Harlan Doyle for sheriff on Tuesday, the department is behind him.",
    ]
    detector = Detector(shipped())
    full = Scorer(detector, reading).score(texts)
    quick = Scorer(detector, reading, cascade=True).score(texts)
    assert all(one.spans for one in full)
    assert quick == full
    heads = {head.name for head in reading.reader.weights.heads}
    assert all(heads <= set(one.scores) for one in full)
