"""Emergency access as a browser asks for it, each in order until it is spoilt."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

from sqlalchemy import Row
from werkzeug.test import TestResponse

from tests.cast import House, Someone

SAID = "Bewoner staat in paniek in het portiek, ik moet weten wie ik bel."
HOURS = timedelta(hours=4)


def keys(house: House, reference: str) -> dict[str, str]:
    """Surname and birth date of a loaded resident, as somebody at the door would know them."""
    row = house.truth("select name, born from app.person where id = :p", p=house.person(reference))[0]
    return {"surname": row.name.split(" ")[-1], "born": row.born.isoformat()}


def form(house: House, reference: str | None = "P-05", **changed: Any) -> dict[str, Any]:
    """What somebody without a one-time code sends."""
    meant = keys(house, reference) if reference else {}
    return {**meant, "reason": "CRISIS_PSYCHISCH", "text": SAID, "sure": "1", **changed}


def begin(house: House, who: str | Someone, reference: str = "P-05", **changed: Any) -> Someone:
    """Begin it, and see that it runs."""
    someone = house.sign_in(who) if isinstance(who, str) else who
    answer = someone.post("/noodprocedure", form(house, reference, **changed))
    assert answer.status_code == 303, words(answer)
    assert answer.headers["Location"] == f"/bewoners/{house.person(reference)}"
    return someone


def rows(house: House) -> list[Row[Any]]:
    """Every use that came after the loading, oldest first."""
    return house.truth(
        "select * from app.break_glass where reason_text = :said order by since, id", said=SAID
    )


def entries(house: House, who: Someone, outcome: str = "GESLAAGD") -> list[Row[Any]]:
    """What this person left in the journal besides signing in, in order."""
    return house.truth(
        "select * from journal.entry where actor_id = :w and outcome = :o and event <> 'AANMELDEN' "
        "and recorded_at - occurred_at < interval '1 hour' order by txid, place", w=who.id, o=outcome,
    )  # fmt: skip


def words(answer: TestResponse) -> str:
    """The words of a page, as people read them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def without_tokens(answer: TestResponse) -> bytes:
    """The bytes of a page, but for the token by which a form counts once."""
    return re.sub(rb'name="eenmalig" value="[^"]+"', b"", answer.data)


def on_duty(house: House, who: str, place: str = "C-203", *, accepted: bool = True) -> None:
    """A shift from an hour ago until seven hours from now."""
    complex_id = house.truth("select id from app.complex where reference = :r", r=place)[0].id
    house.truth(
        "insert into app.shift (id, complex_id, staff_id, starts_at, ends_at, accepted_at) "
        "values (:i, :c, :s, app.now() - interval '1 hour', app.now() + interval '7 hours', "
        "case when :accepted then app.now() - interval '1 hour' end)",
        i=uuid4(), c=complex_id, s=house.staff[who], accepted=accepted,
    )  # fmt: skip
