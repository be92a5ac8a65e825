"""S-05, S-08, S-10, S-11 and the expired covenant of the police: what is shut, and what is open to all."""

from uuid import uuid4

from tests.cast import House
from tests.scenario.conftest import (
    PARTIES,
    hides,
    last_refusal,
    lists,
    of,
    organisation,
    said,
    shows,
    world,
    zaak,
)
from tests.signals.conftest import Report, form, report
from wijkaanpak.matters.reading import parts

__all__ = ["report"]
NOT_AT_WORK_HERE = {"U-FB1"}  # keeps the platform, works on no case and no place


def test_s05_the_corporation_sees_only_advice_of_the_municipality(standing: House) -> None:
    one = zaak("S-05")
    page = standing.sign_in("U-WC2").get(standing.url("S-05"))
    assert shows(page, one.feit, one.advies, *one.names)
    assert hides(page, *one.others)
    lead = standing.sign_in("U-CR1").get(standing.url("S-05"))
    assert shows(lead, one.feit, one.advies, *one.names, *one.others)


def test_s05_who_reported_it_and_is_outside_the_team_hears_why_it_stays_closed(standing: House) -> None:
    answer = standing.sign_in("U-WB2").get(standing.url("S-05"))
    assert answer.status_code == 403
    assert hides(answer, *zaak("S-05").everything)


def test_s08_meant_for_enforcement_it_never_came_to_joint_triage(standing: House) -> None:
    one, ident = zaak("S-08"), standing.thing("S-08")
    for who in ("U-WB2", "U-TL2"):
        assert shows(standing.sign_in(who).get(standing.url("S-08")), "Het is afgewezen."), who
    assert shows(standing.sign_in("U-TL2").get(standing.url("S-08")), one.feit, one.duiding)
    triagist = standing.sign_in("U-TR1")
    for path in (f"/triage/{ident}", f"/signalen/{ident}", f"/signalen/{ident}/casus"):
        assert triagist.get(path).status_code == 404, path
    for path, page in lists(triagist):
        assert str(ident) not in page.text, path


def test_s08_a_signal_for_enforcement_is_refused_for_triage_and_becomes_no_case(
    house: House, report: Report
) -> None:
    """R203"""
    signal = report("U-WB2", category="WOONFRAUDE", complex="C-203", number="", resident=None)
    weigher = house.sign_in("U-WC2")
    answer = weigher.post(
        f"{signal.url}/doorgeven", {"consulted": "nee", "consulted_reason": "Er is haast bij."}
    )
    assert answer.status_code in (400, 409)
    assert signal.row().status == "INGEDIEND"
    triagist, cases = house.sign_in("U-TR1"), len(house.truth("select 1 from app.case_file"))
    for step in ("casus", "samenvoegen"):
        assert triagist.post(f"{signal.url}/{step}", {"number": "WA-2026-7KQ4"}).status_code == 404, step
    house.truth("update app.signal set status = 'IN_TRIAGE', shared = true where id = :i", i=signal.id)
    house.truth("select app.take_part(matter_id) from app.signal where id = :i", i=signal.id)
    for step in ("casus", "samenvoegen"):
        fields = {
            "number": "WA-2026-7KQ4",
            "question": "Wie woont hier nu echt?",
            "goal": "Weten wie er woont.",
        }
        assert triagist.post(f"{signal.url}/{step}", fields).status_code in (400, 403, 404, 409), step
    assert len(house.truth("select 1 from app.case_file")) == cases
    assert signal.row().merged_into is None


def test_s08_enforcement_is_no_purpose_that_a_case_can_be_opened_for(standing: House) -> None:
    director = standing.sign_in("U-CR1")
    assert "WOONFRAUDE" not in director.get("/casussen/nieuw").text
    place = form(standing)["place"]
    answer = director.post(
        "/casussen/nieuw",
        {"place": place, "category": "WOONFRAUDE", "urgency": "REGULIER",
         "question": "Wie woont hier nu echt?", "feit": "Vijf verschillende bewoners gezien in vier weken."},
    )  # fmt: skip
    assert answer.status_code == 400
    assert shows(answer, "Deze keuze bestaat niet.")


def test_s10_every_partner_reads_it_and_it_is_about_nobody(standing: House) -> None:
    """Rulings 5: K1 in all its parts, advice too; the view stays with its author's organisation."""
    one = zaak("S-10")
    for organisation_id in PARTIES:
        for who in set(of(organisation_id)) - NOT_AT_WORK_HERE:
            page = standing.sign_in(who).get(standing.url("S-10"))
            assert page.status_code == 200, who
            assert shows(page, one.feit, one.advies, "Deze casus gaat over een plek, niet over mensen."), who
            assert shows(page, one.duiding) == (organisation_id == "ORG-RIE"), who
    assert standing.sign_in("U-WA1").get(standing.url("S-10")).status_code == 404
    subjects = standing.truth(
        "select 1 from app.subject s join app.case_file c using (matter_id) where c.id = :c",
        c=standing.thing("S-10"),
    )
    assert subjects == []


def test_s10_says_that_all_partners_read_it_and_who_alone_reads_the_view(standing: House) -> None:
    """What stands under a part is the truth of that part, also for who is not in the team."""
    page = standing.sign_in("U-TL1").get(standing.url("S-10"))
    assert said(page).count("Woonstichting De Rietgors, Partners van het convenant") == 2
    assert shows(page, "Alleen Woonstichting De Rietgors leest dit.")


def test_s10_stands_in_the_list_of_a_partner_who_is_not_in_its_team(standing: House) -> None:
    page = standing.sign_in("U-ZP2").get("/casussen")
    assert standing.url("S-10") in page.text


