"""The quarterly report: its figures are those of the journal, and it names nobody (R104, R126)."""

from __future__ import annotations

import csv
import io
import random
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.live.world import CANARY, NAME_CANARY
from tests.review.conftest import Desk
from tests.review.footprints import journal
from tests.review.making import happened, officer
from tests.review.reading_papers import of_itself, text_of
from wijkaanpak.foundation.sheet import TRIGGERS
from wijkaanpak.journal.entries import Footprint
from wijkaanpak.journal.events import Thing
from wijkaanpak.review.quarterly import Activity, Queue, Report, report
from wijkaanpak.review.quarters import Quarter, quarter_of

THEN = Quarter(2026, 1)  # past, with a change of the clocks in it
COUNTED = text("""
    select coalesce(actor_organisation_id = :own, false) as ours, outcome, count(*)
    from journal.entry
    where date_trunc('quarter', occurred_at at time zone 'Europe/Amsterdam') = :first
      and (actor_organisation_id = :own or controller_ids @> array[cast(:own as uuid)])
    group by 1, 2
""")


def made(desk: Desk, who: str = "fg_rie", quarter: Quarter = THEN) -> Report:
    with officer(desk, who) as unit:
        return report(unit, quarter)


def uses(desk: Desk, who: str, since: datetime, verdict: tuple[datetime, str] | None) -> None:
    """Emergency access that someone of the housing association used, and how it was judged."""
    world = desk.world
    about = Thing("NOODPROCEDURE", uuid4(), None, (world.organisations["rie"],), (world.person,))
    happened(
        desk, who, since, event="NOODPROCEDURE_START", name="break_glass.started", thing=about, nature="NOOD"
    )
    if verdict:
        at, outcome = verdict
        happened(desk, "fg_rie", at, event="WIJZIGEN", name="break_glass.judged", thing=about,
                 particulars={"outcome": outcome})  # fmt: skip


def found(
    desk: Desk, queue: str, at: datetime, due: str, verdict: tuple[str, str] | None = None, of: str = "rie"
) -> None:
    """A finding of a queue; `verdict` is what it came to, and when it was judged."""
    world, ident, key = desk.world, uuid4(), uuid4().hex
    entry = Footprint("STATUS", "test.found", "U", Thing("TEST"), "test")
    world.run(
        "insert into app.finding (id, queue, key, organisation_id, staff_id, occurred_at, found_at, due_on, "
        "urgent, facts) values (:i, :q, :k, :o, :s, :at, :at, :due, false, '{}')",
        entry=entry, i=ident, q=queue, k=key, o=world.organisations[of], s=world.staff["wc"], at=at, due=due,
    )  # fmt: skip
    if verdict:
        world.run(
            "insert into app.verdict (id, finding_id, reviewer_id, verdict, explanation, follow_up, "
            "judged_at) values (:i, :f, :r, :v, 'Nagevraagd.', 'GEEN', :at)",
            entry=entry, i=uuid4(), f=ident, r=world.staff["fg_rie"], v=verdict[0], at=verdict[1],
        )  # fmt: skip


def queue(told: Report, code: str) -> Queue:
    return next(one for one in told.queues if one.code == code)


def test_the_totals_are_those_of_the_journal(desk: Desk) -> None:
    """R104: at any moment round both ends, by anybody; another way of counting comes to the same."""
    chance, edges = random.Random(4), (THEN.begins, THEN.ends, datetime.fromisoformat("2026-03-29T01:00:00Z"))
    for _ in range(60):
        at = chance.choice(edges) + timedelta(seconds=chance.choice((-1, 0, 1, -3600, 3600, 86400, -86400)))
        refused = chance.random() < 0.3
        happened(
            desk, chance.choice(("wc", "wb", "cr", "ww")), at, by=chance.choice(("rie", "gem")),
            outcome="GEWEIGERD" if refused else "GESLAAGD", reason_code="NIET_BETROKKEN" if refused else None,
        )  # fmt: skip
    for who, home in (("fg_rie", "rie"), ("fg_gem", "gem"), ("fg_wel", "wel")):
        own = desk.world.organisations[home]
        for one in (THEN, Quarter(2025, 4), THEN.following):
            told = made(desk, who, one)
            counted: dict[tuple[bool, str], int] = {}
            with desk.world.engine().connect() as connection:
                for ours, outcome, number in connection.execute(COUNTED, {"own": own, "first": one.first}):
                    counted[ours, outcome] = number
            for ours, activity in ((True, told.own), (False, told.others)):
                refused = counted.get((ours, "GEWEIGERD"), 0)
                whole = refused + counted.get((ours, "GESLAAGD"), 0)
                assert activity in (Activity(whole, refused), Activity(None, None)), (who, one.code, ours)
            assert sum(times for _reason, times in told.refusals) == counted.get((True, "GEWEIGERD"), 0)


