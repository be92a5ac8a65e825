"""Who saw the data of one resident, told to that resident by the organisation that answers for it (R96)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.foundation.working_days import HERE, local
from wijkaanpak.journal.events import Thing
from wijkaanpak.review.reading import GROUNDS, officers_only

MOST = 2_000  # entries of one overview, some four hundred pages; for more a shorter period is asked
# Who reports something is protected, also from being told by what they did as its reporter (T38).
REPORTING = ("signal.reported", "signal.supplemented", "signal.follow")
ENTRIES = text("""
    select e.id, e.occurred_at, e.event, e.name, e.action, e.nature, e.actor_role, e.actor_organisation_id,
           e.categories, e.policy, e.ground_ids, e.via, e.purpose, s.name as staff, s.system,
           s.organisation_id = :own as own_colleague, o.name as organisation
    from journal.entry e left join app.staff s on s.id = e.actor_id
         left join app.organisation o on o.id = e.actor_organisation_id
    where e.id in (select journal.about(:subject)) and e.controller_ids @> array[cast(:own as uuid)]
      and e.outcome = 'GESLAAGD' and e.event not in ('KAMER_BETREDEN', 'KAMER_VERLATEN')
      and e.name <> all (:reporting) and e.via is distinct from 'author'
      and not (e.event = 'AANMAKEN' and e.object_kind = 'SIGNAAL')
      and e.occurred_at >= coalesce(cast(:begins as timestamptz), '-infinity')
      and e.occurred_at < coalesce(cast(:ends as timestamptz), 'infinity')
    order by e.occurred_at, e.place limit :most
""").bindparams(reporting=list(REPORTING))
KEPT = text("select cardinality(app.kept())")


@dataclass(frozen=True)
class Period:
    """From which day until and including which; open where nothing is said."""

    first: date | None = None
    last: date | None = None

    @property
    def begins(self) -> datetime | None:
        """The first moment in it."""
        return datetime.combine(self.first, time(), HERE) if self.first else None

    @property
    def ends(self) -> datetime | None:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), HERE) if self.last else None


@dataclass(frozen=True)
class Request:
    """Of which resident, which period, and what the organisation decided: names or not, each line or not.

    `person` is the pseudonym of the maker's organisation; `reason` is why it is made, and where names stand
    in it, why they do.
    """

    person: UUID
    period: Period
    reason: str
    names: bool = False
    merged: bool = True


@dataclass(frozen=True)
class Line:
    """One or more things of the same kind on one day: who, in words of the journal, and on which ground."""

    first: datetime
    last: datetime
    entries: tuple[UUID, ...]
    event: str
    name: str
    organisation: str | None
    role: str | None
    colleague: str | None
    system: bool
    categories: tuple[str, ...]
    policy: str
    bases: tuple[str, ...]
    via: str | None
    purpose: str | None
    emergency: bool

    @property
    def kind(self) -> Line:
        """What two lines have in common that may be told as one: all but the hour."""
        midnight = datetime.combine(self.first.date(), time(), HERE)
        return replace(self, first=midnight, last=midnight, entries=())


@dataclass(frozen=True)
class Found:
    """What a request would bring: how many lines of the journal, and whether the maker keeps a distance."""

    entries: int
    distance: bool

    @property
    def too_many(self) -> bool:
        """Whether a shorter period must be asked."""
        return self.entries > MOST


@dataclass(frozen=True)
class Overview:
    """The overview of one resident, oldest line first."""

    request: Request
    organisation: str
    lines: tuple[Line, ...]


@reading(Verb.INSIGHT_PREPARE)
def look(unit: Unit, person: UUID, period: Period, /) -> Found:
    """How much an overview of this resident would hold; the same answer for a reference that nobody has."""
    officers_only(unit, Verb.INSIGHT_PREPARE)
    _about(unit, person)
    return Found(len(_entries(unit, person, period)), bool(unit.session.scalar(KEPT)))


@reading(Verb.INSIGHT_EXPORT)
def overview(unit: Unit, asked: Request, /) -> Overview:
    """What happened with the data of one resident, for that resident (R96).

    Of entries that one's own organisation answers for, and of these never: what is shielded (K7), who
    reported something (T38), and refusals. An attempt that was refused showed nothing, so no data was
    processed, and its entry names no resident. A name is only ever that of an own colleague: a partner
    decides on its own.
    Raises ValueError for more than MOST entries; `look` tells beforehand.
    """
    officers_only(unit, Verb.INSIGHT_EXPORT)
    _about(unit, asked.person)
    unit.because = asked.reason
    rows = _entries(unit, asked.person, asked.period)
    if len(rows) > MOST:
        raise ValueError("more than an overview holds")
    for row in rows:
        unit.disclose("LOG", row.id, controller=unit.actor.organisation_id, data_class="K0")
    bases = _bases(unit, rows)
    lines = [_line(row, bases, names=asked.names) for row in rows]
    return Overview(asked, unit.actor.organisation_name, _merged(lines) if asked.merged else tuple(lines))


def size(unit: Unit, asked: Request) -> int:
    """How many entries of the journal an overview would hold, MOST + 1 for more than it can."""
    return len(_entries(unit, asked.person, asked.period))


def _about(unit: Unit, person: UUID) -> None:
    if unit.reading is not None:
        verb, decision, _thing = unit.reading
        unit.reading = (verb, decision, Thing("LOG", person, None, (unit.actor.organisation_id,), (person,)))
        unit.disclosed.persons.add(person)


def _entries(unit: Unit, person: UUID, period: Period) -> list[Any]:
    home = unit.actor.organisation_id
    asked = {
        "most": MOST + 1,
        "subject": f"{home}/{person}",
        "own": home,
        "begins": period.begins,
        "ends": period.ends,
    }
    return list(unit.session.execute(ENTRIES, asked))


def _bases(unit: Unit, rows: list[Any]) -> dict[UUID, str]:
    """The basis of each ground that was used, as far as the desk may know it."""
    wanted = list({ground for row in rows for ground in row.ground_ids})
    found = unit.session.execute(GROUNDS, {"grounds": wanted}) if wanted else ()
    return {row.ground_id: row.basis for row in found}


def _line(row: Any, bases: dict[UUID, str], *, names: bool) -> Line:
    at = local(row.occurred_at)
    used = dict.fromkeys(bases[ground] for ground in row.ground_ids if ground in bases)
    return Line(
        at, at, (row.id,), row.event, row.name, row.organisation, row.actor_role,
        row.staff if names and row.own_colleague and not row.system else None, row.system is not None,
        tuple(sorted(row.categories)), row.policy, tuple(sorted(used)), row.via, row.purpose,
        row.nature == "NOOD" or row.via == "emergency" or row.event.startswith("NOODPROCEDURE"),
    )  # fmt: skip


def _merged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines of the same kind on one day told as one, where the first of them stood."""
    found: dict[Line, Line] = {}
    for line in lines:
        same = found.get(line.kind)
        found[line.kind] = (
            replace(same, last=line.last, entries=same.entries + line.entries) if same else line
        )
    return tuple(found.values())
