"""Looking at what is new in the journal: the rules judge the days it touched, and what they find is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.journal.events import Event
from wijkaanpak.journal.upkeep import LOG
from wijkaanpak.review import keeping
from wijkaanpak.review.acts import LOOKED_AT, Touched, days
from wijkaanpak.review.queues import QUEUES
from wijkaanpak.review.queues.queue import touched

MOST = 5_000  # numbers of one round
PLACE = text("select next_number from app.round where id = 1 for update skip locked")
NEWEST = text("select max(number) from journal.number where number >= :next")
# What people did, in the order of its numbers; what the house itself does is no behaviour.
NEWS = text("""
    select e.id, e.occurred_at, e.actor_id, e.actor_organisation_id
    from journal.number n join journal.entry e on e.id = n.entry_id and e.recorded_at = n.recorded_at
         join app.staff s on s.id = e.actor_id
    where n.number >= :next and n.number < :below and s.system is null
      and (e.outcome <> :succeeded or e.event = any(:events))
    order by n.number
""")
MOVE = text("update app.round set next_number = :below, looked_at = app.now() where id = 1")


@dataclass(frozen=True)
class News:
    """Numbers that no round saw, the last excluded, and what people did among them."""

    below: int
    done: tuple[Row[Any], ...]


@dataclass(frozen=True, kw_only=True)
class JournalScanned(Event, name="journal.scanned", says="{actor} looked in the journal for what stands out"):
    """A round of the desk: up to which number, over how many entries, and how much was found."""

    below: int
    entries: int
    found: int


def place(unit: Unit) -> int | None:
    """The first number that no round saw, kept from others until this transaction ends; None if they have it.

    Whoever comes first looks; another process that comes at the same time has nothing to do.
    """
    start: int | None = unit.session.scalar(PLACE)
    return start


def news(unit: Unit) -> News | None:
    """What no round saw yet, or nothing; where nobody did anything the round is over with that."""
    start = place(unit)
    if start is None:
        return None
    newest = unit.session.scalar(NEWEST, {"next": start})
    if newest is None:
        return None
    below = min(newest + 1, start + MOST)
    done = tuple(unit.session.execute(NEWS, {"next": start, "below": below, **LOOKED_AT}).all())
    if not done:
        unit.session.execute(MOVE, {"below": below})
    return News(below, done)


@command(Verb.JOURNAL_SCAN)
def scan(unit: Unit, new: News, /) -> JournalScanned:
    """Judge the days that something new happened on, and keep what stands out; a second look adds nothing."""
    found = 0
    for one in _touched(new):
        for day in days(unit.session, one):
            lot = [(queue, what) for queue in QUEUES.values() if queue.find for what in queue.find(day)]
            found += keeping.keep(unit, one.organisation, day.staff, lot)
    unit.session.execute(MOVE, {"below": new.below})
    return JournalScanned(thing=LOG, below=new.below, entries=len(new.done), found=found)


def _touched(new: News) -> Iterator[Touched]:
    people: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    for row in new.done:
        for day in touched(row.occurred_at):
            people[row.actor_organisation_id, day].add(row.actor_id)
    fresh = frozenset(row.id for row in new.done)
    for (organisation, day), who in sorted(people.items(), key=str):
        yield Touched(organisation, day, frozenset(who), fresh)
