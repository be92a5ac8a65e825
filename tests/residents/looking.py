"""Looking for residents as a browser does, and what the tests know of them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from tests.cast import House, Someone

PERSON = """select p.id, p.name, p.name_key, p.born, d.complex_id, d.bag_id, p.organisation_id
            from app.person p left join app.dwelling d on d.id = p.dwelling_id where p.id = :p"""
ENTRIES = """select id, event, outcome, reason_code, subjects, disclosed, particulars, canonical, sensitivity,
                    ring_refs, ring_kind, object_kind, object_id from journal.entry
             where actor_id = :who and name = :name order by place"""


@dataclass(frozen=True)
class Known:
    """A resident as the administrator of the database sees one."""

    id: UUID
    name: str
    key: str
    born: date | None
    place: UUID
    bag: str
    organisation: UUID


def known(house: House, reference: str) -> Known:
    return Known(*house.truth(PERSON, p=house.person(reference))[0])


def entries(house: House, who: Someone, name: str) -> list[Any]:
    """What this person left in the journal under one name."""
    return house.truth(ENTRIES, who=who.id, name=name)


def look(
    someone: Someone, *, name: str = "", born: date | str | None = None, place: UUID | str = "",
    number: str = "", case: str = "",
) -> TestResponse:  # fmt: skip
    """Send the search form."""
    asked = {"name": name, "born": str(born or ""), "place": str(place), "number": number, "case": case}
    return someone.post("/zoeken", asked)


def answer(page: TestResponse) -> str:
    """The part of the page that answers, in words; empty where nothing was searched."""
    found = re.search(r'<section aria-labelledby="gevonden">(.*?)</section>', page.text, re.DOTALL)
    return words(found.group(1)) if found else ""


def words(page: str) -> str:
    """A page as people read it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def links(page: TestResponse) -> set[str]:
    """The addresses that the answer links to."""
    found = re.search(r'<section aria-labelledby="gevonden">(.*?)</section>', page.text, re.DOTALL)
    return set(re.findall(r'href="([^"]+)"', found.group(1))) if found else set()


def proof(page: TestResponse, person: UUID) -> str:
    """What the button of this resident carries."""
    found = re.search(
        rf'name="bewoner" value="{person}"><input type="hidden" name="bewijs" value="(\w+)"', page.text
    )
    assert found, "this page has no button for this resident"
    return found.group(1)
