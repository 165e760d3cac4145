"""A permission lifts a clause when kind, approver, form, dates and scope all fit; else it says why not."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from tests.cast import RELEASE, clause, delegation, holding, judged, leave, official, order, personal, seen

from postorders.judge.judgment import Judgment
from postorders.plain import canonical, to_plain
from postorders.posts.permission import Permission

SIGHTED = seen("ssn")
ORDER = order(clause(effect="ask", lifted_by=RELEASE))
TEXT = official().text
DESIGNEE = {"granted_by": "designee", "granted_by_name": "Marisol Tran"}


def with_leave(*permissions: Permission, **lift: Any) -> Judgment:
    policy = order(clause(effect="ask", lifted_by={**RELEASE, **lift})) if lift else ORDER
    return judged(policy, SIGHTED, context=holding(*permissions))


def test_without_leave_the_author_is_told_to_ask_and_whom() -> None:
    judgment = with_leave()
    assert judgment.outcome == "ask"
    assert judgment.flags[0].lifted_by == {
        **RELEASE,
        "label": "Release of a number",
        "approvers": ["the Chief of Police", "whom the Chief names"],
    }
    assert judgment.lifted == ()


def test_with_leave_the_post_is_clear_and_the_judgment_says_by_what() -> None:
    judgment = with_leave(leave())
    assert (judgment.outcome, judgment.flags) == ("clear", ())
    (lifted,) = judgment.lifted
    assert (lifted.clause, lifted.concept, lifted.permission) == ("12.4", "ssn", "leave-7")
    assert lifted.spans[0].text == "Her"


FITS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the chief, in writing": ({}, {}),
    "its first day": ({"start": "2026-03-02"}, {}),
    "its last day": ({"end": "2026-03-02"}, {}),
    "without an end": ({"end": ""}, {}),
    "revoked later": ({"revoked": "2026-03-03"}, {}),
    "a designee with a delegation": ({**DESIGNEE, "delegation": delegation()}, {}),
    "a designee on the delegation's last day": (
        {**DESIGNEE, "granted_on": "2025-12-31", "delegation": delegation(end="2025-12-31")},
        {},
    ),
    "one of a chain": ({"granted_by": "captain"}, {"by": ["chain"]}),
    "written where express will do": ({}, {"form": "express"}),
    "express where that is wanted": ({"form": "express"}, {"form": "express"}),
    "any form where none is stated": ({"form": "unstated"}, {"form": "unstated"}),
    "for this author": ({"scope": (("author", "dhatcher"),)}, {}),
    "for this very post": ({"scope": (("post", "p-1"),)}, {"scope": "item"}),
    "for these very words": (
        {"scope": (("text_sha256", hashlib.sha256(TEXT.encode()).hexdigest()),)},
        {"scope": "item"},
    ),
}


@pytest.mark.parametrize(("given", "lift"), FITS.values(), ids=FITS)
def test_leave_that_fits_lifts_the_clause(given: dict[str, Any], lift: dict[str, Any]) -> None:
    assert with_leave(leave(**given), **lift).outcome == "clear"


MISFITS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "given by the wrong person": (
        {"granted_by": "sergeant"},
        {},
        "It was given by 'sergeant'; only chief or designee can give it.",
    ),
    "given by nobody the order knows": (
        {"granted_by": "mayor"},
        {},
        "It was given by 'mayor'; only chief or designee can give it.",
    ),
    "not of the chain": (
        {"granted_by": "designee"},
        {"by": ["chain"]},
        "It was given by 'designee'; only captain or chain or chief or sergeant can give it.",
    ),
    "a designee without a delegation": (
        DESIGNEE,
        {},
        "It was given by a designee, and no dated delegation is shown.",
    ),
    "a designee before the delegation": (
        {**DESIGNEE, "delegation": delegation(start="2026-02-01")},
        {},
        "The designee's delegation (2026-02-01 to open) does not cover 2026-01-01.",
    ),
    "a designee after the delegation": (
        {**DESIGNEE, "granted_on": "2026-01-02", "delegation": delegation(end="2025-12-31")},
        {},
        "The designee's delegation (2025-07-01 to 2025-12-31) does not cover 2026-01-02.",
    ),
    "spoken where writing is wanted": ({"form": "express"}, {}, "It is express; the clause wants it written."),
    "of no stated form": ({"form": "unstated"}, {}, "It is of no stated form; the clause wants it written."),
    "not begun": ({"start": "2026-03-03"}, {}, "It begins on 2026-03-03, after 2026-03-02."),
    "ended": ({"end": "2026-03-01"}, {}, "It ended on 2026-03-01, before 2026-03-02."),
    "revoked": ({"revoked": "2026-03-02"}, {}, "It was revoked on 2026-03-02."),
    "for another post": ({"scope": (("post", "p-9"),)}, {}, "It is for post 'p-9', and this is 'p-1'."),
    "for another author": ({"scope": (("author", "mtran"),)}, {}, "It is for author 'mtran', and this is 'dhatcher'."),
    "for another site": ({"scope": (("site", "forum"),)}, {}, "It is for site 'forum', and this is ''."),
    "for other words": (
        {"scope": (("text_sha256", "0" * 64),)},
        {},
        f"It is for text sha256 '{'0' * 64}', and this is '{hashlib.sha256(TEXT.encode()).hexdigest()}'.",
    ),
    "standing where one per post is wanted": (
        {},
        {"scope": "item"},
        "The clause wants one permission per post, and this one names none ('post' or 'text_sha256').",
    ),
}


@pytest.mark.parametrize(("given", "lift", "why"), MISFITS.values(), ids=MISFITS)
def test_leave_that_does_not_fit_says_why(given: dict[str, Any], lift: dict[str, Any], why: str) -> None:
    judgment = with_leave(leave(**given), **lift)
    assert (judgment.outcome, judgment.lifted) == ("ask", ())
    assert [(one.permission, one.why_not) for one in judgment.flags[0].weighed] == [("leave-7", why)]


def test_one_fitting_permission_among_several_is_enough() -> None:
    assert with_leave(leave(id="old", end="2026-01-31"), leave(id="new")).lifted[0].permission == "new"


def test_all_that_do_not_fit_are_told() -> None:
    weighed = with_leave(leave(id="old", end="2026-01-31"), leave(id="odd", granted_by="sergeant")).flags[0].weighed
    assert [one.permission for one in weighed] == ["old", "odd"]


def test_leave_of_another_kind_changes_nothing() -> None:
    without, other = with_leave(), with_leave(leave(kind="patch-use"))
    assert canonical({**to_plain(other), "basis": 0}) == canonical({**to_plain(without), "basis": 0})


def test_where_nobody_can_give_leave_none_counts() -> None:
    judgment = judged(order(clause()), SIGHTED, context=holding(leave(kind="nobody"), leave(id="leave-8")))
    assert (judgment.outcome, judgment.flags[0].weighed) == ("hold", ())


def test_leave_for_official_posts_lifts_nothing_on_an_own_account() -> None:
    policy = order(clause(lifted_by={**RELEASE, "when": {"account": ["official"]}}))
    assert judged(policy, SIGHTED, official(), holding(leave())).outcome == "clear"
    assert judged(policy, SIGHTED, personal(), holding(leave())).outcome == "advise"


def test_leave_lifts_its_own_clause_and_no_other() -> None:
    policy = order(clause("12.4", effect="ask", lifted_by=RELEASE), clause("12.5"))
    judgment = judged(policy, SIGHTED, context=holding(leave()))
    assert [flag.clause for flag in judgment.flags] == ["12.5"]
    assert [lifted.clause for lifted in judgment.lifted] == ["12.4"]


def test_leave_also_lifts_a_rule_that_looks_for_nothing() -> None:
    policy = order(
        clause(flags_on="conditions", when={"device": ["department"]}, effect="ask", lifted_by=RELEASE),
    )
    context = holding(leave(), device="department")
    assert judged(policy, seen(), context=context).outcome == "clear"
    assert judged(policy, seen(), context=holding(device="department")).outcome == "ask"
