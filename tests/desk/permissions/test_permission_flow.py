"""The life of a request: chains, delegations, sending back, signing, revoking, appeals; time alone decides nothing."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import World
from tests.desk.permissions import scene
from tests.desk.permissions.scene import DAY, ask, delegate, grant, state, terms, wish

from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.jobs.models import Notice
from postorders.desk.people import acts as people
from postorders.desk.people.who import today
from postorders.desk.permissions import acts, daily
from postorders.desk.permissions.leave import grants_of
from postorders.desk.permissions.models import Grant, Request
from postorders.desk.permissions.rights import rights

pytestmark = pytest.mark.both


def deciders(asked: Request) -> set[str]:
    asked.refresh_from_db()
    return {right.member.name for right in rights(asked)}


def refusal(do: Any, *given: Any) -> str:
    with pytest.raises(Refused) as refused:
        do(*given)
    return str(refused.value)


class TestChainOfCommand:
    def test_it_goes_up_level_by_level_to_the_chief_and_no_further(self, world: World) -> None:
        asked = ask(world.osage, "represent-department")
        for who, name in (
            ("supervisor", "Garrett Nwosu"),
            ("commander", "Imani Castellanos"),
            ("bureau", "Tobias Merriweather"),
        ):
            with world.osage.within():
                assert deciders(asked) == {name}
            acts.pass_up(world.osage.as_(who), asked, "I recommend it")
        assert refusal(acts.pass_up, world.osage.as_("chief"), asked, "Higher still") == (
            "Nobody above you decides this kind of request. Grant it, refuse it, or send it back."
        )
        assert grant(world.osage, asked, "chief").as_role == "chief"

    def test_a_level_that_passed_it_up_decides_no_more(self, world: World) -> None:
        asked = ask(world.osage, "represent-department")
        acts.pass_up(world.osage.as_("supervisor"), asked, "I recommend it")
        assert refusal(acts.refuse, world.osage.as_("supervisor"), asked, "On second thought") == (
            "You may not decide this request. It waits for Imani Castellanos."
        )

    def test_a_head_asks_the_head_above(self, world: World) -> None:
        asked = ask(world.osage, "represent-department", "commander")
        assert grant(world.osage, asked, "bureau").as_role == "bureau-commander"

    def test_for_the_chief_nobody_stands_above(self, world: World) -> None:
        asked = ask(world.osage, "represent-department", "chief")
        delegate(world.osage, "chief", "manager")
        with world.osage.within():
            assert deciders(asked) == set()


class TestDelegation:
    @pytest.mark.parametrize(
        ("starts", "ends", "fits"), [(0, 0, True), (-9, 0, True), (0, None, True), (1, 5, False), (-9, -1, False)]
    )
    def test_it_holds_from_its_first_to_its_last_day(
        self, world: World, starts: int, ends: int | None, fits: bool
    ) -> None:
        last = None if ends is None else today() + ends * DAY
        delegate(world.bluff, "chief", "reserve", today() + starts * DAY, ends=last)
        asked = ask(world.bluff, "logo-use")
        if fits:
            given = grant(world.bluff, asked, "reserve")
            assert (given.as_role, given.delegation.by.name) == ("designee", "Adaeze Whitlow")
        else:
            with pytest.raises(Refused):
                grant(world.bluff, asked, "reserve")

    def test_revoked_it_holds_no_more_from_that_day(self, world: World) -> None:
        one = delegate(world.bluff, "chief", "lieutenant")
        asked = ask(world.bluff, "logo-use")
        people.revoke_delegation(world.bluff.as_("chief"), one)
        assert "You may not decide this request." in refusal(acts.grant, world.bluff.as_("lieutenant"), asked, terms())

    def test_it_covers_the_kinds_that_it_names(self, world: World) -> None:
        delegate(world.bluff, "chief", "lieutenant", kinds=["city-email"])
        assert grant(world.bluff, ask(world.bluff, "city-email"), "lieutenant").as_role == "designee"
        with pytest.raises(Refused):
            grant(world.bluff, ask(world.bluff, "logo-use"), "lieutenant")


class TestOneself:
    def test_nobody_decides_their_own(self, world: World) -> None:
        asked = ask(world.bluff, "logo-use", "chief")
        assert refusal(acts.grant, world.bluff.as_("chief"), asked, terms()) == (
            "Nobody decides their own request. Nobody may decide it now. The Chief names a designee, or an "
            "administrator records who holds the role."
        )

    def test_the_chiefs_designee_decides_the_chiefs(self, world: World) -> None:
        delegate(world.bluff, "chief", "lieutenant")
        assert grant(world.bluff, ask(world.bluff, "logo-use", "chief"), "lieutenant").as_role == "designee"

    def test_a_designee_does_not_decide_for_themselves_nor_for_a_commander_who_named_them(self, world: World) -> None:
        delegate(world.osage, "bureau", "attorney")
        delegate(world.osage, "chief", "manager")
        with pytest.raises(Refused):
            grant(world.osage, ask(world.osage, "department-computer", "bureau"), "attorney")
        with pytest.raises(Refused):
            grant(world.osage, ask(world.osage, "site-approval", "manager"), "manager")


class TestSendingBack:
    def test_it_waits_for_the_member_and_then_again_for_the_same_people(self, world: World) -> None:
        asked = ask(world.osage, "represent-department")
        acts.pass_up(world.osage.as_("supervisor"), asked, "I recommend it")
        acts.send_back(world.osage.as_("commander"), asked, "Which school?")
        assert "It is sent back" in refusal(acts.refuse, world.osage.as_("commander"), asked, "Too late")
        kind = scene.kinds(world.osage)["represent-department"]
        acts.complete(world.osage.as_("officer"), asked, wish(kind, purpose="Central Elementary"))
        assert grant(world.osage, asked, "commander").request.purpose == "Central Elementary"

    def test_only_the_member_completes_it(self, world: World) -> None:
        asked = ask(world.bluff, "logo-use")
        acts.send_back(world.bluff.as_("chief"), asked, "Which one?")
        kind = scene.kinds(world.bluff)["logo-use"]
        assert "Only who made the request" in refusal(acts.complete, world.bluff.as_("reserve"), asked, wish(kind))

    @pytest.mark.parametrize("step", [acts.refuse, acts.send_back, acts.pass_up])
    def test_an_answer_without_reasons_is_none(self, world: World, step: Any) -> None:
        asked = ask(world.osage, "represent-department")
        assert refusal(step, world.osage.as_("supervisor"), asked, "  ") == (
            "No reasons are given. Write why; the member reads it."
        )


class TestForm:
    def test_written_wants_a_fresh_sign_in(self, world: World) -> None:
        asked = ask(world.bluff, "speak-for-department")
        assert refusal(acts.grant, world.bluff.as_("chief"), asked, terms("Adaeze Whitlow")) == (
            "Something written is signed, and you have not signed in anew. Sign in again, then sign."
        )

    @pytest.mark.parametrize("name", ["", "Adaeze", "Marisol Tran"])
    def test_written_wants_the_deciders_own_name(self, world: World, name: str) -> None:
        chief = world.bluff.as_("chief", signed_in_anew=True)
        assert refusal(acts.grant, chief, ask(world.bluff, "speak-for-department"), terms(name)) == (
            "The name typed is not yours. Type Adaeze Whitlow."
        )

    def test_express_wants_words(self, world: World) -> None:
        asked = ask(world.osage, "represent-department")
        assert refusal(acts.grant, world.osage.as_("supervisor"), asked, terms(words=" ")) == (
            "The clause wants express permission, and no words of permission are given. "
            "Write in your own words what you permit."
        )

    def test_where_no_form_is_named_the_department_may_choose_a_stricter_one(self, world: World) -> None:
        assert grant(world.bluff, ask(world.bluff, "logo-use"), "chief", form="written").form == "written"
        assert grant(world.bluff, ask(world.bluff, "logo-use"), "chief").form == "unstated"


class TestScope:
    def test_one_post_is_named_by_its_words_or_its_number(self, world: World) -> None:
        assert "none is named" in refusal(lambda: ask(world.osage, "item-release", item=" "))
        by_words = ask(world.osage, "item-release", item="Line one\r\nLine two")
        assert by_words.scope == {"text_sha256": hashlib.sha256(b"Line one\nLine two").hexdigest()}
        assert ask(world.osage, "item-release", item="", post="p-7").scope == {"post": "p-7"}

    def test_standing_leave_is_for_its_holder(self, world: World) -> None:
        assert ask(world.bluff, "logo-use").scope == {"author": "31"}
        assert ask(world.bluff, "logo-use", site="facebook").scope == {"author": "31", "site": "facebook"}

    def test_a_device_is_named_and_its_leave_ends(self, world: World) -> None:
        assert "The device is not named." in refusal(lambda: ask(world.osage, "personal-device", item=""))
        assert "needs an end" in refusal(lambda: ask(world.osage, "personal-device", ends=None))
        asked = ask(world.osage, "personal-device", item="Phone, tag 118")
        commander = world.osage.as_("commander", signed_in_anew=True)
        assert "needs an end" in refusal(acts.grant, commander, asked, terms("Imani Castellanos", ends=None))

    def test_leave_cannot_begin_in_the_past_or_end_before_it_begins(self, world: World) -> None:
        assert "cannot begin in the past" in refusal(lambda: ask(world.bluff, "logo-use", starts=today() - DAY))
        assert "end before it begins" in refusal(
            lambda: ask(world.bluff, "logo-use", starts=today() + DAY, ends=today())
        )


class TestEnds:
    def test_the_last_day_counts_and_the_next_does_not(self, world: World) -> None:
        grant(world.bluff, ask(world.bluff, "logo-use"), "chief", starts=today() + DAY, ends=today() + 3 * DAY)
        member = world.bluff.members["officer"]
        with world.bluff.within():
            held = [len(grants_of(member, today() + n * DAY)) for n in range(5)]
        assert held == [0, 1, 1, 1, 0]

    def test_revoked_it_ends_that_day_with_a_reason(self, world: World) -> None:
        asked = ask(world.bluff, "logo-use")
        grant(world.bluff, asked, "chief")
        acts.revoke(world.bluff.as_("chief"), asked, "The season is over")
        with world.bluff.within():
            assert grants_of(world.bluff.members["officer"], today()) == []
            assert Grant.objects.get().revoked_reason == "The season is over"

    def test_who_could_not_give_it_cannot_revoke_it_but_the_chief_can(self, world: World) -> None:
        asked = ask(world.osage, "personal-device")
        grant(world.osage, asked, "commander")
        assert "You could not give this permission" in refusal(acts.revoke, world.osage.as_("media"), asked, "No")
        acts.revoke(world.osage.as_("chief"), asked, "Lost")
        assert state(asked) == "revoked"

    def test_a_holder_gives_it_up_and_nobody_revokes_their_own(self, world: World) -> None:
        delegate(world.bluff, "chief", "lieutenant")
        asked = ask(world.bluff, "logo-use", "chief")
        grant(world.bluff, asked, "lieutenant")
        assert refusal(acts.revoke, world.bluff.as_("chief"), asked, "No") == (
            "Nobody revokes their own permission. Give it up."
        )
        acts.give_up(world.bluff.as_("chief"), asked)
        assert state(asked) == "given-up"


class TestAppeal:
    def test_who_refused_does_not_hear_it_where_there_is_another(self, world: World) -> None:
        delegate(world.bluff, "chief", "lieutenant")
        asked = ask(world.bluff, "logo-use")
        acts.refuse(world.bluff.as_("chief"), asked, "Not this year")
        acts.appeal(world.bluff.as_("officer"), asked, "It was allowed last year")
        assert refusal(acts.decide_appeal, world.bluff.as_("chief"), asked, False, "No") == (
            "You have decided on this once; now somebody else does. It waits for Marisol Tran."
        )
        acts.decide_appeal(world.bluff.as_("lieutenant"), asked, False, "The reasons hold")
        assert state(asked) == "refused-finally"

    def test_who_refused_hears_it_where_there_is_no_other(self, world: World) -> None:
        asked = ask(world.bluff, "logo-use")
        acts.refuse(world.bluff.as_("chief"), asked, "Not this year")
        acts.appeal(world.bluff.as_("officer"), asked, "It was allowed last year")
        acts.decide_appeal(world.bluff.as_("chief"), asked, True, "So it was")
        assert grant(world.bluff, asked, "chief").name == asked.number

    def test_set_aside_it_is_decided_anew_by_those_whom_the_clause_names(self, world: World) -> None:
        asked = ask(world.osage, "personal-device")
        acts.refuse(world.osage.as_("commander"), asked, "No need")
        acts.appeal(world.osage.as_("officer"), asked, "There is")
        acts.decide_appeal(world.osage.as_("chief"), asked, True, "There is")
        with pytest.raises(Refused):
            grant(world.osage, asked, "chief")
        assert grant(world.osage, asked, "commander").as_role == "commander"

    def test_a_revocation_can_be_appealed_and_leave_given_again(self, world: World) -> None:
        asked = ask(world.bluff, "logo-use")
        grant(world.bluff, asked, "chief")
        acts.revoke(world.bluff.as_("chief"), asked, "The season is over")
        acts.appeal(world.bluff.as_("officer"), asked, "It is not")
        acts.decide_appeal(world.bluff.as_("chief"), asked, True, "It is not")
        assert grant(world.bluff, asked, "chief").name == f"{asked.number}-2"

    def test_the_role_that_hears_it_is_a_local_setting(self, world: World) -> None:
        people.change_settings(world.bluff.as_("chief"), {"appeals_to": "attorney"})
        asked = ask(world.bluff, "logo-use")
        acts.refuse(world.bluff.as_("chief"), asked, "Not this year")
        acts.appeal(world.bluff.as_("officer"), asked, "It was allowed last year")
        with world.bluff.within():
            assert deciders(asked) == {"Ottilie Brandvold"}


class TestTime:
    def test_after_a_hundred_days_it_still_waits(self, world: World) -> None:
        asked = ask(world.bluff, "logo-use")
        with world.bluff.within():
            for day in range(1, 101):
                daily.escalate_due(timezone.now() + timedelta(days=day))
                daily.notices_due(timezone.now() + timedelta(days=day))
        assert state(asked) == "waiting"

    def test_unanswered_it_also_goes_to_the_named_alternate(self, world: World) -> None:
        delegate(world.bluff, "chief", "lieutenant", alternate=True)
        asked = ask(world.bluff, "logo-use")
        assert "You may not decide" in refusal(acts.grant, world.bluff.as_("lieutenant"), asked, terms())
        now = timezone.now()
        with world.bluff.within():
            assert [daily.escalate_due(now + timedelta(days=n)) for n in (2, 3, 3, 4)] == [0, 1, 0, 0]
            assert deciders(asked) == {"Adaeze Whitlow", "Marisol Tran"}
            assert Notice.objects.filter(member=world.bluff.members["lieutenant"]).exists()
        assert state(asked) == "waiting"
        assert grant(world.bluff, asked, "lieutenant").as_role == "designee"

    def test_unanswered_in_a_chain_it_also_goes_one_level_up_each_time(self, world: World) -> None:
        asked = ask(world.osage, "represent-department")
        now, counts = timezone.now(), []
        with world.osage.within():
            for n in (3, 6, 7, 9, 12, 15):
                daily.escalate_due(now + timedelta(days=n))
                counts.append(len(deciders(asked)))
        assert counts == [2, 3, 3, 4, 4, 4]
        assert grant(world.osage, asked, "commander").as_role == "commander"

    def test_the_wait_is_a_local_setting(self, world: World) -> None:
        people.change_settings(world.bluff.as_("chief"), {"alternate_after_days": 10})
        ask(world.bluff, "logo-use")
        with world.bluff.within():
            assert daily.escalate_due(timezone.now() + timedelta(days=9)) == 0
            assert daily.escalate_due(timezone.now() + timedelta(days=10)) == 1

    def test_when_the_decider_leaves_it_goes_to_the_next(self, world: World) -> None:
        asked = ask(world.osage, "represent-department")
        people.separate(world.osage.as_("admin"), world.osage.members["supervisor"], today())
        with world.osage.within():
            assert deciders(asked) == set()
            assert daily.escalate_due(timezone.now()) == 1
            assert deciders(asked) == {"Imani Castellanos"}

    def test_a_holder_is_told_of_the_end_once_two_weeks_before_once_the_day_before_and_once_after(
        self, world: World
    ) -> None:
        grant(world.bluff, ask(world.bluff, "logo-use"), "chief", ends=today() + 30 * DAY)
        now = timezone.now()
        with world.bluff.within():
            told = [n for n in range(40) for _ in range(2) if daily.notices_due(now + timedelta(days=n))]
            said = Notice.objects.filter(member=world.bluff.members["officer"], key__contains="ending").count()
        assert (told, said) == ([16, 29, 31], 3)

    def test_the_desk_itself_decides_nothing(self, world: World) -> None:
        asked = ask(world.bluff, "logo-use")
        with world.bluff.within():
            desk = machine()
        for step in (acts.grant, acts.refuse, acts.send_back, acts.revoke):
            with pytest.raises(Refused):
                step(desk, asked, terms())


class TestTwoPeople:
    def test_the_second_is_another_person_and_confirms_the_same_terms(self, world: World) -> None:
        people.change_settings(world.bluff.as_("chief"), {"second_approver": ["speak-for-department"]})
        delegate(world.bluff, "chief", "lieutenant")
        asked = ask(world.bluff, "speak-for-department")
        chief = world.bluff.as_("chief", signed_in_anew=True)
        assert "Two people approve this kind" in refusal(acts.grant, chief, asked, terms("Adaeze Whitlow"))
        acts.approve(chief, asked, terms("Adaeze Whitlow", conditions="In uniform"))
        assert "You have decided on this once" in refusal(acts.confirm, chief, asked, "Adaeze Whitlow")
        lieutenant = world.bluff.as_("lieutenant", signed_in_anew=True)
        assert "The name typed is not yours." in refusal(acts.confirm, lieutenant, asked, "Adaeze Whitlow")
        given = acts.confirm(lieutenant, asked, "Marisol Tran")
        assert (given.conditions, given.as_role) == ("In uniform", "chief")
        assert ("Adaeze Whitlow (1)" in given.paper, "Marisol Tran (12)" in given.paper) == (True, True)

    def test_a_department_of_one_chief_works_with_it_off(self, world: World) -> None:
        assert grant(world.bluff, ask(world.bluff, "speak-for-department"), "chief").form == "written"
