"""The desk where uses of emergency access are judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, require
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.matters import emergency_review as review
from wijkaanpak.matters.routes import blueprint
from wijkaanpak.web.forms import HouseForm, choice, text
from wijkaanpak.web.page import go, page, show

FRAGMENTS = {"lijst": "matters/_emergency_uses.html"}
WORDS = {
    "RECHTMATIG": lazy("Lawful"),
    "ONRECHTMATIG": lazy("Unlawful"),
    "ONVOLDOENDE_ONDERBOUWD": lazy("Not explained well enough"),
    "VALS_ALARM": lazy("False alarm"),
}


class VerdictForm(HouseForm):
    """Was it lawful, and why?"""

    verdict = choice(lazy("What is your verdict?"), required=lazy("Choose a verdict."))
    text = text(
        lazy("Why?"), least=review.LEAST, rows=3, most=2000, required=lazy("Say why, in a few words.")
    )


@blueprint.get("/controle/noodprocedures")
@page(Verb.BREAK_GLASS_LIST)
def emergency_uses(unit: Unit) -> Response:
    """Every use in one's own organisation: what waits first."""
    return _shown(unit, {})


@blueprint.post("/controle/noodprocedures/<uuid:use_id>/oordeel")
@page(Verb.BREAK_GLASS_JUDGE)
def judge_emergency(unit: Unit, use_id: UUID) -> Response:
    """Judge one use."""
    require(unit, Verb.BREAK_GLASS_JUDGE, None)
    form: Any = _form(use_id, sent=True)
    if form.accepted(unit, Verb.BREAK_GLASS_JUDGE):
        try:
            review.judge(unit, use_id, verdict=form.verdict.data or "", text=form.text.data or "")
            return go("matters.emergency_uses")
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return _shown(unit, {use_id: form})


def _shown(unit: Unit, sent: Mapping[UUID, VerdictForm]) -> Response:
    found = review.uses(unit, None)
    forms = {use.id: sent.get(use.id) or _form(use.id) for use in found.waiting}
    status = 400 if any(form.errors for form in sent.values()) else 200
    return show(
        "matters/emergency_uses.html", status=status, fragments=FRAGMENTS, uses=found, forms=forms,
        words=WORDS, me_id=unit.actor.id, desk=unit.actor.holds("FG"),
        consequences={
            "ONRECHTMATIG": _("Then it is a data breach: report it as one today."),
            "VALS_ALARM": _("There was no emergency, and nobody could have known."),
        },
    )  # fmt: skip


def _form(use_id: UUID, *, sent: bool = False) -> VerdictForm:
    """A form of its own for each use: several stand on one page."""
    prefix = f"n{use_id.hex[:8]}"
    form: Any = VerdictForm.from_request(prefix=prefix) if sent else VerdictForm(prefix=prefix)
    form.verdict.choices = [(code, str(words)) for code, words in WORDS.items()]
    return form
