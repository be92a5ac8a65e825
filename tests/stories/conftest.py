"""The house as it is served, with Oeverdrecht in it, and a browser context for each person."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.folders import data_folder
from tools.chromium import find_chromium

PATIENCE = 20_000  # milliseconds that a story waits for anything (rulings 28)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(home: Path, **more: str) -> Iterator[str]:
    """`wijk serve` on a data folder of its own, as an installation runs it."""
    port = _free_port()
    url = f"http://localhost:{port}"
    wijk = Path(sys.executable).with_name("wijk")
    env = os.environ | {"PORT": str(port), "WIJKAANPAK_HOME": str(home), "WIJKAANPAK_URL": url, **more}
    env.pop("DATABASE_URL", None)
    log = (home.parent / "serve.log").open("wb")
    process = subprocess.Popen([str(wijk), "serve"], env=env, stdout=log, stderr=log)
    try:
        _wait_until_well(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _wait_until_well(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/gezond", timeout=2).read()
            return
        except OSError:
            assert process.poll() is None, "wijk serve ended by itself"
            time.sleep(0.1)
    pytest.fail("wijk serve did not become well within a minute")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with data_folder() as above, served(above / "home") as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def someone(chromium: Browser, url: str) -> Iterator[Callable[..., Page]]:
    """`someone("Sanne de Wit")`: signed in, in a browser context of their own."""
    contexts: list[BrowserContext] = []

    def arrive(name: str, size: dict[str, int] = DESK) -> Page:
        context = chromium.new_context(viewport=size, locale="nl-NL", base_url=url)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto("/aanmelden")
        page.locator("button.persoon").filter(has_text=name).click()
        page.wait_for_url(f"{url}/")
        return page

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(chromium: Browser, url: str) -> Callable[..., Page]:
    """Signed in by name, in a context whose content policy lets axe in."""

    def arrive(name: str, size: dict[str, int], language: str = "nl") -> Page:
        context = chromium.new_context(viewport=size, base_url=url, bypass_csp=True)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/aanmelden")
        if language == "en":
            page.get_by_role("button", name="English").first.click()
        page.locator("button.persoon").filter(has_text=name).click()
        page.wait_for_url(f"{url}/")
        return page

    return arrive
