"""What the notary signs: a tree that goes on from the last one, with a key that is made once; or nothing."""

import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from structlog.testing import capture_logs

from tools import witness
from wijkaanpak.foundation.config import CannotStart, Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import checkpoints, notes, tiles, tree
from wijkaanpak.journal.checkpoints import Checkpoints, Discontinued, Signed
from wijkaanpak.journal.notary import Notary
from wijkaanpak.journal.notes import Checkpoint, Signer

Write = Callable[..., UUID]
KEY = Signer("wijk.example", bytes(range(32)))
ALL = text("select size, root, note from journal.checkpoint order by size")
LEAVES = text("select leaf from journal.number order by number")

CONTRADICTIONS = {
    "update journal.number set leaf = sha256('other') where number = 8": "is not what was signed",
    "delete from journal.number where number = 8": "level 0",
    "update journal.tile set hashes = sha256('other') || substring(hashes from 33)": "is not what was signed",
    "update journal.tile set hashes = substring(hashes from 33) where level = 1": "level 1",
    "delete from journal.tile where level = 2": "level 2",
    "update journal.watermark set next_number = 8": "has 8 entries, and had 9",
    "update journal.checkpoint set root = sha256('other')": "something else than its row",
    "update journal.checkpoint set size = 10": "something else than its row",
    "update journal.checkpoint set note = replace(note, 'wijk', 'wijs')": "not signed by this house",
    "update journal.checkpoint set note = 'nothing'": "not signed by this house",
}


def sign(database: Database, key: Signer = KEY) -> Signed | None:
    with database.notary.begin() as connection:
        return checkpoints.sign(connection, key)


def grow(database: Database, write: Write, size: int) -> None:
    with database.app.begin() as connection:
        for _ in range(size):
            write(connection)
    Notary(database.notary).follow_once()


def tampered(database: Database, statement: str, **values: Any) -> None:
    """As the owner of the server could."""
    admin = create_engine(str(database.addresses.admin))
    with admin.begin() as connection:
        connection.execute(text(statement), values)
    admin.dispose()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "HEIGHT", 2)


@pytest.mark.usefixtures("small")
def test_what_is_signed_is_the_root_over_all_that_has_a_number(database: Database, write: Write) -> None:
    """An empty journal is not signed, and one that did not grow not twice."""
    assert sign(database) is None
    for size in (3, 40, 1):
        grow(database, write, size)
        assert sign(database) is not None
        assert sign(database) is None
    with database.notary.connect() as connection:
        leaves = [bytes(leaf) for leaf in connection.scalars(LEAVES)]
        kept = connection.execute(ALL).all()
        newest = checkpoints.newest(connection)
    assert [row.size for row in kept] == [3, 43, 44]
    for row in kept:
        checkpoint = Checkpoint.read(notes.opened(row.note, [KEY.verifier]).text)
        assert checkpoint == Checkpoint("wijk.example", row.size, tree.root(leaves[: row.size]))
        assert checkpoint.root == bytes(row.root)
    assert newest == Signed(44, tree.root(leaves), kept[-1].note)


@pytest.mark.usefixtures("small")
def test_what_contradicts_the_last_checkpoint_is_never_signed(database: Database, write: Write) -> None:
    """Who rewrote what was signed gets no signature over it, and the window that the desk shows grows."""
    grow(database, write, 9)
    sign(database)
    grow(database, write, 9)
    admin = create_engine(str(database.addresses.admin))
    for statement, why in CONTRADICTIONS.items():
        with admin.connect() as connection:
            connection.execute(text(statement))
            with pytest.raises((Discontinued, tiles.Incomplete), match=why):
                checkpoints.sign(connection, KEY)
            connection.rollback()
    admin.dispose()
    assert sign(database) is not None, "of what nobody touched the growth is signed"


@pytest.mark.usefixtures("small")
def test_a_leaf_below_a_full_tile_changes_nothing_that_is_signed(database: Database, write: Write) -> None:
    """The tile keeps what was; `wijk verify` finds that the leaf below it is another."""
    grow(database, write, 9)
    with database.notary.connect() as connection:
        leaves = [bytes(leaf) for leaf in connection.scalars(LEAVES)]
    tampered(database, "update journal.number set leaf = sha256('other') where number = 2")
    signed = sign(database)
    assert signed is not None
    assert signed.root == tree.root(leaves)


