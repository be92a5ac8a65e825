"""The page to look for a resident or a case: asked by POST, so that no address tells anything of a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import select

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, require
from wijkaanpak.places.models import Complex
from wijkaanpak.residents import searching
from wijkaanpak.residents.asking import contacts
from wijkaanpak.residents.proof import proof_of
from wijkaanpak.residents.routes import blueprint
from wijkaanpak.residents.searching import Wanted
from wijkaanpak.web.forms import HouseForm, day, line, pick
from wijkaanpak.web.house import house
from wijkaanpak.web.page import page, show


class SearchForm(HouseForm):
    """Two of surname, birth date and address; or the number of a case (R75)."""

    name = line(lazy("Surname"))
    born = day(lazy("Date of birth"))
    place = pick(lazy("Building"))
    number = line(lazy("House number"), most=20)
    case = line(lazy("Case number"), most=40)


@blueprint.route("/zoeken", methods=["GET", "POST"])
@page(Verb.PERSON_SEARCH)
def search(unit: Unit) -> Response:
    """The form, and below its question the answer."""
    require(unit, Verb.PERSON_SEARCH, None)
    form: Any = SearchForm.from_request()
    form.place.choices = [("", _("Choose a building")), *places(unit)]
    found, rest, secret = None, "", house().settings.secret
    if form.accepted(unit, Verb.PERSON_SEARCH):
        wanted = _wanted(form)
        faults = searching.faults(wanted)
        rest = faults.pop("", "")
        form.put_back(faults)
        if not faults and not rest:
            found = searching.search(unit, wanted, secret=secret)
    status = 400 if form.errors or rest or (request.method == "POST" and found is None) else 200
    return show(
        "residents/search.html", status, form=form, found=found, rest=rest,
        contacts=contacts(unit) if found and found.others else [],
        proof=lambda person: proof_of(secret, unit.actor.session_id, person),
    )  # fmt: skip


def places(unit: Unit) -> list[tuple[str, str]]:
    """Every complex by name: bricks are no secret."""
    query = select(Complex.id, Complex.name).order_by(Complex.name)
    return [(str(ident), name) for ident, name in unit.session.execute(query)]


def _wanted(form: Any) -> Wanted:
    return Wanted(
        name=form.name.data or "", born=form.born.data,
        place=UUID(form.place.data) if form.place.data else None, number=form.number.data or "",
        case=form.case.data or "",
    )  # fmt: skip
