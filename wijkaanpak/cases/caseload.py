"""My cases, and what waits for me today; driven from who takes part, without a name (R194)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, func, or_, select, true

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


# Written once: building a statement anew for every answer costs more than sending it.
ROW = (
    Case.id, Case.number, Matter.purpose, Case.status, Case.status_since, Case.lead_id, Complex.name,
    Matter.urgency, MatterAccess.changed_at, Matter.provider_id, Matter.id,
)  # fmt: skip
MINE = (
    select(*ROW)
    .select_from(MatterAccess)
    .join(Case, Case.matter_id == MatterAccess.matter_id)
    .join(Matter, Matter.id == MatterAccess.matter_id)
    .join(Complex, Complex.id == Matter.complex_id)
    .where(
        MatterAccess.principal == bindparam("principal"),
        MatterAccess.thing == "case",
        or_(
            Case.lead_id == bindparam("me"),
            exists().where(Part.matter_id == MatterAccess.matter_id),
            exists().where(Subject.matter_id == MatterAccess.matter_id),
        ),
    )
    .order_by(MatterAccess.changed_at.desc(), MatterAccess.matter_id.desc())
    .limit(PAGE + 1)
)
# The first condition lets the index begin where this page does, however far down the list that is.
OLDER = MINE.where(
    MatterAccess.changed_at <= bindparam("at"),
    or_(MatterAccess.changed_at < bindparam("at"), MatterAccess.matter_id < bindparam("last")),
)


def _of_places() -> Select:
    """The newest through each key to what holds no residents: nothing is sorted but a page of each."""
    key = func.unnest(func.app.principals()).table_valued("p").render_derived("key")
    newest = (
        select(MatterAccess.matter_id, MatterAccess.changed_at)
        .where(MatterAccess.principal == key.c.p, MatterAccess.thing == "case")
        .order_by(MatterAccess.changed_at.desc())
        .limit(PAGE)
        .lateral("newest")
    )
    found = (
        select(newest.c.matter_id, newest.c.changed_at)
        .select_from(key.join(newest, true()))
        .where(or_(key.c.p.like("cv:%"), key.c.p.like("bc:%")))
        .distinct()
        .order_by(newest.c.changed_at.desc())
        .limit(PAGE)
        .subquery("found")
    )
    row = [found.c.changed_at if column is MatterAccess.changed_at else column for column in ROW]
    return (
        select(*row)
        .select_from(found)
        .join(Case, Case.matter_id == found.c.matter_id)
        .join(Matter, Matter.id == found.c.matter_id)
        .join(Complex, Complex.id == Matter.complex_id)
        .order_by(found.c.changed_at.desc())
    )


PLACES = _of_places()


@reading(Verb.CASE_LIST)
def mine(unit: Unit, _nothing: None, /, after: str | None = None) -> Caseload:
    """A page of my cases: in whose team I am and of which I may read something, or that I lead (R60)."""
    mark = _read_mark(after) if after else None
    found = unit.session.execute(OLDER if mark else MINE, whose(unit) | (mark or {}))
    rows = [CaseRow(*row) for row in found]
    for row in rows[:PAGE]:
        unit.disclose("CASUS", row.id, controller=row.provider)
    return Caseload(rows[:PAGE], _mark(rows[PAGE - 1]) if len(rows) > PAGE else None)


def about_places(unit: Unit) -> list[CaseRow]:
    """Cases about a place, without residents: all who work for a party may know of them (rulings.md 5)."""
    rows = [CaseRow(*row) for row in unit.session.execute(PLACES)]
    for row in rows:
        unit.disclose("CASUS", row.id, controller=row.provider)
    return rows


def whose(unit: Unit) -> dict[str, Any]:
    """Whose list it is: as a member; who only triages keeps a case until the plan."""
    full = any(role != "TR" for role in unit.actor.role_codes)
    return {"me": unit.actor.id, "principal": f"{'ct' if full else 'c3'}:{unit.actor.id}"}


def _mark(row: CaseRow) -> str:
    return f"{row.changed_at.isoformat()}_{row.matter}"


def _read_mark(after: str) -> dict[str, Any] | None:
    """Where the next page begins; what is no such mark begins at the top."""
    moment, _, matter = after.partition("_")
    try:
        return {"at": datetime.fromisoformat(moment), "last": UUID(matter)}
    except ValueError:
        return None
