"""The attorney signs how a clause is read, and it counts at once; everybody sees what changed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.html import escape
from tests.desk.cast import Place, World
from tests.desk.policy.desk import client_of, next_version

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.ledger.models import Payload
from postorders.desk.people.who import today
from postorders.desk.policy import acts
from postorders.desk.policy.force import in_force, version_in_force
from postorders.desk.policy.models import SignedReading
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals.library import shipped

pytestmark = pytest.mark.both
ADDRESS = "/desk/policy/readings/raymore-8/sharing-is-posting/"
GIVEN = {"choice": "0", "own": "", "effect": "", "reason": "Settled with the Chief."}


def words(response: Any) -> str:
    return str(response.content.decode())


def sign(place: Place, reading: str, text: str = "As proposed.", effect: str = "") -> SignedReading:
    """Signs as the department's attorney, freshly signed in."""
    with place.within():
        signed: SignedReading = acts.sign_reading(
            place.as_("attorney", signed_in_anew=True), version_in_force(), reading, text, "Settled.", effect
        )
    return signed


def outcome(place: Place, text: str) -> dict[str, str]:
    """The flags on a member's own post under the policy in force today: effect by clause."""
    with place.within():
        policy = in_force()
    judgment = Checker(policy, shipped()).check(Post("p", text, account="personal"), Context(), str(today()))
    return {flag.clause: flag.effect for flag in judgment.flags}


def test_a_grave_clause_only_advises_until_a_reading_is_signed(world: World) -> None:
    text = "Official statement of the Raymore Police Department: the rumor about the school is false."
    assert outcome(world.bluff, text)["8.04.B#2"] == "advise"
    with world.bluff.within():
        policy = in_force()
    assert policy.by_id["8.04.B#2"].effect == "ask"
    signed = sign(world.bluff, policy.readings_of("8.04.B#2")[0].reading)
    assert outcome(world.bluff, text)["8.04.B#2"] == "ask"
    with world.bluff.within():
        acts.withdraw_reading(world.bluff.as_("attorney", signed_in_anew=True), signed, "A court said otherwise.")
    assert outcome(world.bluff, text)["8.04.B#2"] == "advise"


def test_a_reading_can_limit_a_clause(world: World) -> None:
    text = "Official statement of the Raymore Police Department: the rumor about the school is false."
    with world.bluff.within():
        reading = in_force().readings_of("8.04.B#2")[0].reading
    sign(world.bluff, reading, effect="inform")
    assert outcome(world.bluff, text).get("8.04.B#2", "inform") == "inform"


def test_a_signature_needs_a_fresh_sign_in(world: World) -> None:
    stale = client_of(world.bluff, "attorney")
    assert "A signature needs a fresh sign-in" in words(stale.get(ADDRESS))
    answer = stale.post(ADDRESS, GIVEN)
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    with world.bluff.within(), pytest.raises(Refused, match="fresh sign-in"):
        acts.sign_reading(world.bluff.as_("attorney"), version_in_force(), "sharing-is-posting", "Yes.", "Because.")
    with world.bluff.within():
        assert not SignedReading.objects.exists()


def test_the_attorney_chooses_the_proposed_words_another_or_own_ones(world: World) -> None:
    client = client_of(world.bluff, "attorney", fresh=True)
    with world.bluff.within():
        reading = next(one for one in in_force().readings if one.reading == "sharing-is-posting")
    for given in ({"choice": "0"}, {"choice": "1"}, {"choice": "own", "own": "Only what the employee wrote."}):
        assert client.post(ADDRESS, GIVEN | given).status_code == 302
    with world.bluff.within():
        texts = list(SignedReading.objects.order_by("signed_at").values_list("text", flat=True))
        stands = next(one for one in in_force().readings if one.reading == "sharing-is-posting")
    assert texts == [reading.proposed, reading.alternatives[0], "Only what the employee wrote."]
    assert (stands.status, stands.proposed, stands.signed_by) == ("signed", texts[2], "Ottilie Brandvold")
    assert all(escape(text) in words(client.get(ADDRESS)) for text in texts)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"choice": "own", "own": " "}, "Write the reading, or choose one above"),
        ({"own": "Something else."}, "Choose &#x27;Own words&#x27; above"),
        ({"reason": ""}, "This field is required"),
    ],
)
def test_a_form_that_does_not_fit_is_sent_back(world: World, given: dict[str, str], said: str) -> None:
    page = client_of(world.bluff, "attorney", fresh=True).post(ADDRESS, GIVEN | given)
    assert page.status_code == 400 and said in words(page)


