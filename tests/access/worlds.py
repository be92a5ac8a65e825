"""Random worlds round the edges of what may be read: all that the policy asks, just in force or just not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tests.access import edges, focus
from tests.access.town import CATEGORIES, DAY, PURPOSES, TICK, Row, Town, World
from wijkaanpak.access import codes

FACTS = ["G_WOONFEIT"] * 4 + ["G_FIN", "G_GEZOND", "G_HUISH", "G_POLITIE", "G_JEUGD", None]
SIGNAL_STATES = [
    "INGEDIEND",
    "IN_TRIAGE",
    "IN_TRIAGE",
    "IN_TRIAGE",
    "TERUG_NAAR_MELDER",
    "AFGEWEZEN",
    "SAMENGEVOEGD",
]
OPEN_STATES = ["AANGEMELD", "GRONDSLAGTOETS", "CASUSOVERLEG", "PLAN", "REGIE", "OPGESCHAALD", "HEROPEND"]
ENDED_STATES = ["AFGESLOTEN", "AFGEWEZEN", "GEARCHIVEERD", "GEANNULEERD", "OPGESCHORT"]
GROUND_STATES = ["CONCEPT", "TER_BEOORDELING", "VERLOPEN", "INGETROKKEN", "BEZWAAR", "VERVALLEN"]
RESULTS = ["GEWEIGERD", "INGETROKKEN", "NIET_GEVRAAGD", "VERLOPEN", "ONGELDIG"]


class Maker(Town):
    """Makes one world from one seed."""

    def make(self) -> World:
        big = self.odds(0.05)
        self.people(
            organisations=9 if big else self.r.randint(4, 6), staff=30 if big else self.r.randint(8, 11)
        )
        self.places()
        self.deputies()
        self.agreements()
        for _ in range(8 if big else self.r.randint(3, 4)):
            self.matter()
        return self.world

    def matter(self) -> None:
        provider = self.r.choice(self.world.tables["organisation"][:4])["id"]
        authors = self.world.of("staff", organisation_id=provider) or self.world.tables["staff"]
        purpose = self.r.choice(PURPOSES)
        residents = 0 if self.odds(0.6) and purpose == "P_OBJECT" else self.r.choice([0, 1, 1, 2, 2, 3])
        kind = self.r.choice(["GELUIDSOVERLAST"] * 4 + ["OMGEVINGSOVERLAST", "HUISELIJK_GEWELD", "JEUGD"])
        place = self.r.choice(self.world.tables["complex"])
        bare = purpose == "P_OBJECT" and (not residents or self.odds(0.2))
        secret = kind == "HUISELIJK_GEWELD" and self.odds(0.5)
        m = self.add(
            "matter",
            provider_id=provider,
            complex_id=place["id"],
            purpose=purpose,
            category=kind,
            urgency="REGULIER",
            secret=secret,
            bare=bare,
            opened_at=self.now - 300 * DAY,
            changed_at=self.now - 200 * DAY,
        )
        author = self.r.choice(authors if self.odds(0.9) else self.world.tables["staff"])
        case = self.odds(0.55)
        if not case or self.odds(0.8):
            self.signal(m, author, case)
        self.team(m, author)
        if case:
            self.case(m)
        self.residents(m, residents)
        self.parts(m)
        for _ in range(self.r.randint(0, 3)):
            self.ground_at_random(m)
        for _ in range(3):
            focus.build(self, m)
        edges.build(self, m)

    def signal(self, m: Row, author: Row, case: bool) -> None:
        status = "OMGEZET_NAAR_CASUS" if case else self.r.choice(SIGNAL_STATES)
        self.add(
            "signal",
            matter_id=m["id"],
            organisation_id=m["provider_id"],
            author_id=author["id"],
            reporter_role="WB",
            status=status,
            shared=status == "IN_TRIAGE" or self.odds(0.5),
            discussed="ja",
            rounds=0,
            taken_over=False,
            reported_at=self.now - 100 * DAY,
        )

    def team(self, m: Row, author: Row) -> None:
        staff = self.world.tables["staff"]
        for worker in {w["id"]: w for w in [author, *self.r.sample(staff, self.r.randint(3, 6))]}.values():
            for _ in range(2 if self.odds(0.08) else 1):
                since, until = self.span(0.85, open_end=True)
                home = worker["organisation_id"]
                self.add(
                    "member",
                    matter_id=m["id"],
                    staff_id=worker["id"],
                    organisation_id=home,
                    since=since,
                    until=until,
                )

    def case(self, m: Row) -> None:
        lead = self.r.choice(self.world.of("member", matter_id=m["id"])) if self.odds(0.8) else None
        organisation = lead["organisation_id"] if lead else None
        if lead and self.odds(0.15):
            organisation = self.r.choice(self.world.tables["organisation"])["id"]
        status = self.r.choice(OPEN_STATES if self.odds(0.8) else ENDED_STATES)
        self.add(
            "case_file",
            matter_id=m["id"],
            number=f"WA-{self.r.getrandbits(60):x}",
            status=status,
            status_since=self.now,
            controller_id=m["provider_id"],
            lead_id=lead and lead["staff_id"],
            lead_organisation_id=organisation,
            opened_at=self.now - 50 * DAY,
            taken_over=False,
        )

    def residents(self, m: Row, number: int) -> None:
        homes = [m["provider_id"]] * 3 + [o["id"] for o in self.world.tables["organisation"][:3]]
        for ordinal in range(1, number + 1):
            home = self.r.choice(homes)
            doors = self.world.of("dwelling", complex_id=m["complex_id"])
            person = self.add(
                "person",
                organisation_id=home,
                dwelling_id=self.r.choice(doors)["id"] if doors and self.odds(0.6) else None,
                name=f"Resident {ordinal}",
                recorded_at=self.now - 90 * DAY,
            )
            late = "late_subject" if self.odds(0.15) else "subject"
            self.add(
                late,
                matter_id=m["id"],
                person_id=person["id"],
                provider_id=home,
                ordinal=ordinal,
                added_at=self.now - DAY,
            )

    def subjects(self, m: Row) -> list[Row]:
        return self.world.of("subject", matter_id=m["id"]) + self.world.of("late_subject", matter_id=m["id"])

    def parts(self, m: Row) -> None:
        organisations = [o["id"] for o in self.world.tables["organisation"]]
        people = [s["person_id"] for s in self.subjects(m)]
        for _ in range(self.r.randint(3, 6)):
            kind = self.r.choice(["feit"] * 5 + ["advies"] * 3 + ["duiding", "titel"])
            category = {"advies": "G_ADVIES", "titel": None}.get(kind, self.r.choice(FACTS))
            if m["category"] == "OMGEVINGSOVERLAST" and kind == "feit" and self.odds(0.7):
                category = None
            if (m["secret"] or self.odds(0.03)) and kind == "feit" and self.odds(0.5):
                category = "G_VEILIG"
            whole = self.odds(0.7)
            self.add(
                "part",
                matter_id=m["id"],
                note_id=self.id(),
                kind=kind,
                category=category,
                data_class=codes.category(category).data_class if category else "K1",
                provider_id=m["provider_id"] if self.odds(0.6) else self.r.choice(organisations),
                text="seen",
                about=[] if whole else self.some(people),
                whole=whole,
                purpose=m["purpose"],
                taken_over=False,
                written_at=self.now - self.r.randint(0, 40) * DAY,
            )

    def ground(
        self,
        m: Row,
        provider: UUID,
        recipient: UUID,
        categories: list[str],
        person: UUID | None,
        basis: str,
        status: str,
        span: tuple[datetime, datetime | None],
    ) -> list[Row]:
        """A ground with its lines, one a category; returns the lines."""
        same: Row = {
            "matter_id": m["id"],
            "person_id": person,
            "provider_id": provider,
            "basis": basis,
            "status": status,
            "valid_from": span[0],
            "valid_until": span[1],
        }
        made = self.add(
            "ground",
            version=1,
            recipients=[recipient],
            purpose=m["purpose"],
            activity="VA-003/v1",
            categories=categories,
            informed="GEINFORMEERD",
            decided_at=self.now - 2 * DAY,
            second_by=self.r.choice(self.world.tables["staff"])["id"] if self.odds(0.3) else None,
            taken_over=False,
            **same,
        )
        return [
            self.add("ground_line", ground_id=made["id"], recipient_id=recipient, category=category, **same)
            for category in categories
        ]

    def ground_at_random(self, m: Row) -> None:
        organisations = [o["id"] for o in self.world.tables["organisation"]]
        people = [s["person_id"] for s in self.subjects(m)]
        provider, recipient = self.r.sample(organisations, 2)
        person = self.r.choice([None, *people])
        status = "ACTIEF" if self.odds(0.6) else self.r.choice(GROUND_STATES)
        basis = self.r.choice(["A6_1A", "A6_1E", "A6_1F"])
        lines = self.ground(
            m, provider, recipient, self.some(CATEGORIES, 1), person, basis, status, self.span(0.6)
        )
        if basis == "A6_1A":
            for line in lines:
                self.words(m, line, people)

    def words(self, m: Row, line: Row, people: list[UUID], last_is_yes: float = 0.6) -> None:
        """What each resident said on the key of this line: none, or a history whose last word counts."""
        for person in people:
            moments = sorted(self.r.sample(range(1, 100), self.r.randint(0, 3)), reverse=True)
            for place, days in enumerate(moments):
                last = place == len(moments) - 1
                yes = self.odds(last_is_yes if last else 0.5)
                said = self.now if last and self.odds(0.2) else self.now - days * DAY
                self.word(
                    m,
                    line,
                    person,
                    "GEGEVEN" if yes else self.r.choice(RESULTS),
                    said,
                    self.ends(open_end=True),
                )
            if self.odds(0.1):  # said after now: as yet unheard
                self.word(m, line, person, self.r.choice(["GEGEVEN", "INGETROKKEN"]), self.now + TICK, None)

    def word(
        self, m: Row, line: Row, person: UUID, result: str, said: datetime, until: datetime | None
    ) -> Row:
        return self.add(
            "consent",
            matter_id=m["id"],
            person_id=person,
            purpose=m["purpose"],
            provider_id=line["provider_id"],
            recipient_id=line["recipient_id"],
            category=line["category"],
            result=result,
            said_at=said,
            valid_until=until,
            explicit=False,
            interpreter=False,
            free_no_effect=True,
            free_alternative=True,
            free_no_pressure=True,
            free_understood=True,
            free_not_decider=True,
            recorded_at=said,
            taken_over=False,
        )


def make(seed: int, now: datetime) -> World:
    """One world; `now` is the moment that it is looked at."""
    return Maker(seed, now).make()
