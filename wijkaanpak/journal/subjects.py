"""Residents in the journal: a pseudonym for each, another one for each organisation (R93, T35)."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from uuid import UUID

from wijkaanpak.journal.keys import Keys

PSEUDONYM = 8  # the version of UUID that is free for one's own purposes; whoever is on record has another


def pid(keys: Keys, person: UUID, organisation: UUID) -> UUID:
    """What this organisation's log calls this resident; two organisations cannot join theirs.

    HMAC-SHA-256 of both, cut to the 122 bits that a UUID holds (requirements.md 5.2, field 21).
    """
    if person.version == PSEUDONYM:
        return person
    said = hmac.digest(keys.subjects, person.bytes + organisation.bytes, "sha256")
    return UUID(int=_marked(int.from_bytes(said[:16])))


def subject(keys: Keys, person: UUID, organisation: UUID) -> str:
    """A resident as an entry lists one: whose pseudonym it is, and the pseudonym."""
    return f"{organisation}/{pid(keys, person, organisation)}"


def subjects(keys: Keys, persons: Iterable[UUID], organisations: Iterable[UUID | None]) -> list[str]:
    """Every resident for every organisation that answers for the data or acted, in a fixed order.

    A pseudonym that is handed back is only its own organisation's, which is the last one named: who acts.
    """
    homes = [home for home in dict.fromkeys(organisations) if home is not None]
    found = {
        subject(keys, person, home)
        for person in persons
        for home in (homes[-1:] if person.version == PSEUDONYM else homes)
    }
    return sorted(found)


def _marked(number: int) -> int:
    number &= ~(0xF << 76) & ~(0x3 << 62)
    return number | PSEUDONYM << 76 | 0x2 << 62
