"""The check page comes as files, ahead of everything that could remember a visitor."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as desk
from django.test import Client
from tests.desk.cast import World
from tests.desk.policy.desk import next_version

from postorders.checkpage.build import build
from postorders.desk.base.act import Refused
from postorders.desk.check import building
from postorders.desk.check.building import bring_up_to_date
from postorders.desk.check.tasks import rebuild
from postorders.desk.people.acts import found
from postorders.desk.policy import acts
from postorders.desk.policy.force import version_in_force
from postorders.known import known
from postorders.policy.library import TEMPLATES, read

PAGE = "/check/cedar-bluff/"
SERVE = "postorders.desk.check.serve.CheckPage"


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of both departments, built once."""
    folder = tmp_path_factory.mktemp("desk") / "check"
    folder.mkdir()
    for slug, policy in (("cedar-bluff", "raymore-8"), ("osage-crossing", "kcpd-261")):
        build(folder / slug, [read(TEMPLATES / policy, known)], slug)
        (folder / f".{slug}.key").write_text("not for visitors")
    return folder


@pytest.fixture
def built(pages: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Those pages, and the desk as it runs."""
    monkeypatch.setattr("postorders.desk.check.serve.home", lambda: pages)
    if SERVE not in desk.MIDDLEWARE:
        settings.MIDDLEWARE = [desk.MIDDLEWARE[0], SERVE, *desk.MIDDLEWARE[1:]]
    return pages


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def test_a_visit_sets_no_cookie_asks_no_database_and_is_not_logged(
    db: None, built: Path, django_assert_num_queries: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = Client()
    with django_assert_num_queries(0):
        for path in ("", "manifest.json", "sw.js", "nothing.js"):
            answer = visitor.get(PAGE + path)
            assert not answer.cookies and "Vary" not in answer
    assert not caplog.records


def test_even_a_signed_in_members_session_is_not_touched(
    world: World, built: Path, django_assert_num_queries: Any
) -> None:
    from tests.desk.policy.desk import client_of

    member = client_of(world.bluff, "officer")
    with django_assert_num_queries(0):
        assert not member.get(PAGE).cookies


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_nothing_can_be_sent_to_it(db: None, built: Path, method: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = getattr(Client(), method)(PAGE, b"text=secret", "application/x-www-form-urlencoded")
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"


def test_each_file_has_its_type_and_its_place_in_caches(built: Path) -> None:
    visitor = Client()
    index = visitor.get(PAGE)
    assert index["Content-Type"] == "text/html; charset=utf-8" and index["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in index["Content-Security-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in index["Content-Security-Policy"].split(";"))
    own = re.search(rb'http-equiv="Content-Security-Policy" content="([^"]+)"', content(index))
    assert own and all(
        policy[name] == said for name, said in (one.strip().split(" ", 1) for one in own[1].decode().split(";"))
    )
    worker = visitor.get(f"{PAGE}sw.js")
    assert worker["Service-Worker-Allowed"] == PAGE and worker["Content-Type"].startswith("text/javascript")
    lasting = next(path for path in (built / "cedar-bluff").iterdir() if path.is_dir())
    script = visitor.get(f"{PAGE}{lasting.name}/page.js")
    assert "immutable" in script["Cache-Control"] and script["Content-Type"].startswith("text/javascript")
    assert visitor.get(f"{PAGE}{lasting.name}/python.zip")["Content-Type"] == "application/zip"
    assert content(script) == (lasting / "page.js").read_bytes()


def test_an_unchanged_page_is_not_sent_again(built: Path) -> None:
    first = Client().get(PAGE)
    again = Client().get(PAGE, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and "Content-Security-Policy" in again


@pytest.mark.parametrize(
    "path",
    ["/check/", "/check/nowhere/", f"{PAGE}../osage-crossing/index.html", f"{PAGE}../.cedar-bluff.key", f"{PAGE}%2e%2e/x",
     f"{PAGE}//etc/passwd", "/check/../desk.toml"],
)  # fmt: skip
def test_what_is_no_file_of_the_page_is_not_found(built: Path, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_address_without_its_slash_leads_to_the_page(built: Path) -> None:
    assert Client().get("/check/cedar-bluff")["Location"] == PAGE


def test_a_department_has_its_own_policies_and_no_others(built: Path) -> None:
    names = {slug: content(Client().get(f"/check/{slug}/manifest.json")) for slug in ("cedar-bluff", "osage-crossing")}
    assert b"raymore-8" in names["cedar-bluff"] and b"kcpd-261" not in names["cedar-bluff"]
    assert b"kcpd-261" in names["osage-crossing"]


def test_it_is_built_again_only_when_a_policy_or_a_reading_changed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "home", lambda: tmp_path / "check")
    department, manifest = world.bluff.department, tmp_path / "check" / "cedar-bluff" / "manifest.json"
    assert bring_up_to_date(department) and not bring_up_to_date(department)
    before = manifest.read_text()
    with world.bluff.within():
        acts.sign_reading(
            world.bluff.as_("attorney", signed_in_anew=True),
            version_in_force(),
            "sharing-is-posting",
            "Yes.",
            "Settled.",
        )
        acts.adopt(world.bluff.as_("manager"), next_version(tmp_path / "next", "2026-02-02"))
    assert rebuild.func(str(department.id)) and not rebuild.func(str(department.id))
    assert manifest.read_text() != before and "2026-02-02" in manifest.read_text()


def test_a_department_without_a_policy_has_no_page(db: None) -> None:
    assert not bring_up_to_date(found("elm-fork", "Elm Fork Police Department"))
    assert not rebuild.func("00000000-0000-0000-0000-000000000000")


@pytest.mark.django_db(transaction=True)
def test_an_adoption_puts_the_rebuild_into_the_queue_and_a_refused_one_does_not(world: World, tmp_path: Path) -> None:
    from django_tasks_db.models import DBTaskResult

    queued = DBTaskResult.objects.filter(task_path="postorders.desk.check.tasks.rebuild")
    before = queued.count()
    folder = next_version(tmp_path, "2026-02-02")
    with world.bluff.within():
        acts.adopt(world.bluff.as_("manager"), folder)
        assert queued.count() == before + 1
        with pytest.raises(Refused):
            acts.adopt(world.bluff.as_("manager"), folder)
    assert queued.count() == before + 1


@pytest.mark.parametrize("path", ["a" * 300, "a" * 5000, "/".join("ab" * 2000)])
def test_a_name_that_no_file_can_have_is_not_found_and_not_logged(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    """As a fault, it would stand in the log with its address."""
    monkeypatch.setattr("postorders.desk.check.serve.home", lambda: tmp_path)
    caplog.set_level(logging.DEBUG)
    assert Client().get(f"/check/{path}/").status_code == 404
    assert Client().get(f"{PAGE}{path}").status_code == 404
    assert not caplog.records
