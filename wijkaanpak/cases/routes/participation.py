"""Taking the lead, inviting a colleague, ending a place in the team."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import participation
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.web.forms import HouseForm, line, pick
from wijkaanpak.web.page import go, page, show


class InviteForm(HouseForm):
    """Who is needed, and why."""

    staff = pick(lazy("Who?"), required=lazy("Choose a colleague."))
    reason = line(
        lazy("Why is this person needed?"), required=lazy("Say in a few words why this person is needed.")
    )


@blueprint.post("/casussen/<uuid:case_id>/regie")
@page(Verb.CASE_LEAD)
def lead(unit: Unit, case_id: UUID) -> Response:
    """Take the lead."""
    facts, _raw = case_at(unit, Verb.CASE_LEAD, case_id)
    participation.take_lead(unit, facts, case_id)
    return go("cases.dossier", case_id=case_id)


@blueprint.route("/casussen/<uuid:case_id>/team", methods=["GET", "POST"])
@page(Verb.TEAM_INVITE)
def invite(unit: Unit, case_id: UUID) -> Response:
    """Invite a colleague."""
    facts, _raw = case_at(unit, Verb.TEAM_INVITE, case_id)
    form: Any = InviteForm.from_request()
    # Nobody is chosen beforehand: whom a slip of the hand invites would learn of the case (R49).
    choices: dict[str, Any] = {"": _("Choose a colleague")}
    for ident, name, organisation in participation.invitable(unit, facts):
        choices.setdefault(organisation, {})[ident] = name
    form.staff.choices = choices
    if form.accepted(unit, Verb.TEAM_INVITE):
        try:
            participation.invite(unit, facts, case_id, UUID(form.staff.data), form.reason.data or "")
            return go("cases.dossier", case_id=case_id)
        except Invalid as invalid:
            for field, sentence in invalid.faults.items():
                form.fault(field, sentence)
    return show("cases/invite.html", status=form.status, form=form, case_id=case_id)


@blueprint.post("/casussen/<uuid:case_id>/team/<uuid:staff_id>/einde")
@page(Verb.TEAM_LEAVE)
def leave(unit: Unit, case_id: UUID, staff_id: UUID) -> Response:
    """End a colleague's place."""
    facts, _raw = case_at(unit, Verb.TEAM_LEAVE, case_id)
    participation.leave(unit, facts, case_id, staff_id)
    return go("cases.dossier", case_id=case_id)
