"""The access decision, on one page: ten steps, first failing step gives the reason (requirements.md 2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wijkaanpak.access import codes, roles, rules
from wijkaanpak.access.actor import Actor, RoleHeld
from wijkaanpak.access.facts import (
    ADVIES,
    DUIDING,
    FEIT,
    INSIDE,
    MELDCODE,
    MELDER,
    NAAM,
    PLAN,
    TITEL,
    MatterFacts,
    PartFacts,
)
from wijkaanpak.access.verbs import Verb


@dataclass(frozen=True)
class Decision:
    """The answer to "may this actor do this to that, now?", with its reason and the grounds it rests on."""

    allowed: bool
    reason: str | None = None
    step: int = 10
    grounds: tuple[UUID, ...] = ()
    role: str | None = None
    via: str | None = None
    policy: str = ""

    def __bool__(self) -> bool:
        return self.allowed


STEPS = {
    "GEEN_SESSIE": 1,
    "ACR_TE_LAAG": 1,
    "ROL_ONVOLDOENDE": 2,
    "CONVENANT_INACTIEF": 3,
    "NIET_BETROKKEN": 4,
    "GEEN_DIENST": 4,
    "NIET_GEAGENDEERD": 5,
    "KLASSE_TE_HOOG": 6,
    "BELANGENCONFLICT": 7,
    "GEBLOKKEERD": 8,
    "STATUS": 8,
    "GRONDSLAG_ONTBREEKT": 9,
    "GRONDSLAG_VERVALLEN": 9.5,
    "FOUT_VEILIG": 0,
}
EARLY_WARNING = "HUURACHTERSTAND"  # footnote 1 of the matrix
STAGES = {"signal": "signaalstatussen", "case": "casusstatussen"}
KINDS = frozenset({FEIT, DUIDING, ADVIES, MELDER, NAAM, TITEL, MELDCODE}) | PLAN
# Verbs of the named subjects that work without a person (rulings.md 18); they have no other.
OF_THE_HOUSE = {
    Verb.WORLD_TAKE_OVER: "systeem:laden",
    Verb.DECISION_EXPLAIN: "systeem:opdracht",
    Verb.ACCOUNT_SET: "systeem:opdracht",
    Verb.JOURNAL_PROVE: "systeem:opdracht",
    Verb.JOURNAL_SCAN: "systeem:controle",
    Verb.SAMPLE_DRAW: "systeem:controle",
    Verb.NOTICE_DELIVER: "systeem:berichten",
    Verb.NOTICE_POST: "systeem:berichten",
    Verb.NOTICE_SETTLE: "systeem:berichten",
}


def deny(reason: str, role: str | None = None) -> Decision:
    """No, for this reason of codes.yaml; a reason that is not listed is a fault of ours (KeyError)."""
    return Decision(False, reason, int(STEPS[reason]), role=role, policy=roles.policy_version())


def allow(role: str | None = None, via: str | None = None, grounds: Iterable[UUID] = ()) -> Decision:
    """Yes, by this role, this way and these grounds."""
    return Decision(True, None, 10, tuple(grounds), role, via, roles.policy_version())


def decide(
    actor: Actor | None, verb: Verb, facts: MatterFacts | None, now: datetime, part: PartFacts | None = None
) -> Decision:
    """May this actor do this verb to this matter, or to one part of it, now? Broken facts deny (R59)."""
    try:
        return _decide(actor, verb, facts, now, part)
    except Exception:  # whatever went wrong, the answer is no
        return deny("FOUT_VEILIG")


def _decide(
    actor: Actor | None, verb: Verb, facts: MatterFacts | None, now: datetime, part: PartFacts | None
) -> Decision:
    if actor is None or not actor.active:
        return deny("GEEN_SESSIE")
    if not actor.assured:
        return deny("ACR_TE_LAAG")
    if actor.system is not None or verb in OF_THE_HOUSE:
        own = actor.system is not None and OF_THE_HOUSE.get(verb) == actor.system
        return allow(actor.system) if own else deny("ROL_ONVOLDOENDE")
    if facts is not None:
        _sound(facts, part)
    if verb.permission is None:
        kept = facts is not None and actor.id in facts.kept_from
        return deny("BELANGENCONFLICT", actor.main_role) if kept else allow(actor.main_role)
    if actor.organisation_kind not in roles.matrix()["ceilings"]:
        raise ValueError(actor.organisation_kind)
    if facts is None:
        return best(_without_thing(actor, role, verb.permission, now) for role in actor.roles)
    return best(_with_role(actor, role, verb.permission, facts, now, part) for role in actor.roles)


def _sound(facts: MatterFacts, part: PartFacts | None) -> None:
    """Raise ValueError for a stage, a state or a kind of part that is not listed (R59)."""
    if not codes.known(STAGES[facts.stage], facts.status) or (part is not None and part.kind not in KINDS):
        raise ValueError(facts.status)


def best(decisions: Iterable[Decision]) -> Decision:
    """The union of the roles within one organisation: one yes, else the answer that came furthest."""
    answer = deny("ROL_ONVOLDOENDE")
    for decision in decisions:
        if decision.allowed:
            return decision
        if STEPS[decision.reason or ""] > STEPS[answer.reason or ""]:
            answer = decision
    return answer


def _without_thing(actor: Actor, role: RoleHeld, permission: str, now: datetime) -> Decision:
    """For a list, or for what does not exist yet: D needs duty somewhere, I an item that is open."""
    if not roles.grants(permission, role.code):
        return deny("ROL_ONVOLDOENDE", role.code)
    base = roles.cell(permission, role.code).split(".")[0]
    if base == "D" and not rules.on_duty(actor, now):
        return deny("GEEN_DIENST", role.code)
    if base == "I" and not any(item.holds(now) for item in actor.invitations):
        return deny("NIET_GEAGENDEERD", role.code)
    return allow(role.code)


def _with_role(
    actor: Actor, role: RoleHeld, permission: str, facts: MatterFacts, now: datetime, part: PartFacts | None
) -> Decision:
    reading = permission in rules.READINGS
    if reading and part is None:
        return _some_part(actor, role, permission, facts, now)
    if not _role_opens(permission, role, facts):
        return deny("ROL_ONVOLDOENDE", role.code)
    provider = part.provider if part else facts.provider
    category = part.category if part else None
    ours = provider == actor.organisation_id
    committee = reading and rules.committee(role, facts)
    if not (ours or committee or rules.covenant(facts, provider, actor.organisation_id, category, now)):
        return deny("CONVENANT_INACTIEF", role.code)
    ways = rules.ways(actor, role, permission, facts, now, part)
    if not ways:
        return deny(_not_involved(actor, role, permission, facts, now), role.code)
    return best(_by_way(actor, role, permission, via, facts, now, part) for via in ways)


def _by_way(
    actor: Actor, role: RoleHeld, permission: str, via: str, facts: MatterFacts, now: datetime,
    part: PartFacts | None,
) -> Decision:  # fmt: skip
    """Steps 6 to 10 for one way to the thing; an emergency stands in for a ground, and for nothing else."""
    ours = part is not None and part.provider == actor.organisation_id
    if part is not None and not _class_fits(actor, role, part, via, ours):
        return deny("KLASSE_TE_HOOG", role.code)
    if actor.id in facts.kept_from:
        return deny("BELANGENCONFLICT", role.code)
    stuck = _state_forbids(permission, role, via, facts)
    if stuck:
        return deny(stuck, role.code)
    if part is None or ours or (via == "emergency" and part.kind not in INSIDE):
        return allow(role.code, via)
    return _on_ground(actor, role, via, facts, now, part)


def _role_opens(permission: str, role: RoleHeld, facts: MatterFacts) -> bool:
    """Step 2; what concerns no resident may be read with any role of the matrix (rulings.md 5)."""
    if permission in rules.LOOKING and facts.bare and role.code in roles.role_codes():
        return True
    early = roles.cell(permission, role.code).endswith(".early")
    return roles.grants(permission, role.code) and not (early and facts.category != EARLY_WARNING)


def _some_part(actor: Actor, role: RoleHeld, permission: str, facts: MatterFacts, now: datetime) -> Decision:
    """Reading a matter is reading some part of it; its lead keeps the row without content (rulings.md 1)."""
    if permission == "casus.lezen" and not facts.is_case:
        return deny("NIET_BETROKKEN", role.code)
    found = best(_with_role(actor, role, permission, facts, now, part) for part in facts.parts)
    if found.allowed or not facts.is_case or facts.lead != actor.id or actor.id in facts.kept_from:
        return found
    near = replace(facts, bare=False)  # a place is open to all, and its lead is more than all
    leads = roles.cell(permission, role.code).split(".")[0] == "T" and permission == "casus.lezen"
    leads = leads and rules.involvement(actor, role, permission, near, now) == "team"
    return allow(role.code, "lead") if leads and not _past_plan(permission, role, "team", facts) else found


def _not_involved(actor: Actor, role: RoleHeld, permission: str, facts: MatterFacts, now: datetime) -> str:
    base = roles.cell(permission, role.code).split(".")[0]
    if base == "D" and not facts.secret and not rules.on_duty(actor, now, facts.complex_id):
        near = role.areas & facts.areas or any(s.complex_id == facts.complex_id for s in actor.shifts)
        return "GEEN_DIENST" if near else "NIET_BETROKKEN"
    asked = any(i.staff == actor.id for i in facts.agenda) and not facts.secret
    if base == "I" and (asked or rules.member(actor, facts, now)):
        return "NIET_GEAGENDEERD"
    return "NIET_BETROKKEN"


def _class_fits(actor: Actor, role: RoleHeld, part: PartFacts, via: str, ours: bool) -> bool:
    """Step 6 (rulings.md 4): ceilings for what others wrote; for our own only the rows of K4 and K7."""
    if part.data_class == "K7" and via != "team":
        return False
    if via in ("all", "committee"):
        return part.data_class in ("K0", "K1")
    if ours:
        return part.data_class in roles.own_classes(role.code)
    return part.data_class in roles.foreign_classes(role.code, actor.organisation_kind, via != "emergency")


def _state_forbids(permission: str, role: RoleHeld, via: str, facts: MatterFacts) -> str | None:
    """Step 8; no state of a case stands between a resident and the end of a consent (R51)."""
    if permission == "toestemming.intrekken":
        return None
    if permission == "casus.opschorten":  # what is suspended goes on by the same hand (row 14)
        return "STATUS" if rules.closed(facts) else None
    if facts.blocked:
        return "GEBLOKKEERD"
    if permission == "casus.heropenen":
        return None if facts.status == "AFGESLOTEN" else "STATUS"
    if permission in ("signaal.lezen", "signaal.triage") and facts.is_case:
        return "STATUS"
    if _past_plan(permission, role, via, facts):
        return "STATUS"
    if (permission not in rules.READINGS or via == "emergency") and rules.closed(facts):
        return "STATUS" if permission != "signaal.maken" else None
    return None


def _past_plan(permission: str, role: RoleHeld, via: str, facts: MatterFacts) -> bool:
    """Footnote 3: as a member of the team, only until the case reaches PLAN."""
    until_plan = via == "team" and roles.cell(permission, role.code) == "T.plan"
    return facts.is_case and until_plan and facts.status not in rules.EARLY_CASE


def _on_ground(
    actor: Actor, role: RoleHeld, via: str, facts: MatterFacts, now: datetime, part: PartFacts
) -> Decision:
    grounds = rules.grounds_for(part, actor.organisation_id, facts, now)
    if grounds is not None:
        return allow(role.code, via, grounds)
    weighs = roles.cell("signaal.triage", role.code) == "A.joint" and rules.before_triage(actor, facts, now)
    if weighs and not facts.secret and rules.pseudonymous(part, facts):
        return allow(role.code, "triage")
    ended = rules.once_in_force(actor.organisation_id, facts, now, part.about)
    return deny("GRONDSLAG_VERVALLEN" if ended else "GRONDSLAG_ONTBREEKT", role.code)


def organisation_reads(
    organisation: UUID, part: PartFacts, facts: MatterFacts, now: datetime
) -> tuple[UUID, ...] | None:
    """What the grid "Wie ziet wat" asks: the grounds by which an organisation may read a part, or None."""
    if part.provider == organisation:
        return ()
    if not rules.covenant(facts, part.provider, organisation, part.category, now):
        return None
    return rules.grounds_for(part, organisation, facts, now)


def knows(actor: Actor, facts: MatterFacts, now: datetime) -> bool:
    """Rulings.md 8: who already knows that the thing exists gets 403 with its reason; everyone else 404.

    The team, the reporter, the invited, who had duty there or emergency access: each also afterwards.
    """
    if rules.ever_member(actor, facts, now):
        return True
    if facts.secret:
        return False
    told = {facts.author, *(i.staff for i in facts.agenda), *(e.staff for e in facts.emergencies)}
    return actor.id in told or any(s.complex_id == facts.complex_id for s in actor.shifts)


def explain(decision: Decision, language: str = "nl") -> str:
    """One sentence a caretaker understands."""
    if decision.allowed:
        return "Dit mag." if language == "nl" else "This is allowed."
    return codes.reason_sentence(decision.reason or "FOUT_VEILIG", language)
