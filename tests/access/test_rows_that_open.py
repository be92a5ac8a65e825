"""Rows that would open a door cannot be written, and those that the work needs can (rulings.md 9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.errors import Error, InsufficientPrivilege

from tests.access.proof import Connection, connect, one, secret_of
from tests.access.street import Street, live_in
from tests.access.town import Row
from wijkaanpak.foundation.addresses import Addresses

pytestmark = pytest.mark.postgres

MATTER = """
    insert into app.matter
        (id, provider_id, complex_id, purpose, category, urgency, secret, bare, opened_at, changed_at)
    values
        (%(id)s, %(org)s, %(place)s, 'P_ZORG', 'STANK', 'REGULIER', %(secret)s, false, app.now(), app.now())
"""
SIGNAL = """
    insert into app.signal
        (id, matter_id, organisation_id, author_id, reporter_role, status, shared, discussed, reported_at,
         rounds, taken_over)
    values
        (gen_random_uuid(), %(id)s, %(org)s, %(me)s, 'WC', 'INGEDIEND', false, 'ja', app.now(), 0, false)
"""
MEMBER = """
    insert into app.member (id, matter_id, staff_id, organisation_id, since)
    values (gen_random_uuid(), %(id)s, %(me)s, %(org)s, app.now())
"""
CASE = """
    insert into app.case_file
        (id, matter_id, number, status, status_since, controller_id, lead_id, opened_at, taken_over)
    values
        (gen_random_uuid(), %(id)s, %(number)s, 'GRONDSLAGTOETS', app.now(), %(org)s, %(me)s,
         app.now(), false)
"""
PART = """
    insert into app.part
        (id, matter_id, note_id, kind, category, data_class, provider_id, author_id, text, about, whole,
         purpose, written_at, taken_over)
    values
        (gen_random_uuid(), %(id)s, gen_random_uuid(), 'feit', 'G_VEILIG', %(class)s, %(org)s, %(me)s, 'seen',
         '{}', true, 'P_ZORG', app.now(), false)
"""
PERSON = """
    insert into app.person (id, organisation_id, name, recorded_at)
    values (%(person)s, %(org)s, 'New', app.now())
"""
SUBJECT = """
    insert into app.subject (id, matter_id, person_id, provider_id, ordinal, added_at)
    values (gen_random_uuid(), %(id)s, %(person)s, %(org)s, 9, app.now())
"""
LINE = """
    insert into app.ground_line
        (id, ground_id, matter_id, provider_id, recipient_id, category, basis, status, valid_from,
         valid_until)
    values (gen_random_uuid(), %(ground)s, %(id)s, %(provider)s, %(org)s, 'G_NAW', 'A6_1E', 'ACTIEF',
            app.now() - interval '1 hour', app.now() + interval '1 hour')
