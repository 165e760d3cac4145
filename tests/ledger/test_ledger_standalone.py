"""The one file that travels with a ledger runs on the standard library alone and says what the program says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.ledgers import ORIGIN, acts, copy, grow

from postorders.ledger import standalone
from postorders.ledger.entry import Disposed
from postorders.ledger.folder import newest, publish, replace_payloads
from postorders.ledger.keys import Signer
from postorders.ledger.note import Checkpoint, sign
from postorders.ledger.verify import verify


def run(folder: Path, *args: str) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *args]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


@pytest.mark.proves(capability="ledger")
def test_it_runs_by_itself_in_the_folder(published: Path) -> None:
    assert run(published) == (
        0,
        f"Nothing was found.\n{ORIGIN}: 6 entries. All of it holds.\nThe keys in the folder itself were trusted.\n",
    )


def test_it_trusts_the_key_that_it_is_given(published: Path, signer: Signer, later: Signer) -> None:
    assert run(published, str(later.vkey()))[0] == 0
    assert run(published, str(signer.vkey()))[0] == 1
    assert run(published, "not+a+key") == (2, "This is not a verifier key: Incorrect padding.\n")


def test_it_says_when_there_is_no_ledger(published: Path, tmp_path: Path) -> None:
    assert run(published, str(tmp_path)) == (2, f"There is no ledger in {tmp_path}.\n")


def test_a_stranger_can_read_it() -> None:
    text = Path(str(standalone.__file__)).read_text()
    code = [line for line in text.partition("import base64")[2].splitlines() if line.strip()]
    assert len(code) <= 220
    assert max(map(len, text.splitlines())) <= 120


def _exchange(folder: Path, signer: Signer, tmp: Path) -> None:
    other = tmp / "exchanged"
    publish(other, ORIGIN, [*acts(0, 599), *acts(0, 1)], signer)
    for name in ("tile", "payloads"):
        shutil.rmtree(folder / name)
        shutil.copytree(other / name, folder / name)


def _sign(folder: Path, one: Checkpoint) -> None:
    for name in ("checkpoint", f"checkpoints/{one.size}"):
        (folder / name).write_bytes(one.to_bytes())


def _edit(folder: Path, name: str, old: bytes, new: bytes) -> None:
    path = folder / name
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))


@pytest.mark.parametrize(
    ("spoil", "holds"),
    [
        (lambda f, s, t: None, True),
        (lambda f, s, t: replace_payloads(f, {3: None}), True),
        (lambda f, s, t: (f / "index.html").write_text("hello"), True),
        (lambda f, s, t: shutil.copy(f / "checkpoints/300", f / "checkpoint"), True),
        (lambda f, s, t: (f / "checkpoint").unlink(), False),
        (lambda f, s, t: (f / "checkpoints/300").unlink(), True),
        (lambda f, s, t: (f / "checkpoints/10").unlink(), False),
        (lambda f, s, t: (f / "keys").unlink(), False),
        (lambda f, s, t: (f / "tile/0/001").unlink(), False),
        (lambda f, s, t: (f / "tile/1/000.p/2").unlink(), False),
        (lambda f, s, t: (f / "tile/entries/000").unlink(), False),
        (lambda f, s, t: (f / "payloads/2.jsonl").unlink(), False),
        (lambda f, s, t: replace_payloads(f, {3: Disposed(9)}), False),
        (_exchange, False),
        (lambda f, s, t: _sign(f, Checkpoint(ORIGIN, 600, newest(f).root)), False),
        (lambda f, s, t: _sign(f, sign(Checkpoint(ORIGIN, 600, newest(f).root), Signer.make(ORIGIN))), False),
        (lambda f, s, t: _sign(f, sign(Checkpoint("other.example", 600, newest(f).root), s)), False),
        (lambda f, s, t: _sign(f, sign(Checkpoint(ORIGIN, 600, b"\x01" * 32), s)), False),
        (lambda f, s, t: _sign(f, sign(Checkpoint(ORIGIN, 601, newest(f).root), s)), False),
        (lambda f, s, t: _edit(f, "payloads/1.jsonl", b"Marisol", b"Marison"), False),
        (lambda f, s, t: _edit(f, "payloads/1.jsonl", b"\n", b"\r\n"), False),
        (lambda f, s, t: _edit(f, "payloads/1.jsonl", b'["number"', b'[ "number"'), False),
        (lambda f, s, t: _edit(f, "keys", b" # from 10", b" # from 11"), False),
        (lambda f, s, t: _edit(f, "keys", b" # from 10", b" # from 9"), False),
        (lambda f, s, t: _edit(f, "keys", b" # from 10", b""), False),
        (lambda f, s, t: _edit(f, "keys", b"\n", b""), False),
    ],
)  # fmt: skip
def test_it_agrees_with_the_program(
    ledger: Path, signer: Signer, tmp_path: Path, spoil: Callable[[Path, Signer, Path], object], holds: bool
) -> None:
    spoil(ledger, signer, tmp_path)
    code, said = run(ledger)
    assert (verify(ledger).holds, code == 0) == (holds, holds), (verify(ledger).problems, said)


def test_a_ledger_of_no_entries_and_a_large_one_hold(tmp_path: Path, signer: Signer) -> None:
    for size in (0, 256, 700):
        assert run(grow(tmp_path / str(size), signer, size))[0] == 0


def test_payloads_that_nobody_would_write_are_told_and_end_nothing(ledger: Path, tmp_path: Path) -> None:
    for number, line in enumerate(
        (b"[]", b"1", b'{"disposed":"x"}', b'{"fields":[]}', b'{"fields":[[]]}', b"[" * 99_999)
    ):
        folder = copy(ledger, tmp_path / str(number))
        lines = (folder / "payloads/0.jsonl").read_bytes().split(b"\n")
        lines[5] = line
        (folder / "payloads/0.jsonl").write_bytes(b"\n".join(lines))
        assert (verify(folder).holds, run(folder)[0]) == (False, 1), line


SEED = st.binary(min_size=32, max_size=32)


@settings(max_examples=40, deadline=None)
@given(SEED, st.binary(max_size=200), st.integers(0, 511))
def test_its_signatures_are_those_of_a_known_implementation(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = private.sign(message)
    assert standalone.signed(public, message, signature)
    assert not standalone.signed(public, message + b"x", signature)
    spoiled = bytearray(signature)
    spoiled[bit // 8] ^= 1 << bit % 8
    assert not standalone.signed(public, message, bytes(spoiled))


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)  # fmt: skip
def test_the_vectors_of_rfc_8032_hold(public: str, message: str, signature: str) -> None:
    assert standalone.signed(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


def test_a_signature_with_a_number_beyond_the_order_is_refused() -> None:
    """The same signature has a second form in arithmetic, and only one in the standard."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = private.sign(b"x")
    beyond = int.from_bytes(signature[32:], "little") + standalone.ORDER
    assert not standalone.signed(public, b"x", signature[:32] + beyond.to_bytes(32, "little"))
    assert not standalone.signed(b"\xff" * 32, b"x", signature)
    assert not standalone.signed(public, b"x", signature[:-1])
