"""Q2: somebody wanted to open several cases on one day in which they have no part (T01)."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as lazy

from wijkaanpak.review.queues.queue import REFUSED, Day, Found, Queue, by

LEAST = 3  # different cases or signals on one day
UNINVOLVED = "NIET_BETROKKEN"


def find(day: Day) -> Iterator[Found]:
    """Refusals for want of involvement at three dossiers or more; what does not exist counts too."""
    refused = (act for act in day.daily if act.outcome == REFUSED and act.reason == UNINVOLVED)
    dossiers = by(refused, lambda act: act.dossier)
    if len(dossiers) < LEAST:
        return
    own = sum(1 for acts in dossiers.values() if any(act.own for act in acts))
    yield Found(
        key=f"{day.date}/{day.staff}",
        acts=tuple(act for acts in dossiers.values() for act in acts),
        stands_out=(("DOSSIERS", {"cases": len(dossiers), "least": LEAST}),),
        ordinary=(("FEWER", {"most": LEAST - 1}), ("OWN", {"cases": own})),
    )


QUEUE = Queue(
    code="Q2",
    title=lazy("Refused again and again: not involved"),
    rule=lazy("On one day refused at three or more cases or signals on which the colleague does not work."),
    term=10,
    find=find,
    words={
        "DOSSIERS": lazy(
            "On this day the colleague wanted to open %(cases)s different cases or signals without working "
            "on any of them. From %(least)s on this stands out."
        ),
        "FEWER": lazy(
            "Up to %(most)s such refusals on a day are ordinary: a link that was passed on, an address that "
            "was mistyped."
        ),
        "OWN": lazy("The own organisation is responsible for %(cases)s of them."),
    },
)