def test_a_figure_about_one_colleague_is_left_out(desk: Desk) -> None:
    """R126: what one colleague alone did is no figure of the organisation."""
    for _ in range(3):
        happened(desk, "wc", THEN.begins, outcome="GEWEIGERD", reason_code="NIET_BETROKKEN")
    alone = made(desk)
    assert alone.own == Activity(None, None)
    assert alone.refusals == ((None, 3),)
    happened(desk, "wb", THEN.begins, outcome="GEWEIGERD", reason_code="NIET_BETROKKEN")
    happened(desk, "wb", THEN.begins, outcome="GEWEIGERD", reason_code="ROL_ONVOLDOENDE")
    both = made(desk)
    assert both.own == Activity(5, 5)
    assert both.refusals == (("NIET_BETROKKEN", 4), (None, 1))


def test_emergencies_and_their_verdicts(desk: Desk) -> None:
    """Used, judged in time, judged late, overdue; what others used is theirs."""
    start = THEN.begins + timedelta(days=5)  # a Tuesday
    uses(desk, "wc", start, (start + timedelta(days=2), "RECHTMATIG"))
    uses(desk, "wc", start, (start + timedelta(days=8), "ONRECHTMATIG"))
    uses(desk, "wb", start, None)
    uses(desk, "ww", start, None)
    uses(desk, "wc", THEN.ends, None)
    told = made(desk)
    assert (told.emergencies.found, told.emergencies.judged, told.emergencies.judged_late) == (3, 2, 1)
    assert (told.emergencies.waiting, told.emergencies.overdue, told.emergencies.share) == (1, 1, 66)
    assert told.verdicts["RECHTMATIG"] == told.verdicts["ONRECHTMATIG"] == 1


def test_what_was_found_and_what_came_of_it(desk: Desk) -> None:
    """Per queue: found, judged, overdue, and only of the own organisation."""
    day = THEN.begins
    found(desk, "Q2", day, "2026-01-15", ("RECHTMATIG", "2026-01-15T22:30:00+00:00"))
    found(desk, "Q2", day, "2026-01-15", ("VALS_ALARM", "2026-01-15T23:30:00+00:00"))  # the day after
    found(desk, "Q2", day, "2026-01-15")
    found(desk, "Q2", day, "2099-01-15")
    found(desk, "Q7", day, "2026-01-15")
    found(desk, "Q2", day - timedelta(seconds=1), "2026-01-15")
    found(desk, "Q2", THEN.ends, "2026-01-15")
    found(desk, "Q2", day, "2026-01-15", of="gem")
    told = made(desk)
    two, seven = queue(told, "Q2"), queue(told, "Q7")
    assert (two.found, two.judged, two.judged_late, two.waiting, two.overdue, two.share) == (
        4,
        2,
        1,
        2,
        1,
        50,
    )
    assert (seven.found, seven.judged, seven.overdue, seven.share) == (1, 0, 1, 0)
    assert queue(told, "Q11").share is None
    assert [one.code for one in told.queues] == [f"Q{number}" for number in range(1, 12)]
    assert dict(told.verdicts) == {
        "RECHTMATIG": 1,
        "ONRECHTMATIG": 0,
        "ONVOLDOENDE_ONDERBOUWD": 0,
        "VALS_ALARM": 1,
    }


