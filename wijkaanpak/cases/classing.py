"""The class of what was written: its author raises it, the lead lowers it with a reason (R70)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, text, update

from wijkaanpak.access import codes, policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command, deny, reading
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.models import Part

LEAST_REASON = 10  # the rows ask for as many
CLASSES = ("K2", "K3", "K4", "K5", "K6", "K7")
RAISE = text("select app.raise_class(:part, :wanted)")


@dataclass(frozen=True)
class Classed:
    """One part whose class somebody may change, and the least its kind of data allows."""

    id: UUID
    note: UUID
    kind: str
    category: str
    data_class: str
    least: str
    provider: UUID
    author: UUID | None
    about: tuple[UUID, ...]
    text: str
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class ClassRaised(
    Event, name="part.raised", says="{actor} made something more sensitive", bell="access.changed"
):
    """A part went to a higher class: `codes` holds the one before and the one after."""

    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClassLowered(
    Event, name="part.lowered", says="{actor} made something less sensitive", bell="access.changed"
):
    """A part went to a lower class: `codes` holds both; its reason is kept with it."""

    codes: tuple[str, ...]


@reading(Verb.PART_PREPARE)
def changeable(unit: Unit, facts: MatterFacts, /, note: UUID | None = None) -> list[Classed]:
    """What of a case, or of one note, this reader may class anew: the own work, or as its lead all."""
    found = [
        part
        for part in _parts(unit, facts)
        if note in (None, part.note)
        and (leads(unit, facts) or (_writer(unit, part) and part.data_class < CLASSES[-1]))
    ]
    for part in found:
        unit.disclose(
            "ONDERDEEL", part.id, controller=part.provider, data_class=part.data_class,
            category=part.category, persons=part.about,
        )  # fmt: skip
    return found


def change(
    unit: Unit, facts: MatterFacts, case_id: UUID, *, part: UUID, data_class: str, reason: str
) -> Event:
    """Raise or lower, whichever the new class comes down to."""
    known = _part(unit, facts, part)
    if data_class == known.data_class:
        raise Invalid({"data_class": _("It has this class already.")})
    if data_class > known.data_class:
        return raise_class(unit, facts, case_id, known, data_class)
    return lower_class(unit, facts, case_id, known, data_class, reason)


@command(Verb.PART_RAISE)
def raise_class(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, part: Classed, data_class: str
) -> ClassRaised:
    """Raise the class of what one wrote oneself; K7 shields the whole case (rulings.md 6)."""
    if not _writer(unit, part):
        deny(unit, Verb.PART_RAISE, policy.deny("ROL_ONVOLDOENDE"), facts, case_id)
    _known_class(data_class)
    if data_class <= part.data_class:
        raise Invalid({"data_class": _("Choose a higher class.")})
    unit.session.execute(RAISE, {"part": part.id, "wanted": data_class})
    return ClassRaised(thing=_thing(facts, part, data_class), codes=(part.data_class, data_class))


@command(Verb.PART_LOWER)
def lower_class(
    unit: Unit, facts: MatterFacts, /, case_id: UUID, part: Classed, data_class: str, reason: str
) -> ClassLowered:
    """Lower a class as the lead of the case, with a reason, never below that of its kind of data.

    Lowering from K7 leaves the case as shielded as it became: who lost it does not get it back by this.
    """
    if not leads(unit, facts):
        deny(unit, Verb.PART_LOWER, policy.deny("ROL_ONVOLDOENDE"), facts, case_id)
    _known_class(data_class)
    faults = {}
    if data_class >= part.data_class:
        faults["data_class"] = _("Choose a lower class.")
    elif data_class < part.least:
        faults["data_class"] = _("This kind of data is never less sensitive than that.")
    if len(reason.strip()) < LEAST_REASON:
        faults["reason"] = _("Say in a sentence why this can be less sensitive.")
    if faults:
        raise Invalid(faults)
    lowered = update(Part).where(Part.id == part.id, Part.data_class == part.data_class)
    done = unit.session.execute(lowered.values(data_class=data_class, class_reason=reason.strip()))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("Someone changed this just before you."), "STATUS")
    return ClassLowered(thing=_thing(facts, part, data_class), codes=(part.data_class, data_class))


def may_class(unit: Unit, facts: MatterFacts, author: UUID | None) -> bool:
    """Would this person find something to class anew in a note of this author?"""
    own = author is not None and author == unit.actor.id
    writes = policy.decide(unit.actor, Verb.PART_PREPARE, facts, unit.now).allowed
    return writes and not facts.bare and (own or leads(unit, facts))


def leads(unit: Unit, facts: MatterFacts) -> bool:
    """Whether this person may lower a class here."""
    return facts.lead == unit.actor.id and unit.actor.holds("CR")


def _writer(unit: Unit, part: Classed) -> bool:
    return part.author == unit.actor.id


def _known_class(data_class: str) -> None:
    if data_class not in CLASSES:
        raise Invalid({"data_class": _("This choice does not exist.")})


def _part(unit: Unit, facts: MatterFacts, part: UUID) -> Classed:
    """One part as the rows show it; what this person may not read is not there to be chosen."""
    for known in _parts(unit, facts):
        if known.id == part:
            return known
    raise Invalid({"part": _("This choice does not exist.")})


def _parts(unit: Unit, facts: MatterFacts) -> list[Classed]:
    query = (
        select(
            Part.id, Part.note_id, Part.kind, Part.category, Part.data_class,
            Part.provider_id, Part.author_id, Part.about, Part.text, Part.class_reason,
        )
        .where(Part.matter_id == facts.id, Part.category.is_not(None))
        .order_by(Part.written_at.desc(), Part.note_id, Part.kind.desc())
    )  # fmt: skip
    return [_classed(row) for row in unit.session.execute(query)]


def _classed(row: Any) -> Classed:
    ident, note, kind, category, data_class, provider, author, about, said, reason = row
    least = codes.category(category).data_class
    return Classed(
        ident, note, kind, category, data_class, least, provider, author, tuple(about), said, reason
    )


def _thing(facts: MatterFacts, part: Classed, data_class: str) -> Thing:
    return Thing(
        "ONDERDEEL", part.id, facts.id, (part.provider,), part.about, facts.purpose,
        max(part.data_class, data_class), (part.category,),
    )  # fmt: skip
