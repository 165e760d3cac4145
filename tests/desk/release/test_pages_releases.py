"""The pages of releases, corrections and incidents, as their users meet them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.desk.cast import Place, World, browser
from tests.desk.drafts import scene as drafts
from tests.desk.release import scene
from tests.desk.release.scene import connected, go, mastodon, released

from postorders.desk.base import guard
from postorders.desk.drafts import acts as writing
from postorders.desk.drafts.models import Draft
from postorders.desk.release import acts, corrections, feeds
from postorders.desk.release.cards import cards
from postorders.desk.release.models import Correction, Incident, Release

pytestmark = pytest.mark.both
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)
DECLARED = {"device": "department", "duty": "on"}
NIXLE = "https://local.nixle.com/cedar-bluff-police-department"


def said(answer: Any) -> str:
    """The page's words, with white space folded."""
    return " ".join(answer.content.decode().split())


def last(place: Place) -> Release:
    """The release that was written last."""
    with place.within():
        row: Release = Release.objects.select_related("site", "draft").order_by("-number").first()
        return row


def page(row: Release) -> str:
    return f"/desk/posts/releases/{row.id}/"


def by_hand(place: Place) -> Release:
    """A release on a platform that people post to."""
    (row,) = released(place, drafts.site(place, NIXLE), title="Road closed")
    return row


# Publishing.


