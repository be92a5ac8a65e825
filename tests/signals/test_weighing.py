"""Weighing in the own organisation: keep, reject, ask, and hand over as the disclosure that it is (4.1)."""

from uuid import UUID

import pytest

from tests.cast import House
from tests.signals.conftest import FEIT, Report, lay_ground, organisation
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import find
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.signals.weighing import Consultation, hand_over, lacking

CONSULTED = {"consulted": "ja", "consulted_reason": "Bemoeizorg raadt aan samen te gaan."}
POINTED = {
    "reason": "VERKEERD_DOEL",
    "point": "Team woonfraude",
    "phone": "010 123 45 67",
    "on": "2026-01-05",
}


def test_who_weighs_reads_the_signal_and_sees_each_choice_with_its_consequence(
    house: House, report: Report
) -> None:
    signal = report()
    page = house.sign_in("U-WC1").get(signal.url)
    assert page.status_code == 200
    for shown in (FEIT, "Kuiper", "101", "houden", "doorgeven", "afwijzen", "vragen"):
        assert shown in page.text, shown
    (entry,) = signal.entries("signal.read")
    assert {item["type"] for item in entry.disclosed} == {"SIGNAAL", "ONDERDEEL", "PERSOON"}


def test_lists_hold_no_names(house: House, report: Report) -> None:
    """R194"""
    signal = report()
    page = house.sign_in("U-WC1").get("/signalen").text
    assert str(signal.id) in page
    assert "Kuiper" not in page
    assert FEIT not in page
    house.sign_in("U-WC1").get("/signalen")
    entries = house.truth("select disclosed from journal.entry where name = 'signal.list'")
    assert any(item["id"] == str(signal.id) for entry in entries for item in entry.disclosed)


def test_what_the_organisation_keeps_leaves_nothing(house: House, report: Report) -> None:
    """S-01: INGEDIEND to ENKELVOUDIG_DOORGEZET; nothing goes to partners."""
    signal = report()
    assert house.sign_in("U-WC1").post(f"{signal.url}/houden").status_code == 303
    assert (signal.row().status, signal.row().shared) == ("ENKELVOUDIG_DOORGEZET", False)
    (entry,) = signal.entries("signal.kept")
    assert (entry.event, entry.ring_kind) == ("STATUS", "signal.changed")
    assert house.sign_in("U-TR1").get(signal.triage).status_code == 404


def test_who_may_not_weigh_cannot(house: House, report: Report) -> None:
    signal = report()
    for step in ("houden", "doorgeven", "afwijzen", "vragen"):
        assert house.sign_in("U-WB1").post(f"{signal.url}/{step}").status_code == 403  # its reporter knows it
        assert house.sign_in("U-WB3").post(f"{signal.url}/{step}").status_code == 404
        assert house.sign_in("U-TL2").post(f"{signal.url}/{step}").status_code == 404
    assert signal.row().status == "INGEDIEND"


def test_a_rejection_has_a_reason_code(house: House, report: Report) -> None:
    signal = report()
    someone = house.sign_in("U-TL1")
    assert someone.post(f"{signal.url}/afwijzen", {"reason": "ZOMAAR"}).status_code == 400
    assert someone.post(f"{signal.url}/afwijzen", {"reason": "GEEN_NOODZAAK"}).status_code == 303
    assert (signal.row().status, signal.row().rejected_reason) == ("AFGEWEZEN", "GEEN_NOODZAAK")


def test_a_step_that_no_longer_fits_is_a_conflict_in_one_sentence(house: House, report: Report) -> None:
    """R77: 409 and nothing changed."""
    signal = report()
    someone = house.sign_in("U-WC1")
    someone.post(f"{signal.url}/houden")
    for step, fields in (("houden", {}), ("afwijzen", {"reason": "GEEN_NOODZAAK"}), ("doorgeven", CONSULTED)):
        assert someone.post(f"{signal.url}/{step}", fields).status_code == 409, step
    assert signal.way() == ["INGEDIEND", "ENKELVOUDIG_DOORGEZET"]


def test_what_is_meant_for_enforcement_can_only_be_pointed_elsewhere(house: House, report: Report) -> None:
    """R13, R203, S-08: never kept, never handed over; name, telephone and day of the external point."""
    signal = report(category="WOONFRAUDE")
    someone = house.sign_in("U-WC1")
    page = someone.get(signal.url).text
    assert f"{signal.url}/doorgeven" not in page
    assert f"{signal.url}/houden" not in page
    assert someone.post(f"{signal.url}/houden").status_code == 409
    assert someone.post(f"{signal.url}/doorgeven", CONSULTED).status_code == 409
    bare = someone.post(f"{signal.url}/afwijzen", {"reason": "GEEN_NOODZAAK"})
    assert bare.status_code == 400
    for field in ("reason", "point", "phone", "on"):
        assert f'id="{field}-fout"' in bare.text, field
    assert someone.post(f"{signal.url}/afwijzen", POINTED).status_code == 303
    row = signal.row()
    assert (row.status, row.external_point, row.external_phone) == (
        "AFGEWEZEN",
        "Team woonfraude",
        "010 123 45 67",
    )
    assert str(row.external_on) == "2026-01-05"


