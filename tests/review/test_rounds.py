"""A round of the desk: what is new is judged once, grows with the day, and begins anew after a verdict."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import text

from tests.review.conftest import Desk
from tests.review.footprints import reads
from tests.review.rounding import findings, go_round, silently, tries, truth
from wijkaanpak.journal.notary import Notary
from wijkaanpak.review.rounds import Rounds
from wijkaanpak.sign_in.subjects import LOADER, ROUNDS

SCANS = "select particulars from journal.entry where name = 'journal.scanned' order by place"


def test_who_tries_one_dossier_after_another_is_found_in_the_next_round(desk: Desk) -> None:
    """T01: by the pages of the house, whose every refusal is an entry."""
    go_round(desk)
    for _ in range(3):
        assert desk.get("wb", f"/casussen/{uuid4()}").status_code == 404
    assert findings(desk, "wb") == []
    go_round(desk)
    [found] = findings(desk, "wb")
    assert (found.queue, found.organisation_id, found.entries) == ("Q2", desk.world.organisations["rie"], 3)


def test_a_finding_grows_with_its_day_and_keeps_its_place_and_term(desk: Desk) -> None:
    tries(desk, "ww")
    go_round(desk)
    [before] = findings(desk, "ww")
    tries(desk, "ww", uuid4())
    go_round(desk)
    [after] = findings(desk, "ww")
    assert (after.id, after.due_on, after.found_at) == (before.id, before.due_on, before.found_at)
    assert (before.entries, after.entries) == (3, 4)
    assert after.facts["stands_out"] == [["DOSSIERS", {"cases": 4, "least": 3}]]


def test_what_was_judged_stays_and_what_comes_after_it_is_found_again(desk: Desk) -> None:
    """Nobody earns a free afternoon with a verdict at noon."""
    tries(desk, "ww")
    go_round(desk)
    [judged] = findings(desk, "ww")
    judge(desk, judged.id)
    go_round(desk)
    assert findings(desk, "ww") == [judged]
    tries(desk, "ww", uuid4(), uuid4())
    go_round(desk)
    first, second = findings(desk, "ww")
    assert first == judged
    assert (second.key, second.entries) == (f"{judged.key}#2", 2)
    assert second.facts["stands_out"] == [["DOSSIERS", {"cases": 5, "least": 3}], ["SINCE_VERDICT", {}]]
    tries(desk, "ww", uuid4())
    go_round(desk)
    assert [one.entries for one in findings(desk, "ww")] == [3, 3]


def judge(desk: Desk, finding: UUID) -> None:
    verdict = (
        "insert into app.verdict (id, finding_id, reviewer_id, verdict, explanation, follow_up, judged_at) "
        "values (gen_random_uuid(), :finding, :who, 'VALS_ALARM', 'Een oude link.', 'GEEN', now())"
    )
    silently(desk, verdict, finding=finding, who=desk.world.staff["fg_wel"])


def test_a_second_look_at_everything_changes_nothing(desk: Desk) -> None:
    tries(desk, "ww")
    tries(desk, "wb", desk.world.matter, reason="GRONDSLAG_VERVALLEN")
    go_round(desk)
    before = [findings(desk, who) for who in ("ww", "wb")]
    assert all(before)
    truth(desk, "update app.round set next_number = 0")
    go_round(desk)
    assert [findings(desk, who) for who in ("ww", "wb")] == before


def test_a_round_is_an_entry_when_people_did_something_and_none_else(desk: Desk) -> None:
    """R88: looking through the journal is logged; and it may not feed itself, minute after minute."""
    Notary(desk.database.notary).follow_once()
    rounds = Rounds(desk.database)
    rounds.once()
    reads(desk, "ww")
    before = len(truth(desk, SCANS))
    Notary(desk.database.notary).follow_once()
    assert rounds.once() == 1
    scanned = truth(desk, SCANS)
    assert len(scanned) == before + 1
    assert scanned[-1].particulars["entries"] == 1
    entries = "select count(*) from journal.entry"
    settled = truth(desk, entries)
    for _ in range(3):
        Notary(desk.database.notary).follow_once()
        assert rounds.once() == 0
    assert truth(desk, entries) == settled
    rounds.end()


def test_what_the_house_does_itself_is_no_behaviour(desk: Desk) -> None:
    """The loader and the command line have no habits that stand out."""
    go_round(desk)
    reads(desk, "ww", event="AANMAKEN", action="C")
    by = "update journal.entry set actor_id = :who where actor_id = :ww"
    silently(desk, by, who=LOADER, ww=desk.world.staff["ww"])
    assert go_round(desk) == 0


def test_the_rounds_stay_signed_in_and_sign_in_anew_when_the_session_ended(desk: Desk) -> None:
    opened = f"select count(*) as n from sealed.session where staff_id = '{ROUNDS}'"
    rounds = Rounds(desk.database)
    before = truth(desk, opened)[0].n
    rounds.once()
    rounds.once()
    assert truth(desk, opened)[0].n == before + 1
    truth(desk, "update sealed.session set ended_at = now() where ended_at is null")
    tries(desk, "ww")
    Notary(desk.database.notary).follow_once()
    assert rounds.once() == 3
    assert truth(desk, opened)[0].n == before + 2
    rounds.end()


def test_two_that_go_round_at_once_do_the_work_once(desk: Desk) -> None:
    """Each process that serves has its rounds; whoever comes second finds nothing to do."""
    tries(desk, "ww")
    Notary(desk.database.notary).follow_once()
    slow = Rounds(desk.database)
    with slow._unit() as unit:
        held = unit.session.scalar(text("select next_number from app.round for update"))
        assert held is not None
        assert Rounds(desk.database).once() == 0
        assert findings(desk, "ww") == []
    go_round(desk)
    assert len(findings(desk, "ww")) == 1
