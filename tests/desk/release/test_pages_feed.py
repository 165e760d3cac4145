"""The department's own feed, as a stranger reads it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.desk.cast import World, browser
from tests.desk.release import scene
from tests.desk.release.scene import connected, go, mastodon, released
from tests.desk.release.visits import browser_free, by_hand, last, many, said

from postorders.desk.base import guard
from postorders.desk.release import corrections
from postorders.desk.release.models import Release

pytestmark = pytest.mark.both


def test_the_own_feed_has_what_is_out_and_nothing_else(world: World) -> None:
    place = world.bluff
    slug = place.department.slug
    with mastodon() as server:
        site = connected(place, server)
        (row,) = released(place, site, text="Coffee with a cop <Saturday> at 9 & cake.")
        stranger = browser(world.osage, "officer")
        assert stranger.get(f"/d/{slug}/posts/feed.json").json()["items"] == []
        row = go(place, row)
        (item,) = stranger.get(f"/d/{slug}/posts/feed.json").json()["items"]
    assert item["content_text"].startswith("Coffee with a cop <Saturday> at 9 & cake.")
    assert item["url"].startswith(server.base) and item["tags"] == []
    for form in ("rss", "atom"):
        answer = stranger.get(f"/d/{slug}/posts/feed.{form}")
        assert answer.status_code == 200 and "&amp;lt;Saturday&amp;gt;" in said(answer)
        assert answer.headers["Cache-Control"] == "public, max-age=60" and answer.headers["ETag"]
    assert stranger.get(f"/d/{world.osage.department.slug}/posts/feed.json").json()["items"] == []
    assert stranger.get("/d/nowhere/posts/feed.rss").status_code == 404


def test_a_retracted_entry_says_so_and_no_longer_says_what_was_wrong(world: World) -> None:
    place = world.bluff
    slug = place.department.slug
    with mastodon() as server:
        (row,) = released(place, connected(place, server), text=scene.TEXT)
        row = go(place, row)
        corrections.begin(place.as_("pio"), row.draft, "retracts", "There is no gas leak.", "", {})
        row = go(place, row)
    assert row.state == "taken-down"
    (item,) = browser(place, "pio").get(f"/d/{slug}/posts/feed.json").json()["items"]
    assert item["tags"] == ["retracted"] and item["title"].startswith("Retracted:")
    assert "There is no gas leak." in item["content_text"] and scene.TEXT not in item["content_text"]
    assert item["url"].endswith(f"/d/{slug}/corrections/")


def test_the_feed_asks_a_fixed_number_of_questions(world: World) -> None:
    place, counts = world.bluff, []
    row = by_hand(place)
    with place.within(), guard.lifted("a test"):
        Release.objects.filter(id=row.id).update(state="read-back", out_at=timezone.now())
    for count in (1, 40):
        many(place, last(place), count)
        with CaptureQueriesContext(connection) as asked:
            assert browser_free(f"/d/{place.department.slug}/posts/feed.json").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
