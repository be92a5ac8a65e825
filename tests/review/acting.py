"""Days made by hand for the rules of the desk: what somebody did, at a time by the clocks here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from wijkaanpak.foundation.working_days import HERE
from wijkaanpak.review.queues.queue import Act, Day, Duty, Found, Queue

TODAY = date(2026, 11, 16)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READ = Act(uuid4(), LONG_AGO, LONG_AGO, "LEZEN", "case.read", "GESLAAGD", "CASUS")


def at(clock: str, day: date = TODAY, *, second_time: bool = False) -> datetime:
    """A moment of a day here, such as 09:30 or 09:30:05; `second_time` where autumn has two."""
    told = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=HERE, fold=int(second_time))
    return told.astimezone(UTC)


def act(when: datetime | str = "10:00", **more: Any) -> Act:
    """Somebody read a case of their own, unless told otherwise."""
    moment = at(when) if isinstance(when, str) else when
    about = {"role": "WT", "matter": uuid4(), "thing": uuid4(), "via": "team", "sensitivity": "K3"}
    return replace(READ, id=uuid4(), recorded_at=moment, at=moment, **about | more)


def refused(when: datetime | str = "10:00", reason: str = "NIET_BETROKKEN", **more: Any) -> Act:
    """Somebody wanted to read a case, and was refused."""
    return act(when, outcome="GEWEIGERD", reason=reason, via=None, sensitivity="K0", **more)


def search(when: datetime | str = "10:00", hits: int = 1, **more: Any) -> Act:
    """Somebody looked for a resident; each is another question unless told otherwise."""
    said = {"event": "ZOEKEN", "name": "person.search", "kind": "PERSON", "matter": None, "thing": None}
    return act(when, **said | {"question": str(uuid4()), "hits": hits, "sensitivity": "K2"} | more)


def day(
    *acts: Act, shifts: tuple[Duty, ...] = (), usual: Callable[[str], float] = lambda _role: 4.0,
    on: date = TODAY,
) -> Day:  # fmt: skip
    """The day of one colleague, in the order of time."""
    return Day(UUID(int=1), on, tuple(sorted(acts, key=lambda one: one.at)), shifts, usual)


def found(queue: Queue, given: Day) -> list[Found]:
    """What the rule of this queue finds on a day."""
    assert queue.find is not None
    return list(queue.find(given))


def codes(one: Found) -> set[str]:
    """By what it stands out, as codes."""
    return {code for code, _numbers in one.stands_out}


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
