"""Keys that sign checkpoints, and the one-line form in which a verifier is given the public half.

A verifier key is `name+id+base64`, as C2SP writes it (signed-note): the base64 holds a type byte and the 32 bytes
of an Ed25519 public key. Type 1 signs as the log itself, type 4 as a witness, with the time of the signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postorders.errors import refuse
from postorders.words import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LOG, WITNESS = 1, 4
_VKEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name, the type of its signatures (`LOG` or `WITNESS`) and 32 bytes of public key. Its text is the vkey."""

    name: str
    type: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that name the key in a signature line."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._typed).digest()[:4]

    @property
    def _typed(self) -> bytes:
        return bytes([self.type]) + self.public

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self._typed).decode()}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made the 64 bytes of signature over the message."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def read_vkey(text: str) -> VerifierKey:
    """A verifier key from its one-line form. Raises InputError when a character of it is wrong."""
    mend = _("Copy the whole line that 'postorders ledger key' printed: name+id+base64.")
    found = _VKEY.fullmatch(text)
    typed = b"" if not found else unbase64(found[3])
    if not found or len(typed) != 33 or typed[0] not in (LOG, WITNESS):
        raise refuse(_("{text!r} is not a verifier key.").format(text=text), mend)
    key = VerifierKey(found[1], typed[0], typed[1:])
    if key.id.hex() != found[2]:
        raise refuse(_("The verifier key {text!r} does not agree with its own id.").format(text=text), mend)
    return key


def unbase64(text: str) -> bytes:
    """Standard base64 in its one canonical form; nothing (b"") for any other text."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if base64.b64encode(data).decode() == text else b""


@dataclass(frozen=True, slots=True)
class Signer:
    """A name and an Ed25519 private key."""

    name: str
    key: Ed25519PrivateKey

    def vkey(self, type: int = LOG) -> VerifierKey:
        """The public half, for those who verify: as a log, or as a witness."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return VerifierKey(self.name, type, self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    @classmethod
    def from_pem(cls, name: str, pem: bytes) -> Signer:
        """The signer of a PEM private key without a password, such as `make_key` of an adoption makes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        if not re.fullmatch(r"[^\s+]+", name):
            mend = _("Use something like 'fulton-grove.example/ledger'.")
            raise refuse(
                _("A key's name has no spaces and no '+', and is not empty: {name!r}.").format(name=name), mend
            )
        try:
            key = load_pem_private_key(pem, None)
        except (ValueError, TypeError) as error:
            mend = _("Make one with 'postorders ledger key'.")
            raise refuse(_("The key is not a PEM private key without a password."), mend) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise refuse(_("The key is not an Ed25519 key."), _("Make one with 'postorders ledger key'."))
        return cls(name, key)

    @classmethod
    def make(cls, name: str) -> Signer:
        """A new key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls.from_pem(name, _pem(Ed25519PrivateKey.generate()))

    def pem(self) -> bytes:
        """The private key, PEM."""
        return _pem(self.key)


def write_key(path: Path, signer: Signer) -> None:
    """Writes a key file that only its owner can read: the verifier key on the first line, then the PEM.

    Raises InputError when the file exists: a key that signed something must not be written over.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise refuse(_("The key file exists already."), _("Name a new file."), str(path)) from error
    with os.fdopen(handle, "wb") as file:
        file.write(f"{signer.vkey()}\n".encode() + signer.pem())


def read_key(path: Path) -> Signer:
    """The signer of a file that `write_key` wrote. Raises InputError when it is something else."""
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        mend = _("Make one with 'postorders ledger key'.")
        raise refuse(_("There is no such key file."), mend, str(path)) from error
    head, _newline, pem = text.partition(b"\n")
    key = read_vkey(head.decode("utf-8", "replace"))
    signer = Signer.from_pem(key.name, pem)
    if signer.vkey() != key:
        raise refuse(_("The first line of the key file names another key."), _("Restore it."), str(path))
    return signer


def _pem(key: Ed25519PrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
