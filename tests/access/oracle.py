"""Which rows besides parts and names must exist for a reader, in the words of rulings.md 1, 5, 7 and 9."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Record:
    """A row of the team, of an agenda, of a ground or of a consent, as it lies in the database."""

    table: str
    id: UUID
    matter: UUID
    staff: UUID | None
    provider: UUID | None
    recipients: frozenset[UUID]
    status: str
    second: UUID | None
    deputy: UUID | None

    @classmethod
    def told(cls, table: str, ident: UUID, matter: UUID, row: dict[str, Any]) -> Record:
        """From one row of RECORDS."""
        ids = {key: UUID(row[key]) for key in ("staff", "provider", "second", "deputy") if row.get(key)}
        recipients = frozenset(UUID(one) for one in row.get("recipients", ()))
        people = (ids.get("staff"), ids.get("provider"), recipients, row.get("status", ""))
        return cls(table, ident, matter, *people, ids.get("second"), ids.get("deputy"))


@dataclass(frozen=True)
class Stand:
    """How somebody stands to one matter."""

    facts: MatterFacts
    involved: set[str]
    works: set[str]
    follows: bool


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


def stand(actor: Actor, facts: MatterFacts, now: datetime) -> Stand:
    """Ask once for what the rows of one matter depend on; what is open to all hides a place in the team."""
    involved = ways(actor, facts, now)
    works = ways(actor, replace(facts, bare=False), now) if facts.bare else involved
    return Stand(facts, involved, works, follows(actor, facts))


def writes(actor: Actor, stands: Stand) -> bool:
    """Whether the rows take anything from them here: who only reads, and who is kept away, writes nothing."""
    if actor.id in stands.facts.kept_from:
        return False
    return bool(stands.works - ONLY_READ) or (not stands.facts.is_case and stands.follows)


def rows(
    actor: Actor, stands: Stand, signal: UUID | None, case: UUID | None, seen: dict[str, set[UUID]]
) -> Iterator[tuple[str, bool, bool]]:
    """The outer rows of a matter: what each is, whether it must exist, whether it does."""
    facts, involved = stands.facts, stands.involved
    says_signal = signal is not None and (stands.follows or (not facts.is_case and bool(involved)))
    says_case = case is not None and bool(involved)
    yield "row of the signal", says_signal, signal in seen["signal"]
    yield "row of the case", says_case, case in seen["case_file"]
    yield "row of the matter", says_signal or says_case, facts.id in seen["matter"]


def record(row: Record, actor: Actor, stands: Stand, now: datetime) -> bool:
    """Must this row of the team, an agenda, a ground or a consent exist for this reader?"""
    facts, involved = stands.facts, stands.involved
    if actor.id in facts.kept_from:
        return False
    if row.table == "member":
        told = involved - {"triage", "duty"} if facts.is_case or not facts.blocked else set()
        return row.staff == actor.id or bool(told)
    if row.table in ("agenda_item", "invitation"):
        return bool(stands.works & {"team", "agenda"})
    if involved - {"duty", "emergency"} and not facts.blocked:
        if actor.organisation_id in (row.provider, facts.lead_organisation):
            return True
        if actor.organisation_id in row.recipients and row.status not in DRAFTS and not rules.closed(facts):
            return True
    return (
        row.table == "ground"
        and (row.status in ("TER_BEOORDELING", "BEZWAAR") or row.second == actor.id)
        and judges(row, actor, facts, now)
    )


def judges(row: Record, actor: Actor, facts: MatterFacts, now: datetime) -> bool:
    """A PO of the provider, an AF of it in the team, or the PO it named elsewhere (rulings.md 6, 12)."""
    if not actor.assured:
        return False
    if actor.organisation_id == row.provider:
        return actor.holds("PO") or (actor.holds("AF") and rules.member(actor, facts, now))
    return actor.holds("PO") and row.deputy == actor.id
