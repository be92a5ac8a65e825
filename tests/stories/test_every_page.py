"""Every page that someone can reach: no finding of axe, nothing wider than the screen, usable by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.conftest import DESK, PHONE

AXE = (Path(__file__).parents[2] / "static" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
PEOPLE = {
    "Youssef Amrani": PHONE,
    "Sanne de Wit": DESK,
    "Bram Smeets": DESK,
    "Hanneke Postma": DESK,
    "Rachel Pinas": PHONE,
    "Robert van Aalst": DESK,
    "Wouter Lammers": DESK,
    "Stefan Groen": DESK,
    "Carla Mensink": PHONE,
}
LINKS = "a[href^='/']:not([download])"  # a file is no page
MOST = 16  # pages a person; what comes after these has the same form


def findings(page: Page) -> list[str]:
    """What axe finds on this page, in words."""
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {RULES})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found["violations"]]


def form_of(address: str) -> str:
    """The shape of an address: ids count once, so that a list of cases does not crowd the rest out."""
    parts = urlsplit(address)
    path = "/".join("*" if len(p) == 36 else p for p in parts.path.split("/"))
    return path + ("?" + parts.query.split("=")[0] if parts.query else "")


def walk(page: Page, start: str) -> Iterator[str]:
    """Every form of address once, each while it is open, breadth first through the links of every page."""
    waiting = [start, "/toegankelijkheid"]
    seen = {form_of(address) for address in waiting}
    for address in waiting:
        page.goto(address)
        yield address
        for link in page.eval_on_selector_all(LINKS, "links => links.map(a => a.getAttribute('href'))"):
            if form_of(link) not in seen and len(waiting) < MOST:
                seen.add(form_of(link))
                waiting.append(link)


@pytest.mark.parametrize("name", PEOPLE)
def test_axe_finds_nothing(visitor: Callable[..., Page], name: str) -> None:
    """R182, R189: on every page this person can reach; and nothing sticks out sideways."""
    page = visitor(name, PEOPLE[name])
    wrong: dict[str, list[str]] = {}
    for address in walk(page, "/"):
        found = findings(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            found.append("wider than the screen")
        if found:
            wrong[form_of(address)] = found
    page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_answers_a_search_and_a_declaration(visitor: Callable[..., Page], size: dict[str, int]) -> None:
    """Pages that no link leads to: a search with a fault, with hits, with none; a declaration (R66, R75)."""
    page, wrong = visitor("Sanne de Wit", size), {}
    bag = "9901010000000101"
    asked = [
        ("", "", "Vul minstens"),
        ("Kuiper", bag, "In je eigen werk"),
        ("Niemand", bag, "Niets gevonden"),
    ]
    for name, home, said in asked:
        page.goto("/zoeken")
        page.get_by_label("Achternaam").fill(name)
        page.get_by_label("Huisnummer").fill(home)
        page.get_by_role("button", name="Zoeken").click()
        expect(page.locator("main").get_by_text(said).first).to_be_visible()
        for summary in page.locator("details.meer > summary").all():
            summary.click()
        wrong[f"search {name}"] = findings(page)
    page.goto("/afstand")
    page.get_by_label("Complex").select_option(label="De Karekiet")
    page.get_by_label("Huisnummer").fill(f"{size['width']}")
    page.get_by_role("button", name="Houd dit adres dicht voor mij").click()
    page.get_by_text("Dit klopt niet meer").first.click()
    page.get_by_role("button", name="Beëindig deze melding").first.click()
    expect(page.get_by_text("Zeg waarom.").first).to_be_visible()
    wrong["declaration"] = findings(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    page.context.close()
    assert {k: v for k, v in wrong.items() if v} == {}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_a_privacy_officer_makes_for_a_resident(
    visitor: Callable[..., Page], size: dict[str, int]
) -> None:
    """R96, R104: from a reference to a paper: faults, the last question, and a file; a quarterly report."""
    page, wrong = visitor("Robert van Aalst", size), {}
    page.goto("/controle/sporen")
    reference = page.locator("a[href*='bewoner=']").first.get_attribute("href") or ""
    page.goto("/controle/inzage")
    page.get_by_role("button", name="Ga verder").click()
    wrong["nothing pasted"] = findings(page)
    page.get_by_label("Kenmerk van de bewoner").fill(reference.rpartition("=")[2])
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_text("Bewoner met kenmerk")).to_be_visible()
    wrong["choices"] = findings(page)
    page.get_by_label("Met de namen van onze eigen collega’s").check()
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_text("Zonder reden blijven de namen eruit").first).to_be_visible()
    wrong["faults"] = findings(page)
    page.get_by_label("Met de namen van onze eigen collega’s").uncheck()
    page.get_by_label("Een papier (PDF)").check()
    page.get_by_label("Waarom maak je dit overzicht?").fill("Verzoek van de bewoner, nummer 2026-12.")
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("heading", name="Klopt dit?")).to_be_visible()
    wrong["last question"] = findings(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    page.get_by_label("Ik ben nagegaan wie dit vraagt").check()
    for address, press in ((None, "Maak het overzicht"), ("/controle/kwartaal", "PDF")):
        if address:
            page.goto(address)
        with page.expect_download() as file:
            page.get_by_role("button" if not address else "link", name=press).first.click()
        assert file.value.suggested_filename.endswith(".pdf")
        assert Path(file.value.path()).read_bytes().startswith(b"%PDF")
    page.context.close()
    assert {k: v for k, v in wrong.items() if v} == {}


def test_the_pages_of_nobody(chromium: Browser, url: str) -> None:
    """The door, the statement, what does not exist, and a faulty form."""
    context = chromium.new_context(viewport=PHONE, base_url=url, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    wrong = {}
    for address in ("/aanmelden", "/toegankelijkheid", "/bestaat-niet"):
        page.goto(address)
        wrong[address] = findings(page)
    page.goto("/aanmelden")
    page.locator("form[action='/aanmelden'] button[type=submit]").click()
    wrong["faults"] = findings(page)
    context.close()
    assert {k: v for k, v in wrong.items() if v} == {}


def test_english_is_english(visitor: Callable[..., Page]) -> None:
    """The switch in the footer turns every page (R190)."""
    page = visitor("Hanneke Postma", DESK, "en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Cases")).to_be_visible()
    page.goto("/casussen")
    page.locator("li.regel a").first.click()
    expect(page.get_by_role("heading", name="Who sees what")).to_be_visible()
    assert findings(page) == []
    page.context.close()


def test_the_grid_by_keyboard_alone(visitor: Callable[..., Page]) -> None:
    """From the skip link to an opened cell, and out again, without a mouse (R187)."""
    page = visitor("Hanneke Postma", DESK)
    page.goto("/casussen")
    page.locator("li.regel a").first.click()
    page.wait_for_url("**/casussen/*")
    page.keyboard.press("Tab")
    expect(page.locator(".sla-over")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('cel')"):
            break
    cell = page.evaluate("document.activeElement.id")
    assert cell.startswith("cel-")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "the focus cannot be seen"
    page.keyboard.press("Enter")
    expect(page.locator("#grond")).to_be_visible()
    page.context.close()
