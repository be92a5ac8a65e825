"""The ways beside the ordinary ones: duty, agenda, emergency and conflict, just in force or just not."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wijkaanpak.access import codes

if TYPE_CHECKING:
    from tests.access.town import Row
    from tests.access.worlds import Maker

TICK = timedelta(microseconds=1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EDGES = (-TICK, timedelta(0), TICK)
IN_NEED = ["WC", "WT", "TR", "CR", "ZP", "AF", "DD"]
NEAR_HOME = {"corporatie": "DD", "politie": "WA"}
CLOSED = ("AFGESLOTEN", "AFGEWEZEN", "GEARCHIVEERD", "GEANNULEERD", "OPGESCHORT")


def build(maker: Maker, m: Row) -> None:
    """Let somebody have duty, be invited, break the glass or be kept away, and change one thing by a hair."""
    edges = Edges(maker, m)
    ways = [(0.4, edges.duty), (0.3, edges.agenda), (0.4, edges.emergency), (0.25, edges.conflict)]
    for chance, way in ways:
        if maker.odds(chance):
            way()
    if maker.odds(0.06):
        m["secret"] = True
        edges.part("feit", "G_VEILIG", m["provider_id"])
    if maker.odds(0.05):
        m["blocked_at"] = maker.now - maker.r.choice([timedelta(0), DAY])


class Edges:
    """What one matter is given beside its team and its grounds."""

    def __init__(self, maker: Maker, m: Row) -> None:
        self.k, self.r, self.m, self.now = maker, maker.r, m, maker.now
        self.case = next(iter(maker.world.of("case_file", matter_id=m["id"])), None)
        self.people = [s["person_id"] for s in maker.subjects(m)]

    def edge(self) -> datetime:
        return self.now + self.r.choice(EDGES)

    def who(self, *codes_of_role: str, at_home: float = 0.6) -> Row:
        """Somebody with one of these roles, mostly of the matter's own house."""
        staff = self.k.world.tables["staff"]
        held = {
            a["staff_id"] for code in codes_of_role for a in self.k.world.of("role_assignment", role=code)
        }
        ours = [w for w in staff if w["organisation_id"] == self.m["provider_id"]]
        pool = ours if ours and self.k.odds(at_home) else staff
        fitting = [w for w in pool if w["id"] in held]
        chosen: Row = self.r.choice(fitting or pool)
        if chosen["id"] not in held or self.k.odds(0.1):
            self.holds(chosen, self.r.choice(codes_of_role))
        return chosen

    def holds(self, worker: Row, role: str) -> None:
        place = self.k.world.of("complex", id=self.m["complex_id"])[0]
        span = {"valid_from": self.now - 9 * DAY, "valid_until": self.now + 9 * DAY}
        self.k.add(
            "role_assignment", staff_id=worker["id"], role=role, areas=[place["areas"][1]], **span,
            ended_at=None, taken_over=False,
        )  # fmt: skip

    def carried(self, part: Row, reader: Row, odds: float = 0.85) -> None:
        """Mostly a ground that carries this part, and names, to where the reader works."""
        home = reader["organisation_id"]
        if home != part["provider_id"] and part["category"] and self.k.odds(odds):
            span = (self.now - DAY, self.now + DAY)
            categories = sorted({part["category"], "G_NAW"})
            self.k.ground(self.m, part["provider_id"], home, categories, None, "A6_1E", "ACTIEF", span)

    def part(self, kind: str, category: str | None, provider: UUID, **more: Any) -> Row:
        about = more.pop("about", None)
        return self.k.add(
            "part", matter_id=self.m["id"], note_id=self.k.id(), kind=kind, category=category,
            data_class=codes.category(category).data_class if category else "K1", provider_id=provider,
            text="seen", about=about or [], whole=about is None, purpose=self.m["purpose"], taken_over=False,
            written_at=self.now - DAY, **more,
        )  # fmt: skip

    # Duty

    def duty(self) -> None:
        anybody = self.k.odds(0.15)  # a shift without the role opens nothing
        worker = self.r.choice(self.k.world.tables["staff"]) if anybody else self.who("DD", at_home=0.75)
        self.shift(worker, self.r.choice(["holds", "holds", "holds", *self.SHIFTS]))
        if self.case:
            self.night(worker)

    SHIFTS = (
        "not accepted",
        "accepted late",
        "begins",
        "ends",
        "handed over",
        "handed over late",
        "elsewhere",
    )

    def shift(self, worker: Row, how: str) -> None:
        """Accepted duty round now, or what comes just short of it."""
        places = [p["id"] for p in self.k.world.tables["complex"]]
        place = self.m["complex_id"]
        row: Row = {
            "starts_at": self.now - HOUR, "ends_at": self.now + HOUR, "accepted_at": self.now - HOUR,
            "handed_over_at": None,
        }  # fmt: skip
        if how == "not accepted":
            row["accepted_at"] = None
        elif how == "accepted late":
            row["accepted_at"] = self.edge()
        elif how == "begins":
            row["starts_at"] = self.edge()
        elif how == "ends":
            row["ends_at"] = self.edge()
        elif how == "handed over":
            row["handed_over_at"] = self.edge()
        elif how == "handed over late":
            row["ends_at"], row["handed_over_at"] = self.now, self.now + TICK
        elif how == "elsewhere":
            place = self.r.choice(places)
        self.k.add("shift", complex_id=place, staff_id=worker["id"], **row)

    def night(self, worker: Row) -> None:
        """A night instruction of somebody's, and now and then what carries such a date beside it."""
        homes = [worker["organisation_id"], self.m["provider_id"]]
        homes += [o["id"] for o in self.k.world.tables["organisation"][:2]]
        beside = self.r.choice([None, "advies", "advies", "feit", "feit"])
        ends = [DAY, DAY, *EDGES] if beside is None else [DAY]
        kinds = [
            ("advies", self.r.choice(ends)),
            *([(beside, self.r.choice([*EDGES, DAY]))] if beside else []),
        ]
        for kind, after in kinds:
            category = "G_ADVIES" if kind == "advies" and self.k.odds(0.9) else "G_WOONFEIT"
            made = self.part(kind, category, self.r.choice(homes), night_until=self.now + after)
            self.carried(made, worker)

    # An item of an agenda

    def agenda(self) -> None:
        worker = self.who("WA", at_home=0.2)
        span = {"opens_at": self.now - HOUR, "closes_at": self.now + HOUR}
        change = self.r.choice(["none", "none", "opens", "closes", "both"])
        if change in ("opens", "both"):
            span["opens_at"] = self.edge()
        if change in ("closes", "both"):
            span["closes_at"] = self.edge() + (HOUR if change == "both" else 0 * HOUR)
        item = self.k.add("agenda_item", matter_id=self.m["id"], **span)
        for invited in {w["id"]: w for w in [worker, self.r.choice(self.k.world.tables["staff"])]}.values():
            home = invited["organisation_id"]
            self.k.add(
                "invitation", item_id=item["id"], matter_id=self.m["id"], staff_id=invited["id"],
                organisation_id=home,
            )  # fmt: skip
        for part in self.k.world.of("part", matter_id=self.m["id"])[:2]:
            self.carried(part, worker)

    # Emergency access

    def emergency(self) -> None:
        if not self.people:
            return
        worker = self.who(self.r.choice(IN_NEED), "DD", at_home=0.3)
        person = self.r.choice(self.people)
        if self.case and self.k.odds(0.15):
            self.case["status"] = self.r.choice(CLOSED)
        self.k.add(
            "break_glass", staff_id=worker["id"], organisation_id=worker["organisation_id"], person_id=person,
            reason_code="ACUUT_GEVAAR", reason_text="somebody calls for help in the hall", repeated=False,
            review_due_on=(self.now + 9 * DAY).date().isoformat(), **self.hours(),
        )  # fmt: skip
        self.known_of(person)
        if random.Random(str(person)).random() < 0.1:  # names are not agreed on, everything else is
            for covenant in self.k.world.tables["covenant"]:
                covenant["categories"] = [c for c in covenant["categories"] if c != "G_NAW"]
        if self.k.odds(0.5):  # the cell D needs duty, somewhere
            self.shift(worker, self.r.choice(["holds", "holds", *self.SHIFTS]))

    def hours(self) -> Row:
        """From when until when: round now, or at an edge of it."""
        row: Row = {"since": self.now - HOUR, "until": self.now + 3 * HOUR, "ended_at": None}
        ends = ["runs out", "runs out", "ended", "ended", "ended late"]
        change = self.r.choice(["none", "none", "none", "begins", "begins", *ends])
        if change == "begins":
            row["since"] = self.edge()
            row["until"] = row["since"] + 4 * HOUR
        elif change == "runs out":
            row["until"] = self.edge()
            row["since"] = row["until"] - 4 * HOUR
        elif change == "ended":
            row["ended_at"] = self.edge()
        elif change == "ended late":
            row["until"], row["ended_at"] = self.now, self.now + TICK
        if change not in ("begins", "runs out"):  # nobody has two at once
            row["since"] -= len(self.k.world.tables["break_glass"]) * TICK
        return row

    def known_of(self, person: UUID) -> None:
        """Something about this resident alone, and something that others are in as well."""
        homes = [o["id"] for o in self.k.world.tables["organisation"][:4]]
        category = self.r.choice(["G_WOONFEIT", "G_WOONFEIT", "G_ADVIES", "G_FIN", "G_GEZOND"])
        kind = "advies" if category == "G_ADVIES" else self.r.choice(["feit", "feit", "feit", "duiding"])
        self.part(kind, category, self.r.choice(homes), about=[person])
        others = [p for p in self.people if p != person]
        if others:
            about = self.r.choice([others, [*others, person], others[:1]])
            self.part("feit", "G_WOONFEIT", self.r.choice(homes), about=about)

    # A conflict of interest

    def conflict(self) -> None:
        """Somebody who could read of it declared one of its residents, or a home."""
        if not self.people:
            return
        team = [t["staff_id"] for t in self.k.world.of("member", matter_id=self.m["id"])]
        helped = [b["staff_id"] for b in self.k.world.tables["break_glass"] + self.k.world.tables["shift"]]
        judges = [a["staff_id"] for a in self.k.world.of("role_assignment", role="PO")]
        everyone = [w["id"] for w in self.k.world.tables["staff"]]
        person = self.r.choice(self.people)
        home = self.k.world.of("person", id=person)[0]["dwelling_id"]
        by_home = home is not None and self.k.odds(0.5)
        row: Row = {"declared_at": self.now - DAY, "ended_at": None}
        change = self.r.choice(["none", "none", "declared", "ended", "ended"])
        if change == "declared":
            row["declared_at"] = self.edge()
        elif change == "ended":
            row["ended_at"] = self.edge()
        self.k.add(
            "conflict", staff_id=self.r.choice([*team, *team, *helped, *judges, *everyone]),
            person_id=None if by_home else person, dwelling_id=home if by_home else None, **row,
        )  # fmt: skip
