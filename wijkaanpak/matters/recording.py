"""Putting something on record in a matter: the matter itself, a resident, a part, a place in the team.

These are the shared steps of commands in higher rooms; each runs inside a command's unit, never by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import func, select

from wijkaanpak.access import codes
from wijkaanpak.access.facts import ADVIES, DUIDING, FEIT, MELDER
from wijkaanpak.door import Unit
from wijkaanpak.foundation.working_days import local
from wijkaanpak.matters.models import Matter, Member, Part, Subject
from wijkaanpak.residents.models import Person
from wijkaanpak.residents.naming import name_key

TITLE = "titel"
OBJECT = "P_OBJECT"
FIRST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True)
class NewPart:
    """A part as its author wrote it; `about` empty means every resident of the matter (rulings.md 3).

    What stands `apart` is about none of them: also a resident who is added later does not get it.
    """

    kind: str
    text: str
    category: str | None
    about: tuple[UUID, ...] = ()
    apart: bool = False
    night_until: datetime | None = None  # where this advice is the night instruction (R137)
    id: UUID = field(default_factory=uuid4)


def open_matter(
    unit: Unit, *, complex_id: UUID, category: str, purpose: str, urgency: str,
    people: bool = True,
) -> Matter:  # fmt: skip
    """Open a matter: one purpose (R12), one providing organisation (R18); about a place only, it is K1."""
    matter = Matter(
        id=uuid4(), provider_id=unit.provider, complex_id=complex_id, purpose=purpose,
        category=category, urgency=urgency, secret=codes.signal_category(category).data_class == "K7",
        bare=purpose == OBJECT and not people, opened_at=unit.moment, changed_at=unit.moment,
    )  # fmt: skip
    unit.session.add(matter)
    unit.session.flush()
    return matter


def add_resident(
    unit: Unit, matter_id: UUID, *, name: str | None, born: date | None = None,
    dwelling_id: UUID | None = None, person_id: UUID | None = None, ordinal: int | None = None,
) -> UUID:  # fmt: skip
    """Record a resident whom the matter is about; `person_id` when that resident is on record already.

    `ordinal` is said by who takes over a world, to whom the others do not exist.
    """
    organisation = unit.provider
    if person_id is None:
        person_id = uuid4()
        unit.session.add(
            Person(
                id=person_id, organisation_id=organisation, name=name, name_key=name_key(name), born=born,
                dwelling_id=dwelling_id, recorded_at=unit.moment,
            )
        )  # fmt: skip
        unit.session.flush()
    if ordinal is None:
        ordinal = (unit.session.scalar(select(func.count()).where(Subject.matter_id == matter_id)) or 0) + 1
    unit.session.add(
        Subject(
            id=uuid4(), matter_id=matter_id, person_id=person_id, provider_id=organisation, ordinal=ordinal,
            added_at=unit.moment,
        )
    )  # fmt: skip
    unit.session.flush()
    return person_id


def birth_fault(unit: Unit, born: date | None) -> str | None:
    """What is wrong with a birth date that was filled in by hand, as a sentence; None when nothing is."""
    if born is None:
        return None
    if born > local(unit.now).date():
        return _("This day is still to come. Fill in the day on which the resident was born.")
    return _("A date of birth before 1900 cannot be right. Check the year.") if born < FIRST_BIRTH else None


def add_parts(
    unit: Unit, matter_id: UUID, purpose: str, parts: list[NewPart], *, note_id: UUID | None = None,
    provider: UUID | None = None,
) -> UUID:  # fmt: skip
    """Write the parts of one note, for its author's organisation (rulings.md 2); returns the note's id.

    `provider` is told for the words of a plan, which belong to the organisation of the case (ADR 0022).
    """
    note = note_id or uuid4()
    for part in parts:
        unit.session.add(
            Part(
                id=part.id, matter_id=matter_id, note_id=note, kind=part.kind, category=part.category,
                data_class=class_of(part.category), provider_id=provider or unit.provider,
                author_id=unit.author, text=part.text,
                about=list(part.about), whole=not (part.about or part.apart), purpose=purpose,
                written_at=unit.moment, taken_over=unit.taking_over, night_until=part.night_until,
            )
        )  # fmt: skip
    unit.session.flush()
    return note


def class_of(category: str | None) -> str:
    """The class of a part is its own category's; without one it holds no person's data (rulings.md 4)."""
    return codes.category(category).data_class if category else "K1"


def fact_category(signal_category: str) -> str | None:
    """Which category a plain fact has, by the kind of signal; an early warning is money, and so on."""
    special = {"HUURACHTERSTAND": "G_FIN", "JEUGD": "G_JEUGD", "HUISELIJK_GEWELD": "G_VEILIG"}
    if signal_category in special:
        return special[signal_category]
    return None if codes.signal_category(signal_category).data_class == "K1" else "G_WOONFEIT"


def three_parts(signal_category: str, feit: str, duiding: str = "", advies: str = "") -> list[NewPart]:
    """Feit, duiding and handelingsadvies with their own categories (R68); what is empty is no part."""
    category = fact_category(signal_category)
    written = [
        NewPart(FEIT, feit.strip(), category),
        NewPart(DUIDING, duiding.strip(), category),
        NewPart(ADVIES, advies.strip(), "G_ADVIES"),
    ]
    return [part for part in written if part.text]


def complainant(name: str) -> list[NewPart]:
    """Who complained: kept apart from what is about residents, and it never leaves the house (R17)."""
    return [NewPart(MELDER, name.strip(), "G_NAW", apart=True)] if name.strip() else []


def join_team(
    unit: Unit, matter_id: UUID, staff_id: UUID, organisation_id: UUID, *, reason: str | None = None,
    since: datetime | None = None, until: datetime | None = None,
) -> UUID:  # fmt: skip
    """Give someone a place in the team, from now on unless said otherwise."""
    member = Member(
        id=uuid4(), matter_id=matter_id, staff_id=staff_id, organisation_id=organisation_id, reason=reason,
        since=since or unit.moment, until=until, added_by=unit.actor.id,
    )  # fmt: skip
    unit.session.add(member)
    unit.session.flush()
    return member.id
