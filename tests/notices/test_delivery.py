"""At least once, never twice: whatever is killed, and however often the journal is read again (R202)."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cast import House
from tests.notices.killing import killed
from tests.notices.telling import notices, tell, told, write
from wijkaanpak.journal.notary import Notary
from wijkaanpak.notices import delivery
from wijkaanpak.notices.rounds import Rounds
from wijkaanpak.sign_in.subjects import NOTICES

TEAM = ("U-CR1", "U-WB1", "U-ZP1")  # of S-02, without the one who writes
CURSOR = "select next_number from app.notice_cursor"
DELIVERED = "select * from journal.entry where name = 'notice.delivered' order by place"


def test_a_second_round_tells_nobody_anything(house: House) -> None:
    write(house, "U-WC1", "S-02")
    assert tell(house) == len(TEAM)
    before = house.truth("select count(*) from journal.entry where actor_id <> :n", n=NOTICES)
    assert tell(house) == 0
    assert house.truth("select count(*) from journal.entry where actor_id <> :n", n=NOTICES) == before
    assert len(house.truth(DELIVERED)) == 1


def test_a_cursor_that_is_set_back_tells_nobody_twice(house: House) -> None:
    """The unique key is the last word; the round does not even come that far."""
    write(house, "U-WC1", "S-02")
    tell(house)
    house.truth("update app.notice_cursor set next_number = 0")
    assert tell(house) == 0
    assert told(house) == {who: ["VERANDERD"] for who in TEAM}


def test_what_a_killed_round_did_not_commit_the_next_one_does(house: House) -> None:
    """Killed with SIGKILL before and after every statement and commit: nothing is lost, nothing is twice."""
    tell(house)
    notary = Notary(house.database.notary)
    with killed(house) as process:
        write(house, "U-WC1", "S-02")
        notary.follow_once()
        points = process.points()
        assert points > 20
        for point in range(points):
            write(house, "U-WC1", "S-02")
            notary.follow_once()
            assert process.at(point), point
        tell(house)
    written = house.truth("select id from journal.entry where name = 'note.written'")
    assert len(written) == points + 1
    counted = Counter((row.staff_id, row.entry_id) for row in notices(house))
    assert counted == {(house.staff[who], entry.id): 1 for who in TEAM for entry in written}


def test_two_that_go_round_at_once_do_the_work_once(house: House) -> None:
    write(house, "U-WC1", "S-02")
    Notary(house.database.notary).follow_once()
    slow = Rounds(house.database)
    with slow._unit() as unit:
        new = delivery.news(unit)
        assert new is not None
        assert Rounds(house.database).deliver() == 0
        delivery.deliver(unit, new)
        unit.close()
    assert house.truth(CURSOR)[0][0] == new.below
    slow.end()
    assert tell(house) == 0
    assert told(house) == {who: ["VERANDERD"] for who in TEAM}


def test_many_are_told_in_several_steps(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(house)
    monkeypatch.setattr(delivery, "MOST", 2)
    monkeypatch.setattr(delivery, "NUMBERS", 3)
    for _ in range(5):
        write(house, "U-WC1", "S-02")
    assert tell(house) == 5 * len(TEAM)
    newest = house.truth("select max(number) from journal.number")[0][0]
    tell(house)
    assert house.truth(CURSOR)[0][0] >= newest + 1


def test_the_cursor_moves_on_where_nothing_concerns_anybody(house: House) -> None:
    house.sign_in("U-CR1").get("/casussen")
    tell(house)
    before = house.truth(CURSOR)[0][0]
    assert before == house.truth("select max(number) from journal.number")[0][0] + 1
    assert not house.truth(DELIVERED)


def test_the_round_signs_in_anew_when_its_session_ended(house: House) -> None:
    rounds = Rounds(house.database)
    rounds.deliver()
    house.truth("update sealed.session set ended_at = now() where staff_id = :n", n=NOTICES)
    write(house, "U-WC1", "S-02")
    Notary(house.database.notary).follow_once()
    assert rounds.deliver() == len(TEAM)
    rounds.end()
    assert not house.truth(
        "select id from sealed.session where staff_id = :n and ended_at is null", n=NOTICES
    )


def test_what_was_told_is_on_record_and_rings_who_has_it(house: House) -> None:
    """R88: one entry, in codes and references; it may not tell of itself in the next round."""
    write(house, "U-WC1", "S-02")
    tell(house)
    (entry,) = house.truth(DELIVERED)
    assert set(entry.ring_refs) == {house.staff[who] for who in TEAM}
    assert (entry.actor_id, entry.particulars["notices"]) == (NOTICES, len(TEAM))
    assert entry.subjects == []


HOSTILE = (
    "insert into app.notice (id, staff_id, entry_id, number, kind, happened_at, made_at) "
    "values (gen_random_uuid(), app.me(), gen_random_uuid(), 1, 'VERANDERD', app.now(), app.now())",
    "insert into app.notice_mail (id, staff_id, upto, notices, made_at, tries, next_try_at) "
    "values (gen_random_uuid(), app.me(), 1, 1, app.now(), 1, app.now())",
)


@pytest.mark.parametrize("statement", HOSTILE, ids=["notice", "mail"])
def test_nobody_writes_notices_or_mails_by_hand(house: House, statement: str) -> None:
    with house.sign_in("U-CR1").unit() as unit, pytest.raises(DBAPIError, match="row-level security"):
        unit.session.execute(text(statement))


def test_nobody_reads_or_moves_what_is_anothers(house: House) -> None:
    """A session with a valid context: others' notices, mails, choices and the cursor do not exist for it."""
    write(house, "U-WC1", "S-02")
    tell(house)
    house.truth(
        "insert into app.notice_choice (staff_id, mail, changed_at) values (:i, 'UIT', now())",
        i=house.staff["U-ZP1"],
    )
    with house.sign_in("U-CR1").unit() as unit:

        def found(question: str) -> list[object]:
            return list(unit.session.scalars(text(question)))

        assert found("select staff_id from app.notice") == [unit.actor.id]
        assert found("select staff_id from app.notice_choice") == []
        assert found("select id from app.notice_mail") == []
        assert found("update app.notice_cursor set next_number = 0 returning id") == []
        assert found("select number from journal.happened(0, 100000, array['note.written'], 10)") == []
        assert found("select journal.newest()") == [None]
        others = "update app.notice set seen_at = app.now() where staff_id <> app.me() returning id"
        assert found(others) == []
