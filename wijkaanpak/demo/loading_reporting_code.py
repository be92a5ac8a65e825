"""The reporting code as a world tells it: a date is a step taken, and words are what came of it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wijkaanpak.cases import reporting_code
from wijkaanpak.cases.reporting_code import DECIDING, Outcome
from wijkaanpak.demo.loading_directory import AMSTERDAM
from wijkaanpak.demo.shapes import Matter
from wijkaanpak.door import Unit

SKIPPED = "overgeslagen"
TAKEN = "Deze stap is gezet. Wat eruit kwam, staat in het dossier waar de casus vandaan komt."
WRITTEN_DATE = re.compile(r"\s*\b\d{4}-\d{2}-\d{2}\b")  # text of a world is not moved; its day is told apart


def load_reporting_code(unit: Unit, matter: Matter, row: UUID) -> None:
    """Each step that the world tells of, for the organisation that brought the matter."""
    steps: dict[str, Any] = matter.raw.get("meldcode") or {}
    last = unit.moment.astimezone(AMSTERDAM).date()
    for number in reporting_code.STEPS:
        told = steps.get(f"stap{number}")
        if told is None:
            continue
        if isinstance(told, datetime):
            last = told.astimezone(AMSTERDAM).date()
        elif isinstance(told, date):
            last = told
        reporting_code.keep(unit, row, matter.purpose, number, _outcome(number, told, last))


def _outcome(number: int, told: Any, day: date) -> Outcome:
    """A step with a date alone was taken; a report is one that the words of the fifth step tell of."""
    if not isinstance(told, str):
        return Outcome(done_on=day, text=TAKEN)
    said = WRITTEN_DATE.sub("", told).replace("_", " ").strip()
    if said.startswith(SKIPPED):
        reason = said.removeprefix(SKIPPED).strip(" :,")
        return Outcome(done_on=day, text=reason or "De reden staat er niet bij.", skipped=True)
    reported = "gemeld" in said.lower() and "niet gemeld" not in said.lower()
    return Outcome(done_on=day, text=said, report=reported if number == DECIDING else None)
