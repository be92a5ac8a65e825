"""What the crawler fills in where a form only reads, or makes a paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

# An overview for a resident, with all that may be chosen.
OVERVIEW = {"apart": "1", "names": "1", "zeker": "1", "sure": "1"} | dict.fromkeys(
    ("reason", "names_reason"), "Verzoek van de bewoner, nummer 2026-12."
)
# A letter to a resident, as it can be made of an open case.
LETTER = {"kind": "INFORMEREN", "spoken": "nl", "channel": "GEGEVEN", "given_on": date.today().isoformat()}
DONE = "We spraken met elkaar en maakten afspraken."
# Forms that only read. A new one needs something to look for here.
ASKED: dict[str, Callable[[Any], list[dict[str, str]]]] = {
    "review.work_out": lambda _world: [{}],
    "review.look_up": lambda world: [{"bewoner": str(i)} for i in world.ids["person_id"]]
    + [{"zaak": str(i)} for i in world.ids["thing_id"]],
    "review.insight_find": lambda world: [{"bewoner": str(i)} for i in world.ids["person_id"]],
    "review.insight_make": lambda world: [
        OVERVIEW | {"bewoner": str(i), "form": as_} for i in world.ids["person_id"] for as_ in ("pdf", "csv")
    ],
    "cases.letter_make": lambda world: [
        LETTER | {"person": str(i), "form": "txt", "done": DONE} for i in world.ids["person_id"]
    ],
    "residents.search": lambda world: [
        {"name": row.name.rpartition("-")[2], "born": row.born.isoformat()}
        for row in world.house.truth("select name, born from app.person where born is not null")
    ],
}  # fmt: skip
