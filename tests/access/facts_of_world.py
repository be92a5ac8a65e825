"""What the database would tell the policy of a random world, worked out from its rows without a database."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from math import inf
from typing import Any
from uuid import UUID

from tests.access.town import Row, World
from wijkaanpak.access.actor import Actor, InvitedTo, RoleHeld, ShiftHeld
from wijkaanpak.access.facts import (
    ConsentLine,
    CovenantFacts,
    Emergency,
    GroundLine,
    Invited,
    MatterFacts,
    Membership,
    PartFacts,
)

NAME = {"kind": "naam", "category": "G_NAW", "data_class": "K2", "whole": False, "night_until": None}
UNSAID: dict[str, Row] = {
    "matter": {"blocked_at": None},
    "part": {"night_until": None},
    "person": {"dwelling_id": None},
    "shift": {"accepted_at": None, "handed_over_at": None},
    "conflict": {"person_id": None, "dwelling_id": None, "ended_at": None},
    "break_glass": {"ended_at": None},
    "role_assignment": {"reviewed_at": None},
}


class Kept:
    """A world as it lies in the database: what the house fills in when rows come in is filled in."""

    def __init__(self, world: World) -> None:
        self.now: datetime = world.now
        self.tables: dict[str, list[Row]] = {name: list(rows) for name, rows in world.tables.items()}
        self.tables["subject"] = [*world.tables["subject"], *self.tables.pop("late_subject", [])]
        for name, columns in UNSAID.items():
            self.tables[name] = [columns | row for row in self.tables.get(name, [])]
        bare = {m["id"] for m in world.tables["matter"] if m["bare"]}
        bare -= {s["matter_id"] for s in world.tables["subject"]}
        people = defaultdict(list)
        for subject in self.tables["subject"]:
            people[subject["matter_id"]].append(subject["person_id"])
        self.tables["part"] = [self._part(p, bare, people) for p in self.tables["part"]]
        secret = {p["matter_id"] for p in self.tables["part"] if p["data_class"] == "K7"}
        self.tables["matter"] = [
            {**m, "bare": m["bare"] and not people[m["id"]], "secret": m["secret"] or m["id"] in secret}
            for m in self.tables["matter"]
        ]
        self._near: dict[tuple[str, UUID | None], list[Row]] = defaultdict(list)
        for table, rows in self.tables.items():
            for row in rows:
                self._near[table, row.get("matter_id")].append(row)

    @staticmethod
    def _part(part: Row, bare: set[UUID], people: dict[UUID, list[UUID]]) -> Row:
        """A part on a place is K1 without a category; one about everybody is about who there is."""
        plain = {"category": None, "data_class": "K1"} if part["matter_id"] in bare else {}
        about = people[part["matter_id"]] if part["whole"] else part["about"]
        return {**part, **plain, "about": about}

    def of(self, table: str, matter: UUID) -> list[Row]:
        """The rows of a table that belong to one matter."""
        return self._near[table, matter]

    def readable_things(self, matter: UUID) -> list[Row]:
        """Parts, and names in the shape of parts."""
        names = [{**NAME, **s, "about": [s["person_id"]]} for s in self.of("subject", matter)]
        return self.of("part", matter) + names

    def actors(self) -> dict[UUID, Actor]:
        """Everyone whom the database lets in, with the roles that they hold now."""
        homes = {home["id"]: home for home in self.tables["organisation"]}
        return {
            worker["id"]: self._actor(worker, homes[worker["organisation_id"]])
            for worker in self.tables["staff"]
            if not worker["suspended_at"] and not homes[worker["organisation_id"]]["suspended_at"]
        }

    def _actor(self, worker: Row, home: Row) -> Actor:
        held = [
            r
            for r in self.tables["role_assignment"]
            if r["staff_id"] == worker["id"]
            and r["valid_from"] <= self.now < min(r["valid_until"], _unseen(r))
            and not r["ended_at"]
        ]
        held.sort(key=lambda r: (r["valid_from"], r["role"]))
        return Actor(
            id=worker["id"],
            name=worker["name"],
            organisation_id=home["id"],
            organisation_name=home["name"],
            organisation_kind=home["kind"],
            roles=tuple(RoleHeld(r["role"], frozenset(map(str, r["areas"]))) for r in held),
            assured=worker["factors"] >= 2,
            shifts=tuple(self._duty(worker["id"])),
            invitations=tuple(self._invited(worker["id"])),
        )

    def _duty(self, staff: UUID) -> list[ShiftHeld]:
        """What of duty still holds or will, and the last that is over at each complex."""
        held = [
            ShiftHeld(
                s["complex_id"],
                max(s["starts_at"], s["accepted_at"]),
                _earlier(s["handed_over_at"], s["ends_at"]),
            )
            for s in self.tables["shift"]
            if s["staff_id"] == staff and s["accepted_at"]
        ]
        over = {s.complex_id: s for s in sorted(held, key=lambda s: s.until) if s.until <= self.now}
        return [s for s in held if s.until > self.now] + list(over.values())

    def _invited(self, staff: UUID) -> list[InvitedTo]:
        """The items that are open now."""
        spans = [(i["matter_id"], *self._open(i)) for i in self._invitations() if i["staff_id"] == staff]
        return [
            InvitedTo(matter, since, until) for matter, since, until in spans if since <= self.now < until
        ]

    def _invitations(self) -> list[Row]:
        return self.tables.get("invitation", [])

    def _open(self, invitation: Row) -> tuple[datetime, datetime]:
        item = next(i for i in self.tables["agenda_item"] if i["id"] == invitation["item_id"])
        return item["opens_at"], item["closes_at"]

    def facts(self) -> dict[UUID, MatterFacts]:
        """What the policy is told of every matter."""
        return {m["id"]: self._facts(m) for m in self.tables["matter"]}

    def _facts(self, m: Row) -> MatterFacts:
        signal: Row = next(iter(self.of("signal", m["id"])), {})
        case: Row = next(iter(self.of("case_file", m["id"])), {})
        place = next(c for c in self.tables["complex"] if c["id"] == m["complex_id"])
        parts = tuple(dict.fromkeys(part_facts(p) for p in self.readable_things(m["id"])))
        return MatterFacts(
            id=m["id"],
            stage="case" if case else "signal",
            status=(case or signal)["status"],
            purpose=m["purpose"],
            provider=m["provider_id"],
            category=m["category"],
            urgency=m["urgency"],
            secret=m["secret"],
            bare=m["bare"],
            complex_id=m["complex_id"],
            areas=frozenset(place["areas"]),
            author=signal.get("author_id"),
            lead=case.get("lead_id"),
            lead_organisation=case.get("lead_organisation_id"),
            shared=signal.get("shared", True),
            blocked=m["blocked_at"] is not None or case.get("status") == "OPGESCHORT",
            kept_from=frozenset(self._kept_from(m)),
            agenda=tuple(Invited(i["staff_id"], *self._open(i)) for i in self.of("invitation", m["id"])),
            emergencies=tuple(self._emergencies(m)),
            team=tuple(self._team(m)),
            parts=parts,
            lines=tuple(self._lines(m)),
            consents=tuple(self._words(m)),
            covenants=tuple(self._covenants({m["provider_id"], case.get("lead_organisation_id")}, parts)),
        )

    def _kept_from(self, m: Row) -> list[UUID]:
        people = [s["person_id"] for s in self.of("subject", m["id"])]
        homes = {p["dwelling_id"] for p in self.tables["person"] if p["id"] in people} - {None}
        return [
            c["staff_id"]
            for c in self.tables["conflict"]
            if (c["person_id"] in people or c["dwelling_id"] in homes)
            and c["declared_at"] <= self.now
            and (c["ended_at"] is None or c["ended_at"] > self.now)
        ]

    def _emergencies(self, m: Row) -> list[Emergency]:
        added = {s["person_id"]: s["added_at"] for s in self.of("subject", m["id"])}
        found = [
            Emergency(b["staff_id"], b["person_id"], b["since"], _earlier(b["ended_at"], b["until"]))
            for b in self.tables["break_glass"]
            if b["person_id"] in added
        ]
        return [one for one in found if one.until > added[one.person]]

    def _team(self, m: Row) -> list[Membership]:
        places = sorted(self.of("member", m["id"]), key=lambda p: (p["since"], p["id"]))
        return [Membership(p["staff_id"], p["organisation_id"], p["since"], p["until"]) for p in places]

    def _lines(self, m: Row) -> list[GroundLine]:
        lines = sorted(self.of("ground_line", m["id"]), key=lambda g: g["id"])
        lines.sort(key=lambda g: g["valid_until"], reverse=True)
        return [
            GroundLine(
                g["ground_id"],
                g["person_id"],
                g["provider_id"],
                g["recipient_id"],
                g["category"],
                g["basis"],
                g["status"],
                g["valid_from"],
                g["valid_until"],
            )
            for g in lines
        ]

    def _words(self, m: Row) -> list[ConsentLine]:
        """The last word on each key that was said by now."""
        last: dict[tuple[Any, ...], Row] = {}
        said = [w for w in self.of("consent", m["id"]) if w["said_at"] <= self.now]
        for word in sorted(
            said,
            key=lambda w: (
                w["said_at"],
                w["recorded_at"],
                w["result"] != "GEGEVEN",
                -(w["valid_until"].timestamp() if w["valid_until"] else inf),
                -w["id"].int,
            ),
        ):
            last[word["person_id"], word["provider_id"], word["recipient_id"], word["category"]] = word
        return [ConsentLine(*key, w["result"], w["said_at"], w["valid_until"]) for key, w in last.items()]

    def _covenants(self, near: set[UUID | None], parts: tuple[PartFacts, ...]) -> list[CovenantFacts]:
        near = near | {part.provider for part in parts}
        return [
            CovenantFacts(
                c["id"],
                frozenset(c["parties"]),
                frozenset(c["purposes"]),
                frozenset(c["categories"]),
                c["valid_from"],
                c["valid_until"],
                frozenset(
                    (r["organisation_id"], r["purpose"])
                    for r in self.tables["receiving_ground"]
                    if r["covenant_id"] == c["id"]
                ),
            )
            for c in self.tables["covenant"]
            if c["signed"] and near & set(c["parties"])
        ]


def part_facts(part: Row) -> PartFacts:
    """What the policy is told of a part or a name."""
    about = frozenset(part["about"])
    whose, night = part["provider_id"], part["night_until"]
    return PartFacts(part["kind"], part["category"], part["data_class"], whose, about, night)


def _unseen(role: Row) -> datetime:
    """When a role that nobody looks at anew is suspended (R62)."""
    looked: datetime = role["reviewed_at"] or role["valid_from"]
    return looked + timedelta(days=121 if role["role"] in ("FB", "FG", "PO", "AF") else 395)


def _earlier(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else min(one, other)
