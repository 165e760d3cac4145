"""The pages of permissions, as their users meet them."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as USER
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import cast
from tests.desk.cast import Place, World
from tests.desk.permissions import scene

from postorders.desk.people import acts as people
from postorders.desk.permissions import acts
from postorders.posts.leave import read_permissions

pytestmark = pytest.mark.both


def signed_in(place: Place, who: str, anew: bool = False) -> Client:
    """A browser in which a member of the cast has signed in, `anew` within the last minutes."""
    client = Client()
    account = cast.account(place, who)
    client.force_login(account)
    session, at = client.session, time.time() - (0 if anew else 24 * 3600)
    session["account_authentication_methods"] = [{"method": "password", "at": at}, {"method": "mfa", "at": at}]
    session[USER] = str(account.pk)
    session.save()
    return client


def words(response: Any) -> str:
    return str(response.content.decode())


def test_a_member_asks_and_the_chief_grants_in_writing(world: World) -> None:
    officer, chief = signed_in(world.bluff, "officer"), signed_in(world.bluff, "chief", anew=True)
    assert "Statements, appearances" in words(officer.get("/desk/permissions/ask/"))
    form = "/desk/permissions/ask/speak-for-department/"
    assert "It goes to Adaeze Whitlow." in words(officer.get(form))
    sent = officer.post(form, {"purpose": "A talk at the school", "starts": str(scene.today())})
    page = sent.headers["Location"]
    assert "Cole Abernathy" in words(chief.get("/desk/inbox/"))
    decide = f"{page}decide/"
    assert "A talk at the school" in words(chief.get(decide))
    unsigned = chief.post(
        decide, {"step": "grant", "starts": str(scene.today()), "form": "written", "signed_name": "A. W."}
    )
    assert "The name typed is not yours. Type Adaeze Whitlow." in words(unsigned)
    given = {"step": "grant", "starts": str(scene.today()), "form": "written", "signed_name": "Adaeze Whitlow"}
    assert chief.post(decide, given).status_code == 302
    paper = words(officer.get(f"{page}paper/"))
    assert "signed in anew and typed the name Adaeze Whitlow" in paper


def test_deciding_something_written_asks_for_a_fresh_sign_in_first(world: World) -> None:
    asked = scene.ask(world.bluff, "speak-for-department")
    answer = signed_in(world.bluff, "chief").get(f"/desk/permissions/{asked.number}/decide/")
    assert (answer.status_code, "reauthenticate" in answer.headers["Location"]) == (302, True)


def test_sealed_reasons_open_for_the_decider_alone_and_on_the_record(world: World) -> None:
    asked = scene.ask(world.osage, "no-identification", justification="Works narcotics buys")
    sergeant = signed_in(world.osage, "supervisor")
    page = f"/desk/permissions/{asked.number}/"
    assert "narcotics" not in words(sergeant.get(f"{page}decide/"))
    before = scene.entries(world.osage)
    assert "Works narcotics buys" in words(sergeant.post(f"{page}sealed/"))
    assert scene.entries(world.osage) == before + 1
    assert signed_in(world.osage, "commander").post(f"{page}sealed/").status_code == 403
    assert signed_in(world.osage, "chief").post(f"{page}sealed/").status_code == 403


@pytest.mark.parametrize("who", ["admin", "manager", "reserve"])
def test_others_do_not_open_a_request(world: World, who: str) -> None:
    asked = scene.ask(world.bluff, "logo-use")
    client = signed_in(world.bluff, who)
    for part in ("", "paper/", "decide/", "appeal/", "complete/"):
        assert client.get(f"/desk/permissions/{asked.number}/{part}").status_code == 403


def test_another_departments_request_is_not_there(world: World) -> None:
    asked = scene.ask(world.bluff, "logo-use")
    asked_here = scene.ask(world.osage, "logo-use")
    assert asked.number == asked_here.number  # each department counts for itself
    second = scene.ask(world.bluff, "logo-use")
    assert signed_in(world.osage, "chief").get(f"/desk/permissions/{second.number}/").status_code == 404


def test_the_page_says_plainly_where_nobody_may_decide(world: World) -> None:
    form = words(signed_in(world.osage, "media").get("/desk/permissions/ask/department-computer/"))
    assert "Nobody may decide it now." in form
    asked = scene.ask(world.osage, "department-computer", "media")
    assert "Nobody may decide it now." in words(
        signed_in(world.osage, "media").get(f"/desk/permissions/{asked.number}/")
    )


def test_every_answer_of_the_decide_page_is_done(world: World) -> None:
    sergeant = signed_in(world.osage, "supervisor")
    for step, after in (("refuse", "refused"), ("send-back", "sent-back"), ("pass-up", "waiting")):
        asked = scene.ask(world.osage, "represent-department")
        page = f"/desk/permissions/{asked.number}/decide/"
        assert "This field is required." in words(sergeant.post(page, {"step": step, "reasons": ""}))
        assert sergeant.post(page, {"step": step, "reasons": "As spoken about"}).status_code == 302
        assert scene.state(asked) == after


def test_a_member_completes_appeals_withdraws_and_gives_up(world: World) -> None:
    officer, chief = signed_in(world.bluff, "officer"), world.bluff.as_("chief")
    asked = scene.ask(world.bluff, "logo-use")
    page = f"/desk/permissions/{asked.number}/"
    acts.send_back(chief, asked, "Which site?")
    assert "Which site?" in words(officer.get(f"{page}complete/"))
    assert officer.post(f"{page}complete/", {"purpose": "A memorial", "starts": str(scene.today())}).status_code == 302
    acts.refuse(chief, asked, "Not this year")
    assert "(local setting)" in words(officer.get(page))
    assert officer.post(f"{page}appeal/", {"reasons": "It was allowed last year"}).status_code == 302
    assert "The decision stands" in words(signed_in(world.bluff, "chief").get(f"{page}decide/"))
    assert officer.post(f"{page}withdraw/").status_code == 302
    other = scene.ask(world.bluff, "logo-use")
    scene.grant(world.bluff, other, "chief")
    assert officer.post(f"/desk/permissions/{other.number}/give-up/").status_code == 302
    assert (scene.state(asked), scene.state(other)) == ("withdrawn", "given-up")


def test_the_chief_revokes_with_a_reason(world: World) -> None:
    asked = scene.ask(world.bluff, "logo-use")
    scene.grant(world.bluff, asked, "chief")
    chief = signed_in(world.bluff, "chief")
    page = f"/desk/permissions/{asked.number}/"
    assert f"{page}revoke/" in words(chief.get(page))
    assert chief.post(f"{page}revoke/", {"reasons": "The season is over"}).status_code == 302
    assert scene.state(asked) == "revoked"


def test_two_people_confirm_where_the_local_setting_says_so(world: World) -> None:
    people.change_settings(world.bluff.as_("chief"), {"second_approver": ["logo-use"]})
    scene.delegate(world.bluff, "chief", "lieutenant")
    asked = scene.ask(world.bluff, "logo-use")
    page = f"/desk/permissions/{asked.number}/decide/"
    first, second = signed_in(world.bluff, "lieutenant"), signed_in(world.bluff, "chief")
    given = {"step": "approve", "starts": str(scene.today()), "form": "unstated", "conditions": "No weapons in sight"}
    assert "yours is the first approval" in words(first.get(page))
    assert first.post(page, given).status_code == 302
    assert first.get(page).status_code == 403
    assert "No weapons in sight" in words(second.get(page))
    assert second.post(page, {"step": "confirm"}).status_code == 302
    assert scene.state(asked) == "granted"


def test_my_page_tells_what_changed_since_the_last_look(world: World) -> None:
    officer = signed_in(world.bluff, "officer")
    assert "last looked" not in words(officer.get("/desk/permissions/"))
    asked = scene.ask(world.bluff, "logo-use")
    scene.grant(world.bluff, asked, "chief")
    assert "Adaeze Whitlow granted it." in words(officer.get("/desk/permissions/"))
    assert "Nothing changed since you last looked here" in words(officer.get("/desk/permissions/"))


def test_my_permissions_travel_as_a_file_and_in_the_fragment_of_a_link(world: World) -> None:
    grant = scene.grant(world.bluff, scene.ask(world.bluff, "logo-use"), "chief")
    officer = signed_in(world.bluff, "officer")
    answer = officer.get("/desk/permissions/mine.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="permissions.json"'
    (held,) = read_permissions(answer.json()["permissions"], "permissions.json")
    assert (held.id, held.kind, held.granted_by) == (grant.name, "logo-use", "chief")
    link = words(officer.get("/desk/permissions/")).split("/check/cedar-bluff/")[1].split('"')[0]
    carried = json.loads(base64.urlsafe_b64decode(link.removeprefix("#leave=") + "=="))
    assert carried["permissions"] == answer.json()["permissions"]
    assert {name: carried[name] for name in ("author", "name", "member_class", "roles")} == {
        "author": "31",
        "name": "Cole Abernathy",
        "member_class": "officer",
        "roles": [],
    }


def test_the_decided_are_searched_by_number_member_and_state(world: World) -> None:
    for who, step in (("officer", "refuse"), ("reserve", "grant")):
        asked = scene.ask(world.bluff, "logo-use", who)
        if step == "grant":
            scene.grant(world.bluff, asked, "chief")
        else:
            acts.refuse(world.bluff.as_("chief"), asked, "Not this year")
    chief = signed_in(world.bluff, "chief")
    assert "Cole Abernathy" in words(chief.get("/desk/decided/?q=abern&state="))
    assert "June Sandoval" not in words(chief.get("/desk/decided/?q=abern"))
    assert "Cole Abernathy" not in words(chief.get("/desk/decided/?state=granted"))
    assert "Nothing was found." in words(chief.get("/desk/decided/?q=nobody"))


def test_what_looks_like_a_criminal_record_is_turned_away(world: World) -> None:
    officer = signed_in(world.bluff, "officer")
    text = "NAM/DOE, JOHN DOB/19700101 SEX/M FBI/123456AB1"
    answer = officer.post("/desk/permissions/ask/logo-use/", {"purpose": text, "starts": str(scene.today())})
    assert answer.status_code == 200
    with world.bluff.within():
        assert not acts.Request.objects.exists()


@pytest.mark.parametrize("page", ["/desk/inbox/", "/desk/permissions/", "/desk/decided/"])
def test_the_number_of_queries_does_not_grow_with_the_requests(world: World, page: str) -> None:
    asked = scene.ask(world.bluff, "logo-use", "officer" if page == "/desk/inbox/" else "chief")
    if page == "/desk/decided/":
        asked = acts.withdraw(world.bluff.as_("chief"), asked)
    assert _queries(world.bluff, page, asked, 4) == _queries(world.bluff, page, asked, 195) <= 20


@pytest.mark.parametrize("part", ["", "decide/"])
def test_the_page_of_a_request_takes_as_many_queries_among_five_as_among_two_hundred(world: World, part: str) -> None:
    asked = scene.ask(world.bluff, "logo-use")
    page = f"/desk/permissions/{asked.number}/{part}"
    assert _queries(world.bluff, page, asked, 4) == _queries(world.bluff, page, asked, 195) <= 60


def _queries(place: Place, page: str, asked: Any, more: int) -> int:
    """How many queries the chief's page takes when there are so many requests more."""
    scene.many(asked, more)
    chief = signed_in(place, "chief", anew=True)
    chief.get(page)  # the first page of a session also notes that it began
    with CaptureQueriesContext(connection) as seen:
        assert chief.get(page).status_code == 200
    return len(seen)


