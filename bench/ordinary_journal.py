"""Ordinary work in a database as the platform would have left it: who there is, and an entry an act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import make_url

from bench.ordinary_people import Colleague, Town
from wijkaanpak.journal.entries import TWO_FACTORS, Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.keys import keys_from
from wijkaanpak.journal.record import KEPT, written
from wijkaanpak.review.queues import QUEUES
from wijkaanpak.review.queues.q04_many import opened
from wijkaanpak.review.queues.queue import READINGS, Act, Day, Found, touched

AT_ONCE = 2_000  # entries of one transaction
STATUS = {True: "REGIE", False: "AFGESLOTEN"}
PLACE = """
    insert into complex (id, name, organisation_id, quarter_code, homes, duty_24_7, areas)
    values (%s, 'Complex', %s, 'BU99019901', 10, true, '{}')
"""
MATTER = """
    insert into matter
        (id, provider_id, complex_id, purpose, category, urgency, secret, bare, opened_at, changed_at)
    values (%s, %s, %s, 'P_ZORG', 'EENZAAMHEID', 'REGULIER', false, false, now(), now())
"""
CASE = """
    insert into case_file
        (id, matter_id, number, status, controller_id, closed_at, status_since, opened_at, taken_over)
    values (%s, %s, %s, %s, %s, %s, now(), now(), true)
"""
SHIFT = """
    insert into shift (id, complex_id, staff_id, starts_at, ends_at, accepted_at)
    values (%s, %s, %s, %s, %s, %s)
"""
PERSONAL = ("id", "recorded_at", "nonce", "key_id", "sealed")
Done = list[tuple[Colleague, Act]]


def judged(done: Done) -> Iterator[tuple[Colleague, str, Found]]:
    """What the rules find in it without any database: who, in which queue, and what."""
    days: dict[tuple[Colleague, Any], list[Act]] = defaultdict(list)
    for who, act in done:
        for day in touched(act.at):
            days[who, day].append(act)
    usual = _usual(done)
    for (who, day), acts in days.items():
        seen = Day(who.id, day, tuple(acts), tuple(who.duties), lambda role: usual.get(role, 0.0))
        for queue in QUEUES.values():
            for found in queue.find(seen) if queue.find else ():
                yield who, queue.code, found


def _usual(done: Done) -> dict[str, float]:
    """The middle of what each role opens in an hour, over the whole month."""
    hours: dict[tuple[UUID, str, Any], set[UUID | None]] = defaultdict(set)
    for who, act in done:
        if opened(act):
            hours[who.id, act.role or "", act.at.replace(minute=0, second=0, microsecond=0)].add(act.dossier)
    roles: dict[str, list[int]] = defaultdict(list)
    for (_who, role, _hour), dossiers in hours.items():
        roles[role].append(len(dossiers))
    return {role: median(numbers) for role, numbers in roles.items()}


def keep(admin_url: str, secret: bytes, town: Town, done: Done) -> None:
    """Write the town and every act; the notary numbers them afterwards as it does any other."""
    url = make_url(admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set search_path = app, public")
        for statement, rows in _town(town):
            connection.cursor().executemany(statement, list(rows))
        first, last = done[0][1].at.date(), done[-1][1].at.date()
        connection.execute("select journal.make_months(%s, %s)", (first, last))
        connection.commit()
        left = iter(done)
        while lot := list(islice(left, AT_ONCE)):
            _copy(connection, [_entry(secret, who, act, town) for who, act in lot])
            connection.commit()


def _town(town: Town) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """Statements and rows: only as much of each table as the rounds ask for."""
    yield (
        "insert into organisation (id, name, kind, controller) values (%s, %s, 'gemeente', %s)",
        [(ident, name, name) for name, ident in town.homes.items()],
    )
    yield (
        "insert into staff (id, organisation_id, name) values (%s, %s, %s)",
        [(one.id, one.home, f"Collega {n}") for n, one in enumerate(town.people)],
    )
    yield PLACE, town.places.items()
    yield MATTER, [(one.matter, one.provider, one.place) for one in town.dossiers]
    yield (
        CASE,
        [
            (one.thing, one.matter, f"WA-{n}", STATUS[one.closed_at is None], one.provider, one.closed_at)
            for n, one in enumerate(town.dossiers)
            if one.case
        ],
    )
    yield (
        SHIFT,
        [
            (uuid4(), duty.place, one.id, duty.since, duty.until, duty.since)
            for one in town.people
            for duty in one.duties
        ],
    )


def _entry(secret: bytes, who: Colleague, act: Act, town: Town) -> dict[str, Any]:
    provider = who.home if act.own else next(home for home in town.homes.values() if home != who.home)
    asked = {"digest": act.question, "hits": act.hits} if act.question else {}
    footprint = Footprint(
        act.event, act.name, "R" if act.event in READINGS else "C",
        Thing(act.kind, act.thing, act.matter, (provider,), (), act.purpose, act.sensitivity), "matrix@work",
        act.outcome, reason_code=act.reason, via=act.via, particulars=asked,
    )  # fmt: skip
    person = Who(who.id, who.role, who.home, None, TWO_FACTORS)
    return written(keys_from(secret), person, Point(), footprint, clock=act.recorded_at, occurred=act.at)


def _copy(connection: psycopg.Connection, rows: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(f"copy journal.entry ({', '.join(KEPT)}) from stdin") as copy:
            for row in rows:
                copy.write_row([row[name] for name in KEPT])
        names = ", ".join(("entry_id", *PERSONAL[1:]))
        with cursor.copy(f"copy journal.personal ({names}) from stdin") as copy:
            for row in rows:
                copy.write_row([row[name] for name in PERSONAL])
