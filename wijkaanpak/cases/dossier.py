"""Reading a case: its head, its parts by note, its residents, its team and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, text

from wijkaanpak.access import policy
from wijkaanpak.access.facts import MELDCODE, PLAN, MatterFacts, PartFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case
from wijkaanpak.cases.plan import COLUMNS, Plan, plan_of, planned
from wijkaanpak.cases.readers import AROUND, Around, around_of, who_reads
from wijkaanpak.cases.standing import Standing, standing_of
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters import reading as matter
from wijkaanpak.matters.models import Matter
from wijkaanpak.matters.recording import TITLE
from wijkaanpak.organisations.models import Staff
from wijkaanpak.places.models import Complex
from wijkaanpak.signals.models import Signal

# Written once: building a statement anew for every answer costs more than sending it.
HEAD = (
    select(
        Case.id, Case.matter_id, Case.number, Case.status, Case.status_since, Matter.purpose,
        Matter.category, Matter.urgency, Complex.name, Staff.name, Case.lead_id, Case.evaluate_on,
        Case.taken_over, Case.closed_at,
        func.array(select(Signal.id).where(Signal.merged_into == Matter.id).scalar_subquery()),
        *planned(Case.matter_id),
        AROUND.label("around"),
        case((bindparam("moves"), func.app.plan_in_figures(Case.id))).label("figures"),
    )
    .join(Matter, Matter.id == Case.matter_id)
    .join(Complex, Complex.id == Matter.complex_id)
    .outerjoin(Staff, Staff.id == Case.lead_id)
    .where(Case.id == bindparam("case"))
)  # fmt: skip
HAPPENED = text("""
    select t.id, t.occurred_at, t.name, coalesce((select s.name from app.staff s where s.id = t.actor_id), '')
    from journal.timeline(:matter, :most) t order by t.occurred_at desc
""")
MOST = 40
BESIDE = PLAN | {TITLE, MELDCODE}  # shown where they belong, not on the timeline of notes


@dataclass(frozen=True)
class Head:
    """The outside of a case, for its whole team."""

    id: UUID
    matter: UUID
    number: str
    status: str
    status_since: datetime
    purpose: str
    category: str
    urgency: str
    place: str
    lead: str | None
    lead_id: UUID | None
    evaluate_on: datetime | None
    taken_over: bool
    closed_at: datetime | None
    merged: list[UUID]


@dataclass(frozen=True)
class Note:
    """The parts of one note that exist for this reader, with who else reads each."""

    id: UUID
    author: str | None
    organisation: str
    written_at: datetime
    taken_over: bool
    parts: tuple[tuple[matter.ReadPart, tuple[str, ...]], ...]
    author_id: UUID | None = None


@dataclass(frozen=True)
class Happening:
    """One event of the timeline: who, what, when; never content."""

    id: UUID
    at: datetime
    name: str
    actor: str


@dataclass(frozen=True)
class Dossier:
    """Everything of a case that this reader may see at this moment."""

    head: Head
    facts: MatterFacts
    question: str | None
    goal: str | None
    notes: list[Note]
    residents: list[matter.Resident]
    team: list[matter.Colleague]
    happenings: list[Happening]
    names: dict[UUID, str]
    kinds: dict[UUID, str]
    plan: Plan
    stands: Standing | None = None  # for who may move it


def moves(unit: Unit, facts: MatterFacts) -> bool:
    """Whether who asks may take some step with this case, so that it is worked out how it stands."""
    verb = Verb.CASE_REOPEN if facts.status == "AFGESLOTEN" else Verb.CASE_MOVE
    return policy.decide(unit.actor, verb, facts, unit.now).allowed


@reading(Verb.CASE_READ)
def read(unit: Unit, facts: MatterFacts, /, case_id: UUID) -> Dossier:
    """The dossier: every part is disclosed as it is handed out, with the grounds it rests on."""
    row = _row(unit, facts, case_id)
    around = around_of(row.around)
    unit.disclose("CASUS", case_id, controller=facts.provider)
    names = {organisation: name for organisation, (name, _kind) in around.items()}
    found = matter.parts(unit, facts, without=frozenset({MELDCODE}))
    lines = next(
        (p.text for p in found if p.kind == TITLE and p.provider == unit.actor.organisation_id), ""
    ).split("\n")
    return Dossier(
        head=Head(*row[: -2 - COLUMNS]),
        facts=facts,
        question=lines[0] or None,
        goal=lines[1] if len(lines) > 1 else None,
        notes=_notes(facts, [p for p in found if p.kind not in BESIDE], unit.now, around),
        residents=matter.residents(unit, facts),
        team=matter.team(unit, facts),
        happenings=_happenings(unit, facts),
        names=names,
        kinds={organisation: kind for organisation, (_name, kind) in around.items()},
        plan=plan_of(unit, facts, row, {p.id: p.text for p in found}),
        stands=row.figures and standing_of(facts, unit.now, unit.actor.organisation_id, row.figures),
    )


def _row(unit: Unit, facts: MatterFacts, case_id: UUID) -> Any:
    """The outside of the case, what stands in its plan, every organisation, and the plan in figures."""
    return unit.session.execute(HEAD, {"case": case_id, "moves": moves(unit, facts)}).one()


def _notes(facts: MatterFacts, parts: list[matter.ReadPart], now: datetime, around: Around) -> list[Note]:
    readers: dict[tuple[Any, ...], tuple[str, ...]] = {}
    notes: dict[UUID, list[tuple[matter.ReadPart, tuple[str, ...]]]] = {}
    for part in parts:
        shape = (part.kind, part.category, part.data_class, part.provider, frozenset(part.about))
        if shape not in readers:
            readers[shape] = who_reads(facts, PartFacts(*shape), now, around)
        notes.setdefault(part.note, []).append((part, readers[shape]))
    order = {"feit": 0, "duiding": 1, "advies": 2}
    return [
        Note(
            note, first.author, first.organisation, first.written_at, first.taken_over,
            tuple(sorted(inside, key=lambda pair: order.get(pair[0].kind, 9))), first.author_id,
        )
        for note, inside in notes.items()
        for first in (inside[0][0],)
    ]  # fmt: skip


def _happenings(unit: Unit, facts: MatterFacts) -> list[Happening]:
    rows = unit.session.execute(HAPPENED, {"matter": facts.id, "most": MOST})
    return [Happening(*row) for row in rows if row.name != "note.written"]
