"""How fresh and how well witnessed the journal is: what could still be removed from it without a trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

# What a witness answered last (journal.witness_state.outcome).
CONFIRMED = "BEVESTIGD"
LATE = "TE_LAAT"  # no answer in time, or none at all
OTHER_TREE = "ANDERE_BOOM"  # it saw a journal that this one did not grow from
UNREADABLE = "ONLEESBAAR"  # it answered something else than the protocol knows
WRONG_KEY = "VERKEERDE_SLEUTEL"  # it does not know our key, or answered with another than we know
DISMISSED = "AFGEMELD"  # it is not asked any more, and not counted

EXPOSURE = text("select * from journal.exposure()")
WITNESSES = text("""
    select witness, organisation, outcome, size, at from journal.witness_state
    where outcome <> :dismissed order by organisation, witness
""")


@dataclass(frozen=True)
class Mark:
    """A checkpoint: over how many entries it is, its root, and since when it stood signed or confirmed."""

    size: int
    root: bytes
    at: datetime


@dataclass(frozen=True)
class Witness:
    """A partner's witness: what it answered last and when, and the size that it confirmed last."""

    name: str
    organisation: str
    outcome: str
    size: int
    at: datetime

    @property
    def confirms(self) -> bool:
        """Did it confirm what it was asked last?"""
        return self.outcome == CONFIRMED


@dataclass(frozen=True)
class Exposure:
    """How things stand; `window` and `unsigned` are whole seconds, 0 when nothing is open."""

    numbered: int  # entries with a number
    waiting: int  # entries that were written and have none yet
    signed: Mark | None  # the newest checkpoint
    confirmed: Mark | None  # the newest that a witness confirmed
    unsigned: int  # how long ago the oldest entry was written that no checkpoint holds
    window: int  # the same for no checkpoint that a witness confirmed: the exposure window
    witnesses: tuple[Witness, ...] = ()

    @property
    def newest(self) -> int | None:
        """The newest number; they begin at 0."""
        return self.numbered - 1 if self.numbered else None

    @property
    def confirming(self) -> int:
        """How many of the witnesses confirmed what they were asked last."""
        return sum(witness.confirms for witness in self.witnesses)


def read(connection: Session | Connection) -> Exposure:
    """How things stand now, as the roles wijk_desk and wijk_app may ask."""
    found = connection.execute(EXPOSURE).one()
    return Exposure(
        numbered=found.numbered,
        waiting=found.waiting,
        signed=_mark(found.signed_size, found.signed_root, found.signed_at),
        confirmed=_mark(found.confirmed_size, found.confirmed_root, found.confirmed_at),
        unsigned=_seconds(found.unsigned_since, found.looked_at),
        window=_seconds(found.open_since, found.looked_at),
        witnesses=tuple(
            Witness(*row) for row in connection.execute(WITNESSES, {"dismissed": DISMISSED}).all()
        ),
    )


def _mark(size: int | None, root: bytes | None, at: datetime | None) -> Mark | None:
    return Mark(size, bytes(root), at) if size is not None and root is not None and at is not None else None


def _seconds(since: datetime | None, until: datetime) -> int:
    return max(0, int((until - since).total_seconds())) if since is not None else 0
