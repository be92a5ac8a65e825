"""My meetings, and planning one or a series."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.foundation.working_days import HERE
from wijkaanpak.meetings import planning
from wijkaanpak.meetings.agenda import meeting_of
from wijkaanpak.meetings.invitation import calendar_of
from wijkaanpak.meetings.routes import blueprint
from wijkaanpak.web.forms import HouseForm, clock, pick, ticks
from wijkaanpak.web.house import house
from wijkaanpak.web.page import go, page, show
from wijkaanpak.web.papers import attached

LENGTHS = (30, 45, 60, 90, 120, 180, 240)


class MeetingForm(HouseForm):
    """When, how long, how often, and who."""

    starts_at = clock(lazy("When does it begin?"), required=lazy("Fill in when it begins."))
    minutes = pick(lazy("How long does it last?"), required=lazy("Choose how long it lasts."))
    again = pick(lazy("Does it come back?"))
    asked = ticks(lazy("Who is asked to the table?"), required=lazy("Choose who is asked."))


@blueprint.get("/overleggen")
@page(Verb.MEETING_LIST)
def meetings(unit: Unit) -> Response:
    """The meetings that I am asked for."""
    found = planning.mine(unit, None)
    coming = [m for m in found if m.status in (planning.PLANNED, planning.LIVE) and m.ends_at > unit.now]
    return show("meetings/list.html", coming=coming, over=[m for m in reversed(found) if m not in coming])


@blueprint.route("/overleggen/nieuw", methods=["GET", "POST"])
@page(Verb.MEETING_PLAN)
def plan(unit: Unit) -> Response:
    """Plan a meeting."""
    form: Any = MeetingForm.from_request()
    form.minutes.choices = [("", _("Choose"))] + [(str(n), _("%(n)s minutes", n=n)) for n in LENGTHS]
    form.again.choices = [
        ("", _("No, once")), ("1x6", _("Every week, six times")), ("2x6", _("Every two weeks, six times")),
        ("4x6", _("Every four weeks, six times")),
    ]  # fmt: skip
    form.asked.choices = [(str(c.id), f"{c.name}, {c.organisation}") for c in planning.people(unit, None)]
    if form.accepted(unit, Verb.MEETING_PLAN):
        between, _x, times = (form.again.data or "0x1").partition("x")
        try:
            made = planning.plan(
                unit, None, starts_at=form.starts_at.data.replace(tzinfo=HERE),
                minutes=int(form.minutes.data), asked=[UUID(one) for one in form.asked.data],
                weeks_between=int(between), times=int(times),
            )  # fmt: skip
            return go("meetings.live", meeting_id=made.meetings[0])
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return show("meetings/plan.html", status=form.status, form=form)


@blueprint.get("/overleggen/<uuid:meeting_id>/agenda.ics")
@page(Verb.MEETING_FOLLOW)
def calendar(unit: Unit, meeting_id: UUID) -> Response:
    """The meeting for one's own calendar; without a name, and without a case."""
    meeting = meeting_of(unit, meeting_id)
    address = f"{house().settings.url}/overleggen/{meeting_id}"
    return attached(calendar_of(meeting, address, unit.now), "text/calendar", "overleg.ics")
