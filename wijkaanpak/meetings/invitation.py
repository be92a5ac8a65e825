"""A meeting for somebody's own calendar (RFC 5545): when, and where its page is; no name (R202)."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from icalendar import Calendar, Event

from wijkaanpak.foundation.working_days import local
from wijkaanpak.meetings.models import Meeting


def calendar_of(meeting: Meeting, address: str, now: datetime) -> bytes:
    """One event in the time of Europe/Amsterdam; `address` is the full address of the meeting's page."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Wijkaanpak//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event.add("uid", str(meeting.id))
    event.add("dtstamp", now)
    event.add("dtstart", local(meeting.starts_at))
    event.add("dtend", local(meeting.ends_at))
    event.add("summary", _("Case meeting"))
    event.add("url", address)
    event.add("class", "PRIVATE")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
