"""Ending a ground that is no longer needed; what was shared on it stays lawful (requirements.md 2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from wijkaanpak.access import policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent.grounds import about, colleagues
from wijkaanpak.consent.models import Ground
from wijkaanpak.door import Unit, command, deny
from wijkaanpak.foundation.errors import Conflict, NotFound
from wijkaanpak.journal.events import Event

ENDS = {"ACTIEF": "VERVALLEN", "TER_BEOORDELING": "CONCEPT"}  # what never counted is taken back, not ended


@dataclass(frozen=True, kw_only=True)
class GroundEnded(Event, name="ground.ended", says="{actor} ended a ground", bell="access.changed"):
    """A ground no longer counts, or was taken back before it did."""

    ground: UUID
    recipients: tuple[UUID, ...]
    status: str
    told: tuple[UUID, ...] = ()

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and those who may now read less."""
        return (*super().rings(), *self.told)


@command(Verb.GROUND_END)
def end(unit: Unit, facts: MatterFacts, /, ground_id: UUID) -> GroundEnded:
    """End a ground of this matter, as the one who decided on it or as the lead."""
    ground = unit.session.scalar(select(Ground).where(Ground.id == ground_id, Ground.matter_id == facts.id))
    if ground is None:
        deny(unit, Verb.GROUND_END, policy.deny("NIET_BETROKKEN"), None, ground_id)
        raise NotFound()
    if not may_end(unit, facts, ground.decided_by):
        deny(unit, Verb.GROUND_END, policy.deny("ROL_ONVOLDOENDE"), facts, facts.id)
    if ground.status not in ENDS:
        raise Conflict(_("This ground does not count any more."), "STATUS")
    status = ENDS[ground.status]
    unit.session.execute(
        update(Ground)
        .where(Ground.id == ground_id)
        .values(status=status)
        .execution_options(synchronize_session=False)
    )
    return GroundEnded(
        thing=about(ground, facts), ground=ground.id, recipients=tuple(ground.recipients), status=status,
        told=colleagues(facts, tuple(ground.recipients), unit),
    )  # fmt: skip


def may_end(unit: Unit, facts: MatterFacts, decided_by: UUID | None) -> bool:
    """Who decided on it, or who leads."""
    return unit.actor.id in (decided_by, facts.lead)


def end_all(unit: Unit, facts: MatterFacts) -> None:
    """Nothing is shared past the end of a case, and what counted never revives (row 10 and 11 of 4.2).

    A step of the command that ends the case; what a privacy officer must still decide on stays with them.
    """
    for before, after in ENDS.items():
        unit.session.execute(
            update(Ground)
            .where(Ground.matter_id == facts.id, Ground.status == before)
            .values(status=after)
            .execution_options(synchronize_session=False)
        )
