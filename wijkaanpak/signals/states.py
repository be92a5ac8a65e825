"""The way of a signal: one row a verb, from which states and to which (4.1, R77, R78)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import or_, update

from wijkaanpak.access import codes
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Conflict
from wijkaanpak.matters.models import Matter
from wijkaanpak.signals.models import Signal, SignalStep
from wijkaanpak.web.language import language

REPORTED, IN_TRIAGE, SENT_BACK = "INGEDIEND", "IN_TRIAGE", "TERUG_NAAR_MELDER"
ONE_ORGANISATION, REJECTED = "ENKELVOUDIG_DOORGEZET", "AFGEWEZEN"
MERGED, CASE = "SAMENGEVOEGD", "OMGEZET_NAAR_CASUS"
OPEN = (REPORTED, IN_TRIAGE, SENT_BACK, ONE_ORGANISATION)


@dataclass(frozen=True)
class Transition:
    """From which states a verb may start, and the state it leads to (None: it stays)."""

    before: tuple[str, ...]
    after: str | None


TRANSITIONS: Mapping[Verb, Transition] = MappingProxyType(
    {
        Verb.SIGNAL_KEEP: Transition((REPORTED,), ONE_ORGANISATION),
        Verb.SIGNAL_HAND_OVER: Transition((REPORTED,), IN_TRIAGE),
        Verb.SIGNAL_REFUSE: Transition((REPORTED,), REJECTED),
        Verb.SIGNAL_ASK: Transition(OPEN, None),
        Verb.SIGNAL_SUPPLEMENT: Transition((SENT_BACK,), IN_TRIAGE),
        Verb.TRIAGE_CLAIM: Transition((IN_TRIAGE,), None),
        Verb.TRIAGE_SEND_BACK: Transition((IN_TRIAGE,), SENT_BACK),
        Verb.TRIAGE_PASS_ON: Transition((IN_TRIAGE,), ONE_ORGANISATION),
        Verb.TRIAGE_REFUSE: Transition((IN_TRIAGE,), REJECTED),
        Verb.TRIAGE_MERGE: Transition((IN_TRIAGE,), MERGED),
        Verb.CASE_CONVERT: Transition((IN_TRIAGE,), CASE),
    }
)


def fits(verb: Verb, facts: MatterFacts) -> bool:
    """Does the state of this signal allow this step?"""
    return not facts.is_case and facts.status in TRANSITIONS[verb].before


def check(verb: Verb, facts: MatterFacts) -> Transition:
    """The row of this verb; raises Conflict with one sentence where the state does not allow it (409)."""
    if facts.is_case:
        raise Conflict(_("This signal became a case; what happens next happens there."), "STATUS")
    if not fits(verb, facts):
        raise Conflict(
            _(
                "This signal is at “%(now)s” and this step is only possible at “%(when)s”.",
                now=_name(facts.status),
                when=_("” or “").join(_name(status) for status in TRANSITIONS[verb].before),
            ),
            "STATUS",
        )
    return TRANSITIONS[verb]


def move(unit: Unit, verb: Verb, facts: MatterFacts, signal_id: UUID, **values: Any) -> None:
    """Take the step and keep it on the signal's way; raises Conflict when someone was just ahead.

    What one may write follows from the state before, so the signal's own row changes last.
    """
    after = check(verb, facts).after
    if after is not None:
        add_step(unit, signal_id, after, unit.actor.organisation_id)
    unit.session.execute(update(Matter).where(Matter.id == facts.id).values(changed_at=unit.moment))
    free = or_(
        Signal.claimed_by.is_(None), Signal.claimed_until <= unit.now, Signal.claimed_by == unit.actor.id
    )
    changed = unit.session.execute(
        update(Signal)
        .where(Signal.id == signal_id, Signal.status == facts.status, free)
        .values({"status": after or facts.status, **values})
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("Someone else took a step with this signal just before you."), "STATUS")


def add_step(unit: Unit, signal_id: UUID, status: str, organisation: UUID | None) -> None:
    """One step of the way as its reporter may see it: what, when and by which organisation (R86)."""
    unit.session.add(
        SignalStep(
            id=uuid4(), signal_id=signal_id, status=status, at=unit.moment, by_organisation_id=organisation
        )
    )
    unit.session.flush()


def _name(status: str) -> str:
    return codes.label("signaalstatussen", status, language())
