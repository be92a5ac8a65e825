"""Seven people round one table, each in a browser of their own: one red for an item, one cut off."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.scenario.conftest import zaak
from tests.stories.conftest import DESK, PHONE
from tests.stories.test_every_page import findings
from tests.stories.test_from_signal_to_dossier import shot
from wijkaanpak.foundation.working_days import local

CHAIR, SANNE, LINDA, YOUSSEF = "Hanneke Postma", "Sanne de Wit", "Linda Verhoeven", "Youssef Amrani"
MARLOES, JOOST, AMINA = "Marloes van Dijk", "Joost Kramer", "Amina Osman"
FIRST, SECOND = (CHAIR, SANNE, LINDA, YOUSSEF), (CHAIR, MARLOES, JOOST, AMINA)
CUT = 20  # seconds without a network
CANARY = "Mevrouw krijgt dinsdag bezoek van een vast gezicht"


class Overheard:
    """Every byte that one browser received, by pages, fragments, sockets and files."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        page.context.on("response", self._answer)
        page.on(
            "websocket", lambda socket: socket.on("framereceived", lambda frame: self.said.append(str(frame)))
        )

    def _answer(self, answer: object) -> None:
        try:
            self.said.append(answer.text())  # type: ignore[attr-defined]
        except Exception:  # a redirect, or a body that is gone: it held no words
            self.said.append("")


def plan(chair: Page) -> str:
    """The chair plans the meeting and puts both cases on its agenda; returns its address."""
    chair.goto("/overleggen/nieuw")
    begins = local(datetime.now().astimezone() + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")
    chair.get_by_label("Wanneer begint het?").fill(begins)
    chair.get_by_label("Hoe lang duurt het?").select_option("60")
    for name in (SANNE, LINDA, YOUSSEF, MARLOES, JOOST, AMINA):
        chair.get_by_label(name).check()
    chair.get_by_role("button", name="Plan").click()
    chair.wait_for_url(re.compile(r"/overleggen/[0-9a-f-]{36}$"))
    address = chair.url
    for place, asked in (("Karekiet. Casusoverleg", FIRST), ("Merelhof", SECOND)):
        chair.goto("/casussen")
        chair.locator("li.regel").filter(has_text=place).locator("a").first.click()
        chair.get_by_role("link", name="Zet op de agenda").click()
        if chair.get_by_role("button", name="Ga verder").count():
            chair.locator("#overleg").select_option(index=1)
            chair.get_by_role("button", name="Ga verder").click()
        chair.get_by_label("Hoe lang praten jullie erover?").select_option("15")
        for name in asked:
            chair.get_by_label(name).check()
        chair.get_by_role("button", name="Zet op de agenda").click()
        chair.wait_for_url(address)
    return address


def write(page: Page, line: str) -> None:
    """Type one line and keep it."""
    page.get_by_label("Besluit of actie").fill(line)
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_label("Besluit of actie")).to_have_value("")


def hand_pen(page: Page, to: str) -> None:
    page.get_by_text("Geef de pen door").first.click()
    page.get_by_role("button", name=to).click()
    expect(page.get_by_text(f"{to} heeft de pen.")).to_be_visible()


def test_seven_people_two_items_and_the_same_minutes(someone: Callable[..., Page]) -> None:
    """R83, R84: everybody follows; the red one gets no byte of the second item; nothing typed is lost."""
    chair = someone(CHAIR)
    address = plan(chair)
    pages = {CHAIR: chair} | {
        name: someone(name, PHONE if name in (YOUSSEF, JOOST) else DESK)
        for name in (SANNE, LINDA, YOUSSEF, MARLOES, JOOST, AMINA)
    }
    overheard = Overheard(pages[AMINA])
    for page in pages.values():
        page.goto(address)
        page.get_by_role("button", name="Ik ben er").click()
        expect(page.locator("html")).to_have_attribute("data-live", "on")
    first_item(pages)
    second_item(pages)
    expect(pages[AMINA].get_by_text("Dit punt is zonder jou")).to_be_visible()
    the_end(pages, address)
    heard = "\n".join(overheard.said)
    case = zaak("S-04")
    assert len(overheard.said) > 20
    assert not [word for word in (*case.everything, CANARY, "Merelhof", "vast gezicht") if word in heard]


def first_item(pages: dict[str, Page]) -> None:
    """The first case: a decision and three actions by two hands, one of them while a network was cut."""
    chair, sanne = pages[CHAIR], pages[SANNE]
    chair.get_by_role("button", name="Begin").click()
    begun = time.monotonic()
    for name in FIRST[1:]:
        expect(pages[name].get_by_text("Mogen erbij: 4")).to_be_visible()
    print(f"\neverybody follows after {time.monotonic() - begun:.2f} s")
    for name in (MARLOES, JOOST, AMINA):
        expect(pages[name].get_by_text("Dit punt is zonder jou")).to_be_visible()
    write(chair, "De kachel gaat vandaag nog weg.")
    write(chair, "@Youssef maakt de vluchtroute vrij, over 1 week")
    expect(pages[LINDA].locator(".zaak").get_by_text("Maakt de vluchtroute vrij")).to_be_visible()
    hand_pen(chair, SANNE)
    sanne.context.set_offline(True)
    sanne.get_by_label("Besluit of actie").fill("@Linda belt hem, over 2 weken")
    sanne.get_by_role("button", name="Leg vast").click()
    expect(sanne.get_by_text("Geen verbinding. Je regel staat er nog")).to_be_visible()
    time.sleep(CUT)
    assert sanne.get_by_label("Besluit of actie").input_value() == "@Linda belt hem, over 2 weken"
    sanne.context.set_offline(False)
    expect(pages[CHAIR].locator(".zaak").get_by_text("Belt hem")).to_be_visible()
    expect(sanne.get_by_label("Besluit of actie")).to_have_value("")
    expect(sanne.locator(".zaak").get_by_text("Belt hem")).to_be_visible()
    write(sanne, "@Gemeente schrijft de bewoner, over 1 week")
    hand_pen(sanne, CHAIR)


