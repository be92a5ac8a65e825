"""The grid "Wie ziet wat" as the dossier draws it: words for every cell, and what is behind the open one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext

from wijkaanpak.access import codes, policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.dossier import Dossier
from wijkaanpak.consent.reaching import Cell, Grid, Row, who_sees_what
from wijkaanpak.consent.story import Story, tell
from wijkaanpak.door import Unit
from wijkaanpak.web.frame import day
from wijkaanpak.web.language import language


@dataclass(frozen=True)
class Shown:
    """What the template draws, and the part of the address that keeps the open cell open."""

    sentence: list[str]
    columns: list[dict[str, str]]
    rows: list[dict[str, Any]]
    others: dict[str, str] | None
    query: str


def grid_of(unit: Unit, found: Dossier, address: str) -> Shown:
    """Build the grid for this reader; the cell that the address names is open."""
    grid = who_sees_what(found.facts, unit.now, found.names, unit.actor.organisation_id, found.kinds)
    chosen = _chosen(grid)
    people = {c.staff: c.name for c in found.team}
    rows = [_row(unit, found, row, chosen, people, address) for row in grid.rows]
    everyone = _("See nothing of this case")
    if found.facts.bare:
        everyone = _("May read this: it holds no data of residents")
    others = {"organisation": _("All others"), "note": _("police and care as well"), "text": everyone}
    if found.facts.bare:
        others |= {"organisation": _("Partners of the covenant"), "note": ""}
    return Shown(
        sentence=_sentence(found, grid, unit),
        columns=[{"code": c, "label": _category(c)} for c in grid.columns],
        rows=rows,
        others=others,
        query=f"&cel={chosen[0]}.{chosen[1]}" if chosen else "",
    )


def _category(code: str) -> str:
    return codes.label("gegevenscategorieen", code, language())


def _chosen(grid: Grid) -> tuple[UUID, str] | None:
    """The open cell, when the address names one that exists."""
    organisation, _dot, category = request.args.get("cel", "").partition(".")
    for row in grid.rows:
        if str(row.organisation) == organisation and category in grid.columns:
            return row.organisation, category
    return None


def _row(
    unit: Unit,
    found: Dossier,
    row: Row,
    chosen: tuple[UUID, str] | None,
    people: dict[UUID, str],
    address: str,
) -> dict[str, Any]:
    opened = next((c for c in row.cells if (row.organisation, c.category) == chosen), None)
    cells = [_cell(cell, address, cell is opened, found.facts.provider) for cell in row.cells]
    names = ", ".join(people[m] for m in row.members if m in people)
    return {
        "organisation": row.name,
        "note": names or _("nobody in the team"),
        "cells": cells,
        "open": _open(unit, found, row, opened, address) if opened else None,
    }


def _cell(cell: Cell, address: str, current: bool, home: UUID) -> dict[str, Any]:
    small, label = "", ""
    if cell.state == "deel":
        label = _("Sees a part")
        if 0 < len(cell.seen) < cell.residents:
            small = _("of %(n)s of %(all)s residents", n=len(cell.seen), all=cell.residents)
    elif cell.state == "stopt" and cell.until:
        label = _("Stops %(day)s", day=day(cell.until, short=True)[:5])
    elif cell.state == "weg":
        label = _("Withdrawn") if cell.withdrawn else _("Ended")
        small = _("on %(day)s", day=day(cell.ended, short=True)) if cell.ended else ""
    elif cell.state == "niet" and not cell.written and cell.organisation == home:
        label = _("Nothing written")
    elif cell.state in ("niet", "weg") and cell.waits:
        small = _("waits for a second judgement")
    if cell.state in ("ziet", "deel") and cell.until and not small:
        small = _("until %(day)s", day=day(cell.until, short=True))
    url = f"{address}?cel={cell.organisation}.{cell.category}#grond"
    return {"state": cell.state, "label": label, "small": small, "url": url, "current": current}


def _open(unit: Unit, found: Dossier, row: Row, cell: Cell, address: str) -> dict[str, Any]:
    lead = {found.head.lead_id: found.head.lead} if found.head.lead_id and found.head.lead else {}
    story = tell(unit, found.facts, cell, found.names | lead, found.kinds)
    what = _category(cell.category).split(" (")[0].lower()
    title = _("Why %(who)s sees this: %(what)s", who=row.name, what=what)
    if cell.state == "deel":
        title = _("Why %(who)s sees a part of this: %(what)s", who=row.name, what=what)
    if cell.state in ("niet", "weg", "bezwaar"):
        title = _("Why %(who)s does not see this: %(what)s", who=row.name, what=what)
    return {
        "title": title,
        "sentence": " ".join([story.sentence, *story.warnings]).strip(),
        "facts": story.facts,
        "remedies": story.remedies,
        "takes": _("What you can do now") if story.never else _("What it takes"),
        "actions": _actions(unit, found, cell, story, address),
        "close_url": f"{address}#wie-ziet-wat",
    }


def _actions(unit: Unit, found: Dossier, cell: Cell, story: Story, address: str) -> list[dict[str, Any]]:
    may = {
        verb: policy.decide(unit.actor, verb, found.facts, unit.now).allowed
        for verb in (Verb.GROUND_RECORD, Verb.CONSENT_RECORD, Verb.CONSENT_WITHDRAW)
    }
    where = f"organisatie={cell.organisation}&categorie={cell.category}"
    acts: list[dict[str, Any]] = []
    if cell.state != "eigen" and not story.never and may[Verb.CONSENT_RECORD]:
        label = _("Ask the resident again") if story.said else _("Ask the resident")
        acts.append({"kind": "ask", "url": f"{address}/toestemming?{where}", "label": label, "fields": None})
    if cell.state in ("niet", "weg", "deel") and not story.never and may[Verb.GROUND_RECORD]:
        acts.append(
            {
                "kind": "record",
                "url": f"{address}/grondslagen/nieuw?{where}",
                "label": _("Another ground"),
                "fields": None,
            }
        )
    acts += [
        {"kind": "record", "url": f"{address}{act.path}", "label": act.label,
         "consequence": act.consequence, "fields": {}}
        for act in story.acts
    ]  # fmt: skip
    if story.withdrawable and may[Verb.CONSENT_WITHDRAW]:
        acts.append(
            {
                "kind": "withdraw", "url": f"{address}/intrekken", "label": _("Withdraw"),
                "consequence": _(
                    "It stops at once, on every screen. No reason is needed. What was done stays valid."
                ),
                "fields": {"recipient": cell.organisation, "category": cell.category},
            }
        )  # fmt: skip
    return acts


def _sentence(found: Dossier, grid: Grid, unit: Unit) -> list[str]:
    """How it stands, in words, before the grid proves it."""
    said = []
    for row in grid.rows:
        sees = [c for c in row.cells if c.state in ("ziet", "deel", "stopt")]
        ends = [c for c in sees if c.state == "stopt" and c.until]
        gone = [c.ended for c in row.cells if c.state == "weg" and c.ended]
        if sees:
            words = ngettext(
                "%(who)s sees one kind of data", "%(who)s sees %(num)s kinds of data", len(sees), who=row.name
            )
            said.append(words + _stops([c.until for c in ends if c.until], len(sees)) + ".")
        elif gone:
            said.append(_("%(who)s sees nothing any more since %(day)s.", who=row.name, day=day(max(gone))))
    if not said:
        said.append(_("Only the organisation that wrote something reads it; nothing is shared."))
    if found.facts.bare:
        return [_("This case holds no data of residents.")]
    return [*said, _("Others see nothing.")]


def _stops(ends: list[datetime], sees: int) -> str:
    """What of the kinds that are seen stops within a month, as the end of a sentence."""
    if not ends:
        return ""
    first = day(min(ends))
    if len(ends) == sees and first == day(max(ends)):
        return ", " + _("until %(day)s", day=first)
    stops = ngettext(
        "one of them stops on %(day)s", "%(num)s of them stop from %(day)s", len(ends), day=first
    )
    return f"; {stops}"
