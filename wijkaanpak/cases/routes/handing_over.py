"""Handing over the lead or the responsibility, answering it, and naming who replaces the lead."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import handing_over
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.web.forms import HouseForm, choice, coded, pick
from wijkaanpak.web.page import go, page, show


class OfferForm(HouseForm):
    """What is handed over, and to whom."""

    kind = choice(lazy("What do you hand over?"), required=lazy("Choose what you hand over."))
    staff = pick(lazy("To whom?"), required=lazy("Choose a colleague."))


class ReplacementForm(HouseForm):
    """Who steps in for the lead."""

    staff = pick(lazy("Who replaces you?"), required=lazy("Choose a colleague."))


@blueprint.route("/casussen/<uuid:case_id>/overdragen", methods=["GET", "POST"])
@page(Verb.CASE_OFFER)
def offer(unit: Unit, case_id: UUID) -> Response:
    """Offer the lead, or the responsibility, to a case director of the team."""
    facts, _raw = case_at(unit, Verb.CASE_OFFER, case_id)
    handing_over.leads_only(unit, Verb.CASE_OFFER, facts, case_id)
    form: Any = OfferForm.from_request()
    form.kind.choices = coded("overdrachtsoorten")
    form.staff.choices = _directors(unit, facts)
    if form.accepted(unit, Verb.CASE_OFFER):
        try:
            handing_over.offer(unit, facts, case_id, form.kind.data, UUID(form.staff.data))
            return go("cases.dossier", case_id=case_id)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return show("cases/hand_over.html", status=form.status, form=form, case_id=case_id)


@blueprint.post("/casussen/<uuid:case_id>/overdragen/<uuid:offer_id>/ja")
@page(Verb.CASE_ANSWER)
def accept(unit: Unit, case_id: UUID, offer_id: UUID) -> Response:
    """Accept what was offered."""
    return _answer(unit, case_id, offer_id, accept=True)


@blueprint.post("/casussen/<uuid:case_id>/overdragen/<uuid:offer_id>/nee")
@page(Verb.CASE_ANSWER)
def decline(unit: Unit, case_id: UUID, offer_id: UUID) -> Response:
    """Decline what was offered; nothing changes."""
    return _answer(unit, case_id, offer_id, accept=False)


@blueprint.route("/casussen/<uuid:case_id>/vervanger", methods=["GET", "POST"])
@page(Verb.CASE_REPLACE)
def replacement(unit: Unit, case_id: UUID) -> Response:
    """Name who replaces the lead."""
    facts, _raw = case_at(unit, Verb.CASE_REPLACE, case_id)
    handing_over.leads_only(unit, Verb.CASE_REPLACE, facts, case_id)
    form: Any = ReplacementForm.from_request()
    form.staff.choices = _directors(unit, facts)
    if form.accepted(unit, Verb.CASE_REPLACE):
        try:
            handing_over.replace_by(unit, facts, case_id, UUID(form.staff.data))
            return go("cases.steps", case_id=case_id)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return show("cases/replacement.html", status=form.status, form=form, case_id=case_id)


def _answer(unit: Unit, case_id: UUID, offer_id: UUID, *, accept: bool) -> Response:
    facts, _raw = case_at(unit, Verb.CASE_ANSWER, case_id)
    handing_over.answer(unit, facts, case_id, offer_id, accept=accept)
    return go("cases.dossier", case_id=case_id)


def _directors(unit: Unit, facts: Any) -> list[tuple[str, str]]:
    found = handing_over.directors(unit, facts)
    return [("", _("Choose a colleague"))] + [(i, f"{name}, {where}") for i, name, where in found]
