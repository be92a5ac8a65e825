"""Weighing in the own organisation: keep it, reject it, or hand it to joint triage (requirements.md 4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.access import codes
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.foundation.working_days import local
from wijkaanpak.signals.happenings import SignalHandedOver, SignalKept, SignalRefused, about
from wijkaanpak.signals.models import Signal
from wijkaanpak.signals.reach import NAMED, PSEUDONYMOUS, Reach, highest, towards_triage
from wijkaanpak.signals.states import check, move

ELSEWHERE = "VERKEERD_DOEL"
NOT_YET = "nee_nog_niet"
LEAST_REASON = 5


@dataclass(frozen=True)
class Rejection:
    """Why a signal is rejected, and to which point outside the platform the reporter was pointed (R203)."""

    reason: str
    point: str = ""
    phone: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Consultation:
    """What triage wants to know beforehand: the anonymous consultation (R14), why not discussed (R43)."""

    tried: bool | None = None
    words: str = ""
    discussed_reason: str = ""


@command(Verb.SIGNAL_KEEP)
def keep(unit: Unit, facts: MatterFacts, /, signal_id: UUID) -> SignalKept:
    """The own organisation solves it: ENKELVOUDIG_DOORGEZET, nothing leaves it."""
    check(Verb.SIGNAL_KEEP, facts)
    refuse_enforcement(facts)
    move(unit, Verb.SIGNAL_KEEP, facts, signal_id, passed_to=facts.provider)
    return SignalKept(thing=about(facts, signal_id), told=inside(facts))


@command(Verb.SIGNAL_REFUSE)
def refuse(unit: Unit, facts: MatterFacts, /, signal_id: UUID, rejection: Rejection) -> SignalRefused:
    """Reject in the own organisation: AFGEWEZEN, with a reason code (R203: enforcement)."""
    check(Verb.SIGNAL_REFUSE, facts)
    values = rejected(unit, facts, rejection)
    move(unit, Verb.SIGNAL_REFUSE, facts, signal_id, **values)
    return SignalRefused(
        thing=about(facts, signal_id), reason=rejection.reason, external=bool(values["external_point"]),
        told=inside(facts),
    )  # fmt: skip


@command(Verb.SIGNAL_HAND_OVER)
def hand_over(unit: Unit, facts: MatterFacts, /, signal_id: UUID, said: Consultation) -> SignalHandedOver:
    """Hand a signal to joint triage: a disclosure, by name only on a live ground (R76)."""
    check(Verb.SIGNAL_HAND_OVER, facts)
    refuse_enforcement(facts)
    if facts.secret:
        raise Conflict(_("Only people who were named know of this signal; it is never handed over."))
    towards = towards_triage(unit, facts)
    if not towards:
        raise Conflict(
            _("There is no covenant in force with a municipality for this purpose."),
            "CONVENANT_INACTIEF",
        )  # fmt: skip
    move(unit, Verb.SIGNAL_HAND_OVER, facts, signal_id, shared=True, **_prepared(unit, signal_id, said))
    return _handed_over(facts, signal_id, towards)


def _handed_over(facts: MatterFacts, signal_id: UUID, towards: list[Reach]) -> SignalHandedOver:
    categories = tuple(sorted({category for one in towards for category in one.sent}))
    recipients = tuple(one.organisation for one in towards)
    by_name = any(one.persons == NAMED for one in towards)
    return SignalHandedOver(
        thing=about(
            facts, signal_id, categories=categories, sensitivity=highest(categories), persons=by_name
        ),
        recipients=recipients,
        categories=categories,
        grounds=tuple(dict.fromkeys(ground for one in towards for ground in one.grounds)),
        pseudonymous=any(one.persons == PSEUDONYMOUS for one in towards),
        told=(*inside(facts), *recipients),
    )


def lacking(unit: Unit, signal_id: UUID, said: Consultation) -> dict[str, str]:
    """What triage asks for and is not said yet, per question."""
    faults: dict[str, str] = {}
    discussed, reason = _discussed(unit, signal_id, said)
    if discussed == NOT_YET and len(reason) < LEAST_REASON:
        faults["discussed_reason"] = _("Say why it was not discussed with the resident yet.")
    if said.tried is None:
        faults["consulted"] = _("Choose yes or no.")
    if len(said.words.strip()) < LEAST_REASON:
        faults["consulted_reason"] = _("Say in a few words what came of it, or why you did not try.")
    return faults


def _discussed(unit: Unit, signal_id: UUID, said: Consultation) -> tuple[str, str]:
    query = select(Signal.discussed, Signal.discussed_reason).where(Signal.id == signal_id)
    discussed, known = unit.session.execute(query).one()
    return discussed, said.discussed_reason.strip() or known or ""


def _prepared(unit: Unit, signal_id: UUID, said: Consultation) -> dict[str, Any]:
    faults = lacking(unit, signal_id, said)
    if faults:
        raise Invalid(faults)
    reason = _discussed(unit, signal_id, said)[1] or None
    return {"discussed_reason": reason, "consulted": said.tried, "consulted_reason": said.words.strip()}


def rejected(unit: Unit, facts: MatterFacts, rejection: Rejection) -> dict[str, Any]:
    """The values of a rejection, or Invalid with everything that is missing."""
    faults: dict[str, str] = {}
    point, phone = rejection.point.strip(), rejection.phone.strip()
    if not codes.known("afwijsredenen", rejection.reason):
        faults["reason"] = _("Choose a reason.")
    if for_enforcement(facts):
        if rejection.reason != ELSEWHERE:
            faults["reason"] = _("This kind can only be rejected as not belonging on this platform.")
        if not point:
            faults["point"] = _("Fill in who you pointed to, for example your own housing fraud team.")
        if not phone:
            faults["phone"] = _("Fill in the telephone number of that point.")
        if rejection.on is None:
            faults["on"] = _("Fill in on which day you did so.")
    if rejection.on is not None and rejection.on > local(unit.now).date():
        faults["on"] = _("This day has not come yet.")
    if faults:
        raise Invalid(faults)
    return {
        "rejected_reason": rejection.reason, "external_point": point or None, "external_phone": phone or None,
        "external_on": rejection.on,
    }  # fmt: skip


def for_enforcement(facts: MatterFacts) -> bool:
    """R13, R203: care and enforcement never meet here."""
    return codes.purpose(facts.purpose).type == "HANDHAVING"


def refuse_enforcement(facts: MatterFacts) -> None:
    """What is meant for enforcement goes no further on this platform (R203)."""
    if for_enforcement(facts):
        raise Conflict(
            _("This kind of signal goes no further here. Point to the right place and reject it."),
            "VERKEERD_DOEL",
        )  # fmt: skip


def inside(facts: MatterFacts) -> tuple[UUID, ...]:
    """Who hears of a step besides the matter: the own organisation, unless it may not know (R33)."""
    return () if facts.secret else (facts.provider,)
