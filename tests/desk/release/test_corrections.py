"""What was wrong is put right everywhere, what stood there is kept, and the public reads for how long it stood."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk.cast import World, browser
from tests.desk.drafts import scene as drafts
from tests.desk.release import scene
from tests.desk.release.scene import TEXT, Clock, connected, go, mastodon, released

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.release import acts, corrections
from postorders.desk.release.models import Correction, PutRight, Release, Stands
from postorders.desk.release.public import public_log
from postorders.platforms.can import Can

pytestmark = pytest.mark.both
WRONG, RIGHT = "We said Pine Street; it is Vine Street.", "Vine Street is closed until 6 pm because of a gas leak."


def out(world: World, server: object) -> Release:
    """A post that is out and read back."""
    (row,) = released(world.bluff, connected(world.bluff, server))  # type: ignore[arg-type]
    return go(world.bluff, row)


def begin(world: World, row: Release, kind: str = "corrects", wrong: str = WRONG, right: str = RIGHT) -> Correction:
    with world.bluff.within():
        seen = corrections.look(row.draft)
    found: Correction = corrections.begin(world.bluff.as_("pio"), row.draft, kind, wrong, right, seen)
    return found


@pytest.mark.proves(capability="corrections")
def test_a_correction_edits_where_readers_see_that_it_was_edited(world: World) -> None:
    with mastodon() as server:
        row = out(world, server)
        one = begin(world, row)
        with world.bluff.within():
            step = PutRight.objects.select_related("captured").get(correction=one)
            assert (step.how, step.done) == ("edit", None)
            assert TEXT.encode() in bytes(step.captured.bytes)
        draft = drafts.begun(world.bluff, RIGHT, row.site)
        corrections.say(world.bluff.as_("pio"), one, draft)
        (right,) = acts.intend(world.bluff.as_("pio"), draft, "department", "on")
        right = go(world.bluff, right)
        (post,) = server.posts.values()
        assert (post.text, [text for text, _at in post.versions]) == (RIGHT, [TEXT])
    assert right.state == "read-back"
    with world.bluff.within():
        (entry,) = public_log(50)
        (place,) = entry.places
        assert (entry.wrong, entry.right, entry.kind) == (WRONG, RIGHT, "corrects")
        assert (place.how, place.wrong, place.right) == ("edit", post_url(row), post_url(right))
        assert entry.done is not None
        assert Release.objects.get(id=row.id).next_try is None, "what was replaced is not read for what it said"


def post_url(row: Release) -> str:
    return str(Stands.objects.filter(release=row).values_list("url", flat=True).first())


def test_where_no_edit_shows_the_correction_answers_the_wrong_post(world: World) -> None:
    class Plain(scene.Mastodon):
        can = scene.replace(scene.Mastodon.can, edit="no")

    with mastodon(None, Plain(pause=0.01)) as server:
        row = out(world, server)
        one = begin(world, row)
        draft = drafts.begun(world.bluff, RIGHT, row.site)
        corrections.say(world.bluff.as_("pio"), one, draft)
        (right,) = acts.intend(world.bluff.as_("pio"), draft, "department", "on")
        right = go(world.bluff, right)
        first, second = sorted(server.posts.values(), key=lambda post: int(post.id))
        assert (first.text, second.text, second.answers) == (TEXT, RIGHT, first.id)


@pytest.mark.proves(capability="corrections")
def test_a_retraction_takes_down_what_was_kept_before(world: World) -> None:
    with mastodon() as server:
        row = out(world, server)
        one = begin(world, row, "retracts", "This was never so.", "")
        assert len(server.posts) == 1
        row = go(world.bluff, row)
        assert (row.state, len(server.posts)) == ("taken-down", 0)
    with world.bluff.within():
        step = PutRight.objects.select_related("captured").get(correction=one)
        assert TEXT.encode() in bytes(step.captured.bytes)
        assert Correction.objects.get(id=one.id).done == step.done is not None


def test_a_retraction_that_the_server_cannot_do_now_is_done_later(world: World) -> None:
    clock = Clock()
    with mastodon() as server:
        row = out(world, server)
        begin(world, row, "retracts", "This was never so.", "")
        server.fail("DELETE .*", "before", times=2)
        clock.on(timedelta(seconds=1))
        assert go(world.bluff, row, clock).state == "read-back"
        scene.until(world.bluff, row, clock, "taken-down")
        assert not server.posts


def test_the_minutes_in_error_count_from_the_first_post_to_the_last_that_was_put_right(world: World) -> None:
    with mastodon() as server:
        row = out(world, server)
        one = begin(world, row)
        with world.bluff.within():
            (step,) = PutRight.objects.select_related("release")
            assert corrections.minutes(step, row.out_at + timedelta(minutes=42, seconds=59)) == 42
            assert one.wrong_since == row.out_at


def test_a_correction_says_what_was_wrong_and_what_is_true(world: World) -> None:
    with mastodon() as server:
        row = out(world, server)
        with pytest.raises(Refused, match="What was wrong"):
            begin(world, row, wrong=" ")
        with pytest.raises(Refused, match="What is true"):
            begin(world, row, right="")
        with pytest.raises(Refused, match="do not answer"):
            corrections.begin(world.bluff.as_("officer"), row.draft, "corrects", WRONG, RIGHT, {})
        begin(world, row)
        with pytest.raises(Refused, match="under way"):
            begin(world, row)


@pytest.mark.proves("raymore-8", "8.03.D.3#2", capability="corrections")
def test_a_correction_cites_the_clause_that_orders_it(world: World) -> None:
    with mastodon() as server:
        row = out(world, server)
        with world.bluff.within():
            assert [clause.clause for clause in corrections.ordered()] == ["8.03.D.3#2"]
        devon = browser(world.bluff, "pio")
        assert "8.03.D.3#2" in devon.get(f"/desk/posts/releases/{row.id}/correct/").content.decode()
        one = begin(world, row)
        assert "correct what was wrong" in devon.get(f"/desk/posts/corrections/{one.id}/").content.decode()
    (entry,) = drafts.entries(world.bluff, "correction.begin")
    assert '["under","8.03.D.3#2"' in entry.body


def test_where_no_policy_orders_it_none_is_cited(world: World) -> None:
    with world.osage.within():
        assert corrections.ordered() == []


def test_the_public_log_goes_on_from_a_number_with_a_fixed_number_of_questions(world: World) -> None:
    with mastodon() as server:
        one = begin(world, out(world, server))
    counts = []
    for count in (3, 60):
        many(world, one, count)
        with CaptureQueriesContext(connection) as asked:
            first = Client().get("/d/cedar-bluff/corrections.json").json()
        counts.append(len(asked))
    numbers = [entry["number"] for entry in first["corrections"]]
    assert counts[0] == counts[1] and numbers == list(range(64, 14, -1))
    rest = Client().get(first["next"].partition("8471")[2]).json()
    assert [entry["number"] for entry in rest["corrections"]] == list(range(14, 0, -1)) and rest["next"] is None
    page = Client().get("/d/cedar-bluff/corrections/").content.decode()
    assert 'href="?before=15"' in page and page.count("<article") == 50
    assert Client().get("/d/cedar-bluff/corrections.atom").content.count(b"<entry>") == 50
    assert Client().get("/d/cedar-bluff/corrections/?before=x").status_code == 200


def many(world: World, one: Correction, count: int) -> None:
    """More corrections of the same draft, each with its step."""
    with world.bluff.within(), guard.lifted("a test"):
        step, last = PutRight.objects.get(correction=one), Correction.objects.count()
        for number in range(last + 1, last + count + 1):
            row = Correction(number=number, draft=one.draft, kind="corrects", wrong=WRONG, right=RIGHT, by=one.by)
            row.found = row.done = one.found
            row.save()
            PutRight(correction=row, release=step.release, how="edit", captured=step.captured, done=one.found).save()


def test_how_a_platform_lets_us_put_it_right() -> None:
    assert corrections.how(Can(1, by_hand=True), "retracts") == "by-hand"
    assert corrections.how(Can(1, delete=True), "retracts") == "delete"
    assert corrections.how(Can(1, edit="history"), "corrects") == "edit"
    assert corrections.how(Can(1, edit="silent", threads=True), "corrects") == "reply", "nobody would see the edit"
    assert corrections.how(Can(1), "corrects") == "post"
    assert corrections.how(Can(1, delete=False, threads=True), "retracts") == "reply"
