"""A month of the journal that is past its term goes as a whole; numbers, leaves and proofs stay (R95)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from wijkaanpak.journal import tree
from wijkaanpak.journal.upkeep import ALONE, LOG, NOTARY, MonthRetired, PolicyInstalled, tell

LEAVES = text("""
    select n.number, n.leaf, n.recorded_at >= :start as own,
           exists (select from journal.entry e
                   where e.id = n.entry_id and e.recorded_at = n.recorded_at) as there
    from journal.number n where n.recorded_at < :end order by n.number
""")
OLDEST = text("select min(recorded_at) from journal.entry")
TOLD = text("""
    select particulars from journal.entry where name = :name and actor_role = :role
    order by recorded_at desc, place desc limit 1
""")
RULES = text("""
    select distinct particulars ->> 'digest' from journal.entry
    where name = :name and actor_role = :role and recorded_at < :end
""")
APPROVER = text("select journal.approver(:named)")
TODAY = text("select (transaction_timestamp() at time zone 'UTC')::date")
DROP = text("select journal.drop_month(:month)")


class Kept(Exception):
    """The month stays, and why: one Dutch sentence."""


@dataclass(frozen=True)
class Month:
    """What a month holds: its first number and how many entries."""

    first: int
    count: int


def retire(engine: Engine, owner: str, month: date, approvers: Iterable[str], *, years: int) -> Month:
    """Destroy the oldest month when its term is over; raises Kept.

    The entry that says so is committed first, as wijk_notary (`engine`): a crash leaves a month that was told
    and is still there, and doing it again ends it. `owner` is the address of the tables' owner.
    """
    first = date(month.year, month.month, 1)
    with engine.begin() as connection:
        connection.execute(ALONE)
        _past_its_term(connection, first, years)
        two = _two(connection, approvers)
        before = connection.scalar(TOLD, {"name": MonthRetired.name, "role": NOTARY.role}) or {}
        if before.get("month") == first.isoformat():
            gone = Month(before["first"], before["count"])
        else:
            gone = _tell(connection, first, two, before.get("codes", []))
    tables = create_engine(owner, poolclass=NullPool)
    with tables.begin() as connection:
        connection.execute(text("set local lock_timeout = '10s'"))  # who writes goes first
        connection.execute(DROP, {"month": first})
    return gone


def _tell(connection: Connection, month: date, two: tuple[UUID, UUID], codes: list[str]) -> Month:
    """Say what goes; raises Kept where an entry is gone already, for nothing may cover that up."""
    leaves = connection.execute(LEAVES, {"start": _start(month), "end": _start(_next(month))}).all()
    own = [leaf for leaf in leaves if leaf.own]
    if not all(leaf.there for leaf in own):
        raise Kept(f"In {month:%Y-%m} ontbreken regels: reken het logboek eerst na met wijk verify.")
    asked = {"name": PolicyInstalled.name, "role": NOTARY.role, "end": _start(_next(month))}
    tell(
        connection,
        MonthRetired(
            thing=LOG, month=month, first=own[0].number, count=len(own), total=len(leaves), approved_by=two,
            digest=tree.root(bytes(leaf.leaf) for leaf in leaves).hex(),
            codes=tuple(sorted({*codes, *connection.scalars(RULES, asked)})),
        ),
    )  # fmt: skip
    return Month(own[0].number, len(own))


def _past_its_term(connection: Connection, month: date, years: int) -> None:
    """Five years after the month ended, unless the house set another term; and the oldest goes first."""
    oldest, end = connection.execute(OLDEST).scalar_one(), _next(month)
    if oldest is None or not _start(month) <= oldest < _start(end):
        raise Kept(f"De oudste maand gaat eerst, en dat is niet {month:%Y-%m}.")
    if connection.execute(TODAY).scalar_one() < end.replace(year=end.year + years):
        raise Kept(f"{month:%Y-%m} wordt {years} jaar bewaard en is nog niet zover.")


def _two(connection: Connection, approvers: Iterable[str]) -> tuple[UUID, UUID]:
    """Two different people whose role may destroy (vernietiging.uitvoeren, A.two)."""
    found: list[UUID] = []
    for named in approvers:
        who = connection.scalar(APPROVER, {"named": named})
        if who is None:
            raise Kept(f"{named} mag geen akkoord geven op vernietiging.")
        found.append(who)
    if len(found) != 2 or len(set(found)) != 2:
        raise Kept("Voor vernietiging geven twee verschillende mensen akkoord.")
    return found[0], found[1]


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, 1, tzinfo=UTC)
