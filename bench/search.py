"""Looking for a resident among thirty thousand: the whole answer, its entry and commit included (R75)."""

from __future__ import annotations

import hashlib
import hmac
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection, create_engine, text

from bench import town
from bench.measure import one, percentile, tell
from wijkaanpak.application import create_app
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.entries import Point
from wijkaanpak.residents.naming import name_key
from wijkaanpak.sign_in.sessions import open_session

CASES, MORE = 20_000, 10_000  # a resident for each case, and a second one for half of them
CONSULTANT = 61  # works for an organisation with residents of its own, and is made to search all of it
READERS = {"coordinator": 1, "worker": 62, "consultant": CONSULTANT}
# Few names are borne by many, many by few; thirty thousand residents share these.
COMMON = ["de Jong", "Jansen", "de Vries", "van den Berg", "Bakker", "van Dijk", "Yılmaz", "El Idrissi"]
FIRST = ("Berg", "Veld", "Hof", "Meer", "Dijk", "Bos", "Kamp", "Mol")
LAST = ("ma", "stra", "man", "huis", "sen", "ink", "voort", "zicht", "land", "werf", "brink", "haar", "kes")
SURNAMES = COMMON * 12 + [f"{a}{b}" for a in FIRST for b in LAST]
DWELLINGS = """insert into app.dwelling (id, complex_id, house_number)
    select md5('dwelling' || i)::uuid, md5('complex' || 1 + i % 200)::uuid, (1 + i / 200)::text
    from generate_series(1, 20000) i"""
SECOND = """insert into app.person (id, organisation_id, name, recorded_at)
    select md5('second' || i)::uuid, md5('org' || 2 + 4 * (i % 14))::uuid, 'Bewoner', now()
    from generate_series(1, :more) i"""
SUBJECTS = """insert into app.subject (id, matter_id, person_id, provider_id, ordinal, added_at)
    select gen_random_uuid(), md5('matter' || i)::uuid, md5('second' || i)::uuid,
           md5('org' || 2 + 4 * (i % 14))::uuid, 2, now() from generate_series(1, :more) i"""
NAMED = """update app.person p set name = x.name, name_key = x.key, born = x.born,
        dwelling_id = md5('dwelling' || x.home)::uuid
    from unnest(cast(:ids as uuid[]), cast(:names as text[]), cast(:keys as text[]), cast(:born as date[]),
                cast(:homes as int[])) as x (id, name, key, born, home) where p.id = x.id"""
HOMES = """select i, d.complex_id, d.house_number from generate_series(1, 20000) i
    join app.dwelling d on d.id = md5('dwelling' || i)::uuid"""
OWN = """select distinct s.person_id from app.subject s join app.member m on m.matter_id = s.matter_id
    where m.staff_id = :staff order by 1"""
ROLE = "update app.role_assignment set role = 'WC' where staff_id = md5('staff' || cast(:n as int))::uuid"


@dataclass(frozen=True)
class Resident:
    """A resident as a question may mean one."""

    name: str
    born: date
    place: UUID
    number: str


def run(addresses: Addresses, home: Path, rounds: int) -> None:
    """`search_person`: p95 in milliseconds for who leads all cases, works on some, or searches everybody."""
    admin_url = str(addresses.admin)
    town.build(admin_url, CASES, notes=1)
    chance = random.Random(20_000)
    with create_engine(admin_url).begin() as admin:
        people = _people(admin, chance)
    with create_engine(admin_url, isolation_level="AUTOCOMMIT").connect() as admin:
        admin.execute(text("vacuum analyze"))
        database = Database(addresses, Settings(home=home).secret)
        app = create_app(Settings(home=home), database)
        taken = {
            name: _times(app, database, admin, number, people, rounds) for name, number in READERS.items()
        }
        every = [one for some in taken.values() for one in some]
        each = {name: round(percentile(some, 0.95), 1) for name, some in taken.items()}
        p95, p50 = percentile(every, 0.95), round(median(every), 1)
        tell("search_person", p95, None, "ms p95", len(every), p50=p50, people=len(people), **each)
        database.close()


def _people(admin: Connection, chance: random.Random) -> dict[UUID, Resident]:
    """Give everybody a name, a birth date and a home."""
    admin.execute(text("set local session_replication_role = replica"))
    admin.execute(text(DWELLINGS))
    for statement in (SECOND, SUBJECTS):
        admin.execute(text(statement), {"more": MORE})
    admin.execute(text(ROLE), {"n": CONSULTANT})
    ids = list(admin.scalars(text("select id from app.person order by id")))
    names = [f"{chance.choice('ABDEHJKMS')}. {chance.choice(SURNAMES)}" for _ in ids]
    born = [date(1930, 1, 1) + timedelta(days=chance.randrange(30_000)) for _ in ids]
    homes = [1 + chance.randrange(20_000) for _ in ids]
    given = {"ids": ids, "names": names, "keys": [name_key(n) for n in names], "born": born, "homes": homes}
    admin.execute(text(NAMED), given)
    at = {home: (place, number) for home, place, number in admin.execute(text(HOMES))}
    given_to = zip(ids, names, born, homes, strict=True)
    return {ident: Resident(name, day, *at[home]) for ident, name, day, home in given_to}


def _question(chance: random.Random, some: list[Resident], people: list[Resident]) -> dict[str, Any]:
    """Two keys of one resident, or a common name with a day or a home that is somebody else's."""
    who, other = chance.choice(some), chance.choice(people)
    kind = chance.randrange(5)
    asked: dict[str, Any] = {"name": "", "born": "", "place": "", "number": "", "case": ""}
    if kind != 2:
        asked["name"] = chance.choice(COMMON) if kind == 3 else who.name
    if kind in (0, 2, 3):
        asked["born"] = (other if kind == 3 else who).born.isoformat()
    if kind in (1, 2, 4):
        asked |= {"place": str((other if kind == 4 else who).place), "number": who.number}
    return asked


def _times(
    app: Flask, database: Database, admin: Connection, number: int, people: dict[UUID, Resident], rounds: int
) -> list[float]:
    """Milliseconds that each answer takes; half of what people look for they work with."""
    staff = admin.scalar(text("select md5('staff' || cast(:n as int))::uuid"), {"n": number})
    mine = [people[one] for one in admin.scalars(text(OWN), {"staff": staff})]
    everybody, chance = list(people.values()), random.Random(number)
    questions = [_question(chance, (mine or everybody, everybody)[n % 2], everybody) for n in range(rounds)]
    ask = _asker(app, open_session(database.gate, staff, 2, Point()))
    for question in questions[:5]:
        ask(question)
    return [one(lambda q=question: ask(q)) * 1000 for question in questions]  # type: ignore[misc]


def _asker(app: Flask, cookie: str) -> Callable[[dict[str, Any]], None]:
    """Sends the form of this session; raises RuntimeError where it was not answered."""
    settings = app.extensions["house"].settings
    csrf = hmac.new(settings.secret, b"csrf" + cookie.encode(), hashlib.sha256).hexdigest()
    headers = {"Cookie": f"__Host-sid={cookie}", "Origin": settings.url}
    client = app.test_client(use_cookies=False)

    def ask(question: dict[str, Any]) -> None:
        answer = client.post("/zoeken", data={**question, "csrf": csrf}, headers=headers)
        if answer.status_code != 200 or b'id="gevonden"' not in answer.data:
            raise RuntimeError(f"/zoeken answered {answer.status_code}")

    return ask
