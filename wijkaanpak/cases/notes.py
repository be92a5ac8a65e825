"""Notes of a case: written in three parts, each with its category, and never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import codes
from wijkaanpak.access.facts import ADVIES, DUIDING, FEIT, NAAM, MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command, reading
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.models import Subject
from wijkaanpak.matters.reading import residents
from wijkaanpak.matters.recording import NewPart, add_parts, add_resident, birth_fault, class_of


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event, name="note.written", says="{actor} wrote a note", bell="case.changed"):
    """A note with up to three parts; it belongs to its author's organisation."""

    note: UUID
    kinds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ResidentAdded(
    Event, name="person.added", says="{actor} recorded a resident whom this is about", bell="access.changed"
):
    """One more resident: every part about all of them now needs a ground for this one too (rulings.md 3)."""


@reading(Verb.NOTE_PREPARE)
def whom(unit: Unit, facts: MatterFacts, /) -> list[tuple[str, str]]:
    """Whom a note could be about, by name, for who may know the names: (id, name)."""
    known = [(r.person, r.name, r.ordinal) for r in residents(unit, facts) if r.person]
    return [(str(person), name or _("resident %(n)s", n=ordinal)) for person, name, ordinal in known]


def choosable(unit: Unit, facts: MatterFacts) -> list[tuple[str, str]]:
    """The same without a name, to weigh a form that was sent: it tells nobody anything."""
    people = select(Subject.person_id).where(Subject.matter_id == facts.id)
    return [(str(person), "") for person in unit.session.scalars(people)]


@command(Verb.NOTE_WRITE)
def write(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, *, feit: str = "", duiding: str = "", advies: str = "",
    category: str | None = None, about: tuple[UUID, ...] = (),
) -> NoteWritten:  # fmt: skip
    """Write a note: what was seen, what one makes of it, what others must know or do (R68)."""
    parts = _parts(facts, feit.strip(), duiding.strip(), advies.strip(), category, about)
    note = add_parts(unit, facts.id, facts.purpose, parts)
    classes = [class_of(p.category) for p in parts]
    persons = about or tuple(p for part in facts.parts if part.kind == NAAM for p in part.about)
    thing = Thing(
        "NOTITIE", note, facts.id, (unit.provider,), tuple(dict.fromkeys(persons)), facts.purpose,
        max(classes), tuple(sorted({p.category for p in parts if p.category})),
    )  # fmt: skip
    return NoteWritten(thing=thing, note=note, kinds=tuple(p.kind for p in parts))


def _parts(
    facts: MatterFacts, feit: str, duiding: str, advies: str, category: str | None, about: tuple[UUID, ...]
) -> list[NewPart]:
    if not (feit or duiding or advies):
        raise Invalid(
            {"feit": _("Write at least one of the three: what was seen, what you make of it, or an advice.")}
        )
    known = {p for part in facts.parts if part.kind == NAAM for p in part.about}
    if not set(about) <= known:
        raise Invalid({"about": _("Choose residents of this case.")})
    if facts.bare:
        category = None
    elif (feit or duiding) and not (category and codes.known("gegevenscategorieen", category)):
        raise Invalid({"category": _("Choose what kind of data this is.")})
    if category and codes.category(category).data_class == "K7" and not facts.secret:
        raise Conflict(
            _("This belongs in a case of its own, known only to a named team. Ask the safeguarding lead."),
            "KLASSE_TE_HOOG",
        )
    written = [NewPart(FEIT, feit, category, about), NewPart(DUIDING, duiding, category, about)]
    written.append(NewPart(ADVIES, advies, None if facts.bare else "G_ADVIES", about))
    return [part for part in written if part.text]


@command(Verb.PERSON_ADD)
def add_person(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, *, name: str, born: date | None = None,
    dwelling: UUID | None = None,
) -> ResidentAdded:  # fmt: skip
    """Record a resident by name, because the case is about them; others are counted, never named (R16).

    With a birth date the age decides who consents, and until when (R57).
    """
    if facts.purpose == "P_OBJECT":
        raise Conflict(_("A case about a place holds no residents. Open a case of its own."), "STATUS")
    found = person_faults(unit, name, born)
    if found:
        raise Invalid(found)
    person = add_resident(unit, facts.id, name=name.strip(), born=born, dwelling_id=dwelling)
    return ResidentAdded(
        thing=Thing("PERSOON", person, facts.id, (unit.provider,), (person,), facts.purpose, "K2", ("G_NAW",))
    )


def person_faults(unit: Unit, name: str, born: date | None) -> dict[str, str]:
    """Everything that is not right about a resident recorded by hand, by field."""
    found = {} if len(name.strip()) >= 2 else {"name": _("Fill in the name.")}
    wrong = birth_fault(unit, born)
    return found | ({"born": wrong} if wrong else {})
