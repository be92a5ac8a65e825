"""A fresh database with its engines, and a way to write entries as the application does."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from tests.journal.kept import Kept, kept
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.entries import Footprint, Point, Who
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.record import record

Refs = tuple[UUID, ...]


@pytest.fixture(scope="session")
def journal(
    clone: Callable[..., AbstractContextManager[Addresses]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept]:
    """One journal for all who tamper with it; each in a transaction that is taken back."""
    with kept(clone, tmp_path_factory.mktemp("kept")) as made:
        yield made


@pytest.fixture
def database(addresses: Addresses, settings: Settings) -> Iterator[Database]:
    opened = Database(addresses, settings.secret)
    yield opened
    opened.close()


@pytest.fixture
def write() -> Callable[..., UUID]:
    """`write(connection, refs, kind)` puts one entry in the transaction of this connection."""

    def put(connection: Connection, refs: Refs = (), kind: str | None = None, **more: Any) -> UUID:
        clock: datetime = connection.scalar(text("select transaction_timestamp()"))
        who = more.pop("who", Who())
        said: dict[str, Any] = {"event": "AANMAKEN", "name": "note.written", "action": "C", "policy": "test"}
        thing = more.pop("thing", Thing("CASUS", refs[0] if refs else None))
        footprint = Footprint(**(said | {"thing": thing, "rings": refs, "bell": kind} | more))
        return record(connection, who, Point(), footprint, clock=clock, occurred=clock)

    return put
