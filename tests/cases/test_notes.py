"""A note has three parts, each for whom a ground carries it; what one makes of it stays at home (R68)."""

from typing import Any

from tests.cases.conftest import entries
from tests.cast import House
from tests.scenario.conftest import hides, shows, zaak

SEEN = "Vandaag stond de voordeur open en was de gang vrij tot aan de keuken."
VIEW = "Ik denk dat meneer opgelucht is dat het gesprek nu eindelijk gevoerd is."
ADVICE = "Kom met twee mensen en bel een dag van tevoren even op."
NOTE = {"feit": SEEN, "duiding": VIEW, "advies": ADVICE, "category": "G_WOONFEIT"}


def parts(house: House) -> int:
    return len(house.truth("select 1 from app.part"))


def test_each_part_goes_where_a_ground_carries_it_and_the_view_nowhere(house: House) -> None:
    """S-02: the municipality and De Vlier have a ground for facts on living, not for advice."""
    case = house.url("S-02")
    assert house.sign_in("U-WC1").post(f"{case}/notities", NOTE).status_code == 303
    assert shows(house.sign_in("U-WB1").get(case), SEEN, VIEW, ADVICE)
    for who in ("U-CR1", "U-ZP1"):
        page = house.sign_in(who).get(case)
        assert shows(page, SEEN), who
        assert hides(page, VIEW, ADVICE), who


def test_a_fact_of_another_kind_needs_a_ground_of_its_own(house: House) -> None:
    case = house.url("S-02")
    fin = {"feit": "Er liggen drie aanmaningen van de bank op de mat.", "category": "G_FIN"}
    assert house.sign_in("U-WC1").post(f"{case}/notities", fin).status_code == 303
    for who in ("U-CR1", "U-ZP1"):
        assert hides(house.sign_in(who).get(case), fin["feit"]), who


def test_outsiders_write_nothing(standing: House) -> None:
    before = parts(standing)
    for who, case in (("U-WB3", "S-02"), ("U-PO2", "S-02"), ("U-WA1", "S-02"), ("U-TR1", "S-02")):
        someone = standing.sign_in(who)
        assert someone.get(f"{standing.url(case)}/notities").status_code == 404, who
        assert someone.post(f"{standing.url(case)}/notities", NOTE).status_code == 404, who
    assert parts(standing) == before


def test_who_has_a_place_but_no_ground_may_write_and_reads_that_alone(house: House) -> None:
    nurse, case = house.sign_in("U-ZP2"), house.url("S-04")
    form = nurse.get(f"{case}/notities")
    assert form.status_code == 200
    assert hides(form, *zaak("S-04").everything)
    assert nurse.post(f"{case}/notities", NOTE).status_code == 303
    page = nurse.get(case)
    assert shows(page, SEEN, VIEW, ADVICE)
    assert hides(page, *zaak("S-04").everything)


def test_what_is_secret_by_law_is_refused_in_a_case_that_is_not_shielded(house: House) -> None:
    """Rulings 6: one such part would make the whole case unknown to everyone outside its team."""
    before, secret = parts(house), NOTE | {"category": "G_VEILIG"}
    answer = house.sign_in("U-WC1").post(f"{house.url('S-02')}/notities", secret)
    assert (answer.status_code, "KLASSE_TE_HOOG" in answer.text) == (409, True)
    assert parts(house) == before
    assert house.sign_in("U-WC1").post(f"{house.url('S-07')}/notities", secret).status_code == 303
    assert shows(house.sign_in("U-CR1").get(house.url("S-07")), SEEN, ADVICE)


def test_a_note_about_one_resident_needs_a_ground_for_that_one_only(house: House) -> None:
    """S-09, rulings 3: there is a ground for the child, and none for the mother."""
    case, writer = house.url("S-09"), house.sign_in("U-WW2")
    child, mother = str(house.person("P-09")), str(house.person("P-09O"))
    about: dict[str, list[str]] = {
        "Alleen over het kind, voor de sportclub.": [child],
        "Alleen over de moeder, dus niet voor anderen.": [mother],
        "Over hen allebei, dus ook niet voor anderen.": [child, mother],
        "Over iedereen, want er staat niemand aangevinkt.": [],
    }
    for text, who in about.items():
        sent: dict[str, Any] = {"feit": text, "category": "G_JEUGD", "about": who}
        assert writer.post(f"{case}/notities", sent).status_code == 303, text
    assert shows(writer.get(case), *about)
    reader = house.sign_in("U-WT1").get(case)
    first, *others = about
    assert shows(reader, first)
    assert hides(reader, *others)


