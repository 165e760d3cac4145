"""Whatever people do, in whatever order: only approvers grant, each act has one entry, the judge takes what is given."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.desk.cast import Place, World
from tests.desk.permissions import scene

from postorders.desk.base.act import Refused
from postorders.desk.people.who import today
from postorders.desk.permissions import acts
from postorders.desk.permissions.leave import grants_of
from postorders.desk.permissions.models import Grant, Request
from postorders.desk.permissions.rights import right_of, waiting_for
from postorders.desk.permissions.states import OPEN
from postorders.desk.policy.force import in_force
from postorders.judge.leave import why_not
from postorders.posts.post import Post

pytestmark = pytest.mark.both

WHO = st.sampled_from(
    ["officer", "supervisor", "commander", "bureau", "chief", "manager", "attorney", "admin", "media"]
)
DELEGATIONS = st.sampled_from(
    [("chief", "manager"), ("chief", "bureau"), ("bureau", "commander"), ("commander", "attorney"), ("bureau", "chief")]
)
KINDS = st.sampled_from(["logo-use", "site-approval", "department-computer", "personal-device", "item-release"])
TEXT = "Doors open at ten."


def machine_of(place: Place) -> type[RuleBasedStateMachine]:
    """Random acts in one department; all of it is rolled back after each run."""

    class Desk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.undo = transaction.atomic()
            self.undo.__enter__()
            self.done, self.before = 0, scene.entries(place)
            self.asked: list[Request] = []

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

        def attempt(self, do: Any) -> Any:
            try:
                found = do()
            except Refused:
                return None
            self.done += 1
            return found

        def some(self, index: int) -> Request | None:
            return self.asked[index % len(self.asked)] if self.asked else None

        @initialize(kinds=st.lists(KINDS, min_size=2, max_size=3))
        def begin(self, kinds: list[str]) -> None:
            for kind in kinds:
                self.ask("officer", kind)

        @rule(who=WHO, kind=KINDS)
        def ask(self, who: str, kind: str) -> None:
            if asked := self.attempt(lambda: scene.ask(place, kind, who, item=TEXT)):
                self.asked.append(asked)

        @rule(pair=DELEGATIONS, alternate=st.booleans())
        def delegate(self, pair: tuple[str, str], alternate: bool) -> None:
            self.attempt(lambda: scene.delegate(place, *pair, alternate=alternate))

        @rule(who=WHO, index=st.integers(0, 9))
        def grant(self, who: str, index: int) -> None:
            if asked := self.some(index):
                self.attempt(lambda: scene.grant(place, asked, who))

        @rule(
            who=WHO,
            index=st.integers(0, 9),
            step=st.sampled_from(["refuse", "send_back", "pass_up", "revoke", "appeal"]),
        )
        def say(self, who: str, index: int, step: str) -> None:
            if asked := self.some(index):
                self.attempt(lambda: getattr(acts, step)(place.as_(who), asked, "As spoken about"))

        @rule(who=WHO, index=st.integers(0, 9), step=st.sampled_from(["withdraw", "give_up"]))
        def end(self, who: str, index: int, step: str) -> None:
            if asked := self.some(index):
                self.attempt(lambda: getattr(acts, step)(place.as_(who), asked))

        @rule(who=WHO, index=st.integers(0, 9), anew=st.booleans())
        def hear(self, who: str, index: int, anew: bool) -> None:
            if asked := self.some(index):
                self.attempt(lambda: acts.decide_appeal(place.as_(who), asked, anew, "As heard"))

        @rule(who=WHO, index=st.integers(0, 9))
        def complete(self, who: str, index: int) -> None:
            if asked := self.some(index):
                kind = scene.kinds(place)[asked.kind]
                self.attempt(lambda: acts.complete(place.as_(who), asked, scene.wish(kind, item=TEXT)))

        @invariant()
        def each_act_has_one_entry(self) -> None:
            assert scene.entries(place) == self.before + self.done

        @invariant()
        def the_judge_takes_what_is_in_force(self) -> None:
            with place.within():
                policy, day = in_force(), today()
                for grant in Grant.objects.select_related("member", "by"):
                    assert grant.by_id != grant.member_id
                    post = Post("post-1", TEXT, author=grant.member.number)
                    held = [one for one in grants_of(grant.member, day) if one.id == grant.name]
                    lifts = [one for one in policy.clauses if one.lifted_by.permission == grant.kind]
                    assert [why_not(one, clause, policy, post, str(day)) for one in held for clause in lifts] == [
                        "" for _ in held for _ in lifts
                    ]

        @invariant()
        def the_inbox_is_whoever_may_decide(self) -> None:
            for who in ("officer", "supervisor", "commander", "bureau", "chief", "manager", "attorney"):
                person = place.as_(who)
                with place.within():
                    waits = {one.id for one in waiting_for(person)}
                    may = {one.id for one in Request.objects.filter(state__in=OPEN) if right_of(person, one)}
                assert waits == may

    return Desk


@pytest.mark.parametrize("runs", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_whatever_people_do_the_rules_hold(world: World, runs: int) -> None:
    quick = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
    run_state_machine_as_test(
        machine_of(world.osage), settings=settings(max_examples=runs, stateful_step_count=12, **quick)
    )
