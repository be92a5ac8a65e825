"""Somebody comes across a person they know: found, declared, and the open dossier closes by itself (R66)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.stories.conftest import PATIENCE

BAG = "9901010000000101"  # where Mr Kuiper lives, in De Karekiet
Someone = Callable[..., Page]


def find(page: Page) -> None:
    """Look for him by surname and address, with the keyboard alone (R187)."""
    page.goto("/zoeken")
    page.get_by_label("Achternaam").focus()
    page.keyboard.type("kuiper")
    page.get_by_label("Complex").focus()
    page.keyboard.type("De Karekiet")
    page.keyboard.press("Tab")
    page.keyboard.type(BAG)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="In je eigen werk")).to_be_visible()


def test_an_open_dossier_closes_when_its_reader_declares_to_know_the_resident(someone: Someone) -> None:
    """R66: the declaration in one page empties the other, and a colleague's stays."""
    dossier, colleague = someone("Hanneke Postma"), someone("Sanne de Wit")
    find(dossier)
    assert "kuiper" not in dossier.url
    dossier.get_by_role("link", name=re.compile("^Casus: .*De Karekiet")).first.click()
    dossier.wait_for_url("**/casussen/*")
    expect(dossier.locator("html")).to_have_attribute("data-live", "on")
    colleague.goto(dossier.url)
    other = dossier.context.new_page()
    find(other)
    other.locator("details", has_text="Ken je deze bewoner persoonlijk?").first.locator("summary").press(
        "Enter"
    )
    began = time.monotonic()
    other.get_by_role("button", name="Ik ken deze bewoner").press("Enter")
    dossier.get_by_text("Deze pagina is gesloten").wait_for(timeout=PATIENCE)
    print(f"\nclosed after {time.monotonic() - began:.1f} s")
    assert "Kuiper" not in dossier.content()
    expect(other.get_by_text("Dit blijft vanaf nu dicht voor je.")).to_be_visible()
    dossier.reload()
    expect(dossier.get_by_text("persoonlijk kent")).to_be_visible()
    colleague.reload()
    expect(colleague.get_by_role("heading", name="Wie ziet wat")).to_be_visible()
