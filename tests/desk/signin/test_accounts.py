"""Accounts: made by invitation, disabled and enabled, each by an act of an administrator."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from tests.desk.cast import PASSWORD, World, account
from tests.desk.signin.ways import activate, sign_in, signed_in, wait

from postorders.desk.base.act import Refused
from postorders.desk.ledger.models import Payload
from postorders.desk.people.acts import add_member
from postorders.desk.signin import acts, attempts
from postorders.desk.signin.mail import send_invitation
from postorders.desk.signin.models import Account

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
NEW = "quarry lantern nine willows"


def follow(client: Client, link: str, password: str = NEW) -> Any:
    """Opens the link of an invitation and sets a password."""
    page = client.get(urlsplit(link).path, follow=True)
    form = page.context.get("action_url", "")
    return client.post(form, {"password1": password, "password2": password}) if form else page


def test_an_invited_member_sets_a_password_and_signs_in(client: Client, world: World) -> None:
    cole = world.bluff.members["officer"]
    link = acts.invite(world.bluff.as_("admin"), cole)
    assert link.startswith("http://localhost:8471/sign-in/password/reset/key/")
    follow(Client(), link)
    sign_in(client, cole.email, NEW)
    assert signed_in(client)


def test_a_link_works_once(client: Client, world: World) -> None:
    link = acts.invite(world.bluff.as_("admin"), world.bluff.members["officer"])
    follow(Client(), link)
    assert "This link no longer works" in follow(client, link).content.decode()


def test_inviting_again_ends_the_earlier_link(client: Client, world: World) -> None:
    cole = world.bluff.members["officer"]
    first = acts.invite(world.bluff.as_("admin"), cole)
    second = acts.invite(world.bluff.as_("admin"), cole)
    assert "This link no longer works" in follow(client, first).content.decode()
    follow(client, second)
    assert Account.objects.get(member=cole).has_usable_password()


@pytest.mark.parametrize("weak", ["short one", "password1234", "cole@cedar-bluff.example"])
def test_a_weak_password_is_refused(client: Client, world: World, weak: str) -> None:
    cole = world.bluff.members["officer"]
    assert follow(client, acts.invite(world.bluff.as_("admin"), cole), weak).status_code == 200
    assert not Account.objects.get(member=cole).has_usable_password()


def test_who_has_an_account_is_not_invited_again(world: World) -> None:
    account(world.bluff, "officer")
    with pytest.raises(Refused, match="Cole Abernathy has an account already"):
        acts.invite(world.bluff.as_("admin"), world.bluff.members["officer"])


def test_an_address_belongs_to_one_account(world: World) -> None:
    cole = account(world.bluff, "officer")
    for do in (acts.invite, acts.change_address):
        account(world.bluff, "chief")
        with pytest.raises(Refused):
            do(world.bluff.as_("admin"), world.bluff.members["reserve"], cole.email)


@pytest.mark.parametrize("short", ["officer", "chief", "lieutenant", "attorney"])
def test_only_an_administrator_keeps_accounts(client: Client, world: World, short: str) -> None:
    target = world.bluff.members["reserve"]
    with pytest.raises(Refused, match="This is for"):
        acts.invite(world.bluff.as_(short), target)
    sign_in(client, account(world.bluff, short))
    activate(client)
    assert client.get("/desk/accounts/").status_code == 403
    assert client.get(f"/desk/accounts/{target.id}/").status_code == 403


def test_an_administrator_does_not_reach_another_department(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "admin"))
    activate(client)
    lena = account(world.osage, "officer")
    assert client.get(f"/desk/accounts/{lena.member_id}/").status_code == 404
    assert "Lena" not in client.get("/desk/accounts/?q=fairweather").content.decode()


def test_nobody_disables_or_resets_their_own(world: World) -> None:
    admin = account(world.bluff, "admin")
    for do in (
        lambda: acts.disable(world.bluff.as_("admin"), admin.member, "x"),
        lambda: acts.reset_factors(world.bluff.as_("admin"), admin.member),
    ):
        with pytest.raises(Refused, match="Nobody"):
            do()


def test_an_administrator_unlocks(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    for _ in range(5):
        sign_in(client, cole, "wrong")
    acts.unlock(world.bluff.as_("admin"), cole.member)
    sign_in(client, cole)
    assert signed_in(client)


def test_a_new_address_signs_in_and_the_old_one_does_not(client: Client, world: World) -> None:
    cole, old = account(world.bluff, "officer"), account(world.bluff, "officer").email
    acts.change_address(world.bluff.as_("admin"), cole.member, "C.Abernathy@cedar-bluff.example")
    sign_in(client, old)
    assert not signed_in(client)
    sign_in(client, "c.abernathy@cedar-bluff.example")
    assert signed_in(client)


def test_each_act_says_in_the_ledger_who_did_what_to_whom(world: World) -> None:
    cole = account(world.bluff, "officer")
    admin = world.bluff.as_("admin")
    acts.disable(admin, cole.member, "lost the badge")
    acts.enable(admin, cole.member)
    with world.bluff.within():
        last = Payload.objects.filter(department=world.bluff.department).order_by("-index")[:2]
        assert [(one.act, one.actor, one.about) for one in last] == [
            ("signin.enable", "99", "member 31"),
            ("signin.disable", "99", "member 31"),
        ]


def test_the_pages_invite_by_mail_and_disable(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "admin"))
    activate(client)
    mail.outbox.clear()
    cole = world.bluff.members["officer"]
    page = f"/desk/accounts/{cole.id}/"
    client.post(page, {"do": "invite", "email": cole.email})
    [message] = mail.outbox
    assert (message.to, message.subject) == ([cole.email], "Your account at Cedar Bluff Police Department")
    link = re.search(r"http://\S+", str(message.body))
    assert link
    follow(Client(), link[0])
    sign_in(Client(), cole.email, "wrong")
    assert "in use" in client.get(page).content.decode()
    assert client.post(page, {"do": "disable", "reason": ""}).status_code == 422
    client.post(page, {"do": "disable", "reason": "on leave"})
    assert "disabled (on leave)" in client.get(page).content.decode()


def test_a_mail_server_that_is_down_is_told_and_breaks_nothing(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    cole = world.bluff.members["officer"]
    assert not send_invitation(cole, acts.invite(world.bluff.as_("admin"), cole))
    page = Client().post("/sign-in/password/reset/", {"email": cole.email}, follow=True)
    assert "Look at your mail" in page.content.decode()


def test_the_list_asks_as_much_for_sixty_accounts_as_for_ten(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, account(world.bluff, "admin"))
    activate(client)
    with world.bluff.within():
        for number in range(60):
            member = add_member(world.bluff.as_("admin"), f"N{number}", f"Person {number}", "officer")
            Account.objects.create_user(
                f"n{number}@cedar-bluff.example", None, department=world.bluff.department, member=member
            )
    client.get("/desk/accounts/")
    with django_assert_max_num_queries(16):
        page = client.get("/desk/accounts/")
    assert len(page.context["rows"]) == 50


def test_failures_do_not_lock_the_page_of_an_administrator(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    for _ in range(5):
        sign_in(Client(), cole, "wrong")
    sign_in(client, account(world.bluff, "admin"), PASSWORD)
    activate(client)
    assert "locked after failed tries" in client.get(f"/desk/accounts/{cole.member_id}/").content.decode()
    wait(15 * 60)
    from django.utils import timezone

    assert not attempts.locked(cole.email, timezone.now())
