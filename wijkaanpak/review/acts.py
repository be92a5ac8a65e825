"""What the rules of the desk look at: the day of a colleague, with what is known round each act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from wijkaanpak.foundation.working_days import HERE
from wijkaanpak.review.around import Around
from wijkaanpak.review.queues.queue import MORNING, PLACES_ONLY, READINGS, SUCCEEDED, Act, Day, Duty

MONTH = timedelta(days=30)
MADE = "AANMAKEN"
LOOKED_AT = {"succeeded": SUCCEEDED, "events": [*sorted(READINGS), MADE]}  # and every refusal
# One organisation's part of the journal between two moments, along the index on organisation and time.
ACTS = text("""
    select e.id, e.recorded_at, e.occurred_at, e.event, e.name, e.outcome, e.object_kind, e.reason_code,
           e.actor_id, e.actor_role, e.object_id, e.matter_id, e.purpose, e.via, e.sensitivity, e.subjects,
           e.controller_ids @> array[e.actor_organisation_id] as own, e.particulars ->> 'digest' as question,
           coalesce((e.particulars ->> 'hits')::int, 0) as hits
    from journal.entry e
    where e.actor_organisation_id = :organisation and e.occurred_at >= :begin and e.occurred_at < :end
      and e.actor_id = any(:people) and (e.outcome <> :succeeded or e.event = any(:events))
    order by e.occurred_at, e.place
""")
SHIFTS = text("""
    select staff_id, complex_id, greatest(starts_at, accepted_at) as since,
           least(handed_over_at, ends_at) as until
    from app.shift
    where staff_id = any(:people) and accepted_at is not null and ends_at > :begin and starts_at < :end
""")
# How many dossiers people in a role open in an hour in which they open any: the middle of all those hours.
USUAL = text("""
    select percentile_cont(0.5) within group (order by opened) from (
        select count(distinct e.matter_id) as opened from journal.entry e
        where e.occurred_at >= :begin and e.occurred_at < :end and e.event = 'LEZEN'
          and e.outcome = :succeeded and e.actor_role = :role and e.matter_id is not null
          and e.purpose is distinct from :places
        group by e.actor_id, date_trunc('hour', e.occurred_at)) hourly
""")


@dataclass(frozen=True)
class Touched:
    """A day on which colleagues of an organisation did something new; `fresh` are the entries of that."""

    organisation: UUID
    day: date
    people: frozenset[UUID]
    fresh: frozenset[UUID]


def days(session: Session, touched: Touched) -> list[Day]:
    """The day of each of these colleagues and the night after it: from midnight until six the next day."""
    begin = datetime.combine(touched.day, time(), HERE)
    end = datetime.combine(touched.day + timedelta(days=1), MORNING, HERE)
    people = list(touched.people)
    span = {"people": people, "begin": begin, "end": end}
    rows = session.execute(ACTS, span | LOOKED_AT | {"organisation": touched.organisation}).all()
    acts = _acts(rows, Around(session, touched.organisation, rows, touched.fresh))
    shifts: dict[UUID, list[Duty]] = defaultdict(list)
    for row in session.execute(SHIFTS, span):
        shifts[row.staff_id].append(Duty(row.complex_id, row.since, row.until))
    usual = usual_before(session, touched.day)
    return [
        Day(who, touched.day, tuple(acts[who]), tuple(shifts[who]), usual)
        for who in sorted(people, key=str)
        if acts[who]
    ]


def usual_before(session: Session, day: date) -> Callable[[str], float]:
    """What is usual in a role over the thirty days before; asked of the journal once a role, if at all."""
    end = datetime.combine(day, time(), HERE)

    @cache
    def usual(role: str) -> float:
        span = {"begin": end - MONTH, "end": end, "role": role}
        return float(session.scalar(USUAL, span | {"succeeded": SUCCEEDED, "places": PLACES_ONLY}) or 0)

    return usual


def _acts(rows: Sequence[Any], around: Around) -> dict[UUID, list[Act]]:
    found: dict[UUID, list[Act]] = defaultdict(list)
    for row in rows:
        place = around.places.get(row.matter_id)
        found[row.actor_id].append(
            Act(
                id=row.id, recorded_at=row.recorded_at, at=row.occurred_at, event=row.event, name=row.name,
                outcome=row.outcome, kind=row.object_kind, reason=row.reason_code, role=row.actor_role,
                thing=row.object_id, matter=row.matter_id, purpose=row.purpose, via=row.via,
                sensitivity=row.sensitivity, own=bool(row.own), question=row.question, hits=row.hits,
                place=place.complex_id if place else None, closed_at=place.closed_at if place else None,
                declared=around.declared(row), exposed=around.exposed(row), bare=around.bare[row.id],
            )
        )  # fmt: skip
    return found
