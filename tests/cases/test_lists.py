"""My cases and Today: what waits, for whom, without a name; and what a page may cost (R60, R194)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.cases.conftest import row
from tests.cast import House
from tests.scenario.conftest import hides, shows, world, zaak
from tests.signals.conftest import REASONS, Reported, organisation
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent import grounds
from wijkaanpak.consent.proposal import Proposal
from wijkaanpak.door import find

EVERYONE = [one["id"] for one in world()["gebruikers"]]


def test_a_list_holds_ones_own_cases_and_no_names(standing: House) -> None:
    mine = {
        "U-CR1": {"S-02", "S-04", "S-05", "S-07", "S-09", "S-11", "S-12", "S-10"},
        "U-ZP1": {"S-02", "S-05", "S-10"}, "U-WW1": {"S-04", "S-10"},
        "U-WC1": {"S-02", "S-07", "S-10"}, "U-TR1": {"S-10"},
    }  # fmt: skip
    for who, cases in mine.items():
        page = standing.sign_in(who).get("/casussen")
        found = {case for case in standing.loaded.matters if standing.url(case) in page.text}
        assert found == cases, who
        assert hides(page, *(name for case in standing.loaded.matters for name in zaak(case).names)), who


def test_who_may_read_nothing_of_it_does_not_find_it_and_who_leads_does(standing: House) -> None:
    """Rulings 8: a member of the team without a readable part; the lead keeps the row without content."""
    assert standing.url("S-04") not in standing.sign_in("U-ZP2").get("/casussen").text
    assert standing.url("S-12") not in standing.sign_in("U-WC1").get("/casussen").text
    assert standing.url("S-11") not in standing.sign_in("U-WW2").get("/casussen").text
    lead = standing.sign_in("U-CR1").get("/casussen")
    assert standing.url("S-11") in lead.text
    assert hides(lead, *zaak("S-11").everything)


def test_who_triages_keeps_a_case_until_the_plan(house: House, opened: str) -> None:
    """Footnote 3 of the matrix."""
    triagist = house.sign_in("U-TR1")
    assert opened in triagist.get("/casussen").text
    assert triagist.get(opened).status_code == 200
    house.truth("update app.case_file set status = 'PLAN' where id = :i", i=row(house, opened).id)
    house.truth("select app.take_part(:m)", m=row(house, opened).matter_id)
    assert opened not in triagist.get("/casussen").text
    assert triagist.get(opened).status_code == 403


@pytest.mark.parametrize("page", ["/", "/casussen", "/signalen"])
def test_nothing_of_another_organisation_waits_for_anyone(standing: House, page: str) -> None:
    """No list shows a name or a text, to anyone."""
    for who in EVERYONE:
        answer = standing.sign_in(who).get(page)
        for case in standing.loaded.matters:
            one = zaak(case)
            assert hides(answer, *(t for t in one.everything if t != "Onbekende huurder")), (who, case)


def test_today_tells_each_what_waits_for_them(house: House) -> None:
    for who, thing in (("U-TR1", "/triage/" + str(house.thing("S-06"))), ("U-CR1", house.url("S-05"))):
        assert thing in house.sign_in(who).get("/").text, who
    for who in ("U-WB3", "U-WW1", "U-ZP2", "U-FG1", "U-AN1", "U-WA1", "U-FB1"):
        page = house.sign_in(who).get("/")
        assert shows(page, "Er wacht niets op je."), who
    assert "/signalen/nieuw" in house.sign_in("U-WB3").get("/").text
    assert "/signalen/nieuw" not in house.sign_in("U-CR1").get("/").text


def test_today_of_a_second_approver_tells_of_a_ground_and_nothing_of_its_case(house: House) -> None:
    """S-02: after a refusal someone else must judge it first."""
    owner = house.sign_in("U-WC1")
    assert shows(house.sign_in("U-PO2").get("/"), "Er wacht niets op je.")
    with owner.unit() as unit:
        facts, _raw = find(unit, Verb.GROUND_RECORD, house.thing("S-02"))
        told = Proposal(
            recipients=(organisation(house, "ORG-GGZ"),), categories=("G_WOONFEIT",), basis="A6_1F",
            valid_from=unit.now, valid_until=unit.now + timedelta(days=60), necessity=REASONS,
            proportionality=REASONS, subsidiarity=REASONS, informed="GEINFORMEERD", informed_on=unit.now,
            after_refusal=REASONS * 3, person=house.person("P-02"),
        )  # fmt: skip
        grounds.record(unit, facts, told)
        unit.close()
    page = house.sign_in("U-PO2").get("/")
    assert shows(page, "Een grondslag wacht op een tweede oordeel")
    assert hides(page, *zaak("S-02").everything, "Over tijd")  # it has no term, it waits since then
    for who in ("U-PO1", "U-PO5", "U-FG2"):
        assert shows(house.sign_in(who).get("/"), "Er wacht niets op je."), who


def test_a_signal_waits_for_who_weighs_it_and_for_nobody_else(house: House) -> None:
    from tests.signals.conftest import form

    reporter = house.sign_in("U-WB1")
    answer = reporter.post("/signalen/nieuw", form(house))
    signal = Reported(house.thing("S-02"), house)
    address = answer.headers["Location"].split("?")[0]
    assert signal.url != address
    for who in EVERYONE:
        waits = address in house.sign_in(who).get("/").text
        assert waits == (who in ("U-WC1", "U-TL1")), who


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """The statements that the application sends to the database meanwhile."""
    said: list[str] = []

    def listen(_c: object, _k: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(house.database.app, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(house.database.app, "before_cursor_execute", listen)


PAGES = [("U-CR1", "/casussen", 4), ("U-TR1", "/casussen", 4), ("U-CR1", "/", 7), ("U-WC1", "/", 7),
         ("U-CR1", "S-02", 8), ("U-WC1", "S-02", 8), ("U-ZP1", "S-05", 8),
         ("U-WW2", "S-10", 8)]  # fmt: skip


@pytest.mark.parametrize(("who", "page", "statements"), PAGES)
def test_a_page_asks_the_database_a_known_number_of_questions(
    standing: House, who: str, page: str, statements: int
) -> None:
    """A number that grows is seen here first: at most 8 on any."""
    someone = standing.sign_in(who)
    address = standing.url(page) if page.startswith("S-") else page
    with counted(standing) as said:
        assert someone.get(address).status_code == 200
    assert len(said) == statements, "\n".join(said)


def test_a_thicker_dossier_asks_no_more_questions(house: House) -> None:
    """No question a note, a part, a resident or a member of the team."""
    owner, case = house.sign_in("U-WC1"), house.url("S-02")
    owner.post(f"{case}/bewoners", {"name": "Mw. W. Tweede"})  # one happening, for which a name is looked up
    with counted(house) as thin:
        owner.get(case)
    for n in range(12):
        note = {"feit": f"Bezoek {n}: de gang is weer wat leger.", "advies": f"Tip {n}: kom in de ochtend.",
                "category": "G_WOONFEIT"}  # fmt: skip
        assert owner.post(f"{case}/notities", note).status_code == 303
    owner.post(f"{case}/bewoners", {"name": "Dhr. D. Derde"})
    for guest in ("U-WW1", "U-ZP2", "U-WT1"):
        sent = {"staff": str(house.staff[guest]), "reason": "Nodig voor het bezoek."}
        assert house.sign_in("U-CR1").post(f"{case}/team", sent).status_code == 303
    with counted(house) as thick:
        assert shows(owner.get(case), "Bezoek 0", "Bezoek 11", "Mw. W. Tweede")
    assert len(thick) == len(thin), "\n".join(thick)
