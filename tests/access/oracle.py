"""Which rows besides parts and names must exist for a reader, in the words of rulings.md 1, 5, 7 and 9."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from wijkaanpak.access import roles, rules
from wijkaanpak.access.actor import Actor
from wijkaanpak.access.facts import MatterFacts

ONLY_READ = {"emergency"}
DRAFTS = ("CONCEPT", "TER_BEOORDELING")
RECORDS = """
    select 'ground', g.id, g.matter_id, jsonb_build_object('provider', g.provider_id,
        'recipients', g.recipients, 'status', g.status, 'second', g.second_by,
        'deputy', (select d.staff_id from app.deputy d where d.organisation_id = g.provider_id))
      from app.ground g
    union all select 'ground_line', l.id, l.matter_id, jsonb_build_object('provider', l.provider_id,
        'recipients', array[l.recipient_id], 'status', l.status) from app.ground_line l
    union all select 'consent', k.id, k.matter_id, jsonb_build_object('provider', k.provider_id,
        'recipients', array[k.recipient_id], 'status', k.result) from app.consent k
    union all select 'member', t.id, t.matter_id, jsonb_build_object('staff', t.staff_id) from app.member t
    union all select 'agenda_item', g.id, g.matter_id, '{}' from app.agenda_item g
    union all select 'invitation', v.id, v.matter_id, '{}' from app.invitation v
"""


def ways(actor: Actor, facts: MatterFacts, now: datetime) -> set[str]:
    """How somebody's roles bring them to a matter as it stands now, whatever they may read of it."""
    if not actor.assured or actor.id in facts.kept_from:
        return set()
    found = set()
    for role in actor.roles:
        for permission in ("casus.lezen",) if facts.is_case else ("signaal.lezen", "signaal.triage"):
            for via in rules.ways(actor, role, permission, facts, now):
                late = via == "team" and roles.cell(permission, role.code) == "T.plan"
                past = late and facts.status not in rules.EARLY_CASE
                if not past and not (via == "emergency" and rules.closed(facts)):
                    found.add(via)
    return found


def writes(actor: Actor, facts: MatterFacts, now: datetime) -> bool:
    """Whether the rows take anything from them here: who only reads, and who is kept away, writes nothing."""
    if actor.id in facts.kept_from:
        return False
    involved = ways(actor, replace(facts, bare=False), now)  # what is open to all hides a place in the team
    return bool(involved - ONLY_READ) or (not facts.is_case and follows(actor, facts))


def follows(actor: Actor, facts: MatterFacts) -> bool:
    """The way of a signal shows to its reporter, and to who weighs there or keeps the area (R86)."""
    if facts.secret or not actor.assured or actor.id in facts.kept_from:
        return False
    known = [role for role in actor.roles if role.code in roles.role_codes()]
    ours = facts.provider == actor.organisation_id
    return any(
        facts.author == actor.id
        or (ours and roles.cell("signaal.lezen", role.code) == "A")
        or (ours and roles.cell("signaal.lezen", role.code) == "G/O" and role.areas & facts.areas)
        for role in known
    )


def rows(
    actor: Actor,
    facts: MatterFacts,
    involved: set[str],
    signal: UUID | None,
    case: UUID | None,
    seen: dict[str, set[UUID]],
) -> Iterator[tuple[str, bool, bool]]:
    """The outer rows of a matter: what each is, whether it must exist, whether it does."""
    says_signal = signal is not None and (follows(actor, facts) or (not facts.is_case and bool(involved)))
    says_case = case is not None and bool(involved)
    yield "row of the signal", says_signal, signal in seen["signal"]
    yield "row of the case", says_case, case in seen["case_file"]
    yield "row of the matter", says_signal or says_case, facts.id in seen["matter"]


def record(
    table: str, row: dict[str, Any], actor: Actor, facts: MatterFacts, involved: set[str], now: datetime
) -> bool:
    """Must this row of the team, of a ground or of a consent exist for this reader?"""
    if actor.id in facts.kept_from:
        return False
    if table == "member":
        told = involved - {"triage", "duty"} if facts.is_case or not facts.blocked else set()
        return UUID(row["staff"]) == actor.id or bool(told)
    if table in ("agenda_item", "invitation"):
        return bool(ways(actor, replace(facts, bare=False), now) & {"team", "agenda"})
    provider, recipients = UUID(row["provider"]), {UUID(r) for r in row["recipients"]}
    if involved - {"duty", "emergency"} and not facts.blocked:
        if actor.organisation_id in (provider, facts.lead_organisation):
            return True
        if actor.organisation_id in recipients and row["status"] not in DRAFTS and not rules.closed(facts):
            return True
    return (
        table == "ground"
        and (row["status"] in ("TER_BEOORDELING", "BEZWAAR") or row["second"] == str(actor.id))
        and judges(row, provider, actor, facts, now)
    )


def judges(row: dict[str, Any], provider: UUID, actor: Actor, facts: MatterFacts, now: datetime) -> bool:
    """A PO of the provider, an AF of it in the team, or the PO it named elsewhere (rulings.md 6, 12)."""
    if not actor.assured:
        return False
    if actor.organisation_id == provider:
        return actor.holds("PO") or (actor.holds("AF") and rules.member(actor, facts, now))
    return actor.holds("PO") and row["deputy"] == str(actor.id)
