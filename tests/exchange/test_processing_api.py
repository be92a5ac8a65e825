"""Another system, or an officer, reads the log of processing at /v1/verwerkingen (R99, R165-R169)."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import House
from tests.scenario.standing import standing as standing
from wijkaanpak.journal.keys import keys_from
from wijkaanpak.journal.subjects import pid

PATH = "/v1/verwerkingen"
ENTRIES = "select * from journal.entry where trace_id = :t order by place"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def ask(house: House, who: str, **asked: str) -> Any:
    return house.sign_in(who).get(PATH, query_string=asked)


def read(house: House, who: str, thing: str, trace: str) -> None:
    headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    assert house.sign_in(who).get(house.url(thing), headers=headers).status_code == 200


def test_what_was_read_stands_there_by_trace_and_without_a_user(standing: House) -> None:
    """R98: the trace of the caller joins the logs; S10: no row says who it was."""
    trace = uuid4().hex
    read(standing, "U-WW1", "S-04", trace)
    answer = ask(standing, "U-FG4", traceId=trace)
    assert answer.status_code == 200
    assert answer.headers["API-Version"]
    assert answer.headers["Cache-Control"] == "no-store"
    rows = answer.json["verwerkingen"]
    assert {row["name"] for row in rows} == {"LEZEN"}
    assert {row["trace_id"] for row in rows} == {trace}
    assert rows[0]["parent_span_id"] == "00f067aa0ba902b7"
    assert rows[0]["attributes"]["dpl.core.processing_activity_id"].endswith(":VA-002/v1")
    (entry,) = standing.truth(ENTRIES, t=trace)
    assert rows[0]["start_time"] == int(entry.occurred_at.timestamp() * 1000)
    for word in (str(entry.actor_id), str(entry.session_id), "U-WW2"):
        assert word not in answer.text


def test_rows_and_entries_reconcile(standing: House) -> None:
    """ADR 0020: the two logs cannot disagree; n residents are n rows under one, or one row alone."""
    trace = uuid4().hex
    read(standing, "U-WW2", "S-09", trace)
    (entry,) = standing.truth(ENTRIES, t=trace)
    named = [one for one in entry.subjects if one.startswith(str(entry.actor_organisation_id))]
    assert len(named) > 1
    rows = ask(standing, "U-FG4", traceId=trace).json["verwerkingen"]
    told = Counter(row["attributes"].get("dpl.core.data_subject_id") for row in rows)
    assert told == Counter([None, *(one.partition("/")[2] for one in named)])


def test_a_resident_is_found_by_the_pseudonym_of_ones_own_organisation_alone(standing: House) -> None:
    """R99, T35"""
    keys, person = keys_from(standing.settings.secret), standing.person("P-04")
    read(standing, "U-WW1", "S-04", uuid4().hex)
    orgs = dict(standing.truth("select reference, id from app.organisation"))
    own = ask(standing, "U-FG4", dataSubjectId=str(pid(keys, person, orgs["ORG-WEL"])))
    assert own.json["verwerkingen"]
    other = ask(standing, "U-FG4", dataSubjectId=str(pid(keys, person, orgs["ORG-RIE"])))
    assert other.json["verwerkingen"] == []


def test_pages_follow_each_other_and_miss_nothing(standing: House) -> None:
    trace = uuid4().hex
    for _ in range(3):
        read(standing, "U-WW2", "S-09", trace)
    officer = standing.sign_in("U-FG4")
    whole = officer.get(PATH, query_string={"traceId": trace, "pageSize": "500"}).json["verwerkingen"]
    walked: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        asked = {"traceId": trace, "pageSize": "2"} | ({"cursor": cursor} if cursor else {})
        page = officer.get(PATH, query_string=asked).json
        assert len(page["verwerkingen"]) <= 2
        walked += page["verwerkingen"]
        cursor = page["cursor"]
    assert walked == whole
    assert len(whole) > 6


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"pageSize": "10"}, {"traceId": "xyz"}, {"traceId": TRACE, "pageSize": "501"},
        {"traceId": TRACE, "pageSize": "0"}, {"traceId": TRACE, "pageSize": "²"},
        {"dataSubjectId": "Kuipers"}, {"processingActivityId": "VA-999/v1"},
        {"traceId": TRACE, "cursor": "1"}, {"traceId": TRACE, "naam": "x"},
    ],
)  # fmt: skip
def test_a_question_that_does_not_fit_is_told_with_every_fault(
    standing: House, asked: dict[str, str]
) -> None:
    """R99: at least one of three; R166: problem details, never 422."""
    answer = ask(standing, "U-FG1", **asked)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.json["detail"]
    assert "Kuipers" not in answer.text


def test_every_fault_is_told_at_once(standing: House) -> None:
    answer = ask(standing, "U-FG1", traceId="x", pageSize="0", naam="Jansen")
    assert {fault["name"] for fault in answer.json["errors"]} == {"traceId", "pageSize", "naam"}


@pytest.mark.parametrize("who", ["U-CR1", "U-WW2", "U-FB1", "U-PO1", "U-WB3"])
def test_only_an_officer_reads_it(standing: House, who: str) -> None:
    """R74"""
    answer = ask(standing, who, traceId=TRACE)
    assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert answer.json["code"] == "ROL_ONVOLDOENDE"


def test_nobody_reads_it_without_signing_in(standing: House) -> None:
    answer = standing.nobody().get(PATH, query_string={"traceId": TRACE})
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert standing.nobody().get("/v1/niets").content_type == "application/problem+json"


def test_reading_it_is_an_entry_that_lists_the_lines(standing: House) -> None:
    """R88: log reads are logged."""
    trace = uuid4().hex
    read(standing, "U-WW1", "S-04", trace)
    officer = standing.sign_in("U-FG4")
    officer.get(PATH, query_string={"traceId": trace})
    left = standing.truth(
        "select disclosed from journal.entry where name = 'processing.read' and actor_id = :w "
        "order by place desc limit 1",
        w=officer.id,
    )
    shown = {row.id for row in standing.truth(ENTRIES, t=trace)}
    assert {item["id"] for item in left[0].disclosed} == {str(ident) for ident in shown}


def test_what_is_shielded_stays_without_a_resident(standing: House) -> None:
    """Rulings 6: also when it became secret only afterwards."""
    trace = uuid4().hex
    read(standing, "U-WC1", "S-07", trace)
    rows = ask(standing, "U-FG2", traceId=trace).json["verwerkingen"]
    assert rows
    assert "data_subject_id" not in json.dumps(rows)
