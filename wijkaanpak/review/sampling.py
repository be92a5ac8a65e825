"""The monthly sample: of a month that is over, some of what an organisation read is drawn to be judged."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.working_days import HERE, local
from wijkaanpak.journal.events import Event
from wijkaanpak.journal.upkeep import LOG
from wijkaanpak.review import keeping, scanning
from wijkaanpak.review.models import Sample
from wijkaanpak.review.queues import q10_sample
from wijkaanpak.review.queues.queue import READINGS, SUCCEEDED, Act, Found
from wijkaanpak.review.selecting import Reading, chosen, shares, size

BACK = 3  # months that are drawn from when nobody came round in time
DUE = text("""
    select o.id, month from app.organisation o cross join unnest(cast(:months as date[])) month
    where o.kind <> 'platform'
      and not exists (select from app.sample s where s.organisation_id = o.id and s.month = month)
    order by month, o.id
""")
# What people read of residents: something about one was shown.
READ = """
    from journal.entry e
    where e.actor_organisation_id = :organisation and e.occurred_at >= :begin and e.occurred_at < :end
      and e.event = any(:events) and e.outcome = :succeeded and e.sensitivity not in ('K0', 'K1')
      and e.actor_id is not null
"""
COUNTS = text(f"select coalesce(e.actor_role, '-') as role, count(*) as n {READ} group by 1")
LIST = text(f"select e.id, e.recorded_at, coalesce(e.actor_role, '-') as role {READ}")
DRAWN = text("""
    select e.id, e.recorded_at, e.occurred_at, e.event, e.name, e.outcome, e.object_kind, e.actor_id,
           e.matter_id
    from unnest(cast(:entries as uuid[]), cast(:recorded as timestamptz[])) one (id, at)
    join journal.entry e on e.id = one.id and e.recorded_at = one.at
    order by e.occurred_at, e.id
""")
AT_ONCE = 10_000  # readings that are held at one time


@dataclass(frozen=True)
class Due:
    """A month of an organisation of which no sample was drawn yet; `month` is its first day."""

    organisation: UUID
    month: date

    @property
    def span(self) -> dict[str, Any]:
        """From its first moment here until that of the next month."""
        begin, end = (datetime.combine(day, time(), HERE) for day in (self.month, _later(self.month, 1)))
        return {
            "organisation": self.organisation, "begin": begin, "end": end, "succeeded": SUCCEEDED,
            "events": sorted(READINGS),
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SampleDrawn(Event, name="sample.drawn", says="{actor} drew the monthly samples of what was read"):
    """How many months of organisations were drawn from, and how many readings that gave."""

    samples: int
    readings: int


def due(unit: Unit) -> list[Due]:
    """The months that are over and were not drawn from, oldest first; none while another process draws."""
    if scanning.place(unit) is None:
        return []
    this = local(unit.now).date().replace(day=1)
    months = [_later(this, -n) for n in range(1, BACK + 1)]
    return [Due(*row) for row in unit.session.execute(DUE, {"months": months})]


@command(Verb.SAMPLE_DRAW)
def draw(unit: Unit, months: list[Due], /) -> SampleDrawn:
    """Draw from each of these with a seed of chance, keep the seed, and lay what was drawn on the desk."""
    drawn = sum(_draw(unit, month, secrets.token_hex(8)) for month in months)
    return SampleDrawn(thing=LOG, samples=len(months), readings=drawn)


def select(unit: Unit, month: Due, seed: str) -> tuple[list[Reading], dict[str, int], dict[str, int]]:
    """What this seed draws from this month; how much was read in each role, how much of that is drawn."""
    counts = {row.role: row.n for row in unit.session.execute(COUNTS, month.span)}
    taken = shares(counts, size(sum(counts.values())))
    rows = unit.session.execute(LIST, month.span, execution_options={"yield_per": AT_ONCE})
    return chosen((Reading(*row) for row in rows), taken, seed), counts, taken


def _draw(unit: Unit, month: Due, seed: str) -> int:
    readings, counts, taken = select(unit, month, seed)
    total, drawn = sum(counts.values()), len(readings)
    unit.session.connection().execute(
        insert(Sample),
        [
            {
                "organisation_id": month.organisation, "month": month.month, "seed": seed, "readings": total,
                "drawn": drawn, "drawn_at": unit.now,
            }
        ],
    )  # fmt: skip
    roles = {reading.id: reading.role for reading in readings}
    by_colleague: dict[UUID, list[Found]] = defaultdict(list)
    for row in _rows(unit, readings):
        role = roles[row.id]
        by_colleague[row.actor_id].append(
            Found(
                key=f"{month.month:%Y-%m}/{row.id}",
                acts=(_act(row),),
                stands_out=(("DRAWN", {"readings": total, "drawn": drawn, "seed": seed}),),
                ordinary=(("OF_ROLE", {"readings": counts[role], "drawn": taken[role]}), ("NOTHING", {})),
                matter=row.matter_id,
            )
        )
    for colleague, found in by_colleague.items():
        keeping.keep(unit, month.organisation, colleague, [(q10_sample.QUEUE, one) for one in found])
    return drawn


def _rows(unit: Unit, readings: list[Reading]) -> Iterator[Any]:
    asked = {"entries": [r.id for r in readings], "recorded": [r.recorded_at for r in readings]}
    yield from unit.session.execute(DRAWN, asked) if readings else ()


def _act(row: Any) -> Act:
    return Act(row.id, row.recorded_at, row.occurred_at, row.event, row.name, row.outcome, row.object_kind)


def _later(month: date, by: int) -> date:
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
