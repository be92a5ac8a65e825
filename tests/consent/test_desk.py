"""The desk of the second approver: several grounds on one page, each with its own form."""

from uuid import uuid4

from tests.cast import House
from tests.consent.acting import org, reads
from tests.consent.matters import LONG
from tests.consent.sending import BSN, ground_form


def test_the_second_approver_judges_on_the_page(house: House) -> None:
    """The desk at /controle/grondslagen, several forms on one page."""
    sent = ground_form(house, recipients=[str(org(house, "ORG-GEM"))], after_refusal=LONG)
    house.sign_in("U-WC1").post(f"{house.url('S-02')}/grondslagen/nieuw", sent)
    ground = house.truth("select id from app.ground where status = 'TER_BEOORDELING'")[0].id
    officer, prefix = house.sign_in("U-PO2"), f"g{ground.hex[:8]}-"
    url = f"/controle/grondslagen/{ground}/oordeel"
    assert officer.post(url).status_code == 400
    assert officer.post(url, {f"{prefix}answer": "nee", f"{prefix}reason": "nee"}).status_code == 400
    assert officer.post(url, {f"{prefix}answer": "ja", f"{prefix}reason": BSN}).status_code == 400
    answer = officer.post(url, {f"{prefix}answer": "ja"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/controle/grondslagen")
    assert house.truth("select status from app.ground where id = :g", g=ground)[0].status == "ACTIEF"
    assert officer.post(f"/controle/grondslagen/{ground}/einde").status_code == 303
    assert officer.post(f"/controle/grondslagen/{uuid4()}/einde").status_code == 404


def test_an_objection_and_its_decision_on_the_pages(house: House) -> None:
    """R46."""
    ground = house.truth("select id from app.ground where reference = 'GR-021'")[0].id
    url = house.url("S-02")
    assert house.sign_in("U-WB1").post(f"{url}/grondslagen/{ground}/bezwaar").status_code == 303
    officer, prefix = house.sign_in("U-PO2"), f"g{ground.hex[:8]}-"
    assert str(ground) in officer.get("/controle/grondslagen", fragment="lijst").text
    sent = {f"{prefix}answer": "ja", f"{prefix}reason": "De bewoner heeft gelijk."}
    assert officer.post(f"/controle/grondslagen/{ground}/bezwaar", sent).status_code == 303
    assert reads(house, "U-CR1", "S-02") == set()


def test_the_desk_is_for_second_approvers(house: House) -> None:
    """Matrix, R25: not for an FG, who supervises."""
    assert house.sign_in("U-PO5").get("/controle/grondslagen").status_code == 200
    for who in ("U-FG2", "U-WC1", "U-CR1", "U-FB1"):
        assert house.sign_in(who).get("/controle/grondslagen").status_code == 403
