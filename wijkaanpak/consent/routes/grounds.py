"""Recording a ground: first which ground, then only what that ground needs (trap 1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _

from wijkaanpak.access import codes, policy, roles
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent import grounds, lawful
from wijkaanpak.consent.preparing import Blank, for_ground
from wijkaanpak.consent.proposal import Proposal
from wijkaanpak.consent.routes import blueprint
from wijkaanpak.consent.routes.forms import GroundForm, address, back, put_back
from wijkaanpak.door import Unit, find
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.web.language import language
from wijkaanpak.web.page import page, show


@blueprint.route("/casussen/<uuid:thing_id>/grondslagen/nieuw", methods=["GET", "POST"])
@blueprint.route("/signalen/<uuid:thing_id>/grondslagen/nieuw", methods=["GET", "POST"])
@page(Verb.GROUND_RECORD)
def ground(unit: Unit, thing_id: UUID) -> Response:
    """The form of a ground, and recording it."""
    facts, raw = find(unit, Verb.GROUND_RECORD, thing_id)
    blank = for_ground(unit, facts)
    allowed = lawful.allowed_here(blank.setting)
    form = GroundForm.made(blank, allowed)
    rest: list[Any] = []
    code = None
    if request.method == "POST":
        proposal = form.proposal(blank)
        faults = _record(unit, facts, form, proposal, blank)
        if faults is None:
            return back(unit, raw)
        code = _barred(form, proposal, blank)
        rest = put_back(form, faults)
    return show(
        "consent/ground.html", status=400 if rest else form.status, form=form, blank=blank, rest=rest,
        code=code, address=address(raw), explained=_explained(allowed, blank), asks=_may_ask(unit, facts),
        mandated=[b for b in allowed if roles.allowed_ground(b, blank.setting.kind) == "mandate"],
    )  # fmt: skip


def _record(
    unit: Unit, facts: MatterFacts, form: GroundForm, proposal: Proposal, blank: Blank
) -> Mapping[str, str] | None:
    """Record it when the form holds; otherwise everything that the rules find wrong too, all at once."""
    if not form.accepted(unit, Verb.GROUND_RECORD):
        return lawful.faults(proposal, blank.setting)
    try:
        grounds.record(unit, facts, proposal)
    except Invalid as invalid:
        return invalid.faults
    return None


def _barred(form: Any, proposal: Proposal, blank: Blank) -> str | None:
    """R3: a ground that this kind of organisation may not use is told so, with its code."""
    known = codes.known("grondslagen", proposal.basis)
    if not known or not lawful.not_allowed(proposal, blank.setting):
        return None
    form.basis.errors = []
    return grounds.NOT_ALLOWED


def _explained(allowed: tuple[str, ...], blank: Blank) -> dict[str, str]:
    """Each ground in one plain sentence, with its article; a municipality's consent with its warning."""
    said = {}
    for basis in allowed:
        item = codes.item("grondslagen", basis)
        said[basis] = f"{item.sentence(language())} ({item.facts['artikel']})"
        if roles.allowed_ground(basis, blank.setting.kind) == "warn":
            said[basis] += " " + _("From a municipality a yes is seldom free: look at the others first.")
    return said


def _may_ask(unit: Unit, facts: MatterFacts) -> bool:
    return policy.decide(unit.actor, Verb.CONSENT_RECORD, facts, unit.now).allowed
