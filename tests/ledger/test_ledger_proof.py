"""One entry can leave the ledger in one file, with parts blacked out, and a stranger can check it with the key alone."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from tests.ledger.ledgers import ATTORNEY, ORIGIN

from postorders.errors import InputError
from postorders.ledger.entry import Disposed
from postorders.ledger.folder import add_signatures, newest, replace_payloads
from postorders.ledger.keys import WITNESS, Signer
from postorders.ledger.note import cosign
from postorders.ledger.proof import Proof, prove, read_proof, verify_proof
from postorders.ledger.report import Payloads


def told(proof: Proof, *keys: object) -> list[str]:
    return [one.what for one in verify_proof(proof.to_bytes(), keys)[0].problems]  # type: ignore[arg-type]


@pytest.mark.proves(capability="ledger")
@pytest.mark.parametrize("index", [0, 255, 256, 511, 512, 599])
def test_an_entry_is_proved_with_the_key_alone(ledger: Path, signer: Signer, index: int) -> None:
    report, proof = verify_proof(prove(ledger, index).to_bytes(), [signer.vkey()])
    assert proof
    assert (report.problems, report.origin, report.size, proof.index) == ((), ORIGIN, 600, index)
    assert proof.entry.get("number") == index


def test_what_is_hidden_is_not_in_the_file_and_the_rest_is_proved(ledger: Path, signer: Signer) -> None:
    data = prove(ledger, 300, ["by"]).to_bytes()
    report, proof = verify_proof(data, [signer.vkey()])
    assert proof
    assert (report.holds, report.payloads) == (True, Payloads(redacted=1))
    assert proof.entry.shown == {"act": "post.release", "number": 300}
    assert b"Marisol" not in base64.b64decode(data.split(b"\n")[1].removeprefix(b"extra "))


def test_an_entry_whose_payload_is_gone_is_still_proved(ledger: Path, signer: Signer) -> None:
    replace_payloads(ledger, {9: Disposed(599)})
    proof = prove(ledger, 9)
    assert (told(proof, signer.vkey()), proof.entry.shown, len(proof.entry.fields)) == ([], {}, 3)


def test_the_file_is_written_as_c2sp_says(ledger: Path) -> None:
    lines = prove(ledger, 300).to_bytes().decode().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 300"
    end = lines.index("")
    assert [len(base64.b64decode(one)) for one in lines[3:end]] == [32] * 10
    assert "\n".join(lines[end + 1 :]).encode() == newest(ledger).to_bytes()


def test_a_proof_without_a_key_proves_nothing(ledger: Path, attorney: Signer) -> None:
    data = prove(ledger, 3).to_bytes()
    for keys in ([], [attorney.vkey(WITNESS)]):
        with pytest.raises(InputError) as refused:
            verify_proof(data, keys, "three.tlog-proof")
        assert str(refused.value) == (
            "three.tlog-proof: A proof can only be checked with the key of its ledger. "
            "Give the ledger's key with --key; the department publishes it."
        )


def test_what_does_not_hold_is_said(ledger: Path, signer: Signer, later: Signer, attorney: Signer) -> None:
    proof, other = prove(ledger, 3), prove(ledger, 4)
    astray = "The entry does not lead to the signed root: it is not in the ledger at that place."
    assert told(replace(proof, entry=other.entry), signer.vkey()) == [astray]
    assert told(replace(proof, index=2), signer.vkey()) == [astray]
    assert told(replace(proof, hashes=proof.hashes[1:]), signer.vkey()) == [astray]
    assert told(proof, later.vkey()) == ["The key that you gave did not sign its checkpoint."]
    unseen = [f"The witness {ATTORNEY} did not sign its checkpoint."]
    assert told(proof, signer.vkey(), attorney.vkey(WITNESS)) == unseen


def test_a_witnesss_signature_travels_with_the_proof(ledger: Path, signer: Signer, attorney: Signer) -> None:
    add_signatures(ledger, cosign(newest(ledger), attorney, 5))
    assert told(prove(ledger, 3), signer.vkey(), attorney.vkey(WITNESS)) == []


def test_every_changed_byte_is_found(ledger: Path, signer: Signer) -> None:
    data = prove(ledger, 3, ["by"]).to_bytes()
    for change in (0x01, 0x20, 0x80):
        for at in range(len(data)):
            spoiled = data[:at] + bytes([data[at] ^ change]) + data[at + 1 :]
            assert not verify_proof(spoiled, [signer.vkey()])[0].holds, at


def test_a_proof_that_is_cut_short_or_is_something_else_is_told(ledger: Path, signer: Signer) -> None:
    data = prove(ledger, 3).to_bytes()
    for size in range(len(data) - 1):
        assert not verify_proof(data[:size], [signer.vkey()])[0].holds
    with pytest.raises(ValueError, match="it does not begin as a proof with a payload does"):
        read_proof(b"")
    report, proof = verify_proof(b"hello", [signer.vkey()], "x")
    assert (list(map(str, report.problems)), proof) == (
        ["x: This is not a proof: it does not begin as a proof with a payload does."], None,
    )  # fmt: skip


def test_no_proof_is_made_of_what_is_not_there_or_does_not_hold(ledger: Path) -> None:
    with pytest.raises(InputError, match="The ledger has no entry 600; it has 600, counted from 0"):
        prove(ledger, 600)
    path = ledger / "tile/0/000"
    path.write_bytes(path.read_bytes()[::-1])
    with pytest.raises(InputError, match="Entry 3 does not lead to the signed root; no proof was made"):
        prove(ledger, 3)
