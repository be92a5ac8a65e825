"""Reading who did what: entries of the journal as the desk may see them, and what stands round them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, column, func, or_, select, table, text, tuple_
from sqlalchemy.orm import Session

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, deny, reading
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.keys import keys_of
from wijkaanpak.journal.subjects import pid
from wijkaanpak.web.frame import HERE

PAGE = 50
RECENT = 5_000  # entries in which colleagues of other organisations are looked for
OFFICER = "FG"
COLUMNS = (
    "id", "place", "recorded_at", "occurred_at", "event", "name", "action", "outcome", "reason_code",
    "actor_id", "actor_role", "actor_organisation_id", "access_point", "object_kind", "matter_id",
    "subjects", "sensitivity", "categories", "policy", "ground_ids", "via", "purpose", "activity",
    "trace_id", "disclosed",
)  # fmt: skip
ENTRY = table("entry", *(column(name) for name in COLUMNS), schema="journal")
NUMBER = table("number", column("number"), column("entry_id"), schema="journal")
STAFF = table("staff", *(column(c) for c in ("id", "name", "organisation_id", "system")), schema="app")
ORGANISATION = table("organisation", column("id"), column("name"), schema="app")
OUTSIDE = text("select * from journal.outside_of(:matters)")
GROUNDS = text("select * from journal.grounds_among(:grounds)")
MATTER_OF = text("select journal.matter_of(:number, :thing)")


@dataclass(frozen=True)
class Filters:
    """What the officer looks for; ids only. `joined` shows too who listened live."""

    matter: UUID | None = None
    person: UUID | None = None  # by the pseudonym of this desk's organisation
    colleague: UUID | None = None
    day: date | None = None
    joined: bool = False


@dataclass(frozen=True)
class GroundUsed:
    """A ground by which something was read: its reference, its basis and its end."""

    id: UUID
    basis: str
    valid_until: datetime


@dataclass(frozen=True)
class Entry:
    """One entry with the names of people at work; of a matter its number, of a secret one not even that."""

    id: UUID
    recorded_at: datetime
    occurred_at: datetime
    event: str
    name: str
    action: str
    outcome: str
    reason_code: str | None
    actor_name: str | None
    actor_role: str | None
    actor_organisation: str | None
    system: str | None
    access_point: str
    object_kind: str
    matter_id: UUID | None
    residents: tuple[UUID, ...]  # by the pseudonyms of this desk's organisation
    sensitivity: str | None
    categories: tuple[str, ...]
    policy: str
    ground_ids: tuple[UUID, ...]
    via: str | None
    purpose: str | None
    activity: str
    trace_id: str
    lines: int
    case_number: str | None = None
    stage: str | None = None
    secret: bool = False
    grounds: tuple[GroundUsed, ...] = ()


@dataclass(frozen=True)
class Footprints:
    """A page of entries, newest first; `after` is where older ones begin."""

    entries: list[Entry] = field(default_factory=list)
    after: UUID | None = None


@reading(Verb.JOURNAL_READ)
def footprints(unit: Unit, filters: Filters, /, *, after: UUID | None = None) -> Footprints:
    """The entries of colleagues and of data one's organisation answers for (R74); this leaves one itself.

    Row-level security bounds what is found; raises Forbidden for who is not an officer.
    """
    officers_only(unit)
    rows = unit.session.execute(_query(filters, after, unit.actor.organisation_id)).all()
    entries = _with_surroundings(
        unit.session, [_entry(row, unit.actor.organisation_id) for row in rows[:PAGE]]
    )
    for entry in entries:
        unit.disclose("LOG", entry.id, controller=unit.actor.organisation_id, data_class="K0")
    if unit.reading is not None:
        persons = (filters.person,) if filters.person else ()
        about = Thing("LOG", filters.colleague, filters.matter, (), persons)
        unit.reading = (unit.reading[0], unit.reading[1], about)
        unit.disclosed.persons.update(persons)
    return Footprints(entries, entries[-1].id if len(rows) > PAGE else None)


def these(unit: Unit, home: UUID, entries: Sequence[tuple[UUID, datetime]]) -> list[Entry]:
    """These entries, by id and when they were recorded, oldest first; not those one may not see.

    Residents stand in them by the pseudonyms of `home`, the organisation that answers for what was done.
    """
    if not entries:
        return []
    e = ENTRY.c
    first, last = min(at for _id, at in entries), max(at for _id, at in entries)
    query = _entries().where(e.id.in_([ident for ident, _at in entries]), e.recorded_at.between(first, last))
    rows = unit.session.execute(query.order_by(e.occurred_at, e.place)).all()
    return _with_surroundings(unit.session, [_entry(row, home) for row in rows])


def officers_only(unit: Unit, verb: Verb = Verb.JOURNAL_READ) -> None:
    """Only an FG: what a PO may read for requests and breaches comes with those (R74)."""
    if not unit.actor.holds(OFFICER):
        deny(unit, verb, policy.deny("ROL_ONVOLDOENDE"), None, None)


def by_pseudonym(unit: Unit, person: UUID) -> UUID:
    """What the log of one's own organisation calls a resident; what is a pseudonym already stays as it is."""
    return pid(keys_of(unit.session.connection()), person, unit.actor.organisation_id)


def find_matter(unit: Unit, number: str, thing: UUID | None) -> UUID | None:
    """The matter of this case number or address, if it left a footprint here and is not secret."""
    found: UUID | None = unit.session.execute(MATTER_OF, {"number": number, "thing": thing}).scalar()
    return found


