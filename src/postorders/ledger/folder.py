"""Publishing: a folder that holds a whole ledger, for a web server, a mail attachment or a court.

What was published never changes and never shrinks. Tiles and payloads are written first and the signed checkpoint
last, so whoever reads in between sees the ledger as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from postorders.capability import capability
from postorders.errors import refuse
from postorders.ledger import layout, tiles
from postorders.ledger.entry import Entry, Payload, leaf, read_payload, write_payload
from postorders.ledger.files import alone, put
from postorders.ledger.keys import Signer
from postorders.ledger.note import Checkpoint, sign
from postorders.ledger.tiles import ENTRIES, WIDTH, Tiles, tile_name
from postorders.ledger.tree import Frontier, frontier_of, leaf_hash
from postorders.words import _

LEDGER = capability("ledger", "An append-only signed log of every act, that anyone can verify.")
SCRIPT = Path(__file__).with_name("standalone.py")


@dataclass(slots=True)
class _Rows:
    """The unfinished end of every row of tiles, of the leaves and of the payload lines, and the tree so far."""

    folder: Path
    frontier: Frontier = field(default_factory=Frontier)
    hashes: list[list[bytes]] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)

    def add(self, one: bytes, payload: Payload) -> None:
        """One more entry; full tiles are written at once."""
        if isinstance(payload, Entry) and leaf(payload) != one:
            what = _("The payload of entry {index} is not the one that its leaf commits to.")
            raise refuse(what.format(index=self.frontier.size), _("Publish the payload as it was sealed."))
        self.leaves.append(one)
        self.lines.append(write_payload(payload))
        hashed = leaf_hash(one)
        self.frontier = self.frontier.append(hashed)
        self._push(0, hashed)

    def _push(self, level: int, hashed: bytes) -> None:
        if level == len(self.hashes):
            self.hashes.append([])
        row = self.hashes[level]
        row.append(hashed)
        if len(row) < WIDTH:
            return
        self._write(level)
        self.hashes[level] = []
        if level == 0:
            self.leaves, self.lines = [], []
        self._push(level + 1, tiles.fold(row))

    def _write(self, level: int) -> None:
        row = self.hashes[level]
        index = self.frontier.size - (len(row) == WIDTH) >> 8 * (level + 1)
        put(self.folder / tile_name(level, index, len(row)), b"".join(row))
        if level == 0:
            put(self.folder / tile_name(ENTRIES, index, len(row)), tiles.bundle(self.leaves))
            put(self.folder / layout.payload_name(index), b"".join(line + b"\n" for line in self.lines))

    def finish(self) -> None:
        """Writes the rows that are not full."""
        for level, row in enumerate(self.hashes):
            if row:
                self._write(level)


def publish(
    folder: Path,
    origin: str,
    entries: Iterable[tuple[bytes, Payload]],
    signer: Signer,
    start: int | None = None,
    expected: Frontier | None = None,
) -> Checkpoint:
    """Adds entries (each a leaf and its payload) to a folder, signs the new checkpoint and returns it.

    `start` is the index of the first of them, when the caller knows it; `expected` the tree that must come out.
    Raises InputError, and signs nothing, when the folder has another origin, is damaged, is being written, has more
    or fewer entries than `start`, or when another tree came out. With no new entries it returns the last checkpoint.
    """
    with alone(folder):
        latest, keys = _latest(folder, origin), _keys(folder)
        size = latest.size if latest else 0
        if start is not None and start != size:
            what = _("The folder has {size} entries, and the new ones begin at {start}.")
            mend = _("Publish from entry {size} on. A ledger does not go back.")
            raise refuse(what.format(size=size, start=start), mend.format(size=size), str(folder))
        rows = _open(folder, latest)
        for one, payload in entries:
            rows.add(one, payload)
        if expected is not None and rows.frontier != expected:
            what = _("The folder came out as another tree than the ledger's; nothing was signed.")
            raise refuse(what, _("Run 'postorders ledger verify' on the folder."), str(folder))
        if latest is not None and rows.frontier.size == latest.size:
            return _finish(folder, latest)
        rows.finish()
        return _sign(folder, Checkpoint(origin, rows.frontier.size, rows.frontier.root()), signer, keys, size)


def replace_payloads(folder: Path, payloads: Mapping[int, Payload]) -> None:
    """Puts redacted copies, or `Disposed`, in the place of payloads that were published.

    Raises InputError when an index is not in the ledger, or a copy is not a copy of what the leaf commits to.
    """
    with alone(folder):
        size = layout.load_checkpoint(folder / layout.CHECKPOINT).size
        if unknown := sorted(index for index in payloads if not 0 <= index < size):
            raise refuse(_("The ledger has no entry {index}.").format(index=unknown[0]), file=str(folder))
        for group in sorted({index // WIDTH for index in payloads}):
            here = {index % WIDTH: payload for index, payload in payloads.items() if index // WIDTH == group}
            _replace_in(folder, group, min(WIDTH, size - group * WIDTH), here)


def add_signatures(folder: Path, checkpoint: Checkpoint) -> Checkpoint:
    """Keeps a witness's signature lines with the checkpoint of that size that was published, and returns it.

    Raises InputError when no such checkpoint was published.
    """
    with alone(folder):
        path = folder / layout.CHECKPOINTS / str(checkpoint.size)
        own = layout.load_checkpoint(path)
        if own.body != checkpoint.body:
            raise refuse(_("This is not the checkpoint that was published."), _("Ask the witness."), str(path))
        lines = (*own.signatures, *(one for one in checkpoint.signatures if one not in own.signatures))
        merged = Checkpoint(own.origin, own.size, own.root, lines)
        put(path, merged.to_bytes())
        if layout.load_checkpoint(folder / layout.CHECKPOINT).size == merged.size:
            put(folder / layout.CHECKPOINT, merged.to_bytes())
        return merged


def newest(folder: Path) -> Checkpoint:
    """The newest checkpoint in a folder: also one that was signed just before a writer stopped."""
    last = layout.load_checkpoint(folder / layout.CHECKPOINT)
    beyond = [size for size in layout.sizes(folder) if size > last.size]
    return layout.load_checkpoint(folder / layout.CHECKPOINTS / str(beyond[-1])) if beyond else last


def _latest(folder: Path, origin: str) -> Checkpoint | None:
    """What the folder says it is, checked; None for an empty folder."""
    if not (folder / layout.CHECKPOINT).exists() and not layout.sizes(folder):
        return None
    if (folder / layout.CHECKPOINT).exists():
        last = newest(folder)
    else:
        last = layout.load_checkpoint(folder / layout.CHECKPOINTS / str(layout.sizes(folder)[-1]))
    if last.origin != origin:
        what = _("The folder holds the ledger of {theirs}, not of {ours}.").format(theirs=last.origin, ours=origin)
        raise refuse(what, _("Name another folder."), str(folder))
    if not last.signed_by(one.key for one in _keys(folder)):
        what = _("The newest checkpoint is not signed by a key of the folder; nothing was added.")
        raise refuse(what, _("Run 'postorders ledger verify' on the folder."), str(folder))
    return last


def _open(folder: Path, latest: Checkpoint | None) -> _Rows:
    if latest is None or latest.size == 0:
        return _Rows(folder)
    size, node = latest.size, Tiles(folder, latest.size)
    rows, group, level = _Rows(folder, frontier_of(size, node)), size // WIDTH, 0
    if rows.frontier.root() != latest.root:
        what = _("The tiles are not those of the signed checkpoint; nothing was added.")
        raise refuse(what, _("Run 'postorders ledger verify' on the folder."), str(folder))
    while size >> 8 * level:
        width = (size >> 8 * level) % WIDTH
        rows.hashes.append(node.tile(level, size >> 8 * (level + 1)) if width else [])
        level += 1
    if width := size % WIDTH:
        rows.leaves = tiles.unbundle((folder / tile_name(ENTRIES, group, width)).read_bytes())[0]
        rows.lines = _lines(folder / layout.payload_name(group), width)
        if [leaf_hash(one) for one in rows.leaves] != rows.hashes[0]:
            what = _("The entries are not those of the signed checkpoint; nothing was added.")
            raise refuse(what, _("Run 'postorders ledger verify' on the folder."), str(folder))
    return rows


def _lines(path: Path, width: int, all: bool = False) -> list[bytes]:
    """The first `width` payload lines of a file, or all when there are as many."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError as error:
        raise refuse(_("The payloads are missing."), _("Restore the file from a copy."), str(path)) from error
    if len(lines) < width:
        what = _("The file has {count} payloads, and should have {width}.")
        raise refuse(what.format(count=len(lines), width=width), _("Restore it from a copy."), str(path))
    return lines if all else lines[:width]


