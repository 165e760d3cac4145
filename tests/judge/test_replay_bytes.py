"""A kept judgment carries all that is needed to judge again, to the same bytes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import (
    RELEASE,
    TODAY,
    clause,
    holding,
    judged,
    leave,
    lowered,
    official,
    order,
    personal,
    photo,
    reading,
    seen,
)

from postorders.judge.judge import judge
from postorders.judge.judgment import Judgment
from postorders.plain import canonical, from_plain, to_plain
from postorders.policy.policy import Policy, Saving
from postorders.posts.context import Context

ORDER = order(
    clause("12.3", looks_for=["guilt-statement"], when={"account": ["official"]}),
    clause("12.4", effect="ask", lifted_by=RELEASE, law=[{"risk": 3, "why": "Contested.", "cites": ["x"]}]),
    clause("12.7", judged_by="person", for_a_person=["disparagement"], effect="inform"),
    readings=[reading(effect="advise")],
    savings=[Saving("grove-candor", "Reports are protected.", ("wrongdoing-report",))],
)
CASES: dict[str, dict[str, Any]] = {
    "clear": {"sightings": seen()},
    "flagged": {"sightings": seen("ssn", "guilt-statement")},
    "lowered": {"sightings": seen(lowered("guilt-statement", "quotation"))},
    "lifted": {"sightings": seen("ssn"), "context": holding(leave(scope=(("author", "dhatcher"),)))},
    "saved": {"sightings": seen("ssn", "wrongdoing-report", "disparagement"), "post": personal()},
    "pictures": {"sightings": seen(), "post": official(media=(photo(alt="Two horses"),), links=("https://a.example",))},
    "answers": {"sightings": seen("ssn"), "context": Context("publication", "on", "personal", "officer", ("PIO",))},
    "explained": {"sightings": seen("ssn"), "explain": True},
}


@pytest.mark.parametrize("given", CASES.values(), ids=CASES)
def test_it_comes_back_from_plain_data_whole(given: dict[str, Any]) -> None:
    judgment = judged(ORDER, **given)
    assert from_plain(Judgment, to_plain(judgment)) == judgment


@pytest.mark.parametrize("given", CASES.values(), ids=CASES)
def test_judged_again_from_its_basis_it_has_the_same_bytes(given: dict[str, Any]) -> None:
    kept = canonical(judged(ORDER, **given))
    basis = from_plain(Judgment, to_plain(judged(ORDER, **given))).basis
    again = judge(basis.post, basis.sightings, ORDER, basis.context, TODAY, given.get("explain", False))
    assert canonical(again) == kept


def test_no_float_is_in_the_bytes() -> None:
    def floats(value: Any) -> list[float]:
        if isinstance(value, dict):
            return [found for item in value.values() for found in floats(item)]
        if isinstance(value, list):
            return [found for item in value for found in floats(item)]
        return [value] if isinstance(value, float) else []

    for given in CASES.values():
        assert floats(to_plain(judged(ORDER, **given))) == []


def test_the_hash_of_a_policy_speaks_for_what_it_orders() -> None:
    def with_effect(effect: str) -> Policy:
        return order(clause(effect=effect))

    assert with_effect("hold").hash == with_effect("hold").hash
    assert with_effect("hold").hash != with_effect("advise").hash
