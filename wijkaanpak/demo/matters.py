"""A zaak of a world file as a matter: whose parts it has, in which category, and how it may be shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from wijkaanpak.access import codes
from wijkaanpak.demo.consents import Setting, consents, one_or_more
from wijkaanpak.demo.lines import Record
from wijkaanpak.demo.shapes import Ground, Matter, Part, Person
from wijkaanpak.demo.shifting import Shift

# The category of a fact where the file names none; other categories with persons are G_WOONFEIT.
FACT_CATEGORY = {"HUURACHTERSTAND": "G_FIN", "JEUGD": "G_JEUGD", "HUISELIJK_GEWELD": "G_VEILIG"}
ADVICE, NO_PERSONS, OBJECT = "G_ADVIES", "K1", "P_OBJECT"
LEADER, REJECTED = "CR", "AFGEWEZEN"
RAW = ("meldcode", "informeren", "anoniem_consult", "noodprocedure", "vroegsignaal")


@dataclass(frozen=True)
class Around:
    """What a matter is read against: who works where, whose each complex is, and the shift of the dates."""

    organisation_of: Mapping[str, str]
    owner_of: Mapping[str, str]
    roles_of: Mapping[str, tuple[str, ...]]
    shift: Shift
    moment: datetime


def matter(record: Record, around: Around) -> Matter:
    """The whole matter; the record has passed checking."""
    shift = around.shift
    author = record.get("door")
    provider = around.organisation_of[author] if author else around.owner_of[record["complex"]]
    team = one_or_more(record.get("team"))
    persons = tuple(_person(person, shift) for person in record.get("betrokkenen") or [])
    grounds = tuple(_ground(ground, shift) for ground in record.get("grondslagen") or [])
    ids = tuple(person.id for person in persons)
    said = consents(record.get("toestemming"), Setting(ids, provider, grounds, shift, around.moment))
    purpose = record.get("doel") or codes.signal_category(record["categorie"]).purpose
    return Matter(
        id=record["id"],
        line=record.line_of("id"),
        title=record["titel"],
        team=team,
        lead=next((user for user in team if LEADER in around.roles_of[user]), None),
        deputy=record.get("vervanger"),
        category=record["categorie"],
        purpose=purpose,
        complex=record["complex"],
        reporter_role=record["melder_rol"],
        author=author,
        provider=provider,
        urgency=record["urgentie"],
        status=record["status"],
        is_case=_is_case(record),
        discussed=record["besproken"],
        persons=persons,
        parts=tuple(_parts(record, purpose, provider, around)),
        grounds=grounds,
        consents=said,
        rejected_reason=record.get("afwijsreden"),
        rejected_at=_moment(record, "afgewezen_op", shift),
        closed_at=_moment(record, "afgesloten_op", shift),
        result=record.get("resultaat"),
        raw={key: shift.plain(record[key], key) for key in RAW if record.get(key)},
    )


def _moment(record: Record, key: str, shift: Shift) -> datetime | None:
    return shift.moment(record[key]) if record.get(key) else None


def _is_case(record: Record) -> bool:
    if record["status"] == REJECTED:
        return record.get("afgewezen_als") == "casus"
    return codes.known("casusstatussen", record["status"])


def _person(record: Record, shift: Shift) -> Person:
    born = record.get("geboren")
    return Person(record["id"], record["naam"], shift.day(born) if born else None, record.get("eenheid"))


def _ground(record: Record, shift: Shift) -> Ground:
    from_, until = shift.interval(record["van"], record["tot"])
    return Ground(
        id=record["id"],
        provider=record["verstrekker"],
        recipients=one_or_more(record["ontvangers"]),
        categories=one_or_more(record["categorieen"]),
        basis=record["grond"],
        task=record.get("taak"),
        special=record.get("bijzonder"),
        secrecy=record.get("geheimhouding"),
        person=record.get("betrokkene"),
        status=record["status"],
        from_=from_,
        until=until,
        second=record.get("tweede"),
        reason=record.get("reden"),
    )


def _parts(record: Record, purpose: str, provider: str, around: Around) -> Iterator[Part]:
    """All parts with words in them; each belongs to its author's organisation (rulings 2)."""
    usual = record.get("categorie_feit") or _fact_category(record["categorie"])
    object_only = purpose == OBJECT and not record.get("betrokkenen")  # K1 in all its parts (rulings 5)

    def part(
        kind: Literal["feit", "duiding", "advies"],
        text: str | None,
        category: str | None,
        author: str | None = None,
        about: list[str] | None = None,
    ) -> Iterator[Part]:
        if not (text or "").strip():
            return
        writer = author or record.get("door")
        owner = around.organisation_of[writer] if writer else provider
        shared_as = None if object_only else category
        yield Part(kind, text or "", shared_as, one_or_more(about) or None, writer, owner)

    yield from part("feit", record.get("feit"), usual)
    for fact in record.get("feiten") or []:
        category = fact.get("categorie") or usual
        yield from part("feit", fact["tekst"], category, fact.get("door"), fact.get("over"))
    yield from part("duiding", record.get("duiding"), None)
    yield from part("advies", record.get("handelingsadvies"), ADVICE, record.get("advies_door"))


def _fact_category(category: str) -> str | None:
    if codes.signal_category(category).data_class == NO_PERSONS:
        return None
    return FACT_CATEGORY.get(category, "G_WOONFEIT")
