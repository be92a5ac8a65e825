"""Looking for a resident by two keys, or for a case by its number: at most ten hits, no suggestions (R75).

Nothing of a person is ever suggested or completed, not even of those one may see: what stands in a list while
somebody types would answer a search with one key, or none, and leave no question in the journal (T02).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import column, select, table, text

from wijkaanpak.access import policy, roles
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, reading
from wijkaanpak.places.dwellings import BAG, house_number
from wijkaanpak.places.models import Complex, Dwelling
from wijkaanpak.residents.meeting import CLASS, KIND, NAW, Met, met_in
from wijkaanpak.residents.naming import name_key

MOST = 10
KEYS = 2  # of surname, birth date and address
SEARCHING = "casus.zoeken_op_persoon"
FIND = text(
    "select person_id, name, born_on as born, dwelling_id, mine "
    "from app.find_people(:key, cast(:born as date), cast(:dwelling as uuid), :scope)"
)
# A table of a room above: a row exists only for who may read it, and nothing of that room is needed.
CASE = table("case_file", column("id"), column("number"), schema="app")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for, as it was filled in."""

    name: str = ""
    born: date | None = None
    place: UUID | None = None
    number: str = ""
    case: str = ""

    @property
    def address(self) -> str | None:
        """The house number as it is kept, where with its complex or as a BAG id it names one dwelling."""
        number = house_number(self.number)
        return number if number and (self.place or BAG.fullmatch(number)) else None

    @property
    def keys(self) -> tuple[str, ...]:
        """Which of the three keys to a person are whole."""
        whole = {"name": name_key(self.name), "born": self.born, "address": self.address}
        return tuple(key for key, value in whole.items() if value)

    @property
    def case_number(self) -> str:
        """The number of a case as it is kept, however spaces and dashes were typed."""
        return re.sub(r"[\s\-–—_.]+", "-", self.case.strip()).upper()


@dataclass(frozen=True)
class Hit:
    """A resident as a hit list may show one: name, birth date and address (K2), and where one works on it.

    `house_number` is the BAG id where that is all that is on record.
    """

    person: UUID
    name: str | None
    born: date | None
    place: str | None
    house_number: str | None
    mine: bool
    met: tuple[Met, ...] = ()


@dataclass(frozen=True)
class Found:
    """The answer: own caseload first; `more` says that there are further hits, never how many."""

    hits: tuple[Hit, ...] = ()
    cases: tuple[tuple[str, Met], ...] = ()
    more: bool = False

    @property
    def mine(self) -> list[Hit]:
        """Those one works with."""
        return [hit for hit in self.hits if hit.mine]

    @property
    def others(self) -> list[Hit]:
        """Those whom colleagues of the own organisation work with."""
        return [hit for hit in self.hits if not hit.mine]


def faults(wanted: Wanted) -> dict[str, str]:
    """What keeps this from being a search; the key "" is for what no single field is to blame for (R75)."""
    wrong: dict[str, str] = {}
    person = wanted.name.strip() or wanted.born or wanted.place or wanted.number.strip()
    if wanted.case.strip():
        return {"case": _("Look for a case or for a resident, not for both at once.")} if person else {}
    if wanted.name.strip() and name_key(wanted.name) is None:
        wrong["name"] = _("Write the surname in letters.")
    if wanted.number.strip() and house_number(wanted.number) is None:
        wrong["number"] = _("Write a house number as on the door, such as 12 or 12A.")
    elif wanted.number.strip() and wanted.address is None:
        wrong["place"] = _("Choose the building that this number belongs to.")
    elif wanted.place and not wanted.number.strip():
        wrong["number"] = _("An address needs a house number.")
    if not wrong and len(wanted.keys) < KEYS:
        wrong[""] = _(
            "Fill in at least two of these three: surname, date of birth, address. Or the number of a case."
        )
    return wrong


