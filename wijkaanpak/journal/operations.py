"""The log of processing (LDV): one row a resident, joined by trace, and never who did it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

# What concerns people at work or the house alone is no processing of residents' data: the access log has it.
OF_THE_HOUSE = (
    "AANMELDEN", "AANMELDEN_MISLUKT", "AFMELDEN", "KAMER_BETREDEN", "KAMER_VERLATEN", "ROL_TOEGEKEND",
    "ROL_INGETROKKEN", "CONFIG_GEWIJZIGD", "KLOK_GEWIJZIGD", "LOG_KETEN_FOUT", "LOG_GEEXPORTEERD",
)  # fmt: skip
STATUSES = {"GESLAAGD": "Ok", "GEWEIGERD": "Unset", "FOUT": "Error"}  # refused for a reason of work: no error
ACTIVITY, SUBJECT_TYPE = "urn:wijkaanpak:verwerkingsactiviteit:", "urn:wijkaanpak:pid"
UNNAMED_CALLER = "urn:wijkaanpak:aanroeper:onbekend"  # a trace tells that somebody called, and not who


class Entry(Protocol):
    """What of an entry of the journal goes into the log of processing."""

    trace_id: str
    span_id: str
    parent_span_id: str | None
    event: str
    outcome: str
    occurred_at: datetime
    activity: str
    subjects: Iterable[str]


@dataclass(frozen=True)
class Operation:
    """One row: an operation on the data of one resident or of none (requirements.md 5.2, LDV row)."""

    trace_id: str
    span_id: str
    parent_span_id: str | None
    name: str
    status: str
    at: datetime
    activity: str
    subject: UUID | None = None
    foreign: bool = False

    @property
    def attributes(self) -> dict[str, str]:
        """What the standard calls the core attributes."""
        said = {"dpl.core.processing_activity_id": ACTIVITY + self.activity}
        if self.subject is not None:
            said |= {
                "dpl.core.data_subject_id": str(self.subject),
                "dpl.core.data_subject_id_type": SUBJECT_TYPE,
            }
        if self.foreign:
            said["dpl.core.foreign_operation.processor"] = UNNAMED_CALLER
        return said


def concerns(event: str) -> bool:
    """Whether an event is an operation on data of residents."""
    return event not in OF_THE_HOUSE


def operations(entry: Entry, organisation: UUID, *, veiled: bool = False) -> Iterator[Operation]:
    """The rows of one entry in one organisation's log: several residents have a row each, under one (R93).

    A resident stands there by the pseudonym of that organisation. `veiled` leaves them out: of what is
    shielded only the named team knows whom it concerns (rulings.md 6).
    """
    named = [] if veiled else sorted(_theirs(entry.subjects, organisation))
    alone = named[0] if len(named) == 1 else None
    yield _row(entry, entry.span_id, entry.parent_span_id, alone, foreign=entry.parent_span_id is not None)
    if len(named) > 1:
        for subject in named:
            yield _row(entry, _span(entry.span_id, subject), entry.span_id, subject)


def _row(
    entry: Entry, span: str, parent: str | None, subject: UUID | None, *, foreign: bool = False
) -> Operation:
    status = STATUSES[entry.outcome]
    return Operation(
        entry.trace_id, span, parent, entry.event, status, entry.occurred_at, entry.activity, subject, foreign
    )


def _theirs(subjects: Iterable[str], organisation: UUID) -> Iterator[UUID]:
    for whose, _slash, pseudonym in (one.partition("/") for one in subjects):
        if whose == str(organisation):
            yield UUID(pseudonym)


def _span(parent: str, subject: UUID) -> str:
    """The same span each time it is worked out, and none that two residents share."""
    return hashlib.sha256(bytes.fromhex(parent) + subject.bytes).hexdigest()[:16]