def committee(house: House, area: str) -> str:
    """A member of a residents' committee, who works for no party to the covenant."""
    club, ident = uuid4(), uuid4()
    house.truth(
        "insert into app.organisation (id, reference, name, kind, controller, domain) "
        "select :o, 'ORG-BC', 'Bewonerscommissie', 'bewoners', 'Bewonerscommissie', 'bc.example' "
        "where not exists (select from app.organisation where reference = 'ORG-BC')", o=club,
    )  # fmt: skip
    house.truth(
        "insert into app.staff (id, organisation_id, reference, name) values (:i, :o, :r, 'Mevrouw Bakhuis')",
        i=ident, o=organisation(house, "ORG-BC"), r=f"U-BC-{area}",
    )  # fmt: skip
    house.truth(
        "insert into app.role_assignment (id, staff_id, role, areas, valid_from, valid_until, taken_over) "
        "select gen_random_uuid(), :i, 'BC', array[id::text], now() - interval '1 day', "
        "now() + interval '90 days', false "
        "from app.complex where reference = :a",
        i=ident, a=area,
    )  # fmt: skip
    house.staff[f"U-BC-{area}"] = ident
    return f"U-BC-{area}"


def test_s10_the_committee_of_that_complex_reads_it_and_another_does_not(standing: House) -> None:
    one = zaak("S-10")
    page = standing.sign_in(committee(standing, "C-101")).get(standing.url("S-10"))
    assert page.status_code == 200
    assert shows(page, one.feit, one.advies)
    assert hides(page, one.duiding)
    other = standing.sign_in(committee(standing, "C-102")).get(standing.url("S-10"))
    assert other.status_code == 404


def test_s11_recipients_have_no_access_after_closing(standing: House) -> None:
    one = zaak("S-11")
    partner = standing.sign_in("U-WW2")
    answer = partner.get(standing.url("S-11"))
    assert (answer.status_code, "GRONDSLAG_VERVALLEN" in answer.text) == (403, True)
    assert hides(answer, *one.everything)
    lead = standing.sign_in("U-CR1").get(standing.url("S-11"))
    assert lead.status_code == 200  # keeps the row, the steps and the people, never content (rulings 1)
    assert hides(lead, *one.everything)
    assert shows(standing.sign_in("U-WC2").get(standing.url("S-11")), one.feit, *one.names)


def test_s11_a_ground_still_in_force_opens_nothing_of_a_closed_case(house: House) -> None:
    """4.2, row 12: closing ends it, not only the date of the ground."""
    one, case = zaak("S-11"), house.thing("S-11")
    for table in ("ground", "ground_line", "consent"):
        alive = "" if table == "consent" else "status = 'ACTIEF', "
        house.truth(
            f"update app.{table} t set {alive}valid_until = now() + interval '90 days' "
            "from app.case_file c where c.matter_id = t.matter_id and c.id = :c", c=case,
        )  # fmt: skip
    partner, lead = house.sign_in("U-WW2"), house.sign_in("U-CR1")
    for status, opens in (("REGIE", True), ("AFGESLOTEN", False)):
        house.truth("update app.case_file set status = :s where id = :c", s=status, c=case)
        house.truth("select app.take_part(matter_id) from app.case_file where id = :c", c=case)
        assert partner.get(house.url("S-11")).status_code == (200 if opens else 403), status
        for who in (partner, lead):
            assert shows(who.get(house.url("S-11")), one.feit, *one.names) == opens, status
    for who in (partner, lead):
        assert hides(who.get(house.url("S-11"), fragment="tijdlijn"), *one.everything)
    with lead.unit() as unit:
        found = unit.facts(case)
        assert found is not None
        rows = parts(unit, found[0])
    assert rows == []


def test_s11_nobody_changes_a_closed_case(standing: House) -> None:
    notes = len(standing.truth("select 1 from app.part"))
    for who in ("U-WC2", "U-CR1", "U-WW2"):
        answer = standing.sign_in(who).post(
            f"{standing.url('S-11')}/notities", {"advies": "Toch nog iets van gezegd."}
        )
        assert answer.status_code == 403, who
    assert len(standing.truth("select 1 from app.part")) == notes


def test_the_police_see_nothing_and_the_journal_knows_the_covenant_ran_out(standing: House) -> None:
    officer = standing.sign_in("U-WA1")
    for reference in standing.loaded.matters:
        answer = officer.get(standing.url(reference))
        assert answer.status_code == 404, reference
        assert hides(answer, *zaak(reference).everything)
    assert officer.get(standing.url("S-05")).status_code == 404
    entry = last_refusal(standing, "U-WA1")
    assert (entry.reason_code, entry.object_id) == ("CONVENANT_INACTIEF", standing.thing("S-05"))
    for reference in standing.loaded.matters:
        for path, page in lists(officer):
            assert standing.url(reference) not in page.text, (reference, path)


def test_u_wb3_reads_an_own_signal_and_what_is_about_a_place_and_nothing_else(standing: House) -> None:
    outsider = standing.sign_in("U-WB3")
    for one in world()["zaken"]:
        answer = outsider.get(standing.url(one["id"]))
        assert answer.status_code == (200 if one["id"] in ("S-01", "S-10") else 404), one["id"]
    for path, page in lists(outsider):
        for reference in set(standing.loaded.matters) - {"S-01", "S-10"}:
            assert str(standing.thing(reference)) not in page.text, (reference, path)
    assert "Zorgen om veiligheid" not in said(outsider.get("/"))
