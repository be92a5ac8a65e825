"""A round of notices over a house, and what each colleague was told."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from tests.cast import House, Someone
from wijkaanpak.journal.notary import Notary
from wijkaanpak.notices.post import Server
from wijkaanpak.notices.rounds import Rounds

NOTE = {"feit": "De gang was vandaag vrij tot aan de keuken.", "category": "G_WOONFEIT"}
SENTENCE = re.compile(r"<h3>(.*?)</h3>")


def tell(house: House) -> int:
    """Number what was done, and tell of it; returns how many notices that came to."""
    Notary(house.database.notary).follow_once()
    rounds = Rounds(house.database)
    try:
        return rounds.deliver()
    finally:
        rounds.end()


def mail(house: House, server: Server) -> int:
    """Hand over the mails that are due; returns how many the server took."""
    rounds = Rounds(house.database)
    try:
        return rounds.mail(server)
    finally:
        rounds.end()


def told(house: House) -> dict[str, list[str]]:
    """The kinds of notice that everybody has, in order, by who has any."""
    names = {ident: name for name, ident in house.staff.items()}
    found: dict[str, list[str]] = {}
    for row in notices(house):
        found.setdefault(names[row.staff_id], []).append(row.kind)
    return found


def notices(house: House, who: str | None = None) -> list[Row[Any]]:
    """The rows of notices, as the administrator sees them."""
    everyone = house.truth("select * from app.notice order by number, staff_id")
    return [row for row in everyone if who is None or row.staff_id == house.staff[who]]


def mails(house: House) -> list[Row[Any]]:
    """The rows of mails, in the order in which they were made."""
    return house.truth("select * from app.notice_mail order by made_at, id")


def reads(someone: Someone) -> list[str]:
    """The sentences on somebody's own page of notices."""
    page = someone.get("/berichten")
    assert page.status_code == 200
    return SENTENCE.findall(page.text)


def address(house: House, who: str, told: str | None = None) -> str:
    """Give somebody a mail address, past every screen."""
    where = told or f"{who.lower()}@organisatie.nl"
    house.truth("update app.staff set mail = :m where id = :i", m=where, i=house.staff[who])
    return where


def number_of(house: House, reference: str) -> str:
    """The number of a loaded case."""
    row = house.truth("select number from app.case_file where id = :i", i=house.thing(reference))[0]
    return str(row.number)


def matter_of(house: House, reference: str) -> UUID:
    """The matter of a loaded case."""
    found: UUID = house.truth("select matter_id from app.case_file where id = :i", i=house.thing(reference))[
        0
    ][0]
    return found


def write(house: House, who: str, reference: str, **changed: str) -> None:
    """A note in a case, of these people's own accord."""
    answer = house.sign_in(who).post(f"{house.url(reference)}/notities", NOTE | changed)
    assert answer.status_code == 303, answer.text
