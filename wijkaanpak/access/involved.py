"""Which place, item or emergency access brought somebody to a thing (requirements.md 5.2, field 26)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wijkaanpak.access.actor import Actor
from wijkaanpak.access.facts import Emergency, Invited, MatterFacts, Membership


def involvement(actor: Actor, via: str | None, facts: MatterFacts | None, now: datetime) -> UUID | None:
    """The id of what this way rests on; None where it rests on the organisation or the area alone."""
    if facts is None or via is None:
        return None
    if via == "duty":
        held = [s.id for s in actor.shifts if s.complex_id == facts.complex_id and s.holds(now)]
        return next((ident for ident in held if ident is not None), None)
    rows: dict[str, tuple[Membership | Invited | Emergency, ...]]
    rows = {"team": facts.team, "lead": facts.team, "agenda": facts.agenda, "emergency": facts.emergencies}
    return next((row.id for row in rows.get(via, ()) if row.staff == actor.id and row.holds(now)), None)
