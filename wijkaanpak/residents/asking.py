"""Whom to ask about a resident whom one only finds: who leads a team, or cases, in the own organisation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wijkaanpak.door import Unit
from wijkaanpak.organisations.models import RoleAssignment, Staff

# Never who works on it: that would tell what the hit list does not.
LEADING = ("TL", "CR", "TR")
MOST = 3


@dataclass(frozen=True)
class Contact:
    """Somebody to ask."""

    name: str
    role: str


def contacts(unit: Unit) -> list[Contact]:
    """At most three colleagues of the own organisation in the first leading role that others hold there."""
    query = (
        select(Staff.name, RoleAssignment.role)
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .where(
            Staff.organisation_id == unit.actor.organisation_id, Staff.id != unit.actor.id,
            Staff.suspended_at.is_(None), RoleAssignment.role.in_(LEADING), RoleAssignment.holds(unit.now),
        )
        .order_by(Staff.name)
    )  # fmt: skip
    found = [Contact(*row) for row in unit.session.execute(query.distinct())]
    for role in LEADING:
        some = [one for one in found if one.role == role]
        if some:
            return some[:MOST]
    return []
