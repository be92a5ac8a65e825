"""The tree in tiles gives the roots and proofs of the tree itself, with two questions to the database."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, create_engine, event, text
from structlog.testing import capture_logs

from tests.journal.log import Log
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import notary as follower
from wijkaanpak.journal import tiles, tree
from wijkaanpak.journal.notary import Notary
from wijkaanpak.journal.tiles import Incomplete

Write = Callable[..., UUID]
NUMBERED = text(
    "insert into journal.number (number, entry_id, recorded_at, leaf) values (:n, :id, now(), :leaf)"
)

TEXTS = "select canonical from journal.number join journal.entry on id = entry_id order by number"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles of four hashes: a few hundred leaves fill five levels of them."""
    monkeypatch.setattr(tiles, "HEIGHT", 2)


@pytest.fixture
def notary(database: Database) -> Iterator[Connection]:
    with database.notary.connect() as connection:
        yield connection


def number(connection: Connection, leaves: list[bytes], start: int = 0) -> None:
    rows = [{"n": start + at, "id": uuid4(), "leaf": leaf} for at, leaf in enumerate(leaves)]
    if rows:
        connection.execute(NUMBERED, rows)


@contextmanager
def asked(connection: Connection) -> Iterator[list[str]]:
    """The statements that go to the database meanwhile."""
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(connection, "before_cursor_execute", hear)
    yield said
    event.remove(connection, "before_cursor_execute", hear)


@pytest.mark.usefixtures("small")
def test_every_root_and_proof_is_that_of_the_tree(notary: Connection) -> None:
    """Grown by random steps; at each size, proofs at random places, and at the edges of tiles."""
    log, chance, size = Log(420), random.Random(17), 0
    while size < 420:
        end = min(420, size + chance.choice([1, 2, 3, 4, 5, 16, 17, 64, 100]))
        number(notary, log.leaves[size:end], size)
        tiles.grow(notary, end)
        size = end
        assert tiles.root(notary, size) == log.root(size)
        for index in {0, size - 1, chance.randrange(size), (size - 1) // 4 * 4}:
            assert tiles.inclusion(notary, index, size) == tree.inclusion(index, size, log.fetch)
        for old in {0, 1, size, chance.randint(0, size), size // 16 * 16}:
            assert tiles.consistency(notary, old, size) == tree.consistency(old, size, log.fetch)
            assert tiles.root(notary, old) == log.root(old), "an earlier root is still there"
    levels = notary.execute(
        text("select level, count(*), max(length(hashes)) from journal.tile group by level")
    )
    found = {level: (count, longest) for level, count, longest in levels}
    assert found[1] == (-(-(420 // 4) // 4), 4 * 32)
    assert max(found) == 4


def test_a_full_tile_holds_256_hashes(notary: Connection) -> None:
    log = Log(256 * 3 + 5)
    number(notary, log.leaves)
    tiles.grow(notary, len(log.leaves))
    rows = notary.execute(text("select level, idx, hashes from journal.tile")).all()
    assert [(row.level, row.idx) for row in rows] == [(1, 0)]
    assert bytes(rows[0].hashes) == b"".join(
        tree.root(log.leaves[at : at + 256]) for at in range(0, 256 * 3, 256)
    )
    assert tiles.root(notary, 773) == log.root(773)


@pytest.mark.usefixtures("small")
def test_a_proof_is_read_with_two_questions_at_most(notary: Connection) -> None:
    log = Log(300)
    number(notary, log.leaves)
    tiles.grow(notary, 300)
    with asked(notary) as said:
        tiles.inclusion(notary, 17, 299)
        tiles.consistency(notary, 33, 299)
        tiles.root(notary, 300)
        tiles.read(notary, lambda fetch: [tree.inclusion(at, 300, fetch) for at in range(0, 300, 7)])
    assert 0 < len(said) <= 8


@pytest.mark.usefixtures("small")
def test_tiles_that_were_missed_are_made_up_for(notary: Connection) -> None:
    """A journal from before there were tiles, or one restored without them."""
    log = Log(300)
    number(notary, log.leaves[:200])
    with pytest.raises(Incomplete):
        tiles.root(notary, 200)
    tiles.grow(notary, 200)
    assert tiles.root(notary, 200) == log.root(200)
    number(notary, log.leaves[200:], 200)
    tiles.grow(notary, 300)
    tiles.grow(notary, 300)
    tiles.grow(notary, 150)
    assert tiles.root(notary, 300) == log.root(300), "said twice it grows once, and it never shrinks"


@pytest.mark.usefixtures("small")
def test_a_gap_is_told_and_stops_no_numbering(database: Database, write: Write) -> None:
    """Somebody took a leaf away: entries are numbered and rung as before; the tree waits for who looks."""
    with database.app.begin() as connection:
        for _ in range(6):
            write(connection)
    assert Notary(database.notary).follow_once() == 6
    tampered(database, "delete from journal.number where number = 5")
    ref = uuid4()
    with database.app.begin() as connection:
        for _ in range(6):
            write(connection, (ref,), "case.changed")
    with capture_logs() as told:
        assert Notary(database.notary).follow_once() == 6
    assert [line["event"] for line in told] == ["the tree over the journal does not grow"]
    with database.notary.connect() as connection:
        assert connection.scalar(text("select count(*) from journal.bell")) == 6
        with pytest.raises(Incomplete):
            tiles.root(connection, 12)
        assert len(connection.scalar(text("select hashes from journal.tile"))) == 32


def test_a_leaf_that_is_not_of_its_text_is_told_and_numbered(database: Database, write: Write) -> None:
    """What the writer claims is worked out again; the number it gets is where `wijk verify` finds it."""
    with database.app.begin() as connection:
        made = [write(connection) for _ in range(3)]
    tampered(database, "update journal.entry set leaf = sha256('other') where id = :id", id=made[1])
    with capture_logs() as told:
        assert Notary(database.notary).follow_once() == 3
    assert [(line["event"], line["numbers"]) for line in told] == [
        ("entries carry another leaf than that of their text", [1])
    ]
    with capture_logs() as told:
        assert Notary(database.notary).follow_once() == 0
    assert told == []


@pytest.mark.usefixtures("small")
def test_the_notary_grows_the_tree_with_what_it_numbers(
    database: Database, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "MOST", 7)
    follows = Notary(database.notary)
    for size in (3, 1, 30, 2, 50):
        with database.app.begin() as connection:
            for _ in range(size):
                write(connection)
        follows.follow_once()
    with database.notary.connect() as connection:
        leaves = [
            bytes(leaf)
            for leaf in connection.scalars(text("select leaf from journal.number order by number"))
        ]
        texts = connection.scalars(text(TEXTS))
        assert leaves == [tree.leaf_hash(said.encode()) for said in texts]
        assert len(leaves) == 86
        assert tiles.root(connection, 86) == tree.root(leaves)


def tampered(database: Database, statement: str, **values: Any) -> None:
    """As the owner of the server could."""
    admin = create_engine(str(database.addresses.admin))
    with admin.begin() as connection:
        connection.execute(text(statement), values)
    admin.dispose()
