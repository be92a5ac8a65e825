"""Q5: somebody read between 22:00 and 06:00 while no shift of theirs held there."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues.queue import WITHOUT_RESIDENTS, Act, Day, Fact, Found, Queue

EMERGENCY = "emergency"  # every use is judged in a queue of its own
SEARCHED = "ZOEKEN"


def find(day: Day) -> Iterator[Found]:
    """What was read of residents at night and outside duty; a search counts also where it found nobody."""
    nightly = [act for act in day.nightly if _of_residents(act)]
    outside = tuple(act for act in nightly if not on_duty(day, act))
    if outside:
        yield Found(
            key=f"{day.date}/{day.staff}",
            acts=outside,
            stands_out=tuple(_stands_out(day, outside)),
            ordinary=tuple(_ordinary(len(nightly) - len(outside))),
        )


def on_duty(day: Day, act: Act) -> bool:
    """Whether a shift held then, at the complex of what was read; what is of no complex, at any."""
    return any(duty.since <= act.at < duty.until and act.place in (None, duty.place) for duty in day.shifts)


def _of_residents(act: Act) -> bool:
    shown = act.sensitivity not in WITHOUT_RESIDENTS or act.event == SEARCHED
    return act.read and shown and act.via != EMERGENCY


def _stands_out(day: Day, outside: tuple[Act, ...]) -> Iterator[Fact]:
    yield "AT_NIGHT", {"readings": len(outside)}
    elsewhere = [act for act in outside if any(duty.since <= act.at < duty.until for duty in day.shifts)]
    if elsewhere:
        yield "DUTY_ELSEWHERE", {"readings": len(elsewhere)}
    if len(elsewhere) < len(outside):
        yield "NO_DUTY", {}


def _ordinary(within: int) -> Iterator[Fact]:
    yield "UNTIL_TEN", {}
    if within:
        yield "WITHIN_DUTY", {"readings": within}


QUEUE = Queue(
    code="Q5",
    title=lazy("Read outside duty"),
    rule=lazy("Read between 22:00 and 06:00 without a shift that held there."),
    term=10,
    find=find,
    words={
        "AT_NIGHT": lazy("Read between 22:00 and 06:00, this many times: %(readings)s."),
        "NO_DUTY": lazy("No shift of the colleague held then."),
        "DUTY_ELSEWHERE": lazy(
            "A shift held then, but at another complex than what was read: %(readings)s times."
        ),
        "UNTIL_TEN": lazy("Reading until 22:00, and during a shift at that complex, is ordinary."),
        "WITHIN_DUTY": lazy("In the same night this was read within a shift, this many times: %(readings)s."),
    },
)
