"""A department adopts its own copy, signed; a change to it is noticed, and an upgrade adopts nothing by itself."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cast import CHIEF

Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("concepts")


@pytest.fixture
def adopted(postorders: Run, order: Path, tmp_path: Path) -> Path:
    """Order 12 as Fulton Grove adopted it, signed."""
    said = postorders(
        "policy", "adopt", order, "--into", tmp_path / "ours", "--by", CHIEF, "--on", "2025-01-15",
        "--key", tmp_path / "key.pem", "--new-key",
    )  # fmt: skip
    assert said.code == 0, said.err
    return tmp_path / "ours" / "order-12" / "2025-01-01"


def test_the_record_says_who_when_what_and_every_hash(adopted: Path) -> None:
    record = json.loads((adopted / "adoption.json").read_text())
    assert (record["policy"], record["version"]) == ("order-12", "2025-01-01")
    assert (record["adopted_by"], record["title"], record["on"]) == (CHIEF, "Chief of Police", "2025-01-15")
    assert sorted(record["files"]) == sorted(path.relative_to(adopted).as_posix() for path in adopted.rglob("*.yaml"))
    assert sorted(record["signature"]) == ["public_key", "value"]


def test_an_adopted_copy_is_used_by_name(
    postorders: Run, adopted: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POSTORDERS_POLICIES", str(tmp_path / "ours"))
    monkeypatch.setattr("postorders.policy.library.TEMPLATES", tmp_path)
    rows = postorders("policy", "list", "--format", "json").data
    assert [row["kind"] for row in rows if row["policy"] == "order-12"] == ["adopted"]
    said = postorders("check", "--policy", "order-12", "--account", "official", stdin="This is the guy who robbed it.")
    assert said.code == 1, said.err


def test_the_law_goes_with_it(postorders: Run, adopted: Path) -> None:
    assert (adopted / "law-grove" / "law.yaml").is_file()
    assert postorders("policy", "lint", adopted).code == 0


def test_a_change_of_the_law_within_the_copy_is_refused(postorders: Run, adopted: Path) -> None:
    path = adopted / "law-grove" / "law.yaml"
    path.write_text(path.read_text().replace("caps: advise", "caps: inform"))
    said = postorders("policy", "show", adopted)
    assert said.code == 2
    assert "law-grove/law.yaml changed since the policy was adopted on 2025-01-15." in said.err


@pytest.mark.parametrize("how", ["changed", "removed", "added"])
def test_a_copy_that_is_no_longer_what_was_adopted_is_refused(postorders: Run, adopted: Path, how: str) -> None:
    path = adopted / ("extra.yaml" if how == "added" else "13-equipment.yaml")
    if how == "removed":
        path.unlink()
    else:
        path.write_text((path.read_text() if path.exists() else "") + "# a note\n")
    said = postorders("check", "--policy", adopted, "--account", "official", stdin="Road closed.")
    assert said.code == 2
    if how != "removed":
        assert f"{path.name} changed since the policy was adopted on 2025-01-15." in said.err
    assert "Traceback" not in said.err


def test_a_record_that_was_altered_is_refused(postorders: Run, adopted: Path) -> None:
    path = adopted / "adoption.json"
    path.write_text(path.read_text().replace(CHIEF, "Somebody Else"))
    said = postorders("policy", "show", adopted)
    assert (said.code, "The signature of the adoption record does not hold." in said.err) == (2, True)


@pytest.mark.parametrize("text", ["{", "[]", '{"policy": "order-12"}'])
def test_a_damaged_record_is_refused(postorders: Run, adopted: Path, text: str) -> None:
    (adopted / "adoption.json").write_text(text)
    said = postorders("policy", "show", adopted)
    assert (said.code, "The adoption record is" in said.err) == (2, True)


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_second_adoption_shows_the_difference_and_adopts_nothing(
    postorders: Run, adopted: Path, order: Path, tmp_path: Path
) -> None:
    path = order / "12-words.yaml"
    path.write_text(path.read_text().replace("Leave the number out.", "Leave every number out."))
    before = contents(adopted)
    said = postorders("policy", "adopt", order, "--into", tmp_path / "ours", "--by", CHIEF)
    assert said.code == 1
    assert "12.4 remedy: changed" in said.out
    assert "Nothing was adopted." in said.out
    assert contents(adopted) == before


def test_a_new_version_stands_beside_the_old_and_each_is_in_force_in_its_time(
    postorders: Run, adopted: Path, order: Path, tmp_path: Path
) -> None:
    pack = order / "pack.yaml"
    pack.write_text(pack.read_text().replace("2025-01-01", "2026-01-01"))
    words = order / "12-words.yaml"
    words.write_text(words.read_text().replace("effect: hold", "effect: advise"))
    assert postorders("policy", "adopt", order, "--into", tmp_path / "ours", "--by", CHIEF).code == 0
    ours = tmp_path / "ours" / "order-12"
    versions = {
        date: postorders("policy", "show", ours, "--as-of", date, "--format", "json").data["version"]
        for date in ("2025-12-31", "2026-01-01")
    }
    assert versions == {"2025-12-31": "2025-01-01", "2026-01-01": "2026-01-01"}


def unprove(order: Path) -> None:
    pack = order / "pack.yaml"
    note = "status: unproved\nstatus_note: The minutes are missing.\n"
    pack.write_text(pack.read_text().replace("laws:", f"{note}laws:"))


def test_a_proof_settles_an_unproved_adoption(postorders: Run, order: Path, tmp_path: Path) -> None:
    unprove(order)
    adopt = ("policy", "adopt", order, "--into", tmp_path / "ours", "--by", CHIEF)
    said = postorders(*adopt, "--proof", "Minutes of the Board, 2024-12-18", "--on", "2025-01-15")
    assert said.code == 0, said.err
    shown = postorders("policy", "show", tmp_path / "ours" / "order-12", "--format", "json").data
    assert shown.get("status", "in-force") == "in-force"
    assert shown["status_note"] == f"Attested by {CHIEF} on 2025-01-15: Minutes of the Board, 2024-12-18"


def test_without_a_proof_it_stays_unproved(postorders: Run, order: Path, tmp_path: Path) -> None:
    unprove(order)
    assert postorders("policy", "adopt", order, "--into", tmp_path / "ours", "--by", CHIEF).code == 0
    assert "! Adoption is not proved" in postorders("policy", "show", tmp_path / "ours" / "order-12").out


def test_a_new_key_is_for_its_owner_alone_and_is_never_overwritten(
    postorders: Run, adopted: Path, order: Path, tmp_path: Path
) -> None:
    key = tmp_path / "key.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    kept = key.read_bytes()
    said = postorders("policy", "adopt", order, "--into", tmp_path / "other", "--by", CHIEF, "--key", key, "--new-key")
    assert (said.code, key.read_bytes()) == (2, kept)
    assert "The key file exists already." in said.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "Nobody is named who adopts it."),
        (("--by", CHIEF, "--on", "soon"), "'soon' is not a date."),
        (("--by", CHIEF, "--key", "no-such.pem"), "There is no such key file."),
        (("--by", CHIEF, "--new-key"), "--new-key has no file to write."),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_adopted(
    postorders: Run, order: Path, tmp_path: Path, args: tuple[str, ...], says: str
) -> None:
    said = postorders("policy", "adopt", order, "--into", tmp_path / "ours", *args)
    assert (said.code, says in said.err) == (2, True)
    assert not list((tmp_path / "ours").glob("*/*/pack.yaml"))


def test_a_key_that_is_none_is_refused(postorders: Run, order: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("hello")
    said = postorders(
        "policy", "adopt", order, "--into", tmp_path / "ours", "--by", CHIEF, "--key", tmp_path / "bad.pem"
    )
    assert (said.code, "not a PEM private key" in said.err) == (2, True)
    assert not list((tmp_path / "ours").rglob("pack.yaml"))
