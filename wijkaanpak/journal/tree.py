"""The tree over the journal: hashes of RFC 6962, and the proofs that an entry is in it and that it only grew.

All of it counts in leaf hashes, as `journal.number.leaf` holds them. A subtree is named by its level and
its place there: level 0 holds the leaves, and one of level n stands for 2**n of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

SIZE = 32  # bytes of a hash
EMPTY = hashlib.sha256(b"").digest()  # the root of a tree without leaves

Fetch = Callable[[int, int], bytes]  # (level, place) -> hash of that full subtree


def leaf_hash(data: bytes) -> bytes:
    """The leaf of what is put on record; the zero keeps a leaf from ever passing for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """What stands above two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes, in their order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.push(leaf)
    return frontier.root()


def whole(hashes: Sequence[bytes]) -> bytes:
    """The hash above a full subtree, from those of one of its levels: a power of two of them."""
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


@dataclass
class Frontier:
    """A growing tree, of which only the full subtrees at its right edge are kept: the largest comes first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def push(self, leaf: bytes) -> None:
        """Add one leaf hash at the end."""
        rest = self.size
        while rest & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            rest >>= 1
        self.hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return _joined(self.hashes)


def subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The full subtrees, from left to right, that hold the leaves from `start` until `end`.

    `start` is a multiple of the power of two that the range fits in, as is true of every range in a proof.
    """
    for level in reversed(range((end - start).bit_length())):
        if (end - start) >> level & 1:
            yield level, start >> level
            start += 1 << level


def root_of(start: int, end: int, fetch: Fetch) -> bytes:
    """The root over the leaves from `start` until `end`, put together from its full subtrees."""
    return _joined([fetch(level, place) for level, place in subtrees(start, end)])


def inclusion(index: int, size: int, fetch: Fetch) -> list[bytes]:
    """The proof that leaf number `index` is in the tree of `size` leaves, from the bottom up (2.1.1)."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in this tree")
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            proof.append(root_of(middle, end, fetch))
            end = middle
        else:
            proof.append(root_of(start, middle, fetch))
            start = middle
    return proof[::-1]


def consistency(old: int, new: int, fetch: Fetch) -> list[bytes]:
    """The proof that the tree of `new` leaves begins with that of `old`, from the bottom up (2.1.2)."""
    if not 0 <= old <= new:
        raise ValueError("a tree does not shrink")
    if old in (0, new):
        return []
    proof, start, end = [], 0, new
    while end > old:
        middle = start + _half(end - start)
        if old <= middle:
            proof.append(root_of(middle, end, fetch))
            end = middle
        else:
            proof.append(root_of(start, middle, fetch))
            start = middle
    if start > 0:  # otherwise it is the old root itself, which whoever checks has
        proof.append(root_of(start, end, fetch))
    return proof[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Is this leaf hash number `index` of the tree of `size` leaves with this root?"""
    if not 0 <= index < size or not _hashes(leaf, root, *proof):
        return False
    return _climbed(index, size, leaf, list(proof)) == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Does the tree of `new` leaves with `new_root` begin with the one of `old` leaves with `old_root`?"""
    if not 0 <= old <= new or not _hashes(old_root, new_root, *proof):
        return False
    if old == 0:
        return not proof and old_root == EMPTY and (new > 0 or new_root == EMPTY)
    return _grown(old, new, old_root, list(proof)) == (old_root, new_root)


def _half(size: int) -> int:
    """The largest power of two below `size`: how many leaves the left of two subtrees has."""
    return 1 << (size - 1).bit_length() - 1


def _joined(hashes: Sequence[bytes]) -> bytes:
    """The root above full subtrees that stand side by side, the smallest at the right."""
    if not hashes:
        return EMPTY
    *left, top = hashes
    for one in reversed(left):
        top = node_hash(one, top)
    return top


def _hashes(*values: bytes) -> bool:
    return all(len(value) == SIZE for value in values)


def _climbed(index: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes | None:
    """The root that this proof leads to; None when it has too few or too many steps."""
    if size == 1:
        return leaf if not proof else None
    if not proof:
        return None
    beside, half = proof.pop(), _half(size)
    if index < half:
        below = _climbed(index, half, leaf, proof)
        return below and node_hash(below, beside)
    below = _climbed(index - half, size - half, leaf, proof)
    return below and node_hash(beside, below)


def _grown(old: int, new: int, known: bytes | None, proof: list[bytes]) -> tuple[bytes, bytes] | None:
    """The old and the new root that this proof leads to; `known` is the old one, where that is whole."""
    if old == new:
        whole = known or (proof.pop() if proof else None)
        return (whole, whole) if whole and not proof else None
    if not proof:
        return None
    beside, half = proof.pop(), _half(new)
    if old <= half:
        both = _grown(old, half, known, proof)
        return both and (both[0], node_hash(both[1], beside))
    both = _grown(old - half, new - half, None, proof)
    return both and (node_hash(beside, both[0]), node_hash(beside, both[1]))
