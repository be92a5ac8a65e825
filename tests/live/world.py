"""A small world for the bell and the desk, put into the tables by the administrator in one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from tests.live.consenting import consent
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

CANARY = "zq7-feit-n01234"
NAME_CANARY = "zq7-naam-n05678"
PURPOSES = ["P_LEEF", "P_ZORG", "P_OBJECT"]
CATEGORIES = ["G_NAW", "G_WOONFEIT", "G_ADVIES"]
PEOPLE = {  # name: organisation, role
    "wc": ("rie", "WC"),
    "wb": ("rie", "WB"),
    "fg_rie": ("rie", "FG"),
    "cr": ("gem", "CR"),
    "tr": ("gem", "TR"),
    "fg_gem": ("gem", "FG"),
    "po": ("gem", "PO"),
    "ww": ("wel", "WW"),
    "fg_wel": ("wel", "FG"),
}


@dataclass
class World:
    """Ids by short names; `matter` is a case that all but `wb` and `tr` work on."""

    addresses: Addresses
    organisations: dict[str, UUID] = field(default_factory=dict)
    staff: dict[str, UUID] = field(default_factory=dict)
    matter: UUID = field(default_factory=uuid4)
    secret: UUID = field(default_factory=uuid4)
    case: UUID = field(default_factory=uuid4)
    person: UUID = field(default_factory=uuid4)
    ground: UUID = field(default_factory=uuid4)
    number: str = field(default_factory=lambda: f"WA-2026-{secrets.token_hex(3).upper()}")

    def cookie(self, who: str) -> str:
        """A fresh session of this person, as the value of its cookie."""
        value = secrets.token_urlsafe(32)
        self.run(
            "select sealed.open_session(:person, :secret, 2)", person=self.staff[who], secret=value.encode()
        )
        return value

    def run(
        self, statement: str, *, entry: Footprint | None = None, by: str | None = None, **values: object
    ) -> None:
        """One statement of the administrator, in one transaction with an entry when one is given."""
        engine = create_engine(str(self.addresses.admin))
        with engine.begin() as connection:
            if entry is not None:
                clock: datetime = connection.scalar(text("select transaction_timestamp()"))
                actor = Who(self.staff[by], PEOPLE[by][1], self.organisations[PEOPLE[by][0]]) if by else Who()
                record(connection, actor, Point(), entry, clock=clock, occurred=clock)
            if statement:
                connection.execute(text(statement), values)
        engine.dispose()

    def ring(self, ref: UUID, kind: str = "case.changed") -> None:
        """Record a change that rings for this reference."""
        about = Thing("CASUS", ref, ref)
        said = Footprint("AANMAKEN", "test.changed", "C", about, "test", rings=(ref,), bell=kind)
        self.run("", entry=said, by="wc")

    def end(self, statement: str, **values: object) -> None:
        """Change something about someone at work, and record that it was."""
        self.run(statement, entry=Footprint("TEST", "test.ended", "U", Thing("TEST"), "test"), **values)


def build(addresses: Addresses) -> World:
    """Three organisations under one covenant, their people, and two cases, one of them secret."""
    world = World(addresses)
    engine = create_engine(str(addresses.admin))
    with Session(engine) as session:
        clock: datetime = session.scalar(text("select transaction_timestamp()"))  # type: ignore[assignment]
        made = Footprint("AANMAKEN", "world.made", "C", Thing("WERELD"), "test")
        record(session.connection(), Who(), Point(), made, clock=clock, occurred=clock)
        _directory(session, world)
        _cases(session, world)
        session.commit()
    engine.dispose()
    return world


def _directory(session: Session, world: World) -> None:
    now, year = datetime.now(UTC), timedelta(days=300)
    for short, kind in {"rie": "corporatie", "gem": "gemeente", "wel": "welzijn"}.items():
        world.organisations[short] = uuid4()
        session.add(
            Organisation(
                id=world.organisations[short], name=f"Organisatie {short}", kind=kind, controller=short
            )
        )
    session.flush()
    session.merge(District(code="WK990101", name="Wijk"))
    session.flush()
    session.merge(Quarter(code="BU99010101", district_code="WK990101", name="Buurt"))
    for short, (organisation, _role) in PEOPLE.items():
        world.staff[short] = uuid4()
        session.add(
            Staff(
                id=world.staff[short],
                organisation_id=world.organisations[organisation],
                name=f"Collega {short}",
            )
        )
    session.flush()
    for short, (_organisation, role) in PEOPLE.items():
        session.add(
            RoleAssignment(
                staff_id=world.staff[short],
                role=role,
                areas=["GM9901", "WK990101"],
                valid_from=now - year,
                valid_until=now + year,
            )
        )
    covenant = Covenant(
        title="Convenant",
        parties=list(world.organisations.values()),
        purposes=PURPOSES,
        categories=CATEGORIES,
        valid_from=now - year,
        valid_until=now + year,
    )
    session.add(covenant)
    session.flush()
    for organisation in world.organisations.values():
        for purpose in PURPOSES:
            session.add(
                ReceivingGround(
                    covenant_id=covenant.id, organisation_id=organisation, purpose=purpose, basis="A6_1E"
                )
            )
    session.flush()


def _cases(session: Session, world: World) -> None:
    now = datetime.now(UTC)
    place = Complex(
        name="Complex",
        organisation_id=world.organisations["rie"],
        quarter_code="BU99010101",
        homes=10,
        areas=["GM9901", "WK990101", "BU99010101"],
    )
    session.add(place)
    session.add(
        Person(id=world.person, organisation_id=world.organisations["rie"], name=NAME_CANARY, recorded_at=now)
    )
    session.flush()
    for matter, number, data_class in (
        (world.matter, world.number, "K3"),
        (world.secret, world.number + "S", "K7"),
    ):
        session.add(
            Matter(
                id=matter,
                provider_id=world.organisations["rie"],
                complex_id=place.id,
                purpose="P_ZORG",
                category="EENZAAMHEID",
                urgency="REGULIER",
                opened_at=now,
                changed_at=now,
            )
        )
        session.flush()
        session.add(
            Case(
                id=world.case if matter == world.matter else uuid4(),
                matter_id=matter,
                number=number,
                status="REGIE",
                status_since=now,
                controller_id=world.organisations["gem"],
                lead_id=world.staff["cr"],
                lead_organisation_id=world.organisations["gem"],
                opened_at=now,
            )
        )
        session.add(
            Subject(
                matter_id=matter,
                person_id=world.person,
                provider_id=world.organisations["rie"],
                ordinal=1,
                added_at=now,
            )
        )
        for who in ("wc", "cr", "ww"):
            session.add(
                Member(
                    matter_id=matter,
                    staff_id=world.staff[who],
                    organisation_id=world.organisations[PEOPLE[who][0]],
                    since=now - timedelta(days=1),
                )
            )
        session.flush()
        category = "G_WOONFEIT" if data_class == "K3" else "G_VEILIG"
        session.add(
            Part(
                matter_id=matter,
                note_id=uuid4(),
                kind="feit",
                category=category,
                data_class=data_class,
                provider_id=world.organisations["rie"],
                author_id=world.staff["wc"],
                text=CANARY,
                purpose="P_ZORG",
                written_at=now,
            )
        )
        session.flush()
    _shared_with_welfare(session, world)


def _shared_with_welfare(session: Session, world: World) -> None:
    now = datetime.now(UTC)
    until = now + timedelta(days=90)
    session.add(
        Ground(
            id=world.ground,
            matter_id=world.matter,
            provider_id=world.organisations["rie"],
            recipients=[world.organisations["wel"]],
            purpose="P_ZORG",
            activity="VA-002/v1",
            categories=["G_WOONFEIT"],
            basis="A6_1A",
            informed="ja",
            valid_from=now - timedelta(days=1),
            valid_until=until,
            decided_by=world.staff["wc"],
            decided_at=now,
            status="ACTIEF",
        )
    )
    session.flush()
    session.add(
        GroundLine(
            ground_id=world.ground,
            matter_id=world.matter,
            provider_id=world.organisations["rie"],
            recipient_id=world.organisations["wel"],
            category="G_WOONFEIT",
            basis="A6_1A",
            status="ACTIEF",
            valid_from=now - timedelta(days=1),
            valid_until=until,
        )
    )
    session.add(consent(world, "GEGEVEN", now - timedelta(hours=1)))
    session.flush()
