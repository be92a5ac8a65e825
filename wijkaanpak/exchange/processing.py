"""Reading the log of processing: by trace, activity or resident, page by page (R99)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, column, func, select, table, text, tuple_

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, deny, reading
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.operations import OF_THE_HOUSE, Operation, operations

OFFICER = "FG"  # what a PO may read for requests by residents is asked there (R74)
MOST, USUAL = 500, 100  # rows of one page
COLUMNS = (
    "id", "place", "trace_id", "span_id", "parent_span_id", "event", "outcome", "occurred_at", "activity",
    "subjects", "matter_id", "sensitivity",
)  # fmt: skip
ENTRY = table("entry", *(column(name) for name in COLUMNS), schema="journal")
SECRET = text("select matter_id from journal.outside_of(:matters) where secret")


@dataclass(frozen=True)
class Asked:
    """What is looked for; at least one of the three, and where the page begins."""

    trace: str | None = None
    activity: str | None = None
    subject: UUID | None = None
    size: int = USUAL
    after: tuple[UUID, int] | None = None  # an entry, and how many of its rows were told

    def __post_init__(self) -> None:
        if not (self.trace or self.activity or self.subject):
            raise Invalid(
                {"query": _("Say at least one of traceId, processingActivityId and dataSubjectId.")}
            )


@dataclass(frozen=True)
class Page:
    """Rows, newest first, and where the next page begins."""

    rows: tuple[Operation, ...]
    after: tuple[UUID, int] | None


@reading(Verb.PROCESSING_READ)
def find(unit: Unit, asked: Asked, /) -> Page:
    """What one's own organisation did, and what was done with its data (R74)."""
    if not unit.actor.holds(OFFICER):
        deny(unit, Verb.PROCESSING_READ, policy.deny("ROL_ONVOLDOENDE"), None, None)
    home = unit.actor.organisation_id
    entries = unit.session.execute(_query(asked, home)).all()
    told = list(_told(unit, entries, home))
    if asked.after:
        told = told[asked.after[1] :]
    page, rest = told[: asked.size], told[asked.size :]
    for entry in dict.fromkeys(entry for entry, _place, _row in page):
        unit.disclose("LOG", entry, controller=home, data_class="K0")
    if unit.reading is not None:
        persons = (asked.subject,) if asked.subject else ()
        unit.reading = (*unit.reading[:2], Thing("LOG"))
        unit.disclosed.persons.update(persons)
    return Page(tuple(row for _entry, _place, row in page), rest[0][:2] if rest else None)


def _query(asked: Asked, home: UUID) -> Select[Any]:
    e = ENTRY.c
    query = (
        select(*e)
        .where(e.event.not_in(OF_THE_HOUSE))
        .order_by(e.occurred_at.desc(), e.place.desc())
        .limit(asked.size + 1)
    )
    if asked.trace:
        query = query.where(e.trace_id == asked.trace)
    if asked.activity:
        query = query.where(e.activity == asked.activity)
    if asked.subject:
        query = query.where(e.id.in_(select(func.journal.about(f"{home}/{asked.subject}"))))
    if asked.after:
        first = ENTRY.alias("first")
        edge = (
            select(first.c.occurred_at, first.c.place).where(first.c.id == asked.after[0]).scalar_subquery()
        )
        query = query.where(tuple_(e.occurred_at, e.place) <= edge)
    return query


def _told(unit: Unit, entries: Any, home: UUID) -> Iterator[tuple[UUID, int, Operation]]:
    matters = list({entry.matter_id for entry in entries if entry.matter_id})
    secret = set(unit.session.scalars(SECRET, {"matters": matters})) if matters else set()
    for entry in entries:
        veiled = entry.sensitivity == "K7" or entry.matter_id in secret
        for place, row in enumerate(operations(entry, home, veiled=veiled)):
            yield entry.id, place, row
