"""Administration: colleagues by organisation, shutting out, letting in again, reviewing and ending a role."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.organisations import people, staffing
from wijkaanpak.web.page import go, page, show

blueprint = Blueprint("organisations", __name__)


@blueprint.get("/beheer")
@page(Verb.STAFF_LIST)
def staff(unit: Unit) -> Response:
    """The people of one organisation."""
    found = people.colleagues(unit, _chosen())
    return show("organisations/staff.html", found=found, now=unit.now, oneself=unit.actor.id)


@blueprint.post("/beheer/<uuid:staff_id>/schorsing")
@page(Verb.STAFF_SUSPEND)
def suspend(unit: Unit, staff_id: UUID) -> Response:
    """Shut someone out."""
    staffing.suspend(unit, people.within_reach(unit, Verb.STAFF_SUSPEND, staff_id))
    return go("places.colleague", staff_id=staff_id)


@blueprint.post("/beheer/<uuid:staff_id>/toelating")
@page(Verb.STAFF_RESUME)
def resume(unit: Unit, staff_id: UUID) -> Response:
    """Let someone in again."""
    staffing.resume(unit, people.within_reach(unit, Verb.STAFF_RESUME, staff_id))
    return go("places.colleague", staff_id=staff_id)


@blueprint.post("/beheer/<uuid:staff_id>/rollen/<uuid:role_id>/blijft")
@page(Verb.ROLE_REVIEW)
def review_role(unit: Unit, staff_id: UUID, role_id: UUID) -> Response:
    """Let a role stay."""
    person = people.within_reach(unit, Verb.ROLE_REVIEW, staff_id)
    staffing.review(unit, person, role_id)
    return go("organisations.staff", organisatie=person.organisation_id)


@blueprint.post("/beheer/<uuid:staff_id>/rollen/<uuid:role_id>/einde")
@page(Verb.ROLE_END)
def end_role(unit: Unit, staff_id: UUID, role_id: UUID) -> Response:
    """End a role now."""
    staffing.end(unit, people.within_reach(unit, Verb.ROLE_END, staff_id), role_id)
    return go("places.colleague", staff_id=staff_id)


def _chosen() -> UUID | None:
    told = request.args.get("organisatie")
    try:
        return UUID(told) if told else None
    except ValueError:
        raise NotFound() from None
