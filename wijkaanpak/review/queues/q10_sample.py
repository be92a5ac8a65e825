"""Q10: what was drawn by chance out of a month's readings; nothing about it stands out (R103)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as lazy

from wijkaanpak.foundation.working_days import local
from wijkaanpak.review.queues.queue import Queue


@dataclass(frozen=True)
class Monthly(Queue):
    """A queue that is due when the month after its own is over."""

    def due_on(self, happened: datetime) -> date:
        """The last day of the month after the one in which it happened."""
        year, month = divmod(local(happened).year * 12 + local(happened).month, 12)
        return date(year, month + 1, monthrange(year, month + 1)[1])


QUEUE = Monthly(
    code="Q10",
    title=lazy("Monthly sample"),
    rule=lazy("Drawn by chance each month: one in a hundred readings, and at least 20."),
    term=0,
    words={
        "DRAWN": lazy(
            "Drawn by chance: of %(readings)s readings in this month %(drawn)s were drawn, with the seed "
            "%(seed)s."
        ),
        "OF_ROLE": lazy("In this role there were %(readings)s readings, of which %(drawn)s were drawn."),
        "NOTHING": lazy("No rule found anything about it. Judge whether it belonged to the work."),
    },
)
