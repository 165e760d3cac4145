"""What the desk carries out of the two policies: asked for, granted, taken by the judge; and judged anew afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.cast import Place, World
from tests.desk.permissions import scene
from tests.desk.permissions.scene import DAY, ask, grant

from postorders.desk.base.act import Refused
from postorders.desk.people.who import today
from postorders.desk.permissions import acts
from postorders.desk.permissions.leave import grants_of
from postorders.desk.policy.force import in_force
from postorders.judge.judgment import Judgment
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals.library import shipped

pytestmark = pytest.mark.both


def judged(place: Place, text: str, account: str, day: Any = None, **facts: Any) -> Judgment:
    """The judgment of a post of the department's officer, with the permissions that the desk says are in force."""
    with place.within():
        officer, on = place.members["officer"], day or today()
        held = tuple(grants_of(officer, on))
        context = Context(permissions=held, member_class="officer", **facts)
        post = Post("post-1", text, account=account, author=officer.number)
        return Checker(in_force(), shipped()).check(post, context, str(on))


def flagged(judgment: Judgment) -> set[str]:
    return {flag.clause for flag in judgment.flags}


def lifted(judgment: Judgment) -> set[str]:
    return {one.clause for one in judgment.lifted}


PATCH = {"facts": {"patch-visible": "yes", "undercover-work": "no"}}
FOR_US = "On behalf of the police department, thank you."
OUT = {"moment": "publication", "duty": "on"}
# department, clause, kind, who grants, account, what is known, words that need leave
FLOW = [
    ("bluff", "8.04.B#1", "divulge-information", "chief", "personal", {}, "Our report 20-004512 is done."),
    ("bluff", "8.04.B#2", "speak-for-department", "chief", "personal", {}, FOR_US),
    ("bluff", "8.04.B#3", "speak-for-department", "chief", "personal", {}, FOR_US),
    ("bluff", "8.04.H", "logo-use", "chief", "personal", PATCH, "At the parade."),
    ("bluff", "8.04.K", "city-email", "chief", "personal", {}, "Write me: cole@raymore.com"),
    ("osage", "IV.B.4", "represent-department", "supervisor", "personal", {}, FOR_US),
    ("osage", "IV.C.1.f", "logo-use", "supervisor", "personal", PATCH, "At the parade."),
    ("osage", "IV.B.7.b", "item-release", "chief", "official", {}, "FOR OFFICIAL USE ONLY: the weekend plan."),
    ("osage", "IV.A.6.d.1", "item-release", "chief", "official", {}, "FOR OFFICIAL USE ONLY: the weekend plan."),
    ("osage", "IV.A.6.d.2", "item-release", "chief", "official", {}, "Help us with CRN 26-014417."),
]
DEVICES = [
    (
        "osage",
        "IV.A.7",
        "department-computer",
        "bureau",
        "personal",
        {**OUT, "device": "department"},
        "Happy birthday!",
    ),
    ("osage", "IV.B.6", "personal-device", "commander", "official", {**OUT, "device": "personal"}, "Road closed."),
]
POLICIES = {"bluff": "raymore-8", "osage": "kcpd-261"}


def proving(case: tuple[Any, ...], capability: str) -> Any:
    marker = pytest.mark.proves(POLICIES[case[0]], case[1], capability=capability)
    return pytest.param(*case, marks=marker, id=case[1])


CASES = [proving(one, "permission-flow") for one in FLOW] + [proving(one, "device-permits") for one in DEVICES]


@pytest.mark.parametrize(("where", "clause", "kind", "who", "account", "known", "text"), CASES)
def test_leave_given_at_the_desk_lifts_the_clause(
    world: World, where: str, clause: str, kind: str, who: str, account: str, known: Any, text: str
) -> None:
    place = getattr(world, where)
    assert clause in flagged(judged(place, text, account, **known))
    grant(place, ask(place, kind, item=text), who)
    after = judged(place, text, account, **known)
    assert (clause in flagged(after), clause in lifted(after)) == (False, True)


@pytest.mark.proves("raymore-8", "8.03.A", capability="permission-flow")
@pytest.mark.parametrize("kind", ["department-site", "department-poster"])
def test_the_chief_allows_a_site_and_those_who_post_there(world: World, kind: str) -> None:
    paper = grant(world.bluff, ask(world.bluff, kind, purpose="Road closings"), "chief").paper
    assert ("Clause: 8.03.A " in paper, "Purpose: Road closings" in paper) == (True, True)


@pytest.mark.proves("kcpd-261", "IV.B.2", capability="permission-flow")
def test_a_site_is_approved_in_writing_and_in_no_other_form(world: World) -> None:
    asked = ask(world.osage, "site-approval")
    with pytest.raises(Refused, match="you have not signed in anew"):
        acts.grant(world.osage.as_("chief"), asked, scene.terms("Rosalind Eckhart", form="unstated"))
    given = grant(world.osage, asked, "chief", form="unstated")
    assert (given.form, "Clause: IV.B.2 " in given.paper) == ("written", True)


@pytest.mark.proves("kcpd-261", "IV.B.5.NOTE", capability="permission-flow")
def test_why_naming_oneself_is_unsafe_is_said_in_the_request_and_kept_sealed(world: World) -> None:
    with pytest.raises(Refused, match="why naming oneself is unsafe"):
        ask(world.osage, "no-identification", justification=" ")
    asked = ask(world.osage, "no-identification", justification="Works narcotics buys")
    assert acts.read_sealed(world.osage.as_("supervisor"), asked) == "Works narcotics buys"
    for who in ("chief", "attorney", "manager", "officer"):
        with pytest.raises(Refused):
            acts.read_sealed(world.osage.as_(who), asked)


ANEW = [proving(one, "permission-flow") for one in FLOW if one[1] in ("8.04.H", "IV.C.1.f")]


@pytest.mark.parametrize(("where", "clause", "kind", "who", "account", "known", "text"), ANEW)
def test_a_post_is_judged_anew_after_the_leave_ended_or_was_revoked(
    world: World, where: str, clause: str, kind: str, who: str, account: str, known: Any, text: str
) -> None:
    place, last = getattr(world, where), today() + 9 * DAY
    assert judged(place, text, account, **known).outcome == "ask"
    asked = ask(place, kind)
    grant(place, asked, who, ends=last)
    days = [today(), last, last + DAY]
    assert [judged(place, text, account, day, **known).outcome for day in days] == ["clear", "clear", "ask"]
    acts.revoke(place.as_("chief"), asked, "The season is over")
    assert judged(place, text, account, **known).outcome == "ask"
