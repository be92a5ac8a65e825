"""The questions of the policy, each a few lines: covenants, involvement, grounds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wijkaanpak.access import roles
from wijkaanpak.access.actor import Actor, RoleHeld
from wijkaanpak.access.facts import DUIDING, FEIT, CovenantFacts, GroundLine, MatterFacts, PartFacts

IN_FORCE = "ACTIEF"
CLOSED = frozenset({"AFGESLOTEN", "GEARCHIVEERD", "VERNIETIGD", "GEANNULEERD"})
EARLY_CASE = frozenset({"AANGEMELD", "GRONDSLAGTOETS", "CASUSOVERLEG"})
CONTENT_CELLS = frozenset({"A", "G", "G/O", "O", "T", "T/O"})
READINGS = frozenset({"signaal.lezen", "casus.lezen", "signaal.triage"})


def covenant(facts: MatterFacts, provider: UUID, reader: UUID, category: str | None, now: datetime) -> bool:
    """R20: both are party to a covenant in force whose annex names the purpose and the category."""
    return any(_reaches(c, facts.purpose, provider, reader, category, now) for c in facts.covenants)


def receiving(facts: MatterFacts, provider: UUID, reader: UUID, category: str | None, now: datetime) -> bool:
    """R44: the recipient has recorded its own ground to receive for this purpose, in such a covenant."""
    return any(
        _reaches(c, facts.purpose, provider, reader, category, now) and (reader, facts.purpose) in c.receiving
        for c in facts.covenants
    )


def _reaches(
    c: CovenantFacts, purpose: str, provider: UUID, reader: UUID, category: str | None, now: datetime
) -> bool:
    return (
        c.valid_from <= now < c.valid_until
        and {provider, reader} <= c.parties
        and purpose in c.purposes
        and (category is None or category in c.categories)
    )


def member(actor: Actor, facts: MatterFacts, now: datetime) -> bool:
    return any(m.staff == actor.id and m.holds(now) for m in facts.team)


def ever_member(actor: Actor, facts: MatterFacts) -> bool:
    """Someone who was in the team knows that the case exists, also after the access ended (rulings.md 8)."""
    return any(m.staff == actor.id for m in facts.team)


def involvement(actor: Actor, role: RoleHeld, permission: str, facts: MatterFacts, now: datetime) -> str | None:
    """How a role brings someone to a matter (rulings.md 1): team, author, own, area, triage, all, or not at all."""
    base, _, note = roles.cell(permission, role.code).partition(".")
    if permission in READINGS and facts.bare and _everyone(actor, role, facts, now):
        return "all"
    if base not in CONTENT_CELLS:
        return None
    in_team = member(actor, facts, now) and (facts.is_case or facts.shared or facts.provider == actor.organisation_id)
    if in_team:
        return "team"
    if facts.secret:
        return None
    if facts.is_case and permission != "signaal.lezen":
        own = base == "A" and not note and facts.provider == actor.organisation_id
        return "own" if own else None
    return _round_signal(actor, role, permission, base, note, facts)


def _everyone(actor: Actor, role: RoleHeld, facts: MatterFacts, now: datetime) -> bool:
    """P_OBJECT without residents: all who work for a party, and the residents' committee of that complex."""
    if facts.secret:
        return False
    if role.code == "BC":
        return bool(role.areas & facts.areas)
    return covenant(facts, facts.provider, actor.organisation_id, None, now)


def _round_signal(
    actor: Actor, role: RoleHeld, permission: str, base: str, note: str, facts: MatterFacts
) -> str | None:
    ours = facts.provider == actor.organisation_id
    if note == "joint":
        return "triage" if facts.status == "IN_TRIAGE" else None
    if permission in READINGS or permission == "signaal.eigen_triage":
        if ours and base == "A":
            return "own"
        if ours and base in ("G", "G/O") and role.areas & facts.areas:
            return "area"
        if ours and actor.id == facts.author and base != "T":
            return "author"
        return None
    weighs = roles.cell("signaal.eigen_triage", role.code)
    if ours and base == "T" and (weighs == "A" or (weighs == "O" and actor.id == facts.author)):
        return "own"
    if ours and base == "A":
        return "own"
    return None


def grounds_for(part: PartFacts, reader: UUID, facts: MatterFacts, now: datetime) -> tuple[UUID, ...] | None:
    """Step 9 for an organisation: the grounds that carry this part to it, or None (rulings.md 2, 3).

    Every resident whom the part is about needs a live ground of its own, from the provider or passed on by the
    organisation that leads the case, as far as that organisation may itself read the part at this moment.
    """
    if part.kind == DUIDING or facts.status in CLOSED:
        return None
    if part.category is None:
        return ()
    if not receiving(facts, part.provider, reader, part.category, now):
        return None
    used: list[UUID] = []
    lead = facts.lead_organisation
    passes_on = lead not in (None, reader, part.provider) and _lead_reads(part, facts, now)
    for person in part.about or frozenset({None}):
        line = live_line(part.provider, reader, part.category, person, facts, now)
        if line is None and passes_on and lead is not None:
            line = live_line(lead, reader, part.category, person, facts, now)
        if line is None:
            return None
        used.append(line.ground)
    return tuple(dict.fromkeys(used))


def _lead_reads(part: PartFacts, facts: MatterFacts, now: datetime) -> bool:
    lead = facts.lead_organisation
    if lead is None or part.category is None:
        return False
    return receiving(facts, part.provider, lead, part.category, now) and all(
        live_line(part.provider, lead, part.category, person, facts, now) for person in part.about or frozenset({None})
    )


def live_line(
    provider: UUID, reader: UUID, category: str, person: UUID | None, facts: MatterFacts, now: datetime
) -> GroundLine | None:
    """The first ground in force from one organisation to another for one category and resident."""
    for line in facts.lines:
        same = line.provider == provider and line.recipient == reader and line.category == category
        if same and line.person in (None, person) and _in_force(line, person, facts, now):
            return line
    return None


def _in_force(line: GroundLine, person: UUID | None, facts: MatterFacts, now: datetime) -> bool:
    if line.status != IN_FORCE or not line.valid_from <= now < line.valid_until:
        return False
    return line.basis != "A6_1A" or consented(line, person, facts, now)


def consented(line: GroundLine, person: UUID | None, facts: MatterFacts, now: datetime) -> bool:
    """A consent counts while the newest word of that resident on that key is yes and has not run out."""
    for word in facts.consents:
        key = (word.provider, word.recipient, word.category)
        if word.person == person and key == (line.provider, line.recipient, line.category):
            return word.result == "GEGEVEN" and (word.valid_until is None or now < word.valid_until)
    return False


def once_in_force(reader: UUID, facts: MatterFacts, now: datetime, about: frozenset[UUID] | None = None) -> bool:
    """Was some ground to that organisation (for these residents) in this matter ever in force (rulings.md 10)?"""
    return any(
        line.recipient == reader
        and line.status not in ("CONCEPT", "TER_BEOORDELING")
        and line.valid_from <= now
        and (not about or line.person is None or line.person in about)
        for line in facts.lines
    )


def pseudonymous(part: PartFacts, facts: MatterFacts) -> bool:
    """R76: joint triage reads the facts of a signal without a ground; no names, no advice, no duiding."""
    return part.kind == FEIT and facts.status == "IN_TRIAGE" and not facts.is_case


