"""The questions of the policy, each a few lines: covenants, involvement, grounds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wijkaanpak.access import roles
from wijkaanpak.access.actor import Actor, RoleHeld
from wijkaanpak.access.facts import ADVIES, FEIT, INSIDE, CovenantFacts, GroundLine, MatterFacts, PartFacts

IN_FORCE = "ACTIEF"
CLOSED = frozenset({"AFGESLOTEN", "AFGEWEZEN", "GEARCHIVEERD", "VERNIETIGD", "GEANNULEERD"})
EARLY_CASE = frozenset({"AANGEMELD", "GRONDSLAGTOETS", "CASUSOVERLEG"})
CONTENT_CELLS = frozenset({"A", "G", "G/O", "O", "T", "T/O"})
READINGS = frozenset({"signaal.lezen", "casus.lezen", "signaal.triage"})
LOOKING = READINGS - {
    "signaal.triage"
}  # the readings that decide nothing: open to all where no resident is concerned


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


def closed(facts: MatterFacts) -> bool:
    """A case that ended, whichever way: what came from others goes back (requirements.md 4.2, row 12)."""
    return facts.is_case and facts.status in CLOSED


def member(actor: Actor, facts: MatterFacts, now: datetime) -> bool:
    """Whether they have a place in the team at this moment."""
    return any(m.staff == actor.id and m.holds(now) for m in facts.team)


def ever_member(actor: Actor, facts: MatterFacts, now: datetime) -> bool:
    """Someone who was in the team knows that the case exists, also after the access ended (rulings.md 8)."""
    return any(m.staff == actor.id and m.since <= now for m in facts.team)


def ways(
    actor: Actor, role: RoleHeld, permission: str, facts: MatterFacts, now: datetime,
    part: PartFacts | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """How a role brings someone to a matter, or to one part of it: the ordinary way, and an emergency."""
    found = (
        involvement(actor, role, permission, facts, now, part),
        _emergency(actor, role, permission, facts, now, part),
    )
    return tuple(via for via in found if via is not None)


def involvement(
    actor: Actor, role: RoleHeld, permission: str, facts: MatterFacts, now: datetime,
    part: PartFacts | None = None,
) -> str | None:  # fmt: skip
    """How a role brings someone to a matter in ordinary times (rulings.md 1, 5, 7), or None.

    team, author, own, area, triage, duty, agenda; for a place without residents also committee and all.
    """
    base, _, note = roles.cell(permission, role.code).partition(".")
    if permission == "signaal.maken":
        return _reporting(actor, role, facts, now)
    open_way = _open_way(actor, role, facts, now) if permission in LOOKING else None
    if open_way or base not in (*CONTENT_CELLS, "D", "I"):
        return open_way
    if base == "D":
        return "duty" if _by_duty(actor, permission, facts, now, part) else None
    if base == "I":
        return _by_agenda(actor, facts, now)
    if _in_team(actor, facts, now):
        return "team"
    if facts.secret:
        return None
    if facts.is_case and permission != "signaal.lezen":
        own = base == "A" and not note and facts.provider == actor.organisation_id
        return "own" if own else None
    if note == "joint":
        return "triage" if before_triage(actor, facts, now) else None
    return _round_signal(actor, role, permission, base, facts)


def on_duty(actor: Actor, now: datetime, place: UUID | None = None) -> bool:
    """Whether accepted duty of theirs holds now, at this complex or at any (R138)."""
    return any(s.holds(now) and place in (None, s.complex_id) for s in actor.shifts)


def _by_duty(
    actor: Actor, permission: str, facts: MatterFacts, now: datetime, part: PartFacts | None
) -> bool:
    """At the complex of the shift: the own house's signals, and of a case its night instruction (R137)."""
    if facts.secret or not on_duty(actor, now, facts.complex_id):
        return False
    if not facts.is_case or permission == "signaal.lezen":
        return facts.provider == actor.organisation_id
    asked = facts.parts if part is None else (part,)
    return any(p.kind == ADVIES and p.night_until is not None and now < p.night_until for p in asked)


def _by_agenda(actor: Actor, facts: MatterFacts, now: datetime) -> str | None:
    """Invited to an item about this case that is open now (R83); what is shielded also asks for its team."""
    if not facts.is_case or not any(i.staff == actor.id and i.holds(now) for i in facts.agenda):
        return None
    if facts.secret:
        return "team" if member(actor, facts, now) else None
    return "agenda"


