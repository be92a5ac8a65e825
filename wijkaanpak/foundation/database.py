"""The tables' common ground, and the engines, one for each database role."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Date, DateTime, Engine, MetaData, Numeric, Text, Uuid, create_engine
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

from wijkaanpak.foundation.addresses import Addresses

SECRET = "wijkaanpak_secret"  # noqa: S105  # by this name a connection knows its house's secret
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the application; keys are made in Python, so no insert asks anything (rulings.md 14)."""

    metadata = MetaData(schema="app", naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid,
        str: Text,
        datetime: DateTime(timezone=True),
        date: Date,
        Decimal: Numeric,
        list[str]: ARRAY(Text),
        list[UUID]: ARRAY(Uuid),
        dict[str, Any]: JSONB,
    }


class Database:
    """The engines of one running house; each connects as its own role and can do no more than that role."""

    def __init__(self, addresses: Addresses, secret: bytes, *, pool: int = 10) -> None:
        common: dict[str, Any] = {
            "execution_options": {SECRET: secret},
            "hide_parameters": True,
            "pool_pre_ping": False,
            "pool_recycle": 1800,
            "pool_timeout": 10,
        }
        self.addresses = addresses
        self.app: Engine = create_engine(addresses.app, pool_size=pool, max_overflow=pool, **common)
        self.desk: Engine = create_engine(addresses.desk, pool_size=2, max_overflow=4, **common)
        self.gate: Engine = create_engine(addresses.gate, pool_size=4, max_overflow=8, **common)
        self.notary: Engine = create_engine(addresses.notary, pool_size=2, max_overflow=6, **common)

    def close(self) -> None:
        """Let go of every connection."""
        for engine in (self.app, self.desk, self.gate, self.notary):
            engine.dispose()
