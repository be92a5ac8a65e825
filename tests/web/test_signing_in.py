"""Signing in with a password and a one-time code, and how long that lasts (R64, R173)."""

import time
from datetime import timedelta

import pyotp
import pytest
from werkzeug.test import TestResponse

from tests.cast import House, Someone
from tests.scenario.conftest import hides, shows, zaak
from tests.web.conftest import cookies, count, knock
from wijkaanpak.sign_in.local import Credentials, set_credentials

LOGIN, PASSWORD = "hanneke", "een lange zin om mee binnen te komen"
NO = "Naam, wachtwoord en code horen niet bij elkaar, of het account is voorlopig dicht."


@pytest.fixture
def account(house: House) -> Credentials:
    """U-CR1 with a local account."""
    house.truth("update app.staff set login = :l where id = :i", l=LOGIN, i=house.staff["U-CR1"])
    with house.database.gate.begin() as connection:
        return set_credentials(connection, house.staff["U-CR1"], house.settings.secret, PASSWORD)


def code(account: Credentials, steps: int = 0) -> str:
    """The code of this moment, or of so many times thirty seconds later."""
    return pyotp.TOTP(account.totp_secret).at(int(time.time()) + 30 * steps)


def enter(house: House, **fields: str) -> TestResponse:
    return knock(
        house, house.nobody(), "/aanmelden", **{"login": LOGIN, "password": PASSWORD, "code": "0", **fields}
    )


def holder(house: House, answer: TestResponse) -> Someone:
    """Whoever carries the cookie of this answer."""
    value = cookies(answer)["__Host-sid"].split(";")[0].partition("=")[2]
    return Someone(house.staff["U-CR1"], value, house, house.app.test_client(use_cookies=False))


def test_password_and_code_together_open_the_house(house: House, account: Credentials) -> None:
    answer = enter(house, code=code(account))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    said = cookies(answer)["__Host-sid"]
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in said.split(";")}
    assert "Domain" not in said
    page = holder(house, answer).get(house.url("S-02"))
    assert shows(page, zaak("S-02").feit)
    value = said.split(";")[0].partition("=")[2]
    stored = house.truth("select s::text as said from sealed.session s")
    assert not any(value in row.said for row in stored)


def test_either_alone_opens_nothing_and_it_is_not_told_which(house: House, account: Credentials) -> None:
    right = code(account)
    tries = (
        {"password": "iets anders", "code": right}, {"code": "000000" if right != "000000" else "111111"},
        {"login": "niemand", "code": right}, {"password": PASSWORD.upper(), "code": right},
    )  # fmt: skip
    before = count(house, "sealed.session")
    for tried in tries:
        answer = enter(house, **tried)
        assert (answer.status_code, shows(answer, NO), cookies(answer)) == (400, True, {}), tried
    for missing in ("login", "password", "code"):
        answer = enter(house, **{"code": right, missing: ""})
        assert answer.status_code == 400
        assert f'href="#{missing}"' in answer.text
    assert count(house, "sealed.session") == before
    entries = house.truth("select * from journal.entry where event = 'AANMELDEN_MISLUKT'")
    assert len(entries) == len(tries)
    assert {entry.actor_id for entry in entries} == {None}
    assert not any(word in str(entry) for entry in entries for word in (LOGIN, PASSWORD, "niemand", right))


def test_a_password_never_comes_back_on_the_page(house: House, account: Credentials) -> None:
    answer = enter(house, code="x", password="geheim-en-fout")
    assert LOGIN in answer.text
    assert "geheim-en-fout" not in answer.text


def test_a_code_counts_once(house: House, account: Credentials) -> None:
    used = code(account)
    assert enter(house, code=used).status_code == 303
    again = enter(house, code=used)
    assert (again.status_code, shows(again, NO), cookies(again)) == (400, True, {})
    older = enter(house, code=code(account, -1))
    assert older.status_code == 400
    assert enter(house, code=code(account, 1)).status_code == 303


def test_five_failures_close_the_account_for_a_while(house: House, account: Credentials) -> None:
    """Also for who knows everything; and after a quarter of an hour it opens by itself."""
    for _attempt in range(5):
        assert enter(house, password="fout").status_code == 400
    closed = enter(house, code=code(account))
    assert (closed.status_code, shows(closed, NO)) == (400, True)
    house.move_clock(timedelta(minutes=31))
    assert enter(house, code=code(account, 1)).status_code == 303


def test_four_failures_do_not(house: House, account: Credentials) -> None:
    for _attempt in range(4):
        enter(house, password="fout")
    assert enter(house, code=code(account)).status_code == 303
    for _attempt in range(4):
        enter(house, password="fout")
    assert enter(house, code=code(account, 1)).status_code == 303


