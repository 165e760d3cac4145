"""Files of a draft: a clean copy goes out, the original is kept, and somebody stands for what no machine examined."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image
from tests.desk.cast import World, browser
from tests.desk.drafts import scene
from tests.desk.drafts.scene import bars, begun, fresh, look
from tests.desk.drafts.visits import at
from tests.desk.permissions import scene as leave

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.drafts import acts, files, said
from postorders.desk.drafts.models import Attached, Chunk
from postorders.errors import InputError

pytestmark = pytest.mark.both
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(color: str = "navy") -> bytes:
    """A JPEG that says where it was made."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 48.0, 10.0), 3: "W", 4: (94.0, 27.0, 9.0)})
    exif[0x010F] = "Camera of Works"
    out = io.BytesIO()
    Image.new("RGB", (32, 24), color).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_the_copy_has_no_place_and_the_original_is_kept_as_brought(world: World) -> None:
    given, draft = picture(), begun(world.bluff)
    row: Attached = acts.attach(world.bluff.as_("pio"), draft, given, "scene.jpg", "image/jpeg", "Pine Street")
    with world.bluff.within():
        copy, original = files.body(row), files.body(row, files.ORIGINAL)
        (medium,) = said.saying(
            draft, said.latest(draft), said.files(draft), scene.site(world.bluff, scene.URLS["bluesky"])
        ).media
        assert medium.read() == copy
    assert (original, row.original_sha256) == (given, hashlib.sha256(given).hexdigest())
    assert (row.sha256, row.size) == (hashlib.sha256(copy).hexdigest(), len(copy))
    assert (b"Works" in given, b"Works" in copy) == (True, False)
    assert "place" in {one["about"] for one in row.found}


def test_a_file_is_kept_in_parts_of_a_megabyte(world: World) -> None:
    out = io.BytesIO()
    Image.effect_noise((1200, 1200), 90).save(out, "PNG")
    draft = begun(world.bluff)
    row: Attached = acts.attach(world.bluff.as_("pio"), draft, out, "noise.png", alt="Noise")
    with world.bluff.within():
        sizes = [len(bytes(one.body)) for one in Chunk.objects.filter(file=row, which="original")]
        assert files.body(row, files.ORIGINAL) == out.getvalue()
    assert len(sizes) > 1
    assert max(sizes) <= files.PART


def test_what_cannot_be_attached_is_refused_and_nothing_is_kept(world: World) -> None:
    draft, pio = begun(world.bluff), world.bluff.as_("pio")
    for body, name in ((b"<svg onload='x'/>", "a.svg"), (b"MZ\x90", "photo.jpg"), (b"", "empty.png")):
        with pytest.raises(InputError):
            acts.attach(pio, draft, body, name)
    acts.attach(pio, draft, picture(), "a.jpg")
    with pytest.raises(Refused, match="attached already"):
        acts.attach(pio, draft, picture(), "b.jpg")
    with world.bluff.within():
        assert draft.files.count() == 1


def test_a_picture_without_a_description_is_barred(world: World) -> None:
    draft, pio = begun(world.bluff), world.bluff.as_("pio")
    row = acts.attach(pio, draft, picture(), "a.jpg")
    assert "alt" in bars(world.bluff, draft)
    acts.describe(pio, draft, row, "A barrier across Pine Street")
    assert "alt" not in bars(world.bluff, draft)


def test_a_file_that_no_machine_examined_wants_a_persons_word(world: World) -> None:
    draft, pio = begun(world.bluff), world.bluff.as_("pio")
    row = acts.attach(pio, draft, PDF, "map.pdf")
    assert "file" in bars(world.bluff, draft)
    with pytest.raises(Refused, match="No reason"):
        acts.vouch(pio, draft, "", row)
    acts.vouch(pio, draft, "I read all of its one page", row)
    assert "file" not in bars(world.bluff, draft)


def test_words_in_a_picture_are_judged_like_the_text(world: World) -> None:
    draft, pio = begun(world.bluff), world.bluff.as_("pio")
    acts.attach(pio, draft, picture(), "a.jpg", alt="A sign", words="What an idiot. This clown left his wallet.")
    assert bars(world.bluff, draft)["hold"].clause == "8.03.D.3#1"