def test_a_colleague_who_was_asked_reads_it(house: House, report: Report) -> None:
    signal = report()
    asked = house.staff["U-WB3"]
    assert house.sign_in("U-WB3").get(signal.url).status_code == 404
    answer = house.sign_in("U-WC1").post(
        f"{signal.url}/vragen", {"colleague": str(asked), "why": "Ken je dit?"}
    )
    assert answer.status_code == 303
    page = house.sign_in("U-WB3").get(signal.url)
    assert page.status_code == 200
    assert FEIT in page.text
    assert f"{signal.url}/houden" not in page.text
    (entry,) = signal.entries("signal.colleague_asked")
    assert asked in entry.ring_refs
    stranger = house.sign_in("U-WC1").post(f"{signal.url}/vragen", {"colleague": str(house.staff["U-WC2"])})
    assert stranger.status_code == 400


def test_handing_over_asks_for_the_anonymous_consultation(house: House, report: Report) -> None:
    """R14: yes or no, with words; both faults at once."""
    signal = report()
    bare = house.sign_in("U-WC1").post(f"{signal.url}/doorgeven")
    assert bare.status_code == 400
    assert 'id="consulted-fout"' in bare.text
    assert 'id="consulted_reason-fout"' in bare.text
    assert signal.row().status == "INGEDIEND"


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        (Consultation(None, "Bemoeizorg raadt aan samen te gaan."), {"consulted"}),
        (Consultation(True, "nee"), {"consulted_reason"}),
        (Consultation(False, "    "), {"consulted_reason"}),
        (Consultation(False, "Er is brandgevaar."), set()),
    ],
)
def test_yes_or_no_and_why_is_asked_whoever_asks(
    house: House, report: Report, said: Consultation, lacks: set[str]
) -> None:
    """R14: also where no form stood before it; both answers will do, each with its words."""
    signal = report()
    with house.sign_in("U-WC1").unit() as unit:
        facts, _raw = find(unit, Verb.SIGNAL_HAND_OVER, signal.id)
        assert set(lacking(unit, signal.id, said)) == lacks
        if lacks:
            with pytest.raises(Invalid):
                hand_over(unit, facts, signal.id, said)
        unit.close()
    assert signal.row().status == "INGEDIEND"


def test_triage_takes_nothing_undiscussed_without_a_reason(house: House, report: Report) -> None:
    """R43"""
    signal = report(discussed="nee_nog_niet")
    someone = house.sign_in("U-WC1")
    refused = someone.post(f"{signal.url}/doorgeven", CONSULTED)
    assert refused.status_code == 400
    assert 'id="discussed_reason-fout"' in refused.text
    given = CONSULTED | {"discussed_reason": "Doet niet open."}
    assert someone.post(f"{signal.url}/doorgeven", given).status_code == 303
    assert signal.row().discussed_reason == "Doet niet open."


def test_without_a_ground_it_is_handed_over_without_a_name(house: House, report: Report) -> None:
    """R76, rulings 7: the page says so beforehand, and the journal calls it DELEN."""
    signal = report()
    someone = house.sign_in("U-WC1")
    page = someone.get(signal.url)
    assert "resident 1" in page.text or "bewoner 1" in page.text
    assert someone.post(f"{signal.url}/doorgeven", CONSULTED).status_code == 303
    (entry,) = signal.entries("signal.handed_over")
    assert (entry.event, entry.ring_kind) == ("DELEN", "triage.changed")
    assert entry.particulars["pseudonymous"] is True
    assert entry.subjects == []
    assert entry.categories == ["G_WOONFEIT"]
    municipality = organisation(house, "ORG-GEM")
    assert entry.particulars["recipients"] == [str(municipality)]
    assert municipality in entry.ring_refs


def test_on_a_ground_it_is_handed_over_by_name(house: House, report: Report) -> None:
    """R1, R76"""
    signal = report()
    someone = house.sign_in("U-WC1")
    lay_ground(someone, signal, organisation(house, "ORG-GEM"), "G_NAW", "G_WOONFEIT")
    someone.post(f"{signal.url}/doorgeven", CONSULTED)
    (entry,) = signal.entries("signal.handed_over")
    assert entry.particulars["pseudonymous"] is False
    assert entry.categories == ["G_NAW", "G_WOONFEIT"]
    assert len(house.persons(entry.id)) == 1
    assert len(entry.particulars["grounds"]) == 1


def test_without_a_covenant_nothing_is_handed_over(house: House, report: Report) -> None:
    """R20"""
    signal = report()
    house.truth("update app.covenant set valid_until = now() - interval '1 day'")
    answer = house.sign_in("U-WC1").post(f"{signal.url}/doorgeven", CONSULTED)
    assert answer.status_code == 409
    assert signal.row().status == "INGEDIEND"


@pytest.mark.parametrize("who", ["U-WW1", "U-WT1", "U-ZP1"])
def test_partners_weigh_what_they_reported_themselves(house: House, report: Report, who: str) -> None:
    """Rulings 11: WT, ZP and WW weigh their own."""
    signal = report(who, category="EENZAAMHEID", complex="C-202")
    someone = house.sign_in(who)
    page = someone.get(signal.url)
    assert FEIT in page.text
    assert str(signal.id) in someone.get("/signalen").text
    assert someone.post(f"{signal.url}/doorgeven", CONSULTED).status_code == 303
    assert signal.row().status == "IN_TRIAGE"


def test_a_journal_that_refuses_leaves_the_signal_as_it_was(house: House, report: Report) -> None:
    """R89: 503, nothing changed."""
    signal = report()
    someone = house.sign_in("U-WC1")
    house.truth("revoke insert on journal.entry from wijk_app")
    try:
        assert someone.post(f"{signal.url}/houden").status_code == 503
        assert someone.get(signal.url).status_code == 503
    finally:
        house.truth("grant insert on journal.entry to wijk_app")
    assert signal.row().status == "INGEDIEND"
    assert isinstance(signal.id, UUID)
