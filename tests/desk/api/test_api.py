"""The API: a token acts in its owner's name, within its scopes, in its department, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.desk import cast
from tests.desk.cast import Place, World

from postorders.desk.api import acts
from postorders.desk.api.models import Token
from postorders.desk.api.tokens import SCOPES
from postorders.desk.base.act import Refused
from postorders.desk.ledger.models import Payload
from postorders.desk.people.acts import separate
from postorders.desk.people.who import today

pytestmark = pytest.mark.both
Ask = Callable[..., Any]


def token(place: Place, name: str, *scopes: str, days: int = 30) -> str:
    """A token of a member of the cast who may sign in."""
    cast.account(place, name)
    made: str = acts.make_token(place.as_(name, signed_in_anew=True), "a script", scopes or tuple(SCOPES), days)
    return made


def ask(path: str, given: str = "", method: str = "get", **data: Any) -> Any:
    """What the API answers."""
    headers = {"Authorization": f"Bearer {given}"} if given else {}
    call = getattr(Client(headers=headers), method)
    if data:
        return call(f"/api/v1{path}", data, content_type="application/json")
    return call(f"/api/v1{path}")


def test_it_tells_whom_a_token_speaks_for(world: World) -> None:
    answer = ask("/me", token(world.bluff, "chief", "read"))
    assert answer.status_code == 200
    assert answer.json() == {
        "department": "cedar-bluff",
        "number": "1",
        "name": "Adaeze Whitlow",
        "roles": ["chief", "member"],
        "scopes": ["read"],
    }


@pytest.mark.parametrize(
    "given", ["", "nonsense", "postorders.cedar-bluff.wrong", "postorders.no-such-place.x", "a.b.c"]
)
def test_without_a_token_that_stands_it_says_how_to_get_in(world: World, given: str) -> None:
    answer = ask("/me", given)
    assert answer.status_code == 401
    assert "Bearer" in answer.json()["problems"][0]["mend"]


def test_a_token_of_one_department_is_unknown_in_another(world: World) -> None:
    secret = token(world.bluff, "chief").rsplit(".", 1)[1]
    assert ask("/me", f"postorders.osage-crossing.{secret}").status_code == 401


def test_a_session_is_no_token(world: World) -> None:
    client = Client()
    client.force_login(cast.account(world.bluff, "officer"))
    assert client.get("/api/v1/me").status_code == 401


def test_a_scope_that_is_missing_is_named(world: World) -> None:
    answer = ask("/people", token(world.bluff, "chief", "read"))
    assert answer.status_code == 403
    assert "people" in answer.json()["problems"][0]["what"]


def test_a_role_that_is_missing_is_named(world: World) -> None:
    answer = ask("/people", token(world.bluff, "officer"))
    assert answer.status_code == 403
    assert "Administrator" in answer.json()["problems"][0]["what"]


def test_people_are_those_of_the_department(world: World) -> None:
    answer = ask("/people?limit=3", token(world.bluff, "admin")).json()
    assert answer["count"] == 8
    assert [one["name"] for one in answer["members"]] == ["Adaeze Whitlow", "Cole Abernathy", "Devon Hatcher"]


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "offset=-1"])
def test_a_bad_query_is_told_by_name(world: World, query: str) -> None:
    answer = ask(f"/people?{query}", token(world.bluff, "admin"))
    assert answer.status_code == 422
    assert query.split("=", maxsplit=1)[0] in answer.json()["problems"][0]["what"]


def test_the_policy_in_force_and_its_clauses(world: World) -> None:
    given = token(world.osage, "officer", "read")
    whole = ask("/policy", given).json()
    assert whole["version"]["policy"] == "kcpd-261"
    assert len(whole["clauses"]) == 87
    one = ask("/policy/clauses/IV.B.7.a", given).json()
    assert one["clause"]["kind"] == "prohibition"
    assert ask("/policy/clauses/IV.Z", given).status_code == 404
    assert ask("/policy?on=2001-01-01", given).status_code == 403


def test_the_chief_names_and_revokes_a_designee(world: World) -> None:
    given = token(world.bluff, "chief")
    made = ask("/delegations", given, "post", to="12", starts=str(today()), reason="Conference")
    assert made.status_code == 201
    assert made.json()["role"] == "chief"
    assert ask("/delegations", token(world.bluff, "lieutenant", "read")).json()[0]["to"] == "12"
    ended = ask(f"/delegations/{made.json()['id']}", given, "delete")
    assert ended.json()["revoked"] == str(today())
    with world.bluff.within():
        said = list(Payload.objects.filter(actor="1").values_list("act", flat=True).order_by("index"))
    assert said == ["api.make-token", "people.delegate", "people.revoke-delegation"]


def test_another_departments_delegation_is_not_there(world: World) -> None:
    made = ask("/delegations", token(world.bluff, "chief"), "post", to="12", starts=str(today())).json()
    assert ask(f"/delegations/{made['id']}", token(world.osage, "chief"), "delete").status_code == 404


def test_only_a_hash_of_the_token_is_kept(world: World) -> None:
    given = token(world.bluff, "officer")
    with world.bluff.within():
        kept = Token.objects.get()
        payload = Payload.objects.get(act="api.make-token")
    secret = given.rsplit(".", 1)[1]
    assert secret not in kept.hash + str(vars(kept)) + payload.body


def test_a_token_ends_on_its_day(world: World) -> None:
    given = token(world.bluff, "officer", days=1)
    with world.bluff.within():
        kept = Token.objects.get()
    assert kept.ends == today() + timedelta(days=1)
    assert ask("/me", given).status_code == 200
    from postorders.desk.base import guard

    with world.bluff.within(), guard.lifted("a test of dates"):
        Token.objects.update(ends=today() - timedelta(days=1))
    assert ask("/me", given).status_code == 401


def test_a_revoked_token_is_refused(world: World) -> None:
    given = token(world.bluff, "officer")
    with world.bluff.within():
        acts.revoke_token(world.bluff.as_("officer"), Token.objects.get())
    assert ask("/me", given).status_code == 401


def test_who_left_the_department_has_no_token(world: World) -> None:
    given = token(world.bluff, "officer")
    with world.bluff.within():
        separate(world.bluff.as_("admin"), world.bluff.members["officer"], today())
    assert ask("/me", given).status_code == 401


def test_a_role_asks_for_a_second_factor_here_too(world: World, settings: Any) -> None:
    settings.CONFIG = replace(settings.CONFIG, mfa_above_member=True)
    officer, chief = token(world.bluff, "officer"), token(world.bluff, "chief")
    assert ask("/me", officer).status_code == 200
    assert ask("/me", chief).status_code == 401


def test_another_members_token_is_not_theirs_to_revoke(world: World) -> None:
    token(world.bluff, "officer")
    with world.bluff.within(), pytest.raises(Refused, match="another member's"):
        acts.revoke_token(world.bluff.as_("lieutenant"), Token.objects.get())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"signed_in_anew": False}, "fresh sign-in"),
        ({"token_scopes": frozenset({"read"})}, "cannot make a token"),
        ({"scopes": ("everything",)}, "scope that exists"),
        ({"scopes": ()}, "scope that exists"),
        ({"days": 0}, "from one day"),
        ({"days": 366}, "from one day"),
    ],
)
def test_a_token_is_not_made_when(world: World, change: dict[str, Any], why: str) -> None:
    given: dict[str, Any] = {"scopes": ("read",), "days": 30, "signed_in_anew": True, "token_scopes": None, **change}
    anew, limits = given.pop("signed_in_anew"), given.pop("token_scopes")
    with pytest.raises(Refused, match=why):
        acts.make_token(world.bluff.as_("officer", signed_in_anew=anew, token_scopes=limits), "a script", **given)
    with world.bluff.within():
        assert not Token.objects.exists()


def test_a_member_asks_the_chief_grants_and_the_permission_is_as_the_judge_takes_it(world: World) -> None:
    officer, chief = token(world.bluff, "officer"), token(world.bluff, "chief")
    asked = ask("/permissions", officer, "post", kind="logo-use", purpose="The patch on a memorial page")
    assert asked.status_code == 201
    number = asked.json()["number"]
    assert [one["number"] for one in ask("/inbox", chief).json()] == [number]
    granted = ask(f"/permissions/{number}/grant", chief, "post", starts=str(today()), conditions="This page only")
    assert granted.status_code == 200, granted.content
    held = ask("/permissions/mine", officer).json()["permissions"]
    assert held == granted.json()["permissions"]
    assert (held[0]["kind"], held[0]["granted_by"], held[0]["conditions"]) == ("logo-use", "chief", "This page only")
    ended = ask(f"/permissions/{number}/revoke", chief, "post", reasons="The page was taken down")
    assert ended.json()["state"] == "revoked"
    assert ask("/permissions/mine", officer).json()["permissions"] == []


def test_what_must_be_written_is_not_granted_by_a_token(world: World) -> None:
    number = ask(
        "/permissions", token(world.bluff, "officer"), "post", kind="speak-for-department", purpose="A talk"
    ).json()["number"]
    answer = ask(f"/permissions/{number}/grant", token(world.bluff, "chief"), "post", starts=str(today()))
    assert answer.status_code in (403, 422)
    assert ask("/permissions/mine", token(world.bluff, "officer")).json()["permissions"] == []


def test_a_request_of_another_member_is_not_there(world: World) -> None:
    number = ask("/permissions", token(world.bluff, "officer"), "post", kind="logo-use", purpose="A page").json()[
        "number"
    ]
    for place, name in ((world.bluff, "reserve"), (world.bluff, "admin"), (world.osage, "chief")):
        assert ask(f"/permissions/{number}", token(place, name)).status_code == 404
