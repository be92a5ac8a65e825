"""What is past its term goes, and what may be erased, by an entry that two people approved (R95)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.journal.kept import Kept, kept
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.errors import Unrecorded
from wijkaanpak.journal import retention
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.erasing import erase
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.findings import Kind
from wijkaanpak.journal.notary import Notary
from wijkaanpak.journal.record import record
from wijkaanpak.journal.upkeep import LOG, NOTARY, PersonalErased, tell
from wijkaanpak.journal.verifying import run

STAFF = {"ann": "PO", "ben": "FB", "cor": "WC"}
N = 131


@pytest.fixture(scope="module")
def old(
    clone: Callable[..., AbstractContextManager[Addresses]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept]:
    """A journal of its own, with three colleagues of whom two may approve of destruction."""
    with kept(clone, tmp_path_factory.mktemp("old")) as made:
        with made.admin.begin() as connection:
            connection.execute(text("set local session_replication_role = replica"))
            connection.execute(text(EMPLOYER))
            for login, role in STAFF.items():
                connection.execute(text(COLLEAGUE), {"login": login, "role": role})
        yield made


EMPLOYER = """
    insert into app.organisation (id, name, kind, controller)
    values (gen_random_uuid(), 'Gemeente', 'gemeente', 'Gemeente')
"""
COLLEAGUE = """
    with who as (
        insert into app.staff (id, organisation_id, name, login)
        select gen_random_uuid(), id, :login, :login from app.organisation where name = 'Gemeente'
        returning id
    )
    insert into app.role_assignment (id, staff_id, role, areas, valid_from, valid_until, taken_over)
    select gen_random_uuid(), id, :role, '{}', now() - interval '1 day', now() + interval '90 days', false
    from who
"""


def person(journal: Kept, login: str) -> UUID:
    with journal.admin.connect() as connection:
        asked = text("select id from app.staff where login = :l")
        return connection.execute(asked, {"l": login}).scalar_one()


def retire(journal: Kept, month: datetime, *approvers: str, years: int = 5) -> retention.Month:
    return retention.retire(
        journal.database.notary, journal.database.addresses.owner, month, approvers, years=years
    )


def verified(journal: Kept) -> tuple[Kind, int | None]:
    Notary(journal.database.notary).follow_once()
    outcome = run(journal.database.notary, journal.trust)
    return outcome.kind, outcome.first


@pytest.mark.parametrize(
    "approvers", [("ann",), ("ann", "ann"), ("ann", "cor"), ("ann", "nobody"), ("ann", "ben", "ann")]
)
def test_a_month_stays_without_two_who_may_approve(old: Kept, approvers: tuple[str, ...]) -> None:
    """Vernietiging.uitvoeren is A.two: two different people, each with a role that may."""
    with pytest.raises(retention.Kept):
        retire(old, old.months[0], *approvers)
    assert verified(old)[0] == Kind.SOUND


def test_a_month_stays_before_its_term(old: Kept) -> None:
    """R95: five years, or what the house set; and of what never was, nothing is told."""
    with pytest.raises(retention.Kept):
        retire(old, datetime.now(UTC), "ann", "ben")
    with pytest.raises(retention.Kept):
        retire(old, old.months[0], "ann", "ben", years=7)
    for other in (datetime(2001, 1, 1, tzinfo=UTC), old.months[1]):
        with pytest.raises(retention.Kept, match="oudste"):
            retire(old, other, "ann", "ben")


def test_what_entries_said_of_residents_is_erased_by_an_entry(old: Kept) -> None:
    """Security.md 3.8: the entry and its commitment stay, and the journal says why nothing is below them."""
    row, two = old.row(N), (person(old, "ann"), person(old, "ben"))
    erase(old.database.notary, [row.id], two)
    assert old.row(N) == row
    asked = text("select count(*) from journal.personal where entry_id = :e")
    with old.admin.connect() as connection:
        assert connection.scalar(asked, {"e": row.id}) == 0
    Notary(old.database.notary).follow_once()
    outcome = run(old.database.notary, old.trust)
    assert (outcome.kind, outcome.erased) == (Kind.SOUND, 1)
    with pytest.raises(DBAPIError):
        erase(old.database.notary, [row.id], two)


def test_nothing_is_erased_without_two_who_may_approve(old: Kept) -> None:
    """The database itself refuses, also to the notary; and nobody has the right to delete by hand."""
    entry, ann, cor = old.row(N + 1).id, person(old, "ann"), person(old, "cor")
    for approved in ((ann, ann), (ann, cor), (ann, uuid4())):
        with pytest.raises(DBAPIError) as refused:
            erase(old.database.notary, [entry], approved)
        assert getattr(refused.value.orig, "sqlstate", "") == "WA002"
    with old.database.notary.connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.execute(text("select journal.erase(:e)"), {"e": entry})
    assert getattr(refused.value.orig, "sqlstate", "") == "WA001", "an entry of before is no event"
    with old.database.notary.begin() as connection:
        told = tell(
            connection, PersonalErased(thing=LOG, entries=(entry,), approved_by=(ann, person(old, "ben")))
        )
    with old.database.notary.connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.execute(text("select journal.erase(:e)"), {"e": told})
    assert getattr(refused.value.orig, "sqlstate", "") == "WA001", "nor is one of another transaction"
    assert verified(old) == (Kind.PERSONAL_BACK, N + 1), "told, and not done"
    erase(old.database.notary, [entry], (ann, person(old, "ben")))
    assert verified(old)[0] == Kind.SOUND


def test_nobody_has_the_right_to_erase_by_hand(old: Kept) -> None:
    """BIO2 8.15.05: not the notary either, and of the function nobody else has the use."""
    attempts = [(engine, "delete from journal.personal") for engine in engines(old)]
    attempts += [(engine, "select journal.erase(gen_random_uuid())") for engine in engines(old)[:-1]]
    for engine, attempt in attempts:
        with engine.connect() as connection, pytest.raises(DBAPIError) as refused:
            connection.execute(text(attempt))
        assert getattr(refused.value.orig, "sqlstate", "") == "42501"


def engines(journal: Kept) -> list[Engine]:
    """Of every role that serves, the notary's last."""
    database = journal.database
    return [database.app, database.desk, database.gate, database.notary]


