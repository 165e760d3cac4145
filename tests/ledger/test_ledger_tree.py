"""The tree is that of RFC 6962: known roots, a naive reading of the RFC, and another implementation agree."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from postorders.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    Nodes,
    consistent,
    frontier_of,
    included,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    range_root,
)

LEAVES = [bytes([number]) * (number % 5 + 1) for number in range(71)]
HASHES = [leaf_hash(one) for one in LEAVES]
SIZES = range(71)


def by_the_book(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_the_book(leaves[:k]) + by_the_book(leaves[k:])).digest()


def frontier(leaves: list[bytes]) -> Frontier:
    whole = Frontier()
    for one in leaves:
        whole = whole.append(leaf_hash(one))
    return whole


ROOTS = [frontier(LEAVES[:size]).root() for size in SIZES]


@pytest.mark.parametrize(
    ("leaves", "root"),
    [
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ([b""], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ([b"", b"\x00"], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ([b"", b"\x00", b"\x10"], "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ],
)
def test_known_roots(leaves: list[bytes], root: str) -> None:
    assert frontier(leaves).root().hex() == root


@given(st.lists(st.binary(max_size=40), max_size=90))
def test_the_frontier_has_the_root_of_the_whole_tree(leaves: list[bytes]) -> None:
    assert frontier(leaves).root() == by_the_book(leaves)


@given(st.lists(st.binary(max_size=8), max_size=40), st.lists(st.binary(max_size=8), max_size=40))
def test_a_frontier_that_was_kept_goes_on_as_if_it_had_never_stopped(first: list[bytes], then: list[bytes]) -> None:
    whole = Frontier.from_bytes(frontier(first).to_bytes())
    for one in then:
        whole = whole.append(leaf_hash(one))
    assert whole == frontier(first + then)
    assert len(whole.to_bytes()) <= 8 + 32 * len(first + then).bit_length()


@pytest.mark.parametrize("data", [b"", b"\x00" * 7, b"\x00" * 7 + b"\x01", b"\x00" * 7 + b"\x03" + b"a" * 65])
def test_other_bytes_are_no_frontier(data: bytes) -> None:
    with pytest.raises(ValueError, match="are not the frontier of a tree"):
        Frontier.from_bytes(data)


def test_a_subtree_only_follows_a_whole_number_of_its_like() -> None:
    assert frontier(LEAVES[:8]) == frontier(LEAVES[:4]).merge(by_the_book(LEAVES[4:8]), 2)
    with pytest.raises(ValueError, match="cannot follow 5 leaves"):
        frontier(LEAVES[:5]).merge(b"", 2)


@pytest.mark.parametrize("size", SIZES)
def test_a_source_of_nodes_has_the_same_tree(size: int) -> None:
    nodes = Nodes(HASHES[:size])
    assert range_root(0, size, nodes) == ROOTS[size] == by_the_book(LEAVES[:size])
    assert frontier_of(size, nodes) == frontier(LEAVES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_shown_to_be_in_the_tree_and_nowhere_else(size: int) -> None:
    nodes = Nodes(HASHES[:size])
    for index in range(size):
        proof = prove_inclusion(index, size, nodes)
        assert included(index, size, HASHES[index], proof, ROOTS[size])
        assert not included(index, size, HASHES[index - 1], proof, ROOTS[size]) or size == 1
        assert not included(index, size, HASHES[index], (*proof, EMPTY_ROOT), ROOTS[size])
        assert not included(index, size, HASHES[index], proof[:-1], ROOTS[size]) or not proof
        assert not included(index, size, HASHES[index], proof, ROOTS[size - 1])
        assert not any(
            included(other, size, HASHES[index], proof, ROOTS[size]) for other in range(size) if other != index
        )
    assert not included(size, size, EMPTY_ROOT, (), EMPTY_ROOT)


@pytest.mark.parametrize("new", SIZES)
def test_a_tree_is_shown_to_go_on_from_each_smaller_one(new: int) -> None:
    nodes = Nodes(HASHES[:new])
    for old in range(new + 1):
        proof = prove_consistency(old, new, nodes)
        assert consistent(old, new, ROOTS[old], ROOTS[new], proof)
        assert not consistent(old, new, b"\x01" * 32, ROOTS[new], proof)
        assert not consistent(old, new, ROOTS[old], ROOTS[new], (*proof, EMPTY_ROOT))
        if 0 < old < new:
            assert not consistent(old, new, ROOTS[old], b"\x01" * 32, proof)
            assert not consistent(old, new, ROOTS[old], ROOTS[new], proof[:-1])
            assert not consistent(new, old, ROOTS[new], ROOTS[old], proof)
            assert not consistent(old - 1, new, ROOTS[old - 1], ROOTS[new], proof)


def test_a_proof_of_what_is_not_there_is_refused() -> None:
    nodes = Nodes(HASHES[:5])
    with pytest.raises(ValueError, match="A tree of 5 leaves has no leaf 5"):
        prove_inclusion(5, 5, nodes)
    with pytest.raises(ValueError, match="A tree of 5 leaves does not extend one of 6"):
        prove_consistency(6, 5, nodes)


def test_another_implementation_agrees() -> None:
    other = InmemoryTree(algorithm="sha256")
    for size in SIZES[1:]:
        other.append_entry(LEAVES[size - 1])
        nodes = Nodes(HASHES[:size])
        assert other.get_root() == ROOTS[size]
        for index in range(size):
            theirs = other.prove_inclusion(index + 1).serialize()["path"]
            ours = [HASHES[index], *prove_inclusion(index, size, nodes)]
            assert sorted(theirs) == sorted(one.hex() for one in ours)
