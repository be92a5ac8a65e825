"""Who reads something of a case: its own organisation, and those that a ground lets; by name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from wijkaanpak.access import roles
from wijkaanpak.access.facts import INSIDE, MatterFacts, PartFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.door import Unit
from wijkaanpak.organisations.models import Organisation

Around = dict[UUID, list[str]]  # of every organisation its name and its kind
# Written once: building a statement anew for every answer costs more than sending it.
AROUND = select(
    func.json_object_agg(Organisation.id, func.json_build_array(Organisation.name, Organisation.kind))
).scalar_subquery()
ALONE = select(AROUND)


def everyone_around(unit: Unit) -> Around:
    """Every organisation with its name and its kind, for a page that asks it alone."""
    return around_of(unit.session.execute(ALONE).scalar_one())


def around_of(found: dict[str, list[str]]) -> Around:
    """The answer to AROUND."""
    return {UUID(organisation): said for organisation, said in found.items()}


def who_reads(facts: MatterFacts, part: PartFacts, now: datetime, around: Around) -> tuple[str, ...]:
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
