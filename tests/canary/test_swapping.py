"""Another's ids in one's own addresses and forms open nothing and change nothing (T21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from werkzeug.exceptions import HTTPException

from tests.canary.crawler import World, links
from tests.cast import Someone
from tests.house.test_existence import hidden, state

# What each of them works on, so that their pages hold addresses and forms of every kind.
PEOPLE = {
    "U-WC1": ("S-02", "S-06"), "U-CR1": ("S-12", "S-09"), "U-TR1": ("S-06",), "U-WC2": ("S-04",),
    "U-PO2": (), "U-SH1": ("S-03",),
}  # fmt: skip
STEPS = (
    "",
    "/notities",
    "/bewoners",
    "/team",
    "/grondslagen/nieuw",
    "/toestemming",
    "/casus",
    "/samenvoegen",
)
LISTS = ("/", "/signalen", "/casussen", "/triage", "/controle/grondslagen", "/afstand")
KINDS = """select id, 'person_id' as kind from app.person union all select id, 'ground_id' from app.ground
           union all select id, 'conflict_id' from app.conflict"""
SHUT = (403, 404)


@dataclass
class Form:
    """A form of a page: where it goes and what a browser would send as it stands."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Every form on a page that is sent by POST."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.within = path, list[Form](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.within = told.get("method", "get").lower() == "post"
            if self.within:
                self.found.append(Form(told.get("action") or self.path))
        elif self.within and tag in ("input", "textarea", "select", "option"):
            self._field(told)

    def _field(self, told: dict[str, str]) -> None:
        name = told.get("name")
        if name:
            self.name = name
        if "value" in told and told["value"] and getattr(self, "name", None):
            self.found[-1].fields.setdefault(self.name, told["value"])


def pages(world: World, someone: Someone, zaken: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The pages somebody has open while at work on these."""
    triage = [f"/triage/{world.house.thing(zaak)}" for zaak in zaken]
    of = [f"{world.house.url(zaak)}{step}" for zaak in zaken for step in STEPS]
    for path in (*LISTS, *of, *triage):
        answer = someone.get(path)
        if answer.status_code == 200:
            yield path, answer.data


def swapped(world: World, path: str, others: dict[str, UUID]) -> Iterator[str]:
    """The address with each of its ids, one at a time, replaced by another's of the same kind."""
    adapter = world.house.app.url_map.bind("localhost")
    for method in ("GET", "POST"):
        try:
            named = adapter.match(urlsplit(path).path, method)[1]
        except HTTPException:
            continue
        for name, ident in named.items():
            if name in others and str(ident) in path:
                yield path.replace(str(ident), str(others[name]))


def in_work_of(world: World, who: str) -> tuple[Someone, dict[str, UUID], list[tuple[str, bytes]]]:
    someone = world.house.sign_in(who)
    return someone, hidden(world, who), list(pages(world, someone, PEOPLE[who]))


@pytest.mark.parametrize("who", PEOPLE)
def test_another_s_id_in_an_address_opens_nothing(world: World, who: str) -> None:
    someone, others, opened = in_work_of(world, who)
    addresses = {path for path, _body in opened} | {link for _p, body in opened for link, _f in links(body)}
    tried = sorted({found for path in addresses for found in swapped(world, path, others)})
    wrong = [path for path in tried if someone.get(path).status_code not in SHUT]
    assert wrong == []
    assert tried or who == "U-PO2"


@pytest.mark.parametrize("who", PEOPLE)
def test_another_s_id_in_a_form_changes_nothing(world: World, who: str) -> None:
    """In the address of a form it is 403 or 404; in a field it may be a fault as well, never a change."""
    someone, others, opened = in_work_of(world, who)
    before, tried = state(world), 0
    for path, body in opened:
        reader = Forms(path)
        reader.feed(body.decode())
        for form in reader.found:
            for address in swapped(world, form.action, others):
                assert someone.post(address, dict(form.fields)).status_code in SHUT, address
                tried += 1
            for name, value in foreign(world, form, others):
                answer = someone.post(form.action, form.fields | {name: value})
                assert 400 <= answer.status_code < 500, (form.action, name, value)
                tried += 1
    assert tried
    assert state(world) == before


def foreign(world: World, form: Form, others: dict[str, UUID]) -> Iterator[tuple[str, str]]:
    """Each field that holds the id of a resident or of what is said of one, with another's."""
    kinds = {str(row.id): row.kind for row in world.house.truth(KINDS)}
    for name, value in form.fields.items():
        kind = kinds.get(value)
        if kind in others:
            yield name, str(others[kind])