def _keys(folder: Path) -> tuple[layout.KeyLine, ...]:
    path = folder / layout.KEYS
    return layout.read_keys(path.read_bytes(), str(path)) if path.exists() else ()


def _sign(
    folder: Path, checkpoint: Checkpoint, signer: Signer, keys: tuple[layout.KeyLine, ...], size: int
) -> Checkpoint:
    """Signs and publishes; a key that was announced and never used makes way."""
    used = tuple(one for one in keys if one.start <= size and layout.sizes(folder))
    if not used or used[0].key != signer.vkey():
        used = (layout.KeyLine(signer.vkey(), checkpoint.size), *used)
    put(folder / layout.KEYS, layout.write_keys(used))
    signed = sign(checkpoint, signer) if LEDGER.on else checkpoint
    put(folder / layout.CHECKPOINTS / str(signed.size), signed.to_bytes())
    return _finish(folder, signed)


def _finish(folder: Path, checkpoint: Checkpoint) -> Checkpoint:
    """Makes the newest checkpoint the one that is found first, and clears what it replaces."""
    put(folder / layout.SCRIPT, SCRIPT.read_bytes())
    put(folder / layout.CHECKPOINT, checkpoint.to_bytes())
    wanted = set(tiles.names(checkpoint.size))
    for path in sorted(folder.glob("tile/**/*.p/*")):
        if path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
    return checkpoint


