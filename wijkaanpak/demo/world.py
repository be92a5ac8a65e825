"""Reading a world file: whole and with its dates moved to today, or every fault at once and nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from wijkaanpak.demo.checking import check
from wijkaanpak.demo.consents import one_or_more
from wijkaanpak.demo.faults import Fault, WorldFaults
from wijkaanpak.demo.lines import Listing, Record, read_records
from wijkaanpak.demo.matters import Around, matter
from wijkaanpak.demo.shapes import (
    Complex,
    Consent,
    Covenant,
    District,
    Ground,
    Matter,
    Organisation,
    Part,
    Person,
    Plain,
    Quarter,
    ReceivingGround,
    StaffMember,
    World,
)
from wijkaanpak.demo.shifting import AMSTERDAM, Shift

__all__ = [
    "Complex",
    "Consent",
    "Covenant",
    "District",
    "Fault",
    "Ground",
    "Matter",
    "Organisation",
    "Part",
    "Person",
    "Quarter",
    "ReceivingGround",
    "StaffMember",
    "World",
    "WorldFaults",
    "read_world",
]

OEVERDRECHT = Path(__file__).with_name("oeverdrecht.yaml")


def read_world(path: Path, today: date) -> World:
    """The world of a file, its dates moved so that the day of `scenario_nu` is today (rulings 24, 25).

    Raises WorldFaults with every fault and its line; then nothing was read.
    """
    root, faults = read_records(Path(path))
    faults += check(root)
    if faults:
        raise WorldFaults(faults)
    return _world(root, today)


def _world(root: Record, today: date) -> World:
    written_for = root.get("scenario_nu")
    shift = Shift.bringing(written_for, today)
    moment = shift.moment(written_for) if written_for else datetime.combine(today, time(), AMSTERDAM)
    people = tuple(_staff_member(record) for record in _all(root, "gebruikers"))
    complexes = tuple(_complex(record) for record in _all(root, "complexen"))
    around = Around(
        organisation_of={person.id: person.organisation for person in people},
        owner_of={place.id: place.organisation for place in complexes},
        roles_of={person.id: person.roles for person in people},
        shift=shift,
        moment=moment,
    )

    def plain(name: str) -> tuple[Plain, ...]:
        return tuple(shift.plain(record) for record in _all(root, name))

    return World(
        moment=moment,
        organisations=tuple(_organisation(record) for record in _all(root, "organisaties")),
        districts=tuple(_district(record) for record in _all(root, "wijken")),
        complexes=complexes,
        people=people,
        covenants=tuple(_covenant(record, shift) for record in _all(root, "convenanten")),
        matters=tuple(matter(record, around) for record in _all(root, "zaken")),
        house_rules=plain("woonafspraken"),
        presence=plain("aanwezigheid"),
        shifts=plain("diensten"),
        handovers=plain("overdrachten"),
        indicators=plain("indicatoren"),
        liveability=plain("leefbaarometer"),
        goals=plain("doelen_leefbaarheid"),
        audit_events=plain("audit_scenario"),
        requests=plain("avg_verzoeken"),
        breaches=plain("datalekken"),
    )


def _all(record: Record, name: str) -> Iterable[Record]:
    return record.get(name) or Listing(record.line)


def _organisation(record: Record) -> Organisation:
    return Organisation(
        record["id"], record["naam"], record["type"], record["verantwoordelijke"], record.get("domein")
    )


def _district(record: Record) -> District:
    quarters = tuple(Quarter(quarter["code"], quarter["naam"]) for quarter in _all(record, "buurten"))
    return District(record["code"], record["naam"], quarters)


def _complex(record: Record) -> Complex:
    return Complex(
        id=record["id"],
        name=record["naam"],
        organisation=record["org"],
        quarter=record["buurt"],
        homes=int(record["woningen"]),
        kind=record.get("type"),
        built=record.get("bouwjaar"),
        caretaker=record.get("vaste_beheerder"),
        duty_24_7=bool(record.get("dienst_24_7")),
    )


def _staff_member(record: Record) -> StaffMember:
    fte = record.get("fte")
    return StaffMember(
        id=record["id"],
        name=record["naam"],
        organisation=record["org"],
        roles=one_or_more(record["rollen"]),
        areas=one_or_more(record.get("scope")),
        fte=None if fte is None else Decimal(str(fte)),
    )


def _covenant(record: Record, shift: Shift) -> Covenant:
    return Covenant(
        id=record["id"],
        title=record["titel"],
        parties=one_or_more(record["partijen"]),
        start=shift.day(record["start"]),
        end=shift.day(record["einde"]),
        purposes=one_or_more(record["doelen"]),
        categories=one_or_more(record["gegevenscategorieen"]),
        receiving=tuple(
            ReceivingGround(ground["org"], one_or_more(ground["doelen"]), ground["grond"])
            for ground in _all(record, "ontvangstgrondslagen")
        ),
    )
