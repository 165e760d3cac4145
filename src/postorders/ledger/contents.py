"""Payloads against the leaves that commit to them, and disposals against their certificates."""

from __future__ import annotations

from dataclasses import dataclass, field

from postorders.ledger.entry import Entry, Payload, commitments, open_payload
from postorders.ledger.layout import payload_name
from postorders.ledger.report import Payloads, Search
from postorders.ledger.tiles import WIDTH
from postorders.ledger.tree import leaf_hash
from postorders.words import _, plural

DISPOSES = "disposes"
"""The field in which the entry of an act of disposal lists the entries whose payloads it destroyed."""


@dataclass(slots=True)
class Contents:
    """Checks the payloads of a ledger of `size` entries and counts them."""

    search: Search
    size: int
    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    disposed: dict[int, int] = field(default_factory=dict)
    certificates: dict[int, frozenset[int]] = field(default_factory=dict)
    _file: str = ""

    def check(self, first: int, width: int, leaves: list[bytes], hashes: list[bytes] | None) -> None:
        """The payload lines of a group of entries; `leaves` is empty, or `hashes` None, where those are damaged."""
        self._file = payload_name(first // WIDTH)
        data = self.search.read(self._file)
        if data is None:
            return
        at = 0
        for number, line in enumerate(self._lines(data, first, width)):
            payload, ours = self._open(first + number, line, at)
            if isinstance(payload, Entry) and hashes is not None:
                self._match(first + number, payload, ours, leaves, hashes)
            at += len(line) + 1

    def _lines(self, data: bytes, first: int, width: int) -> list[bytes]:
        if b"\r" in data:
            self.search.find(_("Line endings were changed: there are carriage returns in it."), self._file)
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = data.split(b"\n")
        if lines.pop():
            what = _("The last line does not end: the file was cut short.")
            self.search.find(what, self._file, first + min(len(lines), width - 1), len(data), len(lines) + 1)
        if len(lines) < width:
            what = _("There are {count} payloads, and there should be {right}.")
            self.search.find(what.format(count=len(lines), right=width), self._file, first + len(lines))
        elif len(lines) > width and first + width < self.size:
            what = _("There are {count} payloads, and there should be {right}.")
            self.search.find(what.format(count=len(lines), right=width), self._file)
        elif len(lines) > width:
            one = "{file} has {count} line more than the checkpoint speaks of; it was not checked."
            many = "{file} has {count} lines more than the checkpoint speaks of; they were not checked."
            more = len(lines) - width
            self.search.notes.append(plural(one, many, more).format(file=self._file, count=more))
        return lines[:width]

    def _open(self, index: int, line: bytes, at: int) -> tuple[Payload, bytes]:
        try:
            payload, ours = open_payload(line)
        except ValueError as error:
            what = _("The payload cannot be read: {reason}.").format(reason=error)
            self.search.find(what, self._file, index, at, index % WIDTH + 1)
            return None, b""
        self._count(index, payload)
        return payload, ours

    def _count(self, index: int, payload: Payload) -> None:
        if isinstance(payload, Entry):
            self.counts[int(any(one.hidden for one in payload.fields))] += 1
            named = payload.get(DISPOSES)
            if isinstance(named, list):
                self.certificates[index] = frozenset(one for one in named if type(one) is int)
        elif payload is None:
            self.counts[3] += 1
        else:
            self.counts[2] += 1
            self.disposed[index] = payload.by

    def _match(self, index: int, payload: Entry, ours: bytes, leaves: list[bytes], hashes: list[bytes]) -> None:
        number = index % WIDTH
        if (leaves and leaves[number] == ours) or leaf_hash(ours) == hashes[number]:
            return
        self.search.find(_why(payload, ours, number, leaves, index - number), self._file, index, line=number + 1)

    def finish(self) -> Payloads:
        """Checks that each disposal has its certificate, and gives the counts."""
        for index, by in sorted(self.disposed.items()):
            if index not in self.certificates.get(by, frozenset()):
                what = _("Its payload is gone, and entry {by} is no certificate of its disposal.").format(by=by)
                self.search.find(what, payload_name(index // WIDTH), index, line=index % WIDTH + 1)
        named = {one for some in self.certificates.values() for one in some if one < self.size}
        kept = len(named - set(self.disposed))
        if kept:
            one = "{count} payload that the ledger says was disposed of is not marked so in this copy."
            many = "{count} payloads that the ledger says were disposed of are not marked so in this copy."
            self.search.notes.append(plural(one, many, kept).format(count=kept))
        return Payloads(*self.counts)


def _why(payload: Entry, ours: bytes, number: int, leaves: list[bytes], first: int) -> str:
    """What is wrong with a payload that is not the one its leaf commits to."""
    if ours in leaves:
        return _("This is the payload of entry {other}: lines were swapped.").format(other=first + leaves.index(ours))
    try:
        right = commitments(leaves[number]) if leaves else ()
    except ValueError:
        right = ()
    if len(right) == len(payload.fields):
        pairs = zip(payload.fields, right, strict=True)
        names = ", ".join(
            field.name or _("a blacked-out field") for field, one in pairs if field.commitment.hex() != one
        )
        return _("The payload was changed: {names}.").format(names=names)
    return _("The payload was changed: it is not the one that the entry commits to.")
