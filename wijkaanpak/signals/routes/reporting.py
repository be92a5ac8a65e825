"""Reporting a signal, phone first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from wijkaanpak.access import codes, roles
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, require
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.signals import reporting, where
from wijkaanpak.signals.colleagues import WEIGHING, can_keep_secret, can_weigh, colleagues, unwatched
from wijkaanpak.signals.routes import blueprint
from wijkaanpak.signals.routes.forms import FEW, FarReportForm, ReportForm, ids, put_back
from wijkaanpak.web.forms import coded
from wijkaanpak.web.language import language
from wijkaanpak.web.page import go, page, show

GROUPS = ("P_LEEF", "P_ZORG", "P_OBJECT", "P_VEILIG", "P_HANDH")  # in the order in which they occur


@blueprint.route("/signalen/nieuw", methods=["GET", "POST"])
@page(Verb.SIGNAL_REPORT)
def report(unit: Unit) -> Response:
    """The form in steps, and what was sent with it."""
    require(unit, Verb.SIGNAL_REPORT, None)
    among = [] if where.only_early_warning(unit.actor) else where.places(unit)
    if not among:
        return show("signals/nowhere.html", early=where.only_early_warning(unit.actor))
    form = _form(unit, among)
    if form.accepted(unit, Verb.SIGNAL_REPORT):
        place = next(place for place in among if str(place.id) == form.place.data)
        try:
            event = reporting.report(unit, place, _noted(form))
            return go("signals.signal", signal_id=event.thing.id, verstuurd=1)
        except Invalid as invalid:
            _put_back(form, invalid.faults)
    elif request.method == "POST":
        _put_back(form, reporting.faults(unit, _noted(form)))
    return show(
        "signals/report.html", status=form.status, form=form, groups=_groups(form), terms=_terms(),
        weighs=_holds(unit, WEIGHING), landlord=unit.actor.organisation_kind == where.LANDLORD,
    )  # fmt: skip


def _form(unit: Unit, among: list[where.Place]) -> Any:
    form: Any = (ReportForm if len(among) <= FEW else FarReportForm).from_request()
    places = [(str(place.id), place.name) for place in among]
    form.place.choices = places if len(among) <= FEW else [("", ""), *places]
    form.category.choices = coded("signaalcategorieen", reporting.reportable())
    form.discussed.choices = coded("besproken")
    form.urgency.choices = coded("urgenties")
    form.named.choices = _people(unit, can_keep_secret)
    form.weigher.choices = _people(unit, can_weigh) if unwatched(unit) else []
    if request.method == "GET":
        form.place.data = str(_wanted(among) or where.usual(unit, among) or "")
    return form


def _wanted(among: list[where.Place]) -> UUID | None:
    """The complex that an address names, such as the page of that complex."""
    asked = request.args.get("complex")
    return next((place.id for place in among if str(place.id) == asked), None)


def _people(unit: Unit, able: Any) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.name}, {one.role}") for one in colleagues(unit, able)]


def _noted(form: Any) -> reporting.Noted:
    category = form.category.data or ""
    chosen = form.named.data if _is_secret(category) else form.weigher.data
    return reporting.Noted(
        category=category, urgency=form.urgency.data or "", feit=form.feit.data or "",
        discussed=form.discussed.data or "", duiding=form.duiding.data or "", advies=form.advies.data or "",
        discussed_reason=form.discussed_reason.data or "", number=form.number.data or "",
        resident=form.resident.data or "", born=form.born.data, complainant=form.complainant.data or "",
        named=() if form.errors else ids(chosen),
    )  # fmt: skip


def _put_back(form: Any, faults: dict[str, str]) -> None:
    put_back(form, faults, {"named": "named" if _is_secret(form.category.data or "") else "weigher"})


def _is_secret(category: str) -> bool:
    return category in reporting.reportable() and codes.signal_category(category).data_class == "K7"


def _groups(form: Any) -> list[tuple[str, list[Any]]]:
    """The choices of the second question, under what they are about."""
    under: dict[str, list[Any]] = {code: [] for code in GROUPS}
    for option in form.category:
        under[codes.signal_category(option.data).purpose].append(option)
    return list(under.items())


def _terms() -> dict[str, str]:
    """Under each urgency, what it means."""
    word = "termijn" if language() == "nl" else "term"
    said = {line.code: str(line.facts[word]) for line in codes.items("urgenties")}
    return {code: f"{words[0].upper()}{words[1:]}." for code, words in said.items()}


def _holds(unit: Unit, permission: str) -> bool:
    return any(roles.grants(permission, role) for role in unit.actor.role_codes)
