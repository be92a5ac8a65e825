"""The bell over real sockets: who hears it, what it says, and when it falls silent (R196-R201)."""

import time
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from tests.live.conftest import Served
from tests.live.consenting import withdraw
from tests.live.line import Line
from tests.live.world import CANARY, NAME_CANARY


def test_a_change_rings_for_who_may_read_it_and_says_only_n_kind_and_ref(served: Served) -> None:
    """R196: exactly three keys, ids and codes; the case is fetched through the ordinary gate."""
    world = served.world
    with served.line("wc") as wc, served.line("ww") as ww:
        assert wc.listen(world.matter) == {"ok": True, "n": 0}
        assert ww.listen(world.matter) == {"ok": True, "n": 0}
        world.ring(world.matter)
        bell = {"n": 1, "kind": "case.changed", "ref": str(world.matter)}
        assert wc.heard(2) == [bell]
        assert ww.heard(2) == [bell]
        said = "".join(wc.frames + ww.frames)
    assert CANARY not in said
    assert NAME_CANARY not in said


def test_who_may_not_read_it_may_not_hear_it(served: Served) -> None:
    """R197: a colleague outside the team, another matter's id and nonsense all get the same answer."""
    world = served.world
    refused = {"ok": False, "n": 0}
    with served.line("wb") as wb:
        assert wb.listen(world.matter) == refused
        assert wb.listen(uuid4()) == refused
        assert wb.listen("no reference") == refused
        assert wb.listen(world.staff["wc"]) == refused
        assert wb.listen(world.organisations["gem"]) == refused
        assert wb.listen(world.case) == refused, "a room is named after the matter, nothing else"
        world.ring(world.matter)
        assert wb.heard(0.7) == []


def test_everyone_hears_their_own_work_and_who_weighs_hears_the_queue(served: Served) -> None:
    world = served.world
    with served.line("tr") as tr, served.line("ww") as ww:
        assert tr.listen(world.staff["tr"])["ok"]
        assert tr.listen(world.organisations["gem"])["ok"]
        assert not ww.listen(world.organisations["wel"])["ok"]
        world.ring(world.staff["tr"], kind="work.changed")
        assert tr.heard(2) == [{"n": 1, "kind": "work.changed", "ref": str(world.staff["tr"])}]


def test_joining_is_one_entry_and_so_is_a_refusal(served: Served) -> None:
    """R197: once for each time someone asked; a queue that is not one's work is nobody's data."""
    world = served.world
    with served.line("wc") as wc, served.line("wb") as wb, served.line("cr") as cr:
        assert not cr.listen(world.organisations["gem"])["ok"]
        wc.listen(world.matter)
        wb.listen(world.matter)
    asked = "select actor_id, outcome, access_point from journal.entry where event = 'KAMER_BETREDEN'"
    engine = create_engine(str(world.addresses.admin))
    with engine.connect() as connection:
        rows = connection.execute(
            text(f"{asked} and actor_id = any(:all)"), {"all": list(world.staff.values())}
        )
        found = {tuple(row) for row in rows}
    engine.dispose()
    assert found == {(world.staff["wc"], "GESLAAGD", "SOCKET"), (world.staff["wb"], "GEWEIGERD", "SOCKET")}


def test_after_withdrawal_one_last_bell_and_then_silence(served: Served) -> None:
    """R198: the welfare worker's page learns that something changed, and nothing more after that."""
    world = served.world
    with served.line("ww") as ww, served.line("wc") as wc:
        ww.listen(world.matter)
        wc.listen(world.matter)
        withdraw(world)
        last = {"n": 1, "kind": "access.changed", "ref": str(world.matter)}
        assert ww.heard(2) == [last]
        assert wc.heard(2) == [last]
        time.sleep(0.3)
        world.ring(world.matter)
        assert wc.heard(2) == [{"n": 2, "kind": "case.changed", "ref": str(world.matter)}]
        assert ww.heard(0.7) == []
        assert not ww.listen(world.matter)["ok"]


def test_what_ends_without_a_bell_ends_within_the_round(hurried: Served) -> None:
    """R197: a ground may run out by time alone; everyone is judged again, and a last bell tells the page."""
    world = hurried.world
    with hurried.line("ww") as ww, hurried.line("wc") as wc:
        ww.listen(world.matter)
        wc.listen(world.matter)
        withdraw(world, rings=False)
        assert ww.heard(5) == [{"n": 1, "kind": "access.changed", "ref": str(world.matter)}]
        world.ring(world.matter)
        assert wc.heard(2) == [{"n": 1, "kind": "case.changed", "ref": str(world.matter)}]
        assert ww.heard(0.7) == []


def test_reconnecting_tells_how_far_the_bell_came(served: Served) -> None:
    """R200: the number at joining tells a page that missed something to fetch again."""
    world = served.world
    with served.line("wc") as wc:
        assert wc.listen(world.matter)["n"] == 0
    for _ in range(3):
        world.ring(world.matter)
    time.sleep(0.5)
    with served.line("wc") as wc:
        assert wc.listen(world.matter) == {"ok": True, "n": 3}


@pytest.mark.parametrize(
    ("way", "statement"),
    [
        (
            "signed out",
            "update sealed.session set ended_at = now(), end_reason = 'afgemeld' where staff_id = :person",
        ),
        (
            "idle",
            "update sealed.session set seen_at = now() - interval '31 minutes' where staff_id = :person",
        ),
        ("too long", "update sealed.session set ends_at = now() where staff_id = :person"),
        ("suspended", "update app.staff set suspended_at = now() where id = :person"),
        ("role ended", "update app.role_assignment set ended_at = now() where staff_id = :person"),
        (
            "organisation suspended",
            "update app.organisation set suspended_at = now() where id = :organisation",
        ),
    ],
)
def test_a_session_that_ends_closes_its_sockets(served: Served, way: str, statement: str) -> None:
    """R198: told `einde`, shown out and cut, however the session ended; nobody else is."""
    world = served.world
    with served.line("ww") as ww, served.line("wc") as wc:
        ww.listen(world.matter)
        wc.listen(world.matter)
        everything = {"person": world.staff["ww"], "organisation": world.organisations["wel"]}
        world.end(statement, **{name: value for name, value in everything.items() if f":{name}" in statement})
        after = ww.ended(3)
        assert after is not None
        assert after < 2.5
        print(f"{way}: shown out after {after:.2f} s")
        assert ww.closed(5), "a browser that stays on the line is cut off"
        world.ring(world.matter)
        assert wc.heard(2)


def test_an_ended_session_cannot_connect_anew_on_its_old_line(served: Served) -> None:
    """The gate saw a live session when the line was opened; the namespace asks again."""
    world = served.world
    cookie = world.cookie("ww")
    with Line(served.url, cookie) as line:
        world.run("update sealed.session set ended_at = now() where staff_id = :one", one=world.staff["ww"])
        with pytest.raises(ConnectionError):
            line.open()
