"""The log of processing says what the journal says, a row a resident, and never who it was (R93, LDV)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from wijkaanpak.journal.keys import keys_from
from wijkaanpak.journal.operations import OF_THE_HOUSE, STATUSES, concerns, operations
from wijkaanpak.journal.subjects import pid, subjects

KEYS = keys_from(b"a house")
HOUSING, CARE = uuid4(), uuid4()
PEOPLE = [uuid4() for _ in range(4)]
NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


@dataclass
class Said:
    subjects: list[str]
    outcome: str = "GESLAAGD"
    parent_span_id: str | None = None
    trace_id: str = "0af7651916cd43dd8448eb211c80319c"
    span_id: str = "b7ad6b7169203331"
    event: str = "LIJST"
    occurred_at: datetime = NOW
    activity: str = "VA-002/v1"


def of(*people: UUID) -> Said:
    return Said(subjects(KEYS, people, (HOUSING, CARE)))


def test_a_list_of_several_residents_is_one_row_and_one_under_it_for_each() -> None:
    """R93"""
    first, *under = operations(of(*PEOPLE), CARE)
    assert (first.subject, first.span_id, first.parent_span_id) == (None, "b7ad6b7169203331", None)
    assert {row.subject for row in under} == {pid(KEYS, one, CARE) for one in PEOPLE}
    assert {row.parent_span_id for row in under} == {first.span_id}
    assert len({row.span_id for row in (first, *under)}) == 1 + len(PEOPLE)
    assert {row.trace_id for row in (first, *under)} == {"0af7651916cd43dd8448eb211c80319c"}
    assert list(operations(of(*PEOPLE), CARE)) == [first, *under], "worked out again it is the same"


@pytest.mark.parametrize("number", [0, 1])
def test_one_resident_or_none_is_one_row(number: int) -> None:
    """requirements.md 5.1: exactly 0 or 1 resident a row."""
    (row,) = operations(of(*PEOPLE[:number]), CARE)
    assert row.subject == (pid(KEYS, PEOPLE[0], CARE) if number else None)
    assert ("dpl.core.data_subject_id" in row.attributes) is bool(number)


def test_each_organisation_reads_its_own_pseudonyms_alone() -> None:
    """T35"""
    told = {home: {row.subject for row in operations(of(*PEOPLE), home)} for home in (HOUSING, CARE)}
    assert told[HOUSING] & told[CARE] == {None}
    assert [row.subject for row in operations(of(*PEOPLE), uuid4())] == [None]


def test_of_what_is_shielded_nobody_reads_whom_it_concerns() -> None:
    """Rulings 6"""
    assert [row.subject for row in operations(of(*PEOPLE), CARE, veiled=True)] == [None]


@pytest.mark.parametrize(("outcome", "status"), STATUSES.items())
def test_a_refusal_for_a_reason_of_work_is_no_error(outcome: str, status: str) -> None:
    """S9: `Unset`, not `Error`."""
    assert (STATUSES["GEWEIGERD"], STATUSES["FOUT"]) == ("Unset", "Error")
    assert [row.status for row in operations(Said([], outcome), CARE)] == [status]


def test_a_call_from_another_application_says_so_on_its_own_row() -> None:
    """R98"""
    said = of(*PEOPLE)
    said.parent_span_id = "00f067aa0ba902b7"
    first, *under = operations(said, CARE)
    assert first.parent_span_id == "00f067aa0ba902b7"
    assert "dpl.core.foreign_operation.processor" in first.attributes
    assert not any("dpl.core.foreign_operation.processor" in row.attributes for row in under)


def test_what_concerns_people_at_work_alone_is_no_processing_of_residents() -> None:
    assert not concerns("AANMELDEN")
    assert concerns("LEZEN")
    assert concerns("LOG_GELEZEN")
    assert len(set(OF_THE_HOUSE)) == len(OF_THE_HOUSE)