def test_a_session_ends_after_thirty_minutes_without_a_sign_of_life(house: House) -> None:
    someone = house.sign_in("U-CR1")
    house.move_clock(timedelta(minutes=29))
    assert someone.get("/").status_code == 200
    house.move_clock(timedelta(minutes=58))
    assert someone.post("/aanmelden/verleng").status_code == 204
    house.move_clock(timedelta(minutes=87))
    assert someone.get("/").status_code == 200
    house.move_clock(timedelta(minutes=118))
    answer = someone.get(house.url("S-02"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/aanmelden")
    assert hides(answer, *zaak("S-02").everything)


def test_a_page_that_refreshes_by_itself_is_no_sign_of_life(house: House) -> None:
    someone = house.sign_in("U-CR1")
    for minutes in (10, 20, 29):
        house.move_clock(timedelta(minutes=minutes))
        assert someone.get(house.url("S-02"), fragment="tijdlijn").status_code == 200
    house.move_clock(timedelta(minutes=31))
    assert someone.get(house.url("S-02"), fragment="tijdlijn").status_code == 401
    assert someone.get("/").status_code == 303


def test_a_session_ends_after_ten_hours_whatever_one_does(house: House) -> None:
    someone = house.sign_in("U-CR1")
    for minutes in range(25, 600, 25):
        house.move_clock(timedelta(minutes=minutes))
        assert someone.get("/").status_code == 200, minutes
    house.move_clock(timedelta(minutes=600))
    assert someone.get("/").status_code == 303


def test_who_is_suspended_is_outside_at_once_and_stays_there(house: House, account: Credentials) -> None:
    keeper, someone = house.sign_in("U-FB1"), house.sign_in("U-CR1")
    assert someone.get(house.url("S-02")).status_code == 200
    assert keeper.post(f"/beheer/{someone.id}/schorsing").status_code == 303
    for path in ("/", house.url("S-02")):
        assert someone.get(path).status_code == 303, path
    assert someone.post(f"{house.url('S-02')}/notities", {"advies": "Nog snel iets."}).status_code == 303
    assert knock(house, house.nobody(), "/aanmelden/demo", persoon=str(someone.id)).status_code == 404
    assert cookies(enter(house, code=code(account))) == {}


def test_the_end_of_a_role_ends_its_sessions(house: House) -> None:
    keeper, someone = house.sign_in("U-FB1"), house.sign_in("U-WB1")
    role = house.truth("select id from app.role_assignment where staff_id = :s", s=someone.id)[0].id
    assert someone.get("/").status_code == 200
    assert keeper.post(f"/beheer/{someone.id}/rollen/{role}/einde").status_code == 303
    assert someone.get("/").status_code == 303
    again = house.sign_in("U-WB1")
    assert again.get(house.url("S-02")).status_code in (403, 404)


def test_one_factor_opens_nothing(standing: House) -> None:
    """R64: a session of a password alone is none at all."""
    for who, thing in (("U-CR1", "S-02"), ("U-WC1", "S-07"), ("U-WB1", "S-10")):
        someone = standing.sign_in(who, factors=1)
        for path in (
            "/casussen",
            "/signalen",
            standing.url(thing),
            f"{standing.url(thing)}?fragment=tijdlijn",
            "/",
        ):
            answer = someone.get(path)
            assert answer.status_code in (403, 404), (who, path)
            assert hides(answer, *zaak(thing).everything)
        before = count(standing, "app.part")
        sent = {"feit": "Iets wat ik zag.", "category": "G_WOONFEIT"}
        assert someone.post(f"{standing.url(thing)}/notities", sent).status_code in (403, 404)
        assert count(standing, "app.part") == before
    refused = standing.truth(
        "select reason_code, name from journal.entry e join sealed.session s on s.id = e.session_id "
        "where s.factors = 1 and e.outcome = 'GEWEIGERD'"
    )
    assert {row.reason_code for row in refused} <= {"ACR_TE_LAAG", "NIET_BETROKKEN"}
    assert len([row for row in refused if row.reason_code == "ACR_TE_LAAG"]) >= 9


def test_one_tap_is_for_the_cast_alone(standing: House) -> None:
    client = standing.nobody()
    for person in ("", "x", "00000000-0000-0000-0000-000000000000", "5f0c1a52-8f0e-4a3b-9d61-3c1d2f7be002"):
        answer = knock(standing, client, "/aanmelden/demo", persoon=person)
        assert (answer.status_code, cookies(answer)) == (404, {}), person
