"""The dwelling somebody means: a house number as on the door, or the 16 digits of the BAG (R178)."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from wijkaanpak.door import Unit
from wijkaanpak.places.models import Dwelling

BAG = re.compile(r"\d{16}")
ON_THE_DOOR = re.compile(r"(\d{1,5})[ -]*([A-Z]{0,3})[ -]*(\d{0,4})")


def house_number(given: str) -> str | None:
    """The number as it is kept ("12 a" is "12A", "12-a 2" is "12A-2"), 16 digits, or None: no number."""
    said = given.strip().upper()
    if BAG.fullmatch(said):
        return said
    found = ON_THE_DOOR.fullmatch(said)
    if not found:
        return None
    number, letters, addition = found.groups()
    kept = f"{int(number)}{letters}"
    return f"{kept}-{addition}" if addition else kept


def find_or_make(unit: Unit, complex_id: UUID, number: str) -> UUID:
    """The dwelling of a complex with this number, made if need be. Nobody is shown which are known."""
    by_bag = BAG.fullmatch(number) is not None
    same = [Dwelling.bag_id == number]
    if not by_bag:
        same = [Dwelling.complex_id == complex_id, Dwelling.house_number == number]
    found = unit.session.scalar(select(Dwelling.id).where(*same))
    if found is not None:
        return found
    values = {"bag_id": number} if by_bag else {"house_number": number}
    unit.session.execute(
        insert(Dwelling).values(id=uuid4(), complex_id=complex_id, **values).on_conflict_do_nothing()
    )
    return unit.session.scalars(select(Dwelling.id).where(*same)).one()
