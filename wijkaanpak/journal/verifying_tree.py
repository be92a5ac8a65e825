"""The tree over the journal, grown anew from its leaves and held beside what is kept and what was signed.

Every root that was signed must come out of the leaves at its size. So each checkpoint also grew from the one
before it: a proof between two of them would say less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, text

from wijkaanpak.journal import tiles, tree
from wijkaanpak.journal.findings import Findings, Kind
from wijkaanpak.journal.tree import Frontier

WIDE = 1 << tiles.HEIGHT  # hashes of a tile
TILES = text("select level, idx, hashes from journal.tile")
LEAVES = text("select leaf from journal.number where number >= :first and number < :size order by number")

Stop = Callable[[int, bytes], None]  # at this size the root is this


class Growing:
    """A tree that grows by leaves; hashes above full tiles are held beside `journal.tile`.

    `suspect` is the first number below a tile that does not fit, until a signed root says who is right.
    """

    def __init__(self, connection: Connection, size: int, found: Findings) -> None:
        self._kept = {(level, place): bytes(hashes) for level, place, hashes in connection.execute(TILES)}
        self._found = found
        self.size = size
        self.suspect: int | None = None
        first = size >> tiles.HEIGHT << tiles.HEIGHT
        span = {"first": first, "size": size}
        self._levels = [[bytes(leaf) for leaf in connection.scalars(LEAVES, span)]]
        self._levels += self._resumed(size >> tiles.HEIGHT)

    def grow(self, leaves: list[bytes], stops: Iterable[int], at: Stop) -> None:
        """Add leaves; `stops` are sizes, in order, at which the root is wanted."""
        done = 0
        for stop in stops:
            until = stop - self.size + done
            self._add(leaves[done:until])
            done = until
            at(stop, self.root())
        self._add(leaves[done:])

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        above: list[bytes] = []
        for hashes in reversed(self._levels):
            part = Frontier()
            for one in hashes:
                part.push(one)
            above += part.hashes
        return Frontier(self.size, above).root()

    def end(self) -> None:
        """What is kept in tiles beyond these leaves stood above numbers that are gone."""
        for (level, place), hashes in self._kept.items():
            held = (place << tiles.HEIGHT) + len(hashes) // tree.SIZE
            if held > self.size >> level * tiles.HEIGHT:
                self._found.add(Kind.END_GONE, self.size)

    def _add(self, leaves: list[bytes]) -> None:
        while leaves:
            room = WIDE - len(self._levels[0])
            self._levels[0] += leaves[:room]
            self.size += len(leaves[:room])
            leaves = leaves[room:]
            if len(self._levels[0]) == WIDE:
                self._lift(0)

    def _lift(self, level: int) -> None:
        """A tile is full: its hash goes one level up, and must be the one that is kept there."""
        above = tree.root(self._levels[level])
        self._levels[level] = []
        if level + 1 == len(self._levels):
            self._levels.append([])
        self._levels[level + 1].append(above)
        below = (level + 1) * tiles.HEIGHT
        place = (self.size >> below) - 1
        if self._hash(level + 1, place) != above and self.suspect is None:
            self.suspect = place << below
        if len(self._levels[level + 1]) == WIDE:
            self._lift(level + 1)

    def _hash(self, level: int, place: int) -> bytes:
        at = place % WIDE * tree.SIZE
        return self._kept.get((level, place >> tiles.HEIGHT), b"")[at : at + tree.SIZE]

    def _resumed(self, full: int) -> list[list[bytes]]:
        """The levels above the leaves, as the tiles have them."""
        levels, level = [], 1
        while full:
            first = full >> tiles.HEIGHT << tiles.HEIGHT
            levels.append([self._hash(level, place) for place in range(first, full)])
            level, full = level + 1, full >> tiles.HEIGHT
        return levels
