"""The first Monday of the month: what stood out is asked about, answered on a phone, judged, followed up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import DESK, PATIENCE, PHONE
from tests.stories.test_every_page import findings
from tests.stories.test_from_signal_to_dossier import shot

pytestmark = pytest.mark.browser
ANSWER = "De bewoner belde mij op, en ik heb teruggebeld."
WHY = "Er was geen dienst en geen afspraak."


def sound(page: Page) -> list[str]:
    """What is wrong with a page: what axe finds, and what sticks out sideways."""
    found = findings(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        found.append("wider than the screen")
    return found


def desk_with(page: Page, queue: str) -> None:
    """Open the desk; the rounds that find what stands out begin some seconds after the house."""
    for _ in range(PATIENCE // 500):
        page.goto("/controle")
        if page.locator("a.rij").filter(has_text=queue).count():
            page.locator("a.rij").filter(has_text=queue).click()
            return
        page.wait_for_timeout(500)
    pytest.fail(f"nothing of {queue} came to the desk")


def test_asked_on_the_desk_answered_on_a_phone_judged_and_done(visitor: Callable[..., Page]) -> None:
    """R65, R100-R102, R182, R189: each step by its own person, without a finding of axe."""
    wrong: dict[str, list[str]] = {}
    officer = visitor("Carla Mensink", DESK)
    desk_with(officer, "Buiten dienst gelezen")
    expect(officer.locator(".zin")).to_contain_text("Kees Molenaar")
    expect(officer.locator(".opval")).to_contain_text("geen dienst")
    wrong["desk"] = sound(officer)
    shot(officer, "controle")
    officer.get_by_role("button", name="Verstuur de vraag").click()
    expect(officer.get_by_text("Je vraag is verstuurd.")).to_be_visible()

    colleague = visitor("Kees Molenaar", PHONE)
    colleague.get_by_role("link", name="Beantwoord").first.click()
    expect(colleague.get_by_role("heading", level=1)).to_contain_text("Een vraag van de functionaris")
    colleague.get_by_role("button", name="Verstuur het antwoord").click()
    expect(colleague.get_by_text("Schrijf je antwoord.").first).to_be_visible()
    wrong["question"] = sound(colleague)
    colleague.get_by_label("Je antwoord").fill(ANSWER)
    colleague.get_by_role("button", name="Verstuur het antwoord").click()
    expect(colleague.get_by_text(ANSWER)).to_be_visible()
    wrong["answered"] = sound(colleague)
    colleague.context.close()

    _judged(officer, wrong)
    officer.context.close()
    assert {place: found for place, found in wrong.items() if found} == {}


def _judged(officer: Page, wrong: dict[str, list[str]]) -> None:
    officer.goto("/controle/opvolging")
    expect(officer.locator("section[aria-labelledby=beantwoord]")).to_contain_text(ANSWER)
    wrong["follow-up"] = sound(officer)
    officer.locator("section[aria-labelledby=beantwoord] a").first.click()
    officer.get_by_role("button", name="Leg het oordeel vast").click()
    expect(officer.get_by_text("Kies een oordeel.").first).to_be_visible()
    officer.get_by_label("Onrechtmatig").check()
    expect(officer.get_by_label("Wist de organisatie het al eerder?")).to_be_visible()
    wrong["faults"] = sound(officer)
    officer.get_by_label("Waarom is dit je oordeel?").fill(WHY)
    officer.get_by_label("Wat volgt er?").select_option(label="Gesprek met de leidinggevende")
    officer.get_by_role("button", name="Leg het oordeel vast").click()
    expect(officer.get_by_text("Je oordeel is vastgelegd.")).to_be_visible()
    expect(officer.get_by_text("Een datalek moet beoordeeld worden")).to_be_visible()
    wrong["clock"] = sound(officer)
    officer.goto("/controle/opvolging")
    officer.get_by_role("button", name="Dit is gedaan").click()
    expect(officer.locator("section[aria-labelledby=klaar]")).to_contain_text("Kees Molenaar")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_of_the_desk_can_be_used_by_who_sees_or_hears_it(
    visitor: Callable[..., Page], size: dict[str, int]
) -> None:
    """R182, R189: each queue, the follow-up, all footprints and working it out; in both languages."""
    wrong: dict[str, list[str]] = {}
    for language in ("nl", "en"):
        officer = visitor("Carla Mensink", size, language)
        for path in (
            "/controle",
            "/controle?rij=Q2",
            "/controle/opvolging",
            "/controle/sporen",
            "/controle/nareken",
        ):
            officer.goto(path)
            for summary in officer.locator("details.meer > summary").all()[:3]:
                summary.click()
            wrong[f"{language} {path}"] = sound(officer)
        officer.context.close()
    assert {place: found for place, found in wrong.items() if found} == {}
