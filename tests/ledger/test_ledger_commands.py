"""`postorders ledger`: what a clerk, a witness and a stranger type, and what they are told."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.ledgers import ATTORNEY, ORIGIN, Authority, acts, copy, grow

from postorders.ledger.entry import Disposed, leaf, seal
from postorders.ledger.folder import publish, replace_payloads
from postorders.ledger.keys import WITNESS, Signer, read_key, read_vkey

Run = Callable[..., Any]
OWN_KEYS = (
    "  No key was given, so the folder's own 'keys' file was trusted. Whoever can change the\n"
    "  folder can change that file too: get the key from somewhere else, and give it with --key.\n"
)


@pytest.fixture
def attorneys_key(postorders: Run, tmp_path: Path) -> Path:
    """The attorney's key file."""
    path = tmp_path / "attorney.key"
    assert postorders("ledger", "key", path, "--name", ATTORNEY).code == 0
    return path


def test_a_key_is_made_and_its_public_half_printed(postorders: Run, tmp_path: Path) -> None:
    path = tmp_path / "grove.key"
    said = postorders("ledger", "key", path, "--name", ORIGIN)
    assert (said.code, read_vkey(said.out.strip())) == (0, read_key(path).vkey())
    assert said.err == f"The private key is in {path}. Keep it where nobody else can read it.\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = postorders("ledger", "key", path, "--name", ORIGIN)
    assert (again.code, again.err) == (2, f"postorders: {path}: The key file exists already. Name a new file.\n")


def test_a_witnesss_key_is_printed_in_its_own_form(postorders: Run, tmp_path: Path) -> None:
    said = postorders("ledger", "key", tmp_path / "w.key", "--name", ATTORNEY, "--witness")
    assert read_vkey(said.out.strip()).type == WITNESS


@pytest.mark.proves(capability="ledger")
def test_a_ledger_that_holds_is_told_so_and_what_was_trusted(postorders: Run, ledger: Path, signer: Signer) -> None:
    first = f"{ORIGIN}: 600 entries, 3 checkpoints.\n"
    second = "  Payloads: 600 whole, 0 with parts blacked out, 0 disposed of, 0 left out.\n"
    said = postorders("ledger", "verify", ledger)
    assert (said.code, said.out, said.err) == (0, f"{first}{second}{OWN_KEYS}All of it holds.\n", "")
    said = postorders("ledger", "verify", ledger, "--key", signer.vkey())
    assert (said.code, said.out) == (0, f"{first}{second}All of it holds.\n")


def test_stamps_and_witnesses_are_told(
    postorders: Run, published: Path, later: Signer, attorney: Signer, authority: Authority, tmp_path: Path
) -> None:
    pem = tmp_path / "clock.pem"
    pem.write_bytes(authority.certificates)
    keys = ("--key", later.vkey(), "--key", attorney.vkey(WITNESS))
    said = postorders("ledger", "verify", published, *keys, "--authority", pem)
    lines = said.out.splitlines()
    assert (said.code, lines[1]) == (
        0, "  Payloads: 3 whole, 1 with parts blacked out, 1 disposed of, 1 left out.",
    )  # fmt: skip
    assert lines[2].startswith("  6 entries were timestamped at 20")
    assert lines[3] == f"  The witness {ATTORNEY} signed at 2026-01-01T12:00:00+00:00."


def test_a_ledger_that_does_not_hold_ends_with_1_and_tells_all(postorders: Run, ledger: Path) -> None:
    (ledger / "payloads/1.jsonl").unlink()
    (ledger / "tile/0/000").unlink()
    said = postorders("ledger", "verify", ledger)
    assert (said.code, said.out.splitlines()[:2], said.out.splitlines()[-1]) == (
        1, ["tile/0/000: The file is missing.", "payloads/1.jsonl: The file is missing."], "It does not hold.",
    )  # fmt: skip


def test_the_report_is_data_too(postorders: Run, ledger: Path, signer: Signer) -> None:
    path = ledger / "payloads/1.jsonl"
    path.write_bytes(path.read_bytes().replace(b'["number",300,', b'["number",301,'))
    said = postorders("ledger", "verify", ledger, "--key", signer.vkey(), "--format", "json")
    assert said.code == 1
    assert (said.data["holds"], said.data["size"], said.data["own_keys"]) == (False, 600, False)
    assert said.data["problems"] == [
        {
            "what": "The payload was changed: number.",
            "file": "payloads/1.jsonl",
            "entry": 300,
            "byte": None,
            "line": 45,
            "mend": "",
        }
    ]