def may_break_glass(actor: Actor, role: RoleHeld, now: datetime) -> bool:
    """The cell of noodprocedure.gebruiken: always, or only while on duty (R105)."""
    base = roles.cell("noodprocedure.gebruiken", role.code).split(".")[0]
    return base == "A" or (base == "D" and on_duty(actor, now))


def _emergency(
    actor: Actor, role: RoleHeld, permission: str, facts: MatterFacts, now: datetime, part: PartFacts | None
) -> str | None:
    """Emergency access only reads, what is about its one resident alone, and nothing shielded (R105)."""
    if permission not in LOOKING or facts.secret or not may_break_glass(actor, role, now):
        return None
    people = [e.person for e in facts.emergencies if e.staff == actor.id and e.holds(now)]
    fits = any(part is None or part.about == {person} for person in people)
    return "emergency" if fits else None


def _reporting(actor: Actor, role: RoleHeld, facts: MatterFacts, now: datetime) -> str | None:
    """What remains with a reporter: to follow, and to answer a question (R86); who weighs may answer too."""
    if facts.author == actor.id and (not facts.secret or member(actor, facts, now)):
        return "author"
    return involvement(actor, role, "signaal.eigen_triage", facts, now)


def committee(role: RoleHeld, facts: MatterFacts) -> bool:
    """The residents' committee of that complex, which is party to no covenant (rulings.md 5)."""
    return role.code == "BC" and facts.bare and not facts.secret and bool(role.areas & facts.areas)


def _open_way(actor: Actor, role: RoleHeld, facts: MatterFacts, now: datetime) -> str | None:
    """A place without residents: its own committee, and all who work for a party (rulings.md 5)."""
    if committee(role, facts):
        return "committee"
    party = facts.bare and covenant(facts, facts.provider, actor.organisation_id, None, now)
    return "all" if party and not facts.secret and roles.reads_places(role.code) else None


def _in_team(actor: Actor, facts: MatterFacts, now: datetime) -> bool:
    """Of a signal, partners are in the team only once it has reached joint triage."""
    near = facts.is_case or facts.shared or facts.provider == actor.organisation_id
    return near and member(actor, facts, now)


def before_triage(actor: Actor, facts: MatterFacts, now: datetime) -> bool:
    """Joint triage lies under a covenant in force; without it one weighs one's own signals (rulings.md 7)."""
    ours = facts.provider == actor.organisation_id
    return facts.status == "IN_TRIAGE" and (
        ours or covenant(facts, facts.provider, actor.organisation_id, None, now)
    )


def _round_signal(actor: Actor, role: RoleHeld, permission: str, base: str, facts: MatterFacts) -> str | None:
    ours = facts.provider == actor.organisation_id
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

    Every resident whom the part is about needs a live ground, from the provider or passed on by the
    organisation that leads the case, as far as that may itself read the part at this moment.
    """
    if part.kind in INSIDE or facts.blocked or closed(facts):
        return None
    if part.category is None:
        return ()
    if not receiving(facts, part.provider, reader, part.category, now):
        return None
    used: list[UUID] = []
    lead = facts.lead_organisation
    passes_on = lead not in (None, reader, part.provider) and _lead_passes(part, reader, facts, now)
    for person in residents(part):
        line = live_line(part.provider, reader, part.category, person, facts, now)
        if line is None and passes_on and lead is not None:
            line = live_line(lead, reader, part.category, person, facts, now)
        if line is None:
            return None
        used.append(line.ground)
    return tuple(dict.fromkeys(used))


def residents(part: PartFacts) -> tuple[UUID | None, ...]:
    """Each resident the part is about; what is about nobody in particular needs a ground for all."""
    return tuple(part.about) or (None,)


def _lead_passes(part: PartFacts, reader: UUID, facts: MatterFacts, now: datetime) -> bool:
    """The lead reads the part itself, and the reader may receive from the lead (R44 holds for both links)."""
    lead = facts.lead_organisation
    if lead is None or part.category is None:
        return False
    lawful = receiving(facts, part.provider, lead, part.category, now)
    return (
        lawful
        and receiving(facts, lead, reader, part.category, now)
        and all(live_line(part.provider, lead, part.category, p, facts, now) for p in residents(part))
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


def once_in_force(
    reader: UUID, facts: MatterFacts, now: datetime, about: frozenset[UUID] | None = None
) -> bool:
    """Was some ground to that organisation, for these residents, once in force here (rulings.md 10)?"""
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