def name_of(unit: Unit, matter: UUID | None) -> str:
    """What to fill in to find this matter again: a case's number, or else its id; empty for none."""
    if matter is None:
        return ""
    known = _asked(unit.session, OUTSIDE, "matters", [matter])
    return known[0].case_number if known and known[0].case_number else str(matter)


def colleagues(unit: Unit) -> list[tuple[UUID, str, str]]:
    """Id, name and organisation: everyone of one's own organisation, and others who appear here lately."""
    own = unit.actor.organisation_id
    recent = (
        select(ENTRY.c.actor_id, ENTRY.c.actor_organisation_id)
        .order_by(ENTRY.c.occurred_at.desc(), ENTRY.c.place.desc())
        .limit(RECENT)
        .subquery()
    )
    others = select(recent.c.actor_id).where(recent.c.actor_organisation_id != own)
    query = (
        select(STAFF.c.id, STAFF.c.name, ORGANISATION.c.name)
        .join(ORGANISATION, ORGANISATION.c.id == STAFF.c.organisation_id)
        .where(STAFF.c.system.is_(None), or_(STAFF.c.organisation_id == own, STAFF.c.id.in_(others)))
        .order_by(STAFF.c.organisation_id != own, ORGANISATION.c.name, STAFF.c.name)
    )
    return [(row[0], row[1], row[2]) for row in unit.session.execute(query)]


def _entries() -> Select[Any]:
    e = ENTRY.c
    return (
        select(
            *e, STAFF.c.name.label("actor_name"), STAFF.c.system, ORGANISATION.c.name.label("organisation")
        )
        .select_from(ENTRY)
        .outerjoin(STAFF, STAFF.c.id == e.actor_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == e.actor_organisation_id)
    )


def _query(filters: Filters, after: UUID | None, home: UUID) -> Select[Any]:
    e = ENTRY.c
    query = _entries().order_by(e.occurred_at.desc(), e.place.desc()).limit(PAGE + 1)
    if not filters.joined:
        query = query.where(or_(e.event != "KAMER_BETREDEN", e.outcome != "GESLAAGD"))
    if filters.matter:
        query = query.where(e.matter_id == filters.matter)
    if filters.person:
        query = query.where(e.id.in_(select(func.journal.about(f"{home}/{filters.person}"))))
    if filters.colleague:
        query = query.where(e.actor_id == filters.colleague)
    if filters.day:
        begin, end = (datetime.combine(filters.day + timedelta(days=n), time(), HERE) for n in (0, 1))
        query = query.where(and_(e.occurred_at >= begin, e.occurred_at < end))
    if after:
        last = ENTRY.alias("last")
        edge = select(last.c.occurred_at, last.c.place).where(last.c.id == after).scalar_subquery()
        query = query.where(tuple_(e.occurred_at, e.place) < edge)
    return query


def _entry(row: Any, home: UUID) -> Entry:
    return Entry(
        id=row.id, recorded_at=row.recorded_at, occurred_at=row.occurred_at, event=row.event, name=row.name,
        action=row.action, outcome=row.outcome, reason_code=row.reason_code, actor_name=row.actor_name,
        actor_role=row.actor_role, actor_organisation=row.organisation, system=row.system,
        access_point=row.access_point, object_kind=row.object_kind, matter_id=row.matter_id,
        residents=_ours(row.subjects, home), sensitivity=row.sensitivity, categories=tuple(row.categories),
        policy=row.policy, ground_ids=tuple(row.ground_ids), via=row.via, purpose=row.purpose,
        activity=row.activity, trace_id=row.trace_id, lines=len(row.disclosed),
    )  # fmt: skip


def _ours(subjects: Iterable[str], home: UUID) -> tuple[UUID, ...]:
    named = (subject.partition("/") for subject in subjects)
    return tuple(UUID(pseudonym) for whose, _slash, pseudonym in named if whose == str(home))


def _with_surroundings(session: Session, entries: list[Entry]) -> list[Entry]:
    """Add each case's number and each ground's basis; of the secret only references stay (rulings.md 6)."""
    matters = {
        row.matter_id: row for row in _asked(session, OUTSIDE, "matters", (e.matter_id for e in entries))
    }
    wanted = (ground for e in entries for ground in e.ground_ids)
    grounds = {
        row.ground_id: GroundUsed(row.ground_id, row.basis, row.valid_until)
        for row in _asked(session, GROUNDS, "grounds", wanted)
    }
    return [_placed(entry, matters.get(entry.matter_id), grounds) for entry in entries]


def _placed(entry: Entry, outside: Any, grounds: dict[UUID, GroundUsed]) -> Entry:
    if entry.sensitivity == "K7" or (outside is not None and outside.secret):
        return replace(
            entry, secret=True, residents=(), categories=(), ground_ids=(), via=None, purpose=None, lines=0
        )
    return replace(
        entry,
        case_number=outside.case_number if outside else None,
        stage=outside.stage if outside else None,
        grounds=tuple(grounds[ground] for ground in entry.ground_ids if ground in grounds),
    )


def _asked(session: Session, query: Any, name: str, ids: Iterable[UUID | None]) -> list[Any]:
    wanted = [ident for ident in dict.fromkeys(ids) if ident is not None]
    return list(session.execute(query, {name: wanted}).all()) if wanted else []
