"""The policy manager adopts, compares and attaches; versions are added and never changed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.desk.cast import World
from tests.desk.policy.desk import client_of, next_version, zipped

from postorders.desk.base.act import Refused
from postorders.desk.ledger.models import Payload
from postorders.desk.policy import acts
from postorders.desk.policy.findings import findings
from postorders.desk.policy.force import in_force, version_in_force
from postorders.desk.policy.models import Draft, Version
from postorders.desk.policy.packed import packed, unpacked
from postorders.errors import InputError
from postorders.policy.library import TEMPLATES

pytestmark = pytest.mark.both
DOCUMENT = """SOCIAL NETWORKING

8.04 PROHIBITIONS

A. Employees shall not post anything that discloses the identity of a victim.

B. Employees shall not use the badge without leave of the Chief.

C. Undercover officers are not to be named.

D. Employees threats of any kind.
"""


def words(response: Any) -> str:
    return str(response.content.decode())


def put_forward(client: Any, **given: Any) -> Any:
    return client.post("/desk/policy/adopt/", given)


def test_a_template_is_compared_first_and_adopted_on_the_next_page(world: World) -> None:
    manager = client_of(world.bluff, "manager")
    draft = put_forward(manager, template="kcpd-261")["Location"]
    assert "all of it would be new" in words(manager.get(draft))
    with world.bluff.within():
        assert Version.objects.count() == 1
    done = manager.post(draft, {"on": "2026-02-01", "proof": "Order of February 1"})
    assert done.status_code == 302
    with world.bluff.within():
        version = Version.objects.get(policy="kcpd-261")
        assert (version.proof, version.adopted_by) == ("Order of February 1", world.bluff.members["manager"])
        assert not Draft.objects.exists()


def test_the_next_version_shows_what_differs_and_both_are_kept(world: World, tmp_path: Path) -> None:
    manager = client_of(world.bluff, "manager")
    folder = next_version(tmp_path, "2026-06-01")
    file = folder / "8.05-third-party.yaml"
    file.write_text(file.read_text().replace("label: ", "label: new ", 1))
    upload = SimpleUploadedFile("next.zip", zipped(folder, "raymore-8/"))
    draft = put_forward(manager, pack=upload)["Location"]
    page = words(manager.get(draft))
    assert "8.05.A · label · changed" in page and "3 differences from the version of 2020-07-01" in page
    manager.post(draft, {"on": "2026-05-20", "proof": ""})
    with world.bluff.within():
        assert [one.version for one in Version.objects.order_by("version")] == ["2020-07-01", "2026-06-01"]
        assert in_force().manifest.version == "2026-06-01"


def test_adopting_the_same_version_again_shows_a_difference_and_adopts_nothing(world: World, tmp_path: Path) -> None:
    manager = client_of(world.bluff, "manager")
    draft = put_forward(manager, template="raymore-8")["Location"]
    page = words(manager.get(draft))
    assert "This version is adopted already" in page and "Nothing differs" in page
    with world.bluff.within():
        before = Version.objects.get().hash
    assert "is adopted already" in words(manager.post(draft, {"on": "2026-05-20"}))
    with world.bluff.within():
        assert Version.objects.get().hash == before


def test_the_template_that_ships_is_compared_and_nothing_is_adopted(world: World, tmp_path: Path) -> None:
    member = client_of(world.bluff, "officer")
    with world.bluff.within():
        version = Version.objects.get()
    page = words(member.get(f"/desk/policy/version/{version.id}/compare/?with=template"))
    assert "adopts nothing" in page and "Nothing differs" in page


def test_findings_name_approvers_whom_nobody_is_and_what_lint_says(world: World) -> None:
    with world.bluff.within():
        assert findings(in_force()).vacant == ("the Chief's designee",)
        mend = in_force()
    with world.osage.within():
        assert "nobody" not in findings(in_force()).vacant
        assert findings(mend).vacant == ("the Chief's designee",)


def test_every_error_of_an_upload_is_listed_with_its_place(world: World, tmp_path: Path) -> None:
    manager = client_of(world.bluff, "manager")
    folder = next_version(tmp_path, "2026-06-01")
    for name in ("8.00-policy.yaml", "8.01-background.yaml"):
        file = folder / name
        file.write_text(file.read_text().replace("kind: ", "kynd: ", 1))
    page = put_forward(manager, pack=SimpleUploadedFile("spoiled.zip", zipped(folder)))
    assert page.status_code == 400
    assert "8.00-policy.yaml:" in words(page) and "8.01-background.yaml:" in words(page)
    with world.bluff.within():
        assert not Draft.objects.exists()


def _zip(*names: str, text: str = "policy: x\n") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, text)
    return buffer.getvalue()


def _pack(text: str) -> bytes:
    return _zip("pack.yaml", text=text)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no zip at all", "not a zip file"),
        (_zip("../pack.yaml"), "leads out of the folder"),
        (_zip("/etc/pack.yaml"), "leads out of the folder"),
        (_zip("a/b/c/d/e/pack.yaml"), "not a name for a file of a pack"),
        (_zip("readme.yaml"), "no pack.yaml"),
        (_zip(*(f"{at}.yaml" for at in range(201))), "more than 200 files"),
        (_zip("pack.yaml")[:-30], "not a zip file"),
        (_pack("policy: ../../x\nsections: []\n"), "not an id for a policy"),
        (_pack("policy: x\nsections: [{id: a, title: b, file: ../../secret.yaml}]\n"), "leads out of the pack"),
        (_pack("policy: x\nlaws: [../law-missouri]\n"), "leads out of the pack"),
        (b"0" * 4_000_001, "larger than 4 MB"),
    ],
    ids=lambda given: given.replace(" ", "-") if isinstance(given, str) else "",
)
def test_a_zip_that_is_no_pack_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        unpacked(data, tmp_path / "into", "upload.zip")
    assert not (tmp_path / "secret.yaml").exists() and not (tmp_path / "pack.yaml").exists()


def test_a_link_or_a_bomb_in_a_zip_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        link = zipfile.ZipInfo("pack.yaml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("big.yaml", b"0" * 17_000_000)
    with pytest.raises(InputError) as refused:
        unpacked(buffer.getvalue(), tmp_path, "upload.zip")
    assert [str(problem).split(": ", 1)[1][:20] for problem in refused.value.problems] == [
        "'pack.yaml' is a lin",
        "The zip unpacks to f",
    ]


def test_a_pack_is_packed_to_the_same_bytes(tmp_path: Path) -> None:
    one = next_version(tmp_path / "a")
    two = next_version(tmp_path / "b")
    assert packed(one) == packed(two)
    again = unpacked(packed(one), tmp_path / "c")
    assert (again / "pack.yaml").read_bytes() == (one / "pack.yaml").read_bytes()


def test_an_adopted_pack_comes_back_whole(world: World, tmp_path: Path) -> None:
    with world.bluff.within():
        version = Version.objects.get()
    answer = client_of(world.bluff, "officer").get(f"/desk/policy/version/{version.id}/pack.zip")
    folder = unpacked(answer.content, tmp_path / "back")
    assert (folder / "8.00-policy.yaml").read_bytes() == (TEMPLATES / "raymore-8" / "8.00-policy.yaml").read_bytes()
    assert (folder / "law-missouri" / "law.yaml").is_file()


def test_the_departments_document_gives_each_clause_its_words_place_and_hash(world: World) -> None:
    manager = client_of(world.bluff, "manager")
    with world.bluff.within():
        version = Version.objects.get()
    address = f"/desk/policy/version/{version.id}/attach/"
    looked = manager.post(address, {"document": SimpleUploadedFile("order.txt", DOCUMENT.encode()), "look": "1"})
    assert "Nothing was kept" in words(looked) and "use the badge" in words(looked)
    with world.bluff.within():
        assert not Version.objects.get().attached
    manager.post(address, {"document": SimpleUploadedFile("order.txt", DOCUMENT.encode())})
    with world.bluff.within():
        attached = Version.objects.get().attached
        entry = Payload.objects.filter(act="policy.attach").get()
    assert {"8.04.A", "8.04.B#1", "8.04.C", "8.04.D"} <= set(attached)
    place = attached["8.04.D"]
    assert "threats of any kind" in DOCUMENT[place["start"] : place["end"]]
    assert version_hash(entry.body)
    page = words(client_of(world.bluff, "officer").get("/d/cedar-bluff/policy/clause/8.04.D/"))
    assert place["text"] in page and place["sha256"][:12] in page


def version_hash(body: str) -> bool:
    return "document_hash" in body and "text_hash" in body


def test_a_document_without_a_clause_is_refused(world: World) -> None:
    with world.bluff.within(), pytest.raises(Refused, match="No clause was found"):
        acts.attach(world.bluff.as_("manager"), version_in_force(), b"A letter about the weather.", "letter.txt")


@pytest.mark.parametrize("name", ["officer", "attorney", "lieutenant", "admin"])
def test_others_do_not_adopt_or_attach(world: World, name: str) -> None:
    client = client_of(world.bluff, name)
    with world.bluff.within():
        version = Version.objects.get()
    assert put_forward(client, template="kcpd-261").status_code == 403
    assert client.get(f"/desk/policy/version/{version.id}/attach/").status_code == 403
    assert client.get(f"/desk/policy/version/{version.id}/documents/").status_code == 403
    with world.bluff.within():
        assert not Draft.objects.exists()


def test_another_departments_version_is_not_found(world: World) -> None:
    with world.osage.within():
        version = Version.objects.get()
    client = client_of(world.bluff, "manager")
    for page in ("", "attach/", "compare/", "pack.zip", "documents/"):
        assert client.get(f"/desk/policy/version/{version.id}/{page}").status_code == 404


def test_a_document_the_policy_does_not_refer_to_cannot_be_named(world: World) -> None:
    with world.bluff.within(), pytest.raises(Refused, match="refers to no document"):
        acts.name_document(world.bluff.as_("manager"), version_in_force(), "The weather report", "1")


def test_a_discarded_pack_is_gone_and_on_the_record(world: World) -> None:
    manager = client_of(world.bluff, "manager")
    draft = put_forward(manager, template="kcpd-261")["Location"]
    assert "Put forward, not adopted" in words(manager.get("/desk/policy/"))
    manager.post(f"{draft}discard/")
    assert manager.get(draft).status_code == 404
    with world.bluff.within():
        assert Payload.objects.filter(act="policy.discard").count() == 1


def test_an_adoption_that_lies_ahead_is_refused(world: World) -> None:
    manager = client_of(world.bluff, "manager")
    draft = put_forward(manager, template="kcpd-261")["Location"]
    assert "lies ahead" in words(manager.post(draft, {"on": "2090-01-01"}))


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(world: World) -> None:
    manager = client_of(world.bluff, "manager")
    upload = SimpleUploadedFile("huge.zip", b"0" * 4_000_001)
    assert "larger than 4 MB" in words(put_forward(manager, pack=upload))
