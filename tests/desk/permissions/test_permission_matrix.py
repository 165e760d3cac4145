"""The approvals matrix: every kind of both policies, with every person of the cast as decider."""

from __future__ import annotations

import pytest
from tests.desk.cast import World
from tests.desk.permissions import scene

from postorders.desk.base.act import Refused
from postorders.desk.people import acts as people
from postorders.desk.people.who import today
from postorders.desk.permissions import acts
from postorders.desk.permissions.leave import grants_of
from postorders.desk.policy.force import in_force
from postorders.judge.leave import why_not
from postorders.posts.post import Post

pytestmark = pytest.mark.both

# Kind: who of the cast may decide on the officer's request at once, with the designees of the fixture below.
BLUFF = {
    kind: {"chief", "reserve"}
    for kind in ("department-site", "department-poster", "divulge-information", "speak-for-department", "logo-use")
}
BLUFF["city-email"] = {"chief", "reserve"}
OSAGE = {
    "site-approval": {"chief", "manager"},
    "represent-department": {"supervisor"},
    "content-management": {"media"},
    "no-identification": {"supervisor"},
    "department-computer": {"bureau", "attorney"},
    "personal-device": {"commander", "investigator"},
    "item-release": {"chief", "manager"},
    "logo-use": {"supervisor"},
}
CASES = [("bluff", kind, who) for kind, who in BLUFF.items()] + [("osage", kind, who) for kind, who in OSAGE.items()]


@pytest.fixture
def designees(world: World) -> World:
    """Each who may name a designee has named one: the reserve officer, the manager, the attorney, the investigator."""
    scene.delegate(world.bluff, "chief", "reserve")
    scene.delegate(world.osage, "chief", "manager")
    scene.delegate(world.osage, "bureau", "attorney")
    scene.delegate(world.osage, "commander", "investigator")
    return world


def test_the_cases_are_all_kinds_of_both_policies(world: World) -> None:
    assert (set(scene.kinds(world.bluff)), set(scene.kinds(world.osage))) == (set(BLUFF), set(OSAGE))


@pytest.mark.parametrize(("where", "kind", "deciders"), CASES)
def test_only_the_approvers_of_the_clause_decide(designees: World, where: str, kind: str, deciders: set[str]) -> None:
    place = getattr(designees, where)
    asked = scene.ask(place, kind)
    before = scene.entries(place)
    for who in set(place.members) - deciders:
        with pytest.raises(Refused):
            scene.grant(place, asked, who)
    assert (scene.state(asked), scene.entries(place)) == ("waiting", before)


@pytest.mark.parametrize(
    ("where", "kind", "who"), [(where, kind, who) for where, kind, deciders in CASES for who in sorted(deciders)]
)
def test_each_approver_can_grant_and_the_judge_takes_it(designees: World, where: str, kind: str, who: str) -> None:
    place = getattr(designees, where)
    scene.grant(place, scene.ask(place, kind), who)
    with place.within():
        policy, day = in_force(), today()
        (permission,) = grants_of(place.members["officer"], day)
        lifted = [clause for clause in policy.clauses if clause.lifted_by.permission == kind]
        post = Post("post-1", "Doors open at ten.", author=place.members["officer"].number)
        assert {why_not(permission, clause, policy, post, str(day)) for clause in lifted} <= {""}


def test_a_reserve_and_a_civilian_may_ask_as_well(world: World) -> None:
    for who in ("reserve", "pio"):
        assert scene.grant(world.bluff, scene.ask(world.bluff, "logo-use", who), "chief").as_role == "chief"


def test_where_the_chain_holds_no_bureau_commander_nobody_may_decide(world: World) -> None:
    asked = scene.ask(world.osage, "department-computer", "media")
    with pytest.raises(Refused) as refused:
        scene.grant(world.osage, asked, "chief")
    assert str(refused.value) == (
        "You may not decide this request. Nobody may decide it now. The Chief names a designee, or an administrator "
        "records who holds the role."
    )


def test_who_lost_the_role_decides_no_more(world: World) -> None:
    asked = scene.ask(world.osage, "represent-department")
    sergeant = world.osage.as_("supervisor")
    people.separate(world.osage.as_("admin"), world.osage.members["supervisor"], today())
    with pytest.raises(Refused):
        acts.grant(sergeant, asked, scene.terms())
