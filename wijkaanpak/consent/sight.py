"""Which grounds a look at a matter counts with: those that carry something, and that the viewer may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from wijkaanpak.access import codes, roles
from wijkaanpak.access.facts import MatterFacts

NEVER_COUNTED = frozenset({"CONCEPT", "TER_BEOORDELING"})


def within_ceilings(facts: MatterFacts, kinds: Mapping[UUID, str]) -> MatterFacts:
    """The same facts without the lines that carry nothing, as their recipients may never read that class."""
    ceilings = roles.matrix()["ceilings"]
    lines = tuple(
        line for line in facts.lines
        if line.recipient not in kinds
        or codes.category(line.category).data_class in ceilings.get(kinds[line.recipient], ())
    )  # fmt: skip
    return replace(facts, lines=lines)


def in_sight(facts: MatterFacts, viewer: UUID | None) -> MatterFacts:
    """The same facts without grounds that do not count yet, but for those who decide on them."""
    near = (None, facts.lead_organisation) if facts.lead_organisation else (None,)
    lines = tuple(
        line for line in facts.lines
        if line.status not in NEVER_COUNTED
        or (line.status == "TER_BEOORDELING" and viewer in (*near, line.provider))
    )  # fmt: skip
    return replace(facts, lines=lines)
