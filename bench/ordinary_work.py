"""A month of what two hundred people do on the platform, and three of whom one should hear.

Everything is what happens in ordinary work: bursts and quiet hours, meetings that are prepared, a colleague's
cases taken over, evening visits, links that were passed on, pages opened after the end. Nothing here knows
the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from bench.ordinary_people import Colleague, Dossier, Town, working_days
from wijkaanpak.foundation.working_days import HERE
from wijkaanpak.review.queues.queue import Act

NOW = datetime(2000, 1, 1, tzinfo=UTC)
READ = Act(
    UUID(int=0),
    NOW,
    NOW,
    "LEZEN",
    "case.read",
    "GESLAAGD",
    "CASUS",
    via="team",
    sensitivity="K3",
    purpose="P_ZORG",
)
REFUSED = {"outcome": "GEWEIGERD", "via": None, "sensitivity": "K0"}
BUSY_MONDAY = 1.6
QUICKEST = 0.3  # minutes: nobody opens two dossiers faster, however much there is to do
LONGEST_AGENDA = 16  # half a day with a quarter of an hour for each household


@dataclass
class Month:
    """What happened, by colleague, with the planted ones by what they are."""

    done: list[tuple[Colleague, Act]]
    planted: dict[str, Colleague]


@dataclass
class Clockwork:
    """Makes acts: whose chance it is, and which days there are."""

    chance: Random
    town: Town
    days: list[date]

    def act(
        self, who: Colleague, at: datetime, dossier: Dossier | None = None, **more: object
    ) -> tuple[Colleague, Act]:
        """One act at this moment; of a dossier unless told otherwise."""
        moment = at.astimezone(UTC)
        ident = UUID(int=self.chance.getrandbits(128), version=4)
        said: dict[str, object] = {"id": ident, "recorded_at": moment, "at": moment, "role": who.role}
        if dossier is not None:
            said |= {
                "matter": dossier.matter, "thing": dossier.thing, "place": dossier.place,
                "own": dossier.provider == who.home, "closed_at": dossier.closed_at,
                "kind": "CASUS" if dossier.case else "SIGNAAL",
                "name": "case.read" if dossier.case else "signal.read",
            }  # fmt: skip
        return who, replace(READ, **said | more)  # type: ignore[arg-type]


def month(chance: Random, town: Town, of: date) -> Month:
    """All that was done in the month of this day, and by whom what stands out was planted."""
    works = Clockwork(chance, town, working_days(of))
    _endings(works)
    done = [
        *_days(works), *_evenings(works), *_duties(works), *_meetings(works), *_taking_over(works),
        *_mistakes(works), *_too_late(works), *_woken(works),
    ]  # fmt: skip
    planted, theirs = _planted(works)
    return Month(sorted([*done, *theirs], key=lambda one: one[1].at), planted)


def _days(works: Clockwork) -> Iterator[tuple[Colleague, Act]]:
    """Opening dossiers in bursts between coming in and going home, and searching for residents."""
    for day in works.days:
        for who in works.town.people:
            if day.weekday() in who.days and who.role != "DD":
                yield from _day(works, who, day)


def _day(works: Clockwork, who: Colleague, day: date) -> Iterator[tuple[Colleague, Act]]:
    chance = works.chance
    begin = _clock(day, chance.gauss(who.begins, who.varies))
    end = begin + timedelta(hours=chance.gauss(8.3, 0.6))
    yield works.act(who, begin, event="LIJST", name="work.read", kind="WORK", sensitivity="K1", via=None)
    busy = chance.lognormvariate(0, 0.4) * (BUSY_MONDAY if day.weekday() == 0 else 1)
    at = begin
    while who.dossiers:
        at += timedelta(minutes=max(QUICKEST, chance.lognormvariate(0, 1.0) * who.pace / busy))
        if at >= end:
            break
        dossier = _some(chance, who.dossiers)
        yield works.act(who, at, dossier)
        if chance.random() < 0.25:
            note = {"event": "AANMAKEN", "name": "note.written", "sensitivity": None}
            yield works.act(who, at + timedelta(minutes=chance.uniform(1, 9)), dossier, **note)
    for _ in range(_poisson(chance, who.searches * (BUSY_MONDAY if day.weekday() == 0 else 1))):
        yield from _search(works, who, begin + (end - begin) * chance.random())


def _search(works: Clockwork, who: Colleague, at: datetime) -> Iterator[tuple[Colleague, Act]]:
    """Looking for a resident: mistyped now and then, often opened when found, reported when found nowhere."""
    chance = works.chance
    asks = {"event": "ZOEKEN", "name": "person.search", "kind": "PERSON", "via": None}
    if chance.random() < 0.15:
        yield works.act(who, at, question=str(chance.random()), hits=0, **asks | {"sensitivity": "K0"})
        at += timedelta(minutes=chance.uniform(0.3, 1.5))
    found = chance.random() < 0.7
    yield works.act(
        who,
        at,
        question=str(chance.random()),
        hits=int(found),
        **asks | {"sensitivity": "K2" if found else "K0"},
    )
    if found and chance.random() < who.opens and who.dossiers:
        yield works.act(
            who, at + timedelta(minutes=chance.lognormvariate(0.5, 0.8)), chance.choice(who.dossiers)
        )
    if not found and chance.random() < 0.45:
        made = {"event": "AANMAKEN", "name": "signal.reported", "kind": "SIGNAAL", "sensitivity": None}
        yield works.act(who, at + timedelta(minutes=chance.lognormvariate(1.8, 0.5)), **made)


def _evenings(works: Clockwork) -> Iterator[tuple[Colleague, Act]]:
    """A visit after dinner, written up at home; now and then it becomes late."""
    for day in works.days:
        for who in works.town.people:
            if who.dossiers and works.chance.random() < who.evenings / 5:
                last, household = (
                    _clock(day, works.chance.gauss(20.75, 0.6)),
                    works.chance.choice(who.dossiers),
                )
                for _ in range(1 + _poisson(works.chance, 1.5)):
                    yield works.act(who, last, household)
                    last -= timedelta(minutes=works.chance.uniform(4, 50))


def _duties(works: Clockwork) -> Iterator[tuple[Colleague, Act]]:
    """What is looked up during a shift: at its complexes; by who works in the area also next door, seldom."""
    for who in works.town.people:
        for since in sorted({duty.since for duty in who.duties}):
            here = {duty.place for duty in who.duties if duty.since == since}
            near = [d for d in works.town.dossiers if d.place in here and d.provider == who.home]
            for _ in range(_poisson(works.chance, 3)):
                at = since + timedelta(hours=8) * works.chance.random()
                next_door = who.role == "WB" and works.chance.random() < 0.01
                yield works.act(
                    who, at, works.chance.choice(works.town.dossiers if next_door else near), via="duty"
                )


def _meetings(works: Clockwork) -> Iterator[tuple[Colleague, Act]]:
    """A case director prepares the weekly meeting; a team leader looks through the week on Monday morning."""
    chance = works.chance
    for day in works.days:
        for who in works.town.of("CR", "TL"):
            director = who.role == "CR"
            if day.weekday() != (3 if director else 0) or day.weekday() not in who.days:
                continue
            at = _clock(day, chance.gauss(10.5 if director else 9.0, 0.5))
            number = min(round(chance.lognormvariate(2.1, 0.4)), LONGEST_AGENDA, len(who.dossiers))
            for dossier in chance.sample(who.dossiers, number):
                yield works.act(who, at, dossier)
                at += timedelta(minutes=max(QUICKEST, chance.lognormvariate(0.9, 0.7)))


def _taking_over(works: Clockwork) -> Iterator[tuple[Colleague, Act]]:
    """Somebody leaves or falls ill, and another reads through all of it."""
    chance = works.chance
    for leaves in chance.sample(works.town.of("WT", "CR", "WC"), 2):
        heir = chance.choice([one for one in works.town.of(leaves.role) if one is not leaves])
        at = _clock(chance.choice(works.days), chance.uniform(9, 15))
        for dossier in leaves.dossiers:
            yield works.act(heir, at, dossier)
            at += timedelta(minutes=max(QUICKEST, chance.lognormvariate(1.0, 0.8)))


def _mistakes(works: Clockwork) -> Iterator[tuple[Colleague, Act]]:
    """A link that was passed on, an address mistyped; once in a while a mail full of them."""
    chance = works.chance
    for day in works.days:
        for who in works.town.people:
            links = (
                1 if chance.random() < 0.04 else chance.choice((2, 3, 4)) if chance.random() < 0.001 else 0
            )
            if not links:
                continue
            at = _clock(day, chance.uniform(9, 16.5))
            for dossier in chance.sample([d for d in works.town.dossiers if who not in d.team], links):
                yield works.act(who, at, dossier, reason="NIET_BETROKKEN", **REFUSED)
                at += timedelta(minutes=chance.uniform(0.3, 4))


def _endings(works: Clockwork) -> None:
    """Cases close all through the month."""
    for dossier in works.chance.sample([d for d in works.town.dossiers if d.case], 55):
        dossier.closed_at = _clock(works.chance.choice(works.days), works.chance.uniform(9, 17))


def _too_late(works: Clockwork) -> Iterator[tuple[Colleague, Act]]:
    """A partner opens what was closed, or what a resident no longer wants shared, in the days after.

    Whoever wrote something there still reads that, and is not refused; in the lists of others it is not.
    """
    chance = works.chance
    ended = [(d, d.closed_at, 0.03) for d in works.town.dossiers if d.closed_at]
    withdrawn = chance.sample([d for d in works.town.dossiers if not d.closed_at], 6)
    ended += [(d, _clock(chance.choice(works.days), chance.uniform(9, 17)), 0.12) for d in withdrawn]
    for dossier, end, likely in ended:
        for who in dossier.team:
            wrote = chance.random() < 0.5
            if who.home != dossier.provider and not wrote and chance.random() < likely and end:
                at = end + timedelta(hours=chance.expovariate(1 / 20))
                if at.month == end.month:
                    yield works.act(who, at, dossier, reason="GRONDSLAG_VERVALLEN", **REFUSED)


def _woken(works: Clockwork) -> Iterator[tuple[Colleague, Act]]:
    """A crisis at night, about which somebody of care is called at home."""
    for who in works.chance.sample(works.town.of("ZP"), 2):
        at = _clock(works.chance.choice(works.days), works.chance.uniform(22.5, 28.5))
        yield works.act(who, at, works.chance.choice(who.dossiers))


def _planted(works: Clockwork) -> tuple[dict[str, Colleague], list[tuple[Colleague, Act]]]:
    """A curious neighbour, a bulk browser and a night reader, each on top of somebody's ordinary work."""
    chance, days = works.chance, works.days
    neighbour, browser, reader = chance.sample(works.town.of("WT", "WC", "WW"), 3)
    done = []
    at = _clock(chance.choice(days), 12.4)
    for dossier in chance.sample([d for d in works.town.dossiers if neighbour not in d.team], 4):
        done.append(works.act(neighbour, at, dossier, reason="NIET_BETROKKEN", **REFUSED))
        at += timedelta(minutes=chance.uniform(0.5, 3))
    at = _clock(chance.choice(days), 15.1)
    for dossier in chance.sample(works.town.dossiers, 70):
        done.append(works.act(browser, at, dossier, via="own"))
        at += timedelta(minutes=chance.uniform(0.4, 1))
    for day in chance.sample(days, 3):
        at = _clock(day, chance.uniform(22.6, 24.5))
        done += [
            works.act(reader, at + timedelta(minutes=chance.uniform(1, 9)), dossier)
            for dossier in chance.sample(reader.dossiers, 2)
        ]
    return {"neighbour": neighbour, "browser": browser, "reader": reader}, done


def _some(chance: Random, dossiers: list[Dossier]) -> Dossier:
    """One of these, and the few that matter this week much oftener than the rest."""
    return dossiers[min(int(chance.expovariate(4 / len(dossiers))), len(dossiers) - 1)]


def _clock(day: date, hour: float) -> datetime:
    """This hour of the day here, beyond 24 of the night after it."""
    return (datetime.combine(day, time()) + timedelta(hours=hour)).replace(tzinfo=HERE)


def _poisson(chance: Random, mean: float) -> int:
    number, left = 0, chance.expovariate(1) if mean else mean
    while mean and left < mean:
        number, left = number + 1, left + chance.expovariate(1)
    return number
