"""Things that happened at a moment of one's choice, and forms sent as the pages of the desk send them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.live.world import PEOPLE
from tests.review.conftest import Desk
from wijkaanpak.door import Unit, unit_of
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.record import record


def happened(desk: Desk, who: str, at: datetime, *, by: str = "rie", **more: object) -> UUID:
    """Someone reads the case at that moment; `by` answers for the data, `more` says it otherwise."""
    world = desk.world
    about = Thing(
        "CASUS", world.case, world.matter, (world.organisations[by],), (world.person,), "P_ZORG", "K3",
        ("G_WOONFEIT",),
    )  # fmt: skip
    said = {"event": "LEZEN", "name": "case.read", "action": "R", "thing": about, "policy": "matrix@test"}
    footprint = Footprint(**(said | more))  # type: ignore[arg-type]
    actor = Who(world.staff[who], PEOPLE[who][1], world.home(who))
    with world.engine().begin() as connection:
        clock: datetime = connection.scalar(text("select transaction_timestamp()"))
        return record(connection, actor, Point(), footprint, clock=clock, occurred=at)


def send(desk: Desk, who: str, path: str, **fields: str) -> TestResponse:
    """Send a form to this address."""
    secret = desk.world.cookie(who)
    with desk.app.test_request_context(headers={"Cookie": f"__Host-sid={secret}"}):
        token = desk.app.jinja_env.globals["csrf_token"]()  # type: ignore[operator]
    headers = {"Cookie": f"__Host-sid={secret}", "Origin": desk.settings.url}
    client = desk.app.test_client(use_cookies=False)
    return client.post(path, data={"csrf": token, **fields}, headers=headers)


@contextmanager
def officer(desk: Desk, who: str = "fg_rie") -> Iterator[Unit]:
    """A unit of the desk, for asking the room itself."""
    with unit_of(desk.database.desk, desk.world.cookie(who).encode(), Point()) as unit:
        yield unit
