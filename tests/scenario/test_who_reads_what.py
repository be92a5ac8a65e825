"""S-01, S-02, S-04, S-06 and S-12 of Oeverdrecht: partners read the parts that a ground carries, no other."""

from tests.cast import House
from tests.scenario.conftest import (
    force_ground,
    hides,
    last_refusal,
    lists,
    of,
    said,
    shows,
    world,
    zaak,
)

EVERYONE = [one["id"] for one in world()["gebruikers"]]


def test_s01_is_solved_within_one_organisation_and_nothing_goes_to_partners(standing: House) -> None:
    one = zaak("S-01")
    for who in EVERYONE:
        answer = standing.sign_in(who).get(standing.url("S-01"))
        if who in ("U-WB3", "U-WC1", "U-TL1"):
            assert answer.status_code == 200, who
        else:
            assert answer.status_code == 404, who
            assert hides(answer, *one.everything)
    assert shows(standing.sign_in("U-WC1").get(standing.url("S-01")), one.feit, *one.names)
    for who in ("U-TR1", "U-CR1", "U-WW1", "U-TL2"):
        for path, answer in lists(standing.sign_in(who)):
            assert str(standing.thing("S-01")) not in answer.text, (who, path)


def test_s02_partners_read_the_facts_and_nobody_elses_view(standing: House) -> None:
    one = zaak("S-02")
    own, lead, care = (standing.sign_in(who).get(standing.url("S-02")) for who in ("U-WC1", "U-CR1", "U-ZP1"))
    assert shows(own, one.feit, one.duiding, one.advies, *one.names)
    for partner in (lead, care):
        assert shows(partner, one.feit, *one.names)
        assert hides(partner, one.duiding, one.advies)


def test_s02_the_corporation_reads_no_health_data_whatever_ground_there_is(house: House) -> None:
    text = "Meneer heeft een longziekte en slaapt slecht door de benauwdheid."
    care = house.sign_in("U-ZP1")
    answer = care.post(f"{house.url('S-02')}/notities", {"feit": text, "category": "G_GEZOND"})
    assert answer.status_code == 303
    for category in ("G_GEZOND", "G_NAW"):
        force_ground(house, "S-02", "ORG-GGZ", "ORG-RIE", category)
    assert shows(care.get(house.url("S-02")), text)
    for who in ("U-WC1", "U-WB1"):
        page = house.sign_in(who).get(house.url("S-02"))
        assert page.status_code == 200
        assert hides(page, text), who
    for fragment in ("tijdlijn", "ziet"):
        assert hides(house.sign_in("U-WC1").get(house.url("S-02"), fragment=fragment), text)
    # The same ground carries what the ceiling of a corporation holds: it was not refused for another reason.
    advice = "Bel altijd eerst, ook voor een kort bezoek."
    assert care.post(f"{house.url('S-02')}/notities", {"advies": advice}).status_code == 303
    force_ground(house, "S-02", "ORG-GGZ", "ORG-RIE", "G_ADVIES")
    assert shows(house.sign_in("U-WC1").get(house.url("S-02")), advice)


def test_s04_kamille_has_no_ground_and_gets_403_with_its_reason(standing: House) -> None:
    """S-04, rulings 8: a member of the team may know that the case exists, and hears why it stays closed."""
    one, nurse = zaak("S-04"), standing.sign_in("U-ZP2")
    answer = nurse.get(standing.url("S-04"))
    assert answer.status_code == 403
    assert "GRONDSLAG_ONTBREEKT" in answer.text
    assert hides(answer, *one.everything)
    entry = last_refusal(standing, "U-ZP2")
    assert (entry.name, entry.reason_code, entry.object_id) == (
        "case.read", "GRONDSLAG_ONTBREEKT", standing.thing("S-04")
    )  # fmt: skip
    for path, page in lists(nurse):
        assert str(standing.thing("S-04")) not in page.text, path


def test_s04_samenspel_and_the_municipality_read_name_and_advice_and_no_facts(standing: House) -> None:
    one = zaak("S-04")
    for who in ("U-WW1", "U-CR1"):
        page = standing.sign_in(who).get(standing.url("S-04"))
        assert shows(page, one.advies, *one.names), who
        assert hides(page, one.feit, one.duiding), who
    assert shows(standing.sign_in("U-WB2").get(standing.url("S-04")), one.feit, one.duiding)


