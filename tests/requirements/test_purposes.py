"""Each matter has one purpose; nothing is read or joined for another, and care never serves enforcement."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.cast import House
from tests.consent.acting import facts_of, matter_id, record, refused_by_database
from tests.consent.matters import ANNA, GEM, RIE, covenant, line, matter, part
from tests.signals.conftest import Report, form
from wijkaanpak.access import codes
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.signals import reporting

NOW = covenant().valid_from.replace(year=2026, month=11, day=16)


def test_a_ground_and_a_covenant_for_one_purpose_carry_nothing_for_another() -> None:
    """R12: the ground to receive is for one purpose as well."""
    seen = part(RIE, "G_WOONFEIT", ANNA)
    facts = matter(lines=(line(GEM),))
    assert organisation_reads(GEM, seen, facts, NOW) is not None
    other = replace(facts, purpose="P_SCHULD")
    assert organisation_reads(GEM, seen, other, NOW) is None
    agreed = replace(other, covenants=(covenant(purposes=frozenset({"P_SCHULD"})),))
    assert organisation_reads(GEM, seen, agreed, NOW) is None


def test_a_purpose_is_set_once_and_never_changed(house: House) -> None:
    """R12: the application has no right to it, whatever a programmer writes."""
    which = matter_id(house, "S-04")
    for table, key in (
        ("matter", "id"),
        ("part", "matter_id"),
        ("ground", "matter_id"),
        ("consent", "matter_id"),
    ):
        statement = f"update app.{table} set purpose = 'P_HANDH' where {key} = :m"
        assert refused_by_database(house, "U-WC2", statement, m=which) == "42501", table


def test_what_is_written_has_the_purpose_of_its_matter_whatever_it_says(house: House) -> None:
    """R12: a part that claims another purpose is of the matter's all the same."""
    with house.sign_in("U-WC2").unit() as unit:
        facts = facts_of(house, unit, "S-04")
        unit.session.execute(
            text(
                "insert into app.part (id, matter_id, note_id, kind, category, data_class, provider_id, "
                "author_id, text, whole, purpose, written_at, taken_over) values (:id, :m, :id, 'feit', "
                "'G_WOONFEIT', 'K3', :o, :me, 'Iets.', true, 'P_LEEF', app.now(), false)"
            ),
            {"id": uuid4(), "m": facts.id, "o": unit.actor.organisation_id, "me": unit.actor.id},
        )
        found = unit.session.execute(text("select purpose from app.part where text = 'Iets.'")).scalar_one()
        assert found == facts.purpose == "P_ZORG"


def test_every_ground_and_every_word_is_for_the_purpose_of_its_matter(house: House) -> None:
    """R12: also of a world that was loaded."""
    record(house, "U-WC2", "S-04")
    for table in ("ground", "consent", "part"):
        astray = house.truth(
            f"select x.id from app.{table} x join app.matter m on m.id = x.matter_id "
            "where m.purpose <> x.purpose"
        )
        assert astray == [], table


@pytest.mark.parametrize(("category", "fine"), [("EENZAAMHEID", True), ("VERVUILING_WONING", False)])
def test_a_signal_is_joined_to_a_case_of_its_own_purpose_only(
    house: House, handed_over: Report, category: str, fine: bool
) -> None:
    """R12, R13: nuisance is not joined to care, not even by a triagist who leads the case."""
    house.truth(
        "insert into app.role_assignment (id, staff_id, role, areas, valid_from, valid_until, taken_over) "
        "values (gen_random_uuid(), :w, 'CR', array['GM9901'], now() - interval '1 day', "
        "now() + interval '9 days', false)",
        w=house.staff["U-TR1"],
    )
    someone = house.sign_in("U-TR1")
    sent = {
        "place": form(house)["place"], "category": "EENZAAMHEID", "urgency": "REGULIER",
        "question": "Wat is nodig om hier te wonen?",
        "feit": "Mevrouw zegt dat de dagen lang zijn sinds augustus.",
    }  # fmt: skip
    case = someone.post("/casussen/nieuw", sent).headers["Location"].rsplit("/", 1)[1]
    number = house.truth("select number from app.case_file where id = :c", c=case)[0].number
    signal = handed_over(category=category)
    answer = someone.post(f"{signal.url}/samenvoegen", {"number": number})
    assert answer.status_code == (303 if fine else 409)
    assert (signal.row().merged_into is not None) is fine


def test_nothing_becomes_a_case_for_enforcement(house: House) -> None:
    """R13, R203: not by the form; and no such signal reaches joint triage, which could make it one."""
    enforcement = {
        c.code for c in codes.items("signaalcategorieen")
        if codes.purpose(c.facts["doel"]).type == "HANDHAVING"
    }  # fmt: skip
    assert enforcement == {"WOONFRAUDE", "DRUGS_ONDERMIJNING"}
    assert enforcement <= set(reporting.reportable())
    someone = house.sign_in("U-CR1")
    before = len(house.truth("select 1 from app.case_file"))
    for category in enforcement:
        sent = {
            "place": form(house)["place"], "category": category, "urgency": "REGULIER",
            "question": "Wat is hier aan de hand?", "feit": "Er wonen steeds andere mensen in deze woning.",
        }  # fmt: skip
        assert someone.post("/casussen/nieuw", sent).status_code == 400
    assert len(house.truth("select 1 from app.case_file")) == before
    assert not house.truth(
        "select 1 from app.case_file c join app.matter m on m.id = c.matter_id where m.purpose = 'P_HANDH'"
    )


def test_care_and_debt_help_never_share_a_type_with_enforcement() -> None:
    """R13: and every kind of signal has a purpose of a known type."""
    types = {line.code: codes.purpose(line.code).type for line in codes.items("doelen")}
    assert set(types.values()) == {"ZORG", "LEEFBAARHEID", "SCHULDHULP", "HANDHAVING", "BEHEER"}
    assert types["P_ZORG"] == types["P_VEILIG"] == "ZORG"
    assert types["P_SCHULD"] == "SCHULDHULP"
    assert [code for code, kind in types.items() if kind == "HANDHAVING"] == ["P_HANDH"]


def test_a_partner_gets_nothing_of_a_signal_for_enforcement(house: House, report: Report) -> None:
    """R13: no ground can be recorded on it, so not even the municipality reads it."""
    signal = report(category="WOONFRAUDE")
    answer = house.sign_in("U-WC1").post(
        f"{signal.url}/grondslagen/nieuw",
        {
            "recipients": [
                str(row.id)
                for row in house.truth("select id from app.organisation where reference = 'ORG-GEM'")
            ]
        },
    )
    assert answer.status_code == 400
    assert house.sign_in("U-TR1").get(signal.triage).status_code == 404
