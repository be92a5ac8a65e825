"""The tree over the journal is that of RFC 6962, and no proof holds for anything but what it proves."""

import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkaanpak.journal import tree
from wijkaanpak.journal.tree import EMPTY, Frontier, consistency, inclusion, leaf_hash, node_hash, root
from wijkaanpak.journal.tree import verify_consistency as grew
from wijkaanpak.journal.tree import verify_inclusion as holds

# What every implementation of the RFC is tried with: eight leaves, and the roots over the first 1, 2, ... 8.
DATA = [
    bytes.fromhex(data)
    for data in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(data) for data in DATA]
MANY = [leaf_hash(number.to_bytes(4)) for number in range(1_000)]
Hashes = list[bytes]


def half(n: int) -> int:
    """The RFC's k: the largest power of two smaller than n."""
    return next(2**p for p in range(64) if 2**p < n <= 2 ** (p + 1))


def mth(d: Hashes) -> bytes:
    """MTH of 2.1, word for word."""
    if len(d) < 2:
        return d[0] if d else hashlib.sha256().digest()
    k = half(len(d))
    return hashlib.sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: Hashes) -> Hashes:
    """PATH of 2.1.1, word for word."""
    if len(d) == 1:
        return []
    k = half(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: Hashes, b: bool) -> Hashes:
    """SUBPROOF of 2.1.2, word for word."""
    if m == len(d):
        return [] if b else [mth(d)]
    k = half(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def fetching(leaves: Hashes) -> tree.Fetch:
    return lambda level, place: mth(leaves[place << level : (place + 1) << level])


def test_known_answers_of_the_empty_tree_the_empty_leaf_and_a_node() -> None:
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == ROOTS[0]
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert (
        node_hash(b"N123", b"N456").hex()
        == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    )


@pytest.mark.parametrize("size", range(1, 9))
def test_known_answers_of_eight_leaves(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]
    assert root([]) == EMPTY == Frontier().root()


def test_the_example_of_the_rfc() -> None:
    """2.1.3: a tree of seven leaves, with the names of its drawing."""
    a, b, c, d, e, f, j = LEAVES[:7]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l_ = node_hash(g, h), node_hash(i, j)
    fetch = fetching(LEAVES[:7])
    assert node_hash(k, l_) == root(LEAVES[:7])
    assert inclusion(0, 7, fetch) == [b, h, l_]
    assert inclusion(3, 7, fetch) == [c, g, l_]
    assert inclusion(4, 7, fetch) == [f, j, k]
    assert inclusion(6, 7, fetch) == [i, k]
    assert consistency(3, 7, fetch) == [c, d, g, l_]
    assert consistency(4, 7, fetch) == [l_]
    assert consistency(6, 7, fetch) == [i, j, k]


def test_every_proof_of_small_trees_is_that_of_the_definition() -> None:
    for size in range(1, 34):
        leaves = MANY[:size]
        fetch, top = fetching(leaves), mth(leaves)
        assert root(leaves) == top
        for index in range(size):
            proof = inclusion(index, size, fetch)
            assert proof == path(index, leaves)
            assert holds(index, size, leaves[index], proof, top)
        for old in range(1, size + 1):
            proof = consistency(old, size, fetch)
            assert proof == subproof(old, leaves, True)
            assert grew(old, size, mth(leaves[:old]), top, proof)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 1_000), st.data())
def test_proofs_of_any_tree_hold_and_nothing_near_them_does(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    fetch, top, before = fetching(MANY[:size]), root(MANY[:size]), root(MANY[:old])
    proof, growth = inclusion(index, size, fetch), consistency(old, size, fetch)
    assert holds(index, size, MANY[index], proof, top)
    assert grew(old, size, before, top, growth)

    other = bytes(32)
    assert not holds(index, size, other, proof, top)
    assert not holds(index, size, MANY[index], proof, other)
    assert not holds(index, size, MANY[index], [*proof, other], top)
    assert not grew(old, size, other, top, growth)
    assert not grew(old, size, before, other, growth)
    assert not grew(old, size, before, top, [*growth, other])
    for place in range(len(proof)):
        assert not holds(index, size, MANY[index], [*proof[:place], other, *proof[place + 1 :]], top)
        assert not holds(index, size, MANY[index], proof[:place] + proof[place + 1 :], top)
    for place in range(len(growth)):
        assert not grew(old, size, before, top, [*growth[:place], other, *growth[place + 1 :]])
        assert not grew(old, size, before, top, growth[:place] + growth[place + 1 :])


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 1_000), st.data())
def test_a_proof_holds_for_its_own_place_alone(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.permutations(range(size)).map(lambda places: places[:2]))
    proof = inclusion(index, size, fetching(MANY[:size]))
    assert not holds(other, size, MANY[index], proof, root(MANY[:size]))
    assert not holds(index, size, MANY[other], proof, root(MANY[:size]))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 600), st.data())
