"""Something written needs a proof of the last minutes: a password, a passkey or a code, never a provider's word."""

from __future__ import annotations

import time

import pytest
from django.test import Client, RequestFactory
from tests.desk.cast import PASSWORD, World, account
from tests.desk.signin.ways import sign_in

from postorders.desk.signin.fresh import sign_again, signed_in_anew
from postorders.desk.signin.models import Account

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def asked(client: Client, who: Account, path: str = "/desk/?a=1") -> object:
    """A request of a signed-in person, as a view gets it."""
    request = RequestFactory().get(path)
    request.session, request.user = client.session, who
    return request


def test_signing_in_is_such_a_proof(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    assert signed_in_anew(asked(client, cole))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "seconds", "fresh"),
    [("password", 299, True), ("password", 300, False), ("mfa", 1, True), ("socialaccount", 1, False)],
)
def test_five_minutes_and_what_counts(client: Client, world: World, method: str, seconds: float, fresh: bool) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - seconds}]
    session.save()
    assert signed_in_anew(asked(client, cole)) is fresh  # type: ignore[arg-type]


def test_a_person_is_sent_to_prove_it_and_back(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    answer = sign_again(asked(client, cole))  # type: ignore[arg-type]
    assert answer["Location"] == "/sign-in/reauthenticate/?next=%2Fdesk%2F%3Fa%3D1"
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    assert not signed_in_anew(asked(client, cole))  # type: ignore[arg-type]
    back = client.post(answer["Location"], {"password": PASSWORD, "next": "/desk/?a=1"})
    assert back["Location"] == "/desk/?a=1"
    assert signed_in_anew(asked(client, cole))  # type: ignore[arg-type]


def test_five_wrong_passwords_there_lock_the_account_as_well(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    for _ in range(5):
        client.post("/sign-in/reauthenticate/", {"password": "wrong"})
    assert "Too many failed tries" in sign_in(Client(), cole).content.decode()


def test_it_never_leads_to_another_site(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "officer"))
    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        back = client.post("/sign-in/reauthenticate/", {"password": PASSWORD, "next": bad})
        assert back["Location"] == "/desk/"
