"""The quarterly report of an organisation: what happened and how it was looked at, without a name (R104)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.foundation.working_days import local, working_days_later
from wijkaanpak.review.models import VERDICTS, Finding, Verdict
from wijkaanpak.review.quarters import Quarter, between, quarter_of
from wijkaanpak.review.queues import QUEUES
from wijkaanpak.review.reading import officers_only

EMERGENCIES = "Q1"
TERM = 5  # working days in which a use of emergency access is judged (Q1)
FEWEST = 2  # colleagues behind a number: below it the number would be that of one colleague (R126)
KEPT = text("select cardinality(app.kept())")
FIRST = text("select min(occurred_at) from journal.entry")
# Row-level security bounds all of these to what the officer may see.
ACTIVITY = text("""
    select coalesce(actor_organisation_id = :own, false) as ours, count(*) as entries,
           count(*) filter (where outcome = 'GEWEIGERD') as refused, count(distinct actor_id) as people
    from journal.entry where occurred_at >= :begins and occurred_at < :ends group by 1
""")
REFUSALS = text("""
    select reason_code, count(*) as times, count(distinct actor_id) as people
    from journal.entry
    where occurred_at >= :begins and occurred_at < :ends
      and outcome = 'GEWEIGERD' and actor_organisation_id = :own
    group by reason_code
""")
USES = text("""
    select u.since, j.occurred_at as judged_at, j.particulars ->> 'outcome' as verdict
    from (select object_id, min(occurred_at) as since from journal.entry
          where name in ('break_glass.started', 'break_glass.taken_over') and outcome = 'GESLAAGD'
            and controller_ids @> array[cast(:own as uuid)]
            and (actor_organisation_id = :own or name = 'break_glass.taken_over')
          group by object_id) u
         left join journal.entry j on j.object_id = u.object_id and j.name = 'break_glass.judged'
    where u.since >= :begins and u.since < :ends
""")


@dataclass(frozen=True)
class Activity:
    """How many entries there are, and how many of them are refusals; nothing where one colleague made all."""

    entries: int | None
    refused: int | None


@dataclass(frozen=True)
class Queue:
    """What one queue found in the quarter, and what came of it until now."""

    code: str
    found: int
    judged: int
    judged_late: int
    overdue: int
    verdicts: tuple[tuple[str, int], ...]

    @property
    def waiting(self) -> int:
        """What nobody has judged yet."""
        return self.found - self.judged

    @property
    def share(self) -> int | None:
        """How many of a hundred were judged, rounded down; nothing of nothing."""
        return self.judged * 100 // self.found if self.found else None


@dataclass(frozen=True)
class Report:
    """The figures of one organisation in one quarter; `refusals` are (reason code or none, number)."""

    quarter: Quarter
    organisation: str
    over: bool
    own: Activity
    others: Activity
    refusals: tuple[tuple[str | None, int], ...]
    queues: tuple[Queue, ...]
    distance: bool  # what the maker keeps away from is not in the figures

    @property
    def emergencies(self) -> Queue:
        """The uses of emergency access, which all are looked at."""
        return self.queues[0]

    @property
    def verdicts(self) -> Counter[str]:
        """All verdicts of all queues."""
        return Counter({code: sum(dict(q.verdicts)[code] for q in self.queues) for code in VERDICTS})


@dataclass(frozen=True)
class _Case:
    """One thing that was looked at: when it was due, when and how it was judged."""

    queue: str
    due: date
    judged: date | None
    verdict: str | None


@reading(Verb.QUARTER_READ)
def quarters(unit: Unit, _about: None, /) -> list[Quarter]:
    """The quarters of which a report can be made, newest first: from the first entry until now."""
    officers_only(unit, Verb.QUARTER_READ)
    first: datetime | None = unit.session.scalar(FIRST)
    return between(quarter_of(first or unit.now), quarter_of(unit.now))


@reading(Verb.QUARTER_EXPORT)
def report(unit: Unit, quarter: Quarter, /) -> Report:
    """The report of the organisation of who asks; making it is an entry of its own.

    No names and no count of one colleague (R104, R126), and nothing that counts residents.
    """
    officers_only(unit, Verb.QUARTER_EXPORT)
    unit.disclose("LOG", unit.actor.organisation_id, controller=unit.actor.organisation_id, data_class="K0")
    unit.disclosed.particulars.update(quarter=quarter.code)
    asked = {"own": unit.actor.organisation_id, "begins": quarter.begins, "ends": quarter.ends}
    counts = {row.ours: row for row in unit.session.execute(ACTIVITY, asked)}
    cases = [*_emergencies(unit, asked), *_findings(unit, quarter)]
    today = local(unit.now).date()
    return Report(
        quarter, unit.actor.organisation_name, quarter.ends <= unit.now,
        _activity(counts.get(True)), _activity(counts.get(False)),
        _refusals(unit.session.execute(REFUSALS, asked)),
        tuple(_queue(code, cases, today) for code in (EMERGENCIES, *QUEUES)),
        bool(unit.session.scalar(KEPT)),
    )  # fmt: skip


def _activity(row: Any) -> Activity:
    if row is None:
        return Activity(0, 0)
    return Activity(row.entries, row.refused) if row.people >= FEWEST else Activity(None, None)


def _refusals(rows: Iterable[Any]) -> tuple[tuple[str | None, int], ...]:
    """Refusals by reason, most first; the reasons that only one colleague met are taken together as none."""
    told: Counter[str | None] = Counter()
    for row in rows:
        told[row.reason_code if row.people >= FEWEST else None] += row.times
    return tuple(sorted(told.items(), key=lambda one: (one[0] is None, -one[1], one[0] or "")))


def _emergencies(unit: Unit, asked: dict[str, Any]) -> list[_Case]:
    """Every use by own colleagues that began in the quarter, with its verdict whenever that came."""
    return [
        _Case(
            EMERGENCIES, working_days_later(local(row.since).date(), TERM), _day(row.judged_at), row.verdict
        )
        for row in unit.session.execute(USES, asked)
    ]


def _findings(unit: Unit, quarter: Quarter) -> list[_Case]:
    query = (
        select(Finding.queue, Finding.due_on, Verdict.judged_at, Verdict.verdict)
        .outerjoin(Verdict, Verdict.finding_id == Finding.id)
        .where(
            Finding.organisation_id == unit.actor.organisation_id,
            Finding.occurred_at >= quarter.begins,
            Finding.occurred_at < quarter.ends,
        )
    )
    return [
        _Case(queue, due, _day(judged_at), verdict)
        for queue, due, judged_at, verdict in unit.session.execute(query)
    ]


def _day(moment: datetime | None) -> date | None:
    return local(moment).date() if moment else None


def _queue(code: str, cases: list[_Case], today: date) -> Queue:
    cases = [case for case in cases if case.queue == code]
    done = [case for case in cases if case.judged]
    given = Counter(case.verdict for case in done)
    return Queue(
        code, len(cases), len(done),
        sum(case.judged is not None and case.judged > case.due for case in done),
        sum(case.due < today for case in cases if not case.judged),
        tuple((verdict, given[verdict]) for verdict in VERDICTS),
    )  # fmt: skip
