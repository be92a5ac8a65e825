"""What the scenario of Oeverdrecht says, and what a page shows of it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import yaml
from sqlalchemy import Row
from werkzeug.test import TestResponse

from tests.cast import House, Someone
from tests.scenario.standing import standing as standing
from wijkaanpak.demo.world import OEVERDRECHT

PARTIES = {"ORG-GEM", "ORG-BUR", "ORG-RIE", "ORG-HAV", "ORG-GGZ", "ORG-THU", "ORG-WEL"}


@cache
def world() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(OEVERDRECHT.read_text("utf-8"))
    return found


@dataclass(frozen=True)
class Zaak:
    """The texts and names of one signal or case, as the scenario has them."""

    feit: str
    duiding: str
    advies: str
    names: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def everything(self) -> tuple[str, ...]:
        return tuple(t for t in (self.feit, self.duiding, self.advies, *self.names, *self.others) if t)


def zaak(reference: str) -> Zaak:
    found = next(one for one in world()["zaken"] if one["id"] == reference)
    return Zaak(
        found.get("feit", ""), found.get("duiding", ""), found.get("handelingsadvies", ""),
        tuple(person["naam"] for person in found["betrokkenen"]),
        tuple(one["tekst"] for one in found.get("feiten", ())),
    )  # fmt: skip


def of(organisation: str) -> list[str]:
    """Everyone who works for one organisation."""
    return [one["id"] for one in world()["gebruikers"] if one["org"] == organisation]


def said(answer: TestResponse) -> str:
    """The words of a page, as people read them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def shows(answer: TestResponse, *texts: str) -> bool:
    """Does the page hold each of these?"""
    page = said(answer)
    return all(" ".join(text.split()) in page for text in texts)


def hides(answer: TestResponse, *texts: str) -> bool:
    """Does the page hold none of these?"""
    page = said(answer)
    return not any(" ".join(text.split()) in page for text in texts)


def lists(who: Someone) -> Iterator[tuple[str, TestResponse]]:
    """Every list that there is, as this person sees it."""
    for path in ("/", "/signalen", "/triage", "/casussen", "/?fragment=werk", "/casussen?fragment=lijst"):
        yield path, who.get(path)


def last_refusal(house: House, who: str) -> Row[Any]:
    """The newest entry of something that was refused to this person."""
    return house.truth(
        "select * from journal.entry where actor_id = :who and outcome = 'GEWEIGERD' "
        "order by txid desc, place desc limit 1", who=house.staff[who],
    )[0]  # fmt: skip


def organisation(house: House, reference: str) -> UUID:
    found: UUID = house.truth("select id from app.organisation where reference = :r", r=reference)[0].id
    return found


def force_ground(house: House, thing: str, provider: str, recipient: str, category: str) -> None:
    """A ground in force that nobody could record: past every rule on how grounds come about."""
    matter = house.truth(
        "select matter_id from app.case_file where id = :t "
        "union select matter_id from app.signal where id = :t",
        t=house.thing(thing),
    )[0].matter_id  # fmt: skip
    values = {
        "ground": uuid4(), "line": uuid4(), "m": matter, "p": organisation(house, provider),
        "r": organisation(house, recipient), "c": category,
    }  # fmt: skip
    house.truth(
        "insert into app.ground (id, version, matter_id, provider_id, recipients, purpose, activity, "
        "categories, basis, informed, valid_from, valid_until, decided_at, status, taken_over) "
        "select :ground, 1, id, :p, array[cast(:r as uuid)], purpose, 'VA-002/v1', array[:c], 'A6_1E', "
        "'GEINFORMEERD', now() - interval '1 day', now() + interval '90 days', now(), 'ACTIEF', false "
        "from app.matter where id = :m",
        **values,
    )
    house.truth(
        "insert into app.ground_line (id, ground_id, matter_id, provider_id, recipient_id, category, basis, "
        "status, valid_from, valid_until) values (:line, :ground, :m, :p, :r, :c, 'A6_1E', 'ACTIEF', "
        "now() - interval '1 day', now() + interval '90 days')",
        **values,
    )
