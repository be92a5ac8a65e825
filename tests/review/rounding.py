"""Going round at the small world's desk, and looking at what was found there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, create_engine, text

from tests.review.conftest import Desk
from wijkaanpak.door import Unit, unit_of
from wijkaanpak.journal.entries import Footprint, Point
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.notary import Notary
from wijkaanpak.review.rounds import Rounds


def go_round(desk: Desk) -> int:
    """Number what was done, and look at it once."""
    Notary(desk.database.notary).follow_once()
    rounds = Rounds(desk.database)
    try:
        return rounds.once()
    finally:
        rounds.end()


def findings(desk: Desk, who: str, queue: str | None = None) -> list[Row[Any]]:
    """What stands about this colleague, as the administrator sees it; the sample left out."""
    return truth(
        desk,
        "select f.*, (select count(*) from app.finding_entry e where e.finding_id = f.id) as entries "
        "from app.finding f where f.staff_id = :who and f.queue = coalesce(:queue, f.queue) "
        "and f.queue <> 'Q10' order by f.queue, f.key",
        who=desk.world.staff[who], queue=queue,
    )  # fmt: skip


def truth(desk: Desk, question: str, **values: object) -> list[Row[Any]]:
    """What really stands in the database."""
    engine = create_engine(str(desk.world.addresses.admin))
    with engine.begin() as connection:
        answer = connection.execute(text(question), values)
        rows = list(answer.all()) if answer.returns_rows else []
    engine.dispose()
    return rows


def again(desk: Desk, times: int, **changed: object) -> None:
    """The newest entry so many times more, each with its own id; `changed` are columns as SQL says them."""
    others = "".join(f", '{name}', {said}" for name, said in changed.items())
    silently(
        desk,
        f"""insert into journal.entry select r.* from journal.entry e, generate_series(1, :times) n,
            lateral jsonb_populate_record(e, jsonb_build_object(
                'id', md5(n || '-' || gen_random_uuid())::uuid,
                'place', nextval('journal.entry_place'){others})) r
            where e.place = (select max(place) from journal.entry)""",
        times=times,
    )


def silently(desk: Desk, statement: str, **values: object) -> None:
    """A row of the administrator, past triggers and policies."""
    engine = desk.world.engine()
    with engine.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text(statement), values)
    engine.dispose()


def tries(desk: Desk, who: str, *cases: UUID, reason: str = "NIET_BETROKKEN") -> None:
    """Somebody wants to open these cases, and is refused; each is a matter of its own."""
    for case in cases or (uuid4(), uuid4(), uuid4()):
        about = Thing("CASUS", case, None if reason == "NIET_BETROKKEN" else case, (), (), None, "K0")
        said = Footprint("LEZEN", "case.read", "R", about, "matrix@test", "GEWEIGERD", reason_code=reason)
        desk.world.run("", entry=said, by=who)


@contextmanager
def at_the_desk(desk: Desk, who: str) -> Iterator[Unit]:
    """A unit of this officer on the desk's own role."""
    with unit_of(desk.database.desk, desk.world.cookie(who).encode(), Point()) as unit:
        yield unit


def seen(desk: Desk, who: str, table: str = "finding") -> list[UUID]:
    """The findings that exist for this officer, or what else there is."""
    with at_the_desk(desk, who) as unit:
        return list(unit.session.scalars(text(f"select id from app.{table}")))
