"""How long a case is kept after it was closed: when it is archived and when it is destroyed (6.3)."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

from wijkaanpak.foundation.working_days import local

ARCHIVED_AFTER = timedelta(weeks=6)
KEPT_MONTHS = 24


def archive_on(closed_at: datetime) -> date:
    """The day on which a case that was closed at this moment goes to the archive."""
    return local(closed_at).date() + ARCHIVED_AFTER


def destroy_on(closed_at: datetime) -> date:
    """The day on which it is destroyed; the last of a month where that day does not exist there."""
    closed = local(closed_at).date()
    months = closed.year * 12 + closed.month - 1 + KEPT_MONTHS
    year, month = divmod(months, 12)
    return date(year, month + 1, min(closed.day, calendar.monthrange(year, month + 1)[1]))
