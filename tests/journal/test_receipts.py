"""A receipt proves on a machine without a network that an entry is on record, and who confirmed that."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, text

from tests.journal.log import Log
from tests.journal.partners import Partner, listening
from tools import witness
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import checkpoints, tiles, witnesses
from wijkaanpak.journal.notary import Notary
from wijkaanpak.journal.receipts import NotYet, receipts
from wijkaanpak.journal.witnesses import Witnesses

Write = Callable[..., UUID]
LOG = Log(1)
KEY = LOG.signer


def grow(database: Database, write: Write, size: int) -> list[UUID]:
    with database.app.begin() as connection:
        made = [write(connection) for _ in range(size)]
    Notary(database.notary).follow_once()
    return made


def sign(database: Database) -> None:
    with database.notary.begin() as connection:
        checkpoints.sign(connection, KEY)


def holds(tmp_path: Path, receipt: str, *more: str) -> bool:
    path = tmp_path / "bewijs.tlog-proof"
    path.write_text(receipt, encoding="utf-8")
    return witness.main(["verify", "--log", KEY.verifier.vkey, *more, str(path)]) == 0


def test_every_receipt_holds_offline_and_asks_a_handful_of_questions(
    database: Database, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Security.md 3.5: four questions for one entry, and for as many as there are."""
    monkeypatch.setattr(tiles, "HEIGHT", 2)
    made = grow(database, write, 70)
    sign(database)
    asked: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    with database.notary.connect() as connection:
        event.listen(connection, "before_cursor_execute", hear)
        found = receipts(connection, made)
        assert len(asked) == 4
        one = receipts(connection, [made[33]])
        assert len(asked) == 8
    assert one == {made[33]: found[made[33]]}
    assert set(found) == set(made)
    assert all(holds(tmp_path, receipt) for receipt in found.values())
    assert len({receipt.split("\n")[2] for receipt in found.values()}) == 70
    other = found[made[1]].split("\n")[1]
    assert not holds(tmp_path, found[made[2]].replace(found[made[2]].split("\n")[1], other))


def test_a_receipt_leads_to_the_newest_checkpoint_that_a_witness_confirmed(
    database: Database, write: Write, tmp_path: Path
) -> None:
    zuid = Partner(tmp_path, "zuid", LOG.key)
    made = grow(database, write, 5)
    sign(database)
    with listening(zuid.says) as url:
        (tmp_path / witnesses.FILE).write_text(f"Zuid {url} {zuid.line}\n", encoding="utf-8")
        Witnesses(database.notary, tmp_path, KEY.verifier).round()
    later = grow(database, write, 3)
    sign(database)
    with database.notary.connect() as connection:
        found = receipts(connection, made) | receipts(connection, later)
    trusted = ("--witness", zuid.line)
    assert all(holds(tmp_path, found[entry], *trusted) for entry in made)
    assert all(holds(tmp_path, found[entry]) for entry in later)
    assert not any(holds(tmp_path, found[entry], *trusted) for entry in later), "nobody confirmed these yet"


def test_what_no_checkpoint_holds_has_no_receipt_yet(database: Database, write: Write) -> None:
    early = grow(database, write, 2)
    with database.notary.connect() as connection:
        with pytest.raises(NotYet):
            receipts(connection, early)
        sign(database)
        late = grow(database, write, 1)
        with pytest.raises(NotYet):
            receipts(connection, [*early, *late])
        assert len(receipts(connection, early)) == 2
        assert receipts(connection, [uuid4()]) == {}


def test_who_may_not_read_an_entry_gets_no_receipt_of_it(database: Database, write: Write) -> None:
    """The desk's role sees the entries of its own organisation; here nobody is signed in at it (R103)."""
    made = grow(database, write, 2)
    sign(database)
    with database.desk.connect() as connection:
        assert connection.scalar(text("select count(*) from journal.checkpoint")) == 1
        assert receipts(connection, made) == {}