def test_an_empty_note_is_told_and_everything_chosen_is_kept(house: House) -> None:
    case, before = house.url("S-09"), parts(house)
    mother = str(house.person("P-09O"))
    sent: dict[str, Any] = {
        "feit": "  ",
        "duiding": "",
        "advies": "\n",
        "category": "G_JEUGD",
        "about": [mother],
    }
    answer = house.sign_in("U-WW2").post(f"{case}/notities", sent)
    assert answer.status_code == 400
    assert 'id="feit-fout"' in answer.text
    assert f'value="{mother}" checked' in answer.text
    assert '<option selected value="G_JEUGD">' in answer.text
    assert parts(house) == before


def test_a_view_without_a_kind_is_told_and_kept(house: House) -> None:
    answer = house.sign_in("U-WC1").post(f"{house.url('S-02')}/notities", {"duiding": VIEW})
    assert answer.status_code == 400
    assert 'id="category-fout"' in answer.text
    assert VIEW in answer.text


def test_somebody_who_is_not_in_the_case_is_nobody_to_write_about(house: House) -> None:
    before = parts(house)
    other = NOTE | {"about": [str(house.person("P-07"))]}
    answer = house.sign_in("U-WC1").post(f"{house.url('S-02')}/notities", other)
    assert answer.status_code == 400
    assert shows(answer, SEEN)
    assert parts(house) == before


def test_a_further_resident_closes_what_was_written_about_everyone(house: House) -> None:
    """Rulings 3: the older whole parts then need a ground for that one too."""
    case, one, owner = house.url("S-02"), zaak("S-02"), house.sign_in("U-WC1")
    house.truth(
        "update app.ground_line l set person_id = :p from app.case_file c "
        "where c.matter_id = l.matter_id and c.id = :c", p=house.person("P-02"), c=house.thing("S-02"),
    )  # fmt: skip
    only = {"feit": "Alleen meneer zelf deed open.", "category": "G_WOONFEIT",
            "about": [str(house.person("P-02"))]}  # fmt: skip
    assert owner.post(f"{case}/notities", only).status_code == 303
    director = house.sign_in("U-CR1")
    assert shows(director.get(case), one.feit, only["feit"], *one.names)
    assert owner.post(f"{case}/bewoners", {"name": "Mw. W. Tweede"}).status_code == 303
    page = director.get(case)
    assert shows(page, only["feit"], *one.names, "bewoner 2")
    assert hides(page, one.feit, "Tweede")
    assert shows(house.sign_in("U-WB1").get(case), one.feit, only["feit"], "Mw. W. Tweede")


def test_the_name_of_a_further_resident_is_asked_again_with_what_was_filled_in(house: House) -> None:
    before = len(house.truth("select 1 from app.person"))
    for name in ("", " ", "A"):
        answer = house.sign_in("U-WC1").post(f"{house.url('S-02')}/bewoners", {"name": name})
        assert answer.status_code == 400, name
        assert 'id="name-fout"' in answer.text
    assert 'value="A"' in answer.text
    assert len(house.truth("select 1 from app.person")) == before


def test_a_case_about_a_place_takes_no_resident(house: House) -> None:
    answer = house.sign_in("U-TL1").post(f"{house.url('S-10')}/bewoners", {"name": "Dhr. T. Teveel"})
    assert answer.status_code == 409
    assert shows(house.sign_in("U-ZP2").get(house.url("S-10")), "Deze casus gaat over een plek")


def test_the_form_that_names_residents_leaves_its_footprint(house: House) -> None:
    """R88: the names to choose from are data of residents, on a page of their own."""
    writer = house.sign_in("U-WW2")
    page = writer.get(f"{house.url('S-09')}/notities")
    assert shows(page, *zaak("S-09").names)
    (entry,) = entries(house, writer)
    assert (entry.name, set(house.persons(entry.id))) == (
        "note.prepare", {house.person("P-09"), house.person("P-09O")}
    )  # fmt: skip
