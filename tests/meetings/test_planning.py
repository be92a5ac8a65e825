"""Planning a meeting or a series: what is not right is said, and the clock here is kept (R83, R202)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import House
from tests.meetings.table import Table, plan
from tests.scenario.conftest import said


def test_an_invitation_for_ones_own_calendar_names_nobody(table: Table) -> None:
    """R202: when and where its page is; the time of the clock here, summer and winter."""
    answer = table.of("U-ZP1").get(f"{table.url}/agenda.ics")
    assert answer.mimetype == "text/calendar"
    text = answer.text.replace("\r\n ", "")
    assert "DTSTART;TZID=Europe/Amsterdam:" in text
    assert str(table.id) in text
    names = table.house.truth(
        "select name from app.staff union select name from app.organisation "
        "union select number from app.case_file union select name from app.complex"
    )
    assert not [name for (name,) in names if name and name != "Wijkaanpak" and name in text]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"starts_at": "2020-01-01T09:30"}, "Dit moment is voorbij. Kies er een dat nog komt."),
        ({"starts_at": "morgen"}, "Schrijf een datum en tijd zoals 31-12-2026 09.30."),
        ({"minutes": ""}, "Kies hoe lang het duurt."),
        ({"asked": []}, "Kies wie je vraagt."),
    ],
)
def test_what_is_not_right_in_a_plan_is_said(standing: House, changed: dict[str, Any], sentence: str) -> None:
    answer = plan(standing, **changed)
    assert answer.status_code == 400
    assert sentence.split(" als ")[0] in said(answer), said(answer)


def test_a_series_keeps_its_time_on_the_clock_past_the_change_of_the_clock(standing: House) -> None:
    """Six meetings at half past nine here, whatever the hour elsewhere; and one across the night itself."""
    answer = plan(standing, starts_at="2027-03-15T09:30", again="1x6")
    assert answer.status_code == 303, said(answer)
    rows = standing.truth(
        "select starts_at at time zone 'Europe/Amsterdam', extract(hour from starts_at at time zone 'UTC') "
        "from app.meeting where series_id is not null order by starts_at"
    )
    assert [(row[0].hour, row[0].minute) for row in rows] == [(9, 30)] * 6
    assert len({row[1] for row in rows}) == 2
    across = plan(standing, starts_at="2027-10-31T01:30", minutes="120")
    assert across.status_code == 303
    lasts = standing.truth(
        "select ends_at - starts_at from app.meeting order by planned_at desc, starts_at limit 1"
    )
    assert lasts[0][0].total_seconds() == 7200


def test_who_may_not_plan_does_not(standing: House) -> None:
    for who in ("U-WB1", "U-WC1", "U-ZP1"):
        assert standing.sign_in(who).get("/overleggen/nieuw").status_code == 403
