"""Confirming with a one-time code that it is really you who begins emergency access (R64, R105)."""

from __future__ import annotations

import time

import pyotp

from tests.cast import House
from tests.matters.emergencies import SAID, begin, entries, form, rows, words
from wijkaanpak.sign_in import local


def secret_of(house: House, who: str) -> pyotp.TOTP:
    """Give somebody an account of their own, and hold their app for one-time codes."""
    with house.database.gate.begin() as connection:
        made = local.set_credentials(connection, house.staff[who], house.settings.secret)
    return pyotp.TOTP(made.totp_secret)


def wrong(app: pyotp.TOTP) -> str:
    """Six digits that are not the code of now, just before or just after."""
    taken = {app.at(int(time.time()) + 30 * near) for near in (-2, -1, 0, 1, 2)}
    return next(
        code for code in ("000000", "123456", "654321", "111111", "222222", "333333") if code not in taken
    )


def test_who_has_a_code_is_asked_for_it_and_a_tick_is_not_enough(house: House) -> None:
    """Step-up: the session alone does not do."""
    secret_of(house, "U-WC1")
    sanne = house.sign_in("U-WC1")
    page = sanne.get("/noodprocedure").text
    assert 'name="code"' in page
    assert 'name="sure"' not in page
    assert sanne.post("/noodprocedure", form(house)).status_code == 400
    assert rows(house) == []


def test_the_right_code_begins_it_and_counts_once(house: House) -> None:
    """A code that was seen over a shoulder does not begin a second one."""
    app = secret_of(house, "U-WC1")
    code = app.now()
    sanne = begin(house, "U-WC1", sure="", code=code)
    sanne.post("/noodprocedure/einde")
    again = sanne.post("/noodprocedure", form(house, code=code))
    assert again.status_code == 400
    assert "Wacht op de volgende." in words(again)
    assert len(rows(house)) == 1


def test_a_wrong_code_is_an_entry_and_five_close_the_account_for_a_while(house: House) -> None:
    """R173: as at the door; everything typed stays but the code."""
    app = secret_of(house, "U-WC1")
    sanne = house.sign_in("U-WC1")
    for _ in range(5):
        answer = sanne.post("/noodprocedure", form(house, code=wrong(app)))
        assert answer.status_code == 400
        assert SAID in answer.text
        assert wrong(app) not in answer.text
    denied = entries(house, sanne, "GEWEIGERD")
    assert [(e.event, e.reason_code) for e in denied] == [("NOODPROCEDURE_START", "ACR_TE_LAAG")] * 5
    assert sanne.post("/noodprocedure", form(house, code=app.now())).status_code == 400
    assert rows(house) == []


def test_a_code_is_not_used_up_by_a_form_with_faults(house: House) -> None:
    """At night one fault costs no half minute of waiting."""
    app = secret_of(house, "U-WC1")
    sanne, code = house.sign_in("U-WC1"), app.now()
    assert sanne.post("/noodprocedure", form(house, code=code, text="Te kort")).status_code == 400
    begin(house, sanne, code=code)
