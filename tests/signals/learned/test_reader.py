"""Texts as the reader reads them: each window, what is seen in it, and the same in whatever company."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
from tests.signals.learned.scripted import Script

from postorders.signals.learned.reader import NOTHING

FILLER = "We had a quiet shift and the coffee was good. "
THREAT = "I will break his jaw tonight."
LONG = f"{FILLER * 300}{THREAT}"
TEXTS = [
    "Road closed at Elm and Third.",
    "If I see that councilman downtown I will break his jaw.",
    "Coffee 🐍 with neighbors, Saturday at nine!",
]
AGAIN = """
import json, sys
from postorders.signals.learned.reading import installed
read = installed().read([sys.argv[1]])[0]
print(json.dumps([read.scores, read.seen, read.names]))
"""


@pytest.fixture
def script() -> Script:
    return Script({"threat": {"break": 5, "jaw": 3}, "figurative": {"burger": 8}}, [FILLER, THREAT])


def test_a_text_without_words_is_not_read(script: Script) -> None:
    assert script.read(["", " \n ", "\u200b"]) == [NOTHING] * 3
    assert script.runs == 0


def test_every_window_of_a_long_text_is_read_and_the_threat_at_its_end_is_found(script: Script) -> None:
    assert len(LONG.split()) > 3000
    (read,) = script.read([LONG])
    assert (read.windows[0].start, read.windows[-1].end) == (0, len(LONG))
    assert all(later.start < before.end for before, later in pairwise(read.windows))
    (seen,) = read.seen
    ((start, end),) = seen.spans
    assert (seen.head, "break his jaw" in LONG[start:end], end - start < 60) == ("threat", True, True)
    assert read.scores["threat"] == pytest.approx(0.88, abs=0.01)


def test_the_score_of_a_text_is_that_of_the_window_that_shows_it_best(script: Script) -> None:
    (once,) = script.read([f"He has a jaw. {FILLER * 20}{THREAT}"])
    assert once.scores["threat"] == script.read([THREAT])[0].scores["threat"]


def test_what_a_pattern_saw_counts_for_its_own_head_alone(script: Script) -> None:
    plain, seen = script.read([THREAT, THREAT], [set(), {"threat"}])
    assert seen.scores["threat"] > plain.scores["threat"]
    assert seen.scores["figurative"] == plain.scores["figurative"]


def test_only_the_first_windows_in_which_something_is_seen_are_asked_for_their_words(script: Script) -> None:
    text = f"{THREAT} {FILLER * 12}" * 40
    (read,) = script.read([text])
    assert len(read.seen) >= 40
    assert script.runs <= len(read.windows) + 20 * 25
    whole = [one.spans == ((one.start, one.end),) for one in read.seen]
    assert whole == [False] * 20 + [True] * (len(whole) - 20)


def test_without_explanations_each_window_is_run_once(script: Script) -> None:
    (read,) = script.read([THREAT], explain=False)
    assert (script.runs, read.seen[0].spans) == (1, ((0, len(THREAT)),))


def test_batches_are_never_empty_not_even_for_a_text_of_one_word() -> None:
    script = Script({"threat": {"die": 9}})
    steps = script.reader.look(["Die", "", "Die!"])
    batches, outputs = [], None
    while True:
        try:
            batches.append(steps.send(outputs))
        except StopIteration:
            break
        outputs = script.run(batches[-1])
    assert all(batches)


@pytest.mark.proves(capability="learned-signals")
def test_the_weights_give_a_post_the_same_numbers_alone_in_company_and_again(reading: Any) -> None:
    together = reading.read(TEXTS, explain=False)
    alone = [reading.read([text], explain=False)[0] for text in TEXTS]
    turned = reading.read(TEXTS[::-1], explain=False)[::-1]
    assert [one.scores for one in together] == [one.scores for one in alone] == [one.scores for one in turned]
    assert [one.names for one in together] == [one.names for one in alone]


@pytest.mark.proves(capability="learned-signals")
def test_the_weights_give_a_post_the_same_numbers_in_another_process(reading: Any) -> None:
    done = subprocess.run([sys.executable, "-c", AGAIN, TEXTS[1]], capture_output=True, text=True, check=True)
    read = reading.read([TEXTS[1]])[0]
    assert json.loads(done.stdout) == json.loads(json.dumps([read.scores, read.seen, read.names]))


@pytest.mark.proves(capability="learned-signals")
def test_the_weights_find_a_threat_at_the_end_of_three_thousand_words(reading: Any) -> None:
    ordinary = "Proud of our night shift, who found the lost boy by the creek and carried him home. " * 180
    text = f"{ordinary}We know where you park and we will burn your house down."
    assert len(text.split()) > 3000
    (read,) = reading.read([text], [{"threat"}], explain=False)  # a pattern sees it, too
    starts = [one.start for one in read.seen if one.head == "threat"]
    assert read.windows[-1].end == len(text)
    assert starts
    assert min(starts) > len(ordinary) - 600
