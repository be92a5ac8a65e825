"""What waits: the own organisation's signals and the queue of joint triage, without names (R194)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters.models import Matter, MatterAccess
from wijkaanpak.organisations.models import Organisation, Staff
from wijkaanpak.places.models import Complex
from wijkaanpak.signals.colleagues import can_weigh
from wijkaanpak.signals.models import Signal
from wijkaanpak.signals.states import IN_TRIAGE, ONE_ORGANISATION, REPORTED, SENT_BACK
from wijkaanpak.signals.way import MySignal, mine

PAGE = 100  # of each list; what is under way shows the newest
FIRST_DUE = (Signal.due_at.nulls_last(), Signal.reported_at)
UNDER_WAY = (SENT_BACK, IN_TRIAGE, ONE_ORGANISATION)


@dataclass(frozen=True)
class Row:
    """One signal as a list may show it."""

    id: UUID
    category: str
    place: str
    urgency: str
    status: str
    organisation: str
    reported_at: datetime
    due_at: datetime | None
    holder_id: UUID | None
    holder: str | None
    provider: UUID
    author: UUID | None

    def late(self, now: datetime) -> bool:
        """Has its term passed while it still waits to be weighed?"""
        return self.due_at is not None and self.due_at < now and self.status in (REPORTED, IN_TRIAGE)


@dataclass(frozen=True)
class Signals:
    """The page of signals: mine, what waits to be weighed, what was asked of me, what is under way."""

    mine: list[MySignal]
    to_weigh: list[Row]
    under_way: list[Row]
    asked: list[Row]
    weighs: bool


@reading(Verb.SIGNAL_LIST)
def signals(unit: Unit, _nothing: None, /) -> Signals:
    """What I reported and, for who weighs, the own organisation's; what goes wrong first stands first."""
    weighs = any(can_weigh(role) for role in unit.actor.role_codes)
    waiting = to_weigh(unit) if weighs else []
    under_way = _rows(unit, _weighed(unit), *UNDER_WAY, newest=True) if weighs else []
    asked = _rows(unit, _asked(unit), REPORTED, *UNDER_WAY, newest=True)
    known = {row.id for row in (*waiting, *under_way)}
    return Signals(
        mine=mine(unit),
        to_weigh=waiting,
        under_way=under_way,
        asked=[row for row in asked if row.id not in known and row.author != unit.actor.id],
        weighs=weighs,
    )


@reading(Verb.TRIAGE_LIST)
def in_triage(unit: Unit, _nothing: None, /) -> list[Row]:
    """The queue of joint triage: what is due first stands first."""
    return _rows(unit, MatterAccess.via == "triage", IN_TRIAGE)


def to_weigh(unit: Unit) -> list[Row]:
    """What waits for me to weigh in my own organisation; for Today, within its own reading."""
    return _rows(unit, _weighed(unit), REPORTED)


def to_triage(unit: Unit) -> list[Row]:
    """What waits in joint triage; for Today, within its own reading."""
    return _rows(unit, MatterAccess.via == "triage", IN_TRIAGE)


def _weighed(unit: Unit) -> ColumnElement[bool]:
    """The whole organisation's for who weighs all of it, one's own for who weighs only those (3.3)."""
    return MatterAccess.principal.in_((f"a:{unit.actor.organisation_id}", f"so:{unit.actor.id}"))


def _asked(unit: Unit) -> ColumnElement[bool]:
    return MatterAccess.principal == f"st:{unit.actor.id}"


def _rows(unit: Unit, through: ColumnElement[bool], *statuses: str, newest: bool = False) -> list[Row]:
    found = []
    for row in unit.session.execute(_query(unit.now, through, statuses, newest)):
        line = Row(*row)
        unit.disclose("SIGNAAL", line.id, controller=line.provider)
        found.append(line)
    return found


def _query(now: datetime, through: ColumnElement[bool], statuses: tuple[str, ...], newest: bool) -> Select:
    taking_part = select(MatterAccess.matter_id).where(
        through, MatterAccess.thing == "signal", MatterAccess.content
    )
    held = Signal.claimed_until > now
    return (
        select(
            Signal.id, Matter.category, Complex.name, Matter.urgency, Signal.status, Organisation.name,
            Signal.reported_at, Signal.due_at, Staff.id, Staff.name, Signal.organisation_id, Signal.author_id,
        )
        .join(Matter, Matter.id == Signal.matter_id)
        .join(Complex, Complex.id == Matter.complex_id)
        .join(Organisation, Organisation.id == Signal.organisation_id)
        .outerjoin(Staff, (Staff.id == Signal.claimed_by) & held)
        .where(Signal.matter_id.in_(taking_part), Signal.status.in_(statuses))
        .order_by(*([Signal.reported_at.desc()] if newest else FIRST_DUE), Signal.id)
        .limit(PAGE)
    )  # fmt: skip
