"""Who may give the second judgement: a privacy officer of the provider, or a partner's that it named."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.door import Unit
from wijkaanpak.organisations.models import Deputy, RoleAssignment, Staff


def judges(unit: Unit, facts: MatterFacts, provider: UUID, *, only_po: bool) -> list[UUID]:
    """Everybody who could judge a ground that the one asking decides on (R65: never that one; rulings.md 12).

    A safeguarding lead judges only where a member of the team, and not what only a privacy officer may judge.
    """
    deputies = select(Deputy.staff_id).where(Deputy.organisation_id == provider, Deputy.role == "PO")
    query = (
        select(Staff.id, Staff.organisation_id, RoleAssignment.role, Staff.id.in_(deputies).label("deputy"))
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .where(
            RoleAssignment.role.in_(("PO", "AF")), RoleAssignment.holds(unit.now),
            Staff.suspended_at.is_(None), Staff.id != unit.actor.id,
        )
        .order_by(Staff.id)
    )  # fmt: skip
    team = {member.staff for member in facts.team if member.holds(unit.now)}
    able = []
    for row in unit.session.execute(query):
        ours = row.organisation_id == provider
        officer = row.role == "PO" and (ours or row.deputy)
        lead = row.role == "AF" and ours and row.id in team and not only_po
        if officer or lead:
            able.append(row.id)
    return list(dict.fromkeys(able))
