"""Worlds made at random in the format of a world file: any of them must load."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import yaml

from wijkaanpak.access import codes

NOW = "2026-11-16T09:00:00+01:00"
CATEGORIES = sorted(codes.codes_of("gegevenscategorieen"))
KINDS = ["gemeente", "corporatie", "zorg", "welzijn", "politie", "bewoners", "burgemeester"]
ROLES = {
    "gemeente": ["WT", "TR", "CR", "SH", "AF", "PO", "FG", "AN", "FB"],
    "burgemeester": ["PO"],
    "corporatie": ["WB", "DD", "WC", "HI", "TL", "AF", "PO", "FG"],
    "zorg": ["ZP", "AF", "PO"],
    "welzijn": ["WW", "PO", "FG"],
    "politie": ["WA"],
    "bewoners": ["BC"],
}
DATES = ["2025-12-31", "2026-06-02", "2026-11-15", "2026-11-16", "2026-11-17", "2027-03-01",
         "2026-11-16T08:59:00+01:00", "2026-11-16T23:59:00+01:00"]  # fmt: skip


class Town:
    """One world of one seed, as plain data; `matters` is how many zaken it has."""

    def __init__(self, seed: int, matters: int) -> None:
        self.r = random.Random(seed)
        self.organisations = [self.organisation(i) for i in range(self.r.randint(3, 9))]
        self.districts = [self.district(i) for i in range(2)]
        quarters = [q["code"] for d in self.districts for q in d["buurten"]]
        self.complexes = [self.complex(i, quarters) for i in range(self.r.randint(2, 8))]
        self.people = [self.person(i) for i in range(self.r.randint(12, 40))]
        self.residents: list[dict[str, Any]] = []
        self.matters = [self.matter(i) for i in range(matters)]

    def plain(self) -> dict[str, Any]:
        """The whole file."""
        return {
            "scenario_nu": NOW, "organisaties": self.organisations, "wijken": self.districts,
            "complexen": self.complexes, "gebruikers": self.people,
            "convenanten": [self.covenant(i) for i in range(self.r.randint(1, 3))], "zaken": self.matters,
            "audit_scenario": [self.event() for _ in range(5)] if self.matters else [],
        }  # fmt: skip

    def some(self, items: list[Any], least: int = 0, most: int = 3) -> list[Any]:
        """A few of these, each once."""
        return self.r.sample(items, min(len(items), self.r.randint(least, most)))

    def code(self, name: str) -> str:
        """Any code of a list."""
        return self.r.choice(sorted(codes.codes_of(name)))

    def organisation(self, i: int) -> dict[str, Any]:
        kind = ["gemeente", "corporatie", "zorg"][i] if i < 3 else self.r.choice(KINDS)
        return {"id": f"O{i}", "naam": f"Organisatie {i}", "type": kind, "verantwoordelijke": f"Bestuur {i}"}

    def district(self, i: int) -> dict[str, Any]:
        quarters = [{"code": f"BU12340{i}0{q}", "naam": f"Buurt {i}{q}"} for q in range(2)]
        return {"code": f"WK12340{i}", "naam": f"Wijk {i}", "buurten": quarters}

    def complex(self, i: int, quarters: list[str]) -> dict[str, Any]:
        return {"id": f"C{i}", "naam": f"Complex {i}", "org": self.r.choice(self.organisations)["id"],
                "buurt": self.r.choice(quarters), "woningen": self.r.randint(0, 400)}  # fmt: skip

    def person(self, i: int) -> dict[str, Any]:
        employer = self.organisations[i % len(self.organisations)]
        areas = [c["id"] for c in self.complexes] + [
            "GM1234",
            "WK123400",
            "BU12340001",
            employer["id"],
            "platform",
        ]
        return {"id": f"U{i}", "naam": f"Mens {i}", "org": employer["id"], "scope": self.some(areas),
                "rollen": self.some(ROLES[employer["type"]], 0 if i > 20 else 1, 2)}  # fmt: skip

    def covenant(self, i: int) -> dict[str, Any]:
        parties = [o["id"] for o in self.some(self.organisations, 2, 9)]
        start, end = self.r.choice(
            [("2026-01-01", "2027-12-31"), ("2026-11-16", "2026-11-16"), ("2020-01-01", "2026-11-15")]
        )
        purposes = sorted(codes.codes_of("doelen"))
        grounds = [{"org": p, "doelen": self.some(purposes, 1, 7), "grond": self.code("grondslagen")}
                   for p in [*parties, parties[0]] if self.r.random() < 0.8]  # fmt: skip
        return {"id": f"V{i}", "titel": f"Convenant {i}", "partijen": parties, "start": start,
                "einde": end, "doelen": self.some(purposes, 1, 7), "ontvangstgrondslagen": grounds,
                "gegevenscategorieen": self.some(CATEGORIES, 1, 10)}  # fmt: skip

    def resident(self, matter: int, i: int) -> dict[str, Any]:
        if self.residents and self.r.random() < 0.15:
            return self.r.choice(self.residents)
        made = {"id": f"P{matter}-{i}", "naam": f"Bewoner {matter}.{i}",
                "geboren": self.r.choice([None, "1950-02-28", "2012-02-29"]),
                "eenheid": self.r.choice([None, f"{self.r.randint(0, 500):016d}"])}  # fmt: skip
        self.residents.append(made)
        return made

    def period(self) -> tuple[str, str]:
        first, last = sorted(self.r.sample([d for d in DATES if "T" not in d], 2))
        return first, last

    def ground(self, matter: int, i: int, residents: list[str]) -> dict[str, Any]:
        provider, *others = [o["id"] for o in self.some(self.organisations, 2, 4)]
        since, until = self.period()
        person = {"betrokkene": self.r.choice(residents)} if residents and self.r.random() < 0.4 else {}
        return {"id": f"G{matter}-{i}", "verstrekker": provider, "ontvangers": others,
                "grond": self.code("grondslagen"), "categorieen": self.some(CATEGORIES, 1, 4),
                "status": self.code("grondslagstatussen"), "van": since, "tot": until, **person}  # fmt: skip

    def consent(self) -> dict[str, Any]:
        said = {"resultaat": self.code("toestemmingsresultaten"), "op": self.r.choice(DATES),
                "ontvanger": [o["id"] for o in self.some(self.organisations, 1, 2)],
                "categorie": self.some(CATEGORIES, 1, 3)}  # fmt: skip
        return said | ({"ingetrokken_op": self.r.choice(DATES)} if self.r.random() < 0.3 else {})

    def matter(self, i: int) -> dict[str, Any]:
        persons = {p["id"]: p for p in (self.resident(i, n) for n in range(self.r.randint(0, 3)))}
        people = [p["id"] for p in self.people]
        author = self.r.choice([*people, None])
        facts = [{"tekst": f"Feit {i}.{n}.", "over": self.some(list(persons), 0, 2),
                  "door": self.r.choice([None, *people]),
                  "categorie": self.r.choice([None, *CATEGORIES])}
                 for n in range(self.r.randint(0, 2))]  # fmt: skip
        status = self.code(self.r.choice(["signaalstatussen", "casusstatussen"]))
        return {
            "id": f"Z{i}", "titel": f"Zaak {i}", "team": self.some(people, 0, 6),
            "categorie": self.code("signaalcategorieen"),
            "complex": self.r.choice(self.complexes)["id"], "melder_rol": self.code("rollen"), "door": author,
            "urgentie": self.code("urgenties"), "status": status, "besproken": self.code("besproken"),
            "betrokkenen": list(persons.values()), "feit": f"Wat er is gezien in zaak {i}.", "feiten": facts,
            "duiding": self.r.choice(["", f"Duiding van zaak {i}."]), "handelingsadvies": f"Advies {i}.",
            "toestemming": self.consent() if persons and self.r.random() < 0.4 else None,
            "grondslagen": [self.ground(i, n, list(persons)) for n in range(self.r.randint(0, 3))],
            "afgewezen_als": self.r.choice([None, "signaal", "casus"]),
            "resultaat": self.r.choice([None, "OPGELOST"]),
            "afgesloten_op": self.r.choice([None, "2026-11-01"]),
        }  # fmt: skip

    def event(self) -> dict[str, Any]:
        hour, user = self.r.choice([d for d in DATES if "T" in d]), self.r.choice(self.people)
        return {"op": hour, "user": user["id"], "reden": self.code("redencodes"),
                "event": self.code("gebeurtenissen"), "zaak": self.r.choice(self.matters)["id"],
                "uitkomst": self.r.choice(["GESLAAGD", "GEWEIGERD"])}  # fmt: skip


def written(path: Path, world: dict[str, Any]) -> Path:
    """The file of this world."""
    path.write_text(yaml.safe_dump(world, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
