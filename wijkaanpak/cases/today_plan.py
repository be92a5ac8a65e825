"""What waits of plans: actions that are due, cases to evaluate or step down, hand-overs to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Date, DateTime, bindparam, func, literal, null, or_, select, text, union_all
from sqlalchemy import cast as as_type

from wijkaanpak.cases.guards import REVIEW
from wijkaanpak.cases.models import Action, Case, Goal, Offer
from wijkaanpak.door import Unit
from wijkaanpak.foundation.working_days import end_of, local
from wijkaanpak.matters.models import Matter, MatterAccess
from wijkaanpak.places.models import Complex
from wijkaanpak.web.waiting import Wait

DUE_SOON = timedelta(days=2)
SILENT = timedelta(days=90)  # after which stepping down is proposed (R80)
MOST = 25
IN_CHARGE = "REGIE"
OPEN = ("OPEN", "OPGEPAKT")

# One question for all of it. Each begins at what is one's own: one's actions, offers, and places in teams.
_moment = DateTime(timezone=True)
_no_day, _no_moment = as_type(null(), Date), as_type(null(), _moment)
_outside = (Case.id.label("case"), Case.number, Complex.name.label("place"), Matter.provider_id)


def _kind(name: str) -> Any:
    return literal(name).label("kind")


ACTIONS = (
    select(
        _kind("action"), *_outside, Action.id.label("thing"), Action.due_on.label("day"),
        _no_moment.label("moment"), _no_moment.label("active"),
    )
    .join(Case, Case.matter_id == Action.matter_id)
    .join(Matter, Matter.id == Action.matter_id)
    .join(Complex, Complex.id == Matter.complex_id)
    .where(
        Action.owner_id == bindparam("me"), Action.status.in_(OPEN), Action.due_on <= bindparam("soon"),
        Case.closed_at.is_(None),
    )
    .order_by(Action.due_on)
    .limit(MOST)
)  # fmt: skip
OFFERS = (
    select(
        _kind("offer"), *_outside, Offer.id.label("thing"), _no_day.label("day"),
        Offer.offered_at.label("moment"), _no_moment.label("active"),
    )
    .join(Case, Case.id == Offer.case_id)
    .join(Matter, Matter.id == Offer.matter_id)
    .join(Complex, Complex.id == Matter.complex_id)
    .where(Offer.to_id == bindparam("me"), Offer.answered_at.is_(None))
)  # fmt: skip
_evaluate = func.least(
    func.coalesce(Case.evaluate_on, Case.status_since + REVIEW), Case.status_since + REVIEW
)
_active = func.greatest(
    Matter.changed_at, Case.status_since,
    *(
        select(func.max(table.changed_at))
        .where(table.matter_id == Matter.id)
        .correlate(Matter)
        .scalar_subquery()
        for table in (Action, Goal)
    ),
)  # fmt: skip
LED = (
    select(
        _kind("led"), *_outside, Case.id.label("thing"), _no_day.label("day"), _evaluate.label("moment"),
        _active.label("active"),
    )
    .select_from(MatterAccess)
    .join(Case, Case.matter_id == MatterAccess.matter_id)
    .join(Matter, Matter.id == Case.matter_id)
    .join(Complex, Complex.id == Matter.complex_id)
    .where(
        MatterAccess.principal == bindparam("principal"), MatterAccess.thing == "case",
        MatterAccess.lead_organisation_id == bindparam("organisation"),
        Case.lead_id == bindparam("me"), Case.status == IN_CHARGE,
        or_(_evaluate <= bindparam("now"), _active <= bindparam("silent")),
    )
    .limit(MOST)
)  # fmt: skip
ALL = union_all(*(select(*part.subquery().c) for part in (ACTIONS, OFFERS, LED)))
LONG = text("select case_id, number, place, due from app.long_cases()")


def planned(unit: Unit) -> list[Wait]:
    """My actions that are late or due within two days, my cases to evaluate, and offers that wait for me."""
    asked = {
        "me": unit.actor.id, "principal": f"ct:{unit.actor.id}", "organisation": unit.actor.organisation_id,
        "now": unit.now, "silent": unit.now - SILENT, "soon": local(unit.now).date() + DUE_SOON,
    }  # fmt: skip
    waits = []
    for row in unit.session.execute(ALL, asked):
        unit.disclose("CASUS", row.case, controller=row.provider_id)
        if row.kind == "action":
            unit.disclose("ACTIE", row.thing, controller=row.provider_id)
        waits += SAYS[row.kind](unit, row)
    return waits


def long_cases(unit: Unit) -> list[Wait]:
    """Cases that last longer than a year, for a privacy officer of who brought them (R81)."""
    waits = []
    for case, number, place, due in unit.session.execute(LONG):
        unit.disclose("CASUS", case, controller=unit.actor.organisation_id)
        words = _("Is what is shared still in proportion? Your looking at it is on record.")
        url = f"/casussen/{case}/opschorten"
        title = _("A case lasts longer than a year")
        waits.append(Wait(due, title, f"{_where(number, place)} {words}", url, _("Weigh it anew"), "long"))
    return waits


def _action(unit: Unit, row: Any) -> list[Wait]:
    over = row.day < local(unit.now).date()
    title = _("An action of yours should be done already") if over else _("An action of yours is due")
    url = f"/casussen/{row.case}/acties/{row.thing}"
    due = end_of(row.day)
    return [Wait(due, title, _where(row.number, row.place), url, _("Do it"), "action")]


def _offer(unit: Unit, row: Any) -> list[Wait]:
    title, where = _("A colleague offers you a case"), _where(row.number, row.place)
    return [Wait(row.moment, title, where, f"/casussen/{row.case}", _("Answer it"), "offer")]


def _led(unit: Unit, row: Any) -> list[Wait]:
    """R80: an evaluation that is past, and ninety days in which nothing happened."""
    where, waits = _where(row.number, row.place), []
    if row.moment <= unit.now:
        title, url = _("A case of yours waits for its evaluation"), f"/casussen/{row.case}/stappen"
        waits.append(Wait(row.moment, title, where, url, _("Evaluate it"), "evaluate"))
    if row.active <= unit.now - SILENT:
        title, url = _("Nothing happened for 90 days"), f"/casussen/{row.case}/stappen/schaal_af"
        told = where + " " + _("Perhaps it can step down.")
        waits.append(Wait(row.active + SILENT, title, told, url, _("Step down"), "silent"))
    return waits


SAYS = {"action": _action, "offer": _offer, "led": _led}


def _where(number: str, place: str) -> str:
    return _("Case %(number)s, %(place)s.", number=number, place=place)