def test_a_reading_is_withdrawn_with_a_reason_and_stays_in_the_history(world: World) -> None:
    signed = sign(world.bluff, "sharing-is-posting", "A repost is a post.")
    client = client_of(world.bluff, "attorney", fresh=True)
    page = f"/desk/policy/withdraw/{signed.id}/"
    assert client.post(page, {"reason": ""}).status_code == 400
    assert client.post(page, {"reason": "It went too far."}).status_code == 302
    assert "is withdrawn already" in words(client.post(page, {"reason": "Again."}))
    assert "It went too far." in words(client.get(ADDRESS))
    with world.bluff.within():
        assert [one.act for one in Payload.objects.filter(department=world.bluff.department, act__startswith="policy.").order_by("index")][-2:] == [
            "policy.sign-reading", "policy.withdraw-reading",
        ]  # fmt: skip


def test_nobody_but_the_attorney_signs(world: World) -> None:
    for name in ("officer", "manager", "chief", "admin"):
        client = client_of(world.bluff, name, fresh=True)
        assert client.post(ADDRESS, GIVEN).status_code == 403
        page = words(client.get(ADDRESS))
        assert "Sign this reading" not in page
    with world.bluff.within():
        assert not SignedReading.objects.exists()


def test_readings_are_judged_as_they_stood_on_the_day(world: World) -> None:
    first = sign(world.bluff, "sharing-is-posting", "First.")
    with world.bluff.within(), guard.lifted("a test of the past"):
        SignedReading.objects.filter(id=first.id).update(signed_on=today() - timedelta(days=300))
    sign(world.bluff, "sharing-is-posting", "Second.")
    with world.bluff.within():
        stood = {
            day: next(
                one for one in in_force(today() - timedelta(days=day)).readings if one.reading == "sharing-is-posting"
            )
            for day in (0, 100, 400)
        }
    assert [stood[day].status for day in (0, 100, 400)] == ["signed", "signed", "proposed"]
    assert (stood[0].proposed, stood[100].proposed) == ("Second.", "First.")


def test_a_signature_does_not_carry_over_to_other_words(world: World, tmp_path: Path) -> None:
    sign(world.bluff, "sharing-is-posting", "A repost is a post.")
    same = next_version(tmp_path / "same", "2026-01-01")
    with world.bluff.within():
        acts.adopt(world.bluff.as_("manager"), same)
        assert next(one for one in in_force().readings if one.reading == "sharing-is-posting").status == "signed"
    other = next_version(tmp_path / "other", "2026-02-01")
    file = other / "8.02-definitions.yaml"
    at = file.read_text().index('"8.02.F"')
    head, tail = file.read_text()[:at], file.read_text()[at:]
    file.write_text(head + tail.replace("says: >-\n    ", "says: >-\n    In other words: ", 1))
    with world.bluff.within():
        acts.adopt(world.bluff.as_("manager"), other)
        assert next(one for one in in_force().readings if one.reading == "sharing-is-posting").status == "proposed"
    assert "it does not carry over" in words(client_of(world.bluff, "officer").get(ADDRESS))


def test_a_member_sees_what_changed_since_last_time(world: World, tmp_path: Path) -> None:
    client = client_of(world.bluff, "officer")
    with world.bluff.within(), guard.lifted("a test of the past"):
        from postorders.desk.policy.models import Version

        Version.objects.update(adopted_on=today() - timedelta(days=90))
    assert "Nothing changed since" in words(client.get("/desk/policy/changes/"))
    sign(world.bluff, "sharing-is-posting", "A repost is a post.")
    page = words(client.get("/desk/policy/changes/"))
    assert "A repost is a post." in page and "Settled." in page
    client.post("/desk/policy/changes/")
    assert "Nothing changed since" in words(client.get("/desk/policy/changes/"))
    assert "A repost is a post." in words(client.get("/desk/policy/changes/?since=2020-01-01"))
    assert "This is not a date" in words(client.get("/desk/policy/changes/?since=soon"))


def test_another_member_on_the_same_browser_has_a_last_time_of_their_own(world: World) -> None:
    client = client_of(world.bluff, "officer")
    sign(world.bluff, "sharing-is-posting", "A repost is a post.")
    client.post("/desk/policy/changes/")
    other = client_of(world.bluff, "reserve")
    other.cookies["policy_seen"] = client.cookies["policy_seen"].value
    assert "A repost is a post." in words(other.get("/desk/policy/changes/"))


def test_clauses_that_wait_for_a_reading_are_named(world: World) -> None:
    client = client_of(world.bluff, "officer")
    assert "8.00#2, 8.03.C.3" in words(client.get("/desk/policy/readings/"))
    sign(world.bluff, "neutral-grounds-only")
    assert "8.00#2, 8.03.C.3" not in words(client.get("/desk/policy/readings/"))
