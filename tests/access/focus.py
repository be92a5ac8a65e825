"""What only just may be read: one part carried to a colleague from elsewhere, then changed by a hair."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from wijkaanpak.access import roles

if TYPE_CHECKING:
    from tests.access.town import Row
    from tests.access.worlds import Maker

TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
EDGES = (-TICK, timedelta(0), TICK)
CATEGORIES = ["G_NAW", "G_WOONFEIT", "G_ADVIES", "G_FIN", "G_GEZOND"]
STATES = ["CONCEPT", "TER_BEOORDELING", "VERLOPEN", "INGETROKKEN", "BEZWAAR", "VERVALLEN"]


def build(maker: Maker, m: Row) -> None:
    """Carry one part of this matter to one member of its team, then change something."""
    Focus(maker, m).build()


class Focus:
    """One part that a colleague from elsewhere may just read, and then one thing about it changed."""

    def __init__(self, maker: Maker, m: Row) -> None:
        self.k, self.r, self.m = maker, maker.r, m
        self.now = maker.now
        self.lines: list[Row] = []
        self.words: list[Row] = []

    def build(self) -> None:
        world = self.k.world
        parts = [
            p
            for p in world.of("part", matter_id=self.m["id"])
            if p["category"] and p["kind"] in ("feit", "advies")
        ]
        if not parts:
            return
        self.part = self.r.choice(parts)
        partner = self.partner()
        if partner is None:
            return
        self.member = partner
        for signal in world.of("signal", matter_id=self.m["id"]):
            signal["shared"] = signal["shared"] or self.k.odds(0.8)
        self.carry()
        changes: list[Callable[[], None]] = [
            self.line_ends,
            self.line_ends,
            self.line_begins,
            self.other_status,
            self.other_category,
            self.word_changes,
            self.word_changes,
            self.word_changes,
            self.place_ends,
            self.place_begins,
            self.resident_left_out,
            self.role_ends,
            self.agreement_changes,
            lambda: None,
        ]
        for _ in range(self.r.choice([1, 1, 1, 2])):
            self.r.choice(changes)()

    def partner(self) -> Row | None:
        """A colleague from elsewhere in the team; mostly one whose role opens this class to a team."""
        world, source = self.k.world, self.part["provider_id"]
        others = [w for w in world.tables["staff"] if w["organisation_id"] != source]
        working = [w for w in others if self.works(w)]
        chosen = self.r.choice(working if working and self.k.odds(0.9) else others or [None])
        if chosen is None:
            return None
        there = world.of("member", matter_id=self.m["id"], staff_id=chosen["id"])
        who = {"staff_id": chosen["id"], "organisation_id": chosen["organisation_id"]}
        since = self.now - 9 * DAY
        return (
            there[0]
            if there
            else self.k.add("member", matter_id=self.m["id"], **who, since=since, until=None)
        )

    def works(self, worker: Row) -> bool:
        """Whether some role of theirs opens cases to a team, and this class from elsewhere."""
        homes = self.k.world.of("organisation", id=worker["organisation_id"])
        return any(
            roles.cell("casus.lezen", held["role"]) == "T"
            and self.part["data_class"] in roles.foreign_classes(held["role"], homes[0]["kind"])
            for held in self.k.world.of("role_assignment", staff_id=worker["id"])
        )

    def carry(self) -> None:
        """A live line for everyone it is about, directly or through who leads."""
        people = [s["person_id"] for s in self.k.subjects(self.m)]
        source, target = self.part["provider_id"], self.member["organisation_id"]
        cases = self.k.world.of("case_file", matter_id=self.m["id"])
        lead = cases[0]["lead_organisation_id"] if cases else None
        chained = lead not in (None, source, target) and self.k.odds(0.6)
        for giver, taker in [(source, lead), (lead, target)] if chained else [(source, target)]:
            self.link(giver, taker, people)
        if chained and lead and self.k.odds(0.3):
            self.part_ways(source, target)
        if chained and self.k.odds(0.4):  # the direct road is there too, and it may be closed
            held, self.lines = self.lines, []
            self.link(source, target, people)
            self.r.choice([self.line_ends, self.other_status])()
            self.lines = held

    def link(self, giver: UUID, taker: UUID, people: list[UUID]) -> None:
        basis = self.r.choice(["A6_1A", "A6_1A", "A6_1E"])
        span = (self.k.began(), self.k.ends())
        for person in people if people and self.k.odds(0.5) else [None]:
            made = self.k.ground(
                self.m, giver, taker, [self.part["category"], "G_NAW"], person, basis, "ACTIEF", span
            )
            self.lines += made
            if basis == "A6_1A":
                for line in made:
                    for one in people if person is None else [person]:
                        said, until = self.k.began(), self.k.ends(open_end=True)
                        self.words.append(self.k.word(self.m, line, one, "GEGEVEN", said, until))

    def part_ways(self, source: UUID, target: UUID) -> None:
        """Provider and reader have a covenant of their own, so that lead and reader have none together."""
        for covenant in self.k.world.tables["covenant"]:
            if target in covenant["parties"] and covenant["parties"] != [source, target]:
                covenant["parties"] = [party for party in covenant["parties"] if party != target]
        purposes = [self.m["purpose"]]
        self.k.covenant([source, target], purposes, sorted({self.part["category"], "G_NAW"}), 1.0)

    def line_ends(self) -> None:
        line = self.r.choice(self.lines)
        line["valid_until"] = self.now + self.r.choice(EDGES)
        line["valid_from"] = self.now - 9 * DAY

    def line_begins(self) -> None:
        line = self.r.choice(self.lines)
        line["valid_from"] = self.now + self.r.choice(EDGES)

    def other_status(self) -> None:
        line = self.r.choice(self.lines)
        status = self.r.choice(STATES)
        for ground in self.k.world.of("ground", id=line["ground_id"]):
            ground["status"] = status
        for same in self.k.world.of("ground_line", ground_id=line["ground_id"]):
            same["status"] = status

    def other_category(self) -> None:
        self.r.choice(self.lines)["category"] = self.r.choice(CATEGORIES)

    def word_changes(self) -> None:
        """Withdrawn at this very moment, run out by a hair, or given anew."""
        if not self.words:
            return
        word = self.r.choice(self.words)
        word["said_at"] = word["recorded_at"] = self.now - 30 * DAY
        change = self.r.choice(["withdrawn", "runs out", "runs out", "renewed", "not yet said"])
        if change == "runs out":
            word["valid_until"] = self.now + self.r.choice([*EDGES, timedelta(0)])
        elif change == "not yet said":
            word["said_at"] = word["recorded_at"] = self.now + self.r.choice(EDGES)
        else:
            line = {key: word[key] for key in ("provider_id", "recipient_id", "category")}
            at = self.now + self.r.choice([*EDGES, -DAY])
            self.k.word(
                self.m, line, word["person_id"], self.r.choice(["GEWEIGERD", "INGETROKKEN"]), at, None
            )
            if change == "renewed":
                self.k.word(
                    self.m, line, word["person_id"], "GEGEVEN", at + self.r.choice([TICK, -TICK]), None
                )

    def place_ends(self) -> None:
        self.member["since"], self.member["until"] = self.now - 9 * DAY, self.now + self.r.choice(EDGES)

    def place_begins(self) -> None:
        self.member["since"], self.member["until"] = self.now + self.r.choice(EDGES), None

    def resident_left_out(self) -> None:
        """The ground is for one resident only, and the part may be about more."""
        people = [s["person_id"] for s in self.k.subjects(self.m)]
        if people:
            self.r.choice(self.lines)["person_id"] = self.r.choice(people)

    def role_ends(self) -> None:
        held = self.k.world.of("role_assignment", staff_id=self.member["staff_id"])
        if held:
            ending = self.r.choice(held)
            ending["valid_until"] = self.now + self.r.choice(EDGES)
            if self.k.odds(0.3):  # or nobody looked at it anew in time (R62)
                ending["valid_until"] = self.now + timedelta(days=9)
                ending["reviewed_at"] = self.now - timedelta(days=395) + self.r.choice(EDGES)

    def agreement_changes(self) -> None:
        """The covenant ends or begins, or is without this purpose, category, party or ground to receive."""
        covenant = self.r.choice(self.k.world.tables["covenant"])
        change = self.r.choice(["ends", "begins", "category", "purpose", "party", "receiving"])
        if change == "ends":
            covenant["valid_from"], covenant["valid_until"] = (
                self.now - 9 * DAY,
                self.now + self.r.choice(EDGES),
            )
        elif change == "begins":
            covenant["valid_from"] = self.now + self.r.choice(EDGES)
        elif change == "category":
            covenant["categories"] = [c for c in covenant["categories"] if c != self.part["category"]]
        elif change == "purpose":
            covenant["purposes"] = [p for p in covenant["purposes"] if p != self.m["purpose"]]
        elif change == "party":
            covenant["parties"] = [p for p in covenant["parties"] if p != self.member["organisation_id"]]
        else:
            held = self.k.world.of("receiving_ground", organisation_id=self.member["organisation_id"])
            for row in self.r.sample(held, min(1, len(held))):
                self.k.world.tables["receiving_ground"].remove(row)
