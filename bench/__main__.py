"""`make bench`: one JSON object a line; BENCH_SIZE=small finishes within a minute, full is the default."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from bench import decide, pages, search, served, town
from bench.journal import journal
from bench.measure import side_by_side, tell
from bench.meeting import meeting_follow
from bench.verifying import verifying
from wijkaanpak.access import rows
from wijkaanpak.application import create_app
from wijkaanpak.foundation.addresses import Addresses, cluster_addresses, make_roles_and_database
from wijkaanpak.foundation.cluster import Cluster
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.migrating import upgrade

WORKER, COORDINATOR = 62, 1
SIZES = {"small": (10_000, 20, [1_000, 10_000, 30_000]), "full": (100_000, 60, [10_000, 100_000, 1_000_000])}
JOURNALS = {"small": (10_000, 5), "full": (200_000, 5)}  # entries, rounds
OPTIONS = {"shared_buffers": "512MB", "fsync": "on", "checkpoint_timeout": "15min", "max_wal_size": "8GB"}


def main() -> None:
    """Run every benchmark and print a JSON object a line."""
    size = os.environ.get("BENCH_SIZE", "full")
    cases, rounds, sizes = SIZES[size]
    only = set(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="wijk-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        if not only or only & {"pages", "rows", "served"}:
            _town(home / "town", cases, rounds, only)
        if not only or "search" in only:
            _search(home / "search", 5 * rounds)
        if not only or "decide" in only:
            decide.decide(rounds)
        if not only or "journal" in only:
            _journal(home / "journal", rounds)
        if not only or "verify" in only:
            _verifying(home / "verify", *JOURNALS[size])
        if not only or "meeting" in only:
            meeting_follow(rounds)
        if not only or "growth" in only:
            _growth(home / "growth", sizes, rounds)


def _prepared(cluster: Cluster) -> Addresses:
    make_roles_and_database(cluster)
    addresses = cluster_addresses(cluster)
    upgrade(addresses.owner)
    rows.install(addresses.owner)
    return addresses


def _town(home: Path, cases: int, rounds: int, only: set[str]) -> None:
    home.mkdir(mode=0o711)
    with Cluster(home, options=OPTIONS) as cluster:
        addresses = _prepared(cluster)
        said(f"a town of {cases} cases took {town.build(str(addresses.admin), cases):.0f} s")
        database = Database(addresses, Settings(home=home).secret)
        app = create_app(Settings(home=home), database)
        with create_engine(str(addresses.admin)).connect() as admin:
            admin.execute(text("set search_path = app, public"))
            visitors = {
                name: pages.Visitor(app, database, town.reader(admin, number), admin)
                for name, number in (("worker", WORKER), ("coordinator", COORDINATOR))
            }
            if not only or "rows" in only:
                pages.rows(visitors, rounds)
            if not only or "pages" in only:
                pages.pages(visitors, rounds)
            crowd = _crowd(admin, visitors["worker"])
        database.close()
    if not only or "served" in only:
        _served(home, visitors, crowd, rounds)


def _search(home: Path, rounds: int) -> None:
    home.mkdir(mode=0o711)
    with Cluster(home, options=OPTIONS) as cluster:
        search.run(_prepared(cluster), home, rounds)


def _crowd(admin: Connection, worker: pages.Visitor) -> list[object]:
    """Ten case directors who join the worker's case, so that two hundred pages may stand open on it."""
    found = admin.execute(
        text("select id, organisation_id from app.staff where organisation_id = md5('org1')::uuid limit 12")
    ).all()
    admin.execute(text("set session_replication_role = replica"))
    for staff, organisation in found:
        admin.execute(
            text(
                "insert into app.member (id, matter_id, staff_id, organisation_id, since) "
                "values (gen_random_uuid(), :m, :s, :o, now() - interval '1 day')"
            ),
            {"m": worker.who.matter, "s": staff, "o": organisation},
        )
    admin.execute(text("set session_replication_role = origin"))
    admin.execute(text("select app.take_part(:m)"), {"m": worker.who.matter})
    admin.commit()
    return [staff for staff, _organisation in found]


def _served(home: Path, visitors: dict[str, pages.Visitor], crowd: list[object], rounds: int) -> None:
    who = visitors["worker"].who
    with served.running(home, served.free_port()) as url, Cluster(home) as cluster:
        database = Database(cluster_addresses(cluster), Settings(home=home).secret)
        case, matter = str(who.case), str(who.matter)
        with create_engine(str(cluster.admin_url("wijkaanpak"))).connect() as admin:
            writer = (
                admin.scalar(
                    text(
                        "select t.staff_id from app.member t "
                        "join app.matter m on m.id = t.matter_id and m.provider_id = t.organisation_id "
                        "where t.matter_id = :m limit 1"
                    ),
                    {"m": who.matter},
                )
                or crowd[0]
            )
        served.bell_to_screen(url, database, case, matter, writer, crowd[1], rounds)
        served.fanout(url, database, case, matter, writer, crowd, max(10, rounds // 2))
        database.close()


def _journal(home: Path, rounds: int) -> None:
    home.mkdir(mode=0o711)
    with Cluster(home, options=OPTIONS) as cluster:
        journal(_prepared(cluster), rounds)


def _verifying(home: Path, size: int, rounds: int) -> None:
    home.mkdir(mode=0o711)
    with Cluster(home, options=OPTIONS) as cluster:
        verifying(_prepared(cluster), home, size, rounds)


def _growth(home: Path, sizes: list[int], rounds: int) -> None:
    """The caseload page of the same worker as the town grows; flat means that only one's own cases count."""
    home.mkdir(mode=0o711)
    taken: list[float] = []
    with Cluster(home, options=OPTIONS) as cluster:
        addresses = _prepared(cluster)
        database = Database(addresses, Settings(home=home).secret)
        app = create_app(Settings(home=home), database)
        before = 0
        for size in sizes:
            said(
                f"growing to {size} cases took "
                f"{town.build(str(addresses.admin), size, already=before, notes=2):.0f} s"
            )
            before = size
            with create_engine(str(addresses.admin)).connect() as admin:
                admin.execute(text("set search_path = app, public"))
                visitor = pages.Visitor(app, database, town.reader(admin, WORKER), admin)
                ours, plain = side_by_side(lambda v=visitor: v.page("/casussen"), visitor.plain_list, rounds)  # type: ignore[misc]
            taken.append(ours)
            tell("growth", ours, taken[0], "ms", rounds, cases=size, plain=round(plain, 3))
        database.close()


def said(sentence: str) -> None:
    """Tell who waits, on standard error."""
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    main()
