"""A round looks at what is new and at the days that it touched, however long the journal is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import TextClause, text

from tests.review.conftest import Desk
from tests.review.footprints import reads
from tests.review.rounding import again, silently, truth
from wijkaanpak.door import Unit
from wijkaanpak.foundation.working_days import HERE, local
from wijkaanpak.journal.notary import Notary
from wijkaanpak.review.acts import ACTS, LOOKED_AT, USUAL
from wijkaanpak.review.queues.queue import PLACES_ONLY, SUCCEEDED
from wijkaanpak.review.rounds import Rounds
from wijkaanpak.review.scanning import NEWS

DAYS, A_DAY = 60, 250  # days of work, and readings on each
NEW = 40


def touched(unit: Unit, query: TextClause, values: dict[str, Any]) -> int:
    """How many rows of the journal this question reads, also those that it then leaves out."""
    said = unit.session.execute(text(f"explain (analyze, format json) {query.text}"), values).scalar_one()
    plan = said if isinstance(said, list) else json.loads(said)
    return sum(
        node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
        for node in nodes(plan[0]["Plan"])
        if str(node.get("Relation Name", "")).startswith(("entry", "number"))
    )


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def test_a_round_reads_what_is_new_and_one_day_of_one_organisation(desk: Desk) -> None:
    """Of sixty days in the journal a round reads one, and for the middle of a role thirty."""
    reads(desk, "ww")
    again(
        desk, DAYS * A_DAY, occurred_at=f"e.occurred_at - (n % {DAYS}) * interval '1 day' - interval '1 day'"
    )
    Notary(desk.database.notary).follow_once()
    reads(desk, "wc")
    again(desk, NEW - 1)
    Notary(desk.database.notary).follow_once()
    truth(desk, "analyze journal.entry; analyze journal.number")
    silently(desk, f"update app.round set next_number = (select max(number) - {NEW} + 1 from journal.number)")
    day = local(datetime.now(UTC)).date() - timedelta(days=20)
    begin = datetime.combine(day, time(), HERE)
    span = {"begin": begin, "end": begin + timedelta(hours=30)}
    world = desk.world
    rounds = Rounds(desk.database)
    with rounds._unit() as unit:
        start = unit.session.scalar(text("select next_number from app.round"))
        assert touched(unit, NEWS, {"next": start, "below": start + NEW, **LOOKED_AT}) <= 3 * NEW
        whom = {"organisation": world.organisations["wel"], "people": [world.staff["ww"]]}
        assert A_DAY <= touched(unit, ACTS, span | LOOKED_AT | whom) <= 3 * A_DAY
        month = {"begin": begin - timedelta(days=30), "end": begin, "role": "WW"}
        read = touched(unit, USUAL, month | {"succeeded": SUCCEEDED, "places": PLACES_ONLY})
        assert 30 * A_DAY <= read <= 34 * A_DAY
    rounds.end()
    assert truth(desk, "select count(*) as n from journal.entry")[0].n > DAYS * A_DAY
