"""The witness judges proofs with code of its own; it must never differ from the house's (RFC 6962)."""

import random

from tests.journal.log import Log
from tools import witness
from wijkaanpak.journal import tree

LOG = Log()


def test_a_second_verifier_agrees_for_every_kind_of_proof() -> None:
    """Random sizes 0-1,000, true proofs and spoiled ones: two implementations that share only the RFC."""
    chance = random.Random(9162)
    judged = {True: 0, False: 0}
    for _ in range(1_500):
        size = chance.choice([chance.randint(0, 1_000), chance.randint(0, 5)])
        old = chance.choice([0, size, chance.randint(0, size)])
        index = chance.randrange(size) if size else 0
        leaf = LOG.leaves[index]
        included = tree.inclusion(index, size, LOG.fetch) if size else []
        grown = tree.consistency(old, size, LOG.fetch)
        spoilt = chance.choice(["no", "no", "index", "leaf", "root", "size", "step", "more", "less", "order"])
        if spoilt == "index":
            index, old = index + chance.choice([-1, 1, 2, 64]), max(0, old + chance.choice([-1, 1, 64]))
        elif spoilt == "leaf":
            leaf = chance.randbytes(32)
        elif spoilt == "size":
            size += chance.choice([-1, 1, 512])
        elif spoilt in ("step", "more", "less", "order"):
            for proof in (included, grown):
                spoil(proof, spoilt, chance)
        top = chance.randbytes(32) if spoilt == "root" else LOG.root(max(0, min(size, 1_000)))
        before = leaf if spoilt == "leaf" else LOG.root(min(old, 1_000))
        one = tree.verify_inclusion(index, size, leaf, included, top)
        assert one == witness.included(index, size, leaf, included, top)
        other = tree.verify_consistency(old, size, before, top, grown)
        assert other == witness.grown(old, size, before, top, grown)
        judged[one] += 1
        judged[other] += 1
    assert min(judged.values()) > 400, "both true proofs and false ones were tried"


def test_a_second_verifier_agrees_where_the_size_or_place_is_a_lie() -> None:
    """Also a log that signs a wrong size: a true proof with any other place and size, judged by both."""
    places = [(index, size) for size in range(1, 12) for index in range(size)]
    for index, size in places:
        proof, top = tree.inclusion(index, size, LOG.fetch), LOG.root(size)
        growth, before = tree.consistency(index + 1, size, LOG.fetch), LOG.root(index + 1)
        for other, claimed in places:
            asked = (other, claimed, LOG.leaves[index], proof, top)
            assert tree.verify_inclusion(*asked) == witness.included(*asked)
            grown = (other + 1, claimed, before, top, growth)
            assert tree.verify_consistency(*grown) == witness.grown(*grown)


def spoil(proof: list[bytes], how: str, chance: random.Random) -> None:
    if how == "more":
        proof.insert(chance.randint(0, len(proof)), chance.randbytes(32))
    elif how == "less" and proof:
        proof.pop(chance.randrange(len(proof)))
    elif how == "step" and proof:
        proof[chance.randrange(len(proof))] = chance.randbytes(32)
    elif how == "order":
        proof.reverse()
