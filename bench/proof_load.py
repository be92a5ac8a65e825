"""Consent withdrawn under load (T03), and what time tells (T08): a part of `make proof`.

Run alone as `python -m bench.proof_load [withdrawal|timing] [rounds]`; a JSON object a line.
"""

from __future__ import annotations

import http.client
import random
import secrets
import selectors
import sys
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import text

from bench.lines import Line
from bench.measure import percentile, tell
from bench.oeverdrecht import READER, WITHDRAWS, House, id_of, served_house
from bench.proof_timing import timing
from bench.served import Browser
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.record import record

READERS, RATE = 8, 50.0  # readers, and requests a second of all of them together
ROUNDS, BEFORE, AFTER = 30, 0.6, 2.6  # withdrawals, and seconds of load before and after each
# As many colleagues of the reader as there must be readers, each with a place in the team.
COLLEAGUES = """
    with made as (
        insert into app.staff (id, organisation_id, name)
        select gen_random_uuid(), organisation_id, 'Collega ' || n from app.staff, generate_series(2, :n) n
        where reference = :reader returning id, organisation_id
    ), held as (
        insert into app.role_assignment (id, staff_id, role, areas, valid_from, valid_until, taken_over)
        select gen_random_uuid(), made.id, r.role, r.areas, r.valid_from, r.valid_until, false
        from made, app.role_assignment r join app.staff s on s.id = r.staff_id where s.reference = :reader
    )
    insert into app.member (id, matter_id, staff_id, organisation_id, since)
    select gen_random_uuid(), :matter, id, organisation_id, now() - interval '1 day' from made
"""
AGAIN = (  # the resident says yes once more
    """
    insert into app.consent (id, matter_id, person_id, purpose, provider_id, recipient_id, category, result,
                             said_at, valid_until, explicit, interpreter, free_no_effect, free_alternative,
                             free_no_pressure, free_understood, free_not_decider, recorded_at, taken_over)
    select distinct on (category) gen_random_uuid(), matter_id, person_id, purpose, provider_id, recipient_id,
           category, 'GEGEVEN', clock_timestamp(), now() + interval '90 days', explicit, false, true, true,
           true, true, true, clock_timestamp(), true
    from app.consent where matter_id = :matter and recipient_id = :recipient order by category, said_at desc
    """,
    "update app.ground set status = 'ACTIEF' where matter_id = :matter",
    "update app.ground_line set status = 'ACTIEF' where matter_id = :matter",
)
COMMITTED = """
    select pg_xact_commit_timestamp(((txid::text::bigint) % 4294967296)::text::xid) from journal.entry
    where name = 'consent.withdrawn' and matter_id = :matter and recorded_at > :since
"""
BEGAN = "select trace_id, min(recorded_at) from journal.entry where outcome = 'GESLAAGD' group by trace_id"


class Reader(threading.Thread):
    """One browser that opens the same page over and over, at its own pace."""

    def __init__(self, house: House, cookie: str, pause: float) -> None:
        super().__init__(daemon=True)
        self.house, self.cookie, self.pause = house, cookie, pause
        address = house.url.removeprefix("http://").replace("localhost", "127.0.0.1")
        self.line = http.client.HTTPConnection(address, timeout=60)
        self.answers: list[tuple[str, int, bool]] = []  # trace, status, whether the category was in it
        self.over = threading.Event()

    def run(self) -> None:
        """Ask on time, however long the answers take."""
        due = time.monotonic() + random.random() * self.pause
        while not self.over.wait(max(0.0, due - time.monotonic())):
            due = max(due + self.pause, time.monotonic() - 1)
            self.answers.append(self.ask())

    def ask(self) -> tuple[str, int, bool]:
        """One request with a trace of its own, so that the journal can tell when its transaction began."""
        trace = secrets.token_hex(16)
        host = self.house.url.removeprefix("http://")
        headers = {"Cookie": f"__Host-sid={self.cookie}", "Host": host}
        self.line.request(
            "GET", self.house.case, headers=headers | {"traceparent": f"00-{trace}-{secrets.token_hex(8)}-01"}
        )
        answer = self.line.getresponse()
        return trace, answer.status, self.house.canary in answer.read().decode()


class Ears(threading.Thread):
    """A line of each reader, all heard by one thread; `bells` are the moments of the last bell on each."""

    def __init__(self, house: House, cookies: list[str]) -> None:
        super().__init__(daemon=True)
        self.ear, self.over = selectors.DefaultSelector(), threading.Event()
        self.lines = []
        for cookie in cookies:
            headers = {"Origin": house.url, "Cookie": f"__Host-sid={cookie}"}
            line = Line(house.url.replace("localhost", "127.0.0.1"), headers, str(house.matter))
            self.lines.append(line)
            self.ear.register(line.socket, selectors.EVENT_READ, line)

    def run(self) -> None:
        """Take whatever comes in, until it is over."""
        while not self.over.is_set():
            for key, _events in self.ear.select(0.05):
                key.data.hear()

    def last(self, since: float) -> list[float]:
        """Of each line how long after that moment it still heard a bell; 0 where it heard none."""
        return [max([b - since for b in line.bells if b > since], default=0.0) for line in self.lines]

    def close(self) -> None:
        """Hang up."""
        self.over.set()
        self.join()
        for line in self.lines:
            line.socket.close()


