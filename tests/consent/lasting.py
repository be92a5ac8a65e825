"""A house for many short steps, as a machine of states takes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, create_engine, text

from tests.cast import House, Someone


class Lasting(House):
    """A house for many short steps: whoever signed in stays so while the clock stands still."""

    def sign_in(self, reference: str, factors: int = 2) -> Someone:
        signed: dict[str, Someone] = self.__dict__.setdefault("signed", {})
        if reference not in signed:
            signed[reference] = super().sign_in(reference, factors)
        return signed[reference]

    def move_clock(self, shift: timedelta) -> None:
        super().move_clock(shift)
        self.__dict__["signed"] = {}

    def truth(self, sql: str, **values: Any) -> list[Row[Any]]:
        kept = self.__dict__.setdefault("kept", create_engine(str(self.addresses.admin)))
        with kept.begin() as connection:
            connection.execute(text("set local session_replication_role = replica"))
            answer = connection.execute(text(sql), values)
            return list(answer.all()) if answer.returns_rows else []
