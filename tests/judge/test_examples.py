"""The two policies at work: every example of every clause, and a proof for each capability that a clause names.

The clauses are those of the register and of the lists below, never those of the packs: a clause that is
removed, or a capability that is switched off, makes its tests fail.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from tests.cast import ATTORNEY, TODAY, delegation, judged, leave, official, personal, photo, seen
from tests.register import CLAUSES

from postorders.cli.policy.show import show_clause
from postorders.judge.conditions import situation
from postorders.judge.effects import capped
from postorders.judge.judgment import Judgment, Question
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy
from postorders.policy.vocabulary import EFFECTS
from postorders.posts.context import Context
from postorders.posts.permission import Permission
from postorders.posts.post import Post
from postorders.screening.examples import Runner
from postorders.signals.concept import Ready
from postorders.signals.library import shipped

FLAGGING = {
    "raymore-8": (
        "8.03.D.1 8.03.D.2#2 8.03.D.3#1 8.03.D.8 8.03.E 8.03.F 8.04.B#1 8.04.B#2 8.04.B#3 8.04.C 8.04.D 8.04.F#1 "
        "8.04.F#2 8.04.H 8.04.K 8.05.B"
    ),
    "kcpd-261": (
        "IV.A.5.b IV.A.5.c IV.A.6.a IV.A.6.d.1 IV.A.6.d.2 IV.A.6.d.3#1 IV.A.6.d.4 IV.A.7 IV.B.4 IV.B.6 IV.B.7.a "
        "IV.B.7.b IV.B.7.c IV.C.1.c IV.C.1.d IV.C.1.f IV.C.4 IV.C.5.b IV.C.6#2 IV.C.7#1 IV.C.7#2"
    ),
}
POINTING = {
    "raymore-8": "8.00#2 8.04.A 8.04.E 8.04.G 8.05.A",
    "kcpd-261": "I.B#1 I.B#2 IV.A.1 IV.A.6.b IV.C.1.a IV.C.1.b",
}
LIFTED = {
    "raymore-8": "8.04.B#1 8.04.B#2 8.04.B#3 8.04.H 8.04.K",
    "kcpd-261": "IV.A.6.d.1 IV.A.6.d.2 IV.A.6.d.3#1 IV.A.7 IV.B.4 IV.B.6 IV.B.7.b IV.C.1.f",
}
SAVED = {"raymore-8": "8.04", "kcpd-261": "IV.A.1 IV.A.6 IV.A.6.b IV.C.1 IV.C.1.a IV.C.1.b"}
READ = {
    "raymore-8": "8.03.E 8.04.B#1 8.04.B#2 8.04.D 8.04.E 8.04.F#1 8.04.F#2 8.04.G 8.04.H 8.05.A",
    "kcpd-261": (
        "I.B#1 I.B#2 II.A IV.A.1 IV.A.6.a IV.A.6.b IV.A.6.c IV.A.6.d IV.A.6.d.2 IV.A.6.d.3#2 IV.A.6.d.4 IV.A.7 IV.B.3 "
        "IV.B.4 IV.B.6 IV.B.7 IV.B.7.b IV.C.1.a IV.C.1.b IV.C.1.c IV.C.1.d IV.C.1.e IV.C.1.f IV.C.3 IV.C.4 IV.C.6#1 "
        "IV.C.7#2 IV.D IV.E"
    ),
}
ASKED = {
    "raymore-8": "8.04.B#1=evidence-shown 8.04.B#1=custody-shown 8.04.C=undercover-work 8.04.F#1=nudity-shown 8.04.H=patch-visible",
    "kcpd-261": (
        "IV.A.6.a=nudity-shown IV.A.6.d.3#1=custody-shown IV.A.6.d.3#1=evidence-shown IV.B.7.b=evidence-shown "
        "IV.B.7.b=custody-shown IV.B.7.b=assignment-shown IV.C.1.c=alcohol-brandished IV.C.1.c=drugs-brandished "
        "IV.C.1.c=cash-brandished IV.C.1.d=weapon-brandished IV.C.1.d=restraint-shown IV.C.1.f=patch-visible "
        "IV.C.4=undercover-work IV.C.7#2=undercover-work"
    ),
}


def proving(listed: dict[str, str], capability: str) -> list[Any]:
    """A case for each clause of a list, marked as its proof."""
    cases = []
    for policy, names in listed.items():
        for name in names.split():
            clause, _, fact = name.partition("=")
            mark = pytest.mark.proves(policy, clause, capability=capability)
            values = (policy, clause, fact) if fact else (policy, clause)
            cases.append(pytest.param(*values, id=f"{policy}-{name}", marks=mark))
    return cases


@pytest.fixture(scope="module")
def runners(policies: dict[str, Policy]) -> dict[str, Runner]:
    return {name: Runner(policy, shipped()) for name, policy in policies.items()}


def met(runner: Runner, clause: Clause) -> Counter[str]:
    """How many examples of each sort there are; fails when one does otherwise than the pack says."""
    ran = list(runner.run_clause(clause))
    assert [f"{one.wanted}: {one.text} {one.what}" for one in ran if not one.met] == []
    return Counter(one.wanted for one in ran)


@pytest.mark.parametrize(("policy", "clause"), proving(FLAGGING, "draft-check"))
def test_a_clause_flags_and_passes_the_posts_it_should(runners: dict[str, Runner], policy: str, clause: str) -> None:
    counts = met(runners[policy], runners[policy].policy.by_id[clause])
    assert counts["flags"] >= 3
    assert counts["passes"] >= 3


@pytest.mark.parametrize(("policy", "clause"), proving(POINTING, "pointer"))
def test_a_clause_for_a_person_is_pointed_at_where_it_should_be(
    runners: dict[str, Runner], policy: str, clause: str
) -> None:
    counts = met(runners[policy], runners[policy].policy.by_id[clause])
    assert counts["points"] >= 3
    assert counts["passes"] >= 3


def test_no_other_clause_has_examples(policies: dict[str, Policy]) -> None:
    tested = {(name, one) for some in (FLAGGING, POINTING) for name, names in some.items() for one in names.split()}
    for name, clause in set(CLAUSES) - tested:
        examples = policies[name].by_id[clause].examples
        assert not (examples.flags or examples.points or examples.passes)


def sighted(policy: Policy, clause: Clause, *, account: str = "", **said: Any) -> tuple[Post, Context]:
    """A post and a moment in which all conditions of the clause hold and no fact is open."""
    wants = {name: values[0] for name, values in clause.when.items()}
    for party in clause.binds:
        wants = {name: values[0] for name, values in policy.manifest.who[party].when.items()} | wants
    make = official if (account or wants.get("account", "official")) == "official" else personal
    facts = {fact.concept: wants.get(fact.concept, "no") for fact in facts_asked()}
    context = Context(
        wants.get("moment", "draft"),
        wants.get("duty", ""),
        wants.get("device", ""),
        wants.get("class", ""),
        facts=facts,
    )
    return make(third_party=wants.get("third-party") == "yes"), replace(context, **said)


def facts_asked() -> list[Ready]:
    return [concept for concept in shipped() if concept.group == "fact"]


def flagged(judgment: Judgment) -> set[str]:
    return {flag.clause for flag in judgment.flags}


def fitting(policy: Policy, clause: Clause, post: Post, **given: Any) -> Permission:
    """A permission with which the clause should be lifted for this post, by way of a designee where one may give it."""
    by = clause.lifted_by.by[-1]
    roles = policy.manifest.approvers[by].any_of
    return leave(
        **{
            "kind": clause.lifted_by.permission,
            "granted_by": roles[0] if roles else by,
            "form": clause.lifted_by.form,
            "scope": (("post", post.id),),
            "delegation": delegation() if by == "designee" else None,
            **given,
        }
    )


@pytest.mark.parametrize(("policy", "clause"), proving(LIFTED, "permission-check"))
def test_leave_lifts_the_clause_and_leave_that_does_not_fit_leaves_it(
    policies: dict[str, Policy], policy: str, clause: str
) -> None:
    whole = policies[policy]
    one = whole.by_id[clause]
    account = one.lifted_by.when.get("account", ("",))[0]
    post, context = sighted(whole, one, account=account)
    sightings = seen(*one.looks_for[:1])

    def under(*permissions: Permission) -> Judgment:
        return judged(whole, sightings, post, replace(context, permissions=permissions))

    assert clause in flagged(under())
    with_leave = under(fitting(whole, one, post))
    assert clause not in flagged(with_leave)
    assert clause in [lifted.clause for lifted in with_leave.lifted]
    for wrong in ({"end": "2026-03-01"}, {"granted_by": "mayor"}, {"scope": (("post", "another"),)}):
        without = under(fitting(whole, one, post, **wrong))
        assert clause in flagged(without), wrong
        (flag,) = [flag for flag in without.flags if flag.clause == clause]
        assert flag.weighed[0].why_not


@pytest.mark.parametrize(("policy", "clause"), proving(SAVED, "savings-check"))
def test_where_the_law_protects_a_report_nothing_goes_beyond_advice_and_the_law_is_named(
    policies: dict[str, Policy], policy: str, clause: str
) -> None:
    whole = policies[policy]
    one = whole.by_id[clause]
    asking = next(c for c in whole.clauses if c.effect == "ask" and c.when.get("account") == ("personal",))
    post, context = sighted(whole, asking)
    pointing = [concept for concept in one.for_a_person if concept != "wrongdoing-report"]
    seen_both = seen(*asking.looks_for[:1], *pointing[:1], "wrongdoing-report")
    assert judged(whole, seen(*asking.looks_for[:1]), post, replace(context, facts={})).outcome == "ask"
    judgment = judged(whole, seen_both, post, context)
    assert judgment.outcome == "advise"
    assert any("RSMo 105.055" in note.says for note in judgment.notes)
    if one.for_a_person:
        assert clause in [pointer.clause for pointer in judgment.for_a_person]
    if one.savings:
        assert any(note.says.startswith(f"{clause} gives way to law. ") for note in judgment.notes)


@pytest.mark.parametrize(("policy", "clause"), proving(READ, "readings"))
def test_a_reading_is_proposed_and_limits_its_clause_once_it_is_signed(
    policies: dict[str, Policy], policy: str, clause: str
) -> None:
    whole = policies[policy]
    one = whole.by_id[clause]
    assert {reading["question"] for reading in show_clause(whole, clause)["readings"]}
    (reading, *_) = whole.readings_of(clause)
    signed = replace(reading, status="signed", signed_by=ATTORNEY, signed_on="2026-01-15", effect="inform")
    post, context = sighted(whole, one)
    known = situation(post, context)
    before, *_ = capped(whole, one, known, TODAY)
    after, caps, _ = capped(replace(whole, readings=(signed,)), one, known, TODAY)
    assert after == "inform"
    if EFFECTS.index(before) > 0:
        assert caps[-1].because == f"The reading {reading.reading!r}, signed 2026-01-15, limits it."


@pytest.mark.parametrize(("policy", "clause", "fact"), proving(ASKED, "fact-questions"))
def test_a_fact_is_asked_where_the_clause_depends_on_it(
    policies: dict[str, Policy], policy: str, clause: str, fact: str
) -> None:
    whole = policies[policy]
    one = whole.by_id[clause]
    post, context = sighted(whole, one)
    known = {name: answer for name, answer in context.facts.items() if name != fact}
    questions = [Question(concept.concept, concept.asks, concept.about or "media") for concept in facts_asked()]
    if fact in one.looks_for:
        sightings, post = seen(questions=questions), replace(post, media=(photo(),))
    else:
        sightings = seen(one.looks_for[0], questions=questions)
    judgment = judged(whole, sightings, post, replace(context, facts=known))
    assert judgment.outcome in ("ask", "incomplete")
    (question,) = [question for question in judgment.questions if question.fact == fact]
    assert clause in question.clauses
    assert question.asks.endswith("?")
    answered = replace(context, facts={**known, fact: "no"})
    assert fact not in [question.fact for question in judged(whole, sightings, post, answered).questions]
