"""A resident's objection to a ground: nothing is shared on it until a privacy officer has decided (R46)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from wijkaanpak.access import policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent.approving import LEAST_REASON, GroundJudged, move, to_judge
from wijkaanpak.consent.grounds import about, colleagues
from wijkaanpak.consent.judges import judges
from wijkaanpak.consent.models import Ground
from wijkaanpak.door import Unit, command, deny
from wijkaanpak.foundation.errors import Conflict, Invalid, NotFound
from wijkaanpak.journal.events import Event

OPEN_TO_OBJECTION = frozenset({"A6_1E", "A6_1F"})


@dataclass(frozen=True, kw_only=True)
class GroundObjected(
    Event, name="ground.objected", says="{actor} recorded an objection to a ground", bell="access.changed"
):
    """A ground waits, and nothing is shared on it meanwhile."""

    ground: UUID
    recipients: tuple[UUID, ...]
    told: tuple[UUID, ...] = ()

    def rings(self) -> tuple[UUID, ...]:
        """The matter, those who may now read less, and who must decide."""
        return (*super().rings(), *self.told)


@command(Verb.GROUND_OBJECT)
def object_to(unit: Unit, facts: MatterFacts, /, ground_id: UUID) -> GroundObjected:
    """Record that the resident objects (art. 21 AVG); no reason is asked."""
    ground = unit.session.scalar(select(Ground).where(Ground.id == ground_id, Ground.matter_id == facts.id))
    if ground is None:
        deny(unit, Verb.GROUND_OBJECT, policy.deny("NIET_BETROKKEN"), None, ground_id)
        raise NotFound()
    if ground.basis not in OPEN_TO_OBJECTION:
        raise Conflict(
            _("The law gives no objection against this ground. A consent can be withdrawn."), "STATUS"
        )
    if ground.status != "ACTIEF":
        raise Conflict(_("This ground does not count any more."), "STATUS")
    unit.session.execute(
        update(Ground)
        .where(Ground.id == ground_id)
        .values(status="BEZWAAR")
        .execution_options(synchronize_session=False)
    )
    recipients = tuple(ground.recipients)
    decides = judges(unit, facts, ground.provider_id, only_po=True)
    return GroundObjected(
        thing=about(ground, facts), ground=ground.id, recipients=recipients,
        told=(*colleagues(facts, recipients, unit), *decides),
    )  # fmt: skip


@command(Verb.GROUND_SETTLE)
def settle(unit: Unit, ground_id: UUID, /, *, upheld: bool, reason: str) -> GroundJudged:
    """Decide on an objection as privacy officer: upheld ends the ground, otherwise it counts again."""
    ground, facts = to_judge(unit, Verb.GROUND_SETTLE, ground_id)
    if ground.decided_by == unit.actor.id:
        raise Conflict(_("You decided on this ground yourself. Someone else must judge it."), "STATUS")
    if ground.status != "BEZWAAR":
        raise Conflict(_("There is no objection waiting for a decision."), "STATUS")
    if not unit.actor.holds("PO"):
        raise Conflict(_("Only a privacy officer may judge this one."), "STATUS")
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid({"reason": _("Say why you decide so, in a few words.")})
    return move(unit, ground, facts, "VERVALLEN" if upheld else "ACTIEF", reason)
