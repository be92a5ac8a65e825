"""Signals as people of Oeverdrecht report them, and what the journal kept of each step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Row

from tests.cast import House, Someone
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent import grounds
from wijkaanpak.consent.proposal import Proposal
from wijkaanpak.door import find

FEIT = "Bij een lekkage stond de gang tot borsthoogte vol kranten en dozen."
REASONS = "Zonder dit gesprek blijft het gevaar bestaan voor de bewoner en voor de buren."


@dataclass(frozen=True)
class Reported:
    """A signal that somebody sent, by its id and its addresses."""

    id: UUID
    house: House

    @property
    def url(self) -> str:
        return f"/signalen/{self.id}"

    @property
    def triage(self) -> str:
        return f"/triage/{self.id}"

    def row(self) -> Row[Any]:
        return self.house.truth("select * from app.signal where id = :id", id=self.id)[0]

    def way(self) -> list[str]:
        steps = self.house.truth(
            "select status from app.signal_step where signal_id = :id order by at", id=self.id
        )
        return [step.status for step in steps]

    def entries(self, name: str) -> list[Row[Any]]:
        return self.house.truth(
            "select * from journal.entry where name = :name and matter_id = :matter and outcome = 'GESLAAGD'",
            name=name, matter=self.row().matter_id,
        )  # fmt: skip


Report = Callable[..., Reported]


def form(house: House, **changed: Any) -> dict[str, Any]:
    """What a caretaker fills in about a full home in De Karekiet."""
    place = house.truth("select id from app.complex where reference = :c", c=changed.pop("complex", "C-101"))
    filled = {
        "place": str(place[0].id), "number": "101", "resident": "Dhr. H. Kuiper",
        "category": "VERVUILING_WONING", "feit": FEIT, "discussed": "ja", "urgency": "SPOED",
    }  # fmt: skip
    return {key: value for key, value in (filled | changed).items() if value is not None}


@pytest.fixture
def report(house: House) -> Report:
    """`report("U-WB1", category=…)` sends the form and gives the signal that came of it."""

    def send(who: str = "U-WB1", **changed: Any) -> Reported:
        answer = house.sign_in(who).post("/signalen/nieuw", form(house, **changed))
        assert answer.status_code == 303, answer.text
        return Reported(UUID(answer.headers["Location"].split("?")[0].rsplit("/", 1)[1]), house)

    return send


@pytest.fixture
def handed_over(house: House, report: Report) -> Report:
    """The same, weighed by U-WC1 and handed to joint triage."""

    def send(who: str = "U-WB1", **changed: Any) -> Reported:
        signal = report(who, **changed)
        answer = house.sign_in("U-WC1").post(
            f"{signal.url}/doorgeven", {"consulted": "nee", "consulted_reason": "Er is brandgevaar."}
        )
        assert answer.status_code == 303, answer.text
        return signal

    return send


def staff(house: House, reference: str) -> UUID:
    return house.staff[reference]


def organisation(house: House, reference: str) -> UUID:
    found: UUID = house.truth("select id from app.organisation where reference = :r", r=reference)[0].id
    return found


def lay_ground(who: Someone, signal: Reported, recipient: UUID, *categories: str) -> None:
    """Record a ground of one's own organisation for a quarter of a year, as the form of grounds does."""
    with who.unit() as unit:
        facts, _raw = find(unit, Verb.GROUND_RECORD, signal.id)
        proposal = Proposal(
            recipients=(recipient,), categories=categories, basis="A6_1F", valid_from=unit.now,
            valid_until=unit.now + timedelta(days=90), necessity=REASONS, proportionality=REASONS,
            subsidiarity=REASONS, informed="GEINFORMEERD", informed_on=unit.now,
        )  # fmt: skip
        grounds.record(unit, facts, proposal)
        unit.close()


def second_triagist(house: House) -> Someone:
    """One more triagist of the municipality, who starts today."""
    ident = uuid4()
    house.truth(
        "insert into app.staff (id, organisation_id, reference, name) "
        "values (:id, :org, 'U-TR2', 'Noor Kramer')",
        id=ident, org=organisation(house, "ORG-GEM"),
    )  # fmt: skip
    house.truth(
        "insert into app.role_assignment (id, staff_id, role, areas, valid_from, valid_until, taken_over) "
        "values (gen_random_uuid(), :id, 'TR', array['GM9901'], now() - interval '1 day', "
        "now() + interval '90 days', false)",
        id=ident,
    )
    house.staff["U-TR2"] = ident
    return house.sign_in("U-TR2")
