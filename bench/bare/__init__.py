"""The two pages written bare: the same content, one template each, no rules and no footprint."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from wijkaanpak.access import codes

HERE = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
LABELS = {name: {i.code: i.name() for i in codes.items(name)} for name in codes.LISTS}
WRITABLE = ("G_WOONFEIT", "G_HUISH", "G_FIN", "G_ZORGINZET", "G_GEZOND", "G_JEUGD", "G_POLITIE", "G_VEILIG")


def csrf() -> str:
    """What every form carries."""
    return hmac.new(b"secret", b"csrf", "sha256").hexdigest()


def day(value: datetime | date) -> str:
    """A date in words."""
    local = value.astimezone(HERE) if isinstance(value, datetime) else value
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def moment(value: datetime) -> str:
    """A date in words, with its day of the week and its time."""
    local = value.astimezone(HERE)
    return f"{DAYS[local.weekday()]} {day(value)}, {local:%H.%M}"


BARE = Environment(autoescape=True, loader=FileSystemLoader(Path(__file__).parent), auto_reload=False)
BARE.globals.update(
    labels=LABELS, day=day, moment=moment, csrf=csrf, once=lambda: str(uuid4()), writable=WRITABLE,
    entries=(("/", "Vandaag"), ("/signalen", "Signalen"), ("/casussen", "Casussen")),
)  # fmt: skip
THE_LIST = BARE.get_template("list.html")
THE_DOSSIER = BARE.get_template("dossier.html")


def cells(parts: Iterable[Any], lines: Iterable[Any]) -> dict[tuple[Any, str], tuple[str, datetime | None]]:
    """Who sees what, read straight off the lines that hold now."""
    found: dict[tuple[Any, str], tuple[str, datetime | None]] = {}
    for part in parts:
        found[part.provider_id, part.category] = ("eigen", None)
    for line in lines:
        found.setdefault((line.provider_id, line.category), ("eigen", None))
        if line.holds:
            found[line.recipient_id, line.category] = ("ziet", line.valid_until)
    return found


def dossier(asked: dict[str, list[Any]]) -> str:
    """The page of a case, from the rows of its statements."""
    names = {row.id: row.name for row in asked["names"]}
    seen = cells(asked["parts"], asked["lines"])
    columns = sorted({category for _organisation, category in seen})
    people: dict[Any, list[str]] = {}
    for member in asked["team"]:
        people.setdefault(member.organisation_id, []).append(member.name)
    rows = sorted({o for o, _category in seen} | set(people), key=lambda o: names[o])
    full = {(o, c): seen.get((o, c), ("niet", None)) for o in rows for c in columns}
    notes: dict[Any, list[Any]] = {}
    for part in asked["parts"]:
        notes.setdefault(part.note_id, []).append(part)
    readers = {p.id: [names[o] for o in rows if full[o, p.category][0] != "niet"] for p in asked["parts"]}
    sees = {o: sum(full[o, c][0] == "ziet" for c in columns) for o in rows}
    sentence = " ".join(f"{names[o]} ziet {n} soorten gegevens." for o, n in sees.items() if n)
    return THE_DOSSIER.render(
        title="Casus", head=asked["head"][0], who=asked["who"][0], bells=asked["bells"][0][0],
        residents=asked["residents"], team=asked["team"], merged=asked["merged"], happened=asked["happened"],
        notes=notes.values(), readers=readers, rows=rows, columns=columns, cells=full, people=people,
        names=names, sentence=sentence,
    )  # fmt: skip
