"""Leaving footprints in the small world, and reading the sentences that the desk makes of them."""

import re
from html import unescape
from uuid import UUID

from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from tests.review.conftest import Desk
from wijkaanpak.journal.entries import Footprint
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.keys import keys_from
from wijkaanpak.journal.subjects import pid


def reads(desk: Desk, who: str, **more: object) -> None:
    """Someone reads the case; its controller is the housing association."""
    world = desk.world
    about = Thing(
        "CASUS", world.case, world.matter, (world.organisations["rie"],), (world.person,), "P_ZORG", "K3",
        ("G_WOONFEIT",),
    )  # fmt: skip
    said = {
        "event": "LEZEN",
        "name": "case.read",
        "action": "R",
        "thing": about,
        "policy": "matrix@test",
    } | more
    world.run("", entry=Footprint(**said), by=who)  # type: ignore[arg-type]


def sentences(answer: TestResponse) -> list[str]:
    """The sentences of a page, in its order."""
    found = re.findall(r"<li[^>]*>\s*<time.*?<p>(.*?)</p>", answer.text, re.DOTALL)
    return [unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", one))).strip() for one in found]


def others(answer: TestResponse) -> list[str]:
    """The sentences but those of looking here and of signing in."""
    return [s for s in sentences(answer) if "logboek" not in s and "aan." not in s]


def pseudonym(desk: Desk, organisation: str) -> UUID:
    """What the log of this organisation calls the resident of the small world."""
    return pid(keys_from(desk.world.key), desk.world.person, desk.world.organisations[organisation])


def journal(desk: Desk, question: str, **values: object) -> list[tuple[object, ...]]:
    engine = create_engine(str(desk.world.addresses.admin))
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(question), values)]
    engine.dispose()
    return rows
