"""Sessions: idle ones end, signing in changes their key, and whoever may no longer sign in is out at once."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.desk.cast import World, account
from tests.desk.signin.ways import HOME, LOGIN, sign_in, signed_in

from postorders.desk.jobs.daily import found
from postorders.desk.people.acts import separate
from postorders.desk.signin import acts
from postorders.desk.signin.models import Account

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def idle_for(client: Client, seconds: int) -> None:
    session = client.session
    session["seen"] = int(time.time()) - seconds
    session.save()


def test_twenty_nine_idle_minutes_do_not_end_a_session(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "officer"))
    idle_for(client, 29 * 60)
    assert client.get(HOME).status_code == 200


def test_thirty_idle_minutes_do_and_the_page_is_found_again(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "officer"))
    idle_for(client, 30 * 60)
    answer = client.get("/account/", follow=True)
    assert answer.redirect_chain == [(f"{LOGIN}?next=%2Faccount%2F", 302)]
    assert "You were signed out after 30 idle minutes." in answer.content.decode()
    assert not signed_in(client)


def test_the_session_in_the_database_ends_by_itself_as_well(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "officer"))
    assert client.session.get_expiry_age() == 30 * 60
    assert client.session.get_expire_at_browser_close()


def test_a_clock_that_was_set_back_does_not_keep_a_session_open(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "officer"))
    idle_for(client, -8 * 3600)
    client.get("/account/")
    assert abs(client.session["seen"] - time.time()) < 60


def test_use_is_written_at_most_once_a_minute(client: Client, world: World, django_assert_num_queries: object) -> None:
    sign_in(client, account(world.bluff, "officer"))
    client.get("/account/")
    before = client.session["seen"]
    idle_for(client, 50)
    client.get("/account/")
    assert client.session["seen"] == before - 50 or client.session["seen"] < before
    idle_for(client, 61)
    client.get("/account/")
    assert client.session["seen"] >= before


def test_signing_in_gives_the_session_a_new_key(client: Client, world: World) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    key = session.session_key
    client.cookies["sessionid"] = key
    sign_in(client, account(world.bluff, "officer"))
    assert client.session.session_key != key
    stranger = Client()
    stranger.cookies["sessionid"] = key
    assert not signed_in(stranger)


def test_disabling_ends_the_session_and_a_second_enabling_does_not_bring_it_back(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    acts.disable(world.bluff.as_("admin"), cole.member, "lost the badge")
    assert client.get(HOME).status_code == 302
    acts.enable(world.bluff.as_("admin"), cole.member)
    assert client.get(HOME).status_code == 302


def test_a_disabled_account_cannot_sign_in(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    acts.disable(world.bluff.as_("admin"), cole.member, "lost the badge")
    assert sign_in(client, cole)["Location"] == "/sign-in/inactive/"
    assert not signed_in(client)


def test_separation_ends_the_session_at_once(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    separate(world.bluff.as_("admin"), cole.member, world.bluff.today())
    assert client.get(HOME).status_code == 302
    assert not signed_in(Client()) and sign_in(Client(), cole)["Location"] == "/sign-in/inactive/"


def test_an_account_whose_member_left_is_signed_out_even_before_it_is_disabled(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    separate(world.bluff.as_("admin"), cole.member, world.bluff.today())
    Account.objects.filter(pk=cole.pk).update(is_active=True)
    assert client.get(HOME)["Location"] == "/sign-in/inactive/"
    assert sign_in(Client(), cole)["Location"] == "/sign-in/inactive/"


@pytest.mark.parametrize(("days", "disabled"), [(89, []), (90, ["cole@cedar-bluff.example"])])
def test_ninety_idle_days_disable_an_account(world: World, days: int, disabled: list[str]) -> None:
    cole = account(world.bluff, "officer")
    now = timezone.now()
    Account.objects.filter(pk=cole.pk).update(last_seen=now - timedelta(days=days))
    account(world.osage, "officer")
    with world.bluff.within():
        assert [one.email for one in acts.disable_idle(now)] == disabled
        assert acts.disable_idle(now) == []


def test_an_invitation_that_nobody_followed_for_ninety_days_is_disabled_too(world: World) -> None:
    cole = account(world.bluff, "officer")
    now = cole.created + timedelta(days=90)
    with world.bluff.within():
        assert [one.email for one in acts.disable_idle(now)] == [cole.email]


def test_the_last_day_of_a_member_disables_when_it_comes(world: World) -> None:
    cole = account(world.bluff, "officer")
    separate(world.bluff.as_("admin"), cole.member, world.bluff.today() + timedelta(days=1))
    with world.bluff.within():
        assert acts.disable_separated() == []
        cole.member.separated = world.bluff.today()
    from postorders.desk.base import guard

    with world.bluff.within(), guard.lifted("a day passes"):
        cole.member.save()
    with world.bluff.within():
        assert [one.email for one in acts.disable_separated()] == [cole.email]


def test_signing_in_notes_when(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    cole.refresh_from_db()
    assert cole.last_seen is not None


def test_changing_the_password_signs_out_everywhere_else(client: Client, world: World) -> None:
    cole, other = account(world.bluff, "officer"), Client()
    sign_in(client, cole)
    sign_in(other, cole)
    new = "quarry lantern nine willows"
    form = {"oldpassword": "blue heron over the dam", "password1": new, "password2": new}
    assert client.post("/sign-in/password/change/", form)["Location"] == "/account/"
    assert client.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302


def test_what_this_desk_does_not_offer_is_closed(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "officer"))
    for path in ("signup/", "email/", "confirm-email/", "3rdparty/", "3rdparty/signup/", "social/signup/"):
        assert client.get(f"/sign-in/{path}").status_code == 404, path
        assert client.post(f"/sign-in/{path}", {"email": "new@cedar-bluff.example"}).status_code == 404, path


def test_each_day_the_desk_disables_and_clears(world: World) -> None:
    cole, now = account(world.bluff, "officer"), timezone.now()
    Account.objects.filter(pk=cole.pk).update(last_seen=now - timedelta(days=90))
    tasks = {name: run for name, run in found().items() if name.startswith("signin.")}
    with world.bluff.within():
        done = {name: run(now) for name, run in tasks.items()}
    assert done == {"signin.clear": 0, "signin.disable_idle": 1, "signin.disable_separated": 0}
