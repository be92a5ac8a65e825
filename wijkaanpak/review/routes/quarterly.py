"""The quarterly reports: which there are, and each as PDF or CSV; making one is recorded."""

from __future__ import annotations

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.review import quarterly, quarterly_paper
from wijkaanpak.review.quarters import Quarter, named, quarter_of
from wijkaanpak.review.reading import officers_only
from wijkaanpak.review.routes import blueprint
from wijkaanpak.web import papers
from wijkaanpak.web.page import page, show

TEMPLATE = "review/quarter.typ"


@blueprint.get("/controle/kwartaal")
@page(Verb.QUARTER_READ, engine="desk")
def quarters(unit: Unit) -> Response:
    """Every quarter of which there is a report, newest first."""
    found = [
        (quarter, quarterly_paper.name(quarter), quarter.ends <= unit.now)
        for quarter in quarterly.quarters(unit, None)
    ]
    return show("review/quarters.html", quarters=found)


@blueprint.get("/controle/kwartaal/<string:quarter>.pdf")
@page(Verb.QUARTER_EXPORT, engine="desk")
def quarter_pdf(unit: Unit, quarter: str) -> Response:
    """The report as a paper."""
    report = quarterly.report(unit, _begun(unit, quarter))
    said, title = quarterly_paper.paper(report), quarterly_paper.title()
    made = papers.pdf(TEMPLATE, title, said, papers.stamp(unit))
    return papers.attached(made, "application/pdf", _name(report.quarter, "pdf"))


@blueprint.get("/controle/kwartaal/<string:quarter>.csv")
@page(Verb.QUARTER_EXPORT, engine="desk")
def quarter_csv(unit: Unit, quarter: str) -> Response:
    """The figures of the report as a sheet."""
    report = quarterly.report(unit, _begun(unit, quarter))
    made = papers.csv(*quarterly_paper.sheet(report), papers.stamp(unit))
    return papers.attached(made, "text/csv", _name(report.quarter, "csv"))


def _begun(unit: Unit, code: str) -> Quarter:
    """The quarter of an address, unless it lies in the future; who is no officer learns of none."""
    officers_only(unit, Verb.QUARTER_EXPORT)
    quarter = named(code)
    if quarter is None or quarter > quarter_of(unit.now):
        raise NotFound()
    return quarter


def _name(quarter: Quarter, ending: str) -> str:
    return f"kwartaalverslag-{quarter.code}.{ending}"
