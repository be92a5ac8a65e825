"""Q6: somebody tried to reach something after it was closed, or after its ground had ended."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues.queue import REFUSED, Act, Day, Fact, Found, Queue, by

GROUND_ENDED = "GRONDSLAG_VERVALLEN"
IN_THIS_STATE = "STATUS"
JOINED = "KAMER_BETREDEN"  # an open page asks anew by itself when something changes: nobody tried anything


def find(day: Day) -> Iterator[Found]:
    """Every refusal after the end, one finding for each dossier a day."""
    late = (act for act in day.daily if act.outcome == REFUSED and act.event != JOINED and _late(act))
    for dossier, acts in by(late, lambda act: act.matter or act.thing).items():
        yield Found(
            key=f"{day.date}/{day.staff}/{dossier}",
            acts=acts,
            stands_out=tuple(_stands_out(acts)),
            ordinary=(("OLD_LINK", {}),),
            matter=acts[0].matter,
        )


def _late(act: Act) -> bool:
    """A state forbids much that has to do with no end, such as reading a signal that became a case."""
    return act.reason == GROUND_ENDED or (act.reason == IN_THIS_STATE and _closed(act))


def _closed(act: Act) -> bool:
    return act.closed_at is not None and act.closed_at <= act.at


def _stands_out(acts: tuple[Act, ...]) -> Iterator[Fact]:
    yield "TRIED", {"times": len(acts)}
    if any(act.reason == GROUND_ENDED for act in acts):
        yield "GROUND_ENDED", {}
    if any(_closed(act) for act in acts):
        yield "CLOSED", {}


QUEUE = Queue(
    code="Q6",
    title=lazy("Tried after the end"),
    rule=lazy("Wanted to reach a case after it was closed, or after the ground for sharing had ended."),
    term=10,
    find=find,
    words={
        "TRIED": lazy("Refused after the end, this many times on this day: %(times)s."),
        "GROUND_ENDED": lazy("The ground on which the organisation read here had ended or was withdrawn."),
        "CLOSED": lazy("The case was closed."),
        "OLD_LINK": lazy(
            "One attempt soon after the end is often a page that was still open, or somebody who did not "
            "know yet."
        ),
    },
)