def test_a_large_ledger_tells_how_far_it_is(postorders: Run, tmp_path: Path, signer: Signer) -> None:
    entry = seal({"act": "site.add"})
    publish(tmp_path / "ledger", ORIGIN, ((leaf(entry), None) for _ in range(20_480)), signer)
    said = postorders("ledger", "verify", tmp_path / "ledger")
    lines = said.err.splitlines()
    assert (said.code, lines[0], lines[-1]) == (0, "1,024 of 20,480 entries", "20,480 of 20,480 entries")


@pytest.mark.parametrize(
    ("args", "err"),
    [
        (("verify", "{0}/none"), "{0}/none: There is nothing here. Name the folder of an exported ledger, or a proof."),
        (
            ("verify", "{0}"),
            "{0}: There is no ledger here. Name the folder that was exported or published, the one with 'checkpoint' in it.",
        ),
        (
            ("verify", "{0}/ledger", "--key", "abc"),
            "'abc' is not a verifier key. Copy the whole line that 'postorders ledger key' printed: name+id+base64.",
        ),
        (
            ("verify", "{0}/ledger", "--witness", "{0}/ledger/keys"),
            "{0}/ledger/keys: This is neither a checkpoint nor a witness's state file. Ask the witness for it again.",
        ),
        (("show", "{0}/none"), "{0}/none/checkpoint: There is no checkpoint here. Name the folder of an exported ledger."),
        (("show", "{0}/ledger", "--entry", "600"), "{0}/ledger: The ledger has no entry 600; it has 600, counted from 0."),
        (
            ("show", "{0}/ledger/keys"),
            "{0}/ledger/keys: This is not a proof: it does not begin as a proof with a payload does. Name a proof, or the folder of a ledger.",
        ),
        (("prove", "{0}/ledger", "--entry", "-1"), "{0}/ledger: The ledger has no entry -1; it has 600, counted from 0."),
        (
            ("prove", "{0}/ledger", "--entry", "1", "--hide", "buy"),
            "The entry has no field 'buy'. It has: act, by, number.",
        ),
        (
            ("witness", "{0}/ledger", "--state", "{0}/s", "--key", "{0}/none"),
            "{0}/none: There is no such key file. Make one with 'postorders ledger key'.",
        ),
    ],
)  # fmt: skip
def test_what_a_person_can_mend_ends_with_2(
    postorders: Run, ledger: Path, tmp_path: Path, args: tuple[str, ...], err: str
) -> None:
    said = postorders("ledger", *(one.format(tmp_path) for one in args))
    assert (said.code, said.out, said.err) == (2, "", f"postorders: {err.format(tmp_path)}\n")


def test_entries_are_shown_in_words_as_far_as_they_are_there(postorders: Run, tmp_path: Path, signer: Signer) -> None:
    folder = grow(tmp_path / "ledger", signer, 2)
    entry = seal({"act": "case.open", "by": "Dell Harmon\n\x1b[31m", "items": ["post-3"]})
    publish(folder, ORIGIN, [*acts(2, 4), (leaf(entry), entry)], signer)
    replace_payloads(folder, {0: None, 1: Disposed(3)})
    said = postorders("ledger", "show", folder)
    assert (said.code, said.out) == (
        0,
        "Entry 0: not in this copy.\n"
        "Entry 1: disposed of; entry 3 says why.\n"
        "Entry 2\n  act     post.release\n  by      Marisol Quade\n  number  2\n"
        "Entry 3\n  act     post.release\n  by      Marisol Quade\n  number  3\n"
        'Entry 4\n  act    case.open\n  by     Dell Harmon\\x0a\\x1b[31m\n  items  ["post-3"]\n',
    )
    only = postorders("ledger", "show", folder, "--entry", "2", "--format", "json")
    assert [name for name, _, _ in json.loads(only.out)["fields"]] == ["act", "by", "number"]


