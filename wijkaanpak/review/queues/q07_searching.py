"""Q7: many searches for residents on one day, of which hardly any led to work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues.queue import SUCCEEDED, Act, Day, Found, Queue

SEARCHED = "person.search"
LEAST = 10  # different searches on one day
SHARE = 20  # per cent that lead somewhere: fewer stands out
SOON = timedelta(minutes=15)  # so long after a search something can still be of it
OPENED = ("CASUS", "SIGNAAL", "PERSOON")
MADE = "AANMAKEN"  # who is found nowhere may be reported or put on record


def find(day: Day) -> Iterator[Found]:
    """Ten different searches for a resident or more, of which less than one in five was gone on with."""
    searches, opened = _searches(day.daily)
    if len(searches) < LEAST or opened * 100 >= SHARE * len(searches):
        return
    nobody = sum(1 for act in searches if act.hits == 0)
    yield Found(
        key=f"{day.date}/{day.staff}",
        acts=tuple(searches),
        stands_out=(("SEARCHES", {"searches": len(searches), "opened": opened, "share": SHARE}),),
        ordinary=(("FEWER", {"most": LEAST - 1}), *((("NOBODY", {"searches": nobody}),) if nobody else ())),
    )


def _searches(acts: tuple[Act, ...]) -> tuple[list[Act], int]:
    """The different searches, and how many led to something; the same question again is no other search."""
    asked: dict[str, Act] = {}
    led: set[str] = set()
    last: Act | None = None
    for act in acts:
        if act.name == SEARCHED and act.outcome == SUCCEEDED and act.question:
            asked.setdefault(act.question, act)
            last = act
        elif last is not None and last.question and _goes_on(act) and act.at - last.at <= SOON:
            led.add(last.question)
    return list(asked.values()), len(led)


def _goes_on(act: Act) -> bool:
    return act.outcome == SUCCEEDED and ((act.event == "LEZEN" and act.kind in OPENED) or act.event == MADE)


QUEUE = Queue(
    code="Q7",
    title=lazy("Searched without opening"),
    rule=lazy("On one day ten or more searches for a resident, of which fewer than one in five led to work."),
    term=10,
    find=find,
    words={
        "SEARCHES": lazy(
            "On this day the colleague searched for a resident %(searches)s times, and went on with what "
            "was found %(opened)s times. Less than %(share)s%% stands out."
        ),
        "FEWER": lazy("Up to %(most)s searches on a day are ordinary, whatever came of them."),
        "NOBODY": lazy("Nobody was found by %(searches)s of these searches, so there was nothing to open."),
    },
)
