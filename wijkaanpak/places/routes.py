"""One colleague with roles and areas, and giving a role: the page where people and places meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.config import LONGEST_ADDRESS
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.organisations import people, reaching, staffing
from wijkaanpak.organisations.people import Person, RoleLine
from wijkaanpak.places.areas import Area, areas_for, names_of
from wijkaanpak.web.forms import HouseForm, coded, day, line, pick, ticks
from wijkaanpak.web.page import go, page, show

blueprint = Blueprint("places", __name__)


class RoleForm(HouseForm):
    """A role with its areas and its first and last day."""

    role = pick(lazy("Which role?"), required=lazy("Choose a role."))
    areas = ticks(lazy("For which areas?"), required=lazy("Choose at least one area."))
    first_day = day(lazy("First day"), required=lazy("Fill in the first day."))
    last_day = day(lazy("Last day"), required=lazy("Fill in the last day."))


class MailForm(HouseForm):
    """The address that a colleague's notices go to."""

    mail = line(lazy("Mail address"), most=LONGEST_ADDRESS)


@dataclass(frozen=True)
class Shown:
    """A role as the page shows it."""

    line: RoleLine
    state: str
    areas: list[str]


@blueprint.get("/beheer/<uuid:staff_id>")
@page(Verb.STAFF_READ)
def colleague(unit: Unit, staff_id: UUID) -> Response:
    """One colleague with every role there was, and the form for one more."""
    person = people.colleague(unit, staff_id)
    known = areas_for(unit, person.organisation_id)
    return _shown(unit, person, known, _form(person, known))


@blueprint.post("/beheer/<uuid:staff_id>/rollen")
@page(Verb.ROLE_GRANT)
def grant(unit: Unit, staff_id: UUID) -> Response:
    """Give a role; with faults the same page again, filled in."""
    person = people.within_reach(unit, Verb.ROLE_GRANT, staff_id)
    known = areas_for(unit, person.organisation_id)
    form: Any = _form(person, known)
    if form.accepted(unit, Verb.ROLE_GRANT):
        new = staffing.NewRole(
            form.role.data, tuple(form.areas.data), form.first_day.data, form.last_day.data
        )
        try:
            staffing.grant(unit, person, new, {area.key for area in known})
            return go("places.colleague", staff_id=staff_id)
        except Invalid as wrong:
            for field, sentence in wrong.faults.items():
                form.fault(field, sentence)
    return _shown(unit, people.colleague(unit, staff_id), known, form, 400)


@blueprint.post("/beheer/<uuid:staff_id>/mail")
@page(Verb.STAFF_MAIL)
def mail(unit: Unit, staff_id: UUID) -> Response:
    """Say where a colleague's notices go; with a fault the same page again, filled in."""
    person = people.within_reach(unit, Verb.STAFF_MAIL, staff_id)
    form: Any = MailForm.from_request()
    if form.accepted(unit, Verb.STAFF_MAIL):
        try:
            reaching.set_mail(unit, person, address=form.mail.data or "")
            return go("places.colleague", staff_id=staff_id)
        except Invalid as wrong:
            form.put_back(wrong.faults)
    known = areas_for(unit, person.organisation_id)
    return _shown(
        unit, people.colleague(unit, staff_id), known, _fitted(RoleForm(), person, known), 400, form
    )


def _form(person: Person, known: list[Area]) -> Any:
    return _fitted(RoleForm.from_request(), person, known)


def _fitted(form: Any, person: Person, known: list[Area]) -> Any:
    """The form with the roles and areas that this colleague can have."""
    fitting = [(code, name) for code, name in coded("rollen") if staffing.fits(code, person.kind)]
    form.role.choices = [("", _("Choose a role.")), *fitting]
    form.areas.choices = [(area.key, area.name) for area in known]
    return form


def _shown(
    unit: Unit, person: Person, known: list[Area], form: Any, status: int = 200, mail_form: Any = None
) -> Response:
    roles = [Shown(role, role.state(unit.now), names_of(known, role.areas)) for role in person.roles]
    return show(
        "places/colleague.html", status, colleague=person, roles=roles, form=form,
        oneself=person.id == unit.actor.id, mail_form=mail_form or MailForm(data={"mail": person.mail}),
    )  # fmt: skip
