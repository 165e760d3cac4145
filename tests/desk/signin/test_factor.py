"""Second factors: asked of whoever holds a role above member, before anything else works; open to everybody."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.desk.cast import World, account
from tests.desk.signin.codes import code
from tests.desk.signin.ways import HOME, activate, security_log, sign_in, signed_in

from postorders.desk.people.acts import give_role
from postorders.desk.signin import acts

# What allauth tells of a new factor, it tells when the transaction ends.
pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
INDEX = "/sign-in/2fa/"


def test_a_member_needs_none(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "officer"))
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("short", ["chief", "lieutenant", "pio", "manager", "attorney", "admin"])
def test_every_role_above_member_is_sent_to_set_one_up(client: Client, world: World, short: str) -> None:
    sign_in(client, account(world.bluff, short))
    for path in (HOME, "/account/", "/", "/sign-in/password/change/", "/sign-in/sessions/"):
        assert client.get(path)["Location"] == INDEX, path
    assert "Your role asks for a second factor." in client.get(INDEX).content.decode()


def test_the_api_answers_with_a_refusal(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "chief"))
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 403
    assert json.loads(answer.content)["problems"][0]["what"] == "This needs a second factor."


def test_a_host_may_ask_for_none(client: Client, world: World, settings: Any) -> None:
    settings.CONFIG = dataclasses.replace(settings.CONFIG, mfa_above_member=False)
    sign_in(client, account(world.bluff, "chief"))
    assert client.get(HOME).status_code == 200


def test_setting_up_an_app_opens_the_desk_and_shows_codes_once(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "chief"))
    activate(client)
    first = client.get("/sign-in/2fa/recovery-codes/").content.decode()
    assert "They are not shown again." in first
    assert "recovery codes are unused" in client.get("/sign-in/2fa/recovery-codes/").content.decode()
    assert client.get(HOME).status_code == 200


def test_the_next_sign_in_asks_for_a_code(client: Client, world: World) -> None:
    chief = account(world.bluff, "chief")
    sign_in(client, chief)
    secret = activate(client)
    other = Client()
    assert sign_in(other, chief)["Location"] == "/sign-in/2fa/authenticate/"
    assert not signed_in(other)
    other.post("/sign-in/2fa/authenticate/", {"code": "000000"})
    assert not signed_in(other)
    other.post("/sign-in/2fa/authenticate/", {"code": code(secret)})
    assert other.get(HOME).status_code == 200


def test_a_recovery_code_signs_in_once(client: Client, world: World) -> None:
    chief = account(world.bluff, "chief")
    sign_in(client, chief)
    activate(client)
    spare = client.get("/sign-in/2fa/recovery-codes/").context["unused_codes"][0]
    for opens in (True, False):
        other = Client()
        sign_in(other, chief)
        other.post("/sign-in/2fa/authenticate/", {"code": spare})
        assert signed_in(other) is opens


def test_a_code_is_taken_once(client: Client, world: World) -> None:
    chief = account(world.bluff, "chief")
    sign_in(client, chief)
    secret = activate(client)
    first, second = Client(), Client()
    for other in (first, second):
        sign_in(other, chief)
    shown = code(secret)  # one code for both: the clock may move on to the next one between them
    for other, opens in ((first, True), (second, False)):
        other.post("/sign-in/2fa/authenticate/", {"code": shown})
        assert signed_in(other) is opens


def test_a_role_given_later_is_asked_at_the_next_request(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    assert client.get(HOME).status_code == 200
    with world.bluff.within():
        give_role(world.bluff.as_("admin"), cole.member, "media-unit")
    assert client.get(HOME)["Location"] == INDEX


def test_a_session_older_than_the_factor_confirms_it_and_can_do_nothing_else(client: Client, world: World) -> None:
    chief, other = account(world.bluff, "chief"), Client()
    sign_in(client, chief)
    sign_in(other, chief)
    activate(other)
    for path in (HOME, "/account/"):
        assert client.get(path)["Location"].startswith("/sign-in/2fa/reauthenticate/?next="), path
    for path in ("", "totp/activate/", "totp/deactivate/", "recovery-codes/generate/", "webauthn/add/"):
        assert client.get(f"/sign-in/2fa/{path}")["Location"].startswith("/sign-in/2fa/reauthenticate/"), path
    spare = other.get("/sign-in/2fa/recovery-codes/").context["unused_codes"][0]
    client.post("/sign-in/2fa/reauthenticate/?next=/account/", {"code": spare})
    assert client.get(HOME).status_code == 200


def test_the_last_factor_of_a_role_stays(client: Client, world: World) -> None:
    chief = account(world.bluff, "chief")
    sign_in(client, chief)
    activate(client)
    page = client.post("/sign-in/2fa/totp/deactivate/")
    assert "Your role needs a second factor." in page.content.decode()
    assert Authenticator.objects.filter(user=chief, type="totp").exists()


def test_a_member_may_remove_theirs(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    activate(client)
    client.post("/sign-in/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=cole).exists()


def test_the_secret_is_sealed_in_the_database(client: Client, world: World) -> None:
    sign_in(client, account(world.bluff, "chief"))
    secret = activate(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_an_administrator_resets_lost_factors_and_the_person_sets_up_new_ones(client: Client, world: World) -> None:
    chief = account(world.bluff, "chief")
    sign_in(client, chief)
    activate(client)
    acts.reset_factors(world.bluff.as_("admin"), chief.member)
    assert client.get(HOME).status_code == 302
    sign_in(client, chief)
    assert client.get(HOME)["Location"] == INDEX


def test_the_log_names_factors(client: Client, world: World) -> None:
    before = len(security_log())
    sign_in(client, account(world.bluff, "officer"))
    activate(client)
    client.post("/sign-in/2fa/totp/deactivate/")
    said = [(one["event"], one.get("kind")) for one in security_log()[before:]]
    assert ("factor-added", "totp") in said
    assert ("factor-removed", "totp") in said
