"""What colleagues did before the world was loaded, so that a privacy officer finds it in the journal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wijkaanpak.access import roles
from wijkaanpak.access.verbs import Verb
from wijkaanpak.demo.loading_directory import Names, as_moment, earlier
from wijkaanpak.demo.loading_matters import about
from wijkaanpak.demo.shapes import World
from wijkaanpak.door import Unit
from wijkaanpak.journal.entries import Footprint, Who
from wijkaanpak.journal.events import Event, Thing

SUCCEEDED = "GESLAAGD"
READ = "LEZEN"
ACTIONS = {READ: "R", "LIJST": "R", "ZOEKEN": "R", "AFDRUK_EXPORT": "R", "WIJZIGEN": "U", "STATUS": "U"}
NATURES = {
    "NOODPROCEDURE_START": "NOOD",
    "NOODPROCEDURE_EINDE": "NOOD",
    "ZOEKEN": "ZOEK",
    "AFDRUK_EXPORT": "EXPORT",
}


@dataclass(frozen=True, kw_only=True)
class DoneElsewhere(Event, name="history.taken_over", says="{actor} did this before it was taken over"):
    """Something that a colleague did in the system before; `row` is the queue it should be found in."""

    row: str | None


def load_history(unit: Unit, world: World, names: Names) -> None:
    """Every event of the file as an entry of who did it, at its own moment (rulings.md 13)."""
    matters = {matter.id: matter for matter in world.matters}
    for told in world.audit_events:
        matter = matters.get(told.get("zaak") or "")
        _entry(unit, told, about(matter, names) if matter else Thing("SYSTEEM", sensitivity="K0"), names)


def _entry(unit: Unit, told: dict[str, Any], thing: Thing, names: Names) -> None:
    user, done, outcome = told["user"], told["event"], told["uitkomst"]
    moment = as_moment(told["op"])
    unit.occurred = earlier(moment, unit.now) if moment else None
    if outcome != SUCCEEDED:  # who was refused saw nothing
        thing = replace(thing, persons=(), sensitivity="K0", categories=())
    event = DoneElsewhere(thing=thing, row=told.get("rij"))
    held = names.roles[user]
    who = Who(names.staff[user], held[0] if held else "-", names.works_for[user])
    unit.witness(
        who,
        Footprint(
            done, _name(done, thing, event), ACTIONS.get(done, "E"), thing, roles.policy_version(), outcome,
            NATURES.get(done, "NORMAAL"), told.get("reden"), particulars=event.particulars(),
            because=told.get("reden_tekst"),
        ),
    )  # fmt: skip


def _name(done: str, thing: Thing, event: Event) -> str:
    if done != READ or thing.matter is None:
        return event.name
    return Verb.CASE_READ.code if thing.kind == "CASUS" else Verb.SIGNAL_READ.code
