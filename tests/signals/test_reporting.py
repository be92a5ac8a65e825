"""Reporting: it waits in the own organisation, it is on record, and nothing is taken that may not be."""

from typing import Any
from uuid import uuid4

import pytest

from tests.cast import House
from tests.signals.conftest import FEIT, Report, form, organisation
from wijkaanpak.foundation.errors import Forbidden
from wijkaanpak.signals import reporting
from wijkaanpak.signals.where import Place


def signals(house: House) -> int:
    found: int = house.truth("select count(*) as n from app.signal where not taken_over")[0].n
    return found


def test_what_a_caretaker_reports_waits_in_the_own_organisation(house: House, report: Report) -> None:
    """4.1, R18, R68: INGEDIEND, parts with their categories, a resident by name, a term by urgency."""
    signal = report(
        duiding="Bewoner schaamt zich.", discussed="nee_nog_niet", discussed_reason="Niemand thuis"
    )
    row = signal.row()
    assert (row.status, row.shared, row.reporter_role) == ("INGEDIEND", False, "WB")
    assert row.discussed_reason == "Niemand thuis"
    assert row.due_at > row.reported_at
    assert signal.way() == ["INGEDIEND"]
    parts = house.truth(
        "select kind, category, data_class, about from app.part where matter_id = :m", m=row.matter_id
    )
    assert {(p.kind, p.category, p.data_class, len(p.about)) for p in parts} == {
        ("feit", "G_WOONFEIT", "K3", 1), ("duiding", "G_WOONFEIT", "K3", 1),
    }  # fmt: skip
    who = house.truth(
        "select p.name, d.house_number from app.subject s join app.person p on p.id = s.person_id "
        "join app.dwelling d on d.id = p.dwelling_id where s.matter_id = :m",
        m=row.matter_id,
    )
    assert [(w.name, w.house_number) for w in who] == [("Dhr. H. Kuiper", "101")]


def test_a_report_is_one_entry_with_one_bell(house: House, report: Report) -> None:
    signal = report()
    (entry,) = signal.entries("signal.reported")
    assert entry.ring_kind == "signal.changed"
    assert set(entry.ring_refs) == {signal.row().matter_id, organisation(house, "ORG-RIE")}
    assert FEIT not in str(entry)


def test_the_same_form_sent_twice_makes_one_signal(house: House) -> None:
    who, once = house.sign_in("U-WB1"), str(uuid4())
    first = who.post("/signalen/nieuw", form(house), once=once)
    again = who.post("/signalen/nieuw", form(house), once=once)
    assert first.headers["Location"] == again.headers["Location"]
    assert signals(house) == 1


@pytest.mark.parametrize(
    "field", ["feit", "duiding", "resident", "number", "discussed_reason", "complainant"]
)
def test_a_citizen_service_number_is_refused_in_any_text_and_kept_nowhere(house: House, field: str) -> None:
    """R11: nothing is saved; the refusal is on record without the number."""
    answer = house.sign_in("U-WB1").post(
        "/signalen/nieuw", form(house, **{field: "Hier staat 123456782, dat is een nummer."})
    )
    assert answer.status_code == 400
    assert signals(house) == 0
    entries = house.truth("select * from journal.entry where reason_code = 'BSN_GEDETECTEERD'")
    assert [entry.outcome for entry in entries] == ["GEWEIGERD"]
    assert "123456782" not in str(entries)


def test_every_fault_is_told_at_once_and_everything_filled_in_is_still_there(house: House) -> None:
    wrong: dict[str, Any] = {
        "place": str(uuid4()), "number": "om de hoek", "category": "HUURACHTERSTAND",
        "feit": "kort maar krachtig", "discussed": "misschien", "urgency": "ooit",
    }  # fmt: skip
    answer = house.sign_in("U-WB1").post("/signalen/nieuw", form(house, **wrong))
    assert answer.status_code == 400
    for field in wrong:
        assert f'id="{field}-fout"' in answer.text, field
    assert "kort maar krachtig" in answer.text
    assert signals(house) == 0