def test_s04_the_warning_that_a_ground_stops_is_open_with_the_lead(standing: House) -> None:
    """R47: within thirty days it stands on Today of who leads, without a name."""
    page = standing.sign_in("U-CR1").get("/")
    assert standing.url("S-04") in page.text
    assert "Een grondslag om te delen stopt" in said(page)
    assert hides(page, *zaak("S-04").names)
    assert standing.url("S-04") not in standing.sign_in("U-WW1").get("/").text


def test_s06_the_triagist_sees_resident_one_without_name_number_or_advice(standing: House) -> None:
    one = zaak("S-06")
    home = standing.truth(
        "select d.* from app.dwelling d join app.person p on p.dwelling_id = d.id where p.id = :p",
        p=standing.person("P-06"),
    )[0]
    triagist = standing.sign_in("U-TR1")
    ident = standing.thing("S-06")
    for path in (
        f"/triage/{ident}",
        f"/signalen/{ident}",
        f"/triage/{ident}?fragment=signaal",
        "/triage",
        "/",
    ):
        page = triagist.get(path)
        assert page.status_code == 200, path
        assert hides(page, *one.names, "Verbeek", "18-04-1956", one.duiding, one.advies), path
        assert home.bag_id not in page.text, path
    page = triagist.get(f"/triage/{ident}")
    assert shows(page, "bewoner 1", one.feit)
    assert triagist.get(standing.loaded.persons["P-06"]).status_code == 404
    own = standing.sign_in("U-WC1").get(standing.url("S-06"))
    assert shows(own, one.feit, one.duiding, one.advies, *one.names)


def test_s06_the_house_number_is_hidden_too_where_it_is_on_record(house: House) -> None:
    house.truth(
        "update app.dwelling set house_number = '7719-B' where id = "
        "(select dwelling_id from app.person where id = :p)", p=house.person("P-06"),
    )  # fmt: skip
    assert "7719-B" in house.sign_in("U-WC1").get(house.url("S-06")).text
    assert "7719-B" not in house.sign_in("U-TR1").get(f"/triage/{house.thing('S-06')}").text


def test_s06_nobody_outside_de_rietgors_and_joint_triage_reads_of_the_neighbour(standing: House) -> None:
    for who in set(EVERYONE) - set(of("ORG-RIE")) - {"U-TR1"}:
        answer = standing.sign_in(who).get(standing.url("S-06"))
        assert answer.status_code == 404, who
        assert hides(answer, "Buurvrouw")


def test_s12_u_wc1_gets_403_expired_since_the_withdrawal(standing: House) -> None:
    one, owner = zaak("S-12"), standing.sign_in("U-WC1")
    answer = owner.get(standing.url("S-12"))
    assert answer.status_code == 403
    assert "GRONDSLAG_VERVALLEN" in answer.text
    assert hides(answer, *one.everything)
    assert last_refusal(standing, "U-WC1").reason_code == "GRONDSLAG_VERVALLEN"
    for path, page in lists(owner):
        assert str(standing.thing("S-12")) not in page.text, path
    for fragment in ("tijdlijn", "ziet"):
        assert owner.get(standing.url("S-12"), fragment=fragment).status_code == 403


def test_s12_samenspel_keeps_access_and_reads_only_name_and_advice(standing: House) -> None:
    one = zaak("S-12")
    page = standing.sign_in("U-WW2").get(standing.url("S-12"))
    assert page.status_code == 200
    assert shows(page, one.advies, *one.names)
    assert hides(page, one.feit, one.duiding)
    entry = standing.truth(
        "select * from journal.entry where actor_id = :w and name = 'case.read' and outcome = 'GESLAAGD'",
        w=standing.staff["U-WW2"],
    )[-1]  # fmt: skip
    assert set(entry.categories) == {"G_NAW", "G_ADVIES"}
    assert len(entry.ground_ids) >= 1


def test_s12_the_attempt_of_13_november_stands_in_the_journal(standing: House) -> None:
    tried = standing.truth(
        "select * from journal.entry where actor_id = :w and object_id = :o and outcome = 'GEWEIGERD' "
        "and recorded_at - occurred_at > interval '1 hour'",
        w=standing.staff["U-WC1"], o=standing.thing("S-12"),
    )  # fmt: skip
    assert [(entry.reason_code, entry.event) for entry in tried] == [("GRONDSLAG_VERVALLEN", "LEZEN")]
