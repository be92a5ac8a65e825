"""Q8: a case left the platform on paper or as a file; each time is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues.queue import SUCCEEDED, Day, Found, Queue

EXPORTED = "AFDRUK_EXPORT"


def find(day: Day) -> Iterator[Found]:
    """Every export or print of a case or signal, one finding each."""
    for act in day.daily:
        if act.event == EXPORTED and act.outcome == SUCCEEDED and act.dossier:
            yield Found(
                key=str(act.id), acts=(act,), stands_out=(("EVERY", {}),), ordinary=(("PAPERS", {}),),
                matter=act.matter,
            )  # fmt: skip


QUEUE = Queue(
    code="Q8",
    title=lazy("Export or print"),
    rule=lazy("Every export or print of a case."),
    term=10,
    find=find,
    words={
        "EVERY": lazy("A case was exported or printed. Each time is looked at."),
        "PAPERS": lazy(
            "Papers for a meeting are the usual reason. The reason that was given stands with it."
        ),
    },
)
