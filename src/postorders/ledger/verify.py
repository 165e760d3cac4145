"""Verifying: everything in an exported folder against everything else, and against what the reader trusts.

Nothing is repaired and nothing ends the search early: all problems are told, each with its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from postorders.errors import refuse
from postorders.ledger import layout
from postorders.ledger.contents import Contents
from postorders.ledger.folder import LEDGER
from postorders.ledger.folder import SCRIPT as OWN_SCRIPT
from postorders.ledger.heads import Heads, read_heads, read_stamps
from postorders.ledger.keys import VerifierKey
from postorders.ledger.note import Checkpoint
from postorders.ledger.report import Payloads, Report, Search
from postorders.ledger.walk import Walk
from postorders.words import _

EARLIER: frozenset[str] = frozenset()
"""SHA-256 of each earlier release's verify.py."""


def verify(
    folder: Path,
    keys: Sequence[VerifierKey] = (),
    witnessed: Sequence[Checkpoint] = (),
    authority: bytes = b"",
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """Verifies an exported ledger folder.

    `keys` are those that the reader trusts (without any, the folder's own); `witnessed` are checkpoints that a witness
    kept; `authority` is PEM with the certificates of a timestamp authority; `progress` is told entries done, and of how
    many. Raises InputError when the folder is no ledger at all.
    """
    _refuse_other(folder)
    search, began = Search(folder, progress=progress), _first(folder)
    heads = read_heads(search, keys)
    if not LEDGER.on:
        search.find(_("Verification is switched off; nothing is vouched for."), "")
    payloads = _walk(search, heads, witnessed).finish()
    read_stamps(search, heads, authority)
    _script(search)
    _others(search)
    if _first(folder) != began:
        search.notes.append(_("The ledger was written to in the meantime. Verify it again."))
    return _report(search, heads, payloads, keys)


def _refuse_other(folder: Path) -> None:
    if not any((folder / name).exists() for name in (layout.CHECKPOINT, layout.CHECKPOINTS, layout.KEYS, "tile")):
        mend = _("Name the folder that was exported or published, the one with 'checkpoint' in it.")
        raise refuse(_("There is no ledger here."), mend, str(folder))


def _report(search: Search, heads: Heads, payloads: Payloads, keys: Sequence[VerifierKey]) -> Report:
    newest = heads.newest
    return Report(
        origin=newest.origin if newest else "",
        size=newest.size if newest else 0,
        root=newest.root.hex() if newest else "",
        problems=tuple(search.problems),
        notes=tuple(search.notes),
        keys=tuple(map(str, keys or (one.key for one in heads.keys))),
        own_keys=not keys,
        checkpoints=len(heads.every),
        payloads=payloads,
        stamps=tuple(heads.stamps),
        cosigned=tuple(heads.cosigned),
        bytes=search.total,
    )


def _first(folder: Path) -> bytes:
    path = folder / layout.CHECKPOINT
    return path.read_bytes() if path.is_file() else b""


def _walk(search: Search, heads: Heads, witnessed: Sequence[Checkpoint]) -> Contents:
    newest = heads.newest
    contents = Contents(search, newest.size if newest else 0)
    if newest is None:
        search.find(_("Without a checkpoint nothing says how many entries there are."), layout.CHECKPOINT)
        return contents
    marks = {newest.size, *heads.every, *(one.size for one in witnessed if one.size <= newest.size)}
    walk = Walk(search, newest.size, newest.root, marks, contents)
    walk.run()
    _roots(search, heads, walk.roots)
    for one in witnessed:
        _witnessed(search, newest, one, walk.roots)
    return contents


def _roots(search: Search, heads: Heads, roots: Mapping[int, bytes]) -> None:
    """Each checkpoint's root against the tree of that size; and where the first change lies."""
    wrong = [size for size, one in sorted(heads.every.items()) if size in roots and roots[size] != one.root]
    for size in wrong:
        good = max((one for one in heads.every if one < wrong[0]), default=0)
        what = _("The first {size} entries do not lead to the signed root; the first change is in entries {a} to {b}.")
        name = f"{layout.CHECKPOINTS}/{size}"
        search.find(what.format(size=size, a=good, b=wrong[0] - 1) if size else _("This is not the empty root."), name)


def _witnessed(search: Search, newest: Checkpoint, one: Checkpoint, roots: Mapping[int, bytes]) -> None:
    """What a witness saw must be the beginning of what is here."""
    if one.origin != newest.origin:
        what = _("The witness speaks of {theirs!r}, and this is {ours!r}.")
        search.find(what.format(theirs=one.origin, ours=newest.origin), layout.CHECKPOINT)
    elif one.size > newest.size:
        what = _("A witness saw {seen} entries, and here are {size}: the ledger was cut back.")
        search.find(what.format(seen=one.size, size=newest.size), layout.CHECKPOINT)
    elif one.size not in roots:
        search.notes.append(_("What the witness saw could not be compared, because entries are missing."))
    elif roots[one.size] != one.root:
        what = _("The first {seen} entries are not those that a witness saw: history was rewritten.")
        search.find(what.format(seen=one.size), layout.CHECKPOINT)
    else:
        search.notes.append(_("The first {seen} entries are those that the witness saw.").format(seen=one.size))


def _script(search: Search) -> None:
    data = search.read(layout.SCRIPT)
    ours = {hashlib.sha256(OWN_SCRIPT.read_bytes()).hexdigest(), *EARLIER}
    if data is not None and hashlib.sha256(data).hexdigest() not in ours:
        search.find(_("This is not the verify.py of any release known here. Do not run it."), layout.SCRIPT)


def _others(search: Search) -> None:
    files = (path for path in search.folder.rglob("*") if path.is_file())
    names = {path.relative_to(search.folder).as_posix() for path in files} - search.known - {layout.AUTHORITY}
    for name in sorted(names)[:10]:
        search.notes.append(_("{name} is not part of the ledger as signed; it was not checked.").format(name=name))
    if len(names) > 10:
        search.notes.append(_("{count} more files were not checked.").format(count=len(names) - 10))
