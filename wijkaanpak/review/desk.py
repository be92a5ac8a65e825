"""A privacy officer's desk: what waits in each queue, and the first thing of one with all it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case, func, select, text

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.foundation.working_days import local
from wijkaanpak.journal.events import Thing
from wijkaanpak.review import finding
from wijkaanpak.review.aside import Aside, aside
from wijkaanpak.review.desk_words import EMERGENCIES
from wijkaanpak.review.finding import KIND, Found
from wijkaanpak.review.models import Breach, Finding, FindingEntry, Question, Verdict
from wijkaanpak.review.reading import Entry, these

SAMPLE = "Q10"
MOST = 500  # things of one queue that one can step through
SHOWN = 50  # entries of one finding that are told
WAITING = text("select waiting, due_on from app.emergencies_to_judge()")


@dataclass(frozen=True)
class Card:
    """One queue: how many things wait in it, the nearest term, and of a sample how many are done."""

    queue: str
    waiting: int
    due_on: date | None
    late: bool
    done: int = 0

    @property
    def of(self) -> int:
        """How many there were in all."""
        return self.waiting + self.done


@dataclass(frozen=True)
class Place:
    """Where a finding stands in its queue, and what stands beside it."""

    number: int
    of: int
    before: UUID | None
    after: UUID | None


@dataclass(frozen=True)
class Open:
    """The finding on the desk: its entries, oldest first, and how many more there are than are told."""

    found: Found
    entries: tuple[Entry, ...]
    beside: Aside
    more: int
    place: Place | None


@dataclass(frozen=True)
class Clock:
    """A breach that must be assessed, and until when it must be reported (R102)."""

    finding_id: UUID
    aware_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Desk:
    """Queues by their nearest term, the finding that lies open, and the breaches whose clock runs."""

    cards: tuple[Card, ...]
    open: Open | None
    clocks: tuple[Clock, ...]

    @property
    def waiting(self) -> int:
        """How many things wait in all."""
        return sum(card.waiting for card in self.cards)


@reading(Verb.FINDING_READ)
def desk(unit: Unit, queue: str | None, /, *, finding_id: UUID | None = None) -> Desk:
    """What waits, and one finding: this one, else the first of this queue, else of the queue due first.

    Raises NotFound for a finding one may not review or did oneself (R65); this leaves an entry itself.
    """
    cards = _cards(unit)
    unit.disclosed.particulars = {card.queue: card.waiting for card in cards}
    clocks = _clocks(unit)
    if finding_id is None:
        own = [card.queue for card in cards if card.queue != EMERGENCIES and card.waiting]
        chosen = queue if queue in own else next(iter(own), None)
        finding_id = next(iter(_order(unit, chosen)), None) if chosen else None
    if finding_id is None:
        return Desk(cards, None, clocks)
    return Desk(cards, _opened(unit, finding.one(unit, Verb.FINDING_READ, finding_id)), clocks)


def _cards(unit: Unit) -> tuple[Card, ...]:
    """By queue, never by colleague (R24, R126)."""
    today = local(unit.now).date()
    waits = Verdict.id.is_(None)
    drawn = Finding.queue == SAMPLE
    query = (
        select(
            Finding.queue, func.count().filter(waits), func.min(Finding.due_on).filter(waits),
            func.count().filter(~waits, drawn, Finding.due_on >= today.replace(day=1)),
        )
        .outerjoin(Verdict, Verdict.finding_id == Finding.id)
        .group_by(Finding.queue)
    )  # fmt: skip
    found = [
        Card(queue, waiting, due, due is not None and due < today, done)
        for queue, waiting, due, done in unit.session.execute(query)
    ]
    waiting, due = unit.session.execute(WAITING).one()
    found.append(Card(EMERGENCIES, waiting, due, due is not None and due < today))
    return tuple(sorted(found, key=lambda card: (card.due_on or date.max, int(card.queue[1:]))))


def _clocks(unit: Unit) -> tuple[Clock, ...]:
    query = (
        select(Verdict.finding_id, Breach.aware_at, Breach.due_at, Breach.id, Breach.organisation_id)
        .join(Verdict, Verdict.id == Breach.verdict_id)
        .where(Verdict.closed_at.is_(None))
        .order_by(Breach.due_at)
    )
    clocks = []
    for row in unit.session.execute(query):
        unit.disclose("DATALEK", row.id, controller=row.organisation_id)
        clocks.append(Clock(row.finding_id, row.aware_at, row.due_at))
    return tuple(clocks)


def _order(unit: Unit, queue: str) -> list[UUID]:
    """The findings of a queue that wait: what one can judge now first, then what waits for an answer."""
    asked = case((Question.id.is_not(None) & Question.answered_at.is_(None), 1), else_=0)
    query = (
        select(Finding.id)
        .outerjoin(Verdict, Verdict.finding_id == Finding.id)
        .outerjoin(Question, Question.finding_id == Finding.id)
        .where(Finding.queue == queue, Verdict.id.is_(None))
        .order_by(asked, Finding.urgent.desc(), Finding.due_on, Finding.occurred_at, Finding.id)
        .limit(MOST)
    )
    return list(unit.session.scalars(query))


def _opened(unit: Unit, found: Found) -> Open:
    resting = unit.session.execute(
        select(FindingEntry.entry_id, FindingEntry.entry_at)
        .where(FindingEntry.finding_id == found.id)
        .order_by(FindingEntry.entry_at, FindingEntry.entry_id)
    ).all()
    entries = these(unit, found.organisation_id, [(row.entry_id, row.entry_at) for row in resting[:SHOWN]])
    for entry in entries:
        unit.disclose("LOG", entry.id, controller=found.organisation_id, data_class="K0")
    finding.disclose(unit, found)
    if unit.reading is not None:
        about = Thing(KIND, found.id, found.matter_id, (found.organisation_id,))
        unit.reading = (unit.reading[0], unit.reading[1], about)
    beside = aside(unit, entries[0]) if entries else Aside()
    return Open(found, tuple(entries), beside, len(resting) - len(resting[:SHOWN]), _place(unit, found))


def _place(unit: Unit, found: Found) -> Place | None:
    order = _order(unit, found.queue)
    if found.id not in order:
        return None
    at = order.index(found.id)
    after = order[at + 1] if at + 1 < len(order) else None
    return Place(at + 1, len(order), order[at - 1] if at else None, after)
