"""Two hundred people at work in an invented town: their roles, their cases, their duties and their habits.

How much somebody does is drawn for each person, with long tails; nothing here knows the rules of the desk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from wijkaanpak.foundation.working_days import HERE, is_working_day
from wijkaanpak.review.queues.queue import Duty

# How many work where in which role: two housing associations, a municipality, care, welfare, police.
HOMES = {
    "rie": {"WB": 16, "DD": 6, "WC": 16, "HI": 4, "TL": 5},
    "hav": {"WB": 12, "DD": 6, "WC": 12, "HI": 3, "TL": 4},
    "gem": {"WT": 34, "TR": 6, "CR": 16, "TL": 4, "SH": 8},
    "ggz": {"ZP": 22},
    "wel": {"WW": 20, "TL": 2},
    "pol": {"WA": 4},
}
CASES, PLACES = 900, 36
# Minutes between two dossiers that somebody opens, in the middle; and searches for a resident on a day.
PACE = {
    "WB": 65, "DD": 80, "WC": 28, "HI": 45, "TL": 34, "WT": 36, "TR": 14, "CR": 25, "SH": 42, "ZP": 55,
    "WW": 65, "WA": 120,
}  # fmt: skip
SEARCHES = {"WC": 5.0, "TR": 6.0, "CR": 5.0, "WT": 2.0, "SH": 3.0, "ZP": 1.5, "WW": 1.0}
FRONT_DESK, MANAGER = 11.0, 16.0  # searches of who answers the telephone, and of one who checks lists all day
ON_CASES = ("WT", "CR", "WC", "ZP", "WW", "SH", "WB", "WA")
EVENINGS = ("WT", "WW", "ZP")
SHIFTS = (time(16, 30), time(0, 30))  # each of eight hours


@dataclass
class Dossier:
    """A case, or a signal that is none yet: whose it is, where, who works on it, and when it ended."""

    matter: UUID
    thing: UUID
    provider: UUID
    place: UUID
    case: bool
    team: list[Colleague] = field(default_factory=list)
    closed_at: datetime | None = None


@dataclass(eq=False)
class Colleague:
    """One person at work, with habits of their own."""

    id: UUID
    home: UUID
    role: str
    days: frozenset[int]  # of the week
    begins: float  # hour of the day, and how far it varies
    varies: float
    pace: float
    searches: float
    opens: float  # of the residents that are found, how many are opened
    evenings: float  # a week
    dossiers: list[Dossier] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)


@dataclass
class Town:
    """Everything there is."""

    homes: dict[str, UUID]
    people: list[Colleague]
    dossiers: list[Dossier]
    places: dict[UUID, UUID]  # of which organisation each complex is

    def of(self, *roles: str) -> list[Colleague]:
        """All in one of these roles."""
        return [one for one in self.people if one.role in roles]


def settle(chance: Random, days: list[date]) -> Town:
    """A town in which people work on these days."""
    homes = {name: _id(chance) for name in HOMES}
    landlords = [homes["rie"], homes["hav"]]
    places = {_id(chance): landlords[n % 2] for n in range(PLACES)}
    people = [
        _colleague(chance, homes[name], role)
        for name, roles in HOMES.items()
        for role, number in roles.items()
        for _ in range(number)
    ]
    town = Town(homes, people, [], places)
    for colleague in chance.sample(town.of("WC"), 8):
        colleague.searches = FRONT_DESK
    manager = chance.choice(town.of("CR"))
    manager.searches, manager.opens = MANAGER, 0.4
    early = chance.choice(town.of("WB"))
    early.begins, early.varies = 6.35, 0.2
    for _ in range(CASES):
        _take_on(chance, town)
    _roster(chance, town, days)
    return town


def _colleague(chance: Random, home: UUID, role: str) -> Colleague:
    week = range(5)
    part_time = chance.random() < 0.35
    return Colleague(
        _id(chance), home, role,
        days=frozenset(chance.sample(week, chance.choice((3, 4))) if part_time else week),
        begins=chance.gauss(7.3 if role == "WB" else 8.4, 0.35), varies=0.3,
        pace=PACE[role] * chance.lognormvariate(0, 0.35), searches=SEARCHES.get(role, 0.0),
        opens=chance.betavariate(5, 3),
        evenings=chance.uniform(0.5, 2) if role in EVENINGS and chance.random() < 0.4 else 0.0,
    )  # fmt: skip


def _take_on(chance: Random, town: Town) -> None:
    place = chance.choice(list(town.places))
    dossier = Dossier(
        _id(chance),
        _id(chance),
        chance.choice([town.places[place], town.homes["gem"]]),
        place,
        chance.random() < 0.7,
    )
    for colleague in chance.sample(town.of(*ON_CASES), chance.choice((3, 3, 4, 5))):
        dossier.team.append(colleague)
        colleague.dossiers.append(dossier)
    town.dossiers.append(dossier)
    for colleague in town.of("TL", "TR", "HI"):  # who weighs or leads sees what reaches the organisation
        if chance.random() < 0.12:
            colleague.dossiers.append(dossier)


def _roster(chance: Random, town: Town, days: list[date]) -> None:
    """Duty at every complex, each evening and each night, of somebody of its own landlord."""
    for landlord in sorted(set(town.places.values())):
        own = [place for place, whose in town.places.items() if whose == landlord]
        takers = [one for one in town.of("DD", "WB") if one.home == landlord]
        day, last = days[0], days[-1]
        while day <= last:
            for begin in SHIFTS:
                since = datetime.combine(day if begin.hour else day + timedelta(days=1), begin, HERE)
                for half in (own[::2], own[1::2]):
                    who = chance.choice([one for one in takers if one.role == "DD"] * 3 + takers)
                    who.duties += [Duty(place, since, since + timedelta(hours=8)) for place in half]
            day += timedelta(days=1)


def working_days(month: date) -> list[date]:
    """The days of this month on which people work."""
    days = [month.replace(day=1) + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month.month and is_working_day(day)]


def _id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
