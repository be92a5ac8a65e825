"""The page of a resident: for who may know the name, with the reason, and absent for everyone else."""

from __future__ import annotations

from uuid import uuid4

from tests.cast import House

KUIPER = "Dhr. H. Kuiper"


def test_someone_with_a_ground_reads_who_a_resident_is_and_why(house: House) -> None:
    """S-02: bemoeizorg knows the name because the municipality passed it on, and reads on which ground."""
    page = house.sign_in("U-ZP1").get(f"/bewoners/{house.person('P-02')}").text
    assert f"<h1>{KUIPER}</h1>" in page
    assert "Gemeente Oeverdrecht mag de naam met jouw organisatie delen: publieke taak" in page
    assert house.url("S-02") in page
    assert KUIPER not in page.split("<title>")[1].split("</title>")[0]


def test_the_own_organisation_reads_it_as_its_own(house: House) -> None:
    page = house.sign_in("U-WC1").get(f"/bewoners/{house.person('P-02')}").text
    assert KUIPER in page
    assert "Je eigen organisatie heeft dit vastgelegd." in page


def test_who_may_not_know_the_name_gets_what_nobody_would_get(house: House) -> None:
    """Rulings 8: forbidden equals absent, byte for byte."""
    for who in ("U-WB3", "U-ZP2", "U-SH1", "U-FG2", "U-PO2", "U-FB1"):
        someone = house.sign_in(who)
        there, nowhere = someone.get(f"/bewoners/{house.person('P-02')}"), someone.get(f"/bewoners/{uuid4()}")
        assert (there.status_code, there.data) == (nowhere.status_code, nowhere.data) == (404, nowhere.data)
        assert [h for h in there.headers if h[0] != "Date"] == [h for h in nowhere.headers if h[0] != "Date"]


def test_a_refusal_is_recorded_with_its_reason_and_without_the_name(house: House) -> None:
    """R88."""
    amina = house.sign_in("U-ZP2")
    amina.get(f"/bewoners/{house.person('P-02')}")
    left = house.truth("select outcome, reason_code, object_kind, object_id, subjects from journal.entry "
                       "where actor_id = :w and name = 'person.read'", w=amina.id)  # fmt: skip
    assert left == [
        ("GEWEIGERD", "NIET_BETROKKEN", "PERSOON", house.pseudonym(house.person("P-02"), amina.id), [])
    ]


def test_a_reading_names_the_resident_the_controller_and_the_ground(house: House) -> None:
    """Rulings 16: one entry with all that was disclosed."""
    linda = house.sign_in("U-ZP1")
    linda.get(f"/bewoners/{house.person('P-02')}")
    entry = house.truth(
        "select id, controller_ids, ground_ids, categories, sensitivity "
        "from journal.entry where actor_id = :w and name = 'person.read'",
        w=linda.id,
    )
    rietgors = house.truth("select id from app.organisation where reference = 'ORG-RIE'")[0][0]
    ground = house.truth("select id from app.ground where reference = 'GR-022'")[0][0]
    assert house.persons(entry[0].id) == [house.person("P-02")]
    assert [row[1:] for row in entry] == [([rietgors], [ground], ["G_NAW"], "K2")]


def test_a_name_of_a_secret_matter_is_for_its_named_team_only(house: House) -> None:
    """S-07, rulings 6."""
    for who, status in (("U-AF1", 200), ("U-CR1", 200), ("U-WC1", 200), ("U-TL1", 404), ("U-PO2", 404)):
        assert house.sign_in(who).get(f"/bewoners/{house.person('P-07')}").status_code == status, who


def test_a_team_member_without_a_ground_for_names_does_not_read_one(house: House) -> None:
    """S-12: Samenspel holds G_NAW, De Rietgors does not and is not told who this is."""
    path = f"/bewoners/{house.person('P-12')}"
    assert house.sign_in("U-WW2").get(path).status_code == 200
    assert house.sign_in("U-WC1").get(path).status_code == 404


def test_the_name_goes_when_its_ground_ends(house: House) -> None:
    """R52: the very next statement."""
    rachel, path = house.sign_in("U-WW2"), f"/bewoners/{house.person('P-12')}"
    assert rachel.get(path).status_code == 200
    house.truth("update app.ground_line set status = 'INGETROKKEN' where ground_id = "
                "(select id from app.ground where reference = 'GR-122')")  # fmt: skip
    assert rachel.get(path).status_code == 404


def test_joint_triage_does_not_learn_a_name_through_this_page(house: House) -> None:
    """R76."""
    assert house.sign_in("U-TR1").get(f"/bewoners/{house.person('P-06')}").status_code == 404
