"""The signed part of a folder: keys, checkpoints, what witnesses signed, timestamps."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postorders.errors import InputError
from postorders.ledger import layout, stamp
from postorders.ledger.keys import LOG, WITNESS, VerifierKey
from postorders.ledger.note import Checkpoint, read_checkpoint
from postorders.ledger.report import Search
from postorders.words import _

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(slots=True)
class Heads:
    """The checkpoints that could be read, by size; the newest that is signed; and who else vouches."""

    newest: Checkpoint | None = None
    every: dict[int, Checkpoint] = field(default_factory=dict)
    keys: tuple[layout.KeyLine, ...] = ()
    cosigned: list[tuple[str, str]] = field(default_factory=list)
    stamps: list[tuple[int, str]] = field(default_factory=list)


def read_heads(search: Search, given: Sequence[VerifierKey]) -> Heads:
    """Reads and checks them all. `given` are the keys that the reader trusts; without any, the folder's own."""
    heads = Heads(keys=_keys(search))
    last = _read(search, layout.CHECKPOINT)
    for size in layout.sizes(search.folder):
        _one(search, heads, size)
    if last:
        _agrees(search, heads, last)
    logs = [key for key in given if key.type == LOG]
    signed = [one for one in heads.every.values() if _signed(search, heads, one, logs)]
    heads.newest = max(signed or heads.every.values(), key=lambda one: one.size, default=None)
    if heads.newest:
        _origins(search, heads, heads.newest)
        _newest(search, heads.newest, last, logs)
        _starts(search, heads, heads.newest)
    _witnesses(search, heads, given)
    return heads


def _keys(search: Search) -> tuple[layout.KeyLine, ...]:
    data = search.read(layout.KEYS)
    try:
        return layout.read_keys(data) if data is not None else ()
    except InputError as error:
        for problem in error.problems:
            search.find(problem.what, layout.KEYS, line=problem.line)
        return ()


def _read(search: Search, name: str) -> Checkpoint | None:
    data = search.read(name)
    try:
        return read_checkpoint(data) if data is not None else None
    except ValueError as error:
        search.find(_("This is not a checkpoint: {reason}.").format(reason=error), name)
        return None


def _one(search: Search, heads: Heads, size: int) -> None:
    name = f"{layout.CHECKPOINTS}/{size}"
    if one := _read(search, name):
        if one.size == size:
            heads.every[size] = one
        else:
            search.find(_("The checkpoint says {size} entries, and its name another.").format(size=one.size), name)


def _agrees(search: Search, heads: Heads, last: Checkpoint) -> None:
    """`checkpoint` is a copy of the file of its size in `checkpoints/`."""
    name = f"{layout.CHECKPOINTS}/{last.size}"
    kept = heads.every.setdefault(last.size, last)
    if kept is last and name not in search.known:
        search.find(_("The file is missing."), name)
    if kept != last:
        search.find(_("This is not the same as {name}.").format(name=name), layout.CHECKPOINT)


def _signed(search: Search, heads: Heads, one: Checkpoint, logs: Sequence[VerifierKey]) -> bool:
    """Whether the key that was in force at that size signed it, or one that the reader trusts."""
    own = layout.in_force(heads.keys, one.size)
    good = one.signed_by([*logs, *([own] if own else [])])
    if not good:
        what = _("No key that was in force signed it.") if one.signatures else _("It is not signed.")
        search.find(what, f"{layout.CHECKPOINTS}/{one.size}")
    return bool(good)


def _newest(search: Search, newest: Checkpoint, last: Checkpoint | None, logs: Sequence[VerifierKey]) -> None:
    if logs and not newest.signed_by(logs):
        search.find(_("The key that you gave did not sign it."), f"{layout.CHECKPOINTS}/{newest.size}")
    if last and last.size < newest.size:
        note = _("'checkpoint' says {old} entries, and {new} were signed: a writer is at work, or was stopped.")
        search.notes.append(note.format(old=last.size, new=newest.size))


def _origins(search: Search, heads: Heads, newest: Checkpoint) -> None:
    for size, one in heads.every.items():
        if one.origin != newest.origin:
            what = _("The origin is {one!r}, and that of the newest checkpoint {other!r}.")
            name = f"{layout.CHECKPOINTS}/{size}"
            search.find(what.format(one=one.origin, other=newest.origin), name)


def _starts(search: Search, heads: Heads, newest: Checkpoint) -> None:
    """A key begins at a checkpoint; one that begins later than the newest was announced and not used yet."""
    for number, one in enumerate(heads.keys, 1):
        if one.start > newest.size:
            search.notes.append(_("The key of line {line} in 'keys' is not in use yet.").format(line=number))
        elif one.start not in heads.every:
            what = _("The key begins at {size} entries, and there is no such checkpoint.").format(size=one.start)
            search.find(what, layout.KEYS, line=number)


def _witnesses(search: Search, heads: Heads, given: Sequence[VerifierKey]) -> None:
    keys = {(key.name, key.id): key for key in (*given, *(one.key for one in heads.keys))}
    unknown = set()
    for size, one in sorted(heads.every.items()):
        for line in one.signatures:
            key = keys.get((line.name, line.id))
            if key is None:
                unknown.add(line.name)
            elif key not in one.signed_by([key]):
                what = _("The signature of {name} does not hold.").format(name=line.name)
                search.find(what, f"{layout.CHECKPOINTS}/{size}")
            elif line.time is not None and one is heads.newest:
                heads.cosigned.append((line.name, _moment(line.time)))
    for name in sorted(unknown):
        search.notes.append(_("A signature of {name} was not checked: its key is not known here.").format(name=name))
    for key in given:
        if key.type == WITNESS and not any(one.signed_by([key]) for one in heads.every.values()):
            search.find(_("The witness {name} signed no checkpoint.").format(name=key.name), layout.CHECKPOINTS)


def read_stamps(search: Search, heads: Heads, authority: bytes) -> None:
    """Checks the timestamps that are there, against the given certificates (PEM), or those of the folder."""
    files = sorted((search.folder / layout.STAMPS).glob("*.tsr"))
    own = search.folder / layout.AUTHORITY
    if not authority and own.is_file() and files:
        authority = search.read(layout.AUTHORITY) or b""
        search.notes.append(_("The timestamps were checked against the certificates in the folder itself."))
    elif not authority and files:
        search.notes.append(_("Who made the timestamps was not checked: give the authority's certificates."))
    try:
        trusted = stamp.certificates(authority) if authority else ()
    except InputError as error:
        return search.find(error.problems[0].what, layout.AUTHORITY)
    for path in files:
        _stamp(search, heads, path.stem, trusted)
    return None


def _stamp(search: Search, heads: Heads, size: str, trusted: tuple[Certificate, ...]) -> None:
    name = f"{layout.STAMPS}/{size}.tsr"
    data, over = search.read(name), heads.every.get(int(size)) if size.isdecimal() else None
    if over is None:
        search.find(_("There is no checkpoint of that size."), name)
        return
    try:
        heads.stamps.append((over.size, stamp.check(data or b"", over.body, trusted)))
    except ValueError as error:
        search.find(_("The timestamp does not hold: {reason}.").format(reason=error), name)


def _moment(seconds: int) -> str:
    """Seconds since 1970 as ISO 8601 in UTC."""
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    try:
        return (start + datetime.timedelta(seconds=seconds)).isoformat()
    except OverflowError:
        return _("in no year that a calendar knows")
