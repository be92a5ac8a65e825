"""A town of one matter, to which a test adds what it is about, and how to look at what was read."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from wijkaanpak.demo.world import Consent, Matter, World, read_world

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WRITTEN_FOR = date(2026, 11, 16)

TOWN = """
organisaties:
  - {id: GEM, naam: Gemeente, type: gemeente, verantwoordelijke: College}
  - {id: COR, naam: Corporatie, type: corporatie, verantwoordelijke: Stichting}
  - {id: ZOR, naam: Zorg, type: zorg, verantwoordelijke: Stichting Zorg}
wijken: [{code: WK000101, naam: Wijk, buurten: [{code: BU00010101, naam: Buurt}]}]
complexen: [{id: C, naam: Flat, org: COR, buurt: BU00010101, woningen: 10}]
gebruikers:
  - {id: WB, naam: Wil, org: COR, rollen: [WB], scope: [C]}
  - {id: CR, naam: Cas, org: GEM, rollen: [TR, CR], scope: [GM0001]}
  - {id: CR2, naam: Cor, org: GEM, rollen: [CR], scope: [platform, GEM, WK000101, BU00010101]}
  - {id: ZP, naam: Zoë, org: ZOR, rollen: [ZP]}
zaken:
  - id: Z
    titel: Proef
    complex: C
    melder_rol: WB
    urgentie: REGULIER
    besproken: ja
"""
USUAL = (
    "door: WB, categorie: STANK, status: INGEDIEND, betrokkenen: [{id: P1, naam: Een}, {id: P2, naam: Twee}]"
)


def matter(tmp_path: Path, more: str, usual: str = USUAL) -> Matter:
    """The one matter of a small town, with more keys in YAML's flow style."""
    told = yaml.safe_load(TOWN)
    told["zaken"][0] |= yaml.safe_load(f"{{{usual}}}") | yaml.safe_load(f"{{{more}}}")
    path = tmp_path / "town.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return read_world(path, WRITTEN_FOR).matters[0]


def by_id(world: World, name: str) -> Matter:
    return next(found for found in world.matters if found.id == name)


def parts(told: Matter) -> list[tuple[str, str | None]]:
    return [(part.kind, part.category) for part in told.parts]


def keys(rows: tuple[Consent, ...]) -> set[tuple[str, str, str, str]]:
    return {(row.person, row.provider, row.recipient, row.category) for row in rows}
