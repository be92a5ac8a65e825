"""Colleagues of one's own organisation who can be asked to look at a signal, or who weigh it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wijkaanpak.access import codes, roles
from wijkaanpak.access.rules import CONTENT_CELLS
from wijkaanpak.door import Unit
from wijkaanpak.organisations.models import RoleAssignment, Staff
from wijkaanpak.web.language import language

KEEPING = "klasse.K7"
WEIGHING = "signaal.eigen_triage"


@dataclass(frozen=True)
class Colleague:
    """Someone who can be asked, with the words of the role."""

    id: UUID
    name: str
    role: str


def can_look(role: str) -> bool:
    """May someone with this role, once asked, read a signal?"""
    return roles.cell("signaal.lezen", role).split(".")[0] in CONTENT_CELLS


def can_keep_secret(role: str) -> bool:
    """Also one that only named people may know of (R33)?"""
    return can_look(role) and roles.grants(KEEPING, role)


def can_weigh(role: str) -> bool:
    """May someone with this role weigh a signal in the own organisation?"""
    return roles.grants(WEIGHING, role)


def weighs_all(role: str) -> bool:
    """Does someone with this role see every signal of the own organisation come in?"""
    return roles.cell(WEIGHING, role) == "A"


def colleagues(unit: Unit, able: Callable[[str], bool]) -> list[Colleague]:
    """Colleagues with such a role in force, by name; never oneself."""
    fitting = [role for role in roles.role_codes() if able(role)]
    query = (
        select(Staff.id, Staff.name, RoleAssignment.role)
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .where(
            Staff.organisation_id == unit.actor.organisation_id, Staff.id != unit.actor.id,
            Staff.suspended_at.is_(None), Staff.system.is_(None), RoleAssignment.role.in_(fitting),
            RoleAssignment.holds(unit.now),
        )
        .order_by(Staff.name, RoleAssignment.valid_from)
    )  # fmt: skip
    found: dict[UUID, Colleague] = {}
    for ident, name, role in unit.session.execute(query):
        found.setdefault(ident, Colleague(ident, name, codes.label("rollen", role, language())))
    return list(found.values())


def unwatched(unit: Unit) -> bool:
    """Would a report of this person lie unseen: no own right to weigh, and nobody who sees all?"""
    return not any(can_weigh(role) for role in unit.actor.role_codes) and not colleagues(unit, weighs_all)