"""
JUDGE = "update app.ground set status = 'ACTIEF', second_by = %s, second_at = app.now() where id = %s"


@pytest.fixture(scope="module")
def addresses_of_street(
    clone: Callable[..., AbstractContextManager[Addresses]],
) -> Iterator[tuple[Addresses, Street]]:
    with clone() as addresses:
        admin = connect(addresses.admin)
        yield addresses, live_in(admin)
        admin.close()


@pytest.fixture
def street(addresses_of_street: tuple[Addresses, Street]) -> Street:
    return addresses_of_street[1]


@pytest.fixture
def application(addresses_of_street: tuple[Addresses, Street]) -> Iterator[Connection]:
    made = connect(addresses_of_street[0].app)
    yield made
    made.close()


@contextmanager
def acting(application: Connection, worker: Row) -> Iterator[None]:
    """As this person, in a transaction of which nothing stays."""
    with application.transaction(force_rollback=True):
        one(application, "select app.begin(%s)", secret_of(worker))
        yield


def values(worker: Row, matter: UUID | None = None, **more: Any) -> dict[str, Any]:
    given = {"id": matter or uuid4(), "me": worker["id"], "org": worker["organisation_id"], "class": "K3"}
    return {**given, "secret": False, "person": uuid4(), "number": str(uuid4()), **more}


def test_a_reporter_cannot_step_into_the_case_that_the_signal_became(
    street: Street, application: Connection
) -> None:
    matter = street.matter_of_case["id"]
    with acting(application, street.caretaker):
        assert one(application, "select count(*) from app.signal where matter_id = %s", matter) == 1
        with pytest.raises(InsufficientPrivilege):
            application.execute(MEMBER, values(street.caretaker, matter))


@pytest.mark.parametrize("statement", [MEMBER, CASE, PART, SIGNAL], ids=["team", "case", "part", "signal"])
def test_a_stranger_writes_nothing_into_a_matter(
    street: Street, application: Connection, statement: str
) -> None:
    for matter in (street.matter_of_case, street.in_triage):
        with acting(application, street.stranger), pytest.raises(InsufficientPrivilege):
            application.execute(statement, values(street.stranger, matter["id"]))


def test_a_member_cannot_write_in_the_name_of_another_organisation(
    street: Street, application: Connection
) -> None:
    matter = street.matter_of_case["id"]
    theirs = values(street.nurse, matter, ground=street.waiting, provider=street.landlord["id"])
    with acting(application, street.nurse), pytest.raises(InsufficientPrivilege):
        application.execute(LINE, theirs)
    with acting(application, street.nurse), pytest.raises(InsufficientPrivilege):
        application.execute(PART, {**theirs, "org": street.landlord["id"]})


def test_a_row_about_another_house_s_resident_does_not_show_that_name(
    street: Street, application: Connection
) -> None:
    """Whoever could write it would read the name as their own."""
    resident = street.matter_of_case["resident"]
    mine = values(street.nurse, person=resident, place=street.place["id"])
    with acting(application, street.nurse):
        application.execute(MATTER, mine)
        with pytest.raises(InsufficientPrivilege):
            application.execute(SUBJECT, mine)
    elsewhere = values(street.nurse, street.matter_of_case["id"], person=street.in_triage["resident"])
    with acting(application, street.nurse), pytest.raises(InsufficientPrivilege):
        application.execute(SUBJECT, elsewhere)


def test_nobody_judges_a_ground_but_the_privacy_officer_of_its_provider(
    street: Street, application: Connection
) -> None:
    """R65, rulings.md 6: the officer reads that record and nothing else of the case."""
    for worker in (street.adviser, street.director, street.nurse, street.stranger):
        with acting(application, worker):
            changed = 0
            with suppress(Error):  # who may write here at all is told that it takes a second pair of eyes
                changed = application.execute(JUDGE, [worker["id"], street.waiting]).rowcount
            assert changed == 0
    with acting(application, street.officer):
        assert one(application, "select count(*) from app.case_file") == 0
        assert one(application, "select count(*) from app.part") == 0
        assert application.execute(JUDGE, [street.officer["id"], street.waiting]).rowcount == 1


def test_a_caretaker_reports_and_reads_what_was_written(street: Street, application: Connection) -> None:
    mine = values(street.caretaker, place=street.place["id"])
    with acting(application, street.caretaker):
        for statement in (MATTER, SIGNAL, PERSON, SUBJECT, PART):
            application.execute(statement, mine)
        assert one(application, "select name from app.person where id = %s", mine["person"]) == "New"
        assert one(application, "select count(*) from app.part where matter_id = %s", mine["id"]) == 1


def test_who_reports_a_secret_keeps_it_among_the_named(street: Street, application: Connection) -> None:
    """Rulings.md 6: the reporter takes a place in the team first; nobody else sees that it exists."""
    mine = values(street.adviser, place=street.place["id"], secret=True, **{"class": "K7"})
    with acting(application, street.adviser):
        for statement in (MATTER, MEMBER, SIGNAL, PART):
            application.execute(statement, mine)
        assert one(application, "select count(*) from app.part where matter_id = %s", mine["id"]) == 1
        one(application, "select app.begin(%s)", secret_of(street.caretaker))
        assert one(application, "select count(*) from app.matter where id = %s", mine["id"]) == 0


def test_a_director_opens_a_case_directly(street: Street, application: Connection) -> None:
    mine = values(street.director, place=street.place["id"])
    with acting(application, street.director):
        for statement in (MATTER, MEMBER, CASE, PERSON, SUBJECT, PART):
            application.execute(statement, mine)
        assert one(application, "select count(*) from app.case_file where matter_id = %s", mine["id"]) == 1
        assert one(application, "select count(*) from app.part where matter_id = %s", mine["id"]) == 1


def test_a_triagist_makes_a_case_of_a_signal(street: Street, application: Connection) -> None:
    """First a place in the team, then the signal's way, then the case: each stands on the one before."""
    matter = street.in_triage["id"]
    mine = values(street.triagist, matter)
    with acting(application, street.triagist):
        application.execute(MEMBER, mine)
        moved = "update app.signal set status = 'OMGEZET_NAAR_CASUS' where matter_id = %s"
        assert application.execute(moved, [matter]).rowcount == 1
        application.execute(CASE, mine)
        assert one(application, "select count(*) from app.case_file where matter_id = %s", matter) == 1
