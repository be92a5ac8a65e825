"""What the resident of the small world says about sharing with welfare work."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from wijkaanpak.consent.models import Consent
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.record import record

if TYPE_CHECKING:
    from tests.live.world import World


def consent(world: World, result: str, said_at: datetime) -> Consent:
    return Consent(
        matter_id=world.matter,
        person_id=world.person,
        purpose="P_ZORG",
        provider_id=world.organisations["rie"],
        recipient_id=world.organisations["wel"],
        category="G_WOONFEIT",
        result=result,
        said_at=said_at,
        recorded_at=said_at,
    )


def withdraw(world: World, *, rings: bool = True) -> None:
    """The resident takes the consent back; with `rings` the bell says that access changed."""
    engine = world.engine()
    with Session(engine) as session:
        clock: datetime = session.scalar(text("select transaction_timestamp()"))  # type: ignore[assignment]
        said = Footprint(
            "TOESTEMMING_INGETROKKEN",
            "consent.withdrawn",
            "U",
            Thing("TOESTEMMING", world.ground, world.matter),
            "test",
            rings=(world.matter,) if rings else (),
            bell="access.changed" if rings else None,
        )
        record(session.connection(), Who(world.staff["wc"]), Point(), said, clock=clock, occurred=clock)
        session.add(consent(world, "INGETROKKEN", datetime.now(UTC)))
        session.commit()
    engine.dispose()
