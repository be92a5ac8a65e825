"""Putting a meeting on record that was held without the live page: who was there and what was agreed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import meeting_record
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.matters import reading as matter
from wijkaanpak.web.forms import HouseForm, text, ticks
from wijkaanpak.web.page import go, page, show


class TableForm(HouseForm):
    """Who was at the table, and what was agreed."""

    present = ticks(lazy("Who was there?"), required=lazy("Choose who was there."))
    agreed = text(
        lazy("What did you agree?"), required=lazy("Write what was agreed, one decision a line."), rows=5
    )


@blueprint.route("/casussen/<uuid:case_id>/overleg", methods=["GET", "POST"])
@page(Verb.CASE_TABLE)
def record(unit: Unit, case_id: UUID) -> Response:
    """Put a meeting on record."""
    facts, _raw = case_at(unit, Verb.CASE_TABLE, case_id)
    form: Any = TableForm.from_request()
    team = matter.team(unit, facts)
    form.present.choices = [(str(one.staff), f"{one.name}, {one.organisation}") for one in team]
    if form.accepted(unit, Verb.CASE_TABLE):
        try:
            here = [UUID(one) for one in form.present.data]
            meeting_record.record_meeting(unit, facts, case_id, here, (form.agreed.data or "").split("\n"))
            return go("cases.steps", case_id=case_id)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return show("cases/table.html", status=form.status, form=form, case_id=case_id)
