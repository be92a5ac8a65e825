"""What is known round footprints: places, ends, declarations, exposed residents, missing grounds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from wijkaanpak.journal.keys import keys_of
from wijkaanpak.journal.subjects import pid
from wijkaanpak.review.queues.queue import SUCCEEDED

PLACES = text("select * from journal.places_of(:matters)")
DECLARED = text("select * from journal.declared_by(:people)")
WITHOUT_GROUND = text("select * from journal.without_ground(:entries, :recorded)")
EXPOSED = text("select person_id, kind, since, until from app.exposure")


class Around:
    """What is known round the entries of one organisation on one day, asked once for all of them.

    Residents stand in them by pseudonym, so whoever is looked for is turned into that first.
    """

    def __init__(self, session: Session, home: UUID, rows: Sequence[Any], fresh: Container[UUID]) -> None:
        self._session, self._home = session, home
        self._keys = keys_of(session.connection())
        self._mark = f"{home}/"
        matters = {row.matter_id for row in rows if row.matter_id}
        self.places = {row.matter_id: row for row in self._asked(PLACES, matters=list(matters))}
        self._declared: dict[tuple[UUID, UUID], list[Any]] = defaultdict(list)
        for row in self._asked(DECLARED, people=list({row.actor_id for row in rows})):
            for thing in (row.thing, pid(self._keys, row.thing, self._home)):
                self._declared[row.staff_id, thing].append(row)
        self._exposed: dict[UUID, list[Any]] = defaultdict(list)
        for row in session.execute(EXPOSED):
            self._exposed[pid(self._keys, row.person_id, self._home)].append(row)
        self.bare = self._without_ground(
            [row for row in rows if row.id in fresh and row.outcome == SUCCEEDED]
        )

    def declared(self, row: Any) -> bool:
        """Whether it is about something that its actor had declared by then (R66)."""
        return bool(self._declared) and any(
            _held(one, row.occurred_at)
            for thing in (row.matter_id, *self._residents(row))
            for one in self._declared.get((row.actor_id, thing), ())
        )

    def exposed(self, row: Any) -> frozenset[str]:
        """Why its residents are looked after, as that was on record by then."""
        if not self._exposed:
            return frozenset()
        return frozenset(
            one.kind
            for resident in self._residents(row)
            for one in self._exposed.get(resident, ())
            if _held(one, row.occurred_at)
        )

    def _residents(self, row: Any) -> Iterator[UUID]:
        """By the pseudonyms of this organisation; of a refusal what was asked for, as nobody was shown."""
        if row.object_id is not None:
            yield row.object_id
        yield from (UUID(one.removeprefix(self._mark)) for one in row.subjects if one.startswith(self._mark))

    def _without_ground(self, rows: list[Any]) -> Counter[UUID]:
        """How much each of these readings, which no round saw before, showed without a ground."""
        found: Counter[UUID] = Counter()
        entries, recorded = [row.id for row in rows], [row.recorded_at for row in rows]
        for row in self._asked(WITHOUT_GROUND, entries=entries, recorded=recorded):
            if row.shown is None or pid(self._keys, row.thing, self._home) in row.shown:
                found[row.entry_id] += 1
        return found

    def _asked(self, query: Any, **lists: list[Any]) -> Sequence[Any]:
        return self._session.execute(query, lists).all() if all(lists.values()) else ()


def _held(one: Any, moment: datetime) -> bool:
    held: bool = one.since <= moment and (one.until is None or moment < one.until)
    return held
