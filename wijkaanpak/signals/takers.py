"""Who may take on what one organisation can handle: the reporting one, or someone at a partner."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from wijkaanpak.access import codes, roles, rules
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.door import Unit
from wijkaanpak.organisations.models import Organisation, RoleAssignment, Staff
from wijkaanpak.signals.colleagues import can_look
from wijkaanpak.web.language import language

Choices = dict[str, list[tuple[str, str]]]


def takers(unit: Unit, facts: MatterFacts) -> Choices:
    """Choices by organisation, the reporting one first; a value is its id, or its id and a colleague's."""
    parties = {party for covenant in facts.covenants for party in covenant.parties}
    within = {p for p in parties if rules.covenant(facts, facts.provider, p, None, unit.now)}
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(within | {facts.provider}))
    names: dict[UUID, str] = dict(unit.session.execute(named).all())
    home = names.pop(facts.provider)
    found: Choices = {"": [("", "")], home: [(str(facts.provider), home)]}
    for staff, name, organisation, role in unit.session.execute(_people(unit, list(names))):
        line = (f"{organisation} {staff}", f"{name}, {codes.label('rollen', role, language())}")
        found.setdefault(names[organisation], []).append(line)
    return found


def _people(unit: Unit, organisations: list[UUID]) -> Select:
    fitting = [role for role in roles.role_codes() if can_look(role)]
    return (
        select(Staff.id, Staff.name, Staff.organisation_id, RoleAssignment.role)
        .join(RoleAssignment, RoleAssignment.staff_id == Staff.id)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(
            Staff.organisation_id.in_(organisations), Staff.suspended_at.is_(None), Staff.system.is_(None),
            RoleAssignment.role.in_(fitting), RoleAssignment.holds(unit.now),
        )
        .order_by(Organisation.name, Staff.name, RoleAssignment.valid_from)
    )  # fmt: skip
