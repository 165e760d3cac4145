"""A platform that takes no pictures fetches them from the desk: while it publishes, by an address that nobody guesses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from tests.desk.cast import Place, World, browser
from tests.desk.drafts import scene as drafts
from tests.desk.release.everywhere import TEXT, Fetching, Stage, stage
from tests.desk.release.scene import Clock, go
from tests.platforms.contract.graph import GraphContract
from tests.platforms.contract.server import Reply

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.connect.models import Connection
from postorders.desk.release import acts, shelf
from postorders.desk.release.models import Release

pytestmark = pytest.mark.both


@pytest.fixture
def instagram(world: World) -> Iterator[Stage]:
    with stage(world.bluff, "instagram") as one:
        yield one


def get(path: str, **given: Any) -> Any:
    """What a stranger gets."""
    return Client().get(path, **given)


def picture_of(place: Place, row: Release) -> str:
    """The path of the picture of a release."""
    with place.within():
        row = Release.objects.select_related("department").get(id=row.id)
        name = f"{row.rendering['media'][0]['sha256']}.jpg"
        return urlsplit(shelf.address(row)).path + name


def moved(place: Place, row: Release, **given: Any) -> None:
    with place.within(), guard.lifted("a test"):
        Release.objects.filter(id=row.id).update(**given)


def test_what_the_platform_fetches_is_the_very_picture_that_was_approved(instagram: Stage) -> None:
    row = go(instagram.place, instagram.released())
    assert isinstance(instagram.server, Fetching)
    ((address, status),) = instagram.server.fetched
    answer = get(urlsplit(address).path)
    assert (row.state, status, answer.status_code) == ("read-back", 200, 200)
    assert hashlib.sha256(answer.content).hexdigest() == row.rendering["media"][0]["sha256"]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, noimageindex")
    assert "sandbox" in answer["Content-Security-Policy"] and not answer.cookies


def test_it_lies_there_only_while_the_post_is_being_sent_and_a_short_while_after(instagram: Stage) -> None:
    place, row = instagram.place, instagram.released()
    path = picture_of(place, row)
    assert get(path).status_code == 404, "nothing was sent yet"
    now = timezone.now()
    for state, given, status in (
        ("sending", {"first_tried": now}, 200),
        ("unsure", {}, 200),
        ("intended", {}, 200),
        ("failed", {}, 404),
        ("recalled", {}, 404),
        ("read-back", {"out_at": now}, 200),
        ("read-back", {"out_at": now - timedelta(minutes=11)}, 404),
    ):
        moved(place, row, state=state, **given)
        assert get(path).status_code == status, state


def test_neither_the_hash_nor_another_release_or_department_opens_it(world: World, instagram: Stage) -> None:
    row, other = instagram.released(), instagram.released("Vine Street is closed.")
    path = picture_of(instagram.place, row)
    for one in (row, other):
        moved(instagram.place, one, state="sending", first_tried=timezone.now())
    assert get(path).status_code == 200
    folder, _slash, name = path.rpartition("/")
    secret = folder.rpartition("/")[2]
    wrong = (
        f"{folder}/{'0' * 64}.jpg",
        f"{folder}/{name.removesuffix('.jpg')}",
        f"{folder}/{name.removesuffix('.jpg')}.png",
        path.replace(secret, "0" * len(secret)),
        path.replace(secret, "-"),
        path.replace(str(row.id), str(other.id)),
        path.replace(world.bluff.department.slug, world.osage.department.slug),
        path.replace(world.bluff.department.slug, "nowhere"),
    )
    assert [get(one).status_code for one in wrong] == [404] * len(wrong)
    assert Client().post(path).status_code == 405


def test_a_picture_for_a_platform_that_takes_it_lies_nowhere(world: World) -> None:
    with stage(world.bluff, "facebook") as facebook:
        row = facebook.released(media="photo")
        moved(facebook.place, row, state="sending", first_tried=timezone.now())
        assert get(picture_of(facebook.place, row)).status_code == 404


def test_a_picture_that_cannot_be_fetched_now_is_asked_for_again(instagram: Stage) -> None:
    clock, row = Clock(), instagram.released()
    instagram.server.fail(r"POST .*/media", "before", Reply({"error": {"code": 2, "message": "Try again"}}, 500))
    row = go(instagram.place, row, clock)
    assert (row.state, instagram.texts) == ("intended", [])
    clock.stands = row.next_try
    assert (go(instagram.place, row, clock).state, instagram.texts) == ("read-back", [TEXT])


def elsewhere(one: Stage) -> None:
    """The account's server is not this machine."""
    with one.place.within(), guard.lifted("a test"):
        Connection.objects.filter(site=one.site).update(server="https://graph.facebook.com")


def test_a_desk_that_nobody_can_reach_says_so_before_the_release(instagram: Stage) -> None:
    elsewhere(instagram)
    draft = instagram.draft()
    with pytest.raises(Refused, match="may not be released") as refused:
        acts.intend(instagram.place.as_("pio"), draft, "department", "on")
    told = refused.value.problems[0].mend
    assert "must be able to fetch the pictures" in told and "public https address" in told
    shown = browser(instagram.place, "pio").get(f"/desk/posts/{draft.number}/release/").content.decode()
    assert "must be able to fetch the pictures" in shown


@pytest.mark.parametrize(
    "address",
    ["http://desk.cedarbluff.example", "https://localhost", "https://desk", "https://10.1.2.3", "https://desk.local"],
)
def test_only_a_public_https_address_will_do(instagram: Stage, settings: Any, address: str) -> None:
    elsewhere(instagram)
    with instagram.place.within():
        settings.CONFIG = replace(settings.CONFIG, address=address)
        assert "is not a public address" in shelf.unreachable(instagram.site)
        settings.CONFIG = replace(settings.CONFIG, address="https://desk.cedarbluff.example")
        assert shelf.unreachable(instagram.site) == ""


def test_an_account_on_a_platform_that_takes_pictures_needs_no_public_desk(world: World) -> None:
    with world.bluff.within():
        assert shelf.unreachable(drafts.site(world.bluff)) == ""


@pytest.mark.django_db(transaction=True)
def test_the_contract_server_fetches_it_from_a_running_desk(world: World, live_server: Any, settings: Any) -> None:
    port = urlsplit(live_server.url).port
    settings.ALLOWED_HOSTS = ["*"]
    settings.CONFIG = replace(settings.CONFIG, address=f"http://127.0.0.1:{port}")
    with stage(world.bluff, "instagram", GraphContract()) as one:
        row = go(one.place, one.released())
        (container,) = one.server.containers.values()
    assert row.state == "read-back"
    assert hashlib.sha256(container["bytes"]).hexdigest() == row.rendering["media"][0]["sha256"]
