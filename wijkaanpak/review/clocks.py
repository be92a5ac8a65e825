"""Time in words: how long still by the clock, as a breach counts it (R102), and how long something lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from wijkaanpak.foundation.working_days import local
from wijkaanpak.web.language import language

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@dataclass(frozen=True)
class Left:
    """What is left of a term, or how far it is past."""

    words: str
    late: bool


def left(until: datetime, now: datetime) -> Left:
    """The days and hours between now and then."""
    seconds = int((until - now).total_seconds())
    long = lasting(abs(seconds))
    if seconds < 0:
        return Left(_("%(long)s over time", long=long), late=True)
    return Left(_("%(long)s left", long=long), late=False)


def lasting(seconds: int) -> str:
    """A length of time, in days and hours; below an hour in minutes."""
    if seconds < MINUTE:
        return _("less than a minute")
    if seconds < HOUR:
        return ngettext("%(num)s minute", "%(num)s minutes", seconds // MINUTE)
    days, hours = seconds // DAY, seconds % DAY // HOUR
    parts = [ngettext("%(num)s day", "%(num)s days", days)] if days else []
    parts += [ngettext("%(num)s hour", "%(num)s hours", hours)] if hours else []
    return _(" and ").join(parts)


def clock_time(at: datetime) -> str:
    """The time of day as people here write it."""
    return local(at).strftime("%H.%M" if language() == "nl" else "%H:%M")
