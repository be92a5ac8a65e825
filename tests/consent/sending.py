"""Forms on sharing as a browser sends them, each in order until it is spoilt."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from tests.cast import House
from tests.consent.acting import org
from tests.consent.matters import LONG
from wijkaanpak.consent.voice import FREE
from wijkaanpak.foundation.working_days import local

BSN = "Het nummer is 111222333."


def ground_form(house: House, **changes: Any) -> dict[str, Any]:
    """A ground to Samenspel as a browser sends it."""
    return {
        "recipients": [str(org(house, "ORG-WEL"))],
        "categories": ["G_WOONFEIT"],
        "basis": "A6_1F",
        "necessity": LONG,
        "proportionality": LONG,
        "subsidiarity": LONG,
        "informed": "GEINFORMEERD",
        "informed_on": shown_day(house, -1),
        "valid_from": shown_day(house, 0),
        "valid_until": shown_day(house, 60),
        **changes,
    }


def word_form(house: House, **changes: Any) -> dict[str, Any]:
    """A yes for Samenspel as a browser sends it."""
    return {
        "recipients": [str(org(house, "ORG-WEL"))],
        "categories": ["G_WOONFEIT"],
        "result": "GEGEVEN",
        "told": "1",
        "free": list(FREE),
        "given_by": "ZELF",
        "form": "SCHRIFTELIJK",
        "language": "nl",
        "valid_until": shown_day(house, 60),
        **changes,
    }


def shown_day(house: House, days: int) -> str:
    """So many days from today, as a date field sends it."""
    moment = house.truth("select app.now() as now")[0].now + timedelta(days=days)
    return local(moment).strftime("%Y-%m-%d")


def faults(page: str) -> set[str]:
    """The fields that the summary of faults leads to."""
    return {
        unescape(x).removesuffix("-0")
        for x in re.findall(r'<li><a class="tekstlink" href="#([\w.-]+)"', page)
    }
