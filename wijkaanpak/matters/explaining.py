"""Why someone may or may not do something with a signal or case, as the policy decides it (R58, R195)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wijkaanpak.access import codes, policy, rules
from wijkaanpak.access.actor import Actor, RoleHeld
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.policy import Decision
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.organisations.models import Organisation, RoleAssignment, Staff

# How someone comes to a signal or case, after "mag …" (the answers of rules.involvement).
WAYS = {
    "team": ", als lid van het team",
    "lead": ", omdat zij of hij de regie heeft, maar zonder inhoud",
    "author": ", als melder",
    "own": ", omdat het van de eigen organisatie is",
    "area": ", omdat het in het eigen gebied ligt",
    "triage": ", in de gezamenlijke triage en zonder naam",
    "all": ", omdat het over een plek gaat en over niemand persoonlijk",
}


@dataclass(frozen=True)
class Explanation:
    """The decision, the grounds it rests on, and for a refusal the grounds there are, with their status."""

    decision: Decision
    grounds: tuple[UUID, ...]
    considered: dict[UUID, str]


def permissions() -> list[str]:
    """The permission codes that something is done under."""
    return sorted({verb.permission for verb in Verb if verb.permission})


def actor_of(unit: Unit, told: str) -> Actor | None:
    """Someone at work with the roles in force now, by sign-in name or by the id of a world file."""
    row = unit.session.execute(
        select(Staff.id, Staff.name, Organisation.id, Organisation.name, Organisation.kind,
               Staff.suspended_at, Organisation.suspended_at)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where((Staff.reference == told) | (Staff.login == told), Staff.system.is_(None))
    ).first()  # fmt: skip
    if row is None:
        return None
    staff, name, organisation, title, kind, *suspended = row
    held = unit.session.execute(
        select(RoleAssignment.role, RoleAssignment.areas)
        .where(RoleAssignment.staff_id == staff, RoleAssignment.ended_at.is_(None))
        .where(RoleAssignment.valid_from <= unit.now, RoleAssignment.valid_until > unit.now)
        .order_by(RoleAssignment.valid_from, RoleAssignment.role)
    )
    return Actor(
        staff, name, organisation, title, kind, active=not any(suspended),
        roles=tuple(RoleHeld(role, frozenset(areas)) for role, areas in held),
    )  # fmt: skip


@reading(Verb.DECISION_EXPLAIN)
def explain(unit: Unit, facts: MatterFacts, /, actor: Actor, permission: str) -> Explanation:
    """Ask the policy for `actor` what the door would ask; two factors count as given."""
    verb = _verb(permission)
    decision = policy.decide(actor, verb, facts, unit.now)
    used = dict.fromkeys(decision.grounds)
    if decision.allowed and permission in rules.READINGS:
        for part in facts.parts:
            used |= dict.fromkeys(policy.decide(actor, verb, facts, unit.now, part).grounds)
    considered = {line.ground: line.status for line in facts.lines if line.recipient == actor.organisation_id}
    return Explanation(decision, tuple(used), considered)


def _verb(permission: str) -> Verb:
    """The verb that stands for a permission: of one thing rather than of a list."""
    fitting = [verb for verb in Verb if verb.permission == permission]
    return min(fitting, key=lambda verb: (verb.event == "LIJST", verb.event != "LEZEN"))


def said(answer: Explanation, actor: Actor, permission: str, thing: str, names: dict[UUID, str]) -> str:
    """One Dutch sentence, then the reason code and the grounds, each on a line of its own."""
    decision = answer.decision
    held = ", ".join(codes.label("rollen", code) for code in actor.role_codes) or "zonder rol"
    who = f"{actor.name} ({held}, {actor.organisation_name})"
    if decision.allowed:
        way = WAYS.get(decision.via or "", "")
        sentence = f"Ja: {who} mag {permission} bij {thing}{way}."
        grounds = [names.get(ground, str(ground)) for ground in answer.grounds]
    else:
        why = policy.explain(decision).rstrip(".")
        sentence = f"Nee: {who} mag geen {permission} bij {thing}, met als reden: {why[:1].lower()}{why[1:]}."
        grounds = [f"{names.get(ground, ground)} ({status})" for ground, status in answer.considered.items()]
    code = decision.reason or "geen"
    return f"{sentence}\nredencode: {code}\ngrondslagen: {', '.join(sorted(grounds)) or 'geen'}"