@pytest.mark.parametrize("ending", ["pdf", "csv"])
def test_neither_paper_nor_sheet_names_anybody(desk: Desk, ending: str) -> None:
    """R104: no colleague, no resident, no case; it says when, for whom, how far the journal was signed."""
    for who in ("wc", "wb", "cr", "ww"):
        happened(desk, who, THEN.begins + timedelta(days=1))
    answer = desk.get("fg_rie", f"/controle/kwartaal/2026-1.{ending}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="kwartaalverslag-2026-1.{ending}"'
    said = text_of(answer.data) if ending == "pdf" else answer.data.decode("utf-8-sig")
    for name in ("Collega", CANARY, NAME_CANARY, desk.world.number, str(desk.world.person)):
        assert name not in said
    for words in ("Organisatie rie", "Gemaakt", "Laatste ondertekende stand van het logboek", "Door collega"):
        assert words in said
    if ending == "pdf":
        told = of_itself(answer.data)
        assert (told["/Lang"], told["/Title"]) == ("nl", "Kwartaalverslag toegang en controle")
        assert "/Author" not in told


def test_the_sheet_holds_the_figures_of_the_paper(desk: Desk) -> None:
    for who in ("wc", "wb"):
        happened(desk, who, THEN.begins + timedelta(days=1))
    found(desk, "Q3", THEN.begins, "2026-01-09")
    answer = desk.get("fg_rie", "/controle/kwartaal/2026-1.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    figures = {tuple(row[:3]): row[3] for row in rows if len(row) == 4}
    assert figures["Wat er gebeurde", "Door collega’s van Organisatie rie", "Regels"] == "2"
    assert len([key for key in figures if key[0] == "Wat is gecontroleerd"]) == 11 * 6
    assert not [cell for row in rows for cell in row if cell.startswith(TRIGGERS)]


def test_making_one_is_an_entry_and_looking_which_there_are_is_too(desk: Desk) -> None:
    """Requirements 5.3: LOG_GEEXPORTEERD of nature EXPORT, with the quarter; each making is one."""
    desk.get("fg_rie", "/controle/kwartaal")
    for ending in ("pdf", "csv"):
        desk.get("fg_rie", f"/controle/kwartaal/2026-1.{ending}")
    mine = "where actor_id = :who and event like 'LOG_%' order by place"
    rows = journal(
        desk, f"select event, name, nature, particulars ->> 'quarter' from journal.entry {mine}",
        who=desk.world.staff["fg_rie"],
    )  # fmt: skip
    export = ("LOG_GEEXPORTEERD", "quarter.export", "EXPORT", "2026-1")
    assert rows == [("LOG_GELEZEN", "quarter.read", "NORMAAL", None), export, export]


def test_who_is_no_officer_makes_none_and_the_future_has_none(desk: Desk) -> None:
    """R74; a quarter that has not begun, or is none, does not exist."""
    for path in ("/controle/kwartaal", "/controle/kwartaal/2026-1.pdf", "/controle/kwartaal/nooit.csv"):
        for who in ("po", "wc"):
            answer = desk.get(who, path)
            assert (answer.status_code, "ROL_ONVOLDOENDE" in answer.text) == (403, True), (who, path)
    for code in ("2999-1", "2026-5", "2026-0", "../kwartaal", "1"):
        assert desk.get("fg_rie", f"/controle/kwartaal/{code}.pdf").status_code == 404


def test_the_list_goes_back_to_the_first_entry(desk: Desk) -> None:
    happened(desk, "wc", datetime.fromisoformat("2025-12-31T23:30:00Z"))
    page = desk.get("fg_rie", "/controle/kwartaal")
    codes = [quarter_of(datetime.now().astimezone()).code, "2026-1"]
    assert all(f"/controle/kwartaal/{code}.pdf" in page.text for code in codes)
    assert "2025-4" not in page.text
    assert "Nog niet voorbij" in page.text
