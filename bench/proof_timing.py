"""Whether time tells what is forbidden from what is not there (T08): a part of `make proof`."""

from __future__ import annotations

import http.client
import random
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from uuid import uuid4

from sqlalchemy import text

from bench.measure import tell
from bench.oeverdrecht import House

OUTSIDER = "U-WB3"
PAIRS = 2_000
LEAST, MOST = 0.45, 0.55

# Kinds of addresses, and everything of that kind that a caretaker of De Rietgors elsewhere may not know.
CASES = "select c.id from app.case_file c join app.matter m on m.id = c.matter_id where not m.bare"
SHIELDED = "select c.id from app.case_file c join app.matter m on m.id = c.matter_id where m.secret"
SIGNALS = """select s.id from app.signal s join app.organisation o on o.id = s.organisation_id
             where o.reference <> 'ORG-RIE'"""
RESIDENTS = """select p.id from app.person p join app.organisation o on o.id = p.organisation_id
               where o.reference <> 'ORG-RIE'"""
HIDDEN = {
    "case": ("/casussen/{}", CASES), "note": ("/casussen/{}/notities", CASES),
    "shielded": ("/casussen/{}", SHIELDED), "signal": ("/signalen/{}", SIGNALS),
    "resident": ("/bewoners/{}", RESIDENTS),
}  # fmt: skip


def timing(house: House, pairs: int = PAIRS) -> None:
    """T08: of pairs of a hidden thing and nothing at all, how often the hidden one took longer (AUC).

    All kinds at the same time: a refusal spends its time waiting for its beat.
    """
    with ThreadPoolExecutor(len(HIDDEN)) as pool:
        for told in pool.map(lambda kind: _classified(house, kind, pairs), HIDDEN):
            tell(*told[:5], **told[5])


def _classified(house: House, kind: str, pairs: int) -> tuple[str, float, None, str, int, dict[str, object]]:
    address, sql = HIDDEN[kind]
    browser, chance = Asker(house, house.cookie(OUTSIDER)), random.Random(kind)
    with house.admin.connect() as connection:
        there = [row[0] for row in connection.execute(text(sql))]
    for ident in there * (40 // len(there) + 1):
        browser.ask(address.format(ident), 404)
    hidden: list[float] = []
    nothing: list[float] = []
    for number in range(pairs):
        both = [(hidden, there[number % len(there)]), (nothing, uuid4())]
        chance.shuffle(both)
        for times, ident in both:
            times.append(browser.ask(address.format(ident), 404))
    score = auc(hidden, nothing)
    more = {"ms_hidden": median(hidden) * 1000, "ms_nothing": median(nothing) * 1000}
    rounded: dict[str, object] = {name: round(value, 3) for name, value in more.items()}
    fits = LEAST <= score <= MOST
    return f"existence_timing_{kind}", score, None, "AUC", pairs, rounded | {"fits": fits}


class Asker:
    """One kept connection that times its answers."""

    def __init__(self, house: House, cookie: str) -> None:
        self.host = house.url.removeprefix("http://")
        self.line = http.client.HTTPConnection(self.host.replace("localhost", "127.0.0.1"))
        self.headers = {"Cookie": f"__Host-sid={cookie}", "Host": self.host}

    def ask(self, path: str, status: int) -> float:
        """Seconds until the whole answer was there; raises where it is another than expected."""
        began = time.perf_counter()
        self.line.request("GET", path, headers=self.headers)
        answer = self.line.getresponse()
        answer.read()
        taken = time.perf_counter() - began
        if answer.status != status:
            raise RuntimeError(f"{path} answered {answer.status}")
        return taken


def auc(ones: list[float], others: list[float]) -> float:
    """How often a random one of the first is larger than a random one of the second: the rank statistic."""
    ranked = sorted([(value, True) for value in ones] + [(value, False) for value in others])
    total = sum(place for place, (_value, first) in enumerate(ranked, 1) if first)
    return (total - len(ones) * (len(ones) + 1) / 2) / (len(ones) * len(others))
