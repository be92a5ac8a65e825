"""My cases, and what waits for me today; driven from who takes part, without a name (R194)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters.models import Matter, MatterAccess, Part, Subject
from wijkaanpak.places.models import Complex

PAGE = 50


@dataclass(frozen=True)
class CaseRow:
    """One case as a list may show it: number, neutral title, state."""

    id: UUID
    number: str
    purpose: str
    status: str
    status_since: datetime
    lead_id: UUID | None
    place: str
    urgency: str
    changed_at: datetime
    provider: UUID
    matter: UUID


@dataclass(frozen=True)
class Caseload:
    """A page of cases, newest change first; `after` asks for the next page."""

    rows: list[CaseRow]
    after: str | None


def list_query(unit: Unit) -> Select:
    """Cases in whose team I am and of which I may read something, or that I lead (R60)."""
    access = MatterAccess
    readable = or_(
        Case.lead_id == unit.actor.id,
        exists().where(Part.matter_id == access.matter_id),
        exists().where(Subject.matter_id == access.matter_id),
    )
    return (
        select(
            Case.id, Case.number, Matter.purpose, Case.status, Case.status_since, Case.lead_id, Complex.name,
            Matter.urgency, access.changed_at, Matter.provider_id, Matter.id,
        )
        .select_from(access)
        .join(Case, Case.matter_id == access.matter_id)
        .join(Matter, Matter.id == access.matter_id)
        .join(Complex, Complex.id == Matter.complex_id)
        .where(access.principal.in_(_principals(unit)), access.thing == "case", readable)
        .order_by(access.changed_at.desc(), access.matter_id.desc())
        .limit(PAGE + 1)
    )  # fmt: skip


@reading(Verb.CASE_LIST)
def mine(unit: Unit, _nothing: None, /, after: str | None = None) -> Caseload:
    """A page of my cases (rulings.md 8)."""
    query = list_query(unit)
    if after:
        query = query.where(_older(after))
    rows = [CaseRow(*row) for row in unit.session.execute(query)]
    for row in rows[:PAGE]:
        unit.disclose("CASUS", row.id, controller=row.provider)
    return Caseload(rows[:PAGE], _mark(rows[PAGE - 1]) if len(rows) > PAGE else None)


def about_places(unit: Unit) -> list[CaseRow]:
    """Cases about a place, without residents: all who work for a party may know of them (rulings.md 5)."""
    keys = select(func.unnest(func.app.principals()).label("p")).subquery()
    mine = select(keys.c.p).where(or_(keys.c.p.like("cv:%"), keys.c.p.like("bc:%")))
    query = (
        select(
            Case.id, Case.number, Matter.purpose, Case.status, Case.status_since, Case.lead_id, Complex.name,
            Matter.urgency, MatterAccess.changed_at, Matter.provider_id, Matter.id,
        )
        .distinct()
        .select_from(MatterAccess)
        .join(Case, Case.matter_id == MatterAccess.matter_id)
        .join(Matter, Matter.id == MatterAccess.matter_id)
        .join(Complex, Complex.id == Matter.complex_id)
        .where(
            MatterAccess.thing == "case",
            MatterAccess.principal.in_(mine),
        )
        .order_by(MatterAccess.changed_at.desc())
        .limit(PAGE)
    )  # fmt: skip
    rows = [CaseRow(*row) for row in unit.session.execute(query)]
    for row in rows:
        unit.disclose("CASUS", row.id, controller=row.provider)
    return rows


def _principals(unit: Unit) -> list[str]:
    """As a member; who triages keeps a case until the plan."""
    full = any(role != "TR" for role in unit.actor.role_codes)
    return [f"ct:{unit.actor.id}"] if full else [f"c3:{unit.actor.id}"]


def _mark(row: CaseRow) -> str:
    return f"{row.changed_at.isoformat()}_{row.matter}"


def _older(after: str) -> ColumnElement[bool]:
    moment, _, matter = after.partition("_")
    try:
        at, last = datetime.fromisoformat(moment), UUID(matter)
    except ValueError:
        return MatterAccess.changed_at.is_not(None)
    return or_(
        MatterAccess.changed_at < at, and_(MatterAccess.changed_at == at, MatterAccess.matter_id < last)
    )