def ring(house: House) -> None:
    """Something happens in this case: an entry that rings for it."""
    with house.admin.begin() as connection:
        clock: datetime = connection.execute(text("select transaction_timestamp()")).scalar_one()
        happened = Footprint(
            "AANMAKEN", "proof.happened", "C", Thing("CASUS", id_of(house.case), house.matter), "-",
            rings=(house.matter,), bell="case.changed",
        )  # fmt: skip
        record(connection, Who(), Point(), happened, clock=clock, occurred=clock)


def withdrawal(house: House, rounds: int = ROUNDS) -> None:
    """T03: no answer that began after the commit carries the category; pushes stop within 2 s."""
    house.change(COLLEAGUES, n=READERS, reader=READER, matter=house.matter)
    with house.admin.begin() as connection:
        connection.execute(text("select app.take_part(:m)"), {"m": house.matter})
        who = connection.execute(
            text("select staff_id from app.member where matter_id = :m and organisation_id = :o"),
            {"m": house.matter, "o": house.recipient},
        )
        cookies = [house.session(staff) for (staff,) in who][:READERS]
    readers = [Reader(house, cookie, READERS / RATE) for cookie in cookies]
    pen, stopped, commits = Browser(house.url, house.cookie(WITHDRAWS)), [], []
    csrf, began = pen.token(house.case), time.monotonic()
    for reader in readers:
        reader.start()
    for _ in range(rounds):
        committed, quiet = _one_round(house, pen, csrf, cookies)
        commits.append(committed)
        stopped += quiet
    for reader in readers:
        reader.over.set()
        reader.join()
    answers = [answer for reader in readers for answer in reader.answers]
    tell(
        "withdrawal_rate",
        len(answers) / (time.monotonic() - began),
        None,
        "requests a second",
        len(answers),
        aim=RATE,
    )
    _judged(house, answers, commits)
    tell("withdrawal_pushes_stop", percentile(stopped, 0.99), None, "s p99", len(stopped), aim=2.0,
         worst=round(max(stopped), 3), p50=round(percentile(stopped, 0.5), 3))  # fmt: skip


def _one_round(
    house: House, pen: Browser, csrf: str, cookies: list[str]
) -> tuple[tuple[datetime, datetime], list[float]]:
    """One consent given and withdrawn while all read and listen: from its commit until the next yes."""
    house.change(*AGAIN, matter=house.matter, recipient=house.recipient)
    ears = Ears(house, cookies)
    ears.start()
    ending = time.monotonic() + BEFORE
    while time.monotonic() < ending:
        ring(house)
        time.sleep(0.05)
    since = house.one("select clock_timestamp()")
    status = pen.post(
        f"{house.case}/intrekken", csrf=csrf, recipient=str(house.recipient), eenmalig=str(uuid4())
    )
    if status != 303:
        raise RuntimeError(f"the withdrawal was answered with {status}")
    committed: datetime = house.one(COMMITTED, matter=house.matter, since=since)
    ending = time.monotonic() + AFTER
    while time.monotonic() < ending:
        ring(house)
        time.sleep(0.05)
    quiet = ears.last(committed.timestamp())
    ears.close()
    return (committed, house.one("select clock_timestamp()")), quiet


def _judged(
    house: House, answers: list[tuple[str, int, bool]], commits: list[tuple[datetime, datetime]]
) -> None:
    """Judge each answer by when its own transaction began, as its entry in the journal says."""
    with house.admin.connect() as connection:
        began = {row[0]: row[1] for row in connection.execute(text(BEGAN))}
    told = [(began[trace], carried) for trace, _status, carried in answers if trace in began]
    refused = sum(status == 403 for _trace, status, _carried in answers)
    late = [carried for moment, carried in told if any(a < moment < b for a, b in commits)]
    unknown = sum(carried for trace, _status, carried in answers if trace not in began)
    tell("withdrawal_leaks", sum(late) + unknown, None, "answers that still carried it", len(answers), aim=0,
         withdrawals=len(commits), refused=refused, carried_before=sum(c for _m, c in told) - sum(late),
         begun_after_the_commit_and_not_refused=len(late))  # fmt: skip


def main(only: Sequence[str] = (), rounds: Sequence[int] = ()) -> None:
    """Both runs, or the one that is named."""
    with served_house() as house:
        if "withdrawal" not in only:
            timing(house, *rounds)
        if "timing" not in only:
            withdrawal(house, *rounds)


if __name__ == "__main__":
    words = sys.argv[1:]
    main([word for word in words if not word.isdigit()], [int(word) for word in words if word.isdigit()])
