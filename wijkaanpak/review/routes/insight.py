"""For a resident who asks who saw their data: find them by reference, decide what is in it, and make it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.review import insight, insight_paper, proofs
from wijkaanpak.review.insight import Period, Request
from wijkaanpak.review.reading import by_pseudonym, officers_only
from wijkaanpak.review.routes import blueprint
from wijkaanpak.review.routes.footprints import ID
from wijkaanpak.review.sentences import reference
from wijkaanpak.web import papers
from wijkaanpak.web.forms import HouseForm, choice, day, line, text, tick
from wijkaanpak.web.page import go, page, show

TEMPLATE, NAME = "review/insight.typ", "wie-zag-mijn-gegevens"
LEAST = 20  # characters of a reason (requirements.md 5.2, field 31)


class FindForm(HouseForm):
    """Of whom; sent by POST, answered with an address that holds a random id alone."""

    bewoner = line(lazy("Reference of the resident"), most=200, required=lazy("Paste the reference."))


class MakeForm(HouseForm):
    """What is in the overview, and why it is made; nothing is decided beforehand (R49)."""

    first = day(lazy("From"))
    last = day(lazy("Until and including"))
    apart = tick(lazy("Every line apart, also when the same happened more often on one day"))
    names = tick(lazy("With the names of our own colleagues"))
    names_reason = text(lazy("Why must the resident know these names?"), least=LEAST, most=1000, rows=2)
    form = choice(lazy("What do you want to make?"), required=lazy("Choose what you want to make."))
    reason = text(
        lazy("Why do you make this overview?"), least=LEAST, most=1000, rows=2,
        required=lazy("Say why you make it."),
    )  # fmt: skip
    sure = tick(lazy("I checked who asks this, and that this is their own reference"))


@blueprint.get("/controle/inzage")
@page(Verb.INSIGHT_PREPARE, engine="desk")
def insight_form(unit: Unit) -> Response:
    """Whom is it about; and then what the overview would hold, and the choices."""
    officers_only(unit, Verb.INSIGHT_PREPARE)
    if "bewoner" not in request.args:
        return show("review/insight.html", find=FindForm(), resident=None)
    return _choices(unit, _person(unit, request.args["bewoner"]), MakeForm())


@blueprint.post("/controle/inzage")
@page(Verb.INSIGHT_PREPARE, engine="desk")
def insight_find(unit: Unit) -> Response:
    """Turn what was pasted into an address of an id."""
    officers_only(unit, Verb.INSIGHT_PREPARE)
    form: Any = FindForm.from_request()
    found = ID.search((form.bewoner.data or "").lower())
    if form.accepted(unit, Verb.INSIGHT_PREPARE) and found is None:
        form.fault("bewoner", _("Paste the reference of a resident, or the address of the page about them."))
    if form.errors or found is None:
        return show("review/insight.html", 400, find=form, resident=None)
    return go("review.insight_form", bewoner=_person(unit, found.group()))


@blueprint.post("/controle/inzage/overzicht")
@page(Verb.INSIGHT_EXPORT, engine="desk")
def insight_make(unit: Unit) -> Response:
    """Ask to confirm, and then make it: one file, and one entry that says so."""
    officers_only(unit, Verb.INSIGHT_EXPORT)
    person = _person(unit, request.form.get("bewoner", ""))
    form: Any = MakeForm.from_request()
    form.form.choices = _forms()
    form.accepted(unit, Verb.INSIGHT_EXPORT)
    _check(form)
    if form.errors:
        return _choices(unit, person, form, 400)
    asked = _request(person, form)
    if insight.size(unit, asked) > insight.MOST:
        form.fault("first", _("This is too much for one overview. Choose a shorter period."))
    if "zeker" not in request.form or form.errors:
        return _choices(unit, person, form, 400 if form.errors else 200, confirm=not form.errors)
    if not form.sure.data:
        form.fault("sure", _("Tick this when you have checked it."))
        return _choices(unit, person, form, 400, confirm=True)
    return _made(unit, asked, form.form.data)


def _made(unit: Unit, asked: Request, form: str) -> Response:
    found, foot = insight.overview(unit, asked), papers.stamp(unit)
    sheet = papers.csv(*insight_paper.sheet(found), foot)
    if form == "csv":
        return papers.attached(sheet, "text/csv", f"{NAME}.csv")
    paper = papers.pdf(TEMPLATE, insight_paper.title(), insight_paper.paper(found), foot)
    if form == "pdf":
        return papers.attached(paper, "application/pdf", f"{NAME}.pdf")
    entries = [entry for line in found.lines for entry in line.entries]
    proven = proofs.files(proofs.proofs(unit, entries), len(entries), papers.key())
    whole = {f"{NAME}.pdf": paper, f"{NAME}.csv": sheet} | proven
    return papers.attached(papers.archive(whole), "application/zip", f"{NAME}.zip")


def _choices(unit: Unit, person: UUID, form: Any, status: int = 200, *, confirm: bool = False) -> Response:
    found = insight.look(unit, person, Period(form.first.data, form.last.data))
    form.form.choices = _forms()
    return show(
        "review/insight.html", status, form=form, resident=person, reference=reference(person), found=found,
        confirm=confirm, organisation=unit.actor.organisation_name,
    )  # fmt: skip


def _check(form: Any) -> None:
    if form.names.data and not (form.names_reason.data or "").strip():
        form.fault("names_reason", _("Say why. Without a reason the names stay out."))
    if form.first.data and form.last.data and form.last.data < form.first.data:
        form.fault("last", _("This day lies before the first."))


def _request(person: UUID, form: Any) -> Request:
    said = [form.reason.data.strip(), form.names_reason.data.strip() if form.names.data else ""]
    return Request(
        person, Period(form.first.data, form.last.data), "\n".join(one for one in said if one),
        names=bool(form.names.data), merged=not form.apart.data,
    )  # fmt: skip


def _forms() -> list[tuple[str, str]]:
    return [
        ("pdf", _("A paper (PDF), to print or to send")),
        ("csv", _("A sheet (CSV), to look things up in")),
        ("zip", _("Both, with proof that the lines stand in the journal (ZIP)")),
    ]


def _person(unit: Unit, said: str) -> UUID:
    """The resident of an address, by pseudonym; anything else there was not made by this page."""
    try:
        return by_pseudonym(unit, UUID(said))
    except ValueError:
        raise NotFound() from None
