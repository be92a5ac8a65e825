"""What leaves by the socket, what the server says aloud, and what a browser keeps (T09, T13, T27)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.sync_api import sync_playwright

from tests.canary.allowed import READS, may_know
from tests.canary.conftest import canary_world
from tests.canary.crawler import World
from tests.canary.tokens import TOKEN
from tests.cast import FreshHouse, House
from tests.live.conftest import open_house
from tests.live.line import Line
from tools.chromium import find_chromium

CASE, WRITER, READER = "S-04", "U-WC2", "U-WW1"
WRITES = "Marloes van Dijk"
LISTENERS = ("U-WW1", "U-CR1", "U-WC2", "U-ZP2", "U-WB3", "U-TR1", "U-FG1", "U-WA1")
OF_A_BELL = {"ref", "n", "kind"}
STORED = """async () => {
  const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) kept.push(asked.url, await (await cache.match(asked)).text());
  }
  for (const {name} of await indexedDB.databases()) {
    const base = await new Promise((good, bad) => { const ask = indexedDB.open(name);
      ask.onsuccess = () => good(ask.result); ask.onerror = bad; });
    for (const store of base.objectStoreNames) kept.push(name + '/' + store, JSON.stringify(await new Promise(
      (good, bad) => { const ask = base.transaction(store).objectStore(store).getAll();
        ask.onsuccess = () => good(ask.result); ask.onerror = bad; })));
    base.close();
  }
  return kept.join('\\n');
}"""


@dataclass
class Served:
    """A canary world behind a real server, and what that server said."""

    world: World
    url: str
    said: list[str]

    def line(self, who: str) -> Line:
        return Line(self.url, self.world.house.sign_in(who).cookie).open()


@pytest.fixture(scope="module")
def served(fresh_house: FreshHouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("canary") / "home"
    with canary_world(fresh_house) as world:
        with open_house(world.house.addresses, home) as (url, process):
            said: list[str] = []
            assert process.stdout is not None
            ear = threading.Thread(target=said.extend, args=(iter(process.stdout.readline, ""),))
            ear.start()
            yield Served(world, url, said)
        ear.join()


def test_no_frame_carries_a_word_and_nobody_hears_what_they_may_not_know(served: Served) -> None:
    """T09, R196, R197: whatever happens, a frame holds a reference, a number and a kind."""
    house, world = served.world.house, served.world
    matters = {UUID(i) for i in world.canaries.ids} | set(world.ids["person_id"]) | set(house.staff.values())
    lines = {who: served.line(who) for who in LISTENERS}
    joined = {who: {i for i in matters if line.listen(i)["ok"]} for who, line in lines.items()}
    for who, heard in joined.items():
        for ref in heard & {UUID(i) for i in world.canaries.ids}:
            assert may_know(who, world.canaries.ids[str(ref)], READS), (who, world.canaries.ids[str(ref)])
    assert any(joined.values())
    happen(house)
    assert lines[READER].heard(10, most=3)
    for who, line in lines.items():
        line.heard(0.3)
        line.ws.close()
        for frame in line.frames:
            assert not world.canaries.in_bytes(frame.encode()), (who, frame)
            if frame.startswith("42["):
                name, told = json.loads(frame[2:])
                assert name == "bell", frame
                assert set(told) == OF_A_BELL, frame


def happen(house: House) -> None:
    """A note, a colleague who is asked, and a withdrawal."""
    writer, case = house.sign_in(WRITER), house.url(CASE)
    word = "zq7-k3-feit-n99999 belde aan en deed open."
    assert writer.post(f"{case}/notities", {"feit": word, "category": "G_WOONFEIT"}).status_code == 303
    guest = {"staff": str(house.staff["U-WW2"]), "reason": "zq7-k3-feit-n99999"}
    assert house.sign_in("U-CR1").post(f"{case}/team", guest).status_code == 303
    recipient = house.truth("select organisation_id as id from app.staff where reference = :r", r=READER)[
        0
    ].id
    assert writer.post(f"{case}/intrekken", {"recipient": str(recipient)}).status_code == 303


@pytest.mark.browser
def test_a_browser_keeps_nothing_of_a_case(served: Served) -> None:
    """T13, T14: after reading a case, no storage, cache, cookie or address holds a canary."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        context = browser.new_context(base_url=served.url)
        house, page = served.world.house, context.new_page()
        page.goto("/aanmelden")
        page.locator("button.persoon").filter(has_text=WRITES).click()
        page.wait_for_url(f"{served.url}/")
        for address in ("/", "/casussen", house.url(CASE), f"{house.url(CASE)}/notities", "/signalen"):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            kept = page.evaluate(STORED)
            assert not served.world.canaries.in_bytes(kept.encode()), address
        page.goto(house.url(CASE))
        assert TOKEN.search(page.content().encode())
        state = json.dumps(context.storage_state())
        assert not served.world.canaries.in_bytes(state.encode())
        browser.close()


def test_the_server_says_no_canary_aloud(served: Served) -> None:
    """T27: what the serving process writes to its output, all that happened above included."""
    house, world = served.world.house, served.world
    for path in (house.url(CASE), "/casussen/geen-id", "/signalen/nieuw"):
        house.sign_in(READER).get(path)
    for line in served.said:
        assert not world.canaries.in_bytes(line.encode()), line
