"""Plans as the tests make them: through the pages, with the people of S-02."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from tests.cast import House, Someone
from wijkaanpak.foundation.working_days import is_working_day, local, on_or_after

WANTS = "Ik wil weer in mijn eigen keuken kunnen koken."
DOES = "De vluchtroute in de gang vrijmaken."
SAYS = "Ik wil mijn spullen zelf uitzoeken, niemand anders."


def today() -> date:
    """The day it is here."""
    return local(datetime.now(UTC)).date()


def a_working_day(after: int = 3) -> date:
    """A day on which people work, so many days from now or soon after."""
    return on_or_after(today() + timedelta(days=after))


def a_free_day() -> date:
    """A day to come on which nobody works, in the middle of a week: one of the two days of Christmas."""
    years = (today().year, today().year + 1)
    days = [date(year, 12, day) for year in years for day in (25, 26)]
    found = next(day for day in days if day > today() and day.weekday() < 5)
    assert not is_working_day(found)
    return found


def goal_form(**changed: Any) -> dict[str, Any]:
    """What somebody fills in to set a goal."""
    return {"words": WANTS, "domain": "", "why": ""} | changed


def action_form(house: House, who: str = "U-WC1", **changed: Any) -> dict[str, Any]:
    """What somebody fills in to put down an action."""
    return {"words": DOES, "owner": str(house.staff[who]), "due": str(a_working_day()), "goal": ""} | changed


def set_goal(someone: Someone, case: str, **changed: Any) -> UUID:
    """Set a goal through its page; returns its id."""
    assert someone.post(f"{case}/doelen/nieuw", goal_form(**changed)).status_code == 303
    newest: UUID = someone.house.truth("select id from app.goal order by set_at desc limit 1")[0][0]
    return newest


def promise(someone: Someone, case: str, who: str = "U-WC1", **changed: Any) -> UUID:
    """Put down an action through its page; returns its id."""
    answer = someone.post(f"{case}/acties/nieuw", action_form(someone.house, who, **changed))
    assert answer.status_code == 303, answer.text
    newest: UUID = someone.house.truth("select id from app.action order by made_at desc limit 1")[0][0]
    return newest


def act(
    someone: Someone, case: str, action: UUID, what: str, version: int | None = None, **more: Any
) -> TestResponse:
    """Do something to an action, from the version that stands there unless told otherwise."""
    seen = stored(someone.house, action).version if version is None else version
    return someone.post(f"{case}/acties/{action}", {"act": what, "version": seen, **more})


def stored(house: House, action: UUID) -> Any:
    """The row of an action."""
    return house.truth("select * from app.action where id = :i", i=action)[0]


def end_grounds(house: House) -> None:
    """No ground brings anything anywhere any more."""
    house.truth("update app.ground set status = 'VERVALLEN'")
    house.truth("update app.ground_line set status = 'VERVALLEN'")


def invite(house: House, case: str, who: str) -> Someone:
    """Somebody in the team to whom no ground brings anything yet."""
    sent = {"staff": str(house.staff[who]), "reason": "Nodig voor het plan."}
    assert house.sign_in("U-CR1").post(f"{case}/team", sent).status_code == 303
    return house.sign_in(who)
