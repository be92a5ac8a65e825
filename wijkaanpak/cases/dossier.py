"""Reading a case: its head, its parts by note, its residents, its team and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, case, func, select, text

from wijkaanpak.access import policy, roles
from wijkaanpak.access.facts import INSIDE, MELDCODE, PLAN, MatterFacts, PartFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case
from wijkaanpak.cases.standing import Standing, standing_of
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters import reading as matter
from wijkaanpak.matters.models import Matter
from wijkaanpak.matters.recording import TITLE
from wijkaanpak.organisations.models import Organisation, Staff
from wijkaanpak.places.models import Complex
from wijkaanpak.signals.models import Signal

# Written once: building a statement anew for every answer costs more than sending it.
AROUND = select(
    func.json_object_agg(Organisation.id, func.json_build_array(Organisation.name, Organisation.kind))
).scalar_subquery()
HEAD = (
    select(
        Case.id, Case.matter_id, Case.number, Case.status, Case.status_since, Matter.purpose,
        Matter.category, Matter.urgency, Complex.name, Staff.name, Case.lead_id, Case.evaluate_on,
        Case.taken_over,
        func.array(select(Signal.id).where(Signal.merged_into == Matter.id).scalar_subquery()),
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
    stands: Standing | None = None  # for who may move it


def moves(unit: Unit, facts: MatterFacts) -> bool:
    """Whether who asks may take some step with this case, so that it is worked out how it stands."""
    verb = Verb.CASE_REOPEN if facts.status == "AFGESLOTEN" else Verb.CASE_MOVE
    return policy.decide(unit.actor, verb, facts, unit.now).allowed


@reading(Verb.CASE_READ)
def read(unit: Unit, facts: MatterFacts, /, case_id: UUID) -> Dossier:
    """The dossier: every part is disclosed as it is handed out, with the grounds it rests on."""
    head, around, figures = _head(unit, facts, case_id)
    unit.disclose("CASUS", case_id, controller=facts.provider)
    names = {organisation: name for organisation, (name, _kind) in around.items()}
    found = matter.parts(unit, facts)
    lines = next(
        (p.text for p in found if p.kind == TITLE and p.provider == unit.actor.organisation_id), ""
    ).split("\n")
    return Dossier(
        head=head,
        facts=facts,
        question=lines[0] or None,
        goal=lines[1] if len(lines) > 1 else None,
        notes=_notes(facts, [p for p in found if p.kind not in BESIDE], unit.now, around),
        residents=matter.residents(unit, facts),
        team=matter.team(unit, facts),
        happenings=_happenings(unit, facts),
        names=names,
        kinds={organisation: kind for organisation, (_name, kind) in around.items()},
        stands=figures and standing_of(facts, unit.now, unit.actor.organisation_id, figures),
    )


def _head(unit: Unit, facts: MatterFacts, case_id: UUID) -> tuple[Head, dict[UUID, list[str]], Any]:
    """The outside of the case, every organisation with its name and kind, and the figures of its plan."""
    row: Any = unit.session.execute(HEAD, {"case": case_id, "moves": moves(unit, facts)}).one()
    around = {UUID(organisation): said for organisation, said in row.around.items()}
    return Head(*row[:-2]), around, row.figures


def _notes(
    facts: MatterFacts, parts: list[matter.ReadPart], now: datetime, around: dict[UUID, list[str]]
) -> list[Note]:
    readers: dict[tuple[Any, ...], tuple[str, ...]] = {}
    notes: dict[UUID, list[tuple[matter.ReadPart, tuple[str, ...]]]] = {}
    for part in parts:
        shape = (part.kind, part.category, part.data_class, part.provider, frozenset(part.about))
        if shape not in readers:
            readers[shape] = _readers(facts, PartFacts(*shape), now, around)
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


def _readers(
    facts: MatterFacts, part: PartFacts, now: datetime, around: dict[UUID, list[str]]
) -> tuple[str, ...]:
    """Who reads this part now: its own organisation and those that a ground lets; of a place all partners.

    What was raised above what a kind of organisation may have goes no further, whatever the ground (R70).
    """
    names = {organisation: said[0] for organisation, said in around.items()}
    if facts.bare and part.kind not in INSIDE:
        return names.get(part.provider, ""), _("Partners of the covenant")
    round_it = {m.organisation for m in facts.team if m.holds(now)} | {part.provider}
    ceilings = {o: roles.matrix()["ceilings"].get(around[o][1], ()) for o in round_it if o in around}
    high_enough = {o for o in round_it if o == part.provider or part.data_class in ceilings.get(o, ())}
    reading_it = [o for o in high_enough if organisation_reads(o, part, facts, now) is not None]
    return tuple(sorted(names.get(o, "") for o in reading_it))


def _happenings(unit: Unit, facts: MatterFacts) -> list[Happening]:
    rows = unit.session.execute(HAPPENED, {"matter": facts.id, "most": MOST})
    return [Happening(*row) for row in rows if row.name != "note.written"]