@pytest.mark.parametrize("category", ["VERVAL_COMPLEX", "ONVEILIGE_RUIMTE", "OMGEVINGSOVERLAST"])
def test_what_is_about_a_place_takes_no_resident(house: House, report: Report, category: str) -> None:
    """Rulings 4 and 5: K1 holds no persons."""
    refused = house.sign_in("U-WB1").post("/signalen/nieuw", form(house, category=category))
    assert refused.status_code == 400
    assert 'id="number-fout"' in refused.text
    signal = report(category=category, number="", resident="", discussed="nvt")
    assert house.truth("select from app.subject where matter_id = :m", m=signal.row().matter_id) == []


def test_nobody_reports_about_a_building_outside_their_reach(house: House) -> None:
    """3.3: G for a caretaker, A within the own corporation; also for who asks past the form."""
    for who, elsewhere in (("U-WB1", "C-103"), ("U-WB1", "C-201"), ("U-WC1", "C-201")):
        someone = house.sign_in(who)
        answer = someone.post("/signalen/nieuw", form(house, complex=elsewhere))
        assert answer.status_code == 400, (who, elsewhere)
        row = house.truth("select * from app.complex where reference = :c", c=elsewhere)[0]
        place = Place(row.id, row.name, row.organisation_id, frozenset(row.areas))
        with someone.unit() as unit, pytest.raises(Forbidden):
            reporting.report(unit, place, reporting.Noted("STANK", "SPOED", FEIT, "ja"))
    assert signals(house) == 0


def test_a_partner_reports_about_any_building_of_the_municipality(house: House, report: Report) -> None:
    signal = report("U-WW1", complex="C-202", category="EENZAAMHEID")
    assert signal.row().organisation_id == organisation(house, "ORG-WEL")


def test_rent_arrears_are_not_reported_with_this_form(house: House) -> None:
    """R35: the early warning has facts of its own, and comes later."""
    page = house.sign_in("U-HI1").get("/signalen/nieuw")
    assert page.status_code == 200
    assert '<form method="post" action="/signalen/nieuw"' not in page.text
    assert "HUURACHTERSTAND" not in house.sign_in("U-WB1").get("/signalen/nieuw").text


def test_who_may_not_report_is_refused_with_the_reason(house: House) -> None:
    """GEEN_DIENST without a duty shift, NIET_GEAGENDEERD for the community officer, else the role."""
    house.truth("update app.shift set handed_over_at = starts_at")  # whatever the hour is, nobody is on duty
    refusals = {"U-DD2": "GEEN_DIENST", "U-WA1": "NIET_GEAGENDEERD", "U-FG1": "ROL_ONVOLDOENDE"}
    for who, reason in refusals.items():
        answer = house.sign_in(who).get("/signalen/nieuw")
        assert (answer.status_code, reason in answer.text) == (403, True), who


def test_a_house_number_on_the_door_is_one_dwelling(house: House, report: Report) -> None:
    report(number="12 a")
    report(number="12A")
    found = house.truth("select house_number from app.dwelling where bag_id is null")
    assert [dwelling.house_number for dwelling in found] == ["12A"]


def test_where_nobody_sees_signals_come_in_someone_must_be_named(house: House, report: Report) -> None:
    """The municipality has no one who weighs all: a triagist names who weighs, and that colleague may."""
    refused = house.sign_in("U-TR1").post("/signalen/nieuw", form(house, category="EENZAAMHEID"))
    assert refused.status_code == 400
    assert 'id="weigher-fout"' in refused.text
    signal = report("U-TR1", category="EENZAAMHEID", weigher=str(house.staff["U-WT1"]))
    page = house.sign_in("U-WT1").get(signal.url)
    assert page.status_code == 200
    assert f"{signal.url}/houden" in page.text
