"""The number of a case for people, such as WA-2026-7KQ4: it tells no order and no count (rulings.md 26)."""

from __future__ import annotations

import secrets
from zoneinfo import ZoneInfo

from sqlalchemy import text

from wijkaanpak.door import Unit

# Without what is mistaken for one another (0O 1IL 2Z 5S 8B UV), and without vowels: it spells no words.
ALPHABET = "34679CDFGHJKMNPQRTWXY"
TRIES = 8
HERE = ZoneInfo("Europe/Amsterdam")
FREE = text("select app.number_is_free(:candidate)")


def new_number(unit: Unit) -> str:
    """A number that no case has yet; four signs, and one more each time the shorter ones run out."""
    year = unit.moment.astimezone(HERE).year
    length = 4
    while True:
        for _ in range(TRIES):
            candidate = f"WA-{year}-{''.join(secrets.choice(ALPHABET) for _ in range(length))}"
            if unit.session.scalar(FREE, {"candidate": candidate}):
                return candidate
        length += 1