def test_a_proof_is_written_shown_and_verified(postorders: Run, ledger: Path, tmp_path: Path, signer: Signer) -> None:
    proof = tmp_path / "300.tlog-proof"
    said = postorders("ledger", "prove", ledger, "--entry", 300, "--hide", "by", "--into", proof)
    assert (said.code, said.out) == (
        0, f"Wrote {proof}. Verify it with 'postorders ledger verify {proof} --key VKEY'.\n"
    )  # fmt: skip
    assert postorders("ledger", "prove", ledger, "--entry", 300, "--hide", "by").out == proof.read_text()
    said = postorders("ledger", "verify", proof, "--key", signer.vkey())
    assert (said.code, said.out.splitlines()[-1]) == (0, "All of it holds.")
    said = postorders("ledger", "show", proof)
    assert said.out == "Entry 300\n  act     post.release\n  (a field is blacked out)\n  number  300\n"
    proof.write_text(proof.read_text().replace("index 300", "index 301"))
    said = postorders("ledger", "verify", proof, "--key", signer.vkey())
    assert (said.code, said.out.splitlines()[0]) == (
        1, f"{proof}, entry 301: The entry does not lead to the signed root: it is not in the ledger at that place."
    )  # fmt: skip


@pytest.mark.proves(capability="ledger")
def test_a_witness_signs_and_the_department_keeps_the_signature(
    postorders: Run, ledger: Path, tmp_path: Path, attorneys_key: Path, signer: Signer
) -> None:
    signed, state = tmp_path / "signed", tmp_path / "state.json"
    keys = ("--state", state, "--key", attorneys_key)
    said = postorders("ledger", "witness", ledger, *keys, "--into", signed)
    assert (said.code, said.out) == (0, f"Signed 600 entries of {ORIGIN}.\n")
    said = postorders("ledger", "accept", ledger, signed)
    assert (said.code, said.out) == (0, f"The checkpoint of 600 entries is signed by {ORIGIN}, {ATTORNEY}.\n")
    vkey = read_key(attorneys_key).vkey(WITNESS)
    said = postorders("ledger", "verify", ledger, "--key", signer.vkey(), "--key", vkey, "--witness", state)
    assert (said.code, said.out.splitlines()[-2]) == (0, "  The first 600 entries are those that the witness saw.")
    printed = postorders("ledger", "witness", ledger, *keys)
    assert printed.out.startswith(f"{ORIGIN}\n600\n")


def test_rewritten_history_ends_with_1_and_is_found_by_readers_too(
    postorders: Run, ledger: Path, tmp_path: Path, attorneys_key: Path, signer: Signer
) -> None:
    state, other = tmp_path / "state.json", tmp_path / "other"
    keys = ("--state", state, "--key", attorneys_key)
    assert postorders("ledger", "witness", ledger, *keys).code == 0
    publish(other, ORIGIN, [*acts(0, 599), *acts(0, 50)], signer)
    said = postorders("ledger", "witness", other, *keys)
    assert (said.code, said.out, said.err) == (
        1, "",
        "postorders: The 649 entries do not begin with the 600 that were seen: history was rewritten. "
        "Keep both checkpoints: together they are the evidence. Ask the department.\n",
    )  # fmt: skip
    assert postorders("ledger", "verify", other).code == 0
    for kept in (state, ledger / "checkpoint"):
        said = postorders("ledger", "verify", other, "--witness", kept)
        assert (said.code, said.out.splitlines()[0]) == (
            1, "checkpoint: The first 600 entries are not those that a witness saw: history was rewritten.",
        )  # fmt: skip


def test_a_mailed_checkpoint_is_witnessed(
    postorders: Run, ledger: Path, tmp_path: Path, attorneys_key: Path, signer: Signer
) -> None:
    keys = ("--state", tmp_path / "state.json", "--key", attorneys_key)
    folder = copy(ledger, tmp_path / "mirror")
    assert postorders("ledger", "witness", folder, *keys).code == 0
    grow(folder, signer, 700)
    said = postorders("ledger", "witness", folder, *keys, "--checkpoint", folder / "checkpoints/700")
    assert said.out.startswith(f"{ORIGIN}\n700\n")


def test_a_new_key_is_trusted_by_option(
    postorders: Run, ledger: Path, tmp_path: Path, attorneys_key: Path, later: Signer
) -> None:
    keys = ("--state", tmp_path / "state.json", "--key", attorneys_key)
    assert postorders("ledger", "witness", ledger, *keys).code == 0
    publish(ledger, ORIGIN, acts(600, 601), later)
    assert postorders("ledger", "witness", ledger, *keys).code == 2
    assert postorders("ledger", "witness", ledger, *keys, "--trust", later.vkey()).code == 0


def test_a_state_file_that_has_not_seen_the_ledger_is_refused(postorders: Run, ledger: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text("{}\n")
    said = postorders("ledger", "verify", ledger, "--witness", state)
    assert (said.code, said.err) == (
        2,
        f"postorders: {state}: The witness has not seen this ledger. Name another file.\n",
    )
