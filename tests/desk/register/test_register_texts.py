"""What may stand in the register: nothing that a reader does not see, nothing longer than it takes, and never a 500."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.cast import Place, World, browser
from tests.desk.register import scene
from tests.desk.register.visits import said

from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.jobs.models import Notice
from postorders.desk.register import acts
from postorders.desk.register.exchange.bring import bring
from postorders.desk.register.exchange.columns import Plan
from postorders.desk.register.models import Site
from postorders.policy.policy import Site as Printed

pytestmark = pytest.mark.both
WHERE = "https://x.com/cedarbluff"
HALF, TURNED = "\ud800", "\u202e"


def bringing(place: Place, text: str, who: str = "", **given: Any) -> Plan:
    with place.within():
        return bring(place.as_(who) if who else machine(), text, **given)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "A\rB"},
        {"name": "A\x1bB"},
        {"name": "A\u2028B"},
        {"name": f"A{TURNED}B"},
        {"short": "A\tB"},
        {"named_for": "x" * 201},
        {"language": "x" * 50},
        {"long": "A\0B"},
        {"purpose": f"A{HALF}"},
        {"long": "x" * 20_001},
        {"tags": ["A\0"]},
        {"tags": [HALF]},
        {"tags": ["x" * 100_000]},
        {"tags": [str(n) for n in range(51)]},
        {"tags": [{"a": 1}]},
        {"tags": "police"},
        {"purposes": [3]},
        {"name": 3},
    ],
    ids=lambda changes: ascii(changes)[:40],
)
def test_what_no_reader_could_see_is_refused(world: World, changes: dict[str, Any]) -> None:
    site = scene.entered(world.bluff)
    with pytest.raises(Refused):
        acts.edit(world.bluff.as_("pio"), site, changes)


def test_words_of_many_scripts_and_pictures_are_taken(world: World) -> None:
    given = {"name": "Policía – Ñandú 👮🏽‍♀️ القاهرة", "long": "One\r\n\tTwo", "tags": ["café", "x" * 80]}
    site = acts.edit(world.bluff.as_("pio"), scene.entered(world.bluff), given)
    assert (site.name, site.long, site.tags) == (given["name"], "One\n\tTwo", given["tags"])


@pytest.mark.parametrize(
    "row",
    [
        {"address": WHERE, "tags": ["A\0"]},
        {"address": WHERE, "tags": [HALF]},
        {"address": WHERE, "tags": ["x" * 81]},
        {"address": WHERE, "unit": HALF},
        {"address": WHERE, "owner": "\0"},
        {"address": WHERE, "name": f"A{TURNED}B"},
        {"address": WHERE, HALF: "x"},
        {"address": WHERE, "long": "A\x1bB"},
        {"service_url": WHERE, "tags": [{"tag_text": "A\0"}]},
        {"service_url": WHERE, "tags": [HALF]},
        {"service_url": WHERE, "long_description": "A\x1bB"},
    ],
    ids=lambda row: ascii(list(row.items())[1])[:40],
)
def test_a_file_with_what_nobody_sees_is_shown_with_its_line(world: World, row: dict[str, Any]) -> None:
    scene.entered(world.bluff, WHERE)
    plan = bringing(world.bluff, json.dumps([row]))
    assert plan.problems and {one.line for one in plan.problems} == {1}
    answer = browser(world.bluff, "pio").post("/desk/sites/bring/", {"text": json.dumps([row])})
    assert answer.status_code == 200 and "to mend" in said(answer)


def test_a_tag_holds_no_case_information(world: World) -> None:
    plan = bringing(world.bluff, '[{"address": "x.com/cedarbluff", "purpose": "x", "tags": ["FBI No. 123456AB7"]}]')
    assert "No criminal justice information" in plan.problems[0].what


def test_a_long_address_is_told_in_one_notice_and_one_too_long_is_refused(world: World) -> None:
    acts.enter(world.bluff.as_("pio"), "https://www.example.com/" + "a" * 300, purpose="News")
    with pytest.raises(Refused, match="longer than the register takes"):
        acts.enter(world.bluff.as_("pio"), "https://www.example.com/" + "a" * 600, purpose="News")
    with world.bluff.within():
        assert len(Site.objects.get().handle) == 200
        assert all(len(one.key) <= 200 for one in Notice.objects.all())
    assert (
        "longer than the register takes"
        in bringing(world.bluff, f"address,purpose\nhttps://www.example.com/{'a' * 600},News\n").problems[0].what
    )


def test_a_file_is_told_to_the_chief_once(world: World) -> None:
    text = "address,purpose\n" + "".join(f"https://x.com/cedarbluff{n},News\n" for n in range(4))
    bringing(world.bluff, text, "pio", dry_run=False)
    with world.bluff.within():
        (notice,) = Notice.objects.filter(member=world.bluff.members["chief"])
        assert all(site.url in notice.body and site.told for site in Site.objects.all())
        assert "8.03.B#1" in notice.body and notice.subject == "Addresses of 4 accounts"


def test_a_file_waits_for_all_its_accounts_before_the_ledger(world: World) -> None:
    sites = [scene.entered(world.bluff, f"https://x.com/cedarbluff{n}") for n in range(3)]
    text = "address,short\n" + "".join(f"{site.url},Changed\n" for site in reversed(sites)) + "https://x.com/new,News\n"
    with CaptureQueriesContext(connection) as asked:
        bringing(world.bluff, text)
    if connection.vendor == "postgresql":
        locks = [one["sql"] for one in asked if " FOR UPDATE" in one["sql"] or "FOR NO KEY" in one["sql"]]
        assert "ORDER BY 1 ASC FOR UPDATE" in locks[0] and "people_department" in locks[1]


def test_one_address_that_cannot_be_read_keeps_none_of_the_others_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postorders.desk.register import rules

    with world.bluff.within():
        there = rules.printed()
    bad = Printed("facebook", "not an address")
    monkeypatch.setattr(rules, "printed", lambda: [bad, *there])
    assert len(acts.seed(world.bluff.as_("chief"))) == 3
    assert scene.entry(world.bluff, "register.seed")["unread"] == ["not an address"]
    with pytest.raises(Refused, match="cannot be read as an address: not an address"):
        acts.seed(world.bluff.as_("chief"))
