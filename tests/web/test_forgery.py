"""Only our own pages send forms, each form counts once, and the cookie of an ended session opens nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import House
from tests.scenario.conftest import hides, shows, zaak
from tests.signals.conftest import form
from tests.web.conftest import cookies, count, knock

NOTE = {"feit": "De gang is nu vrij tot aan de keuken.", "category": "G_WOONFEIT"}
FOREIGN = (
    "https://example.org", "null", "", "http://localhost", "http://localhost:8001", "https://localhost:8000",
    "http://localhost:8000/", "http://localhost:8000.example.org", "HTTP://LOCALHOST:8000",
)  # fmt: skip


@pytest.mark.parametrize("origin", [None, *FOREIGN])
def test_a_form_from_elsewhere_is_refused_and_changes_nothing(standing: House, origin: str | None) -> None:
    """T12: Origin is compared whole; without one a form is not ours either."""
    assert standing.settings.url not in FOREIGN
    writer, before = standing.sign_in("U-WC1"), count(standing, "app.part")
    headers = {"Cookie": f"__Host-sid={writer.cookie}"} | ({"Origin": origin} if origin is not None else {})
    sent = NOTE | {"csrf": writer.csrf, "eenmalig": str(uuid4())}
    for path in (
        f"{standing.url('S-02')}/notities",
        "/signalen/nieuw",
        "/afmelden",
        "/taal",
        "/aanmelden/demo",
    ):
        answer = writer.client.post(path, data=sent | {"persoon": str(writer.id)}, headers=headers)
        assert answer.status_code == 403, path
        assert shows(answer, "Dit verzoek kwam niet van onze eigen pagina."), path
        assert cookies(answer) == {}, path
    assert count(standing, "app.part") == before
    assert writer.get(standing.url("S-02")).status_code == 200  # and was not signed out


def test_a_form_needs_the_token_of_its_own_session(standing: House) -> None:
    writer, other = standing.sign_in("U-WC1"), standing.sign_in("U-WC1")
    before, path = count(standing, "app.part"), f"{standing.url('S-02')}/notities"
    for token in ("", "x", other.csrf, writer.csrf[:-1], writer.csrf.upper(), "é"):
        assert writer.post(path, NOTE | {"csrf": token}).status_code == 403, token
    headers = {"Cookie": f"__Host-sid={writer.cookie}", "Origin": standing.settings.url}
    assert writer.client.post(path, data=NOTE, headers=headers).status_code == 403
    assert count(standing, "app.part") == before


def test_every_address_that_changes_something_looks_where_it_came_from(standing: House) -> None:
    """None is left out: not those who are public, not those that are refused later."""
    someone = standing.sign_in("U-CR1")
    for rule in standing.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<uuid:{name}>", str(uuid4()))
            headers = {"Cookie": f"__Host-sid={someone.cookie}", "Origin": "https://example.org"}
            answer = someone.client.post(path, data={"csrf": someone.csrf}, headers=headers)
            assert answer.status_code == 403, path


def test_the_same_form_sent_twice_does_its_work_once(house: House) -> None:
    writer, case, once = house.sign_in("U-WC1"), house.url("S-02"), str(uuid4())
    first = writer.post(f"{case}/notities", NOTE, once=once)
    second = writer.post(f"{case}/notities", NOTE, once=once)
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert count(house, "app.part where text = 'De gang is nu vrij tot aan de keuken.'") == 1
    third = writer.post(f"{case}/notities", NOTE, once=str(uuid4()))
    assert third.status_code == 303
    assert count(house, "app.part where text = 'De gang is nu vrij tot aan de keuken.'") == 2


def test_twins_at_the_same_moment_do_their_work_once(house: House) -> None:
    reporter, before = house.sign_in("U-WB1"), count(house, "app.signal")
    for _round in range(3):
        once, sent = str(uuid4()), form(house)

        def send(_n: int, once: str = once, sent: dict[str, Any] = sent) -> int:
            return reporter.post("/signalen/nieuw", sent, once=once).status_code

        with ThreadPoolExecutor(3) as twins:
            assert set(twins.map(send, range(3))) == {303}
    assert count(house, "app.signal") - before == 3
    made = count(
        house, "journal.entry where name = 'signal.reported' and recorded_at - occurred_at < '1 hour'"
    )
    assert made == 3


def test_a_form_with_faults_may_be_sent_again_with_the_same_token(house: House) -> None:
    writer, case, once = house.sign_in("U-WC1"), house.url("S-02"), str(uuid4())
    assert writer.post(f"{case}/notities", {"feit": ""}, once=once).status_code == 400
    assert writer.post(f"{case}/notities", NOTE, once=once).status_code == 303
    assert count(house, "app.part where text = 'De gang is nu vrij tot aan de keuken.'") == 1


def test_a_cookie_is_worth_nothing_after_signing_out(house: House) -> None:
    writer, case = house.sign_in("U-WC1"), house.url("S-02")
    other = house.sign_in("U-WC1")
    assert writer.get(case).status_code == 200
    out = writer.post("/afmelden")
    assert (out.status_code, out.headers["Location"]) == (303, "/aanmelden")
    assert "Max-Age=0" in cookies(out)["__Host-sid"]
    assert "cache" in out.headers["Clear-Site-Data"]
    before = count(house, "app.part")
    for path in ("/", case, "/casussen", "/signalen", house.loaded.persons["P-02"], "/controle"):
        answer = writer.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/aanmelden"), path
        assert hides(answer, *zaak("S-02").everything)
    fragment = writer.get(case, fragment="tijdlijn")
    assert (fragment.status_code, fragment.data) == (401, b"")
    assert writer.post(f"{case}/notities", NOTE).status_code == 303
    assert count(house, "app.part") == before
    assert other.get(case).status_code == 200  # another session of the same person stays


def test_a_made_up_cookie_opens_nothing(standing: House) -> None:
    client = standing.app.test_client(use_cookies=False)
    for value in ("", "x", "0" * 43, "é", "' or 1=1", "%00", "a" * 3000, str(standing.staff["U-CR1"])):
        answer = client.get(standing.url("S-02"), headers={"Cookie": f"__Host-sid={value}"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/aanmelden"), value
    assert client.get(standing.url("S-02"), headers={"Cookie": "sid=x"}).status_code == 303


def test_signing_in_anew_ends_the_session_that_was_there(house: House) -> None:
    first = house.sign_in("U-WB1")
    answer = first.post("/aanmelden/demo", {"persoon": str(house.staff["U-WC1"])})
    assert answer.status_code == 303
    assert first.get("/").status_code == 303


def test_nobody_opens_nothing(standing: House) -> None:
    """Whoever is not signed in learns of no address whether it exists."""
    asked = 0
    for rule in standing.app.url_map.iter_rules():
        declared = getattr(standing.app.view_functions[rule.endpoint], "declared", ("public", ""))
        if declared[0] == "public":
            continue
        for known in (str(standing.thing("S-02")), str(uuid4())):
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<uuid:{name}>", known).replace(f"<int:{name}>", "1")
            if "GET" in (rule.methods or ()):
                answer = standing.nobody().get(path)
            else:
                answer = knock(standing, standing.nobody(), path)
            led = (answer.status_code, answer.headers.get("Location"))
            assert led == ((401, None) if path.startswith("/v1/") else (303, "/aanmelden")), path
            asked += 1
    assert asked >= 60
