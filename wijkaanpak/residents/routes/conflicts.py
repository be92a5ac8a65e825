"""Whom and what I must not see: one's own declarations, a new one, and the end of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, deny
from wijkaanpak.foundation.errors import Conflict, NotFound
from wijkaanpak.places.dwellings import find_or_make, house_number
from wijkaanpak.residents import conflicts
from wijkaanpak.residents.conflicts import KIND, LEAST_REASON
from wijkaanpak.residents.proof import proven
from wijkaanpak.residents.routes import blueprint
from wijkaanpak.residents.routes.searching import places
from wijkaanpak.web.forms import HouseForm, line, pick, text
from wijkaanpak.web.house import house
from wijkaanpak.web.page import go, page, show


class AddressForm(HouseForm):
    """The address to be kept from me."""

    place = pick(lazy("Building"), required=lazy("Choose a building."))
    number = line(lazy("House number"), most=20, required=lazy("Fill in the house number."))


class EndForm(HouseForm):
    """Why a declaration no longer holds."""

    reason = text(
        lazy("Why does this no longer hold?"), least=LEAST_REASON, most=500, rows=2, required=lazy("Say why.")
    )


@blueprint.get("/afstand")
@page(Verb.CONFLICT_LIST)
def distance(unit: Unit) -> Response:
    """One's own declarations, and the form for one more."""
    return _list(unit, AddressForm())


@blueprint.post("/afstand")
@page(Verb.CONFLICT_DECLARE)
def declare_address(unit: Unit) -> Response:
    """Keep an address, with all who live there, from oneself."""
    form: Any = AddressForm.from_request()
    form.place.choices = [("", ""), *places(unit)]
    number = house_number(form.number.data or "")
    if form.accepted(unit, Verb.CONFLICT_DECLARE):
        if number is None:
            form.fault("number", _("Write a house number as on the door, such as 12 or 12A."))
        else:
            dwelling = find_or_make(unit, UUID(form.place.data), number)
            try:
                conflicts.declare(unit, None, dwelling=dwelling)
                return go("residents.distance", gemeld="ja")
            except Conflict as clash:
                form.fault("number", clash.sentence)
    return _list(unit, form)


@blueprint.post("/afstand/bewoner")
@page(Verb.CONFLICT_DECLARE)
def declare_person(unit: Unit) -> Response:
    """Keep a resident from oneself: one whose name one may know, or whom a search of this session showed."""
    person = _person()
    shown = proven(house().settings.secret, unit.actor.session_id, person, request.form.get("bewijs", ""))
    if not shown and not conflicts.visible(unit, person):
        deny(unit, Verb.CONFLICT_DECLARE, policy.deny("NIET_BETROKKEN"), None, person, KIND)
    conflicts.declare(unit, None, person=person)
    return go("residents.distance", gemeld="ja")


@blueprint.post("/afstand/<uuid:conflict_id>/einde")
@page(Verb.CONFLICT_END)
def end(unit: Unit, conflict_id: UUID) -> Response:
    """End one's own declaration, with the reason."""
    form: Any = EndForm.from_request()
    if form.accepted(unit, Verb.CONFLICT_END):
        conflicts.end(unit, conflict_id, reason=form.reason.data)
        return go("residents.distance", beeindigd="ja")
    return _list(unit, AddressForm(), ending=(conflict_id, form))


def _list(unit: Unit, form: Any, ending: tuple[UUID, Any] | None = None) -> Response:
    form.place.choices = [("", _("Choose a building")), *places(unit)]
    faulty = form.errors or (ending and ending[1].errors)
    return show(
        "residents/distance.html", 400 if faulty else 200, form=form, declared=conflicts.mine(unit, None),
        ending=ending, end_form=lambda one: _end_form(one, ending),
        said="declared" if "gemeld" in request.args else "ended" if "beeindigd" in request.args else "",
    )  # fmt: skip


def _end_form(conflict: UUID, ending: tuple[UUID, Any] | None) -> Any:
    """The form under one declaration, with ids of its own; the one that was sent comes back as it was."""
    form: Any = ending[1] if ending and ending[0] == conflict else EndForm()
    form.reason.id = f"reason-{conflict}"
    form.reason.label.field_id = form.reason.id
    return form


def _person() -> UUID:
    try:
        return UUID(request.form.get("bewoner", ""))
    except ValueError:
        raise NotFound() from None
