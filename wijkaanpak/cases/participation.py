"""Who works on a case: taking the lead, inviting, leaving."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from wijkaanpak.access import policy, roles
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.models import Case
from wijkaanpak.cases.moving import record_step, row_from
from wijkaanpak.door import Unit, command, deny
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.models import Member
from wijkaanpak.matters.recording import join_team
from wijkaanpak.organisations.models import Organisation, RoleAssignment, Staff


@dataclass(frozen=True, kw_only=True)
class LeadTaken(Event, name="case.lead_taken", says="{actor} took the lead", bell="access.changed"):
    """The case has its one lead (R79)."""

    before: UUID | None


@dataclass(frozen=True, kw_only=True)
class Invited(Event, name="team.invited", says="{actor} added someone to the team", bell="access.changed"):
    """Someone has a place in the team; what they read still needs a ground."""

    staff: UUID
    organisation: UUID

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and who was invited."""
        return (*super().rings(), self.staff)


@dataclass(frozen=True, kw_only=True)
class Left(Event, name="team.left", says="{actor} ended someone's place in the team", bell="access.changed"):
    """A place in the team ended."""

    staff: UUID

    def rings(self) -> tuple[UUID, ...]:
        """The matter, and whose place ended."""
        return (*super().rings(), self.staff)


@command(Verb.CASE_LEAD)
def take_lead(unit: Unit, facts: MatterFacts, /, case_id: UUID) -> LeadTaken:
    """Become the one lead of a case; a reported case then goes to the test of its grounds (4.2, row 2)."""
    if not unit.actor.holds("CR"):
        deny(unit, Verb.CASE_LEAD, policy.deny("ROL_ONVOLDOENDE"), facts, case_id)
    if facts.lead == unit.actor.id:
        raise Conflict(_("You lead this case already."), "STATUS")
    if facts.lead is not None:
        raise Conflict(_("This case has a lead. Ask for a hand-over; both must agree."), "STATUS")
    values: dict[str, object] = {"lead_id": unit.actor.id, "lead_organisation_id": unit.actor.organisation_id}
    if facts.status == "AANGEMELD":
        row = row_from("naar_grondslagtoets", facts)
        record_step(unit, facts, case_id, row, row.after, {})
        values |= {"status": row.after, "status_since": unit.now}
    changed = unit.session.execute(
        update(Case).where(Case.id == case_id, Case.lead_id.is_(None)).values(**values)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("Someone took the lead just before you."), "STATUS")
    return LeadTaken(thing=_thing(facts, case_id), before=facts.lead)


@command(Verb.TEAM_INVITE)
def invite(unit: Unit, facts: MatterFacts, /, case_id: UUID, staff_id: UUID, reason: str) -> Invited:
    """Give a colleague of any party to the covenant a place in the team, with the reason they are needed."""
    if len(reason.strip()) < 5:
        raise Invalid({"reason": _("Say in a few words why this person is needed.")})
    organisation = unit.session.scalar(
        select(Staff.organisation_id).where(Staff.id == staff_id, Staff.suspended_at.is_(None))
    )
    if organisation is None:
        raise Invalid({"staff": _("Choose a colleague.")})
    if any(m.staff == staff_id and m.holds(unit.now) for m in facts.team):
        raise Conflict(_("This colleague is in the team already."), "STATUS")
    join_team(unit, facts.id, staff_id, organisation, reason=reason.strip())
    return Invited(thing=_thing(facts, case_id), staff=staff_id, organisation=organisation)


@command(Verb.TEAM_LEAVE)
def leave(unit: Unit, facts: MatterFacts, /, case_id: UUID, staff_id: UUID) -> Left:
    """End a place in the team, at once; the lead must hand over first."""
    if staff_id == facts.lead:
        raise Conflict(_("The lead cannot leave; hand over the case first."), "STATUS")
    open_places = (Member.matter_id == facts.id, Member.staff_id == staff_id, Member.until.is_(None))
    changed = unit.session.execute(update(Member).where(*open_places).values(until=unit.now))
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        raise Conflict(_("This colleague is not in the team any more."), "STATUS")
    return Left(thing=_thing(facts, case_id), staff=staff_id)


def _thing(facts: MatterFacts, case_id: UUID) -> Thing:
    return Thing("CASUS", case_id, facts.id, (facts.provider,), (), facts.purpose, "K1")


def invitable(unit: Unit, facts: MatterFacts) -> list[tuple[str, str, str]]:
    """Colleagues of the covenant's parties who can work on a case: (id, name, organisation)."""
    working = [code for code in roles.role_codes() if roles.cell("casus.lezen", code).startswith("T")]
    parties = {p for c in facts.covenants if c.valid_from <= unit.now < c.valid_until for p in c.parties}
    inside = {m.staff for m in facts.team if m.holds(unit.now)}
    query = (
        select(Staff.id, Staff.name, Organisation.name)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .where(
            Staff.organisation_id.in_(parties), Staff.suspended_at.is_(None),
            RoleAssignment.role.in_(working), RoleAssignment.holds(unit.now),
        )
        .distinct()
        .order_by(Organisation.name, Staff.name)
    )  # fmt: skip
    return [
        (str(i), name, organisation)
        for i, name, organisation in unit.session.execute(query)
        if i not in inside
    ]
