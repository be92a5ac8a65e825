"""What waits for me, in order of what goes wrong first; numbers and places, no names (R194)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import bindparam, func, select

from wijkaanpak.access import codes, roles
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import today_plan
from wijkaanpak.cases.models import Case
from wijkaanpak.consent.models import Ground, GroundLine
from wijkaanpak.door import Unit, reading
from wijkaanpak.matters import emergency, emergency_review
from wijkaanpak.matters.models import Matter, MatterAccess
from wijkaanpak.places.models import Complex
from wijkaanpak.signals import queue
from wijkaanpak.signals.models import Signal
from wijkaanpak.signals.states import SENT_BACK
from wijkaanpak.web.frame import moment
from wijkaanpak.web.language import language
from wijkaanpak.web.waiting import Wait, elsewhere

SOON = timedelta(days=30)
MOST = 25


# Both begin with one's own places in teams and look at a case only where something waits: for who works on
# thousands of them, every case that is opened for nothing counts.
OPEN_PLACES = (MatterAccess.principal == bindparam("principal"), MatterAccess.thing == "case")
WITHOUT_LEAD = (
    select(Case.id, Case.number, Complex.name, Case.opened_at, Matter.provider_id)
    .select_from(MatterAccess)
    .join(Case, Case.matter_id == MatterAccess.matter_id)
    .join(Matter, Matter.id == Case.matter_id)
    .join(Complex, Complex.id == Matter.complex_id)
    .where(
        *OPEN_PLACES, MatterAccess.lead_organisation_id.is_(None), Case.lead_id.is_(None),
        Case.closed_at.is_(None),
    )
    .order_by(Case.opened_at)
    .limit(MOST)
)  # fmt: skip
STOPPING = (
    select(GroundLine.matter_id, func.min(GroundLine.valid_until).label("until"))
    .join(MatterAccess, MatterAccess.matter_id == GroundLine.matter_id)
    .where(
        *OPEN_PLACES, MatterAccess.lead_organisation_id == bindparam("organisation"),
        GroundLine.status == "ACTIEF", GroundLine.valid_until > bindparam("now"),
        GroundLine.valid_until < bindparam("edge"),
    )
    .group_by(GroundLine.matter_id)
    .subquery("stopping")
)  # fmt: skip
ENDING = (
    select(Case.id, Case.number, Complex.name, STOPPING.c.until, Matter.provider_id)
    .select_from(STOPPING)
    .join(Case, Case.matter_id == STOPPING.c.matter_id)
    .join(Matter, Matter.id == STOPPING.c.matter_id)
    .join(Complex, Complex.id == Matter.complex_id)
    .where(Case.lead_id == bindparam("me"))
    .order_by(STOPPING.c.until)
    .limit(MOST)
)


@dataclass(frozen=True)
class Today:
    """The work list of who is signed in."""

    now: list[Wait]
    later: list[Wait]
    field: bool
    first_name: str


@reading(Verb.WORK_READ)
def today(unit: Unit, _nothing: None, /) -> Today:
    """Everything that waits for this person, whatever the role: late and today first, then within 30 days."""
    found: list[Wait] = []
    if _may(unit, "signaal.eigen_triage"):
        found += _to_weigh(unit)
    if _may(unit, "signaal.triage"):
        found += _in_triage(unit)
    found += _sent_back(unit)
    if _may(unit, "casus.lezen"):
        found += _without_lead(unit) + _ending(unit) + today_plan.planned(unit)
    if unit.actor.holds("PO"):
        found += today_plan.long_cases(unit)
    if _may(unit, "grondslag.beoordelen"):
        found += _to_judge(unit)
    if unit.actor.holds(*emergency.LEADS, *emergency.JUDGES):
        found += _emergencies(unit)
    found += elsewhere(unit)
    edge = unit.now + timedelta(days=2)
    found.sort(key=lambda wait: wait.due or unit.now)
    return Today(
        now=[w for w in found if w.due is None or w.due < edge],
        later=[w for w in found if w.due is not None and w.due >= edge],
        field=any(role in ("WB", "DD") for role in unit.actor.role_codes),
        first_name=unit.actor.name.split(" ")[0],
    )


def _may(unit: Unit, permission: str) -> bool:
    return any(roles.grants(permission, role) for role in unit.actor.role_codes)


def _to_weigh(unit: Unit) -> list[Wait]:
    return [
        Wait(row.due_at, _("A signal to weigh: %(what)s", what=_what(row.category)), row.place,
             f"/signalen/{row.id}", _("Weigh it"), "weigh")
        for row in queue.to_weigh(unit)
    ]  # fmt: skip


def _in_triage(unit: Unit) -> list[Wait]:
    return [
        Wait(row.due_at, _("In joint triage: %(what)s", what=_what(row.category)), row.place,
             f"/triage/{row.id}", _("Weigh it"), "triage")
        for row in queue.to_triage(unit)
    ]  # fmt: skip


def _sent_back(unit: Unit) -> list[Wait]:
    """Only what waits is read here: the entry lists exactly what this answer shows (rulings.md 16)."""
    query = (
        select(Signal.id, Complex.name, Signal.organisation_id)
        .join(Matter, Matter.id == Signal.matter_id)
        .join(Complex, Complex.id == Matter.complex_id)
        .where(Signal.author_id == unit.actor.id, Signal.status == SENT_BACK)
        .order_by(Signal.reported_at, Signal.id)
        .limit(MOST)
    )
    waits = []
    for i, place, provider in unit.session.execute(query):
        unit.disclose("SIGNAAL", i, controller=provider)
        title = _("A question about your signal")
        waits.append(Wait(None, title, place, f"/signalen/{i}", _("Answer it"), "question"))
    return waits


def _without_lead(unit: Unit) -> list[Wait]:
    if not unit.actor.holds("CR"):
        return []
    found = unit.session.execute(WITHOUT_LEAD, {"principal": f"ct:{unit.actor.id}"})
    waits = []
    for i, number, place, opened, provider in found:
        unit.disclose("CASUS", i, controller=provider)
        text = _("Case %(number)s, %(place)s.", number=number, place=place)
        waits.append(
            Wait(opened, _("A case without a lead"), text, f"/casussen/{i}", _("Take the lead"), "lead")
        )
    return waits


def _ending(unit: Unit) -> list[Wait]:
    """Grounds that stop within 30 days in the cases that I lead (R47)."""
    asked = {"now": unit.now, "edge": unit.now + SOON, "organisation": unit.actor.organisation_id}
    mine = {"me": unit.actor.id, "principal": f"ct:{unit.actor.id}"}
    waits = []
    for i, number, place, until, provider in unit.session.execute(ENDING, asked | mine):
        unit.disclose("CASUS", i, controller=provider)
        text = _("Case %(number)s, %(place)s. After that the partners see less.", number=number, place=place)
        waits.append(
            Wait(until, _("A ground to share stops"), text, f"/casussen/{i}", _("See what stops"), "ending")
        )
    return waits


def _to_judge(unit: Unit) -> list[Wait]:
    query = (
        select(Ground.id, Ground.decided_at, Ground.provider_id)
        .where(Ground.status == "TER_BEOORDELING", func.app.may_judge(Ground.provider_id, Ground.matter_id))
        .where(Ground.decided_by != unit.actor.id)
        .order_by(Ground.decided_at)
        .limit(MOST)
    )
    waits = []
    for i, decided, provider in unit.session.execute(query):
        unit.disclose("GRONDSLAG", i, controller=provider)
        waits.append(
            Wait(
                decided,
                _("A ground waits for a second judgement"),
                "",
                "/controle/grondslagen",
                _("Judge it"),
                "judge",
            )
        )
    return waits


def _emergencies(unit: Unit) -> list[Wait]:
    """Who used emergency access in my organisation; the resident is not named here (R105, R202)."""
    waits = []
    for use in emergency_review.notices(unit):
        text = _("%(who)s, from %(start)s", who=use.user, start=moment(use.since))
        text += ". " + _("Again within 30 days on the same resident.") if use.repeated else "."
        url, act = ("/controle/noodprocedures", _("Judge it")) if use.mine_to_judge else ("", "")
        waits.append(Wait(use.due, _("A colleague used emergency access"), text, url, act, "emergency"))
    return waits


def _what(category: str) -> str:
    return codes.label("signaalcategorieen", category, language()).lower()
