"""My cases, and one case."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext

from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import caseload, classing, letters, moving, terms
from wijkaanpak.cases.dossier import Dossier, Happening, read
from wijkaanpak.cases.routes import blueprint, writing
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.cases.routes.grid import grid_of
from wijkaanpak.door import Unit
from wijkaanpak.journal.events import REGISTRY
from wijkaanpak.web.page import page, show

FRAGMENTS = {
    "ziet": "cases/_who_sees_what.html", "tijdlijn": "cases/_timeline.html", "plan": "cases/_plan.html",
}  # fmt: skip
ACTS = {
    "note": Verb.NOTE_WRITE, "lead": Verb.CASE_LEAD, "invite": Verb.TEAM_INVITE, "ground": Verb.GROUND_RECORD,
    "consent": Verb.CONSENT_RECORD, "person": Verb.PERSON_ADD, "plan": Verb.ACTION_MAKE,
    "voice": Verb.VOICE_RECORD,
}  # fmt: skip


@blueprint.get("/casussen")
@page(Verb.CASE_LIST)
def cases(unit: Unit) -> Response:
    """My cases."""
    mine = caseload.mine(unit, None, request.args.get("na"))
    places = [] if request.args.get("na") else caseload.about_places(unit)
    known = {row.id for row in mine.rows}
    return show(
        "cases/list.html", fragments={"lijst": "cases/_list.html"}, caseload=mine, me_id=unit.actor.id,
        places=[row for row in places if row.id not in known],
    )  # fmt: skip


@blueprint.get("/casussen/<uuid:case_id>")
@page(Verb.CASE_READ)
def dossier(unit: Unit, case_id: UUID) -> Response:
    """One case."""
    facts, raw = case_at(unit, Verb.CASE_READ, case_id)
    found = read(unit, facts, case_id)
    return show("cases/dossier.html", fragments=FRAGMENTS, bells=raw["bells"], **context(unit, found))


def happened(one: Happening) -> str:
    """What happened, as the event itself says it."""
    event = REGISTRY.get(one.name)
    said = gettext(event.says) if event else one.name
    return said.replace("{actor}", one.actor or gettext("The system"))


def _next(unit: Unit, found: Dossier) -> dict[str, Any]:
    """The steps that this reader could take, and a hand-over that waits for their answer."""
    seen, me = found.stands, unit.actor.id
    if seen is None:
        return {"ahead": [], "offer": None, "me_id": me}
    offer = seen.offer if seen.offer and me in (seen.offer.to, seen.offer.by) else None
    return {"ahead": moving.ahead(unit, seen), "offer": offer, "me_id": me}


def _kept(found: Dossier) -> tuple[date, date] | None:
    """When a case that was closed is archived and destroyed."""
    closed = found.head.closed_at if found.head.status in ("AFGESLOTEN", "GEARCHIVEERD") else None
    return (terms.archive_on(closed), terms.destroy_on(closed)) if closed else None


def context(unit: Unit, found: Dossier) -> dict[str, Any]:
    """What the page shows: the reading, the grid, and which buttons would not refuse."""
    address = url_for("cases.dossier", case_id=found.head.id)
    grid = grid_of(unit, found, address)
    may = {
        name: policy.decide(unit.actor, verb, found.facts, unit.now).allowed for name, verb in ACTS.items()
    }
    return {
        "dossier": found,
        "plan": found.plan,
        "head": found.head,
        "facts": found.facts,
        "address": address,
        "grid": grid,
        "grid_query": grid.query,
        "may": may,
        "is_director": unit.actor.holds("CR"),
        "happened": happened,
        "classable": {n.id for n in found.notes if classing.may_class(unit, found.facts, n.author_id)},
        "own": unit.actor.organisation_id,
        "letters": not (found.facts.secret or found.facts.bare) and letters.may_make(unit, found.facts),
        "kept": _kept(found),
        **_next(unit, found),
    } | (writing.on_dossier(unit, found) if may["note"] else {})
