"""Emergency access that a world tells of: on record as it was used, so that it waits to be judged (R105)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from wijkaanpak.access import roles
from wijkaanpak.demo.loading_directory import Names, earlier
from wijkaanpak.demo.shapes import Matter, Plain, World
from wijkaanpak.door import Unit
from wijkaanpak.journal.entries import Footprint
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.matters.emergency import KIND, LASTS, due_on
from wijkaanpak.matters.models import BreakGlass

REASON = "CONTACTPERSOON_NODIG"  # a world file tells the reason in words only


@dataclass(frozen=True, kw_only=True)
class EmergencyTakenOver(
    Event, name="break_glass.taken_over", says="{actor} took over a use of emergency access"
):
    """A use of emergency access came in from elsewhere, and waits to be judged."""

    reason: str


def load_emergencies(unit: Unit, world: World, names: Names) -> None:
    """Every `noodprocedure` of the file; it is about the first resident of its zaak."""
    for matter in world.matters:
        told = matter.raw.get("noodprocedure")
        if told and matter.persons:
            _load(unit, matter, told, names)


def _load(unit: Unit, matter: Matter, told: Plain, names: Names) -> None:
    since: datetime = told["start"]
    began = earlier(since, unit.now)
    ended = began + (told["einde"] - since)
    user, person = told["gebruiker"], names.persons[matter.persons[0].id]
    row = BreakGlass(
        id=uuid4(), staff_id=names.staff[user], organisation_id=names.works_for[user], person_id=person,
        reason_code=REASON, reason_text=told.get("reden") or "", since=began, until=began + LASTS,
        ended_at=ended if ended < began + LASTS else None, repeated=False,
        review_due_on=due_on(began),
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.occurred = began
    thing = Thing(KIND, row.id, None, (names.works_for[user],), (person,))
    event = EmergencyTakenOver(thing=thing, reason=REASON)
    unit.write(
        Footprint("AANMAKEN", event.name, "C", thing, roles.policy_version(), particulars=event.particulars())
    )
