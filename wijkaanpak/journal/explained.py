"""What explains that something is gone or otherwise: the platform's own entries, read before all others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from wijkaanpak.journal.canonical import NotCanonical, leaf, strict
from wijkaanpak.journal.findings import Findings, Kind
from wijkaanpak.journal.upkeep import NOTARY, ClockMoved, MonthRetired, PersonalErased, PolicyInstalled

SOON = timedelta(minutes=2)  # within which a clock that went back is noticed (clock.APART)
OWN = text("""
    select n.number, n.leaf, e.canonical
    from journal.entry e join journal.number n on n.entry_id = e.id and n.recorded_at = e.recorded_at
    where e.actor_role = :role order by n.number
""")


@dataclass(frozen=True)
class Retired:
    """What the newest entry about a destroyed month says of it, and of all that went before."""

    month: str  # such as 2021-10
    total: int
    root: bytes


@dataclass
class Explained:
    """What the platform registered, destroyed and noticed, by what that explains."""

    policies: dict[str, int] = field(
        default_factory=dict
    )  # rules of access, and the number that registered them
    erased: dict[str, int] = field(default_factory=dict)  # an entry's id, and the number that says so
    retired: Retired | None = None
    clocks: list[tuple[int, datetime]] = field(
        default_factory=list
    )  # number and moment of entries about a clock

    def clock_moved(self, number: int, recorded: datetime) -> bool:
        """Is it on record that the clock went back, by when this entry was dated?"""
        return any(abs(at - recorded) < SOON for told, at in self.clocks if told >= number)


def explained(connection: Connection, found: Findings) -> Explained:
    """Read them; whose text is not what got its number explains nothing, and is found when its turn comes."""
    known = Explained()
    for number, kept, canonical in connection.execute(OWN, {"role": NOTARY.role}):
        try:
            said = strict(canonical)
        except NotCanonical:
            continue
        if leaf(canonical) == bytes(kept) and said.get("actor_role") == NOTARY.role:
            _take(known, number, said, found)
    return known


def _take(known: Explained, number: int, said: dict[str, Any], found: Findings) -> None:
    told = said["particulars"]
    match said["name"]:
        case PolicyInstalled.name:
            known.policies.setdefault(told["digest"], number)
        case ClockMoved.name:
            known.clocks.append((number, datetime.fromisoformat(said["recorded_at"])))
        case PersonalErased.name:
            known.erased.update(dict.fromkeys(told["entries"], number))
        case MonthRetired.name:
            known.retired = Retired(told["month"][:7], told["total"], bytes.fromhex(told["digest"]))
            known.policies |= dict.fromkeys(told["codes"], -1)
    if said["event"] == "VERNIETIGD" and len(set(told["approved_by"])) != 2:
        found.add(Kind.UNAPPROVED, number)
