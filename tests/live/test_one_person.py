"""What changes for one person alone: all they listen to is judged again, nobody else hears of it (R66)."""

from __future__ import annotations

from tests.live.conftest import Served
from tests.live.world import World
from wijkaanpak.journal.entries import Footprint
from wijkaanpak.journal.events import Thing


def declare(world: World, who: str) -> None:
    """This person declares to know the resident, as the command records it."""
    rings = Footprint(
        "CONFIG_GEWIJZIGD", "conflict.declared", "C", Thing("AFSTAND"), "test",
        rings=(world.staff[who],), bell="access.changed",
    )  # fmt: skip
    world.run(
        "insert into app.conflict (id, staff_id, person_id, declared_at) "
        "values (gen_random_uuid(), :who, :person, app.now())",
        entry=rings, by=who, who=world.staff[who], person=world.person,
    )  # fmt: skip


def test_who_declares_a_conflict_hears_one_last_bell_and_the_team_hears_nothing(served: Served) -> None:
    """A page of the case does not listen to its reader, and closes all the same; a colleague's stays."""
    world = served.world
    with served.line("ww") as ww, served.line("wc") as wc:
        assert ww.listen(world.matter)["ok"]
        assert wc.listen(world.matter)["ok"]
        declare(world, "ww")
        assert ww.heard(3) == [{"n": 1, "kind": "access.changed", "ref": str(world.matter)}]
        assert wc.heard(0.7) == []
        world.ring(world.matter)
        assert wc.heard(2) == [{"n": 1, "kind": "case.changed", "ref": str(world.matter)}]
        assert ww.heard(0.7) == []
        assert not ww.listen(world.matter)["ok"]


def test_a_page_that_listens_to_its_reader_hears_both(served: Served) -> None:
    """Lists listen to their reader: they fetch themselves anew."""
    world = served.world
    with served.line("cr") as cr:
        assert cr.listen(world.staff["cr"])["ok"]
        assert cr.listen(world.matter)["ok"]
        declare(world, "cr")
        heard = {(bell["kind"], bell["ref"]) for bell in cr.heard(3, most=2)}
        assert heard == {("access.changed", str(world.staff["cr"])), ("access.changed", str(world.matter))}
        assert cr.listen(world.staff["cr"])["ok"]
