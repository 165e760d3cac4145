"""The register as a file: a dry run tries everything and writes nothing, all of it is done or nothing, and out is in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.desk.cast import Place, World, browser
from tests.desk.register import scene

from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.custody import acts as custody
from postorders.desk.custody.who import custodians
from postorders.desk.jobs.models import Notice
from postorders.desk.ledger.models import Log
from postorders.desk.people.models import Department
from postorders.desk.register import acts
from postorders.desk.register.exchange.bring import bring
from postorders.desk.register.exchange.columns import COLUMNS, Plan, bare, guarded
from postorders.desk.register.exchange.out import export
from postorders.desk.register.exchange.plan import read
from postorders.desk.register.models import Issue, Site
from postorders.errors import InputError

pytestmark = pytest.mark.both
FRESH = """address,name,purpose,unit,owner,custodians,tags
https://www.facebook.com/CedarBluffPolice,Cedar Bluff Police,Closures,Patrol,31,40; 12,roads; dogs
@cedarbluff@social.example,,Lost property,,,,
"""
BRING = "/desk/sites/bring/"


def bringing(place: Place, text: str, who: str = "", **given: Any) -> Plan:
    with place.within():
        return bring(place.as_(who) if who else machine(), text, **given)


def taken(place: Place, shape: str) -> str:
    with place.within():
        return export(shape)


def size(place: Place) -> int:
    with place.within():
        return int(Log.objects.get(department=place.department).size)


def told(plan: Plan) -> list[str]:
    return [f"{problem.line}: {problem.what} {problem.mend}" for problem in plan.problems]


def filled(place: Place) -> Site:
    """A register with an account of every kind of value."""
    site = scene.listed(place, name="@CedarBluffPD, daily", tags=["a", "b"], long="Two\nlines", short='Say "hi"')
    custody.name(place.as_("chief"), site, place.members["pio"], first=True)
    custody.name(place.as_("chief"), site, place.members["lieutenant"])
    with place.within():
        acts.edit(place.as_("pio"), site, {"unit": place.units["Patrol"], "named_for": "Rex the dog"})
    other = scene.entered(place, "https://www.youtube.com/@cedarbluff", name="=SUM(A1)")
    acts.retire(place.as_("chief"), other, "Given up")
    third = scene.entered(place, "https://x.com/cedarbluffpd")
    acts.not_ours(place.as_("chief"), third, "A fan's")
    return site


def test_a_dry_run_tells_everything_and_writes_nothing(world: World) -> None:
    before = size(world.bluff)
    plan = bringing(world.bluff, FRESH)
    assert told(plan) == []
    assert plan.counts == {"added": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert plan.changes[0].told == (
        ("enter", "https://www.facebook.com/CedarBluffPolice"),
        ("name", "Cedar Bluff Police"),
        ("purpose", "Closures"),
        ("tags", "roads, dogs"),
        ("unit", "Patrol"),
        ("owner", "31"),
        ("name as custodian", "Devon Hatcher (40)"),
        ("name as custodian", "Marisol Tran (12)"),
    )
    assert size(world.bluff) == before
    with world.bluff.within():
        assert not Site.objects.exists() and not Notice.objects.exists()


def test_what_was_shown_is_done_at_once_by_acts_of_their_own(world: World) -> None:
    plan = bringing(world.bluff, FRESH)
    before = size(world.bluff)
    done = bringing(world.bluff, FRESH, "pio", dry_run=False, expected=plan.digest)
    assert done.applied
    with world.bluff.within():
        site = Site.objects.get(name="Cedar Bluff Police")
        assert [(one.member.number, one.first) for one in custodians(site)] == [("40", True), ("12", False)]
        assert not Issue.objects.exists()  # nothing is public yet
    assert size(world.bluff) == before + 2 + 2 + 1
    assert scene.entry(world.bluff, "register.import")["added"] == 2
    assert bringing(world.bluff, FRESH).counts == {"added": 0, "changed": 0, "unchanged": 2, "refused": 0}


def test_several_accounts_that_are_listed_make_one_issue(world: World) -> None:
    scene.leave(world.bluff, "https://www.facebook.com/CedarBluffPolice")
    scene.leave(world.bluff, "https://www.youtube.com/@cedarbluff")
    text = "address,purpose,state\nfacebook.com/CedarBluffPolice,News,listed\nhttps://www.youtube.com/@cedarbluff,Films,listed\n"
    bringing(world.bluff, text, "chief", dry_run=False)
    with world.bluff.within():
        assert Issue.objects.count() == 1
        assert Site.objects.filter(state="listed").count() == 2


def test_every_problem_is_told_with_its_line(world: World) -> None:
    scene.entered(world.bluff)
    text = """address,purpose,unit,owner,state,name
