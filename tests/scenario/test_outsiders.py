"""S-07 and rulings 8: what may not be known answers byte for byte as what does not exist."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from tests.cast import House, Someone
from tests.scenario.conftest import hides, last_refusal, lists, said, shows, world, zaak

TEAM = ("U-WC1", "U-AF1", "U-CR1")
THINGS = ("signal_id", "case_id", "thing_id")
EVERYONE = [one["id"] for one in world()["gebruikers"]]


def told(answer: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """Everything that an answer tells, but for the moment."""
    headers = sorted((name, value) for name, value in answer.headers if name != "Date")
    return answer.status_code, headers, answer.data


def addresses(house: House) -> Iterator[tuple[str, str]]:
    """Every address of the application that holds the id of a signal or case, with what can be sent to it."""
    others = {"staff_id": house.staff["U-CR1"], "ground_id": uuid4()}
    for rule in house.app.url_map.iter_rules():
        named = [name for name in THINGS if name in rule.arguments]
        if named:
            path = rule.rule.replace(f"<uuid:{named[0]}>", "{}")
            for name, ident in others.items():
                path = path.replace(f"<uuid:{name}>", str(ident))
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, path
    for fragment in ("ziet", "tijdlijn", "signaal", "keuzes", "weg"):
        yield "GET", f"/casussen/{{}}?fragment={fragment}"
        yield "GET", f"/signalen/{{}}?fragment={fragment}"


def ask(who: Someone, method: str, path: str) -> TestResponse:
    return (
        who.get(path) if method == "GET" else who.post(path, {"feit": "Iets wat ik zag.", "name": "Iemand"})
    )


@pytest.mark.parametrize(
    ("who", "reference"),
    [("U-WB3", "S-07"), ("U-PO2", "S-07"), ("U-FG2", "S-07"), ("U-TL1", "S-07"), ("U-AF2", "S-07"),
     ("U-CR2", "S-07"), ("U-TR1", "S-07"), ("U-FB1", "S-02"), ("U-WT1", "S-02"), ("U-WA1", "S-02"),
     ("U-WW1", "S-06"), ("U-TR1", "S-08")],
)  # fmt: skip
def test_to_an_outsider_it_is_as_if_it_did_not_exist(standing: House, who: str, reference: str) -> None:
    """R60: status, headers and body, for the same person in the same session, whatever is asked."""
    outsider, asked = standing.sign_in(who), 0
    for method, path in addresses(standing):
        there = told(ask(outsider, method, path.format(standing.thing(reference))))
        absent = told(ask(outsider, method, path.format(uuid4())))
        assert there == absent, (method, path)
        assert there[0] == 404, (method, path)
        asked += 1
    assert asked >= 35


@pytest.mark.parametrize("reference", ["P-07", "P-02", "P-06"])
def test_a_resident_whose_name_one_may_not_know_is_nobody(standing: House, reference: str) -> None:
    path = standing.loaded.persons[reference]
    for who in ("U-WB3", "U-TR1", "U-PO2", "U-FG2", "U-WW2"):
        outsider = standing.sign_in(who)
        there, absent = told(outsider.get(path)), told(outsider.get(f"/bewoners/{uuid4()}"))
        assert there == absent, who
        assert there[0] == 404


def test_the_page_that_is_not_there_holds_no_form_menu_or_name(standing: House) -> None:
    for language, words in (("nl", "Deze pagina is er niet."), ("en", "This page is not there.")):
        someone = standing.sign_in("U-WB3")
        cookie = {"Cookie": f"__Host-sid={someone.cookie}; taal={language}"}
        page = someone.client.get(standing.url("S-07"), headers=cookie)
        assert shows(page, words)
        for held in ("<form", "<input", "csrf", "Gerda", "Rietgors", "<nav"):
            assert held not in page.text, held


def test_an_id_of_another_kind_is_no_address_either(standing: House) -> None:
    """The signal or the matter behind a case, asked as a case by who may read that case."""
    matter = standing.truth("select matter_id from app.case_file where id = :c", c=standing.thing("S-02"))[
        0
    ].matter_id
    member = standing.sign_in("U-CR1")
    absent = told(member.get(f"/casussen/{uuid4()}"))
    assert told(member.get(f"/casussen/{matter}")) == absent
    for method, path in addresses(standing):
        sharing = any(word in path for word in ("grondslagen", "toestemming", "intrekken"))
        if path.startswith("/casussen") and not sharing:
            assert told(ask(member, method, path.format(matter))) == absent, (method, path)


def test_s07_only_its_team_knows_that_it_exists(standing: House) -> None:
    one = zaak("S-07")
    for who in EVERYONE:
        answer = standing.sign_in(who).get(standing.url("S-07"))
        assert answer.status_code == (200 if who in TEAM else 404), who
        if who not in TEAM:
            assert hides(answer, *one.everything)
    assert shows(standing.sign_in("U-WC1").get(standing.url("S-07")), one.feit, one.duiding, *one.names)


def test_s07_counts_in_no_list_and_not_in_todays_work(standing: House) -> None:
    number = standing.truth("select number from app.case_file where id = :c", c=standing.thing("S-07"))[
        0
    ].number
    ids = standing.truth(
        "select c.id::text, c.matter_id::text from app.case_file c where c.id = :c", c=standing.thing("S-07")
    )[0]  # fmt: skip
    for who in set(EVERYONE) - set(TEAM):
        for path, page in lists(standing.sign_in(who)):
            for mark in (number, *ids, *zaak("S-07").names):
                assert mark not in page.text, (who, path)


def test_s07_privacy_officers_see_references_only(standing: House) -> None:
    """Rulings 6: at /controle its events stand as references; its page is a 404 for them too."""
    one = zaak("S-07")
    number = standing.truth("select number from app.case_file where id = :c", c=standing.thing("S-07"))[
        0
    ].number
    standing.sign_in("U-WC1").get(standing.url("S-07"))
    page = standing.sign_in("U-FG2").get("/controle/sporen")
    assert page.status_code == 200
    assert "afgeschermd" in said(page)
    assert hides(page, *one.everything, "Huiselijk geweld", number)
    approver = standing.sign_in("U-PO2").get("/controle/grondslagen")
    assert hides(approver, *one.everything, number)


def test_the_journal_knows_the_reason_that_the_page_keeps_to_itself(standing: House) -> None:
    standing.sign_in("U-WB3").get(standing.url("S-07"))
    known = last_refusal(standing, "U-WB3")
    assert (known.object_id, known.reason_code) == (standing.thing("S-07"), "NIET_BETROKKEN")
    made_up = uuid4()
    standing.sign_in("U-WB3").get(f"/casussen/{made_up}")
    unknown = last_refusal(standing, "U-WB3")
    assert (unknown.object_id, unknown.matter_id) == (made_up, None)
    assert UUID(str(known.matter_id))
