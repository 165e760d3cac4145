"""The ledgers inside the database, walked from the first entry to the last."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from postorders.desk.ledger.models import Entry, Log, Payload
from postorders.ledger.entry import Disposed, leaf, read_payload
from postorders.ledger.entry import Entry as Sealed
from postorders.ledger.tree import Frontier, leaf_hash
from postorders.words import _

STEP = 1024


@dataclass(frozen=True, slots=True)
class Walked:
    """A ledger as found: how many entries, the root over them (hex), and what does not hold."""

    size: int
    root: str
    problems: tuple[str, ...] = ()


def entries(department: uuid.UUID, start: int = 0) -> Iterator[tuple[int, bytes, str, int | None]]:
    """Index, leaf, payload ("" when disposed of) and the index of what disposed of it, from `start` on."""
    bodies: dict[int, tuple[str, int | None]] = {}
    for index, line in _leaves(department, start):
        if index not in bodies:
            rows = Payload.objects.filter(department_id=department, index__gte=index, index__lt=index + STEP)
            bodies = {row[0]: (row[1], row[2]) for row in rows.values_list("index", "body", "disposed_by")}
        body, disposed = bodies.get(index, ("", None))
        yield index, line, body, disposed


def _leaves(department: uuid.UUID, start: int) -> Iterator[tuple[int, bytes]]:
    rows = Entry.objects.filter(department_id=department, index__gte=start).order_by("index")
    for index, line in rows.values_list("index", "leaf").iterator(chunk_size=STEP):
        yield index, bytes(line)


def walk(department: uuid.UUID, tail: int | None = None, without: frozenset[int] = frozenset()) -> Walked:
    """Compares a department's entries with its log: none missing, the same tree, each payload the one of its leaf.

    `tail` compares only the payloads of the last entries; the tree is always built whole. `without` are entries whose
    payload is known to be gone. Enter the department first.
    """
    log = Log.objects.filter(department_id=department).first()
    if log is None:
        return Walked(0, Frontier().root().hex(), (_("There is no ledger."),))
    frontier, problems = Frontier(), []
    for index, line, body, disposed in entries(department):
        if index != frontier.size:
            problems.append(_("Entry {index} is missing.").format(index=frontier.size))
            break
        frontier = frontier.append(leaf_hash(line))
        looked_at = index not in without and (tail is None or index >= log.size - tail)
        if looked_at and (wrong := _payload(index, line, body, disposed)):
            problems.append(wrong)
    if frontier.to_bytes() != bytes(log.frontier) or frontier.size != log.size:
        what = _("The log says {size} entries, and {found} were found, or they are others.")
        problems.append(what.format(size=log.size, found=frontier.size))
    return Walked(frontier.size, frontier.root().hex(), tuple(problems))


def root_at(department: uuid.UUID, size: int) -> bytes:
    """The root over the first `size` entries."""
    frontier = Frontier()
    for index, line in _leaves(department, 0):
        if index >= size:
            break
        frontier = frontier.append(leaf_hash(line))
    return frontier.root()


def sealed(body: str, disposed: int | None) -> Sealed | Disposed | None:
    """A payload as the library writes it. Raises ValueError when it cannot be read."""
    if body:
        return read_payload(body.encode())
    return Disposed(disposed) if disposed is not None else None


def _payload(index: int, line: bytes, body: str, disposed: int | None) -> str:
    try:
        payload = sealed(body, disposed)
    except ValueError as error:
        return _("The payload of entry {index} cannot be read: {reason}.").format(index=index, reason=error)
    if payload is None:
        return _("The payload of entry {index} is missing, and no entry says why.").format(index=index)
    if isinstance(payload, Sealed) and leaf(payload) != line:
        return _("The payload of entry {index} is not the one that its leaf commits to.").format(index=index)
    return ""


def scrubbed(department: uuid.UUID) -> frozenset[int]:
    """Entries without payload whose disposal no entry of this ledger certifies: a backup that was scrubbed."""
    log = Log.objects.get(department_id=department)
    rows = Payload.objects.filter(department_id=department, body="")
    open_ones = rows.filter(disposed_by=None) | rows.filter(disposed_by__gte=log.size)
    return frozenset(open_ones.values_list("index", flat=True))
