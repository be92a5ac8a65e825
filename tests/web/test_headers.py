"""Headers of every answer, and no other cookie than the session's and the language's (R168)."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.cast import House
from tests.scenario.conftest import shows
from tests.web.conftest import cookies, knock

INLINE = {
    "a script in the page": r"<script(?![^>]*\bsrc=)[^>]*>",
    "a style in the page": r"<style\b|\sstyle=",
    "a handler in the page": r"<[^>]*\son[a-z]+=",
    "something from elsewhere": r"(?:src|href|action)=[\"'](?:https?:)?//(?!localhost)",
}  # fmt: skip


def answers(house: House) -> Iterator[tuple[str, TestResponse]]:
    """One answer of every kind: pages, fragments, refusals, faults, redirects, files."""
    lead, weigher = house.sign_in("U-CR1"), house.sign_in("U-WC1")
    case, signal = house.url("S-02"), house.url("S-06")
    for path in ("/", "/casussen", "/signalen", "/casussen/nieuw", "/controle", "/gezond",
                 case, f"{case}/team", house.loaded.persons["P-02"], f"/casussen/{uuid4()}", "/nergens",
                 "/toegankelijkheid", "/static/hall/tokens.css", "/static/nergens.css"):  # fmt: skip
        yield path, lead.get(path)
    for path in ("/signalen/nieuw", signal, house.url("S-07"), f"{case}/notities", f"{case}/bewoners",
                 f"{case}/grondslagen/nieuw", f"{case}/toestemming"):  # fmt: skip
        yield path, weigher.get(path)
    yield "fragment", lead.get(house.url("S-02"), fragment="tijdlijn")
    yield "triage", house.sign_in("U-TR1").get(f"/triage/{house.thing('S-06')}")
    yield "review", house.sign_in("U-FG2").get("/controle")
    yield "grounds", house.sign_in("U-PO2").get("/controle/grondslagen")
    yield "administration", house.sign_in("U-FB1").get("/beheer")
    yield "403", house.sign_in("U-ZP2").get(house.url("S-04"))
    yield "400", lead.post(f"{house.url('S-02')}/notities", {})
    yield "413", lead.post(f"{house.url('S-02')}/notities", {"feit": "a" * 2_000_000})
    yield "409", lead.post(f"{house.url('S-02')}/regie")
    yield "forged", lead.post("/taal", {"taal": "en"}, headers={"Origin": "https://example.org"})
    yield "303", house.nobody().get("/")
    yield "door", house.nobody().get("/aanmelden")
    yield "language", knock(house, house.nobody(), "/taal", taal="en")


def test_every_answer_carries_the_headers(standing: House) -> None:
    kinds = set()
    for path, answer in answers(standing):
        headers, policy = answer.headers, answer.headers["Content-Security-Policy"]
        kinds.add(answer.status_code)
        assert "unsafe" not in policy, path
        assert "*" not in policy, path
        for rule in ("default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'",
                     "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):  # fmt: skip
            assert rule in policy, (path, rule)
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), path
        assert headers["X-Frame-Options"] == "DENY", path
        file = path.startswith("/static/") and answer.status_code == 200
        assert headers["Cache-Control"] == ("public, max-age=300" if file else "no-store"), path
        assert "Server" not in headers, path
    assert kinds == {200, 303, 400, 403, 404, 409, 413}


def test_a_file_that_is_not_there_is_not_kept_either(standing: House) -> None:
    answer = standing.sign_in("U-CR1").get("/static/nergens.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_no_page_holds_a_script_a_style_or_anything_from_elsewhere(standing: House) -> None:
    """So that the policy of the header can be as strict as it is."""
    for path, answer in answers(standing):
        if answer.mimetype == "text/html":
            for what, pattern in INLINE.items():
                found = re.search(pattern, answer.text)
                assert found is None, (path, what, found and found.group())


def test_there_is_no_cookie_but_the_session_and_the_language(standing: House) -> None:
    seen: dict[str, str] = {}
    for _path, answer in answers(standing):
        seen |= cookies(answer)
    seen |= cookies(
        knock(standing, standing.nobody(), "/aanmelden/demo", persoon=str(standing.staff["U-WB1"]))
    )
    seen |= cookies(standing.sign_in("U-WB1").post("/afmelden"))
    assert set(seen) == {"__Host-sid", "taal"}
    for said in seen.values():
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in said.split(";")}


def test_the_title_of_a_page_never_names_anyone(standing: House) -> None:
    """It stands in the history of the browser and on a shared screen."""
    names = ("Kuiper", "Verbeek", "Santos", "Postma", "Hanneke")
    for path, answer in answers(standing):
        title = re.search(r"<title>(.*?)</title>", answer.text, re.S)
        if title:
            assert not any(name in title.group(1) for name in names), path


@pytest.mark.parametrize("here", ["/casussen", "/", "/signalen?verstuurd=1"])
def test_the_switch_of_language_leads_back_to_where_one_was(standing: House, here: str) -> None:
    someone = standing.sign_in("U-CR1")
    answer = someone.post("/taal", {"taal": "en", "terug": here})
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    assert cookies(answer)["taal"].startswith("taal=en;")
    both = {"Cookie": f"__Host-sid={someone.cookie}; taal=en"}
    page = someone.client.get("/casussen", headers=both)
    assert '<html lang="en"' in page.text
    assert shows(page, "The cases you work on, newest change first.", "Nederlands")
    assert '<html lang="nl"' in someone.get("/casussen").text


def test_the_switch_leads_nowhere_else_and_knows_two_languages(standing: House) -> None:
    client = standing.nobody()
    for elsewhere in (
        "https://example.org", "//example.org", "/\\example.org", "javascript:1", "example.org", "",
        "/\t/example.org", "\\\\example.org", "/\r\nSet-Cookie: a=b",
    ):  # fmt: skip
        answer = knock(standing, client, "/taal", taal="en", terug=elsewhere)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/"), elsewhere
    for language in ("de", "", "../nl", "nl; Domain=example.org"):
        assert cookies(knock(standing, client, "/taal", taal=language)) == {}, language
    page = standing.nobody().get("/aanmelden", headers={"Cookie": "taal=../../etc"})
    assert '<html lang="nl"' in page.text


def test_the_house_says_that_it_is_well_and_nothing_more(standing: House) -> None:
    assert standing.nobody().get("/gezond").json == {"status": "ok"}
