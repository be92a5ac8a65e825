"""Following the journal from a cursor: each notice is kept once, in the transaction that moves the cursor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select, text

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.journal.events import Event
from wijkaanpak.journal.upkeep import LOG
from wijkaanpak.notices.audience import RULES, Happened, told_of
from wijkaanpak.notices.models import Notice

NUMBERS = 5_000  # of one step
MOST = 50  # entries of one step that may concern somebody: a step stays well within its ten seconds
PLACE = text("select next_number from app.notice_cursor where id = 1 for update skip locked")
NEWEST = text("select journal.newest()")
HAPPENED = text("select * from journal.happened(:first, :below, :names, :most)")
MOVE = text("update app.notice_cursor set next_number = :below, looked_at = app.now() where id = 1")


@dataclass(frozen=True)
class News:
    """Numbers that were not looked at yet, the last excluded, and whom what happened among them concerns."""

    below: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, kw_only=True)
class NoticesDelivered(
    Event,
    name="notice.delivered",
    says="{actor} told colleagues that something happened",
    bell="work.changed",
):
    """Notices wait for these colleagues: up to which number of the journal, and how many."""

    below: int
    notices: int
    told: tuple[UUID, ...]

    def rings(self) -> tuple[UUID, ...]:
        """Who has one."""
        return self.told


def news(unit: Unit) -> News | None:
    """What was not looked at yet, or None; where it concerns nobody the cursor moves on with that.

    The cursor is kept from others until this transaction ends: another process that comes at the same time
    has nothing to do. Notices and cursor are committed together, so what is killed loses and doubles nothing.
    """
    first = unit.session.scalar(PLACE)
    newest = unit.session.scalar(NEWEST) if first is not None else None
    if first is None or newest is None or newest < first:
        return None
    below = min(newest + 1, first + NUMBERS)
    asked = {"first": first, "below": below, "names": sorted(RULES), "most": MOST}
    found = [Happened(*row) for row in unit.session.execute(HAPPENED, asked)]
    if len(found) == MOST:
        below = found[-1].number + 1
    notices = tuple(_notices(unit, found))
    if not notices:
        unit.session.execute(MOVE, {"below": below})
    return News(below, notices)


@command(Verb.NOTICE_DELIVER)
def deliver(unit: Unit, new: News, /) -> NoticesDelivered:
    """Keep the notices and move the cursor past what they are of."""
    unit.session.add_all(new.notices)
    unit.session.execute(MOVE, {"below": new.below})
    told = tuple(dict.fromkeys(notice.staff_id for notice in new.notices))
    return NoticesDelivered(thing=LOG, below=new.below, notices=len(new.notices), told=told)


def _notices(unit: Unit, found: Iterable[Happened]) -> Iterable[Notice]:
    """One a colleague and entry; who was told before, by a cursor that was set back, is not told again."""
    for one in found:
        stands = unit.facts(one.matter) if one.matter else None
        facts, raw = stands or (None, {})
        told = told_of(unit, one, facts)
        if not told:
            continue
        before = set(unit.session.scalars(select(Notice.staff_id).where(Notice.entry_id == one.entry)))
        stands_as = facts.stage if facts else None
        thing = (raw.get("case") or raw.get("signal")) if facts else None
        for who, rule in told.items():
            if who not in before:
                leads_to = one.ids(rule.thing)[0] if rule.thing else UUID(thing) if thing else None
                yield Notice(
                    id=uuid4(), staff_id=who, entry_id=one.entry, number=one.number, kind=rule.kind,
                    matter_id=one.matter, thing_id=leads_to, stage=stands_as, happened_at=one.at,
                    made_at=unit.now,
                )  # fmt: skip
