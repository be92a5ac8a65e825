"""Q4: far more dossiers in an hour than people in that role open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues.queue import PLACES_ONLY, Act, Day, Found, Queue

HOUR = timedelta(hours=1)
MOST = 20  # different dossiers within any sixty minutes
TIMES = 3  # the middle of what the role opens in an hour
OPENED = "LEZEN"


def opened(act: Act) -> UUID | None:
    """The dossier that was opened; a place without residents is open to all who work for a party."""
    return act.dossier if act.read and act.event == OPENED and act.purpose != PLACES_ONLY else None


def find(day: Day) -> Iterator[Found]:
    """More different dossiers within sixty minutes than 20, and than three times the middle of the role."""
    acts = [act for act in day.daily if opened(act)]
    busiest, number = _busiest_hour(acts)
    if number <= MOST:
        return
    usual = max(day.usual(role) for role in {act.role or "" for act in busiest})
    limit = max(MOST, TIMES * usual)
    if number > limit:
        yield Found(
            key=f"{day.date}/{day.staff}",
            acts=busiest,
            stands_out=(("IN_AN_HOUR", {"cases": number, "limit": int(limit)}),),
            ordinary=(("MIDDLE", {"cases": round(usual)}), ("MEETING", {})),
        )


def _busiest_hour(acts: list[Act]) -> tuple[tuple[Act, ...], int]:
    """The acts within the sixty minutes that hold most different dossiers, and how many those are."""
    best, number, first = (0, 0), 0, 0
    within: Counter[UUID | None] = Counter()
    for last, act in enumerate(acts):
        within[act.dossier] += 1
        while act.at - acts[first].at >= HOUR:
            within[acts[first].dossier] -= 1
            within += Counter()  # drops what is no longer there
            first += 1
        if len(within) > number:
            best, number = (first, last + 1), len(within)
    return tuple(acts[slice(*best)]), number


QUEUE = Queue(
    code="Q4",
    title=lazy("Many cases in an hour"),
    rule=lazy(
        "Within one hour more than 20 different cases or signals, and more than three times what is usual in "
        "the role."
    ),
    term=10,
    find=find,
    words={
        "IN_AN_HOUR": lazy(
            "Within one hour the colleague opened %(cases)s different cases or signals. Above %(limit)s this "
            "stands out."
        ),
        "MIDDLE": lazy(
            "Of all hours in which somebody in this role opened something, half count %(cases)s or fewer."
        ),
        "MEETING": lazy("Preparing a meeting or taking over from a colleague can be a reason to open many."),
    },
)
