"""The tree over the journal in tiles: each holds 256 hashes, and each of those stands for a tile below it.

Level 0 is `journal.number` itself, whose leaves lie there in order; `journal.tile` holds level 1 and up (C2SP
tlog-tiles). A tile that is not full yet is one row that grows. Any proof is read with two questions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from wijkaanpak.journal import tree

HEIGHT = 8  # levels of the tree in one tile: 256 hashes
T = TypeVar("T")
Asks = Session | Connection

# What has a gap is left out whole.
LEAVES = text("""
    select 0 as level, tile as idx, string_agg(n.leaf, '' order by n.number) as hashes
    from unnest(cast(:tiles as bigint[])) tile
    join journal.number n on n.number >= tile << :height and n.number < (tile + 1) << :height
    group by tile
    having min(n.number) = tile << :height and max(n.number) - min(n.number) = count(*) - 1
""")
TILES = text("""
    select t.level, t.idx, t.hashes
    from unnest(cast(:levels as int[]), cast(:places as bigint[])) wanted (level, idx)
    join journal.tile t on t.level = wanted.level and t.idx = wanted.idx
""")
RUN = text("""
    select leaf from journal.number where number >= :first and number < :last order by number
""")
FULL = text("""
    select hashes from journal.tile where level = :level and idx >= :first and idx < :last order by idx
""")
LAST = text("select idx, hashes from journal.tile where level = :level order by idx desc limit 1")
ADD = text("""
    insert into journal.tile (level, idx, hashes) values (:level, :idx, :hashes)
    on conflict (level, idx) do update set hashes = journal.tile.hashes || excluded.hashes
""")


class Incomplete(LookupError):
    """A leaf or a tile that should be there is not: somebody took it away, which `wijk verify` tells of."""


def grow(connection: Connection, size: int) -> None:
    """Add to the tiles what a tree of `size` leaves fills; raises Incomplete.

    It goes on from the tiles there are, so that what was missed once is made up for.
    """
    level, full = 1, size >> HEIGHT
    while full:
        _fill(connection, level, full)
        level, full = level + 1, full >> HEIGHT


def root(connection: Asks, size: int) -> bytes:
    """The root over the first `size` entries; raises Incomplete."""
    return read(connection, lambda fetch: tree.root_of(0, size, fetch))


def inclusion(connection: Asks, index: int, size: int) -> list[bytes]:
    """The proof that entry `index` is among the first `size`; raises Incomplete, ValueError."""
    return read(connection, lambda fetch: tree.inclusion(index, size, fetch))


def consistency(connection: Asks, old: int, new: int) -> list[bytes]:
    """The proof that the first `new` entries begin with the first `old`; raises Incomplete, ValueError."""
    return read(connection, lambda fetch: tree.consistency(old, new, fetch))


def read(connection: Asks, made: Callable[[tree.Fetch], T]) -> T:
    """What is made from hashes of the tree: once to learn which it needs, and once with those."""
    wanted: set[tuple[int, int]] = set()

    def note(level: int, place: int) -> bytes:
        wanted.add(_tile(level, place)[:2])
        return tree.EMPTY

    made(note)
    found = _found(connection, wanted)

    def fetch(level: int, place: int) -> bytes:
        height, tile, first, last = _tile(level, place)
        hashes = found.get((height, tile), [])[first:last]
        if len(hashes) != last - first:
            raise Incomplete(f"level {height}, tile {tile}")
        return tree.whole(hashes)

    return made(fetch)


def _tile(level: int, place: int) -> tuple[int, int, int, int]:
    """Which tile holds what is below this subtree, and from where to where in it."""
    height, below = divmod(level, HEIGHT)
    first = place << below
    tile = first >> HEIGHT
    return height, tile, first - (tile << HEIGHT), first - (tile << HEIGHT) + (1 << below)


def _found(connection: Asks, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], list[bytes]]:
    """The hashes of these tiles, as far as they are there."""
    leaves = [place for level, place in wanted if level == 0]
    rows = list(connection.execute(LEAVES, {"tiles": leaves, "height": HEIGHT})) if leaves else []
    above = [tile for tile in wanted if tile[0] > 0]
    if above:
        levels, places = zip(*above, strict=True)
        rows += connection.execute(TILES, {"levels": list(levels), "places": list(places)})
    return {(row.level, row.idx): _hashes(row.hashes) for row in rows}


def _fill(connection: Connection, level: int, full: int) -> None:
    """Bring this level to `full` hashes, tile by tile."""
    last = connection.execute(LAST, {"level": level}).one_or_none()
    there = (last.idx << HEIGHT) + len(_hashes(last.hashes)) if last else 0
    while there < full:
        tile = there >> HEIGHT
        until = min(full, (tile + 1) << HEIGHT)
        hashes = _above(connection, level - 1, there, until)
        connection.execute(ADD, {"level": level, "idx": tile, "hashes": b"".join(hashes)})
        there = until


def _above(connection: Connection, level: int, first: int, last: int) -> list[bytes]:
    """The hash above each full tile of this level, from one until another."""
    if level == 0:
        span = {"first": first << HEIGHT, "last": last << HEIGHT}
        tiles = _hashes(b"".join(connection.scalars(RUN, span)), 1 << HEIGHT)
    else:
        rows = connection.scalars(FULL, {"level": level, "first": first, "last": last})
        tiles = [bytes(hashes) for hashes in rows]
    if [len(tile) for tile in tiles] != [tree.SIZE << HEIGHT] * (last - first):
        raise Incomplete(f"level {level}, tiles {first} until {last}")
    return [tree.whole(_hashes(tile)) for tile in tiles]


def _hashes(joined: bytes, count: int = 1) -> list[bytes]:
    """One hash after another, or so many at a time."""
    data, length = bytes(joined), count * tree.SIZE
    return [data[at : at + length] for at in range(0, len(data), length)]
