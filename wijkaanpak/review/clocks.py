"""How long still, in words: hours of the clock, as a breach counts them (R102)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

HOUR = 3600
DAY = 24


@dataclass(frozen=True)
class Left:
    """What is left of a term, or how far it is past."""

    words: str
    late: bool


def left(until: datetime, now: datetime) -> Left:
    """The days and hours between now and then; the last hour is told as less than one."""
    seconds = int((until - now).total_seconds())
    long = _long(abs(seconds) // HOUR)
    if seconds < 0:
        return Left(_("%(long)s over time", long=long), late=True)
    return Left(_("%(long)s left", long=long), late=False)


def _long(hours: int) -> str:
    days, rest = divmod(hours, DAY)
    if not hours:
        return _("less than an hour")
    parts = [ngettext("%(num)s day", "%(num)s days", days)] if days else []
    parts += [ngettext("%(num)s hour", "%(num)s hours", rest)] if rest else []
    return _(" and ").join(parts)
