"""What is lacking for a yes: remedies, found by asking the policy again as if each had been done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from wijkaanpak.access import codes, policy, roles, rules
from wijkaanpak.access.actor import Actor, InvitedTo, RoleHeld, ShiftHeld
from wijkaanpak.access.between import DAY, Remedy, covenant_for, ground_for
from wijkaanpak.access.facts import (
    Invited,
    MatterFacts,
    Membership,
    PartFacts,
)
from wijkaanpak.access.policy import Decision
from wijkaanpak.access.verbs import Verb


@dataclass(frozen=True)
class Asked:
    """One question to the policy, with all that it looks at."""

    actor: Actor
    verb: Verb
    facts: MatterFacts
    now: datetime
    part: PartFacts | None = None

    def answer(self) -> Decision:
        """What the policy says."""
        return policy.decide(self.actor, self.verb, self.facts, self.now, self.part)


Found = tuple[tuple[Remedy, ...], Asked]


def lacking(asked: Asked) -> Found | None:
    """What would take this question past the step where it stops, and how it then stands; None for nothing.

    A remedy counts only when the policy, asked again as if it had been done, comes further than before.
    """
    before = asked.answer()
    if before.allowed:
        return None
    for remedies, done in REMEDIES.get(before.reason or "", _none)(asked):
        after = done.answer()
        if after.allowed or policy.STEPS[after.reason or ""] > policy.STEPS[before.reason or ""]:
            return remedies, done
    return None


def _none(_asked: Asked) -> Iterator[Found]:
    return iter(())


def _sign_in(asked: Asked) -> Iterator[Found]:
    yield (Remedy("SIGN_IN_STRONGLY"),), replace(asked, actor=replace(asked.actor, assured=True))


def _role(asked: Asked) -> Iterator[Found]:
    """The roles of this kind of organisation with which the policy would come further."""
    kinds = (asked.actor.organisation_kind, "alle")
    opening, last = [], asked
    for item in codes.items("rollen"):
        if item.facts["organisatie"] not in kinds or not roles.grants(asked.verb.permission or "", item.code):
            continue
        held = (RoleHeld(item.code, asked.facts.areas),)
        done = replace(asked, actor=replace(asked.actor, roles=held))
        if done.answer().reason != "ROL_ONVOLDOENDE":
            opening.append(item.code)
            last = done
    if opening:
        yield (Remedy("ROLE", roles=tuple(opening)),), last


def _covenant(asked: Asked) -> Iterator[Found]:
    part = asked.part
    provider = part.provider if part else asked.facts.provider
    category = part.category if part else None
    found = covenant_for(asked.facts, provider, asked.actor.organisation_id, category, asked.now)
    if found:
        yield found[0], replace(asked, facts=found[1])


def _place(asked: Asked) -> Iterator[Found]:
    """A place in the team, or the way of a signal that brings it before this person."""
    actor, facts, now = asked.actor, asked.facts, asked.now
    mine = [m for m in facts.team if m.staff == actor.id and m.since > now]
    here = replace(facts, team=(*facts.team, Membership(actor.id, actor.organisation_id, now)))
    if any(roles.cell(asked.verb.permission or "", code) == "I" for code in actor.role_codes):
        yield from _item(asked)
    if mine:
        yield (Remedy("JOINS_LATER", on=min(m.since for m in mine)),), replace(asked, facts=here)
    if asked.verb.permission == "signaal.triage" and not facts.is_case:
        weighed = replace(facts, status="IN_TRIAGE", shared=True)
        yield (Remedy("HAND_OVER", by=facts.provider),), replace(asked, facts=weighed)
    if facts.is_case or facts.provider == actor.organisation_id:
        yield (Remedy("JOIN_TEAM" if facts.is_case else "ASKED"),), replace(asked, facts=here)


def _duty(asked: Asked) -> Iterator[Found]:
    """A shift at this complex; of a case that opens its night instruction alone, and only if there is one."""
    actor, place, now = asked.actor, asked.facts.complex_id, asked.now
    if asked.facts.is_case and asked.verb.permission in rules.READINGS:
        return
    coming = [s.since for s in actor.shifts if s.complex_id == place and s.since > now]
    code, on = ("SHIFT_STARTS", min(coming)) if coming else ("ACCEPT_SHIFT", None)
    held = (*actor.shifts, ShiftHeld(place, now, now + DAY))
    yield (Remedy(code, on=on),), replace(asked, actor=replace(actor, shifts=held))


def _item(asked: Asked) -> Iterator[Found]:
    """An item on an agenda, to which they are invited and which is open."""
    actor, facts, now = asked.actor, asked.facts, asked.now
    coming = [i.since for i in facts.agenda if i.staff == actor.id and i.since > now]
    code, on = ("ITEM_OPENS", min(coming)) if coming else ("INVITE", None)
    open_now = replace(facts, agenda=(*facts.agenda, Invited(actor.id, now, now + DAY)))
    invited = replace(actor, invitations=(*actor.invitations, InvitedTo(facts.id, now, now + DAY)))
    yield (Remedy(code, on=on),), replace(asked, facts=open_now, actor=invited)


def _no_conflict(asked: Asked) -> Iterator[Found]:
    kept_from = asked.facts.kept_from - {asked.actor.id}
    yield (Remedy("CONFLICT_ENDS"),), replace(asked, facts=replace(asked.facts, kept_from=kept_from))


def _unblocked(asked: Asked) -> Iterator[Found]:
    facts = asked.facts
    if facts.status == "OPGESCHORT":
        yield (Remedy("RESUME"),), replace(asked, facts=replace(facts, status="REGIE", blocked=False))
    else:
        yield (Remedy("UNBLOCK", by=facts.provider),), replace(asked, facts=replace(facts, blocked=False))


def _phase(asked: Asked) -> Iterator[Found]:
    if rules.closed(asked.facts):
        yield (Remedy("REOPEN"),), replace(asked, facts=replace(asked.facts, status="HEROPEND"))


def _ground(asked: Asked) -> Iterator[Found]:
    part, reader = asked.part, asked.actor.organisation_id
    if part is None:
        return
    found = ground_for(asked.facts, part, reader, asked.now, reader)
    if found:
        yield found[0], replace(asked, facts=found[1])


REMEDIES: dict[str, Callable[[Asked], Iterator[Found]]] = {
    "ACR_TE_LAAG": _sign_in,
    "ROL_ONVOLDOENDE": _role,
    "CONVENANT_INACTIEF": _covenant,
    "NIET_BETROKKEN": _place,
    "GEEN_DIENST": _duty,
    "NIET_GEAGENDEERD": _item,
    "BELANGENCONFLICT": _no_conflict,
    "GEBLOKKEERD": _unblocked,
    "STATUS": _phase,
    "GRONDSLAG_ONTBREEKT": _ground,
    "GRONDSLAG_VERVALLEN": _ground,
}
