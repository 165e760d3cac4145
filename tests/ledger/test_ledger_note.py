"""Checkpoints and keys have one written form; a signature is of one key over three lines."""

from __future__ import annotations

import base64
import hashlib
import stat
from pathlib import Path

import pytest
from tests.ledger.ledgers import ATTORNEY, NOON, ORIGIN

from postorders.errors import InputError
from postorders.ledger.keys import LOG, WITNESS, Signer, VerifierKey, read_key, read_vkey, write_key
from postorders.ledger.note import Checkpoint, cosign, read_checkpoint, sign

HEAD = Checkpoint(ORIGIN, 7, bytes(range(32)))


def test_a_checkpoint_is_three_lines_and_its_signatures(signer: Signer) -> None:
    lines = sign(HEAD, signer).to_bytes().decode().split("\n")
    assert lines[:4] == [ORIGIN, "7", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]
    dash, name, encoded = lines[4].split(" ")
    assert (dash, name, len(base64.b64decode(encoded)), lines[5:]) == ("—", ORIGIN, 4 + 64, [""])


def test_a_key_is_named_by_a_hash_of_its_name_type_and_public_half(signer: Signer) -> None:
    key = signer.vkey()
    expected = hashlib.sha256(ORIGIN.encode() + b"\n\x01" + key.public).hexdigest()[:8]
    typed = base64.b64encode(bytes([1]) + key.public).decode()
    assert str(key) == f"{ORIGIN}+{expected}+{typed}"
    assert read_vkey(str(key)) == key


def test_who_signed_is_told_and_nobody_else(signer: Signer, later: Signer, attorney: Signer) -> None:
    both = cosign(sign(HEAD, signer), attorney, NOON)
    keys = [later.vkey(), signer.vkey(), attorney.vkey(WITNESS), attorney.vkey(LOG), signer.vkey(WITNESS)]
    assert both.signed_by(keys) == (signer.vkey(), attorney.vkey(WITNESS))
    assert [one.time for one in both.signatures] == [None, NOON]


def test_a_witness_signs_the_time_with_the_checkpoint(attorney: Signer) -> None:
    line = cosign(HEAD, attorney, NOON).signatures[0]
    said = f"cosignature/v1\ntime {NOON}\n{HEAD.body.decode()}".encode()
    assert attorney.vkey().verifies(line.value[8:], said)


def test_a_signature_is_of_one_checkpoint_only(signer: Signer) -> None:
    line = sign(HEAD, signer).signatures
    for other in (Checkpoint(ORIGIN, 8, HEAD.root, line), Checkpoint("other", 7, HEAD.root, line)):
        assert other.signed_by([signer.vkey()]) == ()


def test_signing_again_replaces_the_line(signer: Signer, attorney: Signer) -> None:
    twice = cosign(cosign(sign(HEAD, signer), attorney, NOON), attorney, NOON + 1)
    assert [(one.name, one.time) for one in twice.signatures] == [(ORIGIN, None), (ATTORNEY, NOON + 1)]


def test_a_checkpoint_comes_back_from_its_bytes(signer: Signer, attorney: Signer) -> None:
    for one in (HEAD, sign(HEAD, signer), cosign(sign(HEAD, signer), attorney, NOON), Checkpoint("x", 0, HEAD.root)):
        assert read_checkpoint(one.to_bytes()) == one


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\n", "\r\n", "its line endings were changed (it has carriage returns)"),
        ("\n\n", "\n", "it is not three lines (origin, size, root), an empty line, and signatures"),
        ("\n7\n", "\n07\n", "its size is not a number, or its root is not 32 bytes in base64"),
        ("\n7\n", "\n7\nmore\n", "it is not three lines (origin, size, root), an empty line, and signatures"),
        ("Hh8=", "Hh9=", "its size is not a number, or its root is not 32 bytes in base64"),
        ("— ", "- ", "the line '- fulton-grove.example/ledger "),
        ("=\n", "=", "it is not three lines"),
    ],
)
def test_a_damaged_checkpoint_is_refused_with_the_reason(signer: Signer, old: str, new: str, reason: str) -> None:
    text = sign(HEAD, signer).to_bytes().decode()
    with pytest.raises(ValueError) as refused:
        read_checkpoint(text.replace(old, new).encode())
    assert str(refused.value).startswith(reason)


def test_a_checkpoint_that_is_cut_short_is_refused(signer: Signer) -> None:
    data = sign(HEAD, signer).to_bytes()
    assert [size for size in range(len(data)) if _reads(data[:size])] == [len(HEAD.to_bytes())]  # unsigned, and whole


def _reads(data: bytes) -> bool:
    try:
        read_checkpoint(data)
    except ValueError:
        return False
    return True


def test_a_key_file_is_for_its_owner_alone_and_is_never_written_over(tmp_path: Path, signer: Signer) -> None:
    path = tmp_path / "grove.key"
    write_key(path, signer)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().splitlines()[0] == str(signer.vkey())
    assert read_key(path).vkey() == signer.vkey()
    with pytest.raises(InputError, match="The key file exists already"):
        write_key(path, signer)


def test_a_key_file_that_does_not_agree_with_itself_is_refused(tmp_path: Path, signer: Signer, later: Signer) -> None:
    path = tmp_path / "grove.key"
    path.write_text(f"{later.vkey()}\n{signer.pem().decode()}")
    with pytest.raises(InputError, match="The first line of the key file names another key"):
        read_key(path)
    path.write_text(f"{signer.vkey()}\nnothing\n")
    with pytest.raises(InputError, match="The key is not a PEM private key without a password"):
        read_key(path)
    with pytest.raises(InputError, match="There is no such key file"):
        read_key(tmp_path / "none")


def test_a_key_that_is_not_ed25519_or_has_no_name_is_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(InputError, match="The key is not an Ed25519 key"):
        Signer.from_pem(ORIGIN, other)
    for name in ("", "two words", "a+b"):
        with pytest.raises(InputError, match="A key's name has no spaces and no"):
            Signer.make(name)


def test_every_changed_character_of_a_verifier_key_is_noticed(signer: Signer) -> None:
    text = str(signer.vkey())
    for at, char in enumerate(text):
        with pytest.raises(InputError):
            read_vkey(text[:at] + chr(ord(char) ^ 1) + text[at + 1 :])


def test_a_verifier_key_of_an_unknown_type_is_refused(signer: Signer) -> None:
    with pytest.raises(InputError, match="is not a verifier key"):
        read_vkey(str(VerifierKey(ORIGIN, 2, signer.vkey().public)))
