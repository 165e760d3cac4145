"""A witness remembers what a ledger said of itself, and signs only what goes on from there.

A host that can change every file of a ledger can also sign a new history. It cannot change what a witness outside
(an attorney, a union, a newspaper) has seen, so a rewritten, shortened or split history is noticed here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from postorders.errors import InputError, Problem, refuse
from postorders.ledger import layout
from postorders.ledger.files import alone, put
from postorders.ledger.folder import newest
from postorders.ledger.keys import Signer, VerifierKey, read_vkey
from postorders.ledger.note import Checkpoint, cosign, read_checkpoint
from postorders.ledger.tiles import Tiles
from postorders.ledger.tree import consistent, prove_consistency
from postorders.words import _


class Rewritten(InputError):
    """A ledger that does not go on from what its witness saw."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The last checkpoint of one ledger that a witness signed, and the keys that it accepts for that ledger."""

    checkpoint: Checkpoint
    keys: tuple[VerifierKey, ...]


def witness(
    checkpoint: Checkpoint,
    seen: Seen | None,
    proof: Sequence[bytes],
    signer: Signer,
    time: int,
    trust: Sequence[VerifierKey] = (),
) -> tuple[Checkpoint, Seen]:
    """The checkpoint with the witness's signature, and what to remember. `time` in seconds since 1970.

    `trust` are keys accepted from now on; `proof` is the consistency proof from the size seen to the new one. Raises
    InputError, and signs nothing, when no such key signed it, and Rewritten when it does not go on from what was seen.
    """
    keys = _accepted(checkpoint, seen, trust)
    if seen and (what := _broken(checkpoint, seen.checkpoint, proof)):
        mend = _("Keep both checkpoints: together they are the evidence. Ask the department.")
        raise Rewritten(Problem(what, mend))
    return cosign(checkpoint, signer, time), Seen(checkpoint, keys)


def witness_folder(
    folder: Path,
    state: Path,
    signer: Signer,
    time: int,
    trust: Sequence[VerifierKey] = (),
    checkpoint: Checkpoint | None = None,
) -> Checkpoint:
    """Witnesses the newest checkpoint of a folder, or one that came by other means, and keeps the state file.

    A ledger that the witness meets for the first time is believed, with the keys given or those in its folder.
    Raises Rewritten when the ledger does not go on from what the state file remembers, InputError for other trouble.
    """
    checkpoint = checkpoint or newest(folder)
    with alone(state.absolute().parent):
        known = read_state(state)
        seen = known.get(checkpoint.origin)
        if not seen and not trust:
            path = folder / layout.KEYS
            trust = tuple(one.key for one in layout.read_keys(path.read_bytes(), str(path)))
        _accepted(checkpoint, seen, trust)
        signed, now = witness(checkpoint, seen, _proof(folder, checkpoint, seen), signer, time, trust)
        put(state, write_state({**known, checkpoint.origin: now}))
        return signed


def read_state(path: Path) -> dict[str, Seen]:
    """What a witness remembers, by origin; nothing when the file does not exist. Raises InputError when damaged."""
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_bytes())
        return {
            origin: Seen(read_checkpoint(one["checkpoint"].encode()), tuple(map(read_vkey, one["keys"])))
            for origin, one in data.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, InputError) as error:
        mend = _("Restore it from a backup. A witness that forgets can be deceived.")
        raise refuse(_("The witness's state file is damaged."), mend, str(path)) from error


def write_state(known: Mapping[str, Seen]) -> bytes:
    """What a witness remembers, as a file."""
    data = {
        origin: {"checkpoint": seen.checkpoint.to_bytes().decode(), "keys": list(map(str, seen.keys))}
        for origin, seen in sorted(known.items())
    }
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def _accepted(checkpoint: Checkpoint, seen: Seen | None, trust: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
    """The keys that the witness accepts for the ledger, one of which must have signed."""
    keys = tuple(dict.fromkeys((*trust, *(seen.keys if seen else ()))))
    if not checkpoint.signed_by(keys):
        what = _("The checkpoint is not signed by a key that this witness accepts for {origin}; it was not signed.")
        mend = _("If the department announced a new key, give it with --trust.")
        raise refuse(what.format(origin=checkpoint.origin), mend)
    return keys


def _proof(folder: Path, checkpoint: Checkpoint, seen: Seen | None) -> tuple[bytes, ...]:
    """The consistency proof, from the folder's tiles; they need not be trusted, because the proof is checked."""
    if not seen or not 0 < seen.checkpoint.size < checkpoint.size:
        return ()
    if (size := newest(folder).size) < checkpoint.size:
        what = _("The folder has {size} entries, fewer than the checkpoint, so nothing can be proved.")
        raise refuse(what.format(size=size), _("Get the folder as it was published with it."), str(folder))
    return prove_consistency(seen.checkpoint.size, checkpoint.size, Tiles(folder, size))


def _broken(new: Checkpoint, old: Checkpoint, proof: Sequence[bytes]) -> str:
    """Why the new checkpoint does not go on from the old one; "" when it does."""
    if new.size < old.size:
        what = _("The ledger shrank: {old} entries were seen, and now there are {new}.")
        return what.format(old=old.size, new=new.size)
    if new.size == old.size and new.root != old.root:
        return _("There are two ledgers of {size} entries with different roots.").format(size=new.size)
    if not consistent(old.size, new.size, old.root, new.root, proof):
        what = _("The {new} entries do not begin with the {old} that were seen: history was rewritten.")
        return what.format(old=old.size, new=new.size)
    return ""
