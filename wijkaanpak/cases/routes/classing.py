"""How sensitive something is: the page on which its author raises that, and the lead lowers it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access import codes
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import classing
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.web.forms import HouseForm, choice, coded, pick, text
from wijkaanpak.web.language import language
from wijkaanpak.web.page import go, page, show

BEGINNING = 80  # characters of a part, to know it by


class ClassForm(HouseForm):
    """Of which part, what it becomes, and why."""

    part = choice(lazy("Of what?"), required=lazy("Choose of what."))
    data_class = pick(lazy("How sensitive is it?"), required=lazy("Choose how sensitive it is."))
    reason = text(lazy("Why can it be less sensitive?"), rows=2, most=500)


@blueprint.route("/casussen/<uuid:case_id>/klasse", methods=["GET", "POST"])
@page(Verb.PART_RAISE)
def reclass(unit: Unit, case_id: UUID) -> Response:
    """Raise or lower the class of what was written."""
    facts, _raw = case_at(unit, Verb.PART_RAISE, case_id)
    found = classing.changeable(unit, facts, _note())
    form: Any = ClassForm.from_request()
    form.part.choices = [(str(part.id), _told(part)) for part in found]
    form.data_class.choices = [("", _("Choose")), *coded("klassen", classing.CLASSES)]
    if form.accepted(unit, Verb.PART_RAISE):
        try:
            classing.change(
                unit, facts, case_id, part=UUID(form.part.data), data_class=form.data_class.data,
                reason=form.reason.data or "",
            )  # fmt: skip
            return go("cases.dossier", case_id=case_id)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    lowered = [part for part in found if part.reason]
    return show(
        "cases/class.html", status=form.status, form=form, case_id=case_id, found=found, lowered=lowered,
        told=_told, leads=classing.leads(unit, facts),
    )  # fmt: skip


def _note() -> UUID | None:
    """The note that the address names, if any."""
    try:
        return UUID(request.args["notitie"])
    except (KeyError, ValueError):
        return None


def _told(part: classing.Classed) -> str:
    """A part by its kind, its beginning, and what it is now."""
    begun = part.text if len(part.text) <= BEGINNING else f"{part.text[:BEGINNING].rstrip()}…"
    kind = codes.label("onderdelen", part.kind, language())
    return f"{kind}: {begun} ({codes.label('klassen', part.data_class, language())})"