def _replace_in(folder: Path, group: int, width: int, payloads: Mapping[int, Payload]) -> None:
    path = folder / layout.payload_name(group)
    leaves = tiles.unbundle((folder / tile_name(ENTRIES, group, width)).read_bytes())[0]
    lines = _lines(path, width)
    for at, payload in payloads.items():
        if isinstance(payload, Entry) and leaf(payload) != leaves[at]:
            what = _("The copy of entry {index} is not a copy of what was published.")
            raise refuse(what.format(index=group * WIDTH + at), _("Redact the published payload."), str(path))
        lines[at] = write_payload(payload)
    put(path, b"".join(line + b"\n" for line in lines))


def load_payload(folder: Path, index: int) -> Payload:
    """The payload of one entry as the folder has it. Raises InputError when its line cannot be read."""
    return next(iter(load_payloads(folder, range(index, index + 1))))[1]


def load_payloads(folder: Path, wanted: range) -> Iterator[tuple[int, Payload]]:
    """The payloads of a range of entries, each with its index. Raises InputError at one that cannot be read."""
    lines: list[bytes] = []
    for index in wanted:
        path = folder / layout.payload_name(index // WIDTH)
        if not lines or index % WIDTH == 0:
            lines = _lines(path, index % WIDTH + 1, all=True)
        try:
            yield index, read_payload(lines[index % WIDTH])
        except (ValueError, IndexError) as error:
            what = _("The payload of entry {index} cannot be read: {reason}.").format(index=index, reason=error)
            raise refuse(what, _("Restore it from a copy."), str(path), index % WIDTH + 1) from error
