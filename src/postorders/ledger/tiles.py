"""The tree as files that any web server can hand out (C2SP: tlog-tiles).

`tile/<L>/<N>` holds up to 256 hashes of subtrees of 256**L leaves, 32 bytes each. `tile/entries/<N>` holds up to 256
leaves, each after its length in two bytes. The last one of a row, while not full, has its width in its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from postorders.errors import refuse
from postorders.ledger.tree import HASH, node_hash
from postorders.words import _

WIDTH = 256
LONGEST = 0xFFFF
ENTRIES = "entries"


def tile_name(row: int | str, index: int, width: int = WIDTH) -> str:
    """The path of a tile inside the folder: row 0, 1, ... or `entries`; 1234067 is written x001/x234/067."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{row}/{'/'.join(groups)}{'' if width == WIDTH else f'.p/{width}'}"


def widths(size: int, level: int) -> Iterator[tuple[int, int]]:
    """Each tile of a row of a tree of that size: its index, and how many hashes it has."""
    count = size >> (8 * level)
    for index in range((count + WIDTH - 1) // WIDTH):
        yield index, min(WIDTH, count - index * WIDTH)


def names(size: int) -> Iterator[str]:
    """Every tile and bundle of a tree of that size."""
    for index, width in widths(size, 0):
        yield tile_name(ENTRIES, index, width)
    level = 0
    while size >> (8 * level):
        yield from (tile_name(level, index, width) for index, width in widths(size, level))
        level += 1


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes whose number is a power of two."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def split(data: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [data[at : at + HASH] for at in range(0, len(data), HASH)]


class Tiles:
    """The nodes of the first `size` leaves, read from the tiles of a folder: a `NodeSource`."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.size = folder, size
        self._read = lru_cache(maxsize=64)(self.tile)

    def __call__(self, level: int, index: int) -> bytes:
        row, within = divmod(level, 8)
        start, count = index << within, 1 << within
        hashes = self._read(row, start // WIDTH)
        return fold(hashes[start % WIDTH : start % WIDTH + count])

    def tile(self, row: int, index: int) -> list[bytes]:
        """The hashes of one tile. Raises InputError when it is missing or has another length."""
        width = min(WIDTH, (self.size >> (8 * row)) - index * WIDTH)
        path = self.folder / tile_name(row, index, width)
        try:
            data = path.read_bytes()
        except OSError as error:
            mend = _("Run 'postorders ledger verify' on the folder, or restore the file from a copy.")
            raise refuse(_("A tile of the ledger cannot be read."), mend, str(path)) from error
        if len(data) != HASH * width:
            mend = _("Restore it from a copy.")
            raise refuse(_("The tile is not {count} bytes long.").format(count=HASH * width), mend, str(path))
        return split(data)


def bundle(leaves: Sequence[bytes]) -> bytes:
    """Leaves as a bundle. Raises ValueError when one is longer than two bytes can say."""
    if any(len(leaf) > LONGEST for leaf in leaves):
        raise ValueError(f"A leaf has at most {LONGEST} bytes.")
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def unbundle(data: bytes) -> tuple[list[bytes], list[int], bool]:
    """The leaves of a bundle as far as they can be told apart, where each begins, and whether it ends as it should."""
    leaves: list[bytes] = []
    starts: list[int] = []
    at = 0
    while at + 2 <= len(data):
        starts.append(at)
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            return leaves, starts, False
        leaves.append(data[at + 2 : end])
        at = end
    return leaves, starts, at == len(data)
