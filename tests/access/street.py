"""A small world, always the same: one case of a landlord, the municipality and a care provider."""

from __future__ import annotations

from typing import Any

from tests.access.proof import ENTRY, Connection, insert, one
from tests.access.town import DAY, Row
from tests.access.worlds import Maker


class Street(Maker):
    """The landlord reported, the municipality leads, the care provider is in the team without a ground."""

    def build(self) -> Street:
        """Make every row; people and things stay at hand by name."""
        self.landlord, self.town, self.care = (
            self.add("organisation", name=kind, kind=kind, controller=kind)
            for kind in ("corporatie", "gemeente", "zorg")
        )
        self.setting()
        self.caretaker = self.worker(self.landlord, "WB")
        self.adviser = self.worker(self.landlord, "WC")
        self.officer = self.worker(self.landlord, "PO")
        self.director = self.worker(self.town, "CR")
        self.triagist = self.worker(self.town, "TR")
        self.nurse = self.worker(self.care, "ZP")
        self.stranger = self.worker(self.care, "ZP")
        self.became_a_case()
        self.in_triage = self.reported("IN_TRIAGE")
        self.within = self.reported("INGEDIEND")
        return self

    def setting(self) -> None:
        """One complex in one quarter, one covenant that holds, everybody's ground to receive."""
        self.add("district", code="WK000001", name="Wijk")
        self.add("quarter", code="BU00000101", district_code="WK000001", name="Buurt")
        self.place = self.add(
            "complex",
            name="Flat",
            organisation_id=self.landlord["id"],
            quarter_code="BU00000101",
            homes=9,
            duty_24_7=False,
            areas=["WK000001"],
        )
        parties = [o["id"] for o in self.world.tables["organisation"]]
        covenant = self.add(
            "covenant",
            title="Convenant",
            version=1,
            parties=parties,
            purposes=["P_ZORG"],
            categories=["G_NAW", "G_WOONFEIT", "G_ADVIES", "G_VEILIG"],
            valid_from=self.now - DAY,
            valid_until=self.now + DAY,
            signed=True,
        )
        for party in parties:
            given = {"covenant_id": covenant["id"], "organisation_id": party}
            self.add("receiving_ground", **given, purpose="P_ZORG", basis="A6_1E")

    def worker(self, home: Row, role: str) -> Row:
        """Someone with one role that holds, in the one district."""
        made = self.add("staff", organisation_id=home["id"], name=role, factors=2)
        held = {"valid_from": self.now - DAY, "valid_until": self.now + DAY, "taken_over": False}
        self.add("role_assignment", staff_id=made["id"], role=role, areas=["WK000001"], **held)
        return made

    def reported(self, status: str) -> Row:
        """A signal of the caretaker about one resident, with one fact."""
        m = self.add(
            "matter",
            provider_id=self.landlord["id"],
            complex_id=self.place["id"],
            purpose="P_ZORG",
            category="STANK",
            urgency="REGULIER",
            secret=False,
            bare=False,
            opened_at=self.now - DAY,
            changed_at=self.now - DAY,
        )
        self.add(
            "signal",
            matter_id=m["id"],
            organisation_id=self.landlord["id"],
            author_id=self.caretaker["id"],
            reporter_role="WB",
            status=status,
            shared=status != "INGEDIEND",
            discussed="ja",
            rounds=0,
            taken_over=False,
            reported_at=self.now - DAY,
        )
        self.residents(m, 0)
        owner = self.landlord["id"]
        m["resident"] = self.add("person", organisation_id=owner, name="Resident", recorded_at=self.now)["id"]
        about = {"matter_id": m["id"], "provider_id": owner}
        self.add("subject", **about, person_id=m["resident"], ordinal=1, added_at=self.now - DAY)
        self.fact(m)
        return {**m, "resident": m.pop("resident")}

    def fact(self, m: Row) -> None:
        """What the caretaker saw."""
        self.add(
            "part",
            matter_id=m["id"],
            note_id=self.id(),
            kind="feit",
            category="G_WOONFEIT",
            data_class="K3",
            provider_id=self.landlord["id"],
            author_id=self.caretaker["id"],
            text="seen",
            about=[],
            whole=True,
            purpose="P_ZORG",
            taken_over=False,
            written_at=self.now - DAY,
        )

    def became_a_case(self) -> None:
        """A signal that became a case; one ground of the landlord holds, one waits to be judged."""
        self.matter_of_case = m = self.reported("OMGEZET_NAAR_CASUS")
        for worker in (self.director, self.adviser, self.nurse):
            who = {"staff_id": worker["id"], "organisation_id": worker["organisation_id"]}
            self.add("member", matter_id=m["id"], **who, since=self.now - DAY, until=None)
        self.add(
            "case_file",
            matter_id=m["id"],
            number="WA-2026-TEST",
            status="REGIE",
            status_since=self.now - DAY,
            controller_id=self.landlord["id"],
            lead_id=self.director["id"],
            lead_organisation_id=self.town["id"],
            opened_at=self.now - DAY,
            taken_over=False,
        )
        held = (self.now - DAY, self.now + DAY)
        carried: dict[str, Any] = {"person": None, "basis": "A6_1E", "span": held}
        categories = ["G_NAW", "G_WOONFEIT"]
        self.ground(m, self.landlord["id"], self.town["id"], categories, status="ACTIEF", **carried)
        waits = self.ground(
            m, self.landlord["id"], self.care["id"], categories, status="TER_BEOORDELING", **carried
        )
        self.waiting = waits[0]["ground_id"]


def live_in(connection: Connection) -> Street:
    """Put the street into this database, to stay."""
    with connection.transaction():
        street = Street(0, one(connection, "select app.now()")).build()
        insert(connection, street.world)
        connection.execute(ENTRY)
    return street
