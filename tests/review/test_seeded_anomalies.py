"""Oeverdrecht brings a history in which something is wrong: each anomaly lands in its queue."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

import pytest

from tests.cast import House, Loaded
from wijkaanpak.application import create_app
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.working_days import local, working_days_later
from wijkaanpak.journal.notary import Notary
from wijkaanpak.review.queues import QUEUES
from wijkaanpak.review.rounds import Rounds

HISTORY = """
    select e.id, e.occurred_at, e.particulars ->> 'row' as row, s.reference
    from journal.entry e join app.staff s on s.id = e.actor_id
    where e.particulars ? 'row' and e.event <> 'NOODPROCEDURE_START'
"""
FOUND = """
    select f.queue, f.occurred_at, f.due_on, f.staff_id, x.entry_id
    from app.finding f join app.finding_entry x on x.finding_id = f.id where f.queue <> 'Q10'
"""


@pytest.fixture(scope="module")
def house(
    clone: Callable[..., AbstractContextManager[Addresses]],
    oeverdrecht: tuple[str, Loaded],
    settings: Settings,
) -> Iterator[House]:
    """Oeverdrecht, numbered, after one round of the desk."""
    name, loaded = oeverdrecht
    with clone(template=name) as addresses:
        database = Database(addresses, settings.secret, pool=3)
        Notary(database.notary).follow_once()
        rounds = Rounds(database)
        rounds.once()
        rounds.end()
        try:
            yield House(create_app(settings, database, testing=True), database, settings, addresses, loaded)
        finally:
            database.close()


def queues(house: House) -> dict[UUID, set[str]]:
    """In which queues each entry of the history was found."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for row in house.truth(FOUND):
        found[row.entry_id].add(row.queue)
    return found


def test_each_seeded_anomaly_lands_in_its_queue_and_in_no_other(house: House) -> None:
    """What the file says of its rows is what the rules find; a row of null is found by none."""
    found = queues(house)
    history = house.truth(HISTORY)
    assert len(history) == 8
    for entry in history:
        assert found[entry.id] == ({entry.row} if entry.row else set()), (entry.reference, entry.row)


def test_nothing_else_in_oeverdrecht_stands_out(house: House) -> None:
    assert set(queues(house)) <= {entry.id for entry in house.truth(HISTORY)}


def test_every_finding_is_due_by_the_term_of_its_queue_in_working_days(house: House) -> None:
    """Rulings.md 13: counted from when it happened, not from when it was taken over."""
    for row in house.truth(FOUND):
        day: date = local(row.occurred_at).date()
        assert row.due_on == working_days_later(day, QUEUES[row.queue].term)


def test_a_second_look_over_everything_adds_nothing(house: House) -> None:
    counted = "select (select count(*) from app.finding), (select count(*) from app.finding_entry)"
    before = house.truth(counted)
    house.truth("update app.round set next_number = 0")
    rounds = Rounds(house.database)
    assert rounds.once() > 0
    rounds.end()
    assert house.truth(counted) == before
