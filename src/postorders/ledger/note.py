"""Checkpoints: what a ledger says of itself, in three lines, with signatures below (C2SP: checkpoint, signed-note).

    fulton-grove.example/ledger
    20852
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — fulton-grove.example/ledger Az3grlgtzPICa5OS8npVmf1Myq/5IZni...

A witness adds a line of its own, which signs the same three lines together with the time (C2SP: cosignature/v1).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from postorders.ledger.keys import LOG, WITNESS, Signer, VerifierKey, unbase64
from postorders.words import _

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, the key's id, and the bytes after it (64, or 72 with a witness's time)."""

    name: str
    id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"— {self.name} {base64.b64encode(self.id + self.value).decode()}"

    @property
    def time(self) -> int | None:
        """When a witness signed, in seconds since 1970; None for the log's own signature."""
        return int.from_bytes(self.value[:8], "big") if len(self.value) == 72 else None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The origin (whose ledger), its size in entries and its root; with the signatures that stand below."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[Signature, ...] = ()

    @property
    def body(self) -> bytes:
        """The bytes that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()

    def to_bytes(self) -> bytes:
        """The checkpoint as a file."""
        return self.body + b"\n" + "".join(f"{one}\n" for one in self.signatures).encode()

    def signed_by(self, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
        """Those of the keys that signed it, in order. A key counts when its line is there and verifies."""
        return tuple(key for key in keys if any(_holds(self, one, key) for one in self.signatures))


def sign(checkpoint: Checkpoint, signer: Signer) -> Checkpoint:
    """The checkpoint with the log's own signature added."""
    return _with(checkpoint, signer, LOG, signer.key.sign(checkpoint.body))


def cosign(checkpoint: Checkpoint, signer: Signer, time: int) -> Checkpoint:
    """The checkpoint with a witness's signature added; `time` in seconds since 1970."""
    return _with(checkpoint, signer, WITNESS, time.to_bytes(8, "big") + signer.key.sign(_cosigned(checkpoint, time)))


def read_checkpoint(data: bytes) -> Checkpoint:
    """A checkpoint from its bytes, every one of which must be as `to_bytes` writes it.

    Raises ValueError, with the reason in words, for anything else.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(_("it is not UTF-8 text (byte {byte})").format(byte=error.start)) from error
    if "\r" in text:
        raise ValueError(_("its line endings were changed (it has carriage returns)"))
    body, blank, below = text.partition("\n\n")
    lines = body.split("\n")
    if not blank or len(lines) != 3 or not lines[0]:
        raise ValueError(_("it is not three lines (origin, size, root), an empty line, and signatures"))
    root = unbase64(lines[2])
    if not _NUMBER.fullmatch(lines[1]) or len(root) != 32:
        raise ValueError(_("its size is not a number, or its root is not 32 bytes in base64"))
    checkpoint = Checkpoint(lines[0], int(lines[1]), root, tuple(map(_signature, below.split("\n")[:-1])))
    if checkpoint.to_bytes() != data:
        raise ValueError(_("its last line does not end"))
    return checkpoint


def _signature(line: str) -> Signature:
    dash, name, encoded = [*line.split(" "), "", ""][:3]
    value = unbase64(encoded)
    if dash != "—" or not name or len(value) < 5 or line.count(" ") != 2:
        raise ValueError(_("the line {line!r} is not a signature").format(line=line[:60]))
    return Signature(name, value[:4], value[4:])


def _holds(checkpoint: Checkpoint, one: Signature, key: VerifierKey) -> bool:
    if (one.name, one.id) != (key.name, key.id):
        return False
    if key.type == LOG:
        return key.verifies(one.value, checkpoint.body)
    return one.time is not None and key.verifies(one.value[8:], _cosigned(checkpoint, one.time))


def _cosigned(checkpoint: Checkpoint, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n".encode() + checkpoint.body


def _with(checkpoint: Checkpoint, signer: Signer, type: int, value: bytes) -> Checkpoint:
    line = Signature(signer.name, signer.vkey(type).id, value)
    others = (one for one in checkpoint.signatures if (one.name, one.id) != (line.name, line.id))
    return replace(checkpoint, signatures=(*others, line))