@reading(Verb.PERSON_SEARCH)
def search(unit: Unit, wanted: Wanted, /, *, secret: bytes) -> Found:
    """Who or what is found; the entry holds a digest of the question, never its words (R75).

    `secret` is that of the installation. Whoever may not be found leaves no trace in the answer (T02, R60).
    """
    found = _case(unit, wanted) if wanted.case.strip() else _people(unit, wanted)
    unit.disclosed.particulars |= {
        "digest": digest(wanted, secret), "keys": list(wanted.keys or ("case",)),
        "hits": len(found.hits) + len(found.cases), "more": found.more,
    }  # fmt: skip
    return found


def digest(wanted: Wanted, secret: bytes) -> str:
    """The same question has the same digest, and nobody without the secret can tell what was asked."""
    own = hmac.new(secret, b"wijkaanpak person search", hashlib.sha256).digest()
    asked = (name_key(wanted.name), wanted.born, wanted.place, wanted.address, wanted.case_number)
    said = "\x1f".join(str(one or "") for one in asked)
    return hmac.new(own, said.encode(), hashlib.sha256).hexdigest()


def _people(unit: Unit, wanted: Wanted) -> Found:
    asked = {"key": name_key(wanted.name), "born": wanted.born, "scope": scope(unit)}
    rows = unit.session.execute(FIND, asked | {"dwelling": _dwelling(unit, wanted)}).all()
    rows = sorted(rows, key=lambda row: (not row.mine, row.name or "", str(row.born), str(row.person_id)))
    shown = rows[:MOST]
    places = _addresses(unit, [row.dwelling_id for row in shown])
    meetings = met_in(unit, [row.person_id for row in shown if row.mine])
    hits = [_hit(row, places, meetings) for row in shown]
    for hit in hits:
        if not hit.mine:
            unit.disclose(
                KIND, hit.person, controller=unit.actor.organisation_id, data_class=CLASS, category=NAW,
                persons=(hit.person,),
            )  # fmt: skip
    return Found(tuple(hits), more=len(rows) > MOST)


def _hit(row: Any, places: dict[UUID, tuple[str, str | None]], meetings: dict[UUID, tuple[Met, ...]]) -> Hit:
    place, number = places.get(row.dwelling_id, (None, None))
    met = meetings.get(row.person_id, ())
    return Hit(row.person_id, row.name, row.born, place, number, row.mine, met)


def scope(unit: Unit) -> str:
    """`A` when some role looks through the whole organisation, else `O`: only whom one sees already."""
    cells = {roles.cell(SEARCHING, code).split(".")[0] for code in unit.actor.role_codes}
    return "A" if "A" in cells else "O"


def _dwelling(unit: Unit, wanted: Wanted) -> UUID | None:
    """The dwelling meant. One that is not on record is looked for just the same, and nobody lives there."""
    if wanted.address is None:
        return None
    same = [Dwelling.bag_id == wanted.address]
    if not BAG.fullmatch(wanted.address):
        same = [Dwelling.complex_id == wanted.place, Dwelling.house_number == wanted.address]
    return unit.session.scalar(select(Dwelling.id).where(*same)) or uuid4()


def _addresses(unit: Unit, dwellings: list[UUID | None]) -> dict[UUID, tuple[str, str | None]]:
    query = (
        select(Dwelling.id, Complex.name, Dwelling.house_number, Dwelling.bag_id)
        .join(Complex, Complex.id == Dwelling.complex_id)
        .where(Dwelling.id.in_({one for one in dwellings if one}))
    )
    return {ident: (name, number or bag) for ident, name, number, bag in unit.session.execute(query)}


def _case(unit: Unit, wanted: Wanted) -> Found:
    """The case with this number, if the reader may read it; else there is none."""
    case: UUID | None = unit.session.scalar(select(CASE.c.id).where(CASE.c.number == wanted.case_number))
    found = unit.facts(case) if case else None
    if case is None or found is None:
        return Found()
    facts = found[0]
    if not policy.decide(unit.actor, Verb.CASE_READ, facts, unit.now).allowed:
        return Found()
    unit.disclose("CASUS", case, controller=facts.provider, data_class="K7" if facts.secret else "K1")
    place = unit.session.scalar(select(Complex.name).where(Complex.id == facts.complex_id)) or ""
    return Found(cases=((wanted.case_number, Met(case, True, True, facts.purpose, facts.status, place)),))
