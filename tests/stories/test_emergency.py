"""Emergency access at two at night: begun on a phone, heard of at once, closed by one thumb (R105)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

import yaml
from playwright.sync_api import Page, expect

from tests.stories.conftest import DESK, PHONE
from tests.stories.test_every_page import findings
from wijkaanpak.demo.world import OEVERDRECHT
from wijkaanpak.foundation.working_days import local

FACT = "stond bewoner op blote voeten in het portiek"


def born() -> str:
    """The birth date of P-05 as the demo has it: every date moved so that the scenario is today."""
    world = yaml.safe_load(OEVERDRECHT.read_text("utf-8"))
    told = datetime.fromisoformat(str(world["scenario_nu"]))
    person = next(z for z in world["zaken"] if z["id"] == "S-05")["betrokkenen"][0]
    on = date.fromisoformat(str(person["geboren"]))
    return (on + (local(datetime.now().astimezone()).date() - local(told).date())).isoformat()


def begin(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Noodprocedure").click()
    page.get_by_label("Achternaam").fill("Demir")
    page.get_by_label("Geboortedatum").fill(born())
    page.get_by_text("Psychische crisis").click()
    page.get_by_label("Wat is er aan de hand?").fill("Bewoner staat in paniek in het portiek, wie bel ik?")
    page.get_by_text("Ik weet het zeker").click()
    page.get_by_role("button", name="Open nu, voor vier uur").click()
    page.wait_for_url("**/bewoners/*")


def test_it_opens_is_heard_of_at_once_and_closes_everything_with_one_button(
    someone: Callable[..., Page],
) -> None:
    """R105, R198: the team leader's page tells it live; what is open empties itself after "Klaar"."""
    leader, sanne = someone("Ineke Visser"), someone("Sanne de Wit", PHONE)
    expect(leader.locator("html")).to_have_attribute("data-live", "on")
    begin(sanne)
    expect(leader.get_by_text("Een collega gebruikte de noodprocedure")).to_be_visible()
    assert "Demir" not in leader.content()
    sanne.get_by_role("link", name="Lees de casus").click()
    expect(sanne.get_by_text(FACT)).to_be_visible()
    expect(sanne.locator("html")).to_have_attribute("data-live", "on")
    bar = sanne.get_by_role("region", name="Noodprocedure")
    expect(bar).to_contain_text("alleen lezen")
    for button in bar.locator("a, button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    resident = sanne.context.new_page()
    resident.goto(bar.get_by_role("link", name="Bewoner").get_attribute("href") or "")
    expect(resident.get_by_role("heading", name="Dhr. M. Demir")).to_be_visible()
    expect(resident.locator("html")).to_have_attribute("data-live", "on")
    time.sleep(1)  # both pages have joined
    third = sanne.context.new_page()
    third.goto("/")
    third.get_by_role("button", name="Klaar").click()
    for page in (sanne, resident):
        expect(page.get_by_role("alert").filter(has_text="gesloten")).to_be_visible()
        assert FACT not in page.content()
        assert "Demir" not in page.content()
        expect(page.locator(".noodbalk")).to_have_count(0)


def test_axe_finds_nothing_on_its_pages(visitor: Callable[..., Page]) -> None:
    """R182, R189: the form, its faults, the bar on every page, the resident, the case, and the desk."""
    page, wrong = visitor("Fatima El Khatib", PHONE), {}
    page.goto("/noodprocedure")
    wrong["form"] = findings(page)
    page.get_by_role("button", name="Open nu, voor vier uur").click()
    wrong["faults"] = findings(page)
    begin(page)
    for name in ("", "/noodprocedure", page.url):
        page.goto(name or "/")
        wrong[name or "today"] = findings(page)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), name
    page.context.close()
    page = visitor("Esra Yildiz", DESK)
    page.goto("/controle/noodprocedures")
    expect(page.get_by_role("heading", name="Noodprocedures")).to_be_visible()
    wrong["desk"] = findings(page)
    page.get_by_role("button", name="Leg het oordeel vast").first.click()
    wrong["desk with faults"] = findings(page)
    page.context.close()
    assert {name: found for name, found in wrong.items() if found} == {}
