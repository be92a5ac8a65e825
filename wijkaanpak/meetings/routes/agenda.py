"""Putting a case on the agenda of a meeting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, find
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.meetings import agenda
from wijkaanpak.meetings.routes import blueprint
from wijkaanpak.meetings.seats import discreet, not_yet, seats
from wijkaanpak.web.forms import HouseForm, pick, ticks
from wijkaanpak.web.frame import moment
from wijkaanpak.web.page import go, page, show


class ItemForm(HouseForm):
    """Which meeting, how long, and who is asked for this case."""

    meeting = pick(lazy("At which meeting?"), required=lazy("Choose a meeting."))
    minutes = pick(lazy("How long do you talk about it?"), required=lazy("Choose how long."))
    asked = ticks(lazy("Who is asked for this case?"), required=lazy("Choose who is asked."))


@blueprint.route("/casussen/<uuid:case_id>/agenderen", methods=["GET", "POST"])
@page(Verb.MEETING_PROPOSE)
def propose(unit: Unit, case_id: UUID) -> Response:
    """Choose the meeting, see who may sit at this case there and why not, and ask them."""
    facts, _raw = find(unit, Verb.MEETING_PROPOSE, case_id, "case")
    form: Any = ItemForm.from_request()
    coming = agenda.choosable(unit, facts)
    form.meeting.choices = [("", _("Choose"))] + [(str(i), moment(starts)) for i, starts in coming]
    form.minutes.choices = [("", _("Choose"))] + [(str(n), _("%(n)s minutes", n=n)) for n in agenda.MINUTES]
    chosen = _chosen({i for i, _starts in coming}, form.meeting.data or request.args.get("overleg"))
    people = agenda.table(unit, chosen) if chosen else []
    found = seats(unit, facts, not_yet(unit, [p.staff for p in people]))
    found = discreet(found, facts, unit.actor, None)
    form.meeting.data = str(chosen) if chosen else form.meeting.data
    form.asked.choices = [(str(s.staff), f"{s.name}, {s.organisation}") for s in found]
    if chosen and form.accepted(unit, Verb.MEETING_PROPOSE):
        try:
            agenda.propose(
                unit, facts, case_id, chosen, int(form.minutes.data), [UUID(one) for one in form.asked.data]
            )
            return go("meetings.live", meeting_id=chosen)
        except Invalid as invalid:
            form.put_back(invalid.faults)
    return show(
        "meetings/propose.html", status=form.status, form=form, case_id=case_id, coming=coming,
        chosen=chosen, seats=found, notes={str(s.staff): _note(s) for s in found},
    )  # fmt: skip


def _chosen(among: set[UUID], told: str | None) -> UUID | None:
    """The meeting that was chosen, if it is one of those."""
    try:
        found = UUID(told or "")
    except ValueError:
        return None
    return found if found in among else None


def _note(seat: Any) -> str:
    """What stands under a name: on what ground, or why not and what would help."""
    if seat.green:
        return _("May sit here: %(why)s.", why=seat.why) if seat.why else _("May sit here.")
    return " ".join(filter(None, (_("May not sit here."), seat.why, *seat.remedies)))
