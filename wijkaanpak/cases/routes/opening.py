"""A case from a signal, or opened directly."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import lazy_gettext as lazy
from sqlalchemy import select

from wijkaanpak.access import codes
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import merging, opening
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import signal_at
from wijkaanpak.door import Unit, require
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.organisations.models import Organisation, RoleAssignment, Staff
from wijkaanpak.places.models import Complex
from wijkaanpak.web.forms import HouseForm, choice, coded, day, line, pick, text, ticks
from wijkaanpak.web.page import go, page, show


class ConvertForm(HouseForm):
    """The triage form (4.2, row 1)."""

    question = line(
        lazy("Which question must this case answer?"),
        required=lazy("Write the question this case must answer."),
    )
    goal = line(
        lazy("What must be better in the end?"), required=lazy("Write what must be better in the end.")
    )
    needed = ticks(
        lazy("Which organisations are needed?"), required=lazy("Choose the organisations that are needed.")
    )
    why = text(lazy("Why are they needed?"), least=10, required=lazy("Say why they are needed."), rows=3)
    director = pick(lazy("Who takes the lead?"), required=lazy("Choose a case director."))


@blueprint.route("/signalen/<uuid:signal_id>/casus", methods=["GET", "POST"])
@page(Verb.CASE_CONVERT)
def convert(unit: Unit, signal_id: UUID) -> Response:
    """Make a case of a signal."""
    facts, _raw = signal_at(unit, Verb.CASE_CONVERT, signal_id)
    form: Any = ConvertForm.from_request()
    form.needed.choices = _parties(unit, facts)
    directors = _directors(unit)
    form.director.choices = [("", "")] + [(str(i), name) for i, name in directors]
    good = form.accepted(unit, Verb.CASE_CONVERT)
    try:
        if good:
            event = opening.convert(unit, facts, signal_id, _filled(unit, form))
            return go("cases.dossier", case_id=event.thing.id)
        if request.method == "POST":
            form.put_back(opening.faults(unit, facts, _filled(unit, form)))
    except Invalid as invalid:
        form.put_back(invalid.faults)
    return show("cases/convert.html", status=form.status, form=form, signal_id=signal_id)


def _filled(unit: Unit, form: Any) -> opening.TriageForm:
    """What was filled in so far; what is not on a list was told as a fault, and counts as empty."""
    needed = [] if form.needed.errors else form.needed.data or []
    director = None if form.director.errors or not form.director.data else UUID(form.director.data)
    return opening.TriageForm(
        form.question.data or "", form.goal.data or "", {UUID(o): form.why.data or "" for o in needed},
        director, unit.actor.organisation_id,
    )  # fmt: skip


class OpenForm(HouseForm):
    """A case without a signal."""

    place = pick(lazy("Where?"), required=lazy("Choose a building."))
    category = pick(lazy("What is it about?"), required=lazy("Choose what it is about."))
    urgency = choice(lazy("How urgent is it?"))
    question = line(
        lazy("Which question must this case answer?"),
        required=lazy("Write the question this case must answer."),
    )
    feit = text(lazy("What was seen or heard"), least=30, required=lazy("Write what was seen or heard."))
    duiding = text(lazy("What do you make of it?"), rows=3)
    advies = text(lazy("What must others know or do?"), rows=3)
    resident = line(lazy("Name of the resident"))
    born = day(lazy("Date of birth"))


@blueprint.route("/casussen/nieuw", methods=["GET", "POST"])
@page(Verb.CASE_OPEN)
def open_case(unit: Unit) -> Response:
    """Open a case without a signal."""
    require(unit, Verb.CASE_OPEN, None)
    opening.directors_only(unit)
    form: Any = OpenForm.from_request()
    places = {str(c.id): c for c in unit.session.scalars(select(Complex).order_by(Complex.name))}
    form.place.choices = [("", "")] + [(key, c.name) for key, c in places.items()]
    allowed = {
        c.code for c in codes.items("signaalcategorieen") if c.facts["doel"] not in ("P_HANDH", "P_VEILIG")
    }
    form.category.choices = [("", ""), *coded("signaalcategorieen", allowed)]
    form.urgency.choices = coded("urgenties")
    try:
        if form.accepted(unit, Verb.CASE_OPEN):
            event = opening.open_directly(
                unit, places[form.place.data], category=form.category.data,
                purpose=codes.signal_category(form.category.data).purpose, urgency=form.urgency.data,
                question=form.question.data, feit=form.feit.data, duiding=form.duiding.data or "",
                advies=form.advies.data or "", resident=(form.resident.data or "").strip() or None,
                born=form.born.data,
            )  # fmt: skip
            return go("cases.dossier", case_id=event.thing.id)
        if request.method == "POST" and not form.category.errors:
            form.put_back(_about_whom(unit, form))
    except Invalid as invalid:
        form.put_back(invalid.faults)
    return show("cases/open.html", status=form.status, form=form)


def _about_whom(unit: Unit, form: Any) -> dict[str, str]:
    purpose = codes.signal_category(form.category.data).purpose
    return opening.resident_faults(unit, purpose, form.born.data, bool((form.resident.data or "").strip()))


def _parties(unit: Unit, facts: Any) -> list[tuple[str, str]]:
    parties = {p for c in facts.covenants if c.valid_from <= unit.now < c.valid_until for p in c.parties}
    query = (
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(parties))
        .order_by(Organisation.name)
    )
    return [(str(i), name) for i, name in unit.session.execute(query)]


def _directors(unit: Unit) -> list[tuple[UUID, str]]:
    query = (
        select(Staff.id, Staff.name)
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .where(
            Staff.organisation_id == unit.actor.organisation_id, Staff.suspended_at.is_(None),
            RoleAssignment.role == "CR", RoleAssignment.holds(unit.now),
        )
        .order_by(Staff.name)
    )  # fmt: skip
    return [(i, name) for i, name in unit.session.execute(query)]


class MergeForm(HouseForm):
    """Which open case this signal belongs with."""

    number = line(
        lazy("Number of the case"), most=20, required=lazy("Fill in the number, such as WA-2026-7KQ4.")
    )


@blueprint.route("/signalen/<uuid:signal_id>/samenvoegen", methods=["GET", "POST"])
@page(Verb.TRIAGE_MERGE)
def merge(unit: Unit, signal_id: UUID) -> Response:
    """Join a signal to an open case."""
    facts, _raw = signal_at(unit, Verb.TRIAGE_MERGE, signal_id)
    form: Any = MergeForm.from_request()
    if form.accepted(unit, Verb.TRIAGE_MERGE):
        try:
            merging.merge(unit, facts, signal_id, form.number.data)
            return go("signals.triage")
        except Invalid as invalid:
            form.fault("number", invalid.faults["number"])
    return show("cases/merge.html", status=form.status, form=form, signal_id=signal_id)
