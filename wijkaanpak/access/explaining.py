"""One decision in words: why, since when, and what would make it lawful; pure, like the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import yaml

from wijkaanpak.access import codes, policy, roles, rules
from wijkaanpak.access.between import Helped, Remedy, covenant_for, ground_for
from wijkaanpak.access.ended import Ended, last_ended
from wijkaanpak.access.facts import ADVIES, INSIDE, MatterFacts, PartFacts
from wijkaanpak.access.lacking import Asked, lacking
from wijkaanpak.access.policy import Decision

SOURCE = Path(__file__).with_name("explaining.yaml")
ORDINARY = frozenset({"K0", "K1", "K2", "K3"})
EMERGENCIES = frozenset({"NIET_BETROKKEN", "GRONDSLAG_ONTBREEKT", "GRONDSLAG_VERVALLEN"})
MOST = 6  # steps that an explanation looks ahead


@dataclass(frozen=True)
class Explanation:
    """A refusal explained: all `remedies` together make it lawful, in this order; `instead` only helps.

    `ended` is what ended and when, where the facts tell. Without remedies the advice of codes.yaml
    holds: nothing that this person or the others here can do would make it lawful.
    """

    decision: Decision
    ended: Ended | None = None
    remedies: tuple[Remedy, ...] = ()
    instead: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class Words:
    """How it is told: in which language, with whose names, and how a date and a moment are written."""

    language: str
    names: Mapping[UUID, str]
    lead: UUID | None
    day: Callable[[datetime], str]
    moment: Callable[[datetime], str]


def explain(asked: Asked, decision: Decision, *, ahead: bool = False) -> Explanation:
    """Explain a refusal to who was refused; `ahead` looks past the step where it stopped (`wijk explain`).

    Who has no place in the team hears what holds for every matter of this kind: never whether it became
    secret since (R69), and nothing of what was written or on what ground.
    """
    if decision.allowed:
        return Explanation(decision)
    inside = ahead or rules.member(asked.actor, asked.facts, asked.now)
    seen = asked if inside else replace(asked, facts=_outside(asked.facts))
    at = replace(seen, part=_telling(seen, decision, ahead)) if inside else seen
    speaks = inside or decision.step != 9
    remedies = _ahead(at, MOST if ahead else 1) if speaks else ()
    return Explanation(decision, last_ended(asked, at.part, decision), remedies, _instead(at, decision))


def _ahead(at: Asked, steps: int) -> tuple[Remedy, ...]:
    """Step by step what is lacking; nothing where looking all the way ahead finds no yes."""
    remedies: tuple[Remedy, ...] = ()
    for _step in range(steps):
        found = lacking(at)
        if found is None:
            break
        remedies, at = remedies + found[0], found[1]
    return remedies if steps == 1 or at.answer().allowed else ()


def why_not(
    organisation: UUID, kind: str, part: PartFacts, facts: MatterFacts, now: datetime, viewer: UUID | None
) -> Explanation | None:
    """Why an organisation does not see this part, for the grid "Wie ziet wat"; None where it does.

    `viewer` is the organisation that asks: it hears of a ground that awaits judgement only where it decides.
    """
    if not facts.blocked and policy.organisation_reads(organisation, part, facts, now) is not None:
        return None
    if part.data_class not in roles.matrix()["ceilings"].get(kind, (part.data_class,)):
        never = Remedy("NEVER_HERE", part.provider, organisation, part.category)
        return Explanation(policy.deny("KLASSE_TE_HOOG"), instead=(never,))
    if part.kind in INSIDE:
        return Explanation(policy.deny("GRONDSLAG_ONTBREEKT"), instead=(Remedy("INSIDE"),))
    reason, helped = _why_not(organisation, part, facts, now, viewer)
    return Explanation(policy.deny(reason), remedies=helped[0] if helped else ())


def _why_not(
    organisation: UUID, part: PartFacts, facts: MatterFacts, now: datetime, viewer: UUID | None
) -> tuple[str, Helped | None]:
    if facts.blocked:
        code = "RESUME" if facts.status == "OPGESCHORT" else "UNBLOCK"
        return "GEBLOKKEERD", ((Remedy(code, by=facts.provider),), facts)
    agreed = covenant_for(facts, part.provider, organisation, part.category, now)
    if agreed is None:
        return "CONVENANT_INACTIEF", None
    carried = ground_for(agreed[1], part, organisation, now, viewer)
    remedies = agreed[0] + (carried[0] if carried else ())
    if agreed[0]:
        return "CONVENANT_INACTIEF", (remedies, facts)
    ended = rules.once_in_force(organisation, facts, now, part.about)
    return "GRONDSLAG_VERVALLEN" if ended else "GRONDSLAG_ONTBREEKT", (remedies, facts)


def _outside(facts: MatterFacts) -> MatterFacts:
    """The matter as it would be if nothing in it were secret."""
    parts = tuple(part for part in facts.parts if part.data_class != "K7")
    return replace(facts, secret=False, parts=parts)


def _telling(asked: Asked, decision: Decision, ahead: bool) -> PartFacts | None:
    """The part that a refusal is told of: what one had before, else the plainest of what one may know of."""
    if asked.part is not None or asked.verb.permission not in rules.READINGS:
        return asked.part
    stopped = [p for p in asked.facts.parts if replace(asked, part=p).answer().reason == decision.reason]
    known = [p for p in stopped if p.kind not in INSIDE and (ahead or _knowable(p, asked))]
    had = {(x.provider, x.category) for x in asked.facts.lines if x.recipient == asked.actor.organisation_id}
    return min(known, key=lambda p: ((p.provider, p.category) not in had, *_plainness(p)), default=None)


def _plainness(part: PartFacts) -> tuple[bool, str, str]:
    """Advice first, as it tells least of somebody (R68); then by class."""
    return part.kind != ADVIES, part.data_class, part.category or ""


def _knowable(part: PartFacts, asked: Asked) -> bool:
    """Whether a member of the team sees in the grid that there is data of this kind, and of whom (R69)."""
    facts, mine = asked.facts, asked.actor.organisation_id
    near = {m.organisation for m in facts.team if m.holds(asked.now)} | {
        facts.provider,
        facts.lead_organisation,
    }
    lines = [x for x in facts.lines if x.category == part.category]
    party = mine == facts.lead_organisation or any(mine in (x.provider, x.recipient) for x in lines)
    return part.provider in near and (part.data_class in ORDINARY or (party and bool(lines)))


def _instead(asked: Asked, decision: Decision) -> tuple[Remedy, ...]:
    """What one may do meanwhile."""
    reason, facts, permission = decision.reason or "", asked.facts, asked.verb.permission or ""
    found = []
    if reason == "BELANGENCONFLICT":
        found.append(Remedy("COLLEAGUE"))
    if reason == "STATUS" and facts.is_case and permission in ("signaal.lezen", "signaal.triage"):
        found.append(Remedy("CASE"))
    if permission == "casus.lezen" and not facts.is_case:
        return (Remedy("NO_CASE"),)
    lacks_content = decision.step in (6, 9) and permission in rules.READINGS and facts.lead != asked.actor.id
    if lacks_content and rules.member(asked.actor, facts, asked.now):
        found.append(Remedy("ADVICE"))
    if reason == "GEEN_DIENST" and facts.is_case and permission in rules.READINGS:
        found.append(Remedy("NIGHT"))
    if reason in EMERGENCIES and permission in rules.LOOKING and _may_break_glass(asked):
        found.append(Remedy("EMERGENCY"))
    return tuple(found)


def _may_break_glass(asked: Asked) -> bool:
    """Whether emergency access could open it: a role that has it, and a matter that is open (R105)."""
    actor, facts, now = asked.actor, asked.facts, asked.now
    running = any(e.staff == actor.id and e.holds(now) for e in facts.emergencies)
    able = any(rules.may_break_glass(actor, role, now) for role in actor.roles)
    return able and not (running or facts.blocked or facts.bare or rules.closed(facts))


# ── In words ──────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _lists() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    found = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return MappingProxyType({name: {str(row["code"]): row for row in rows} for name, rows in found.items()})


def sentences() -> Mapping[str, Mapping[str, Any]]:
    """Every remedy with its words, by code."""
    return {**_lists()["middelen"], **_lists()["anders"]}


def step_name(step: int, language: str = "nl") -> str:
    """What one of the ten steps asks for."""
    return str(_lists()["stappen"][str(step)]["naam" if language == "nl" else "name"])


def tell(remedy: Remedy, words: Words) -> str:
    """One sentence: who must do what."""
    row = sentences()[remedy.code]
    form = "zin" if words.language == "nl" else "sentence"
    more = "_meer" if words.language == "nl" else "_more"
    told = row.get(form + more) if remedy.number > 1 else None
    nl = words.language == "nl"
    whose = "de organisatie van wie de gegevens zijn" if nl else "the organisation that holds the data"
    theirs = "de organisatie die zou ontvangen" if nl else "the organisation that would receive"
    leads = words.names.get(words.lead) if words.lead else None
    said = str(told or row[form]).format(
        lead=leads or ("de procesregisseur" if nl else "the case director"),
        by=words.names.get(remedy.by, whose) if remedy.by else whose,
        to=words.names.get(remedy.to, theirs) if remedy.to else theirs,
        what=_what(remedy.category, words.language),
        number=remedy.number,
        day=words.day(remedy.on) if remedy.on else "",
        roles=", ".join(codes.label("rollen", code, words.language) for code in remedy.roles),
    )
    return said[:1].upper() + said[1:]


def tell_end(ended: Ended | None, words: Words) -> str:
    """What ended, and when; empty where nothing did."""
    if ended is None:
        return ""
    row = _lists()["eindes"][ended.code]
    return str(row["zin" if words.language == "nl" else "sentence"]).format(moment=words.moment(ended.at))


def _what(category: str | None, language: str) -> str:
    name = codes.label("gegevenscategorieen", category, language) if category else ""
    return name[:1].lower() + name[1:].split(" (")[0]


def advice(explanation: Explanation, words: Words) -> list[str]:
    """What would make it lawful; where nothing here can be done, what codes.yaml advises for the reason."""
    told = [tell(remedy, words) for remedy in explanation.remedies]
    if told or explanation.instead:
        return told
    return [codes.what_now(explanation.decision.reason or "FOUT_VEILIG", words.language)]