def test_nobody_but_the_notary_writes_as_the_platform(old: Kept) -> None:
    """What explains an absence must not be writable by a process that was taken over."""
    footprint = Footprint("VERNIETIGD", "personal.erased", "E", Thing("LOG"), "x")
    for engine, who in (
        (old.database.app, NOTARY),
        (old.database.gate, NOTARY),
        (old.database.notary, Who()),
    ):
        with engine.connect() as connection:
            clock = connection.execute(text("select transaction_timestamp()")).scalar_one()
            with pytest.raises(Unrecorded):
                record(connection, who, Point("JOB"), footprint, clock=clock, occurred=clock)


def test_a_month_goes_by_an_entry_and_the_rest_stays_provable(old: Kept) -> None:
    """X16's other half: the months that were told are no break; what else goes with them is."""
    first, second = old.months
    nowhere = old.database.addresses.owner.replace("clone", "nowhere")
    with pytest.raises(DBAPIError):
        retention.retire(old.database.notary, nowhere, first, ["ann", "ben"], years=5)
    assert verified(old)[0] == Kind.SOUND, "told, and then it broke off"
    assert retire(old, first, "ann", "ben") == retention.Month(0, 361)
    with old.admin.connect() as connection:
        there = text("select to_regclass(:t)")
        for parent in ("entry", "personal"):
            assert connection.scalar(there, {"t": f"journal.{parent}_{first:%Y_%m}"}) is None
            assert connection.scalar(there, {"t": f"journal.{parent}_{second:%Y_%m}"}) is not None
    Notary(old.database.notary).follow_once()
    outcome = run(old.database.notary, old.trust)
    assert (outcome.kind, outcome.retired) == (Kind.SOUND, 361)
    hidden = (
        "update journal.number set recorded_at = (select recorded_at from journal.number where number = 1) "
        "where number = 400",
        "delete from journal.entry where id = (select entry_id from journal.number where number = 400)",
    )
    found = old.found(*hidden)
    assert (found.exit, found.kind, found.first) == (2, Kind.MONTH_DIFFERS, 0), (
        "an entry was hidden among them"
    )


def test_a_month_that_is_not_whole_is_not_destroyed(old: Kept) -> None:
    """Destroying covers nothing up; and what was found is on record by itself."""
    of = "where id = (select entry_id from journal.number where number = 400)"
    with old.admin.connect() as connection:
        connection.execute(text(f"create temporary table aside as select * from journal.entry {of}"))
        connection.execute(text(f"delete from journal.entry {of}"))
        connection.commit()
        with pytest.raises(retention.Kept, match="ontbreken"):
            retire(old, old.months[1], "ann", "ben")
        assert verified(old) == (Kind.ENTRY_GONE, 400)
        broken = text("select particulars from journal.entry where name = 'journal.broken'")
        assert {"code": "REGEL_WEG", "first": 400} in connection.scalars(broken).all(), "R91: an incident"
        connection.execute(text("insert into journal.entry select * from aside"))
        connection.commit()


def test_the_next_month_goes_too(old: Kept) -> None:
    """Its entry speaks of all that went before; what stayed may rest on rules that were registered there."""
    assert retire(old, old.months[1], "ann", "ben") == retention.Month(361, 200)
    Notary(old.database.notary).follow_once()
    outcome = run(old.database.notary, old.trust)
    assert (outcome.kind, outcome.retired) == (Kind.SOUND, 561)
    with pytest.raises(retention.Kept, match="oudste"):
        retire(old, old.months[1], "ann", "ben")
