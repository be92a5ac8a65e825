"""What the platform itself writes down: its rules, its clock, a break that was found, what was destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from wijkaanpak.access import roles
from wijkaanpak.journal.entries import PLATFORM, SYSTEM, Footprint, Point, Who
from wijkaanpak.journal.events import Event, Thing
from wijkaanpak.journal.record import record

NOTARY = Who(None, "systeem:notaris", PLATFORM, None, SYSTEM)  # nobody else may write under this role
LOG = Thing("LOG", PLATFORM)

ALONE = text("select pg_advisory_xact_lock(hashtext('wijkaanpak upkeep'))")
RULES = text("""
    select particulars ->> 'digest' from journal.entry where name = :name and actor_role = :role
    order by recorded_at desc, place desc limit 1
""")
NOW = text("select transaction_timestamp()")


@dataclass(frozen=True, kw_only=True)
class PolicyInstalled(Event, name="policy.installed", says="{actor} installed rules of access"):
    """From here on entries may rest on these rules (field 25)."""

    digest: str


@dataclass(frozen=True, kw_only=True)
class ClockMoved(Event, name="clock.moved", says="{actor} found that a clock was moved or runs wrong"):
    """How far the database's clock stands behind its newest entry, and beside that of the process (R94)."""

    behind_ms: int
    beside_ms: int


@dataclass(frozen=True, kw_only=True)
class JournalBroken(Event, name="journal.broken", says="{actor} found that the journal is not whole"):
    """What kind of break (journal/findings.py), and the first number that it touches (R91)."""

    code: str
    first: int | None


@dataclass(frozen=True, kw_only=True)
class MonthRetired(
    Event, name="month.retired", says="{actor} destroyed a month of the journal after its term"
):
    """The month, its first number and how many entries; with all that went before, how many and the root.

    Months go in their order, so that what an entry explains goes before it (R95). `codes` are the rules of
    access that were registered in all that is gone: what stayed may rest on them.
    """

    month: date
    first: int
    count: int
    total: int
    digest: str
    codes: tuple[str, ...]
    approved_by: tuple[UUID, UUID]


@dataclass(frozen=True, kw_only=True)
class PersonalErased(Event, name="personal.erased", says="{actor} erased what entries said of residents"):
    """The entries whose sealed part went, and the two who approved."""

    entries: tuple[UUID, ...]
    approved_by: tuple[UUID, UUID]


CODES: dict[type[Event], str] = {  # gebeurteniscode, requirements.md 5.3
    PolicyInstalled: "CONFIG_GEWIJZIGD",
    ClockMoved: "KLOK_GEWIJZIGD",
    JournalBroken: "LOG_KETEN_FOUT",
    MonthRetired: "VERNIETIGD",
    PersonalErased: "VERNIETIGD",
}


def tell(connection: Connection, event: Event) -> UUID:
    """Write one of these as an entry, in this transaction of wijk_notary; returns its id."""
    footprint = Footprint(
        CODES[type(event)], event.name, "E", event.thing, roles.policy_version(), nature="SYSTEEM",
        particulars=event.particulars(),
    )  # fmt: skip
    clock: datetime = connection.execute(NOW).scalar_one()
    return record(connection, NOTARY, Point("JOB"), footprint, clock=clock, occurred=clock)


def install_policy(engine: Engine) -> bool:
    """Register the rules that this process decides by, unless they are on record already; True when it did.

    Before this nothing may be decided by them: `wijk verify` holds every entry against what was registered.
    """
    with engine.begin() as connection:
        connection.execute(ALONE)
        asked = {"name": PolicyInstalled.name, "role": NOTARY.role}
        if connection.scalar(RULES, asked) == roles.policy_version():
            return False
        tell(connection, PolicyInstalled(thing=LOG, digest=roles.policy_version()))
    return True


def tell_break(engine: Engine, code: str, first: int | None) -> None:
    """Put on record that the journal is not whole: an incident, whoever found it (R91)."""
    with engine.begin() as connection:
        tell(connection, JournalBroken(thing=LOG, code=code, first=first))
