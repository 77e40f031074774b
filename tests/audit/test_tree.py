"""The tree of RFC 9162: known answers, and proofs for every tree up to 300 leaves beside a naive one."""

import hashlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.audit.rules import tree

# testonly/constants.go of transparency-dev/merkle (Apache-2.0)
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INNER = {
    (0, 1): "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    (0, 7): "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    (1, 2): "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    (2, 1): "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
}
LARGEST = 300


def _grown(leaves, sizes=()):
    """Node hashes of a tree that grew by the given steps, one leaf at a time where none are given."""
    hashes: dict[tree.Node, bytes] = {}
    size = 0
    for step in sizes or [1] * len(leaves):
        hashes |= dict(tree.new_nodes(leaves[size : size + step], size=size, hash_of=hashes.__getitem__))
        size += step
    return hashes


@cache
def _naive(first: int, end: int) -> bytes:
    """The definition of section 2.1.1, word for word, over the leaves "0", "1", …"""
    if end - first == 0:
        return hashlib.sha256().digest()
    if end - first == 1:
        return hashlib.sha256(b"\x00" + str(first).encode()).digest()
    half = 1
    while half * 2 < end - first:
        half *= 2
    return hashlib.sha256(b"\x01" + _naive(first, first + half) + _naive(first + half, end)).digest()


HASHES = _grown([tree.leaf_hash(str(number).encode()) for number in range(LARGEST)])
PAIRS_OF = range(1, LARGEST + 1)


def _proof(spans):
    return [tree.span_hash(span, HASHES.__getitem__) for span in spans]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_known_answers(size):
    hashes = _grown([tree.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]])
    assert tree.root(size, hashes.__getitem__).hex() == ROOTS[size]


@pytest.mark.parametrize("address", INNER)
def test_inner_nodes_are_the_known_answers(address):
    hashes = _grown([tree.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES])
    assert hashes[tree.Node(*address)].hex() == INNER[address]


def test_roots_up_to_300_leaves_are_those_of_the_definition():
    assert [tree.root(size, HASHES.__getitem__) for size in range(LARGEST + 1)] == [
        _naive(0, size) for size in range(LARGEST + 1)
    ]


def test_every_leaf_is_proven_in_every_tree_up_to_300():
    for size in PAIRS_OF:
        whole = _naive(0, size)
        for place in range(size):
            proof = _proof(tree.inclusion_path(place, size))
            assert tree.includes(_naive(place, place + 1), place, size, proof, whole)


def test_every_tree_up_to_300_is_proven_to_begin_with_every_smaller_one():
    for size in PAIRS_OF:
        for smaller in range(1, size + 1):
            proof = _proof(tree.consistency_path(smaller, size))
            assert tree.is_consistent(smaller, size, _naive(0, smaller), _naive(0, size), proof)


@given(st.data())
def test_a_proof_of_another_leaf_place_or_tree_is_refused(data):
    size = data.draw(st.integers(2, LARGEST))
    place = data.draw(st.integers(0, size - 1))
    leaf, whole = _naive(place, place + 1), _naive(0, size)
    proof = _proof(tree.inclusion_path(place, size))
    other = data.draw(st.integers(0, size - 1).filter(lambda found: found != place))
    assert not tree.includes(_naive(other, other + 1), place, size, proof, whole)
    assert not tree.includes(leaf, place, size, proof, _naive(0, size - 1))
    assert not tree.includes(leaf, place, size, proof[:-1], whole)
    assert not tree.includes(leaf, place, size, [*proof, whole], whole)
    changed = data.draw(st.integers(0, len(proof) - 1))
    assert not tree.includes(leaf, place, size, [*proof[:changed], whole, *proof[changed + 1 :]], whole)
    assert not tree.includes(leaf, size, size, proof, whole)


@given(st.data())
def test_a_tree_that_was_altered_is_never_consistent(data):
    size = data.draw(st.integers(2, LARGEST))
    smaller = data.draw(st.integers(1, size - 1))
    proof = _proof(tree.consistency_path(smaller, size))
    old, new = _naive(0, smaller), _naive(0, size)
    assert not tree.is_consistent(smaller, size, new, new, proof)
    assert not tree.is_consistent(smaller, size, old, old, proof)
    assert not tree.is_consistent(smaller, size, old, new, proof[:-1])
    assert not tree.is_consistent(smaller, size, old, new, [*proof, old])
    assert not tree.is_consistent(size, smaller, old, new, proof)


@given(st.lists(st.integers(1, 40), max_size=8))
def test_a_tree_does_not_depend_on_the_steps_it_grew_by(steps):
    leaves = [tree.leaf_hash(str(number).encode()) for number in range(sum(steps))]
    assert _grown(leaves, steps) == _grown(leaves)


@pytest.mark.parametrize(("place", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_a_proof_that_cannot_be_is_refused(place, size):
    with pytest.raises(ValueError, match="has no leaf"):
        tree.inclusion_path(place, size)
    with pytest.raises(ValueError, match="does not begin"):
        tree.consistency_path(size + 1, size)
