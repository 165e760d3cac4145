"""The long part of a verification: every entry, tile and payload of a folder, 256 entries at a time.

The tree is built anew from the entries. Where an entry and its hash in a tile disagree, the tile above (or, at the
end, the signed root) tells which of the two is damaged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from postorders.ledger import tiles
from postorders.ledger.contents import Contents
from postorders.ledger.report import Search
from postorders.ledger.tiles import ENTRIES, WIDTH, tile_name
from postorders.ledger.tree import HASH, Frontier, leaf_hash
from postorders.words import _

MOST = 10_000  # problems, after which the search ends: a hostile folder may claim any number of entries


@dataclass(slots=True)
class Group:
    """Up to 256 entries: the leaves as read, the hashes made of them, and the hashes as the tile has them.

    `made` and `kept` are None when their file is missing or has another number of hashes.
    """

    index: int
    width: int
    leaves: list[bytes] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    made: list[bytes] | None = None
    kept: list[bytes] | None = None

    @property
    def first(self) -> int:
        """The index of its first entry."""
        return self.index * WIDTH

    @property
    def bundle(self) -> str:
        """Its file of leaves."""
        return tile_name(ENTRIES, self.index, self.width)

    @property
    def tile(self) -> str:
        """Its file of hashes."""
        return tile_name(0, self.index, self.width)


@dataclass(slots=True)
class Walk:
    """Goes through the first `size` entries; `marks` are sizes at which the root is wanted, kept in `roots`."""

    search: Search
    size: int
    root: bytes
    marks: set[int]
    contents: Contents
    roots: dict[int, bytes] = field(default_factory=dict)
    frontier: Frontier = field(default_factory=Frontier)
    rows: dict[int, list[bytes]] = field(default_factory=dict)
    lost: bool = False
    _above: tuple[int, bytes] = (-1, b"")

    def run(self) -> None:
        """Walks. What does not hold is in the search afterwards."""
        if 0 in self.marks:
            self.roots[0] = self.frontier.root()
        for index, width in tiles.widths(self.size, 0):
            group = self._read(index, width)
            hashes = self._settle(group)
            self.contents.check(group.first, width, group.leaves if group.made else [], hashes)
            self._grow(group, hashes)
            if len(self.search.problems) > MOST:
                self.search.notes.append(_("There are too many problems to go on; what follows was not checked."))
                self.lost = True
                break
            self.search.progress(min(self.size, group.first + width), self.size)
        for level in sorted(self.rows):
            if self.rows[level] and not self.lost:
                self._compare(level, self.size >> 8 * (level + 1), self.rows[level])

    def _read(self, index: int, width: int) -> Group:
        group = Group(index, width)
        data, tile = self.search.read(group.bundle), self.search.read(group.tile)
        if tile is not None and len(tile) != HASH * width:
            what = _("The tile has {count} bytes instead of {right}.").format(count=len(tile), right=HASH * width)
            self.search.find(what, group.tile, byte=min(len(tile), HASH * width))
        elif tile is not None:
            group.kept = tiles.split(tile)
        if data is not None:
            group.leaves, group.starts, ends = tiles.unbundle(data)
            made = list(map(leaf_hash, group.leaves))
            if ends and len(made) == width:
                group.made = made
            else:
                self._broken(group, made)
        return group

    def _broken(self, group: Group, made: list[bytes]) -> None:
        """A bundle whose entries cannot be told apart to its end: where it goes wrong."""
        pairs = zip(made, group.kept or made, strict=False)
        good = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(made), group.width))
        where = group.starts[good] if good < len(group.starts) else (self.search.folder / group.bundle).stat().st_size
        what = _("From here on the bundle cannot be read: an entry's length is wrong, or it was cut short.")
        self.search.find(what, group.bundle, group.first + good, where)

    def _settle(self, group: Group) -> list[bytes] | None:
        """The hashes of the group, from whichever file is right."""
        if group.made is None or group.kept is None or group.made == group.kept:
            return group.made if group.made is not None else group.kept
        made, kept = self._fits(group, group.made), self._fits(group, group.kept)
        for at, (one, other) in enumerate(zip(group.made, group.kept, strict=True)):
            if one != other:
                self._blame(group, at, made, kept)
        return group.kept if kept else group.made

    def _blame(self, group: Group, at: int, made: bool, kept: bool) -> None:
        entry, byte = group.first + at, HASH * at
        if made and group.made and group.kept:
            byte += next(n for n in range(HASH) if group.made[at][n] != group.kept[at][n])
            self.search.find(_("The tile has another hash than the entry."), group.tile, entry, byte)
        elif kept:
            self.search.find(_("The entry was changed."), group.bundle, entry, group.starts[at])
        else:
            what = _("The entry and its hash in {tile} disagree.").format(tile=group.tile)
            self.search.find(what, group.bundle, entry, group.starts[at])

    def _fits(self, group: Group, hashes: list[bytes]) -> bool:
        """Whether these hashes are the ones that what stands above them was made of."""
        if group.width == WIDTH and self.size > WIDTH:
            return tiles.fold(hashes) == self._stored(group.index)
        return not self.lost and _grown(self.frontier, hashes).root() == self.root

    def _stored(self, index: int) -> bytes:
        """The hash of a full group as the row above has it; b"" when it has none."""
        if self._above[0] != index // WIDTH:
            width = min(WIDTH, (self.size >> 8) - index // WIDTH * WIDTH)
            path = self.search.folder / tile_name(1, index // WIDTH, width)
            self._above = (index // WIDTH, path.read_bytes() if path.is_file() else b"")
        return self._above[1][index % WIDTH * HASH : (index % WIDTH + 1) * HASH]

    def _grow(self, group: Group, hashes: list[bytes] | None) -> None:
        if hashes is None and group.width == WIDTH and (above := self._stored(group.index)):
            return self._push(0, above)
        if hashes is None or self.lost:
            self.lost = True
            return None
        inside = [mark for mark in self.marks if group.first < mark <= group.first + group.width]
        for mark in inside:
            self.roots[mark] = _grown(self.frontier, hashes[: mark - group.first]).root()
        if group.width == WIDTH:
            return self._push(0, tiles.fold(hashes))
        self.frontier = _grown(self.frontier, hashes)
        return None

    def _push(self, level: int, hashed: bytes) -> None:
        """The root of a full tile joins the tree and the row above."""
        if level == 0:
            self.frontier = self.frontier.merge(hashed, 8)
        row = self.rows.setdefault(level + 1, [])
        row.append(hashed)
        if len(row) == WIDTH:
            self._compare(level + 1, (self.frontier.size - 1) >> 8 * (level + 2), row)
            self.rows[level + 1] = []
            self._push(level + 1, tiles.fold(row))

    def _compare(self, level: int, index: int, row: list[bytes]) -> None:
        """A tile above the lowest row must be what was made of the entries."""
        name, right = tile_name(level, index, len(row)), b"".join(row)
        data = self.search.read(name)
        if data is None or data == right:
            return
        if len(data) != len(right):
            what = _("The tile has {count} bytes instead of {right}.").format(count=len(data), right=len(right))
            self.search.find(what, name, byte=min(len(data), len(right)))
        for at in range(0, min(len(data), len(right)), HASH):
            if data[at : at + HASH] != right[at : at + HASH]:
                byte = next(n for n in range(at, len(data)) if data[n] != right[n])
                self.search.find(_("The tile has another hash than its entries."), name, byte=byte)


def _grown(frontier: Frontier, hashes: Iterable[bytes]) -> Frontier:
    for one in hashes:
        frontier = frontier.append(one)
    return frontier
