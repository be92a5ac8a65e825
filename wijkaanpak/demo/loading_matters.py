"""One matter of a world: its residents, team and parts, and the signal or the case that it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from wijkaanpak.access import codes, roles
from wijkaanpak.access.facts import ADVIES, DUIDING
from wijkaanpak.access.rules import CLOSED
from wijkaanpak.cases.numbering import new_number
from wijkaanpak.cases.opening import take_over as take_over_case
from wijkaanpak.demo.loading_directory import Names, as_moment, earlier
from wijkaanpak.demo.loading_grounds import load_consents, load_grounds
from wijkaanpak.demo.loading_reporting_code import load_reporting_code
from wijkaanpak.demo.shapes import Matter, Part
from wijkaanpak.door import Origin, Unit
from wijkaanpak.journal.entries import Footprint
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.recording import (
    TITLE,
    NewPart,
    add_parts,
    add_resident,
    class_of,
    fact_category,
    join_team,
    open_matter,
)
from wijkaanpak.signals import terms
from wijkaanpak.signals.models import Signal, SignalStep

FEW_DAYS = timedelta(days=3)  # before the world's own moment, where a matter has no date of its own
NIGHT, NIGHTS = "Nachtinstructie", timedelta(days=30)  # what duty reads, and for how long at most (R137)
BEFORE = timedelta(days=1)  # the team was there before anything else
AN_HOUR = timedelta(hours=1)
TO_CASE = "OMGEZET_NAAR_CASUS"
NOT_SHARED = frozenset({"CONCEPT", "INGEDIEND", "AFGEWEZEN"})
WAY = {
    "CONCEPT": (),
    "INGEDIEND": ("INGEDIEND",),
    "AFGEWEZEN": ("INGEDIEND", "AFGEWEZEN"),
    "ENKELVOUDIG_DOORGEZET": ("INGEDIEND", "ENKELVOUDIG_DOORGEZET"),
    "IN_TRIAGE": ("INGEDIEND", "IN_TRIAGE"),
}  # every other status came out of joint triage


@dataclass(frozen=True, kw_only=True)
class MatterTakenOver(Event, name="matter.taken_over", says="{actor} took over what was known elsewhere"):
    """A signal or a case came in from elsewhere with all that was known."""

    status: str


def load_matter(unit: Unit, matter: Matter, names: Names, moment: datetime) -> None:
    """Put one matter on record, as its own author and provider had it."""
    began = earlier(_first_day(matter, moment), unit.now)
    provider = names.organisations[matter.provider]
    unit.occurred, unit.origin = began, Origin(_staff(names, matter.author), provider)
    row = open_matter(
        unit, complex_id=names.complexes[matter.complex], category=matter.category, purpose=matter.purpose,
        urgency=matter.urgency, people=bool(matter.persons),
    )  # fmt: skip
    names.matters[matter.id] = row.id
    thing = _signal(unit, matter, row.id)
    if matter.is_case:
        thing = _case(unit, matter, row.id, names)
    names.things[matter.id] = thing
    names.addresses[matter.id] = f"/{'casussen' if matter.is_case else 'signalen'}/{thing}"
    for place, person in enumerate(matter.persons, 1):
        names.persons[person.id] = add_resident(
            unit, row.id, name=person.name, born=person.born, ordinal=place,
            dwelling_id=names.dwellings[person.dwelling] if person.dwelling else None,
            person_id=names.persons.get(person.id),
        )  # fmt: skip
    for user in matter.team:
        join_team(unit, row.id, names.staff[user], names.works_for[user], since=began - BEFORE)
    _parts(unit, matter, row.id, names)
    unit.occurred, unit.origin = began, Origin(_staff(names, matter.author), provider)
    load_reporting_code(unit, matter, row.id)
    _footprint(unit, matter, names, thing)
    load_consents(unit, matter, names)
    load_grounds(unit, matter, names)


def about(matter: Matter, names: Names) -> Thing:
    """What the journal names: the signal or case, whose data it is, and the residents."""
    providers = {matter.provider, *(part.provider for part in matter.parts)}
    classes = {class_of(part.category) for part in matter.parts}
    classes.add(codes.signal_category(matter.category).data_class)
    return Thing(
        "CASUS" if matter.is_case else "SIGNAAL", names.things[matter.id], names.matters[matter.id],
        tuple(sorted((names.organisations[p] for p in providers), key=str)),
        tuple(names.persons[person.id] for person in matter.persons), matter.purpose,
        "K7" if "K7" in classes else codes.highest_class(classes),
        tuple(sorted({part.category for part in matter.parts if part.category})),
    )  # fmt: skip


def _footprint(unit: Unit, matter: Matter, names: Names, thing: UUID) -> None:
    event = MatterTakenOver(thing=about(matter, names), status=matter.status)
    unit.write(
        Footprint(
            "AANMAKEN", event.name, "C", event.thing, roles.policy_version(), particulars=event.particulars()
        )
    )


def _first_day(matter: Matter, moment: datetime) -> datetime:
    """The first moment that the file tells of this matter."""
    told = [g.from_ for g in matter.grounds] + [c.given_at for c in matter.consents]
    told += [one for one in (matter.rejected_at, matter.closed_at) if one]
    told += (one for one in _moments(matter.raw) if one)
    return min((one for one in told if one <= moment), default=moment - FEW_DAYS)


def _moments(value: Any) -> Iterator[datetime | None]:
    if isinstance(value, date):  # a datetime is one too
        yield as_moment(value)
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _moments(item)


def _staff(names: Names, user: str | None) -> UUID | None:
    return names.staff[user] if user else None


def _signal(unit: Unit, matter: Matter, row: UUID) -> UUID:
    status = TO_CASE if matter.is_case else matter.status
    ended = earlier(matter.rejected_at, unit.now) if matter.rejected_at else None
    signal = Signal(
        id=uuid4(), matter_id=row, organisation_id=unit.provider, author_id=unit.author,
        reporter_role=matter.reporter_role, status=status, shared=status not in NOT_SHARED,
        discussed=matter.discussed, consulted=matter.raw.get("anoniem_consult", {}).get("gevoerd"),
        reported_at=unit.moment, rejected_reason=None if matter.is_case else matter.rejected_reason,
        due_at=terms.due(matter.urgency, unit.moment), rounds=int(status == "TERUG_NAAR_MELDER"),
        taken_over=True,
    )  # fmt: skip
    unit.session.add(signal)
    unit.session.flush()
    way = WAY.get(status, ("INGEDIEND", "IN_TRIAGE", status))
    for place, step in enumerate(way):
        at = min(unit.moment + place * AN_HOUR, unit.now)
        if ended and place == len(way) - 1:
            at = ended
        unit.session.add(
            SignalStep(id=uuid4(), signal_id=signal.id, status=step, at=at, by_organisation_id=unit.provider)
        )
    return signal.id


def _case(unit: Unit, matter: Matter, row: UUID, names: Names) -> UUID:
    closed = matter.closed_at or matter.rejected_at
    if closed is None and matter.status in CLOSED:
        closed = unit.now
    case = take_over_case(
        unit, row, status=matter.status, number=new_number(unit), result=matter.result,
        lead=_staff(names, matter.lead),
        lead_organisation=names.works_for[matter.lead] if matter.lead else None,
        closed_at=earlier(closed, unit.now) if closed else None,
    )  # fmt: skip
    return case.id


def _parts(unit: Unit, matter: Matter, row: UUID, names: Names) -> None:
    """A note for each author; the working title is the provider's own (R174)."""
    began, usual = unit.moment, _usual_category(matter)
    add_parts(unit, row, matter.purpose, [NewPart(TITLE, matter.title, None)])
    notes: dict[tuple[str | None, str], list[Part]] = {}
    for part in matter.parts:
        notes.setdefault((part.author, part.provider), []).append(part)
    for (author, provider), written in notes.items():
        unit.origin = Origin(_staff(names, author), names.organisations[provider])
        unit.occurred = began if provider == matter.provider else _written(unit, matter, provider, began)
        add_parts(unit, row, matter.purpose, [_new_part(part, names, usual, unit.moment) for part in written])


def _new_part(part: Part, names: Names, usual: str | None, written: datetime) -> NewPart:
    category = usual if part.kind == DUIDING else part.category
    night = written + NIGHTS if part.kind == ADVIES and part.text.startswith(NIGHT) else None
    about = tuple(names.persons[p] for p in part.about or ())
    return NewPart(part.kind, part.text, category, about, night_until=night)


def _usual_category(matter: Matter) -> str | None:
    """What a duiding speaks about is as sensitive as the facts it explains (rulings.md 4)."""
    facts = (part.category for part in matter.parts if part.kind == "feit")
    return next(facts, fact_category(matter.category))


def _written(unit: Unit, matter: Matter, provider: str, began: datetime) -> datetime:
    """Another organisation wrote its part by the time it could first share it, or when the matter began."""
    shared = (g.from_ for g in matter.grounds if g.provider == provider)
    return earlier(min(shared, default=began), unit.now)
