"""Why someone may or may not do something with a signal or case, as the policy decides it (R58, R195)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import select

from wijkaanpak.access import codes, explaining, policy, rules
from wijkaanpak.access.actor import Actor, RoleHeld, ShiftHeld
from wijkaanpak.access.explaining import Words
from wijkaanpak.access.facts import GroundLine, MatterFacts
from wijkaanpak.access.lacking import Asked
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.organisations.models import Organisation, RoleAssignment, Staff
from wijkaanpak.places.models import Shift

# How someone comes to a signal or case, after "mag …" (the answers of rules.involvement).
WAYS = {
    "team": ", als lid van het team",
    "lead": ", omdat zij of hij de regie heeft, maar zonder inhoud",
    "author": ", als melder",
    "own": ", omdat het van de eigen organisatie is",
    "area": ", omdat het in het eigen gebied ligt",
    "triage": ", in de gezamenlijke triage en zonder naam",
    "duty": ", tijdens de dienst op dit complex",
    "agenda": ", zolang het agendapunt open is",
    "emergency": ", in een noodprocedure",
    "all": ", omdat het over een plek gaat en over niemand persoonlijk",
}


HERE = ZoneInfo("Europe/Amsterdam")
STEPS = 10


@dataclass(frozen=True)
class Answer:
    """The decision explained, the grounds it rests on, and all grounds there are to this organisation."""

    told: explaining.Explanation
    grounds: tuple[UUID, ...]
    considered: tuple[GroundLine, ...]
    names: dict[UUID, str]
    lead: UUID | None


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
        .where(RoleAssignment.staff_id == staff, RoleAssignment.holds(unit.now))
        .order_by(RoleAssignment.valid_from, RoleAssignment.role)
    )
    duty = unit.session.scalars(select(Shift).where(Shift.staff_id == staff, Shift.accepted_at.is_not(None)))
    return Actor(
        staff, name, organisation, title, kind, active=not any(suspended),
        roles=tuple(RoleHeld(role, frozenset(areas)) for role, areas in held),
        shifts=tuple(_held(shift) for shift in duty),
    )  # fmt: skip


def _held(shift: Shift) -> ShiftHeld:
    """Duty from its acceptance until it was handed over or ended (R138)."""
    since = max(shift.starts_at, shift.accepted_at or shift.starts_at)
    return ShiftHeld(shift.complex_id, since, min(shift.handed_over_at or shift.ends_at, shift.ends_at))


@reading(Verb.DECISION_EXPLAIN)
def explain(unit: Unit, facts: MatterFacts, /, actor: Actor, permission: str) -> Answer:
    """Ask the policy for `actor` what the door would ask, and what is lacking; two factors count as given."""
    asked = Asked(actor, _verb(permission), facts, unit.now)
    decision = asked.answer()
    used = dict.fromkeys(decision.grounds)
    if decision.allowed and permission in rules.READINGS:
        for part in facts.parts:
            used |= dict.fromkeys(policy.decide(actor, asked.verb, facts, unit.now, part).grounds)
    names = dict(unit.session.execute(select(Organisation.id, Organisation.name)).all())
    names |= dict(unit.session.execute(select(Staff.id, Staff.name).where(Staff.id == facts.lead)).all())
    lines = {line.ground: line for line in facts.lines if line.recipient == actor.organisation_id}
    told = explaining.explain(asked, decision, ahead=True)
    return Answer(told, tuple(used), tuple(lines.values()), names, facts.lead)


def permission_for(facts: MatterFacts, told: str | None) -> str:
    """The permission that is asked about: as told (also by the code of a verb), else reading the thing."""
    named = next((verb.permission for verb in Verb if verb.code == told), None) if told else None
    return named or told or ("casus.lezen" if facts.is_case else "signaal.lezen")


def _verb(permission: str) -> Verb:
    """The verb that stands for a permission: of one thing rather than of a list."""
    fitting = [verb for verb in Verb if verb.permission == permission]
    return min(fitting, key=lambda verb: (verb.event == "LIJST", verb.event != "LEZEN"))


def said(answer: Answer, actor: Actor, permission: str, thing: str, names: dict[UUID, str]) -> str:
    """One Dutch sentence, then the reason code and the grounds, each on a line of its own."""
    decision = answer.told.decision
    held = ", ".join(codes.label("rollen", code) for code in actor.role_codes) or "zonder rol"
    who = f"{actor.name} ({held}, {actor.organisation_name})"
    status = {line.ground: line.status for line in answer.considered}
    if decision.allowed:
        way = WAYS.get(decision.via or "", "")
        sentence = f"Ja: {who} mag {permission} bij {thing}{way}."
        grounds = [names.get(ground, str(ground)) for ground in answer.grounds]
    else:
        why = policy.explain(decision).rstrip(".")
        sentence = f"Nee: {who} mag geen {permission} bij {thing}, met als reden: {why[:1].lower()}{why[1:]}."
        grounds = [f"{names.get(ground, ground)} ({state})" for ground, state in status.items()]
    rests_on = ", ".join(sorted(grounds)) or "geen"
    return f"{sentence}\nredencode: {decision.reason or 'geen'}\ngrondslagen: {rests_on}"


def shown(answer: Answer, names: dict[UUID, str]) -> str:
    """How the decision came about: the ten steps, the grounds by id and date, and what it would take."""
    return "\n".join([*steps(answer), *_grounds(answer, names), *_helps(answer)])


def steps(answer: Answer) -> list[str]:
    """The ten steps of the decision, each with how it ended."""
    decision = answer.told.decision

    def outcome(step: int) -> str:
        if decision.allowed or step < decision.step:
            return "ja"
        return "hier stopt het" if step == decision.step else "niet bereikt"

    return [f"{n:>2}  {explaining.step_name(n):<58}{outcome(n)}" for n in range(1, STEPS + 1)]


def _grounds(answer: Answer, names: dict[UUID, str]) -> list[str]:
    """Each ground to this organisation by its id and dates; nothing of what it shares."""
    told = []
    for line in sorted(answer.considered, key=lambda x: (x.valid_from, str(x.ground))):
        name = names.get(line.ground, str(line.ground))
        known = f" ({line.ground})" if line.ground in names else ""
        state = codes.label("grondslagstatussen", line.status).lower()
        source = answer.names.get(line.provider, str(line.provider))
        span = f"van {_day(line.valid_from)} tot {_day(line.valid_until)}"
        used = ", draagt dit" if line.ground in answer.grounds else ""
        told.append(f"grondslag {name}{known}: {state}, van {source}, {span}{used}")
    return ["", *told] if told else []


def _helps(answer: Answer) -> list[str]:
    explained = answer.told
    if explained.decision.allowed:
        return []
    words = Words("nl", answer.names, answer.lead, _day, _day)
    told = [explaining.tell_end(explained.ended, words)] if explained.ended else []
    told += ["Wat daarvoor nodig is:"] if explained.remedies else []
    told += [f"- {line}" for line in explaining.advice(explained, words)]
    told += ["Wat intussen kan:"] if explained.instead else []
    return ["", *told, *(f"- {explaining.tell(remedy, words)}" for remedy in explained.instead)]


def _day(moment: datetime) -> str:
    return str(format_date(moment.astimezone(HERE).date(), "d MMMM y", locale="nl"))
