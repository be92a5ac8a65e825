"""What a queue of the desk is: its name, its term, the rule that fills it, and the words for its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as lazy

from wijkaanpak.foundation.working_days import DAY, local, working_days_later

Fact = tuple[str, dict[str, Any]]  # a code of the queue's words, and the counts and codes that belong in it
SUCCEEDED, REFUSED = "GESLAAGD", "GEWEIGERD"
READINGS = frozenset(
    {"LEZEN", "LIJST", "ZOEKEN", "DOWNLOAD", "AFDRUK_EXPORT"}
)  # of residents, not of the journal
DOSSIERS = frozenset({"CASUS", "SIGNAAL"})
PLACES_ONLY = "P_OBJECT"  # concerns no resident
WITHOUT_RESIDENTS = frozenset({None, "K0", "K1"})
COMMON = {
    "SINCE_VERDICT": lazy("Earlier acts of the same day were judged already; this came to light since."),
}
NIGHT_FALLS, MORNING = time(22), time(6)


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the journal as the rules see it: codes, references and counts, and what is known round it.

    `place` is the complex of its matter and `closed_at` when that was closed; `declared` that its actor had
    said to know its resident or address; `exposed` why its residents are looked after; `bare` how many things
    of others it showed that no ground carried.
    """

    id: UUID
    recorded_at: datetime
    at: datetime
    event: str
    name: str
    outcome: str
    kind: str
    reason: str | None = None
    role: str | None = None
    thing: UUID | None = None
    matter: UUID | None = None
    purpose: str | None = None
    via: str | None = None
    sensitivity: str | None = None
    own: bool = False
    question: str | None = None
    hits: int = 0
    place: UUID | None = None
    closed_at: datetime | None = None
    declared: bool = False
    exposed: frozenset[str] = frozenset()
    bare: int = 0
    here: datetime = field(init=False, repr=False, compare=False)  # when it happened, by the clocks here

    def __post_init__(self) -> None:
        object.__setattr__(self, "here", local(self.at))

    @property
    def read(self) -> bool:
        """Whether somebody saw something about residents, or looked for one."""
        return self.outcome == SUCCEEDED and self.event in READINGS

    @property
    def dossier(self) -> UUID | None:
        """The case or signal it is about: by its matter, or by what was asked for where there is none."""
        return (self.matter or self.thing) if self.kind in DOSSIERS else None


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift as it held: where, from when and until when (R138)."""

    place: UUID
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Day:
    """One colleague's day here and the night that follows it, oldest act first; what the rules look at.

    `usual` tells how many dossiers the middle of all hours of a role counts, over the last thirty days.
    """

    staff: UUID
    date: date
    acts: tuple[Act, ...]
    shifts: tuple[Duty, ...] = ()
    usual: Callable[[str], float] = field(default=lambda _role: 0.0)

    @cached_property
    def daily(self) -> tuple[Act, ...]:
        """What was done on the day of the calendar."""
        return tuple(act for act in self.acts if act.here.date() == self.date)

    @cached_property
    def nightly(self) -> tuple[Act, ...]:
        """What was done from 22:00 until 06:00 the next morning, by the clocks here."""
        return tuple(act for act in self.acts if _in_night_after(self.date, act.here))


@dataclass(frozen=True)
class Found:
    """What a rule found: acts that belong together, why they stand out, and what is ordinary about them."""

    key: str
    acts: tuple[Act, ...]
    stands_out: tuple[Fact, ...]
    ordinary: tuple[Fact, ...] = ()
    matter: UUID | None = None

    @property
    def facts(self) -> dict[str, list[list[Any]]]:
        """As a finding keeps them."""
        return {
            "stands_out": [list(f) for f in self.stands_out],
            "ordinary": [list(f) for f in self.ordinary],
        }


@dataclass(frozen=True)
class Queue:
    """One queue: its `title`, its `rule` in one sentence, its `term` in working days, `words` for its facts.

    `find` looks at one day of one colleague; the sample has none, for it is drawn.
    """

    code: str
    title: Any
    rule: Any
    term: int
    words: Mapping[str, Any]
    find: Callable[[Day], Iterator[Found]] | None = None
    urgent: bool = False

    def due_on(self, happened: datetime) -> date:
        """Until when it should be judged, counted from when it happened (rulings.md 13)."""
        return working_days_later(local(happened).date(), self.term)

    def say(self, fact: Fact | list[Any]) -> str:
        """One fact as a sentence, in the language of who reads."""
        code, numbers = fact
        return str(self.words.get(code) or COMMON[code]) % numbers


def _in_night_after(day: date, moment: datetime) -> bool:
    late = moment.date() == day and moment.time() >= NIGHT_FALLS
    return late or (moment.date() == day + DAY and moment.time() < MORNING)


def touched(moment: datetime) -> tuple[date, ...]:
    """The days whose findings an act at this moment may change: its own, and before 06:00 the one before."""
    here = local(moment)
    return (here.date(), here.date() - timedelta(days=1)) if here.time() < MORNING else (here.date(),)


def by(acts: Iterable[Act], key: Callable[[Act], Any]) -> dict[Any, tuple[Act, ...]]:
    """Acts that belong together, in the order of the first of each; those without a key are left out."""
    found: dict[Any, tuple[Act, ...]] = {}
    for act in acts:
        shared = key(act)
        if shared is not None:
            found[shared] = (*found.get(shared, ()), act)
    return found