https://www.facebook.com/CedarBluffPolice,,Nowhere,,,
facebook.com/cedarbluffpolice/,,,,,
not an address,,,,,
https://x.com/cb_one,,,,,
https://x.com/cb_two,News,,999,,
https://x.com/cb_three,News,,,listed,
https://x.com/cb_four,News,,,gone,
https://x.com/cb_five,News,,,suspended,
https://x.com/cb_six,FBI No. 123456AB7,,,,
"""
    problems = told(bringing(world.bluff, text, "chief"))
    assert [problem.partition(":")[0] for problem in problems] == ["2", "3", "4", "5", "6", "7", "8", "9", "10"]
    for line, words in enumerate(
        (
            "There is no unit Nowhere.",
            "stands in line 2 already.",
            "more than one address, or none",
            "What the account is for is not said.",
            "Nobody has the number 999.",
            "8.03.A wants one",
            "There is no state 'gone'.",
            "A file does not bring an account to the state suspended.",
            "No criminal justice information",
        )
    ):
        assert words in problems[line]
    with world.bluff.within(), pytest.raises(InputError):
        bring(world.bluff.as_("chief"), text, dry_run=False)
        assert Site.objects.count() == 1


def test_one_bad_account_keeps_all_of_them_out(world: World) -> None:
    before = size(world.bluff)
    with pytest.raises(InputError, match="not said"):
        bringing(world.bluff, "address,purpose\nx.com/cb_one,News\nx.com/cb_two,\n", dry_run=False)
    assert size(world.bluff) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nx\n", "The column 'address' is missing."),
        ("address,password\nx,y\n", "There is no column 'password'."),
        ("address,name\nx.com/one\n", "This line has 1 cells; the first line has 2."),
        ('address\n"x', "Mend the quotes"),
        ("{", "This is not JSON"),
        ('{"accounts": 3}', "There is no list of accounts in it."),
        ('[{"address": "x.com/one", "password": "y"}]', "There is no field 'password'."),
        ('[{"address": "x.com/one", "tags": "y"}]', "tags is no list of texts."),
        ('[{"service_url": ""}]', "service_url is missing."),
        ('[{"service_url": "x.com/one", "status": "gone"}]', "There is no status 'gone'."),
    ],
)
def test_a_file_of_another_form_is_told_apart(world: World, text: str, words: str) -> None:
    assert words in " ".join(told(bringing(world.bluff, text)))


@pytest.mark.parametrize("shape", ["csv", "json", "registry"])
def test_what_was_taken_out_comes_in_without_a_change(world: World, shape: str) -> None:
    filled(world.bluff)
    plan = bringing(world.bluff, taken(world.bluff, shape), "chief")
    assert (plan.shape, told(plan)) == (shape, [])
    assert plan.counts == {"added": 0, "changed": 0, "unchanged": 3, "refused": 0}


def test_no_cell_runs_in_a_spreadsheet(world: World) -> None:
    filled(world.bluff)
    text = taken(world.bluff, "csv")
    assert "'=SUM(A1)" in text and ",=SUM" not in text and "'@CedarBluffPD" in text


@given(st.text(max_size=12))
@settings(max_examples=200, deadline=None)
def test_a_guarded_cell_comes_back_as_it_was(text: str) -> None:
    assert bare(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_is_too_strange_to_read(text: str) -> None:
    for shape in ("", "csv", "json", "registry"):
        read(text, shape)


def test_the_registrys_shape_is_read_and_contacts_are_left_out(world: World) -> None:
    row = {
        "organization": "Patrol",
        "account": "CedarBluffPolice",
        "service_key": "facebook",
        "service_url": "https://www.facebook.com/CedarBluffPolice",
        "short_description": "News",
        "long_description": "All the news",
        "language": "en",
        "tags": [{"tag_text": "police"}],
        "status": "published",
        "primary_contact": {"name": "Somebody"},
        "purposes": [],
    }
    scene.leave(world.bluff, row["service_url"])
    with pytest.raises(InputError, match="What the account is for is not said"):
        bringing(world.bluff, json.dumps({"metadata": {}, "results": [row]}), "chief", dry_run=False)
    site = scene.entered(world.bluff)
    plan = bringing(world.bluff, json.dumps({"metadata": {}, "results": [row]}), "chief", dry_run=False)
    assert plan.notes == ["primary_contact was left out, 1 times."]
    with world.bluff.within():
        now = Site.objects.select_related("unit").get(id=site.id)
        assert (now.state, now.unit.name, now.short, now.long, now.tags) == (
            "listed", "Patrol", "News", "All the news", ["police"],
        )  # fmt: skip


def test_a_dash_empties_and_an_empty_cell_changes_nothing(world: World) -> None:
    site = filled(world.bluff)
    bringing(world.bluff, f"address,short,tags,name\n{site.url},-,-,\n", dry_run=False)
    with world.bluff.within():
        now = Site.objects.get(id=site.id)
        assert (now.short, now.tags, now.name) == ("", [], site.name)


def test_what_has_changed_since_it_was_shown_is_not_done(world: World) -> None:
    plan = bringing(world.bluff, FRESH)
    scene.entered(world.bluff)
    with pytest.raises(Refused, match="changed since this was shown"):
        bringing(world.bluff, FRESH, dry_run=False, expected=plan.digest)


def test_only_who_keeps_the_register_brings_one_in(world: World) -> None:
    with pytest.raises(Refused):
        bringing(world.bluff, FRESH, "officer")
    assert browser(world.bluff, "officer").get(BRING).status_code == 403
    for name in ("export.csv", "export.json", "export-registry.json"):
        assert browser(world.bluff, "officer").get(f"/desk/sites/{name}").status_code == 403


def test_a_clerk_sees_what_a_file_would_change_and_confirms_it(world: World) -> None:
    pio = browser(world.bluff, "pio")
    shown = pio.post(BRING, {"text": FRESH}).content.decode()
    assert "Nothing is written yet." in shown and "Cedar Bluff Police" in shown
    digest = shown.partition('name="digest" value="')[2][:64]
    assert pio.post(BRING, {"text": FRESH, "digest": digest}).status_code == 302
    with world.bluff.within():
        assert Site.objects.count() == 2
    assert "There is nothing to do." in pio.post(BRING, {"text": FRESH}).content.decode()
    bad = pio.post(BRING, {"text": "address\nnot an address\n"}).content.decode()
    assert "Line 2:" in bad and "Change exactly this" not in bad


def test_the_register_leaves_as_files(world: World) -> None:
    filled(world.bluff)
    chief = browser(world.bluff, "chief")
    answer = chief.get("/desk/sites/export.csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="accounts-')
    assert answer.content.decode().splitlines()[0] == ",".join(COLUMNS)
    assert len(chief.get("/desk/sites/export.json").json()["accounts"]) == 3
    registry = chief.get("/desk/sites/export-registry.json").json()
    assert [one["status"] for one in registry["results"]] == ["published", "archived", "archived"]
    assert Department.objects.count() == 2
