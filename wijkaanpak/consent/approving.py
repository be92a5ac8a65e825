"""The second judgement of a ground, by someone else than who decided on it; without it nothing is shared."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, text, update

from wijkaanpak.access import codes, policy
from wijkaanpak.access.facts import ConsentLine, MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent.grounds import about, colleagues
from wijkaanpak.consent.lawful import ONLY_PO, Second
from wijkaanpak.consent.models import Ground
from wijkaanpak.consent.present import one_by_one
from wijkaanpak.consent.proposal import CONFLICT, DEFERRED, SAID_NO, VITAL
from wijkaanpak.consent.reaching import CONSENT
from wijkaanpak.door import Unit, command, deny
from wijkaanpak.foundation.errors import Conflict, Invalid, NotFound
from wijkaanpak.journal.events import Event

LEAST_REASON = 10
WHY = text("select set_config('wijk.reason', :reason, true)")


@dataclass(frozen=True, kw_only=True)
class GroundJudged(
    Event, name="ground.judged", says="{actor} judged a ground as second", bell="access.changed"
):
    """A ground counts from now on, or went back to who decided on it, or ended."""

    ground: UUID
    status: str
    told: tuple[UUID, ...] = ()

    def rings(self) -> tuple[UUID, ...]:
        """The matter, who decided on it, and those for whom something opens or closes."""
        return (*super().rings(), *self.told)


@command(Verb.GROUND_APPROVE)
def judge(unit: Unit, ground_id: UUID, /, *, agrees: bool, reason: str = "") -> GroundJudged:
    """Agree, and the ground counts; or send it back with a reason (R54, R65; requirements.md 2.5).

    Raises NotFound for a ground one may not know of, Conflict where one may not judge it any more or at all.
    """
    ground, facts = to_judge(unit, Verb.GROUND_APPROVE, ground_id)
    _check(unit, ground, agrees, reason)
    if agrees:
        _still_fits(unit, ground, facts)
    return move(unit, ground, facts, "ACTIEF" if agrees else "CONCEPT", reason)


@command(Verb.GROUND_STOP)
def stop(unit: Unit, ground_id: UUID, /, *, reason: str = "") -> GroundJudged:
    """End a ground that one judged oneself, because it is no longer needed (2.5)."""
    ground, facts = to_judge(unit, Verb.GROUND_STOP, ground_id)
    if ground.status != "ACTIEF" or ground.second_by != unit.actor.id:
        raise Conflict(_("This ground does not count any more."), "STATUS")
    return move(unit, ground, facts, "VERVALLEN", reason)


def to_judge(unit: Unit, verb: Verb, ground_id: UUID) -> tuple[Ground, MatterFacts]:
    """A ground with the facts of its matter; who may not know of it gets the same 404 as for none."""
    matter = unit.session.scalar(select(Ground.matter_id).where(Ground.id == ground_id))
    if matter is not None:
        one_by_one(unit, matter)
    ground = unit.session.scalar(select(Ground).where(Ground.id == ground_id))
    found = unit.facts(ground.matter_id) if ground is not None else None
    if ground is None or found is None:
        deny(unit, verb, policy.deny("NIET_BETROKKEN"), None, ground_id)
        raise NotFound()
    return ground, found[0]


def move(unit: Unit, ground: Ground, facts: MatterFacts, status: str, reason: str) -> GroundJudged:
    """Give a ground its next status, with who judged it and why in its history."""
    unit.session.execute(WHY, {"reason": reason.strip()})
    unit.session.execute(
        update(Ground)
        .where(Ground.id == ground.id)
        .values(status=status, second_by=unit.actor.id, second_at=unit.now)
        .execution_options(synchronize_session=False)
    )
    unit.session.execute(WHY, {"reason": ""})
    told = colleagues(facts, tuple(ground.recipients), unit)
    decider = (ground.decided_by,) if ground.decided_by else ()
    return GroundJudged(thing=about(ground, facts), ground=ground.id, status=status, told=(*decider, *told))


def reasons(ground: Ground) -> frozenset[Second]:
    """Why a recorded ground needs a second judgement, read from the record itself."""
    why = {
        Second.VITAL: ground.basis == VITAL,
        Second.CONFLICT: ground.secrecy_exception == CONFLICT,
        Second.DEFERRED: ground.informed == DEFERRED,
        Second.POLICE: any(codes.category(c).data_class == "K6" for c in ground.categories),
        Second.AFTER_NO: bool(ground.after_refusal),
    }
    return frozenset(reason for reason, holds in why.items() if holds)


def _check(unit: Unit, ground: Ground, agrees: bool, reason: str) -> None:
    if ground.status != "TER_BEOORDELING":
        raise Conflict(_("This ground was judged already."), "STATUS")
    if ground.decided_by == unit.actor.id:
        raise Conflict(_("You decided on this ground yourself. Someone else must judge it."), "STATUS")
    if reasons(ground) & ONLY_PO and not unit.actor.holds("PO"):
        raise Conflict(_("Only a privacy officer may judge this one."), "STATUS")
    if not agrees and len(reason.strip()) < LEAST_REASON:
        raise Invalid({"reason": _("Say why you do not agree, in a few words.")})


def _still_fits(unit: Unit, ground: Ground, facts: MatterFacts) -> None:
    """What was lawful when it was recorded may no longer be so when it is judged (R40, R54)."""
    if ground.valid_until <= unit.now:
        raise Conflict(_("The time for which this ground was meant is over."), "STATUS")
    if ground.informed == DEFERRED and (ground.review_on is None or ground.review_on <= unit.now):
        raise Conflict(
            _("The day on which telling the resident would be looked at again has passed. Send it back."),
            "STATUS",
        )
    if any(_no_meanwhile(ground, word) for word in facts.consents):
        raise Conflict(
            _("The resident said no after this was recorded. Send it back; it must be recorded again."),
            "STATUS",
        )


def _no_meanwhile(ground: Ground, word: ConsentLine) -> bool:
    """A no that whoever decided on the ground did not answer: it came later, or at the very same moment."""
    about = ground.person_id in (None, word.person) and word.category in ground.categories
    unanswered = ground.basis != CONSENT and not ground.after_refusal
    return about and word.result in SAID_NO and (unanswered or word.recorded_at > ground.decided_at)
