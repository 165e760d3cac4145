"""The pages of corrections, from the wrong post to the public log."""

from __future__ import annotations

import pytest
from tests.desk.cast import World, browser
from tests.desk.release.everywhere import stage
from tests.desk.release.scene import connected, go, mastodon, released
from tests.desk.release.visits import DECLARED, last, page, said

from postorders.desk.drafts import acts as writing
from postorders.desk.drafts.models import Draft
from postorders.desk.release import corrections
from postorders.desk.release.models import Correction

pytestmark = pytest.mark.both


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


def test_where_it_cannot_answer_the_wrong_post_the_right_words_name_its_address(world: World) -> None:
    with stage(world.bluff, "facebook") as there:
        row = go(there.place, there.released())
        devon = browser(there.place, "pio")
        given = {"kind": "corrects", "wrong": "It is not Pine Street.", "right": "Elm Street is closed until 6 pm."}
        here = devon.post(f"{page(row)}correct/", given, follow=True).redirect_chain[-1][0]
        devon.post(here, {"do": "write"})
        with there.place.within():
            draft = Draft.objects.order_by("-number").first()
            ((site, words),) = draft.versions.get().own.items()
            url = row.pieces.get().url
    assert site == str(there.site.id)
    assert words == f"Elm Street is closed until 6 pm.\n\nThis puts right our earlier post: {url}"


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
