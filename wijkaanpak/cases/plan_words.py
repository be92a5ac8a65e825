"""The words of a plan: parts of the case, of a kind that reaches who must read them (ADR 0022)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask_babel import gettext as _

from wijkaanpak.access.facts import MatterFacts, PartFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.consent.reaching import residents_of
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Conflict
from wijkaanpak.journal.events import Thing
from wijkaanpak.matters.recording import NewPart, add_parts, class_of

FITTING = ("G_ADVIES", "G_WOONFEIT", "G_HUISH", "G_NAW")  # no word of a plan needs a more sensitive kind


def category_for(facts: MatterFacts, readers: Iterable[UUID], unit: Unit) -> str | None:
    """The first fitting kind of data that reaches each of these organisations; None in a case about a place.

    Raises Conflict where no ground brings them any.
    """
    if facts.bare:
        return None
    wanted = {unit.actor.organisation_id, *readers}
    for category in FITTING:
        part = as_part(facts, "actie", category)
        if all(organisation_reads(o, part, facts, unit.now) is not None for o in wanted):
            return category
    raise _unreached()


def _unreached() -> Conflict:
    return Conflict(
        _("No ground brings this to the organisation that must read it."), "GRONDSLAG_ONTBREEKT",
        (_("Record a ground first."),),
    )  # fmt: skip


def must_reach(facts: MatterFacts, kind: str, category: str | None, organisation: UUID, unit: Unit) -> None:
    """Raise Conflict unless words of the plan that stand there reach this organisation.

    Who may not read them does not know their kind of data (None); then all such words of the case must.
    """
    if facts.bare:
        return
    known = (
        [p for p in facts.parts if p.kind == kind] if category is None else [as_part(facts, kind, category)]
    )
    if not all(organisation_reads(organisation, part, facts, unit.now) is not None for part in known):
        raise _unreached()


def as_part(facts: MatterFacts, kind: str, category: str | None) -> PartFacts:
    """Words of the plan as the policy judges them: the case's own, about every resident."""
    return PartFacts(kind, category, class_of(category), facts.provider, residents_of(facts))


def add_words(
    unit: Unit, facts: MatterFacts, kind: str, text: str, readers: Iterable[UUID] = ()
) -> tuple[UUID, str | None]:
    """Write words of the plan; returns the id of their part and their kind of data."""
    category = category_for(facts, readers, unit)
    part = NewPart(kind, text.strip(), category)
    add_parts(unit, facts.id, facts.purpose, [part], provider=facts.provider)
    return part.id, category


def thing_of(facts: MatterFacts, kind: str, ident: UUID, category: str | None) -> Thing:
    """What an entry about the plan is about."""
    people = tuple(sorted(residents_of(facts), key=str))
    return Thing(
        kind, ident, facts.id, (facts.provider,), people, facts.purpose, class_of(category),
        (category,) if category else (),
    )  # fmt: skip
