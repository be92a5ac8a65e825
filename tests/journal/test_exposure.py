"""How fresh and how well witnessed the journal is: what could still be removed from it without a trace."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import exposure
from wijkaanpak.journal.exposure import CONFIRMED, DISMISSED, OTHER_TREE, Exposure
from wijkaanpak.journal.notary import Notary

Write = Callable[..., UUID]
Tell = Callable[..., None]
SIGNED = "insert into journal.checkpoint (size, root, note) values (:size, sha256('x'), '')"
CONFIRMS = "insert into journal.cosignature (size, witness, line) values (:size, :witness, '')"
ANSWERED = (
    "insert into journal.witness_state (witness, organisation, size, outcome) values (:w, 'Zuid', 3, :o)"
)


@pytest.fixture
def tell(database: Database) -> Tell:
    """Run one statement as the notary, in a transaction of its own."""

    def said(statement: str, **values: Any) -> None:
        with database.notary.begin() as connection:
            connection.execute(text(statement), values)

    return said


def written(database: Database, write: Write, *minutes_ago: int) -> None:
    """One entry each, as if it had been written that long ago."""
    admin = create_engine(str(database.addresses.admin))
    for ago in minutes_ago:
        with database.app.begin() as connection:
            ident = write(connection)
        with admin.begin() as connection:
            connection.execute(
                text(
                    "update journal.entry set recorded_at = now() - make_interval(mins => :m) where id = :id"
                ),
                {"m": ago, "id": ident},
            )
    admin.dispose()


def seen(database: Database) -> Exposure:
    with database.desk.connect() as connection:
        found = exposure.read(connection)
    with database.app.connect() as connection:
        assert exposure.read(connection).witnesses == found.witnesses
    return found


def test_of_an_empty_journal_nothing_is_open(database: Database) -> None:
    assert seen(database) == Exposure(0, 0, None, None, 0, 0)
    assert seen(database).newest is None


def test_the_window_opens_with_the_oldest_entry_that_no_witness_confirmed(
    database: Database, write: Write, tell: Tell
) -> None:
    """X07: what lies in it cannot be missed by anyone; so the desk says how long it is (ADR 0017)."""
    written(database, write, 40)
    found = seen(database)
    assert (found.numbered, found.waiting) == (0, 1)
    assert found.window == pytest.approx(40 * 60, abs=30) == found.unsigned

    Notary(database.notary).follow_once()
    written(database, write, 30, 20)
    Notary(database.notary).follow_once()
    written(database, write, 10)
    found = seen(database)
    assert (found.numbered, found.newest, found.waiting) == (3, 2, 1)
    assert found.window == pytest.approx(40 * 60, abs=30), "nothing is signed yet"

    tell(SIGNED, size=2)
    found = seen(database)
    assert found.signed is not None
    assert (found.signed.size, found.confirmed) == (2, None)
    assert found.unsigned == pytest.approx(20 * 60, abs=30)
    assert found.window == pytest.approx(40 * 60, abs=30), "a signature of the house alone closes nothing"

    tell(CONFIRMS, size=2, witness="een")
    assert seen(database).window == pytest.approx(20 * 60, abs=30)
    tell(SIGNED, size=3)
    tell(CONFIRMS, size=3, witness="een")
    found = seen(database)
    assert found.confirmed is not None
    assert found.confirmed.size == 3
    assert found.window == found.unsigned == pytest.approx(10 * 60, abs=30), "what has no number yet counts"


def test_all_under_a_confirmed_checkpoint_leaves_nothing_open(
    database: Database, write: Write, tell: Tell
) -> None:
    written(database, write, 5)
    Notary(database.notary).follow_once()
    tell(SIGNED, size=1)
    tell(CONFIRMS, size=1, witness="een")
    found = seen(database)
    assert (found.window, found.unsigned, found.waiting) == (0, 0, 0)


def test_it_says_how_many_of_the_witnesses_confirm(database: Database, tell: Tell) -> None:
    for name, outcome in (("een", CONFIRMED), ("twee", OTHER_TREE), ("drie", DISMISSED), ("vier", CONFIRMED)):
        tell(ANSWERED, w=name, o=outcome)
    found = seen(database)
    assert [witness.name for witness in found.witnesses] == ["een", "twee", "vier"]
    assert found.confirming == 2
    assert {witness.organisation for witness in found.witnesses} == {"Zuid"}
