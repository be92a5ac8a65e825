"""What a random world stands on: organisations of every kind, people at work, places and agreements."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from wijkaanpak.access import roles

Row = dict[str, Any]
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
KINDS = ("corporatie", "zorg", "welzijn", "politie", "bewoners", "burgemeester", "platform")
AT_HOME = {
    "gemeente": ["WT", "TR", "TR", "CR", "CR", "SH", "AF", "PO", "FG", "AN", "FB"],
    "corporatie": ["WB", "WB", "WC", "WC", "HI", "TL", "DD", "AF", "PO"],
    "zorg": ["ZP", "ZP", "AF", "PO"],
    "welzijn": ["WW", "WW", "PO"],
    "politie": ["WA", "WA", "AF"],
    "bewoners": ["BC"],
    "burgemeester": ["AN", "PO"],
    "platform": ["FB"],
}
CATEGORIES = ["G_NAW", "G_HUISH", "G_WOONFEIT", "G_ADVIES", "G_FIN", "G_ZORGINZET", "G_GEZOND", "G_POLITIE"]
PURPOSES = ["P_LEEF", "P_ZORG", "P_OBJECT"]
ORDER = [
    "organisation",
    "staff",
    "deputy",
    "role_assignment",
    "covenant",
    "receiving_ground",
    "district",
    "quarter",
    "complex",
    "dwelling",
    "shift",
    "person",
    "conflict",
    "matter",
    "signal",
    "case_file",
    "member",
    "agenda_item",
    "invitation",
    "subject",
    "part",
    "break_glass",
    "late_subject",
    "ground",
    "ground_line",
    "consent",
]


@dataclass
class World:
    """The rows of every table, in the order in which they can be inserted."""

    seed: int
    now: datetime
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in ORDER})

    def of(self, table: str, **wanted: Any) -> list[Row]:
        return [row for row in self.tables[table] if all(row[k] == v for k, v in wanted.items())]

    def name(self, ident: Any) -> str:
        """A short name for an id, such as staff3, so that a failing world can be read."""
        for table, rows in self.tables.items():
            for place, row in enumerate(rows):
                if str(row.get("id")) == str(ident):
                    return f"{table}{place}"
        return str(ident)


class Town:
    """What a world stands on; the same seed gives the same, at whatever moment."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.r = random.Random(seed)
        self.now = now
        self.world = World(seed, now)

    def id(self) -> UUID:
        return UUID(int=self.r.getrandbits(128), version=4)

    def odds(self, chance: float) -> bool:
        return self.r.random() < chance

    def some(self, things: list[Any], least: int = 0) -> list[Any]:
        return self.r.sample(things, self.r.randint(min(least, len(things)), len(things)))

    def add(self, table: str, **row: Any) -> Row:
        made = row if "code" in row else {"id": self.id(), **row}
        self.world.tables[table].append(made)
        return made

    def began(self) -> datetime:
        """A beginning that holds, now and then at this very moment."""
        return self.now - (timedelta(0) if self.odds(0.15) else self.r.randint(1, 200) * DAY)

    def ends(self, open_end: bool = False) -> datetime | None:
        """An end that has not come, now and then by the smallest step."""
        if open_end and self.odds(0.6):
            return None
        return self.now + (TICK if self.odds(0.15) else self.r.randint(1, 200) * DAY)

    def span(self, sound: float = 0.8, open_end: bool = False) -> tuple[datetime, datetime | None]:
        """A half-open interval round now; an unsound one misses by a tick or by days, at either side."""
        begin, end = self.began(), self.ends(open_end)
        if self.odds(sound):
            return begin, end
        if self.odds(0.5):
            return self.now + self.r.choice([TICK, DAY]), self.now + 90 * DAY
        return self.now - 90 * DAY, self.now - self.r.choice([timedelta(0), TICK, DAY])

    def people(self, organisations: int, staff: int) -> None:
        kinds = ["gemeente", "corporatie", self.r.choice(["zorg", "welzijn"])]
        kinds += [self.r.choice(KINDS) for _ in range(organisations - len(kinds))]
        for number, kind in enumerate(kinds):
            gone = self.now - DAY if self.odds(0.01) else None
            self.add("organisation", name=f"{kind} {number}", kind=kind, controller=kind, suspended_at=gone)
        homes = [
            *self.world.tables["organisation"][:3],
            *self.r.choices(self.world.tables["organisation"], k=staff - 3),
        ]
        for home in homes:
            gone = self.now - DAY if self.odds(0.02) else None
            self.add(
                "staff",
                organisation_id=home["id"],
                name=f"{home['kind']} worker",
                suspended_at=gone,
                factors=1 if self.odds(0.04) else 2,
            )

    def places(self) -> None:
        self.r.randint(0, 9999)  # no longer used; what is drawn after it stays as it was
        town = f"GM{self.world.seed % 10_000:04}"  # worlds that stay in one house do not share a district
        for number in (1, 2):
            district = self.add("district", code=f"WK{town[2:]}{number:02}", name="Wijk")
            quarter = self.add(
                "quarter", code=f"BU{town[2:]}{number:02}01", district_code=district["code"], name="Buurt"
            )
            owner = self.r.choice(self.world.tables["organisation"])
            made = self.add(
                "complex",
                name=f"Complex {number}",
                organisation_id=owner["id"],
                quarter_code=quarter["code"],
                homes=10,
                duty_24_7=False,
            )
            for door in range(2):
                self.add("dwelling", complex_id=made["id"], house_number=str(door))
            made["areas"] = [str(made["id"]), quarter["code"], district["code"], town]
        keys = [key for place in self.world.tables["complex"] for key in place["areas"][:3]]
        kinds = {o["id"]: o["kind"] for o in self.world.tables["organisation"]}
        for worker in self.world.tables["staff"]:
            for role in self.r.sample(
                self.duties(kinds[worker["organisation_id"]]), self.r.choice([1, 1, 2])
            ):
                begin, end = self.span(0.93)
                gone = self.now - DAY if self.odds(0.02) else None
                areas = self.r.sample(keys, 2)
                self.add(
                    "role_assignment",
                    staff_id=worker["id"],
                    role=role,
                    areas=areas,
                    valid_from=begin,
                    valid_until=end,
                    ended_at=gone,
                    taken_over=False,
                    reviewed_at=self.looked_at(role),
                )

    def looked_at(self, role: str) -> datetime | None:
        """A special right was looked at in time, now and then not by a tick (R62: 91 days and 30)."""
        if role not in ("FB", "FG", "PO", "AF"):
            return None
        if self.odds(0.2):
            return self.now - 121 * DAY + self.r.choice([-TICK, timedelta(0), TICK])
        return self.now - self.r.randint(0, 120) * DAY

    def duties(self, kind: str) -> list[str]:
        return [*AT_HOME[kind], self.r.choice(roles.role_codes()) if self.odds(0.3) else AT_HOME[kind][0]]

    def deputies(self) -> None:
        """Now and then somebody of a partner stands in for the privacy officer (rulings.md 12)."""
        officers = [a["staff_id"] for a in self.world.of("role_assignment", role="PO")]
        for home in self.world.tables["organisation"]:
            if officers and self.odds(0.4):
                self.add("deputy", organisation_id=home["id"], role="PO", staff_id=self.r.choice(officers))

    def agreements(self) -> None:
        everyone = [o["id"] for o in self.world.tables["organisation"]]
        for sound in (0.98, 0.6)[: self.r.randint(1, 2)]:
            parties = everyone if self.odds(0.6) else self.some(everyone, 3)
            categories = [*CATEGORIES, "G_JEUGD", "G_VEILIG"]
            if self.odds(0.4):
                categories = self.some(categories, 6)
            self.covenant(parties, self.some(PURPOSES, 2), categories, sound)

    def covenant(self, parties: list[UUID], purposes: list[str], categories: list[str], sound: float) -> None:
        """A covenant, and what its parties recorded as their own grounds to receive (R44)."""
        begin, end = self.span(sound)
        made = self.add(
            "covenant",
            title="Convenant",
            version=1,
            parties=parties,
            purposes=purposes,
            categories=categories,
            valid_from=begin,
            valid_until=end,
            signed=self.odds(0.97),
        )
        for party in parties:
            for purpose in purposes:
                if self.odds(0.93):
                    given = {"covenant_id": made["id"], "organisation_id": party}
                    self.add("receiving_ground", **given, purpose=purpose, basis="A6_1E")
