"""All footprints: one page, newest first, looked through by case, resident, colleague and day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.review import reading, state
from wijkaanpak.review.reading import Filters
from wijkaanpak.review.routes import blueprint
from wijkaanpak.review.sentences import Told, tell
from wijkaanpak.web.forms import HouseForm, day, line, pick, tick
from wijkaanpak.web.frame import HERE
from wijkaanpak.web.page import go, page, show

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class FilterForm(HouseForm):
    """What to look for: sent by POST, answered with an address of ids alone, so that no name lands in one."""

    collega = pick(lazy("Colleague"))
    zaak = line(lazy("Case or signal"), most=120)
    bewoner = line(lazy("Resident"), most=120)
    dag = day(lazy("Day"))
    meekijken = tick(lazy("Also show who listened live"))


@blueprint.get("/controle/sporen")
@page(Verb.JOURNAL_READ, engine="desk")
def footprints(unit: Unit) -> Response:
    """Who did what, newest first."""
    filters = _filters(unit, request.args)
    form = FilterForm(
        data={
            "collega": str(filters.colleague or ""), "zaak": reading.name_of(unit, filters.matter),
            "bewoner": str(filters.person or ""), "dag": filters.day, "meekijken": filters.joined,
        }
    )  # fmt: skip
    return _shown(unit, form, filters)


@blueprint.post("/controle/sporen")
@page(Verb.JOURNAL_READ, engine="desk")
def look_up(unit: Unit) -> Response:
    """Turn what was filled in into an address of ids."""
    reading.officers_only(unit)
    form = FilterForm(request.form)
    form.collega.choices = _choices(unit)
    fits = form.accepted(unit, Verb.JOURNAL_READ)
    matter = _matter(unit, form)
    person = _id(form.bewoner.data)
    person = reading.by_pseudonym(unit, person) if person else None
    if form.bewoner.data and person is None:
        form.fault("bewoner", _("Paste the reference of a resident, or the address of the page about them."))
    if not fits or form.errors:
        return _shown(unit, form, Filters(), status=400)
    chosen = {
        "zaak": matter, "bewoner": person, "collega": form.collega.data or None, "dag": form.dag.data,
        "meekijken": "ja" if form.meekijken.data else None,
    }  # fmt: skip
    return go("review.footprints", **{name: value for name, value in chosen.items() if value})


def _shown(unit: Unit, form: FilterForm, filters: Filters, status: int = 200) -> Response:
    found = reading.footprints(unit, filters, after=_one(request.args, "na"))
    form.collega.choices = _choices(unit)
    told = [tell(entry) for entry in found.entries]
    older = url_for("review.footprints", **{**_asked(filters), "na": found.after}) if found.after else None
    newest = url_for("review.footprints", **_asked(filters)) if "na" in request.args else None
    return show(
        "review/footprints.html", status, form=form, days=_by_day(told), state=state.told(unit),
        today=unit.now.astimezone(HERE).date(),
        older=older, newest=newest, narrowed=_asked(filters) != {},
    )  # fmt: skip


def _by_day(told: list[Told]) -> list[tuple[date, list[Told]]]:
    return [(when, list(same)) for when, same in groupby(told, key=lambda one: one.at.date())]


def _choices(unit: Unit) -> list[tuple[str, str]]:
    people = [(str(ident), f"{name}, {place}") for ident, name, place in reading.colleagues(unit)]
    return [("", _("Everyone")), *people]


def _matter(unit: Unit, form: FilterForm) -> UUID | None:
    """The matter that was meant: by its number, or by the id in its address; what is unknown is said so."""
    meant = (form.zaak.data or "").strip()
    if not meant:
        return None
    found = reading.find_matter(unit, meant.upper(), _id(meant))
    if found is None:
        form.fault("zaak", _("No footprints of a case or signal with this number are found here."))
    return found


def _filters(unit: Unit, asked: Mapping[str, str]) -> Filters:
    try:
        when = date.fromisoformat(asked["dag"]) if asked.get("dag") else None
    except ValueError:
        raise NotFound() from None
    person = _one(asked, "bewoner")
    return Filters(
        matter=_one(asked, "zaak"), person=reading.by_pseudonym(unit, person) if person else None,
        colleague=_one(asked, "collega"), day=when, joined="meekijken" in asked,
    )  # fmt: skip


def _asked(filters: Filters) -> dict[str, Any]:
    """The filters as an address has them: ids and a day, nothing else."""
    asked = {
        "zaak": filters.matter, "bewoner": filters.person, "collega": filters.colleague, "dag": filters.day,
        "meekijken": "ja" if filters.joined else None,
    }  # fmt: skip
    return {name: str(value) for name, value in asked.items() if value}


def _one(asked: Mapping[str, str], name: str) -> UUID | None:
    """An id of the address; anything else there was not made by this page."""
    if not asked.get(name):
        return None
    try:
        return UUID(asked[name])
    except ValueError:
        raise NotFound() from None


def _id(said: str | None) -> UUID | None:
    found = ID.search((said or "").lower())
    return UUID(found.group()) if found else None