def test_why_nothing_is_signed_is_told_once(database: Database, write: Write) -> None:
    grow(database, write, 3)
    signing = Checkpoints(database.notary, KEY)
    signing.round()
    tampered(database, "update journal.number set leaf = sha256('other') where number = 0")
    grow(database, write, 1)
    with capture_logs() as told:
        signing.round()
        signing.round()
    assert [line["event"] for line in told] == ["the journal is not signed"]
    with database.notary.connect() as connection:
        assert [row.size for row in connection.execute(ALL)] == [3]


def test_another_key_signs_nothing_here(database: Database, write: Write) -> None:
    grow(database, write, 2)
    sign(database)
    grow(database, write, 2)
    with pytest.raises(Discontinued, match="not signed by this house"):
        sign(database, Signer("wijk.example", bytes(range(1, 33))))
    assert sign(database) is not None


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "huis", url="https://wijk.example.nl:8443")
    key = checkpoints.signer(settings)
    assert key.name == "wijk.example.nl:8443"
    assert checkpoints.signer(settings) == key
    kept = settings.home / "notary.key"
    assert kept.stat().st_mode & 0o777 == 0o600
    moved = Settings(home=settings.home, url="https://elders.example.nl")
    assert checkpoints.signer(moved) == key, "the log keeps its name when the house moves"
    public = (settings.home / "notary.pub").read_text(encoding="utf-8")
    assert witness.public_key(public, witness.LOG).line == key.verifier.vkey

    kept.chmod(0o644)
    with pytest.raises(CannotStart, match="chmod 600"):
        checkpoints.signer(settings)
    kept.chmod(0o600)
    for spoiled in (b"", b"PRIVATE+KEY+x", b"\xff\xfe", key.verifier.vkey.encode()):
        kept.write_bytes(spoiled)
        with pytest.raises(CannotStart, match="cannot be used"):
            checkpoints.signer(settings)


def hurry(database: Database, write: Write, written: list[UUID], seed: int) -> None:
    """One of many writers, as fast as it goes; some of what it writes is rolled back."""
    chance, engine = random.Random(seed), create_engine(database.addresses.app, pool_size=1)
    options = database.app.get_execution_options()
    with engine.execution_options(**options).connect() as connection:
        for _ in range(40):
            made = [write(connection) for _ in range(chance.randint(1, 4))]
            if chance.random() < 0.1:
                connection.rollback()
            else:
                connection.commit()
                written.extend(made)
    engine.dispose()


def test_sixteen_writers_at_full_speed_and_every_entry_is_in_the_tree_once(
    database: Database, write: Write
) -> None:
    """R200, ADR 0017: none skipped, none twice, and the root is that over all their texts.

    The notary follows and checkpoints are signed meanwhile, at whatever sizes it comes to.
    """
    written: list[UUID] = []
    ended = threading.Event()
    signing = Checkpoints(database.notary, KEY)

    def sign_often() -> None:
        while not ended.wait(0.05):
            signing.round()

    notary = Notary(database.notary)
    notary.start()
    signer = threading.Thread(target=sign_often)
    writers = [threading.Thread(target=hurry, args=(database, write, written, seed)) for seed in range(16)]
    with capture_logs() as told:
        for one in (signer, *writers):
            one.start()
        for one in writers:
            one.join()
        notary.stop()
        Notary(database.notary).follow_once()
        ended.set()
        signer.join()
        signing.round()
    assert told == []
    whole(database, written)


def whole(database: Database, written: list[UUID]) -> None:
    """Every entry has one number, and each checkpoint is over the texts of the first so many of them."""
    with database.notary.connect() as connection:
        rows = connection.execute(
            text(
                "select number, entry_id, canonical from journal.number n "
                "join journal.entry e on e.id = n.entry_id order by number"
            )
        ).all()
        kept = connection.execute(ALL).all()
    assert len(written) > 800
    assert sorted(row.entry_id for row in rows) == sorted(written)
    assert [row.number for row in rows] == list(range(len(written)))
    leaves = [tree.leaf_hash(row.canonical.encode()) for row in rows]
    assert len(kept) > 1
    assert kept[-1].size == len(written)
    for row in kept:
        checkpoint = Checkpoint.read(notes.opened(row.note, [KEY.verifier]).text)
        assert checkpoint.root == bytes(row.root) == tree.root(leaves[: row.size])
