"""A table of seven in Oeverdrecht: two cases on its agenda, one of the seven red for the second."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.cast import House, Someone
from wijkaanpak.foundation.working_days import local

SEVEN = ("U-CR1", "U-WC1", "U-ZP1", "U-WB1", "U-WC2", "U-WW1", "U-ZP2")
FIRST = ("U-CR1", "U-WC1", "U-ZP1", "U-WB1")
SECOND = ("U-CR1", "U-WC2", "U-WW1", "U-ZP2")  # of whom U-ZP2 has no ground (S-04)


@dataclass
class Table:
    """One meeting, by the addresses that people use."""

    house: House
    url: str
    people: dict[str, Someone] = field(default_factory=dict)

    def of(self, name: str) -> Someone:
        """Somebody with a session of their own, the same each time."""
        if name not in self.people:
            self.people[name] = self.house.sign_in(name)
        return self.people[name]

    def page(self, name: str, **options: Any) -> str:
        """The meeting from their place."""
        answer = self.of(name).get(self.url, **options)
        assert answer.status_code == 200, answer.text
        return answer.text

    def items(self) -> list[UUID]:
        """The places of the agenda, in order."""
        rows = self.house.truth(
            "select id from app.agenda_item where meeting_id = :m order by position", m=self.id
        )
        return [row[0] for row in rows]

    @property
    def id(self) -> UUID:
        """Which meeting it is."""
        return UUID(self.url.rsplit("/", 1)[1])

    def row(self) -> Any:
        """How the meeting really stands."""
        return self.house.truth("select * from app.meeting where id = :m", m=self.id)[0]

    def put(self, reference: str, asked: tuple[str, ...], by: str = "U-CR1") -> Any:
        """Put a case on the agenda, and ask these people for it."""
        form = {
            "meeting": str(self.id), "minutes": "15", "asked": [str(self.house.staff[one]) for one in asked],
        }  # fmt: skip
        return self.of(by).post(f"{self.house.url(reference)}/agenderen?overleg={self.id}", form)

    def come_in(self, *names: str) -> None:
        """These people come in."""
        for name in names:
            assert self.of(name).post(f"{self.url}/binnen").status_code == 303, name

    def go(self, target: UUID | None, by: str = "U-CR1", since: UUID | str | None = "now") -> Any:
        """Go to an item, from where the meeting stands or from what `since` says the screen showed."""
        at = self.row().item_id if since == "now" else since
        return self.of(by).post(f"{self.url}/punt", {"van": str(at or ""), "naar": str(target or "")})

    def write(self, line: str, by: str = "U-CR1", item: UUID | None = None, **more: str) -> Any:
        """Write one line about the item at hand, or about `item`."""
        form = {"punt": str(item or self.row().item_id), "line": line} | more
        return self.of(by).post(f"{self.url}/regel", form)


def plan_form(house: House, asked: tuple[str, ...] = SEVEN) -> dict[str, Any]:
    """What U-CR1 fills in to plan a meeting that begins in half an hour."""
    begins = local(house.truth("select app.now()")[0][0] + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")
    people = [str(house.staff[one]) for one in asked if one != "U-CR1"]
    return {"starts_at": begins, "minutes": "60", "again": "", "asked": people}


def plan(house: House, **changed: Any) -> Any:
    """U-CR1 plans a meeting that begins in half an hour."""
    return house.sign_in("U-CR1").post("/overleggen/nieuw", plan_form(house) | changed)


def laid(house: House) -> Table:
    """The table with both cases on its agenda."""
    answer = plan(house)
    assert answer.status_code == 303, answer.text
    table = Table(house, answer.headers["Location"])
    for reference, asked in (("S-02", FIRST), ("S-04", SECOND)):
        put = table.put(reference, asked)
        assert put.status_code == 303, re.sub(r"<[^>]+>", " ", put.text)
    return table
