"""Verification finds everything that does not hold, says where it is, and does not stop at the first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ledger.ledgers import ATTORNEY, ORIGIN, Authority, acts, copy, grow

from postorders.errors import InputError
from postorders.ledger.entry import Disposed, leaf, seal
from postorders.ledger.folder import add_signatures, newest, publish, replace_payloads
from postorders.ledger.keys import WITNESS, Signer
from postorders.ledger.note import Checkpoint, cosign, sign
from postorders.ledger.report import Payloads
from postorders.ledger.tree import Frontier, leaf_hash
from postorders.ledger.verify import verify

Spoil = Callable[[Path], object]


def told(folder: Path, **given: object) -> list[str]:
    return list(map(str, verify(folder, **given).problems))  # type: ignore[arg-type]


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def swap(path: Path, one: int, other: int) -> None:
    lines = path.read_bytes().split(b"\n")
    lines[one], lines[other] = lines[other], lines[one]
    path.write_bytes(b"\n".join(lines))


@pytest.mark.proves(capability="ledger")
def test_a_ledger_with_everything_in_it_holds(
    published: Path, later: Signer, attorney: Signer, authority: Authority
) -> None:
    report = verify(published, [later.vkey(), attorney.vkey(WITNESS)], authority=authority.certificates)
    assert (report.problems, report.notes) == ((), ())
    assert (report.origin, report.size, report.checkpoints) == (ORIGIN, 6, 4)
    assert report.payloads == Payloads(whole=3, redacted=1, disposed=1, absent=1)
    assert report.cosigned == ((ATTORNEY, "2026-01-01T12:00:00+00:00"),)
    assert [size for size, _ in report.stamps] == [6]
    assert report.bytes == sum(
        path.stat().st_size for path in published.rglob("*") if path.suffix != ".pem" and path.is_file()
    )


def test_what_was_trusted_is_said(published: Path, signer: Signer, later: Signer) -> None:
    own = verify(published)
    assert (own.own_keys, own.keys) == (True, (str(later.vkey()), str(signer.vkey())))
    assert own.notes == (
        f"A signature of {ATTORNEY} was not checked: its key is not known here.",
        "The timestamps were checked against the certificates in the folder itself.",
    )
    assert verify(published, [later.vkey()]).own_keys is False


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (lambda f: flip(f / "tile/entries/001", 180), "tile/entries/001, entry 256, byte 0: The entry was changed."),
        (
            lambda f: flip(f / "tile/0/001", 32 * 3 + 5),
            "tile/0/001, entry 259, byte 101: The tile has another hash than the entry.",
        ),
        (
            lambda f: flip(f / "tile/0/002.p/88", 0),
            "tile/0/002.p/88, entry 512, byte 0: The tile has another hash than the entry.",
        ),
        (
            lambda f: flip(f / "tile/entries/002.p/88", 300),
            "tile/entries/002.p/88, entry 513, byte 216: The entry was changed.",
        ),
        (
            lambda f: flip(f / "tile/1/000.p/2", 40),
            "tile/1/000.p/2, byte 40: The tile has another hash than its entries.",
        ),
        (
            lambda f: flip(f / "tile/entries/000", 0),
            "tile/entries/000, entry 0, byte 0: From here on the bundle cannot be read: an entry's length is wrong, or it was cut short.",
        ),
        (
            lambda f: (f / "tile/entries/001").write_bytes((f / "tile/entries/001").read_bytes()[:1000]),
            "tile/entries/001, entry 260, byte 864: From here on the bundle cannot be read: an entry's length is wrong, or it was cut short.",
        ),
        (lambda f: (f / "tile/entries/001").unlink(), "tile/entries/001: The file is missing."),
        (lambda f: (f / "tile/0/000").unlink(), "tile/0/000: The file is missing."),
        (lambda f: (f / "tile/1/000.p/2").unlink(), "tile/1/000.p/2: The file is missing."),
        (
            lambda f: (f / "tile/0/000").write_bytes(b"short"),
            "tile/0/000, byte 5: The tile has 5 bytes instead of 8192.",
        ),
        (lambda f: (f / "payloads/1.jsonl").unlink(), "payloads/1.jsonl: The file is missing."),
        (lambda f: (f / "checkpoint").unlink(), "checkpoint: The file is missing."),
        (lambda f: (f / "checkpoints/600").unlink(), "checkpoints/600: The file is missing."),
        (lambda f: (f / "verify.py").unlink(), "verify.py: The file is missing."),
        (
            lambda f: (f / "verify.py").write_text("print('All of it holds.')\n"),
            "verify.py: This is not the verify.py of any release known here. Do not run it.",
        ),
        (
            lambda f: (f / "checkpoint").write_bytes((f / "checkpoints/300").read_bytes()),
            "",
        ),
    ],
)  # fmt: skip
def test_damage_is_found_and_located(ledger: Path, spoil: Spoil, finding: str) -> None:
    spoil(ledger)
    assert told(ledger) == ([finding] if finding else [])


def test_a_changed_payload_names_its_field(ledger: Path) -> None:
    path = ledger / "payloads/1.jsonl"
    path.write_bytes(path.read_bytes().replace(b'["number",300,', b'["number",301,'))
    assert told(ledger) == ["payloads/1.jsonl:45, entry 300: The payload was changed: number."]


def test_swapped_lines_are_told_apart_from_changed_ones(ledger: Path) -> None:
    swap(ledger / "payloads/1.jsonl", 4, 9)
    assert told(ledger) == [
        "payloads/1.jsonl:5, entry 260: This is the payload of entry 265: lines were swapped.",
        "payloads/1.jsonl:10, entry 265: This is the payload of entry 260: lines were swapped.",
    ]


def test_a_missing_line_and_a_cut_file_are_found(ledger: Path) -> None:
    path = ledger / "payloads/2.jsonl"
    whole = path.read_bytes()
    path.write_bytes(b"\n".join(whole.split(b"\n")[:80]) + b"\n")
    assert told(ledger) == ["payloads/2.jsonl, entry 592: There are 80 payloads, and there should be 88."]
    path.write_bytes(whole[:-1])
    assert told(ledger) == [
        f"payloads/2.jsonl:88, entry 599, byte {len(whole) - 1}: The last line does not end: the file was cut short.",
        "payloads/2.jsonl, entry 599: There are 87 payloads, and there should be 88.",
    ]


def test_changed_line_endings_are_named(ledger: Path) -> None:
    for name in ("checkpoint", "keys", "payloads/0.jsonl"):
        path = ledger / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = told(ledger)
    assert "checkpoint: This is not a checkpoint: its line endings were changed (it has carriage returns)." in found
    assert "payloads/0.jsonl: Line endings were changed: there are carriage returns in it." in found
    assert any(one.startswith("keys:1: ") for one in found)
    assert not any("entry" in one for one in found)


def test_a_line_too_many_is_found_in_the_middle_and_mentioned_at_the_end(ledger: Path) -> None:
    with (ledger / "payloads/2.jsonl").open("ab") as file:
        file.write(b"null\n")
    report = verify(ledger)
    assert (report.problems, report.notes) == (
        (), ("payloads/2.jsonl has 1 line more than the checkpoint speaks of; it was not checked.",)
    )  # fmt: skip
    with (ledger / "payloads/0.jsonl").open("ab") as file:
        file.write(b"null\n")
    assert told(ledger) == ["payloads/0.jsonl: There are 257 payloads, and there should be 256."]


def test_all_problems_are_told(ledger: Path) -> None:
    flip(ledger / "tile/entries/000", 180)
    flip(ledger / "tile/0/001", 7)
    flip(ledger / "payloads/2.jsonl", 3)
    flip(ledger / "keys", 3)
    (ledger / "checkpoints/10").unlink()
    found = told(ledger, keys=[verify(ledger) and _key(ledger)])
    assert [one.split(":")[0] for one in found] == [
        "keys", "tile/entries/000, entry 0, byte 0", "tile/0/001, entry 256, byte 7",
        "payloads/2.jsonl",
    ]  # fmt: skip


def _key(folder: Path) -> object:
    from postorders.ledger.keys import read_vkey

    data = bytearray((folder / "keys").read_bytes())
    data[3] ^= 1
    return read_vkey(data.decode().split(" ")[0])


def test_entries_that_were_exchanged_everywhere_do_not_lead_to_the_signed_root(
    ledger: Path, tmp_path: Path, signer: Signer
) -> None:
    other = tmp_path / "other"
    publish(other, ORIGIN, [*acts(0, 350), *acts(0, 1, by="Someone Else"), *acts(351, 600)], signer)
    for name in ("tile", "payloads"):
        shutil.rmtree(ledger / name)
        shutil.copytree(other / name, ledger / name)
    assert told(ledger) == [
        "checkpoints/600: The first 600 entries do not lead to the signed root; the first change is in entries 300 to 599."
    ]


def test_a_ledger_that_lost_both_files_of_a_group_uses_the_tile_above(ledger: Path) -> None:
    (ledger / "tile/entries/000").unlink()
    (ledger / "tile/0/000").unlink()
    assert told(ledger) == ["tile/entries/000: The file is missing.", "tile/0/000: The file is missing."]


def test_an_unsigned_checkpoint_and_one_of_a_stranger_do_not_hold(ledger: Path, later: Signer) -> None:
    head = newest(ledger)
    bare = Checkpoint(ORIGIN, 600, head.root)
    for one, finding in (
        (bare, "checkpoints/600: It is not signed."),
        (sign(bare, later), "checkpoints/600: No key that was in force signed it."),
    ):
        for name in ("checkpoint", "checkpoints/600"):
            (ledger / name).write_bytes(one.to_bytes())
        assert finding in told(ledger)


def test_a_key_that_the_reader_trusts_must_have_signed_the_newest_checkpoint(
    published: Path, signer: Signer, later: Signer
) -> None:
    assert verify(published, [later.vkey()]).holds
    assert told(published, keys=[signer.vkey()]) == ["checkpoints/6: The key that you gave did not sign it."]


def test_an_old_key_does_not_sign_new_checkpoints(published: Path, tmp_path: Path, signer: Signer) -> None:
    folder = copy(published, tmp_path / "copy")
    stolen = sign(Checkpoint(ORIGIN, 6, newest(folder).root), signer)
    for name in ("checkpoint", "checkpoints/6"):
        (folder / name).write_bytes(stolen.to_bytes())
    assert "checkpoints/6: No key that was in force signed it." in told(folder)


def test_a_witness_that_did_not_sign_is_missed(ledger: Path, attorney: Signer, signer: Signer) -> None:
    keys = [signer.vkey(), attorney.vkey(WITNESS)]
    assert told(ledger, keys=keys) == [f"checkpoints: The witness {ATTORNEY} signed no checkpoint."]
    add_signatures(ledger, cosign(newest(ledger), attorney, 5))
    assert told(ledger, keys=keys) == []


def test_what_a_witness_saw_must_still_be_there(ledger: Path, tmp_path: Path, signer: Signer) -> None:
    seen = newest(ledger)
    forged = grow(tmp_path / "forged", signer, 700)
    assert verify(forged, witnessed=[seen]).notes == ("The first 600 entries are those that the witness saw.",)
    other = tmp_path / "other"
    publish(other, ORIGIN, [*acts(0, 599), *acts(0, 101)], signer)
    assert told(other, witnessed=[seen]) == [
        "checkpoint: The first 600 entries are not those that a witness saw: history was rewritten."
    ]
    short = grow(tmp_path / "short", signer, 500)
    assert told(short, witnessed=[seen]) == [
        "checkpoint: A witness saw 600 entries, and here are 500: the ledger was cut back."
    ]
    strange = Checkpoint("other.example", 600, seen.root)
    assert told(ledger, witnessed=[strange]) == [
        f"checkpoint: The witness speaks of 'other.example', and this is '{ORIGIN}'."
    ]


def test_a_checkpoint_file_that_is_behind_is_mentioned(ledger: Path) -> None:
    shutil.copy(ledger / "checkpoints/300", ledger / "checkpoint")
    report = verify(ledger)
    assert (report.holds, report.size) == (True, 600)
    assert report.notes == ("'checkpoint' says 300 entries, and 600 were signed: a writer is at work, or was stopped.",)


def test_a_payload_that_is_gone_needs_a_certificate(ledger: Path, signer: Signer) -> None:
    replace_payloads(ledger, {5: Disposed(599), 6: Disposed(600), 7: Disposed(600)})
    publish(ledger, ORIGIN, acts(600, 601, disposes=[6]), signer)
    assert told(ledger) == [
        "payloads/0.jsonl:6, entry 5: Its payload is gone, and entry 599 is no certificate of its disposal.",
        "payloads/0.jsonl:8, entry 7: Its payload is gone, and entry 600 is no certificate of its disposal.",
    ]


def test_a_payload_that_should_be_gone_is_mentioned(ledger: Path, signer: Signer) -> None:
    publish(ledger, ORIGIN, acts(600, 601, disposes=[6]), signer)
    assert verify(ledger).notes == ("1 payload that the ledger says was disposed of is not marked so in this copy.",)


def test_other_files_are_mentioned_and_not_vouched_for(ledger: Path) -> None:
    (ledger / "index.html").write_text("hello")
    report = verify(ledger)
    assert (report.holds, report.notes) == (
        True, ("index.html is not part of the ledger as signed; it was not checked.",)
    )  # fmt: skip


def test_an_empty_ledger_holds_and_its_root_is_checked(tmp_path: Path, signer: Signer) -> None:
    folder = grow(tmp_path / "ledger", signer, 0)
    assert (verify(folder).holds, verify(folder).size) == (True, 0)
    wrong = sign(Checkpoint(ORIGIN, 0, b"\x01" * 32), signer)
    for name in ("checkpoint", "checkpoints/0"):
        (folder / name).write_bytes(wrong.to_bytes())
    assert told(folder) == ["checkpoints/0: This is not the empty root."]


def test_a_folder_that_claims_any_number_of_entries_ends(tmp_path: Path, signer: Signer) -> None:
    folder = grow(tmp_path / "ledger", signer, 3)
    huge = sign(Checkpoint(ORIGIN, 10**17, b"\x01" * 32), signer)
    (folder / "checkpoints/100000000000000000").write_bytes(huge.to_bytes())
    report = verify(folder)
    assert len(report.problems) > 10_000
    assert "There are too many problems to go on; what follows was not checked." in report.notes


def test_a_leaf_that_is_longer_than_its_payload_allows_is_found(tmp_path: Path, signer: Signer) -> None:
    """A host that signs what it likes still cannot give a payload that its own leaf does not commit to."""
    folder, entry = tmp_path / "ledger", seal({"act": "site.add"})
    publish(folder, ORIGIN, [(leaf(entry), entry)], signer)
    longer = leaf(entry).replace(b'],"v"', b',"' + b"0" * 64 + b'"],"v"')
    (folder / "tile/entries/000.p/1").write_bytes(len(longer).to_bytes(2, "big") + longer)
    (folder / "tile/0/000.p/1").write_bytes(leaf_hash(longer))
    root = Frontier().append(leaf_hash(longer)).root()
    for name in ("checkpoint", "checkpoints/1"):
        (folder / name).write_bytes(sign(Checkpoint(ORIGIN, 1, root), signer).to_bytes())
    assert told(folder) == [
        "payloads/0.jsonl:1, entry 0: The payload was changed: it is not the one that the entry commits to."
    ]


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        verify(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path}: There is no ledger here. "
        "Name the folder that was exported or published, the one with 'checkpoint' in it."
    )
