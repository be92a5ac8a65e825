"""Writing down what the resident says, and withdrawing it in one act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _

from wijkaanpak.access import codes, policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent import giving, withdrawing
from wijkaanpak.consent.preparing import Blank, for_consent
from wijkaanpak.consent.routes import blueprint
from wijkaanpak.consent.routes.forms import WordForm, address, as_id, back, put_back
from wijkaanpak.consent.voice import INVALID, Word, speakers, word_faults
from wijkaanpak.door import Unit, find
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.web.page import page, show

FIELDS = {"information_version": "told"}


@blueprint.route("/casussen/<uuid:thing_id>/toestemming", methods=["GET", "POST"])
@blueprint.route("/signalen/<uuid:thing_id>/toestemming", methods=["GET", "POST"])
@page(Verb.CONSENT_RECORD)
def word(unit: Unit, thing_id: UUID) -> Response:
    """The form for a yes, a no, or the same again."""
    facts, raw = find(unit, Verb.CONSENT_RECORD, thing_id)
    blank = for_consent(unit, facts)
    form: Any = WordForm.made(blank, _who_may_speak(blank, unit))
    may_record = policy.decide(unit.actor, Verb.GROUND_RECORD, facts, unit.now).allowed
    rest: list[Any] = []
    if request.method == "POST":
        said = form.word(blank)
        outcome = _record(unit, facts, form, said, blank, bool(form.make_ground.data) and may_record)
        if isinstance(outcome, str):
            here = f"{address(raw)}/toestemming?ongeldig=1" if outcome == INVALID else None
            return back(unit, raw, here)
        rest = put_back(form, outcome, FIELDS)
    return show(
        "consent/word.html", status=400 if rest else form.status, form=form, blank=blank, rest=rest,
        address=address(raw), may_record=may_record, invalid=bool(request.args.get("ongeldig")),
        purpose=facts.purpose,
    )  # fmt: skip


@blueprint.post("/casussen/<uuid:thing_id>/intrekken")
@blueprint.post("/signalen/<uuid:thing_id>/intrekken")
@page(Verb.CONSENT_WITHDRAW)
def withdraw(unit: Unit, thing_id: UUID) -> Response:
    """Withdraw at once: the address and the cell say for whom and what (R51)."""
    facts, raw = find(unit, Verb.CONSENT_WITHDRAW, thing_id)
    recipient = as_id(request.form.get("recipient"))
    if recipient is None:
        raise Invalid({"recipient": _("Choose for which organisation it is withdrawn.")})
    person, provider = (as_id(request.form.get(name)) for name in ("person", "provider"))
    category = request.form.get("category") or None
    withdrawing.withdraw(
        unit, facts, person=person, recipient=recipient, category=category, provider=provider
    )
    return back(unit, raw)


def _record(
    unit: Unit, facts: MatterFacts, form: WordForm, said: Word, blank: Blank, make_ground: bool
) -> str | Mapping[str, str]:
    """The result as it was kept, or every fault at once."""
    if not form.accepted(unit, Verb.CONSENT_RECORD):
        return word_faults(said, blank.setting, blank.born.get(said.person) if said.person else None)
    try:
        return giving.record(unit, facts, said, make_ground=make_ground).result
    except Invalid as invalid:
        return invalid.faults


def _who_may_speak(blank: Blank, unit: Unit) -> frozenset[str]:
    """Who may speak for the residents here, as far as their ages are known (R57)."""
    allowed = [speakers(blank.born.get(person), unit.now) for person, _name in blank.people]
    return frozenset().union(*allowed) if allowed else codes.codes_of("gegeven_door")
