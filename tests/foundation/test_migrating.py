"""The tables are brought up to date, or one sentence says why they cannot be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import NullPool, create_engine, text

from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import CannotStart
from wijkaanpak.foundation.migrating import upgrade

Clone = Callable[..., AbstractContextManager[Addresses]]


def change(addresses: Addresses, statement: str) -> None:
    engine = create_engine(str(addresses.admin), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_what_is_up_to_date_stays_as_it_is(clone: Clone) -> None:
    with clone() as addresses:
        upgrade(addresses.owner)


@pytest.mark.parametrize(
    "earlier",
    [
        "delete from sealed.setting where name = 'first_migration'",
        "update sealed.setting set value = 'another' where name = 'first_migration'",
    ],
)
def test_what_an_earlier_form_of_the_first_migration_made_is_told(clone: Clone, earlier: str) -> None:
    """Until the first release that migration still grows; a traceback later would help nobody."""
    with clone() as addresses:
        change(addresses, earlier)
        with pytest.raises(CannotStart, match="Begin anew"):
            upgrade(addresses.owner)