def test_a_picture_asks_what_only_the_author_knows_and_another_asks_anew(world: World) -> None:
    scene.ready(world.osage)
    draft, officer = begun(world.osage), world.osage.as_("officer")
    first = acts.attach(officer, draft, picture(), "a.jpg", alt="A barrier across 63rd Street")
    asked = {one.concept for one in look(world.osage, draft).every if one.kind == "fact"}
    assert "evidence-shown" in asked
    acts.answer(officer, draft, {**dict.fromkeys(asked, "no"), "duty": "on"})
    assert look(world.osage, draft).may_release
    acts.detach(officer, draft, first)
    acts.attach(officer, draft, picture("red"), "b.jpg", alt="Another barrier")
    assert (set(bars(world.osage, draft)), fresh(draft).given) == ({"fact"}, {"duty": "on"})


def test_leave_for_words_is_none_for_a_picture_that_was_chosen_later(world: World) -> None:
    memo = "FOR OFFICIAL USE ONLY: weekend staffing plan for the stadium."
    scene.ready(world.osage)
    draft, officer = begun(world.osage, memo), world.osage.as_("officer")
    leave.grant(world.osage, leave.ask(world.osage, "item-release", item=memo), "chief")
    assert look(world.osage, draft).may_release
    acts.attach(officer, draft, picture(), "a.jpg", alt="The plan")
    asked = {one.concept for one in look(world.osage, draft).every if one.kind == "fact"}
    acts.answer(officer, draft, dict.fromkeys(asked, "no"))
    found = look(world.osage, draft)
    assert {one.clause for one in found.every if one.kind == "leave"} == {"IV.A.6.d.1", "IV.B.7.b"}
    leave.grant(world.osage, leave.ask(world.osage, "item-release", item="", post=found.aimed[0].post.id), "chief")
    assert "leave" not in bars(world.osage, draft)


def test_a_flag_that_rests_on_an_answer_is_no_mistake(world: World) -> None:
    scene.ready(world.osage)
    draft, officer = begun(world.osage), world.osage.as_("officer")
    acts.attach(officer, draft, picture(), "a.jpg", alt="A bag on a table")
    acts.answer(officer, draft, {"evidence-shown": "yes"})
    assert "IV.B.7.b" in scene.clauses(world.osage, draft)
    with pytest.raises(Refused, match="rests on what was answered"):
        acts.override(world.osage.as_("chief"), draft, "IV.B.7.b", "evidence-shown", "It is fine")


def test_a_page_shows_a_small_copy_and_sends_the_whole_one_only_when_asked(world: World) -> None:
    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 90).save(out, "JPEG")
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    row: Attached = acts.attach(world.bluff.as_("pio"), draft, out, "noise.jpg", alt='A "gray" street')
    for page in (client.get(at(draft)), client.get(at(draft, "write/"))):
        words = page.content.decode()
        assert f'src="/desk/posts/1/files/{row.id}/?small=yes" width="640" height="480"' in words
        assert 'alt="A &quot;gray&quot; street"' in words
    small, whole = (client.get(at(draft, f"files/{row.id}/{more}")) for more in ("?small=yes", ""))
    assert (small.headers["Content-Type"], Image.open(io.BytesIO(small.content)).size) == ("image/webp", (640, 480))
    assert (whole.headers["Content-Type"], len(whole.content)) == ("image/jpeg", row.size)
    assert len(small.content) < row.size / 3
    assert small.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_picture_of_which_no_small_copy_was_kept_is_shown_whole(world: World) -> None:
    draft = begun(world.bluff)
    row: Attached = acts.attach(world.bluff.as_("pio"), draft, picture(), "a.jpg", alt="A street")
    with world.bluff.within(), guard.lifted("a desk that kept none"):
        Chunk.objects.filter(file=row, which=files.SMALL).delete()
    answer = browser(world.bluff, "pio").get(at(draft, f"files/{row.id}/?small=yes"))
    assert (answer.headers["Content-Type"], len(answer.content)) == ("image/jpeg", row.size)
