"""K7: only the author and whoever the author names know that the signal exists (R33)."""

from tests.cast import House
from tests.signals.conftest import Report, Reported, form, organisation

BLOW = "Mevrouw had een blauw oog en schrok toen de voordeur openging."


def secret(house: House, report: Report) -> Reported:
    return report(
        category="HUISELIJK_GEWELD", feit=BLOW, discussed="nee_niet_veilig", named=str(house.staff["U-WC1"])
    )


def test_the_author_must_name_who_takes_it_further(house: House) -> None:
    answer = house.sign_in("U-WB1").post(
        "/signalen/nieuw", form(house, category="HUISELIJK_GEWELD", feit=BLOW)
    )
    assert answer.status_code == 400
    assert 'id="named-fout"' in answer.text


def test_the_form_tells_of_veilig_thuis_and_of_who_will_know(house: House) -> None:
    """R32"""
    page = house.sign_in("U-WB1").get("/signalen/nieuw").text
    assert "0800-2000" in page
    assert "Sanne de Wit" in page
    assert "Ineke Visser" not in page  # a team leader may not know of such things


def test_who_was_named_reads_it_and_takes_it_further(house: House, report: Report) -> None:
    signal = secret(house, report)
    someone = house.sign_in("U-WC1")
    assert BLOW in someone.get(signal.url).text
    assert str(signal.id) in someone.get("/signalen").text
    assert someone.post(f"{signal.url}/houden").status_code == 303


def test_its_author_follows_it_and_reads_nothing_back(house: House, report: Report) -> None:
    signal = secret(house, report)
    page = house.sign_in("U-WB1").get(signal.url)
    assert page.status_code == 200
    assert BLOW not in page.text


def test_for_everyone_else_it_is_not_there(house: House, report: Report) -> None:
    signal = secret(house, report)
    for who in ("U-TL1", "U-WB3", "U-PO2", "U-FG2", "U-TR1", "U-AF1", "U-CR1"):
        someone = house.sign_in(who)
        there, absent = someone.get(signal.url), someone.get("/signalen/00000000-0000-4000-8000-000000000000")
        assert (there.status_code, there.data) == (404, absent.data), who
        assert someone.get(f"{signal.url}/doorgeven").status_code == 404
    for who in ("U-TL1", "U-WB3"):
        assert str(signal.id) not in house.sign_in(who).get("/signalen").text


def test_it_rings_only_for_the_people_who_know(house: House, report: Report) -> None:
    signal = secret(house, report)
    (entry,) = signal.entries("signal.reported")
    assert set(entry.ring_refs) == {signal.row().matter_id, house.staff["U-WC1"]}
    house.sign_in("U-WC1").post(f"{signal.url}/houden")
    (kept,) = signal.entries("signal.kept")
    assert organisation(house, "ORG-RIE") not in kept.ring_refs


def test_it_is_never_handed_to_joint_triage(house: House, report: Report) -> None:
    signal = secret(house, report)
    someone = house.sign_in("U-WC1")
    assert f"{signal.url}/doorgeven" not in someone.get(signal.url).text
    answer = someone.post(
        f"{signal.url}/doorgeven", {"consulted": "ja", "consulted_reason": "Met Veilig Thuis."}
    )
    assert answer.status_code == 409
    assert signal.row().status == "INGEDIEND"
