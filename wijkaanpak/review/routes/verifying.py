"""Working out oneself that the journal is whole (R92)."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, require
from wijkaanpak.foundation.errors import NotFound
from wijkaanpak.journal import verifying as journal
from wijkaanpak.journal.findings import BROKEN, ELSEWHERE, Finding, Kind, Outcome
from wijkaanpak.review import verifying
from wijkaanpak.review.reading import officers_only
from wijkaanpak.review.routes import blueprint
from wijkaanpak.web.house import house
from wijkaanpak.web.page import page, show

WRONG = (BROKEN, ELSEWHERE)


@blueprint.get("/controle/nareken")
@page(Verb.JOURNAL_VERIFY, engine="desk")
def verify(unit: Unit) -> Response:
    """What working it out is, and the button that begins it."""
    _allowed(unit)
    return show("review/verify.html", outcome=None)


@blueprint.post("/controle/nareken")
@page(Verb.JOURNAL_VERIFY, engine="desk")
def work_out(unit: Unit) -> Response:
    """Go through the journal, from the beginning or from where the run before broke off."""
    _allowed(unit)
    since = _since(request.form.get("vanaf", "0"))
    here = house()
    outcome = verifying.work_out(here.database.notary, journal.trusted(here.settings), since)
    verifying.verified(unit, outcome, since=since)
    return show(
        "review/verify.html", outcome=outcome, said=_said(outcome), wrong=outcome.exit in WRONG,
        findings=[_of(finding, outcome) for finding in outcome.findings[1:]],
        goes_on=outcome.signed if outcome.kind is Kind.UNFINISHED and outcome.signed > since else None,
    )  # fmt: skip


def _allowed(unit: Unit) -> None:
    require(unit, Verb.JOURNAL_VERIFY, None)
    officers_only(unit)


def _since(said: str) -> int:
    if not said.isascii() or not said.isdigit() or len(said) > 18:
        raise NotFound()
    return int(said)


def _said(outcome: Outcome) -> str:
    return _(outcome.kind.says).format(**outcome.facts)


def _of(finding: Finding, outcome: Outcome) -> str:
    facts = outcome.facts | {"first": finding.first, "until": finding.until, "about": finding.about}
    return _(finding.kind.says).format(**facts)
