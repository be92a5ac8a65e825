"""Whom and what one must not see: declaring family, an ex or neighbours, and ending that with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import column, select, table

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command, deny, reading
from wijkaanpak.foundation.errors import Conflict as Clash
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.places.models import Complex, Dwelling
from wijkaanpak.residents.models import Conflict, Person

KIND = "AFSTAND"
CHANGED = "access.changed"
LEAST_REASON = 10  # characters of why a declaration no longer holds
# Tables of a room above: a row exists only for who may know it, and nothing of that room is needed.
SUBJECT = table("subject", column("matter_id"), column("person_id"), schema="app")
MATTER = table("matter", column("id"), column("secret"), schema="app")


@dataclass(frozen=True, kw_only=True)
class ConflictDeclared(
    Event,
    name="conflict.declared",
    says="{actor} declared to know a resident or an address personally",
    bell=CHANGED,
):
    """From now on it is kept from who declared it."""

    who: UUID

    def rings(self) -> tuple[UUID, ...]:
        """Who declared it, and nobody else: all that person listens to is judged again, and closes."""
        return (self.who,)


@dataclass(frozen=True, kw_only=True)
class ConflictEnded(
    Event,
    name="conflict.ended",
    says="{actor} took back that a resident or an address is known personally",
    bell=CHANGED,
):
    """From now on the ordinary rules hold again for who declared it."""

    who: UUID

    def rings(self) -> tuple[UUID, ...]:
        """The lists of who ended it."""
        return (self.who,)


@dataclass(frozen=True)
class Declared:
    """One's own declaration; of a resident no name, for that is kept from the reader too."""

    id: UUID
    place: str | None
    house_number: str | None
    declared_at: datetime
    ended_at: datetime | None
    ended_reason: str | None


@reading(Verb.CONFLICT_LIST)
def mine(unit: Unit, _nothing: None, /) -> list[Declared]:
    """One's own declarations, those in force first, newest first."""
    query = (
        select(
            Conflict.id, Complex.name, Dwelling.house_number, Dwelling.bag_id, Conflict.declared_at,
            Conflict.ended_at, Conflict.ended_reason,
        )
        .outerjoin(Dwelling, Dwelling.id == Conflict.dwelling_id)
        .outerjoin(Complex, Complex.id == Dwelling.complex_id)
        .where(Conflict.staff_id == unit.actor.id)
        .order_by(Conflict.ended_at.desc().nulls_first(), Conflict.declared_at.desc(), Conflict.id)
    )  # fmt: skip
    found = [Declared(row[0], row[1], row[2] or row[3], *row[4:]) for row in unit.session.execute(query)]
    for one in found:
        unit.disclose(KIND, one.id, controller=unit.actor.organisation_id)
    return found


@command(Verb.CONFLICT_DECLARE)
def declare(
    unit: Unit, _nothing: None, /, *, person: UUID | None = None, dwelling: UUID | None = None
) -> ConflictDeclared:
    """Keep a resident, or a dwelling with all who live there, from oneself: at once and for every permission.

    Raises Conflict where this stands already. The database finds the signals and cases that it closes.
    """
    known = select(Conflict.id).where(
        Conflict.staff_id == unit.actor.id, Conflict.ended_at.is_(None), Conflict.person_id == person
        if person else Conflict.dwelling_id == dwelling,
    )  # fmt: skip
    if unit.session.scalar(known) is not None:
        raise Clash(_("You declared this before. It is kept from you already."), "STATUS")
    row = Conflict(
        id=uuid4(), staff_id=unit.actor.id, person_id=person, dwelling_id=dwelling, declared_at=unit.moment
    )
    unit.session.add(row)
    unit.session.flush()
    thing = Thing(
        KIND, row.id, None, (unit.actor.organisation_id,), (person,) if person else (), None,
        "K7" if person and _shielded(unit, person) else "K2",
    )  # fmt: skip
    return ConflictDeclared(thing=thing, who=unit.actor.id)


@command(Verb.CONFLICT_END)
def end(unit: Unit, conflict: UUID, /, *, reason: str) -> ConflictEnded:
    """End one's own declaration, with why; raises NotFound for any other and Conflict where it ended."""
    row = unit.session.get(Conflict, conflict)
    if row is None or row.staff_id != unit.actor.id:
        deny(unit, Verb.CONFLICT_END, policy.deny("NIET_BETROKKEN"), None, conflict, KIND)
        raise NotFound()
    if row.ended_at is not None:
        raise Clash(_("This declaration ended before."), "STATUS")
    row.ended_at, row.ended_reason = unit.moment, reason.strip()
    unit.session.flush()
    thing = Thing(KIND, row.id, None, (unit.actor.organisation_id,), (), None, "K2")
    return ConflictEnded(thing=thing, who=unit.actor.id)


def visible(unit: Unit, person: UUID) -> bool:
    """Whether this resident exists for who asks."""
    return unit.session.scalar(select(Person.id).where(Person.id == person)) is not None


def _shielded(unit: Unit, person: UUID) -> bool:
    """Whether it is about something that only its named team may know: then its entry is shielded too."""
    query = (
        select(MATTER.c.id)
        .join(SUBJECT, SUBJECT.c.matter_id == MATTER.c.id)
        .where(SUBJECT.c.person_id == person, MATTER.c.secret)
    )
    return unit.session.execute(query.limit(1)).first() is not None
