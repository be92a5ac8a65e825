"""Things that stand out in the small world, put on record as the rounds of the desk do."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.review.conftest import Desk
from tests.review.footprints import journal, reads
from wijkaanpak.foundation.working_days import local

FACTS: dict[str, dict[str, Any]] = {
    "Q2": {"stands_out": [["DOSSIERS", {"cases": 3, "least": 3}]], "ordinary": [["FEWER", {"most": 2}]]},
    "Q5": {
        "stands_out": [["AT_NIGHT", {"readings": 1}], ["NO_DUTY", {}]],
        "ordinary": [["UNTIL_TEN", {}]],
    },
    "Q8": {"stands_out": [["EVERY", {}]], "ordinary": []},
}


def stands_out(
    desk: Desk, who: str = "ww", *, queue: str = "Q5", due: int = 10, times: int = 1, urgent: bool = False,
    facts: dict[str, Any] | None = None, **more: object,
) -> UUID:  # fmt: skip
    """Somebody reads the case this often, and a rule finds that; the number of days until it is due."""
    for _ in range(times):
        reads(desk, who, grounds=(desk.world.ground,), via="team", **more)
    found = journal(
        desk, "select id, recorded_at, matter_id from journal.entry where actor_id = :w "
        "order by recorded_at desc, place desc limit :n", w=desk.world.staff[who], n=times,
    )  # fmt: skip
    made, at = uuid4(), found[-1][1]
    assert isinstance(at, datetime)
    desk.world.end(
        "insert into app.finding (id, queue, key, organisation_id, staff_id, matter_id, occurred_at, "
        "found_at, due_on, urgent, facts) values (:id, :queue, :key, :home, :who, :matter, :at, :at, :due, "
        ":urgent, cast(:facts as jsonb))",
        id=made, queue=queue, key=str(made), home=desk.world.home(who), who=desk.world.staff[who],
        matter=found[0][2], at=at, due=local(datetime.now(UTC)).date() + timedelta(days=due), urgent=urgent,
        facts=json.dumps(facts or FACTS[queue]),
    )  # fmt: skip
    for entry, recorded, _matter in found:
        desk.world.end(
            "insert into app.finding_entry (finding_id, entry_id, entry_at) values (:f, :e, :at)",
            f=made, e=entry, at=recorded,
        )  # fmt: skip
    return made


def table(desk: Desk, name: str) -> list[dict[str, Any]]:
    """Every row of a table of the desk."""
    return [row[0] for row in journal(desk, f"select to_jsonb(t) from app.{name} t")]  # type: ignore[misc]
