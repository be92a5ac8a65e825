"""Reading one signal: for who weighs it in the own organisation, was asked to look, or weighs it jointly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters import reading as matter
from wijkaanpak.matters.models import Matter
from wijkaanpak.matters.recording import TITLE
from wijkaanpak.organisations.models import Organisation
from wijkaanpak.places.models import Complex
from wijkaanpak.signals.models import Signal
from wijkaanpak.signals.reach import Reach, reach, towards_triage
from wijkaanpak.signals.triage import holder


@dataclass(frozen=True)
class Outside:
    """What stands round the content: codes, dates and who has it."""

    id: UUID
    matter: UUID
    category: str
    purpose: str
    urgency: str
    place: str
    status: str
    organisation_id: UUID
    organisation: str
    reported_at: datetime
    due_at: datetime | None
    discussed: str
    discussed_reason: str | None
    consulted: bool | None
    consulted_reason: str | None
    question: str | None
    rounds: int
    rejected_reason: str | None
    external_point: str | None
    external_phone: str | None
    external_on: date | None
    passed_to: str | None
    taken_over: bool


@dataclass(frozen=True)
class SignalRead:
    """A signal as the rows exist for who asks: a name where a ground carries it, else "bewoner 1" (R76)."""

    outside: Outside
    facts: MatterFacts
    title: str | None
    parts: list[matter.ReadPart]
    residents: list[matter.Resident]
    team: list[matter.Colleague]
    towards: list[Reach]
    holder: tuple[UUID, str, datetime] | None


@reading(Verb.SIGNAL_READ)
def read(unit: Unit, facts: MatterFacts, /, signal_id: UUID) -> SignalRead:
    """A signal with its parts and how it stands towards joint triage."""
    return _read(unit, facts, signal_id, towards_triage(unit, facts))


@reading(Verb.TRIAGE_READ)
def weigh(unit: Unit, facts: MatterFacts, /, signal_id: UUID) -> SignalRead:
    """A signal in joint triage, pseudonymised where no ground exists, with what is missing to see more."""
    actor = unit.actor
    return _read(unit, facts, signal_id, [reach(unit, facts, actor.organisation_id, actor.organisation_name)])


def _read(unit: Unit, facts: MatterFacts, signal_id: UUID, towards: list[Reach]) -> SignalRead:
    outside = _outside(unit, signal_id)
    unit.disclose("SIGNAAL", signal_id, controller=facts.provider)
    found = matter.parts(unit, facts)
    return SignalRead(
        outside=outside,
        facts=facts,
        title=next((part.text for part in found if part.kind == TITLE), None),
        parts=[part for part in found if part.kind != TITLE],
        residents=matter.residents(unit, facts),
        team=matter.team(unit, facts),
        towards=towards,
        holder=holder(unit, signal_id),
    )


def _outside(unit: Unit, signal_id: UUID) -> Outside:
    reporting, taking_on = aliased(Organisation), aliased(Organisation)
    query = (
        select(
            Signal.id, Signal.matter_id, Matter.category, Matter.purpose, Matter.urgency, Complex.name,
            Signal.status, Signal.organisation_id, reporting.name, Signal.reported_at, Signal.due_at,
            Signal.discussed, Signal.discussed_reason, Signal.consulted, Signal.consulted_reason,
            Signal.question, Signal.rounds, Signal.rejected_reason, Signal.external_point,
            Signal.external_phone, Signal.external_on, taking_on.name, Signal.taken_over,
        )
        .join(Matter, Matter.id == Signal.matter_id)
        .join(Complex, Complex.id == Matter.complex_id)
        .join(reporting, reporting.id == Signal.organisation_id)
        .outerjoin(taking_on, taking_on.id == Signal.passed_to)
        .where(Signal.id == signal_id)
    )  # fmt: skip
    found: Sequence[Any] = unit.session.execute(query).one()
    return Outside(*found)
