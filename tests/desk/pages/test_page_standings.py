"""How a demand stands: the machine's finding, a person's word and an excuse, in one answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from postorders.conformance.demand import Demand

DEMAND = Demand("contact-shown", ("1.A",), "how to reach the department", practical=True, excuse="unsafe")
LOOKED = datetime(2026, 5, 3, 12, tzinfo=UTC)
BEFORE, AFTER = LOOKED - timedelta(days=1), LOOKED + timedelta(days=1)


def stand(verdict: str = "", word: tuple[str, datetime] | None = None, clause: str = "", why: str = "") -> Any:
    from postorders.desk.pages.standings import Word, stands

    found = {"contact-shown": {"verdict": verdict, "words": "816-555-0100", "since": LOOKED.isoformat()}}
    words = {"contact-shown": Word(word[0], "June Sandoval", word[1], date(2026, 9, 1), "No room.")} if word else {}
    excused = {"contact-shown": clause} if clause else {}
    return stands([DEMAND], found if verdict else {}, words, excused, why)[0]


# machine, person's word, when, -> state, whether the two disagree
TABLE = [
    ("found", "", None, "met", False),
    ("not-found", "", None, "missing", False),
    ("unknown", "", None, "unknown", False),
    ("", "", None, "unknown", False),
    ("unknown", "found", BEFORE, "attested", False),
    ("unknown", "not-found", BEFORE, "missing", False),
    ("", "found", BEFORE, "attested", False),
    ("not-found", "found", BEFORE, "missing", False),
    ("not-found", "found", AFTER, "attested", True),
    ("found", "not-found", BEFORE, "met", False),
    ("found", "not-found", AFTER, "missing", True),
    ("found", "found", AFTER, "met", False),
    ("not-found", "not-found", AFTER, "missing", False),
    ("not-found", "not-practical", BEFORE, "not-practical", False),
    ("unknown", "not-practical", BEFORE, "not-practical", False),
    ("found", "not-practical", AFTER, "met", False),
]


@pytest.mark.parametrize(("verdict", "word", "when", "state", "against"), TABLE)
def test_the_machine_and_a_person_in_one_answer(
    verdict: str, word: str, when: datetime, state: str, against: bool
) -> None:
    one = stand(verdict, (word, when) if word else None)
    assert (one.state, one.against) == (state, against)


@pytest.mark.parametrize(
    ("verdict", "state"), [("found", "met"), ("not-found", "excused"), ("unknown", "excused"), ("", "excused")]
)
def test_an_excuse_counts_where_the_page_does_not_show_it(verdict: str, state: str) -> None:
    assert stand(verdict, clause="1.B").state == state


def test_a_page_that_cannot_be_read_now_is_unknown_with_what_was_last_seen() -> None:
    one = stand("found", why="The site answers with the HTTP status 500.")
    assert one.state == "unknown"
    assert one.says == "The site answers with the HTTP status 500. It was there on 2026-05-03."


def test_lists_count_every_demand_once() -> None:
    from postorders.desk.pages.standings import summary

    found = [stand("found"), stand("not-found"), stand("unknown"), stand("not-found", clause="1.B")]
    assert summary(found) == {"met": 2, "missing": 1, "unknown": 1}
