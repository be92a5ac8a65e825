"""Until when a signal may wait, and when its reporter must hear of it (4.1, R86, R87)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from wijkaanpak.foundation.working_days import DAY, end_of, local, on_or_after, working_days_later

AN_HOUR = timedelta(hours=1)
REGULAR_DAYS = 2
FEEDBACK_DAYS = 5
TRIAGE_WEEKDAY = 3  # the weekly joint triage is on Thursday


def due(urgency: str, reported: datetime) -> datetime:
    """The moment by which a signal must have been weighed; a term in days ends when the working day ends."""
    if urgency == "ACUUT":
        return reported + AN_HOUR
    today = local(reported).date()
    if urgency == "SPOED":
        end = end_of(on_or_after(today))
        return end if reported < end else end_of(working_days_later(today, 1))
    if urgency == "REGULIER":
        return end_of(working_days_later(today, REGULAR_DAYS))
    return end_of(_weekly_triage_after(reported))


def feedback_due(reported: datetime) -> datetime:
    """R86: within five working days the reporter hears what happens with it."""
    return end_of(working_days_later(local(reported).date(), FEEDBACK_DAYS))


def _weekly_triage_after(reported: datetime) -> date:
    day = local(reported).date() + DAY
    while day.weekday() != TRIAGE_WEEKDAY:
        day += DAY
    return on_or_after(day)
