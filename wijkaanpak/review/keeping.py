"""Keeping what was found: once, growing with the day, begun anew where an earlier part was judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import exists, func, insert, select, update

from wijkaanpak.door import Unit
from wijkaanpak.review.models import Finding, FindingEntry, Verdict
from wijkaanpak.review.queues.queue import Act, Found, Queue

AGAIN = "#"  # stands between a key and the number of the finding after one that was judged
SINCE = ["SINCE_VERDICT", {}]


@dataclass
class Kept:
    """A finding that stands, with the entries it rests on."""

    id: UUID
    key: str
    judged: bool
    facts: dict[str, Any]
    entries: set[UUID] = field(default_factory=set)


def keep(unit: Unit, organisation: UUID, staff: UUID, lot: Iterable[tuple[Queue, Found]]) -> int:
    """Put what was found about one colleague on record; how much of it is new or grew."""
    lot = list(lot)
    standing = _standing(unit, staff, lot) if lot else {}
    changed = 0
    for queue, found in lot:
        chain = standing.get((queue.code, found.key), [])
        known = {entry for kept in chain for entry in kept.entries}
        fresh = tuple(act for act in found.acts if act.id not in known)
        last = chain[-1] if chain else None
        if last is None or (last.judged and fresh):
            _begin(unit, organisation, staff, queue, found, fresh, len(chain))
        elif not last.judged and (fresh or last.facts != _facts(found, last.key)):
            _grow(unit, last, found, fresh)
        else:
            continue
        changed += 1
    return changed


def _standing(unit: Unit, staff: UUID, lot: list[tuple[Queue, Found]]) -> dict[tuple[str, str], list[Kept]]:
    """What stands already under these keys, each in the order in which it was begun."""
    judged = exists().where(Verdict.finding_id == Finding.id)
    begun = func.split_part(Finding.key, AGAIN, 1)
    query = (
        select(Finding.id, Finding.queue, Finding.key, Finding.facts, judged)
        .where(Finding.staff_id == staff, begun.in_({found.key for _queue, found in lot}))
        .order_by(func.length(Finding.key), Finding.key)
    )
    chains: dict[tuple[str, str], list[Kept]] = {}
    by_id: dict[UUID, Kept] = {}
    for ident, code, key, facts, judged in unit.session.execute(query):
        by_id[ident] = Kept(ident, key, judged, facts)
        chains.setdefault((code, key.partition(AGAIN)[0]), []).append(by_id[ident])
    entries = select(FindingEntry.finding_id, FindingEntry.entry_id)
    for ident, entry in unit.session.execute(entries.where(FindingEntry.finding_id.in_(by_id))):
        by_id[ident].entries.add(entry)
    return chains


def _begin(
    unit: Unit,
    organisation: UUID,
    staff: UUID,
    queue: Queue,
    found: Found,
    acts: tuple[Act, ...],
    before: int,
) -> None:
    key = f"{found.key}{AGAIN}{before + 1}" if before else found.key
    happened = min(act.at for act in acts)
    ident = uuid4()
    row = {
        "id": ident, "queue": queue.code, "key": key, "organisation_id": organisation, "staff_id": staff,
        "matter_id": found.matter, "occurred_at": happened, "found_at": unit.now,
        "due_on": queue.due_on(happened), "urgent": queue.urgent, "facts": _facts(found, key),
    }  # fmt: skip
    unit.session.connection().execute(insert(Finding), [row])
    _add(unit, ident, acts)


def _facts(found: Found, key: str) -> dict[str, Any]:
    facts = found.facts
    if AGAIN in key:
        facts["stands_out"].append(SINCE)
    return facts


def _grow(unit: Unit, kept: Kept, found: Found, acts: tuple[Act, ...]) -> None:
    unit.session.execute(
        update(Finding)
        .where(Finding.id == kept.id)
        .values(facts=_facts(found, kept.key))
        .execution_options(synchronize_session=False)
    )
    _add(unit, kept.id, acts)


def _add(unit: Unit, finding: UUID, acts: tuple[Act, ...]) -> None:
    rows = [{"finding_id": finding, "entry_id": act.id, "entry_at": act.recorded_at} for act in acts]
    if rows:
        unit.session.connection().execute(insert(FindingEntry), rows)
