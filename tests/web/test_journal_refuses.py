"""Without the journal nothing is shown and nothing is changed: 503, and everything as it was (R89)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from tests.cast import House
from tests.scenario.conftest import hides, shows, world, zaak
from tests.signals.conftest import form
from tests.web.conftest import cookies, count, knock
from wijkaanpak.door import commit
from wijkaanpak.foundation.errors import Unrecorded

PAGES = [
    ("U-CR1", "/"), ("U-CR1", "/casussen"), ("U-CR1", "S-02"), ("U-WC1", "S-07"), ("U-TR1", "/triage"),
    ("U-WC1", "/signalen"), ("U-FG2", "/controle"), ("U-FB1", "/beheer"), ("U-CR1", "P-02"),
    ("U-WB1", "S-06"), ("U-PO2", "/controle/grondslagen"), ("U-WC1", "S-02/grondslagen/nieuw"),
    ("U-WC1", "S-02/notities"), ("U-FG2", "/controle/sporen"), ("U-FG2", "/controle/opvolging"),
]  # fmt: skip
ROLES = "wijk_app, wijk_desk, wijk_gate"


def rights(house: House, statement: str) -> None:
    """Give or take the right to write into the journal."""
    engine = create_engine(str(house.addresses.admin))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def silent(standing: House) -> Iterator[House]:
    """A house whose journal refuses every entry."""
    yield standing
    rights(standing, f"grant insert on journal.entry to {ROLES}")


def address(house: House, page: str) -> str:
    known, _, rest = page.partition("/")
    if known.startswith("P-"):
        return house.loaded.persons[known]
    return f"{house.url(known)}{'/' if rest else ''}{rest}" if known.startswith("S-") else page


def test_nothing_is_shown(silent: House) -> None:
    people = {who: silent.sign_in(who) for who, _page in PAGES}
    for who, page in PAGES:
        assert people[who].get(address(silent, page)).status_code == 200, (who, page)
    rights(silent, f"revoke insert on journal.entry from {ROLES}")
    texts = [t for one in world()["zaken"] for t in zaak(one["id"]).everything]
    for who, page in PAGES:
        answer = people[who].get(address(silent, page))
        assert answer.status_code == 503, (who, page)
        assert shows(answer, "We laten nu niets zien.")
        assert hides(answer, *texts, "WA-2026")
        assert answer.headers["Retry-After"].isdigit()
    assert people["U-CR1"].get(silent.url("S-02"), fragment="tijdlijn").status_code == 503


def test_a_refusal_that_cannot_be_recorded_is_told_as_that_and_not_as_a_refusal(silent: House) -> None:
    """What may be known and what not stay alike: both are 503."""
    outsider, nurse = silent.sign_in("U-WB3"), silent.sign_in("U-ZP2")
    rights(silent, f"revoke insert on journal.entry from {ROLES}")
    assert outsider.get(silent.url("S-07")).status_code == 503
    assert nurse.get(silent.url("S-04")).status_code == 503


def test_nothing_is_changed(silent: House) -> None:
    tables = ("app.part", "app.person", "app.signal", "app.case_file", "app.member where until is null",
              "app.ground", "app.consent", "app.submission", "sealed.session", "journal.entry")  # fmt: skip
    case, waiting = silent.url("S-02"), silent.thing("S-06")
    weigher, lead, triagist, reporter, keeper = (
        silent.sign_in(who) for who in ("U-WC1", "U-CR1", "U-TR1", "U-WB1", "U-FB1")
    )
    rights(silent, f"revoke insert on journal.entry from {ROLES}")
    before = [count(silent, table) for table in tables]
    for who, path, sent in (
        (weigher, f"{case}/notities", {"feit": "De gang is leeg.", "category": "G_WOONFEIT"}),
        (weigher, f"{case}/notities", {"feit": "Zijn nummer is 123456782."}),
        (weigher, f"{case}/bewoners", {"name": "Mw. W. Tweede"}),
        (lead, f"{case}/team", {"staff": str(silent.staff["U-WW1"]), "reason": "Nodig voor het bezoek."}),
        (lead, f"{case}/team/{silent.staff['U-ZP1']}/einde", {}),
        (triagist, f"/triage/{waiting}/claim", {}),
        (triagist, f"/triage/{waiting}/afwijzen", {"reason": "GEEN_NOODZAAK"}),
        (reporter, "/signalen/nieuw", form(silent)),
        (keeper, f"/beheer/{silent.staff['U-WB1']}/schorsing", {}),
    ):  # fmt: skip
        assert who.post(path, sent).status_code == 503, path
    answer = knock(silent, silent.nobody(), "/aanmelden/demo", persoon=str(silent.staff["U-CR2"]))
    assert (answer.status_code, cookies(answer)) == (503, {})
    assert [count(silent, table) for table in tables] == before
    assert silent.truth("select status from app.signal where id = :i", i=waiting)[0].status == "IN_TRIAGE"


def test_when_the_journal_is_back_everything_works_as_before(silent: House) -> None:
    someone = silent.sign_in("U-CR1")
    rights(silent, f"revoke insert on journal.entry from {ROLES}")
    assert someone.get(silent.url("S-02")).status_code == 503
    rights(silent, f"grant insert on journal.entry to {ROLES}")
    assert shows(someone.get(silent.url("S-02")), zaak("S-02").feit)


def test_a_change_without_an_entry_does_not_commit(standing: House) -> None:
    """ADR 0007: also when a programmer forgets it."""
    with standing.sign_in("U-CR1").unit() as unit:
        unit.session.execute(
            text("update app.case_file set evaluate_on = app.now() where id = :i"),
            {"i": standing.thing("S-02")},
        )
        with pytest.raises(Unrecorded):
            commit(unit.session)
    row = standing.truth("select evaluate_on from app.case_file where id = :i", i=standing.thing("S-02"))[0]
    assert row.evaluate_on is None
