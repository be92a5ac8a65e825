"""A log of its own, without a house round it: leaves, checkpoints that it signed, any proof from it."""

from functools import cache

from tools import witness
from wijkaanpak.journal import notes, tree
from wijkaanpak.journal.notes import Checkpoint, Signer

NAME = "wijk.example"


class Log:
    """`log.note(8)` is its checkpoint at eight entries; `changed` says which entry is another than usual."""

    def __init__(self, size: int = 1_000, *, name: str = NAME, seed: int = 1, changed: int = -1) -> None:
        self.signer = Signer(name, bytes([seed]) * 32)
        self.entries = [f'{{"v":1,"n":{number}}}' + " " * (number == changed) for number in range(size)]
        self.leaves = [tree.leaf_hash(entry.encode()) for entry in self.entries]
        self.fetch = cache(self._fetch)

    def _fetch(self, level: int, place: int) -> bytes:
        if level == 0:
            return self.leaves[place]
        return tree.node_hash(self.fetch(level - 1, 2 * place), self.fetch(level - 1, 2 * place + 1))

    @property
    def key(self) -> witness.Key:
        """As the witness knows it."""
        return witness.public_key(self.signer.verifier.vkey, witness.LOG)

    def root(self, size: int) -> bytes:
        """The root over its first entries."""
        return tree.root_of(0, size, self.fetch)

    def note(self, size: int) -> str:
        """A signed checkpoint."""
        return notes.sign(Checkpoint(self.signer.name, size, self.root(size)).text, self.signer)

    def growth(self, old: int, new: int) -> str:
        """What is sent to a witness that saw `old` entries."""
        proof = [witness.text64(step) + "\n" for step in tree.consistency(old, new, self.fetch)]
        return f"old {old}\n{''.join(proof)}\n{self.note(new)}"

    def receipt(self, index: int, size: int, *cosignatures: str) -> str:
        """That an entry is in it."""
        proof = [witness.text64(step) + "\n" for step in tree.inclusion(index, size, self.fetch)]
        extra = witness.text64(self.entries[index].encode())
        head = f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex {index}\n{''.join(proof)}\n"
        return head + self.note(size) + "".join(cosignatures)