def test_a_tree_that_was_rewritten_is_no_growth(size: int, data: st.DataObject) -> None:
    """Whichever of the old leaves was changed: no proof made from the new leaves leads to the old root."""
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    leaves = [*MANY[:changed], leaf_hash(b"another truth"), *MANY[changed + 1 : size]]
    growth = consistency(old, size, fetching(leaves))
    assert not grew(old, size, root(MANY[:old]), root(leaves), growth)


def test_a_frontier_grows_one_by_one_to_every_root() -> None:
    frontier = Frontier()
    for size in range(1, 300):
        frontier.push(MANY[size - 1])
        assert (frontier.size, frontier.root()) == (size, mth(MANY[:size]))
        assert len(frontier.hashes) == size.bit_count()


def test_a_full_subtree_has_one_hash_from_any_of_its_levels() -> None:
    for level in range(7):
        leaves = MANY[: 1 << level]
        assert tree.whole(leaves) == root(leaves)
    assert tree.whole([mth(MANY[at : at + 4]) for at in range(0, 32, 4)]) == root(MANY[:32])
    with pytest.raises(ValueError, match="shorter"):
        tree.whole(MANY[:6])


def test_the_subtrees_of_a_range_cover_it_once() -> None:
    for size in range(200):
        covered = [
            leaf
            for level, place in tree.subtrees(0, size)
            for leaf in range(place << level, (place + 1) << level)
        ]
        assert covered == list(range(size))


def test_from_nothing_every_tree_grew_with_an_empty_proof() -> None:
    top = root(LEAVES)
    assert consistency(0, 8, fetching(LEAVES)) == []
    assert grew(0, 8, EMPTY, top, [])
    assert grew(0, 0, EMPTY, EMPTY, [])
    assert not grew(0, 8, top, top, [])
    assert not grew(0, 0, EMPTY, top, [])
    assert not grew(0, 8, EMPTY, top, [LEAVES[0]])


def test_the_same_size_is_consistent_with_the_same_root_alone() -> None:
    top = root(LEAVES)
    assert grew(8, 8, top, top, [])
    assert not grew(8, 8, top, root(LEAVES[::-1]), [])
    assert not grew(8, 8, top, top, [top])


def test_sizes_and_places_that_cannot_be_are_refused() -> None:
    top, fetch = root(LEAVES), fetching(LEAVES)
    for index, size in ((8, 8), (-1, 8), (0, 0), (3, -1)):
        assert not holds(index, size, LEAVES[0], [], top)
        with pytest.raises(ValueError, match="no such leaf"):
            inclusion(index, size, fetch)
    for old, new in ((9, 8), (-1, 8), (8, -8)):
        assert not grew(old, new, top, top, [])
        with pytest.raises(ValueError, match="does not shrink"):
            consistency(old, new, fetch)
    assert not holds(0, 2**62, LEAVES[0], [bytes(32)] * 3, top)


def test_a_hash_of_another_length_is_no_hash() -> None:
    """A node is never taken for two shorter values that happen to make the same bytes."""
    top, fetch = root(LEAVES[:4]), fetching(LEAVES[:4])
    proof = inclusion(0, 4, fetch)
    assert holds(0, 4, LEAVES[0], proof, top)
    shifted = LEAVES[0] + proof[0][:1]
    assert not holds(0, 4, shifted, [proof[0][1:], proof[1]], top)


def test_a_leaf_never_passes_for_a_node() -> None:
    """Without the zero and the one before them, whoever chooses a record's bytes could hide a tree in it."""
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


def test_random_bytes_prove_nothing() -> None:
    chance = random.Random(6962)
    top = root(MANY)
    for _ in range(300):
        proof = [chance.randbytes(32) for _ in range(chance.randint(0, 12))]
        assert not holds(chance.randrange(1_000), 1_000, MANY[0], proof, top)
        assert not grew(chance.randint(1, 999), 1_000, MANY[0], top, proof)
