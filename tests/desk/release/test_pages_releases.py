"""The pages of releases and their lists: what is posted by hand, what failed, who may look."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk.cast import World, browser
from tests.desk.drafts import scene as drafts
from tests.desk.release import scene
from tests.desk.release.scene import connected, go, mastodon, released
from tests.desk.release.visits import NIXLE, PNG, by_hand, many, page, said
from warcio.archiveiterator import ArchiveIterator

from postorders.desk.base import guard
from postorders.desk.drafts import acts as writing
from postorders.desk.release.models import Release

pytestmark = pytest.mark.both


def test_a_post_by_hand_is_attested_with_an_address_and_a_picture(world: World) -> None:
    place = world.bluff
    row = by_hand(place)
    devon = browser(place, "pio")
    shown = said(devon.get(page(row)))
    assert "The desk cannot publish there" in shown and "I have posted it" in shown
    picture = SimpleUploadedFile("post.png", PNG, "image/png")
    wrong = devon.post(page(row), {"do": "attest", "attest-url": "the town page", "attest-picture": picture})
    assert wrong.status_code == 422 and "not the address of a post" in said(wrong) and "the town page" in said(wrong)
    none = devon.post(page(row), {"do": "attest", "attest-url": f"{NIXLE}/1"})
    assert none.status_code == 422 and "This field is required." in said(none)
    junk = SimpleUploadedFile("post.png", b"\x00\x01 no picture", "image/png")
    refused = devon.post(page(row), {"do": "attest", "attest-url": f"{NIXLE}/1", "attest-picture": junk})
    assert refused.status_code == 422 and "No page can be read" in said(refused)
    picture = SimpleUploadedFile("post.png", PNG, "image/png")
    given = {"do": "attest", "attest-url": f"{NIXLE}/1", "attest-picture": picture}
    done = said(devon.post(page(row), given, follow=True))
    assert "Attested by a person" in done and "Served by the platform" not in done
    assert "The picture that was brought is kept." in done and f"{NIXLE}/1" in done
    assert devon.get(f"{page(row)}capture/0").content == PNG
    down = devon.post(page(row), {"do": "took-down", "took-down-why": "It was the wrong road"}, follow=True)
    assert "we took it down" in said(down)


def test_what_failed_says_why_and_can_be_tried_again_or_recalled(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        (row,) = released(place, connected(place, server))
        with place.within(), guard.lifted("a test"):
            Release.objects.filter(id=row.id).update(state="failed", why="The platform says no.", next_try=None)
        devon = browser(place, "pio")
        shown = said(devon.get(page(row)))
        assert "The platform says no." in shown and "Try again" in shown and "Recall it" in shown
        assert "Posts that need a hand" in said(devon.get("/desk/"))
        assert "Nothing has left the desk" in said(devon.post(page(row), {"do": "retry"}, follow=True))
        assert "recalled before it was sent" in said(devon.post(page(row), {"do": "recall"}, follow=True))
    late = devon.post(page(row), {"do": "retry"})
    assert late.status_code == 422 and 'class="message error"' in said(late), "what is recalled is not tried again"
    assert devon.post(page(row), {"do": "burn"}).status_code == 404


def test_the_part_that_refreshes_itself_is_silent_until_something_changes(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        (row,) = released(place, connected(place, server))
        devon = browser(place, "pio")
        link = re.search(r'hx-get="([^"]+)"', said(devon.get(page(row))))[1]  # type: ignore[index]
        assert devon.get(link).status_code == 204
        go(place, row)
        part = devon.get(link)
    assert part.status_code == 200 and "<html" not in said(part)
    assert "it says what was released" in said(part) and 'hx-swap-oob="true"' in said(part)
    assert "hx-trigger" not in said(part), "and then it stops"


def questions(who: Client, query: dict[str, str]) -> int:
    """How often the database is asked for the list."""
    with CaptureQueriesContext(connection) as asked:
        assert who.get("/desk/posts/releases/", query).status_code == 200
    return len(asked)


def test_the_list_takes_fixed_questions_and_goes_on_from_a_number(world: World) -> None:
    place = world.bluff
    row = by_hand(place)
    many(place, row, 120)
    devon = browser(place, "pio")
    devon.get("/desk/posts/releases/")
    every: list[dict[str, str]] = [{}, {"before": "60"}, {"state": "read-back"}, {"state": "hand"}, {"draft": "1"}]
    # The fewer of two: what is kept a while is sometimes asked for anew.
    counts = [min(questions(devon, query) for _turn in range(2)) for query in every]
    assert len(set(counts)) == 1, counts
    first = said(devon.get("/desk/posts/releases/"))
    numbers = [int(one) for one in re.findall(r">Release (\d+)<", first)]
    assert numbers == list(range(121, 71, -1)) and "before=72" in first
    second = said(devon.get("/desk/posts/releases/", {"before": "72"}))
    assert re.findall(r">Release (\d+)<", second)[0] == "71"
    assert re.findall(r">Release (\d+)<", said(devon.get("/desk/posts/releases/", {"state": "hand"}))) == ["1"]
    assert devon.get("/desk/posts/releases/", {"before": "9" * 40, "site": "x", "draft": "-1"}).status_code == 200


def test_who_has_no_part_in_an_account_sees_none_of_its_releases(world: World) -> None:
    row = by_hand(world.bluff)
    cole = browser(world.bluff, "officer")
    assert "Nothing was released yet" in said(cole.get("/desk/posts/releases/"))
    assert cole.get(page(row)).status_code == 403 and cole.get(f"{page(row)}now/").status_code == 403
    assert cole.post(page(row), {"do": "recall"}).status_code == 403
    assert cole.get("/desk/posts/overview/").status_code == 403
    assert browser(world.osage, "chief").get(page(row)).status_code == 404
    assert "Nothing was released yet" in said(browser(world.osage, "chief").get("/desk/posts/releases/"))


def test_the_overview_says_who_called_which_flag_mistaken(world: World) -> None:
    place = world.bluff
    site = drafts.site(place)
    draft = drafts.begun(place, "The vermin who broke into the storage units are locked up.", site)
    bar = next(one for one in drafts.look(place, draft, moment="draft").every if one.concept)
    writing.override(place.as_("pio"), draft, bar.clause, bar.concept, "It quotes the verdict of the court")
    shown = said(browser(place, "chief").get("/desk/posts/overview/"))
    assert bar.clause in shown and "Devon Hatcher (media-unit)" in shown and "on an own draft" in shown


# What was kept.


def test_everything_that_was_kept_of_a_post_comes_as_one_web_archive(world: World) -> None:
    place, clock = world.bluff, scene.Clock()
    with mastodon() as server:
        where = connected(place, server)
        (row,), (other,) = released(place, where), released(place, where, text="Vine Street is closed.")
        devon = browser(place, "pio")
        assert "web archive" not in said(devon.get(page(row))), "nothing is kept yet"
        for one in (row, other):
            go(place, one, clock)
        next(post for post in server.posts.values() if post.text == scene.TEXT).text = "Pine Street is open."
        clock.on(timedelta(minutes=10))
        go(place, row, clock)
    link = re.search(r'href="([^"]+captures.warc.gz)"', said(devon.get(page(row))))[1]  # type: ignore[index]
    answer = devon.get(link)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cedar-bluff-release-1.warc.gz"'
    found = [
        (record.rec_type, record.content_stream().read()) for record in ArchiveIterator(io.BytesIO(answer.content))
    ]
    kept = [body for kind, body in found if kind == "resource"]
    assert [b"Pine Street is closed" in kept[0], b"Pine Street is open" in kept[1], len(kept)] == [True, True, 2]
    about = json.loads(next(body for kind, body in found if kind == "metadata"))
    assert about["approved"]["pieces"][0]["text"] == scene.TEXT and about["state"] == "differs"
    assert [one["sha256"] for one in about["captures"]] == [hashlib.sha256(body).hexdigest() for body in kept]
    for who, status in (("officer", 403), ("chief", 200)):
        assert browser(place, who).get(link).status_code == status
    assert browser(world.osage, "chief").get(link).status_code == 404