def second_item(pages: dict[str, Page]) -> None:
    """The second case, of which one of those asked may see nothing; and a withdrawal while it is at hand."""
    chair, marloes, joost = pages[CHAIR], pages[MARLOES], pages[JOOST]
    chair.get_by_role("button", name="Volgend punt").click()
    for page in (chair, marloes, joost):
        expect(page.get_by_text("Ouderenadviseur belt op dinsdagochtend")).to_be_visible()
    expect(chair.get_by_text("Mogen er niet bij: 1")).to_be_visible()
    expect(chair.get_by_text("Er is geen grondslag voor Thuiszorg Kamille.")).to_be_visible()
    write(chair, CANARY)
    write(chair, "@Samenspel belt mevrouw, over 1 week")
    write(chair, "@Havenlicht loopt elke week langs, over 1 week")
    expect(joost.locator(".zaak").get_by_text("Belt mevrouw")).to_be_visible()
    for name in (AMINA, SANNE, LINDA, YOUSSEF):
        expect(pages[name].get_by_text("Dit punt is zonder jou")).to_be_visible()
    shot(chair, "overleg")
    withdrawing = marloes.context.new_page()
    withdrawing.goto("/casussen")
    withdrawing.locator("li.regel").filter(has_text="Merelhof").locator("a").first.click()
    withdrawing.wait_for_url("**/casussen/*")
    case = withdrawing.url
    for _cell in range(2):  # what the resident agreed to: the name, and the advice
        withdrawing.goto(case)
        row = withdrawing.get_by_role("row").filter(has_text="Samenspel")
        row.locator(".cel").filter(has_text=re.compile("Ziet dit|Stopt")).first.click()
        withdrawing.get_by_role("button", name=re.compile("trek nu in")).first.click()
        expect(withdrawing.get_by_text("Ingetrokken").first).to_be_visible()
    begun = time.monotonic()
    expect(joost.get_by_text("Dit punt is zonder jou")).to_be_visible()
    print(f"the item closed on that screen after {time.monotonic() - begun:.2f} s")
    assert "Ouderenadviseur" not in joost.content()
    expect(chair.get_by_text("Joost Kramer mag er niet meer bij")).to_be_visible()
    expect(marloes.locator(".zaak").get_by_text(CANARY)).to_be_visible()


def the_end(pages: dict[str, Page], address: str) -> None:
    """The same minutes for everybody who sat there, five actions with who does them, and confirmed."""
    chair = pages[CHAIR]
    chair.get_by_role("button", name="Sluit het overleg").click()
    chair.wait_for_url("**/verslag")
    shot(chair, "verslag")
    chair.get_by_role("button", name="Bevestig het verslag").click()
    expect(chair.get_by_text("Bevestigd op")).to_be_visible()
    texts = {}
    for name, page in pages.items():
        expect(
            page.get_by_text("Dit overleg is voorbij").first
        ).to_be_visible() if page is not chair else None
        page.goto(f"{address}/verslag")
        texts[name] = [
            page.locator("section").nth(n).inner_text() for n in range(page.locator("section").count())
        ]
    owners = re.findall(r"(?m)^(\w+ [\w ]+), [^,\n]+, \d", "\n".join(texts[CHAIR]))
    assert sorted(owners) == sorted([YOUSSEF, LINDA, CHAIR, JOOST, MARLOES])
    first, second = ([t for t in texts[CHAIR] if word in t] for word in ("kachel", CANARY))
    for name in (SANNE, LINDA, YOUSSEF):
        assert [t for t in texts[name] if "kachel" in t] == first, name
    assert [t for t in texts[MARLOES] if CANARY in t] == second
    assert not [t for t in texts[AMINA] + texts[JOOST] if CANARY in t]


def test_axe_finds_nothing_on_its_pages(visitor: Callable[..., Page]) -> None:
    """R182, R189: planning, the table as a phone shows it, and the minutes."""
    page, wrong = visitor(CHAIR, PHONE), {}
    for address in ("/overleggen", "/overleggen/nieuw"):
        page.goto(address)
        wrong[address] = findings(page)
    page.get_by_role("button", name="Plan").click()
    wrong["faults"] = findings(page)
    page.goto("/overleggen")
    if page.locator("main li a").count():
        page.locator("main li a").first.click()
        wrong["live or minutes"] = findings(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    page.context.close()
    assert {k: v for k, v in wrong.items() if v} == {}
