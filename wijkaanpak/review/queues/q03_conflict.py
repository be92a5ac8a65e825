"""Q3: at something somebody said to stay away from, or at a resident who is a colleague (R66)."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues.queue import REFUSED, SUCCEEDED, Act, Day, Fact, Found, Queue, by

CONFLICT = "BELANGENCONFLICT"
COLLEAGUE = "COLLEGA"
JOINED = "KAMER_BETREDEN"  # an open page asks by itself


def find(day: Day) -> Iterator[Found]:
    """Every reading of, or attempt at, what was declared; one finding for each thing a day.

    The refusal may have another reason: who works nowhere near is refused for that before the declaration
    counts, and an attempt is one all the same.
    """
    near = (act for act in day.daily if _concerns(act) and act.event != JOINED)
    for thing, acts in by(near, lambda act: act.matter or act.thing or act.id).items():
        yield Found(
            key=f"{day.date}/{day.staff}/{thing}",
            acts=acts,
            stands_out=tuple(_stands_out(acts)),
            ordinary=(("BY_ACCIDENT", {}),) if _all_refused(acts) else (),
            matter=acts[0].matter,
        )


def _concerns(act: Act) -> bool:
    return act.declared or act.reason == CONFLICT or (COLLEAGUE in act.exposed and act.read)


def _all_refused(acts: tuple[Act, ...]) -> bool:
    return all(act.outcome == REFUSED for act in acts)


def _stands_out(acts: tuple[Act, ...]) -> Iterator[Fact]:
    declared = [act for act in acts if act.declared or act.reason == CONFLICT]
    passed = [act for act in declared if act.outcome == SUCCEEDED]
    if declared:
        yield "DECLARED", {}
    if passed:
        yield "LET_THROUGH", {"times": len(passed)}
    if any(COLLEAGUE in act.exposed for act in acts):
        yield "COLLEAGUE", {}


QUEUE = Queue(
    code="Q3",
    title=lazy("Conflict of interest"),
    rule=lazy(
        "Read or wanted to read about a resident or an address that the colleague declared to know, or "
        "about a resident who is a colleague."
    ),
    term=5,
    find=find,
    words={
        "DECLARED": lazy("The colleague declared before to know this resident or address personally."),
        "LET_THROUGH": lazy(
            "It was not refused: %(times)s times something was done. That should not be possible."
        ),
        "COLLEAGUE": lazy("The resident works at one of the organisations."),
        "BY_ACCIDENT": lazy(
            "Everything was refused, so nothing was seen. It can be an accident: a link that was passed on."
        ),
    },
)
