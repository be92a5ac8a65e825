"""Puts the small world into the tables, as the administrator and in one transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.live.consenting import consent
from tests.live.world import CANARY, NAME_CANARY, PEOPLE, World
from wijkaanpak.cases.models import Case
from wijkaanpak.consent.models import Ground, GroundLine
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.record import record
from wijkaanpak.matters.models import Matter, Member, Part, Subject
from wijkaanpak.organisations.models import Covenant, Organisation, ReceivingGround, RoleAssignment, Staff
from wijkaanpak.places.models import Complex, District, Quarter
from wijkaanpak.residents.models import Person

KINDS = {"rie": "corporatie", "gem": "gemeente", "wel": "welzijn"}
PURPOSES = ["P_LEEF", "P_ZORG", "P_OBJECT"]
CATEGORIES = ["G_NAW", "G_WOONFEIT", "G_ADVIES"]
AREAS = ["GM9901", "WK990101", "BU99010101"]
TEAM = ("wc", "cr", "ww")
YEAR, DAY = timedelta(days=300), timedelta(days=1)


def build(addresses: Addresses, key: bytes | None = None) -> World:
    """Three organisations under one covenant, their people, and two cases, one of them secret."""
    world = World(addresses, key) if key else World(addresses)
    engine = world.engine()
    with Session(engine) as session:
        clock: datetime = session.scalar(text("select transaction_timestamp()"))  # type: ignore[assignment]
        made = Footprint("AANMAKEN", "world.made", "C", Thing("WERELD"), "test")
        record(session.connection(), Who(), Point(), made, clock=clock, occurred=clock)
        _people(session, world)
        _covenant(session, world)
        place = _place(session, world)
        _case(session, world, world.matter, place, "G_WOONFEIT", "K3")
        _case(session, world, world.secret, place, "G_VEILIG", "K7")
        _shared_with_welfare(session, world)
        session.commit()
    engine.dispose()
    return world


def _people(session: Session, world: World) -> None:
    now = datetime.now(UTC)
    for short, kind in KINDS.items():
        ident = world.organisations[short] = uuid4()
        session.add(Organisation(id=ident, name=f"Organisatie {short}", kind=kind, controller=short))
    session.flush()
    for short in PEOPLE:
        ident = world.staff[short] = uuid4()
        session.add(Staff(id=ident, organisation_id=world.home(short), name=f"Collega {short}"))
    session.flush()
    for short, (_organisation, role) in PEOPLE.items():
        session.add(
            RoleAssignment(
                staff_id=world.staff[short],
                role=role,
                areas=AREAS,
                valid_from=now - YEAR,
                reviewed_at=now - DAY,
                valid_until=now + YEAR,
            )
        )
    session.flush()


def _covenant(session: Session, world: World) -> None:
    now, parties = datetime.now(UTC), list(world.organisations.values())
    covenant = Covenant(
        title="Convenant", parties=parties, purposes=PURPOSES, categories=CATEGORIES,
        valid_from=now - YEAR, valid_until=now + YEAR,
    )  # fmt: skip
    session.add(covenant)
    session.flush()
    for party in parties:
        for why in PURPOSES:
            session.add(
                ReceivingGround(covenant_id=covenant.id, organisation_id=party, purpose=why, basis="A6_1E")
            )
    session.flush()


def _place(session: Session, world: World) -> UUID:
    """A complex of the housing association, and the resident whom it is about."""
    owner = world.organisations["rie"]
    session.merge(District(code="WK990101", name="Wijk"))
    session.flush()
    session.merge(Quarter(code="BU99010101", district_code="WK990101", name="Buurt"))
    place = Complex(name="Complex", organisation_id=owner, quarter_code="BU99010101", homes=10, areas=AREAS)
    session.flush()
    session.add(place)
    now = datetime.now(UTC)
    session.add(Person(id=world.person, organisation_id=owner, name=NAME_CANARY, recorded_at=now))
    session.flush()
    return place.id


def _case(session: Session, world: World, matter: UUID, place: UUID, category: str, data_class: str) -> None:
    now, owner = datetime.now(UTC), world.organisations["rie"]
    session.add(
        Matter(
            id=matter, provider_id=owner, complex_id=place, purpose="P_ZORG", category="EENZAAMHEID",
            urgency="REGULIER", opened_at=now, changed_at=now,
        )
    )  # fmt: skip
    session.flush()
    open_to_all = matter == world.matter
    session.add(
        Case(
            id=world.case if open_to_all else uuid4(), matter_id=matter,
            number=world.number if open_to_all else f"{world.number}S", status="REGIE", status_since=now,
            controller_id=world.organisations["gem"], lead_id=world.staff["cr"],
            lead_organisation_id=world.organisations["gem"], opened_at=now,
        )
    )  # fmt: skip
    session.add(Subject(matter_id=matter, person_id=world.person, provider_id=owner, ordinal=1, added_at=now))
    for who in TEAM:
        session.add(
            Member(
                matter_id=matter, staff_id=world.staff[who], organisation_id=world.home(who), since=now - DAY
            )
        )
    session.flush()
    session.add(
        Part(
            matter_id=matter, note_id=uuid4(), kind="feit", category=category, data_class=data_class,
            provider_id=owner, author_id=world.staff["wc"], text=CANARY, purpose="P_ZORG", written_at=now,
        )
    )  # fmt: skip
    session.flush()


def _shared_with_welfare(session: Session, world: World) -> None:
    """One consent carries the fact to welfare work for ninety days."""
    now, owner, reader = datetime.now(UTC), world.organisations["rie"], world.organisations["wel"]
    span = {"valid_from": now - DAY, "valid_until": now + 90 * DAY}
    session.add(
        Ground(
            id=world.ground, matter_id=world.matter, provider_id=owner, recipients=[reader], purpose="P_ZORG",
            activity="VA-002/v1", categories=["G_WOONFEIT"], basis="A6_1A", informed="ja", status="ACTIEF",
            decided_by=world.staff["wc"], decided_at=now, **span,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        GroundLine(
            ground_id=world.ground, matter_id=world.matter, provider_id=owner, recipient_id=reader,
            category="G_WOONFEIT", basis="A6_1A", status="ACTIEF", **span,
        )
    )  # fmt: skip
    session.add(consent(world, "GEGEVEN", now - timedelta(hours=1)))
    session.flush()