def test_the_navigation_knows_a_decision_from_a_request_of_ones_own(world: World) -> None:
    asked = scene.ask(world.bluff, "logo-use")
    decides = words(signed_in(world.bluff, "chief").get(f"/desk/permissions/{asked.number}/decide/"))
    assert '<a href="/desk/inbox/" aria-current="page">' in decides
    assert '<a href="/desk/permissions/" aria-current="page">' not in decides
    own = words(signed_in(world.bluff, "officer").get(f"/desk/permissions/{asked.number}/withdraw/"))
    assert '<a href="/desk/permissions/" aria-current="page">' in own


def test_the_first_page_says_what_a_request_is_for_and_opens_its_decision(world: World) -> None:
    asked = scene.ask(world.bluff, "logo-use")
    first = words(signed_in(world.bluff, "chief").get("/desk/"))
    assert f'href="/desk/permissions/{asked.number}/decide/"' in first
    assert "Logos, badges, patches or uniform on a personal site" in first


def test_the_history_names_the_designee_and_leaves_the_number_to_the_paper(world: World) -> None:
    delegation = scene.delegate(world.bluff, "chief", "lieutenant")
    asked = scene.ask(world.bluff, "logo-use")
    scene.grant(world.bluff, asked, "lieutenant")
    officer = signed_in(world.bluff, "officer")
    page = words(officer.get(f"/desk/permissions/{asked.number}/"))
    assert "designee of Adaeze Whitlow (Chief)" in page
    assert str(delegation.id) not in page
    assert str(delegation.id) in words(officer.get(f"/desk/permissions/{asked.number}/paper/"))
