"""The Merkle tree of RFC 6962: a frontier that grows, and proofs that a stranger can check.

A tree is named by its size (a count of leaves) and its root (32 bytes). Nothing here keeps leaves: the frontier
is O(log n), and a proof asks a `NodeSource` for the hashes that it needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

HASH = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

NodeSource = Callable[[int, int], bytes]
"""`node(level, index)`: the hash of the full subtree over leaves [index * 2**level, (index + 1) * 2**level)."""


def leaf_hash(leaf: bytes) -> bytes:
    """The 32 bytes that stand for a leaf in the tree."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32 bytes that stand for two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All of a tree that is needed to go on: its size, and the roots of its full subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Frontier:
        """The frontier with one more leaf, given its leaf hash."""
        return self.merge(leaf, 0)

    def merge(self, subtree: bytes, level: int) -> Frontier:
        """The frontier with a full subtree of 2**level leaves more. The size must be a multiple of that."""
        if self.size & ((1 << level) - 1):
            raise ValueError(f"A subtree of {1 << level} leaves cannot follow {self.size} leaves.")
        peaks, carry = self.peaks, self.size >> level
        while carry & 1:
            subtree, peaks, carry = node_hash(peaks[-1], subtree), peaks[:-1], carry >> 1
        return Frontier(self.size + (1 << level), (*peaks, subtree))

    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """The frontier for a database: the size in 8 bytes, big-endian, then the peaks."""
        return self.size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """What `to_bytes` wrote. Raises ValueError when it is something else."""
        size = int.from_bytes(data[:8], "big")
        if len(data) != 8 + HASH * size.bit_count():
            raise ValueError(f"{len(data)} bytes are not the frontier of a tree.")
        return cls(size, tuple(data[at : at + HASH] for at in range(8, len(data), HASH)))


class Nodes:
    """Every node of a tree in memory, as a `NodeSource`: for trees of modest size, given their leaf hashes."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            self._levels.append([node_hash(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)])

    def __call__(self, level: int, index: int) -> bytes:
        return self._levels[level][index]


def range_root(start: int, end: int, node: NodeSource) -> bytes:
    """The root over leaves [start, end), where start is a multiple of the largest power of two below the length."""
    length = end - start
    if length == 0:
        return EMPTY_ROOT
    if length & (length - 1) == 0:
        level = length.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(length)
    return node_hash(range_root(start, middle, node), range_root(middle, end, node))


def frontier_of(size: int, node: NodeSource) -> Frontier:
    """The frontier of the first `size` leaves."""
    peaks, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            peaks.append(node(level, start >> level))
            start += 1 << level
    return Frontier(size, tuple(peaks))


def prove_inclusion(index: int, size: int, node: NodeSource) -> tuple[bytes, ...]:
    """The hashes that lead from leaf `index` to the root of the first `size` leaves, lowest first."""
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf {index}.")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(start, middle, node))
            start = middle
    return tuple(reversed(path))


def included(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from a leaf hash at `index` to the root of a tree of `size` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            reached = node_hash(step, reached)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        at, last = at >> 1, last >> 1
    return last == 0 and reached == root


def prove_consistency(old: int, new: int, node: NodeSource) -> tuple[bytes, ...]:
    """The hashes that show that the first `old` of `new` leaves are the older tree."""
    if not 0 <= old <= new:
        raise ValueError(f"A tree of {new} leaves does not extend one of {old}.")
    if old in (0, new):
        return ()
    start, end, path = 0, new, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(start, middle, node))
            start = middle
    if start:
        path.append(range_root(start, end, node))
    return tuple(reversed(path))


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the newer tree extends the older one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if not 0 < old < new:
        return False
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    return bool(steps) and _meets(old - 1, new - 1, old_root, new_root, steps)


def _meets(at: int, last: int, old_root: bytes, new_root: bytes, steps: list[bytes]) -> bool:
    while at & 1:
        at, last = at >> 1, last >> 1
    left = right = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            left, right = node_hash(step, left), node_hash(step, right)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            right = node_hash(right, step)
        at, last = at >> 1, last >> 1
    return last == 0 and left == old_root and right == new_root


def _split(length: int) -> int:
    """The largest power of two below a length of two or more."""
    return 1 << ((length - 1).bit_length() - 1)
