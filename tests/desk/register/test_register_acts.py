"""An account's way through the register: entered, told to the Chief, listed under leave, looked over, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.desk.cast import World
from tests.desk.permissions import scene as permissions
from tests.desk.register import scene

from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.jobs.models import Notice
from postorders.desk.people import acts as people
from postorders.desk.people.who import today
from postorders.desk.permissions import acts as asking
from postorders.desk.register import acts, rules
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both
PRINTED = {
    "https://www.facebook.com/Raymore.Police",
    "http://www.youtube.com/raymorepd",
    "https://twitter.com/RaymorePD",
}
PURPOSES = ("IV.B.1.a", "IV.B.1.b", "IV.B.1.c", "IV.B.1.d", "IV.B.1.e", "IV.B.1.f", "IV.B.1.g")


@pytest.mark.proves("raymore-8", "8.03.A", capability="account-register")
def test_no_account_is_listed_without_leave(world: World) -> None:
    site = scene.entered(world.bluff)
    with pytest.raises(Refused, match=r"8\.03\.A wants one"):
        acts.list_site(world.bluff.as_("chief"), site)
    grant = scene.leave(world.bluff, scene.BLUFF)
    listed = acts.list_site(world.bluff.as_("chief"), site)
    assert (listed.state, listed.grant) == ("listed", grant)


@pytest.mark.proves("kcpd-261", "IV.B.2", capability="account-register")
def test_written_approval_comes_before_a_site_is_listed(world: World) -> None:
    site = scene.entered(world.osage, scene.OSAGE)
    with pytest.raises(Refused, match=r"IV\.B\.2 wants one"):
        acts.list_site(world.osage.as_("chief"), site)
    scene.leave(world.osage)
    listed = acts.list_site(world.osage.as_("chief"), site)
    assert listed.grant.form == "written"


@pytest.mark.proves("raymore-8", "8.03.B#1", capability="account-register")
def test_entering_an_address_tells_it_to_the_chief(world: World) -> None:
    site = scene.entered(world.bluff, "m.facebook.com/cedarbluffpolice/?ref=bookmarks")
    with world.bluff.within():
        notice = Notice.objects.get(member=world.bluff.members["chief"], subject__contains=site.url)
        assert "8.03.B#1" in notice.body
        assert Site.objects.get(id=site.id).told is not None


@pytest.mark.proves("raymore-8", "8.03.B#2", capability="account-register")
def test_the_chief_or_a_designee_keeps_the_list(world: World) -> None:
    site, grant = scene.entered(world.bluff), scene.leave(world.bluff, scene.BLUFF)
    with pytest.raises(Refused):
        acts.list_site(world.bluff.as_("pio"), site, grant)
    permissions.delegate(world.bluff, "chief", "lieutenant")
    acts.list_site(world.bluff.as_("lieutenant"), site, grant)
    said = scene.entry(world.bluff, "register.list")
    assert (said["clauses"], said["url"]) == ("8.03.B#2", site.url)


@pytest.mark.proves("raymore-8", "LIST", capability="account-register")
def test_the_printed_list_enters_as_printed_to_be_verified(world: World) -> None:
    sites = acts.seed(world.bluff.as_("chief"))
    assert {site.as_printed for site in sites} == PRINTED
    assert {site.state for site in sites} == {"to-verify"}
    assert {site.platform for site in sites} == {"facebook", "youtube", "x"}
    with pytest.raises(Refused, match="is in the register"):
        acts.seed(world.bluff.as_("chief"))
    listed = acts.list_site(world.bluff.as_("chief"), sites[0])
    assert listed.grant is None, "the policy itself lists it"


@pytest.mark.parametrize(
    "clause",
    [pytest.param(one, marks=pytest.mark.proves("kcpd-261", one, capability="account-register")) for one in PURPOSES],
)
def test_a_purpose_of_the_policy_is_a_code_of_the_account(world: World, clause: str) -> None:
    site = scene.entered(world.osage, scene.OSAGE, purpose="", purposes=[clause])
    assert site.purposes == [clause]


@pytest.mark.proves("kcpd-261", "IV.B.1", capability="account-register")
def test_the_list_of_purposes_is_open(world: World) -> None:
    assert scene.entered(world.osage, scene.OSAGE, purpose="Road weather").purposes == []
    with pytest.raises(Refused, match="What the account is for"):
        scene.entered(world.osage, "https://www.instagram.com/osagecrossing", purpose=" ")


def test_a_purpose_that_no_policy_names_is_refused(world: World) -> None:
    with pytest.raises(Refused, match=r"no purpose IV\.B\.1\.z"):
        scene.entered(world.osage, scene.OSAGE, purposes=["IV.B.1.z"])


@pytest.mark.parametrize(
    "again",
    [
        "facebook.com/cedarbluffpolice",
        "http://m.facebook.com/CedarBluffPolice/about",
        "https://fb.com/cedarbluffpolice?x=1",
    ],
)
def test_the_same_account_stands_in_the_register_once(world: World, again: str) -> None:
    scene.entered(world.bluff)
    with pytest.raises(Refused, match="already, as site 1"):
        scene.entered(world.bluff, again)


@pytest.mark.parametrize(
    "text", ["", "our page", "ftp://example.gov/police", "javascript:alert(1)", "https://facebook.com/login"]
)
def test_what_is_no_address_of_an_account_is_refused(world: World, text: str) -> None:
    with pytest.raises(Refused):
        scene.entered(world.bluff, text)


def test_a_member_without_leave_enters_nothing(world: World) -> None:
    with pytest.raises(Refused, match="hold no permission"):
        acts.enter(world.bluff.as_("officer"), scene.BLUFF, purpose="Mine")
    scene.leave(world.bluff, scene.BLUFF)
    with pytest.raises(Refused, match="hold no permission"):
        acts.enter(world.bluff.as_("officer"), scene.BLUFF, purpose="Mine")


def test_who_holds_leave_for_a_site_enters_it(world: World) -> None:
    asked = permissions.ask(world.bluff, "department-site", "officer", site="")
    permissions.grant(world.bluff, asked, "chief")
    site = acts.enter(world.bluff.as_("officer"), "https://www.youtube.com/@cedarbluffpd", purpose="Ride-alongs")
    assert site.owner == world.bluff.members["officer"]


def test_leave_that_names_no_address_stands_behind_one_account_alone(world: World) -> None:
    scene.leave(world.bluff)
    first, second = scene.entered(world.bluff), scene.entered(world.bluff, "https://www.instagram.com/cedarbluffpd")
    acts.list_site(world.bluff.as_("chief"), first)
    with pytest.raises(Refused, match="No permission in force"):
        acts.list_site(world.bluff.as_("chief"), second)


def test_leave_for_one_address_is_none_for_another(world: World) -> None:
    grant = scene.leave(world.bluff, "https://www.instagram.com/cedarbluffpd")
    site = scene.entered(world.bluff)
    with pytest.raises(Refused, match="No permission in force"):
        acts.list_site(world.bluff.as_("chief"), site, grant)


def test_revoking_ends_the_permission_behind_it_too(world: World) -> None:
    site = scene.listed(world.bluff)
    ended = acts.revoke(world.bluff.as_("chief"), site, "The page was sold")
    assert (ended.state, permissions.state(site.grant.request)) == ("revoked", "revoked")
    again = acts.reopen(world.bluff.as_("pio"), site, "Bought back")
    with pytest.raises(Refused, match="No permission in force"):
        acts.list_site(world.bluff.as_("chief"), again)


def test_an_account_whose_permission_was_revoked_is_not_restored(world: World) -> None:
    site = scene.listed(world.bluff)
    acts.suspend(world.bluff.as_("pio"), site, "Under repair")
    asking.revoke(world.bluff.as_("chief"), site.grant.request, "Not needed any more")
    with pytest.raises(Refused, match="No permission in force"):
        acts.restore(world.bluff.as_("chief"), site)


def test_a_persons_word_holds_for_the_days_that_the_department_sets(world: World) -> None:
    site = scene.listed(world.bluff)
    assert site.revalidate_by == today() + timedelta(days=180)
    people.change_settings(world.bluff.as_("chief"), {"revalidate_days": 90})
    again = acts.verify(world.bluff.as_("pio"), site, "Opened it on the desk computer")
    assert again.revalidate_by == today() + timedelta(days=90)
    with pytest.raises(Refused, match="answers for the account"):
        acts.verify(world.bluff.as_("officer"), site)


def test_a_listed_account_is_readdressed_by_the_chief_alone(world: World) -> None:
    site = scene.listed(world.bluff)
    with pytest.raises(Refused, match="changed by the Chief"):
        acts.readdress(world.bluff.as_("pio"), site, "https://www.facebook.com/CedarBluffPD")
    moved = acts.readdress(world.bluff.as_("chief"), site, "https://www.facebook.com/CedarBluffPD")
    assert (moved.key, moved.state) == ("facebook:cedarbluffpd", "listed")
    assert scene.entry(world.bluff, "register.readdress")["before"] == scene.BLUFF


def test_an_owner_is_a_member_in_service(world: World) -> None:
    site = scene.entered(world.bluff)
    people.separate(world.bluff.as_("admin"), world.bluff.members["officer"], today())
    with world.bluff.within():
        world.bluff.members["officer"].refresh_from_db()
    with pytest.raises(Refused, match="has left"):
        acts.edit(world.bluff.as_("pio"), site, {"owner": world.bluff.members["officer"]})


def test_what_is_not_ours_is_said_by_the_chief(world: World) -> None:
    site = scene.entered(world.bluff)
    with pytest.raises(Refused):
        acts.not_ours(world.bluff.as_("pio"), site, "A fan runs it")
    assert acts.not_ours(world.bluff.as_("chief"), site, "A fan runs it").state == "not-ours"


def test_a_recall_is_told_once(world: World) -> None:
    site = scene.listed(world.bluff)
    with world.bluff.within():
        for _ in range(2):
            acts.recall(machine(), site, "Its permission ended.", "ended")
        told = Notice.objects.filter(subject__contains="needs a person's word")
        assert {notice.member.number for notice in told} == {"1", "40"}


def test_a_policy_without_such_clauses_asks_for_nothing(world: World) -> None:
    with world.osage.within():
        assert rules.cited("notify-url") == ""
        assert rules.cited("keep-list") == ""
        assert rules.printed() == []
