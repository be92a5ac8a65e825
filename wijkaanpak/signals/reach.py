"""What would reach joint triage: by name on a ground, or pseudonymised under the covenant (R1, R76)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wijkaanpak.access import codes, rules
from wijkaanpak.access.facts import FEIT, INSIDE, NAAM, MatterFacts, PartFacts
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.door import Unit
from wijkaanpak.organisations.models import Organisation

TRIAGE_KIND = "gemeente"
NOBODY, NAMED, PSEUDONYMOUS = "nobody", "named", "pseudonymous"


@dataclass(frozen=True)
class Reach:
    """How a signal stands towards one organisation: who it is about is nobody, named, or "bewoner 1".

    `carried` are the categories that a live ground brings there, `missing` those that need one;
    `facts` are the categories of what was seen, which joint triage reads either way.
    """

    organisation: UUID
    name: str
    persons: str
    carried: tuple[str, ...]
    missing: tuple[str, ...]
    facts: tuple[str, ...]
    grounds: tuple[UUID, ...]

    @property
    def sent(self) -> tuple[str, ...]:
        """Every category that is disclosed there during joint triage."""
        return tuple(sorted({*self.carried, *self.facts}))


def triage_organisations(unit: Unit, facts: MatterFacts) -> list[tuple[UUID, str]]:
    """The municipalities that weigh with the provider: parties to a covenant in force for this purpose."""
    parties = {
        party
        for covenant in facts.covenants
        for party in covenant.parties
        if rules.covenant(facts, facts.provider, party, None, unit.now)
    }
    query = (
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(parties | {facts.provider}), Organisation.kind == TRIAGE_KIND)
        .order_by(Organisation.name)
    )
    return [(ident, name) for ident, name in unit.session.execute(query)]


def towards_triage(unit: Unit, facts: MatterFacts) -> list[Reach]:
    """How this signal would stand, or stands, towards each organisation that weighs it jointly."""
    return [reach(unit, facts, ident, name) for ident, name in triage_organisations(unit, facts)]


def reach(unit: Unit, facts: MatterFacts, organisation: UUID, name: str) -> Reach:
    """How a signal stands towards one organisation at this moment."""
    carried: set[str] = set()
    missing: set[str] = set()
    grounds: dict[UUID, None] = {}
    for part in _shareable(facts):
        found = organisation_reads(organisation, part, facts, unit.now)
        (missing if found is None else carried).update({part.category} if part.category else ())
        grounds.update(dict.fromkeys(found or ()))
    names = [part for part in facts.parts if part.kind == NAAM]
    known = all(organisation_reads(organisation, part, facts, unit.now) is not None for part in names)
    return Reach(
        organisation, name, (NAMED if known else PSEUDONYMOUS) if names else NOBODY,
        _in_order(carried - missing), _in_order(missing), _in_order(_categories(facts, FEIT)), tuple(grounds),
    )  # fmt: skip


def highest(categories: Iterable[str]) -> str:
    """The class of the most sensitive of these."""
    return max(codes.highest_class(codes.category(c).data_class for c in categories), "K1")


def _shareable(facts: MatterFacts) -> list[PartFacts]:
    return [part for part in facts.parts if part.kind not in INSIDE]


def _categories(facts: MatterFacts, kind: str) -> set[str]:
    return {part.category for part in facts.parts if part.kind == kind and part.category}


def _in_order(categories: set[str]) -> tuple[str, ...]:
    return tuple(line.code for line in codes.items("gegevenscategorieen") if line.code in categories)
