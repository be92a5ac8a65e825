"""A small world for the bell and the desk: who is in it, and what its administrator can do to it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Engine, create_engine, text

from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.database import SECRET
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.record import record

CANARY = "zq7-feit-n01234"
NAME_CANARY = "zq7-naam-n05678"
PEOPLE = {  # name: organisation, role
    "wc": ("rie", "WC"),
    "wb": ("rie", "WB"),
    "fg_rie": ("rie", "FG"),
    "cr": ("gem", "CR"),
    "tr": ("gem", "TR"),
    "fg_gem": ("gem", "FG"),
    "po": ("gem", "PO"),
    "ww": ("wel", "WW"),
    "fg_wel": ("wel", "FG"),
}


@dataclass
class World:
    """Ids by short names; `matter` is a case that all but `wb` and `tr` work on."""

    addresses: Addresses
    key: bytes = b"the secret of the installation, in tests"
    organisations: dict[str, UUID] = field(default_factory=dict)
    staff: dict[str, UUID] = field(default_factory=dict)
    matter: UUID = field(default_factory=uuid4)
    secret: UUID = field(default_factory=uuid4)
    case: UUID = field(default_factory=uuid4)
    person: UUID = field(default_factory=uuid4)
    ground: UUID = field(default_factory=uuid4)
    number: str = field(default_factory=lambda: f"WA-2026-{secrets.token_hex(3).upper()}")

    def cookie(self, who: str) -> str:
        """A fresh session of this person, as the value of its cookie."""
        value = secrets.token_urlsafe(32)
        self.run(
            "select sealed.open_session(:person, :secret, 2)", person=self.staff[who], secret=value.encode()
        )
        return value

    def run(
        self, statement: str, *, entry: Footprint | None = None, by: str | None = None, **values: object
    ) -> None:
        """One statement of the administrator, in one transaction with an entry when one is given."""
        engine = self.engine()
        with engine.begin() as connection:
            if entry is not None:
                clock: datetime = connection.scalar(text("select transaction_timestamp()"))
                actor = Who(self.staff[by], PEOPLE[by][1], self.home(by)) if by else Who()
                record(connection, actor, Point(), entry, clock=clock, occurred=clock)
            if statement:
                connection.execute(text(statement), values)
        engine.dispose()

    def engine(self) -> Engine:
        """The administrator's, of a house with this secret."""
        return create_engine(str(self.addresses.admin), execution_options={SECRET: self.key})

    def home(self, who: str) -> UUID:
        """The organisation this person works for."""
        return self.organisations[PEOPLE[who][0]]

    def ring(self, ref: UUID, kind: str = "case.changed") -> None:
        """Record a change that rings for this reference."""
        about = Thing("CASUS", ref, ref)
        said = Footprint("AANMAKEN", "test.changed", "C", about, "test", rings=(ref,), bell=kind)
        self.run("", entry=said, by="wc")

    def end(self, statement: str, **values: object) -> None:
        """Change something about someone at work, and record that it was."""
        self.run(statement, entry=Footprint("TEST", "test.ended", "U", Thing("TEST"), "test"), **values)
