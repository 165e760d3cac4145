"""The pages of posts that nobody approved, and of who has none."""

from __future__ import annotations

import pytest
from tests.desk.cast import World, browser
from tests.desk.release.scene import connected, mastodon
from tests.desk.release.visits import said

from postorders.desk.release import acts, feeds
from postorders.desk.release.cards import cards
from postorders.desk.release.models import Incident

pytestmark = pytest.mark.both


def test_a_post_that_nobody_approved_is_listed_kept_and_settled(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        connected(place, server)
        server.write("Free gift cards for everybody <script>")
        with place.within():
            assert feeds.go() == 1
            one = Incident.objects.get()
    devon, path = browser(place, "pio"), f"/desk/incidents/{one.id}/"
    assert "Posts that nobody approved" in said(devon.get("/desk/"))
    assert "Free gift cards" in said(devon.get("/desk/posts/incidents/"))
    shown = said(devon.get(path))
    assert (
        "change the password" in shown and "&lt;script&gt;" in shown and "<script>" not in shown.partition("<main")[2]
    )
    assert b"gift cards" in devon.get(f"{path}capture").content
    assert devon.post(path, {"words": ""}).status_code == 422
    assert "Settled" in said(devon.post(path, {"words": "A reserve tried the app; deleted."}, follow=True))
    assert "A reserve tried the app" in said(devon.get("/desk/posts/incidents/?state=settled"))
    for who, status in (("officer", 403), ("chief", 200)):
        assert browser(place, who).get(path).status_code == status
    assert browser(world.osage, "chief").get(path).status_code == 404


def test_the_first_page_of_somebody_without_posts_says_nothing_of_them(world: World) -> None:
    with world.bluff.within():
        shown = list(cards(world.bluff.as_("reserve")))
    assert all(not one.lines and not one.empty for one in shown)
    assert acts.STOOD == "stood"