def test_a_draft_goes_out_and_its_page_shows_what_is_served_beside_what_was_approved(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        draft = drafts.begun(place, drafts.ROAD, connected(place, server))
        devon = browser(place, "pio")
        before = said(devon.get(f"/desk/posts/{draft.number}/release/"))
        assert drafts.ROAD in before and "Nothing bars it so far" in before
        answer = devon.post(f"/desk/posts/{draft.number}/release/", {**DECLARED, "do": "release"}, follow=True)
        waiting = said(answer)
        assert "Released to 1 account." in waiting and "Nothing has left the desk" in waiting
        assert 'hx-trigger="every 3s"' in waiting
        go(place, last(place))
        shown = said(devon.get(page(last(place))))
    assert "it says what was approved" in shown and "It is what was approved." in shown
    assert shown.count(drafts.ROAD) == 2 and "hx-trigger" not in shown
    assert "SHA-256" in shown and "Save what was kept of it" in shown
    kept = devon.get(re.search(r'href="([^"]+/capture/0)"', shown)[1])  # type: ignore[index]
    assert kept.headers["Content-Type"] == "application/octet-stream" and drafts.ROAD.encode() in kept.content
    assert "attachment" in kept.headers["Content-Disposition"]


def test_a_refusal_shows_each_bar_with_its_clause_and_its_cure_and_keeps_what_was_chosen(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        draft = drafts.begun(place, drafts.ROAD, connected(place, server))
        given = {"device": "personal", "duty": "off", "do": "release"}
        answer = browser(place, "pio").post(f"/desk/posts/{draft.number}/release/", given)
    words = said(answer)
    assert answer.status_code == 422 and "This may not be published." in words
    assert "<strong>8.03.F</strong>" in words
    assert re.search(r'value="personal"[^>]*checked', words) and re.search(r'value="off"[^>]*checked', words)
    with place.within():
        assert not Release.objects.exists()


def test_an_emergency_wants_a_reason_and_another_person_looks_at_it(world: World) -> None:
    place = world.bluff
    drafts.setting(place, approval_levels=1)
    with mastodon() as server:
        draft = drafts.begun(place, drafts.ROAD, connected(place, server))
        devon, where = browser(place, "pio"), f"/desk/posts/{draft.number}/release/"
        refused = devon.post(where, {**DECLARED, "do": "release"})
        assert refused.status_code == 422 and "0 of 1 approvals stand" in said(refused)
        without = devon.post(where, {**DECLARED, "do": "emergency"})
        assert without.status_code == 422 and "This field is required." in said(without)
        out = said(
            devon.post(where, {**DECLARED, "do": "emergency", "why": "Gas leak, people walk into it"}, follow=True)
        )
    row = last(place)
    assert "Nobody has looked at it yet" in out and "Put my word on it" not in out, "nobody stands for their own post"
    chief = browser(place, "chief")
    assert "Published in an emergency" in said(chief.get("/desk/"))
    assert "Gas leak, people walk into it" in said(chief.get("/desk/posts/overview/"))
    silent = chief.post(page(row), {"do": "ratify", "ratify-verdict": "wrong", "ratify-words": ""})
    assert silent.status_code == 422 and "Say what was wrong." in said(silent)
    told = said(chief.post(page(row), {"do": "ratify", "ratify-verdict": "stood"}, follow=True))
    assert "Adaeze Whitlow found it right" in told
    assert "Published in an emergency" not in said(chief.get("/desk/"))


def test_what_was_changed_while_it_was_read_is_not_published(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        draft = drafts.begun(place, drafts.ROAD, connected(place, server))
        devon, where = browser(place, "pio"), f"/desk/posts/{draft.number}/release/"
        seen = re.search(r'name="seen" value="(\w+)"', said(devon.get(where)))[1]  # type: ignore[index]
        writing.write(place.as_("pio"), draft, drafts.ROAD + " Thank you.")
        writing.verify_facts(place.as_("pio"), draft, "The gas company")
        answer = devon.post(where, {**DECLARED, "do": "release", "seen": seen})
        assert answer.status_code == 422 and "was changed while you read it" in said(answer)
        again = re.search(r'name="seen" value="(\w+)"', said(answer))[1]  # type: ignore[index]
        assert again != seen
        assert devon.post(where, {**DECLARED, "do": "release", "seen": again}).status_code == 302


def test_who_has_no_part_in_a_draft_cannot_open_its_last_step(world: World) -> None:
    place = world.bluff
    draft = drafts.begun(place)
    assert browser(place, "reserve").get(f"/desk/posts/{draft.number}/release/").status_code == 403
    assert browser(place, "reserve").get(f"/desk/posts/{draft.number + 7}/release/").status_code == 404
    assert browser(world.osage, "chief").get(f"/desk/posts/{draft.number}/release/").status_code == 404


# By hand, and what fails.


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
    assert "A person attests it" in done and f"{NIXLE}/1" in done
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
    assert "it says what was approved" in said(part) and 'hx-swap-oob="true"' in said(part)
    assert "hx-trigger" not in said(part), "and then it stops"


# Lists.


def test_the_list_takes_fixed_questions_and_goes_on_from_a_number(world: World) -> None:
    place = world.bluff
    row = by_hand(place)
    many(place, row, 120)
    devon = browser(place, "pio")
    devon.get("/desk/posts/releases/")
    counts = []
    for query in ({}, {"before": "60"}, {"state": "read-back"}, {"state": "hand"}, {"draft": "1"}):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = devon.get("/desk/posts/releases/", query)
        counts.append(len(asked))
        assert answer.status_code == 200
    assert len(set(counts)) == 1, counts
    first = said(devon.get("/desk/posts/releases/"))
    numbers = [int(one) for one in re.findall(r">Release (\d+)<", first)]
    assert numbers == list(range(121, 71, -1)) and "before=72" in first
    second = said(devon.get("/desk/posts/releases/", {"before": "72"}))
    assert re.findall(r">Release (\d+)<", second)[0] == "71"
    assert re.findall(r">Release (\d+)<", said(devon.get("/desk/posts/releases/", {"state": "hand"}))) == ["1"]
    assert devon.get("/desk/posts/releases/", {"before": "9" * 40, "site": "x", "draft": "-1"}).status_code == 200


def many(place: Place, row: Release, count: int) -> None:
    """More releases of the same draft, out since a while."""
    now = timezone.now()
    with place.within(), guard.lifted("a test"):
        rows = [
            Release(
                department=row.department, number=row.number + n, draft=row.draft, version=row.version, site=row.site,
                state="read-back", rendering=row.rendering, digest=row.digest, judgment={}, key=f"key-{row.number + n}", by=row.by,
                at=now, due=now, out_at=now - timedelta(days=30, minutes=n),
            )
            for n in range(1, count + 1)
        ]  # fmt: skip
        Release.objects.bulk_create(rows, batch_size=200)


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


# Corrections.


def test_a_correction_is_begun_from_a_release_and_its_right_words_go_through_the_gate(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        (row,) = released(place, connected(place, server))
        row = go(place, row)
        devon = browser(place, "pio")
        where = f"{page(row)}correct/"
        assert "changed in place; readers see that it was" in said(devon.get(where))
        lacking = devon.post(where, {"kind": "corrects", "wrong": "The street", "right": ""})
        assert lacking.status_code == 422 and "Say what is true" in said(lacking) and "The street" in said(lacking)
        given = {"kind": "corrects", "wrong": "It is not Pine Street.", "right": "Elm Street is closed until 6 pm."}
        begun = devon.post(where, given, follow=True)
        assert "waits for the draft that says it right" in said(begun) and "Begin the draft" in said(begun)
        here = begun.redirect_chain[-1][0]
        tied = said(devon.post(here, {"do": "write"}, follow=True))
        with place.within():
            draft = Draft.objects.order_by("-number").first()
        assert f"/desk/posts/{draft.number}/release/" in tied
        writing.verify_facts(place.as_("pio"), draft, "Call to the gas company")
        devon.post(f"/desk/posts/{draft.number}/release/", {**DECLARED, "do": "release"})
        go(place, last(place))
        (post,) = server.posts.values()
        assert post.text == "Elm Street is closed until 6 pm." and len(post.versions) == 1
        done = said(devon.get(here))
    assert "Put right" in done and "in error" in done
    assert "Begin the draft" not in done
    assert devon.get(where).status_code in (200, 302)
    public = said(devon.get(f"/d/{place.department.slug}/corrections/"))
    assert "It is not Pine Street." in public and "Elm Street is closed until 6 pm." in public
    assert "Devon Hatcher" not in public
    data = devon.get(f"/d/{place.department.slug}/corrections.json").json()
    assert data["corrections"][0]["kind"] == "corrects" and data["corrections"][0]["places"][0]["how"] == "edit"
    assert "<entry>" in said(devon.get(f"/d/{place.department.slug}/corrections.atom"))


def test_a_correction_of_others_is_not_theirs_to_open(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        (row,) = released(place, connected(place, server))
        row = go(place, row)
        corrections.begin(place.as_("pio"), row.draft, "retracts", "Nothing of it is so.", "", {})
    with place.within():
        one = Correction.objects.get()
    path = f"/desk/posts/corrections/{one.id}/"
    assert browser(place, "officer").get(path).status_code == 403
    assert browser(world.osage, "chief").get(path).status_code == 404
    assert "the desk is taking it down" in said(browser(place, "chief").get(path))
    assert "Retraction 1" in said(browser(place, "chief").get("/desk/posts/corrections/?state=open"))


# Incidents.


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


# The department's own feed.


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


def browser_free(path: str) -> Any:
    """A visitor without a sign-in."""
    from django.test import Client

    return Client().get(path)
