"""The Merkle tree of RFC 9162, section 2.1: hashes, node addresses, inclusion and consistency proofs.

Leaves have places from 0. A span is `[first, end)`. Spans of 2^k leaves that begin at a multiple of 2^k are complete:
they never change and are stored by (level k, index); every other span is folded from complete ones.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Hash = bytes
EMPTY_ROOT: Hash = hashlib.sha256(b"").digest()


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A complete span of 2^level leaves that begins at place `index * 2^level`."""

    level: int
    index: int


Span = tuple[int, int]
HashOf = Callable[[Node], Hash]


def leaf_hash(record: bytes) -> Hash:
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two that is smaller than `size` (at least 2)."""
    return int(1 << ((size - 1).bit_length() - 1))


def complete_nodes(span: Span) -> tuple[Node, ...]:
    """The fewest complete nodes that make up a span that the proofs speak of, from left to right."""
    first, end = span
    found = []
    while first < end:
        level = min((first & -first).bit_length() - 1 if first else end.bit_length(), (end - first).bit_length() - 1)
        found.append(Node(level, first >> level))
        first += 1 << level
    return tuple(found)


def fold(hashes: Sequence[Hash]) -> Hash:
    """The hash of a span from those of its complete nodes, largest first."""
    if not hashes:
        return EMPTY_ROOT
    folded = hashes[-1]
    for left in reversed(hashes[:-1]):
        folded = node_hash(left, folded)
    return folded


def span_hash(span: Span, hash_of: HashOf) -> Hash:
    return fold([hash_of(node) for node in complete_nodes(span)])


def root(size: int, hash_of: HashOf) -> Hash:
    return span_hash((0, size), hash_of)


def new_nodes(leaves: Sequence[Hash], *, size: int, hash_of: HashOf) -> Iterator[tuple[Node, Hash]]:
    """Every complete node that appears when the leaves join a tree of `size`, the leaves themselves included."""
    level, first, hashes = 0, size, list(leaves)
    while hashes:
        yield from ((Node(level, first + offset), value) for offset, value in enumerate(hashes))
        if first % 2:
            hashes.insert(0, hash_of(Node(level, first - 1)))
            first -= 1
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        hashes = [node_hash(left, right) for left, right in pairs]
        level, first = level + 1, first // 2


def nodes_needed(size: int) -> tuple[Node, ...]:
    """What `new_nodes` and `root` may ask for in a tree of `size`."""
    return complete_nodes((0, size))


def inclusion_path(place: int, size: int) -> tuple[Span, ...]:
    """The spans whose hashes prove that the leaf at `place` is in the tree of `size`, from the leaf to the root."""
    if not 0 <= place < size:
        raise ValueError(f"a tree of {size} has no leaf at {place}")
    first, end, spans = 0, size, []
    while end - first > 1:
        middle = first + split(end - first)
        if place < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((first, middle))
            first = middle
    return tuple(reversed(spans))


def consistency_path(smaller: int, size: int) -> tuple[Span, ...]:
    """The spans whose hashes prove that the tree of `size` begins with the tree of `smaller`."""
    if not 0 < smaller <= size:
        raise ValueError(f"a tree of {size} does not begin with one of {smaller}")
    first, end, spans, whole = 0, size, [], True
    while smaller != end:
        middle = first + split(end - first)
        if smaller <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((first, middle))
            first, whole = middle, False
    if not whole:
        spans.append((first, end))
    return tuple(reversed(spans))


def includes(leaf: Hash, place: int, size: int, proof: Sequence[Hash], expected: Hash) -> bool:
    """Whether the proof leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= place < size:
        return False
    node, last, folded = place, size - 1, leaf
    for step in proof:
        if not last:
            return False
        if node % 2 or node == last:
            folded = node_hash(step, folded)
            while not node % 2 and node:
                node, last = node >> 1, last >> 1
        else:
            folded = node_hash(folded, step)
        node, last = node >> 1, last >> 1
    return not last and folded == expected


def is_consistent(smaller: int, size: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether the proof shows that the larger tree begins with the smaller one (RFC 9162, 2.1.4.2)."""
    if smaller == size:
        return not proof and old_root == new_root
    if not 0 < smaller < size:
        return False
    steps = [old_root, *proof] if smaller & (smaller - 1) == 0 else list(proof)
    if not steps:
        return False
    node, last = smaller - 1, size - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if node % 2 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node % 2 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return not last and (old, new) == (old_root, new_root)
