"""One entry with the proof that it is in the ledger, in one file that a stranger can verify (C2SP: tlog-proof@v1).

The `extra` line carries the payload, in which fields may be blacked out; where the payload is gone, all of them are.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from postorders.errors import refuse
from postorders.ledger.entry import Entry, Field, commitments, leaf, read_payload, redact, write_payload
from postorders.ledger.folder import LEDGER, load_payload, newest
from postorders.ledger.keys import LOG, WITNESS, VerifierKey, unbase64
from postorders.ledger.note import Checkpoint, read_checkpoint
from postorders.ledger.report import Finding, Payloads, Report
from postorders.ledger.tiles import ENTRIES, WIDTH, Tiles, tile_name, unbundle
from postorders.ledger.tree import included, leaf_hash, prove_inclusion
from postorders.words import _

HEAD = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry, its index, the hashes that lead to the root, and the signed checkpoint with that root."""

    index: int
    entry: Entry
    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint

    def to_bytes(self) -> bytes:
        """The proof as a file."""
        extra = base64.b64encode(write_payload(self.entry)).decode()
        hashes = "".join(f"{base64.b64encode(one).decode()}\n" for one in self.hashes)
        return f"{HEAD}\nextra {extra}\nindex {self.index}\n{hashes}\n".encode() + self.checkpoint.to_bytes()


def prove(folder: Path, index: int, hide: Collection[str] = ()) -> Proof:
    """The proof of one entry of a published ledger, with the named fields blacked out. Raises InputError."""
    checkpoint = newest(folder)
    if not 0 <= index < checkpoint.size:
        what = _("The ledger has no entry {index}; it has {size}, counted from 0.")
        raise refuse(what.format(index=index, size=checkpoint.size), file=str(folder))
    payload = load_payload(folder, index)
    entry = payload if isinstance(payload, Entry) else _bare(folder, index, checkpoint.size)
    hashes = prove_inclusion(index, checkpoint.size, Tiles(folder, checkpoint.size))
    proof = Proof(index, redact(entry, hide), hashes, checkpoint)
    if not included(index, checkpoint.size, leaf_hash(leaf(entry)), hashes, checkpoint.root):
        what = _("Entry {index} does not lead to the signed root; no proof was made.").format(index=index)
        raise refuse(what, _("Run 'postorders ledger verify' on the folder."), str(folder))
    return proof


def read_proof(data: bytes) -> Proof:
    """A proof file. Raises ValueError, with the reason in words, for anything else."""
    head, _blank, below = data.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    if len(lines) < 3 or lines[0] != HEAD or not lines[1].startswith("extra "):
        raise ValueError(_("it does not begin as a proof with a payload does"))
    number = re.fullmatch(r"index (0|[1-9][0-9]{0,18})", lines[2])
    entry = read_payload(unbase64(lines[1].removeprefix("extra ")))
    hashes = tuple(map(unbase64, lines[3:]))
    if not number or not isinstance(entry, Entry) or any(len(one) != 32 for one in hashes):
        raise ValueError(_("its index, its payload or one of its hashes is damaged"))
    proof = Proof(int(number[1]), entry, hashes, read_checkpoint(below))
    if proof.to_bytes() != data:
        raise ValueError(_("it is not written as a proof is"))
    return proof


def verify_proof(data: bytes, keys: Sequence[VerifierKey], file: str = "") -> tuple[Report, Proof | None]:
    """Checks a proof file against the keys that the reader trusts. Raises InputError when there is no log's key."""
    if not any(key.type == LOG for key in keys):
        mend = _("Give the ledger's key with --key; the department publishes it.")
        raise refuse(_("A proof can only be checked with the key of its ledger."), mend, file)
    try:
        proof = read_proof(data)
    except ValueError as error:
        what = _("This is not a proof: {reason}.").format(reason=error)
        return Report(problems=(Finding(what, file),), keys=tuple(map(str, keys)), bytes=len(data)), None
    found = [Finding(what, file, proof.index) for what in _wrong(proof, keys)]
    hidden = any(one.hidden for one in proof.entry.fields)
    head = proof.checkpoint
    report = Report(
        head.origin, head.size, head.root.hex(), tuple(found), keys=tuple(map(str, keys)), checkpoints=1,
        payloads=Payloads(whole=int(not hidden), redacted=int(hidden)), bytes=len(data),
    )  # fmt: skip
    return report, proof


def _wrong(proof: Proof, keys: Sequence[VerifierKey]) -> list[str]:
    head, found = proof.checkpoint, []
    good = head.signed_by(keys)
    if not LEDGER.on:
        found.append(_("Verification is switched off; nothing is vouched for."))
    if not any(key.type == LOG for key in good):
        found.append(_("The key that you gave did not sign its checkpoint."))
    missing = [key.name for key in keys if key.type == WITNESS and key not in good]
    found += [_("The witness {name} did not sign its checkpoint.").format(name=name) for name in missing]
    if not included(proof.index, head.size, leaf_hash(leaf(proof.entry)), proof.hashes, head.root):
        found.append(_("The entry does not lead to the signed root: it is not in the ledger at that place."))
    return found


def _bare(folder: Path, index: int, size: int) -> Entry:
    """An entry of which only the commitments are left."""
    group = index // WIDTH
    path = folder / tile_name(ENTRIES, group, min(WIDTH, size - group * WIDTH))
    try:
        named = commitments(unbundle(path.read_bytes())[0][index % WIDTH])
    except (OSError, IndexError, ValueError) as error:
        raise refuse(_("The entry cannot be read."), _("Restore the file from a copy."), str(path)) from error
    return Entry(tuple(Field(hidden=bytes.fromhex(one)) for one in named))
