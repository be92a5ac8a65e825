"""What emergency access never opens, and that nobody learns from its answer who exists (R105, rulings 8)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.cast import House
from tests.matters.emergencies import begin, entries, form, keys, rows, without_tokens, words

NOBODY = "Met deze gegevens kan niemand worden geopend."


def refused(house: House, who: str, sent: dict[str, Any]) -> bytes:
    """The one neutral answer, and that the attempt is on record while nothing else is."""
    someone, before = house.sign_in(who), house.truth("select clock_timestamp()")[0][0]
    answer = someone.post("/noodprocedure", sent)
    assert answer.status_code == 400
    assert NOBODY in words(answer)
    left = [e for e in entries(house, someone, "GEWEIGERD") if e.recorded_at >= before]
    assert [(e.event, e.reason_code, e.object_id, e.subjects, e.particulars) for e in left] == [
        ("NOODPROCEDURE_START", "NIET_BETROKKEN", None, [], {})
    ]
    assert rows(house) == []
    return without_tokens(answer).replace(someone.csrf.encode(), b"")


def test_what_is_shielded_is_never_opened(house: House) -> None:
    """K7 is not even one's own to open so: the same bytes as for nobody at all."""
    sent = form(house, "P-07")
    shielded = refused(house, "U-WT1", sent)
    house.truth("update app.person set name_key = 'iemandanders' where id = :p", p=house.person("P-07"))
    assert refused(house, "U-WT1", sent) == shielded
    by_id = form(house, None, person=str(house.person("P-07")))
    nobody = form(house, None, person=str(uuid4()))
    first, second = refused(house, "U-WT1", by_id), refused(house, "U-WT1", nobody)
    assert first.replace(by_id["person"].encode(), b"") == second.replace(nobody["person"].encode(), b"")


SPOILT = {
    "blocked": "update app.matter set blocked_at = app.now() where id = :m",
    "suspended": "update app.case_file set status = 'OPGESCHORT' where matter_id = :m",
    "closed": "update app.case_file set status = 'AFGESLOTEN', closed_at = app.now() where matter_id = :m",
    "shielded": "update app.matter set secret = true where id = :m",
    "no covenant": "update app.covenant set valid_until = app.now() where :m is not null",
    "no such category": "update app.covenant set categories = '{}' where :m is not null",
    "kept from me": "insert into app.conflict (id, staff_id, person_id, declared_at) "
                    "select gen_random_uuid(), :w, :p, app.now() - interval '1 day' where :m is not null",
    "where I live": "insert into app.conflict (id, staff_id, dwelling_id, declared_at) "
                    "select gen_random_uuid(), :w, dwelling_id, app.now() - interval '1 day' from app.person "
                    "where id = :p and :m is not null",
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("by_id", [False, True], ids=["by keys", "from the list"])
def test_covenant_conflict_blocking_and_closing_still_say_no(house: House, spoilt: str, by_id: bool) -> None:
    """R105: only steps 4 and 9 are replaced; the answer is that for somebody unknown."""
    person = house.person("P-05")
    sent = form(house, None, person=str(person)) if by_id else form(house)
    values = {"m": house.truth("select matter_id from app.subject where person_id = :p", p=person)[0][0]}
    values |= {"w": house.staff["U-WC1"], "p": person} if ":w" in SPOILT[spoilt] else {}
    house.truth(SPOILT[spoilt], **values)
    if ":w" not in SPOILT[spoilt]:
        house.truth("select app.take_part(:m)", m=values["m"])
    answer = refused(house, "U-WC1", sent)
    if not by_id:
        house.truth("update app.person set name_key = 'iemandanders' where id = :p", p=person)
        assert refused(house, "U-WC1", sent) == answer


def test_the_ceiling_of_a_role_still_holds(house: House) -> None:
    """Step 6: a neighbourhood consultant never reads care data, in an emergency neither."""
    sanne = begin(house, "U-WC1")
    care = "Gesprek gevoerd door de ggz"
    assert care not in words(sanne.get(house.url("S-05")))
    fatima = begin(house, "U-WT1")
    assert care in words(fatima.get(house.url("S-05")))


def test_what_somebody_thinks_stays_inside(house: House) -> None:
    """Duiding and title never leave their organisation (R68)."""
    sanne = begin(house, "U-WC1", "P-04")
    page = words(sanne.get(house.url("S-04")))
    assert "Mevrouw komt sinds september" in page
    assert "Zou geholpen zijn met een vast bezoekje" not in page


def test_it_brings_nobody_into_a_list_or_a_timeline(house: House) -> None:
    """It opens one address; the lists stay what they are (R69)."""
    sanne = house.sign_in("U-WC1")
    before = {path: words(sanne.get(path)) for path in ("/casussen", "/signalen")}
    begin(house, sanne)
    for path, page in before.items():
        after = words(sanne.get(path))
        assert (
            house.truth("select number from app.case_file where id = :i", i=house.thing("S-05"))[0][0]
            not in after
        )
        assert len(after) < len(page) + 400  # the banner, and nothing else
    assert "Wat er in deze casus gebeurde" not in words(sanne.get(house.url("S-05")))


def test_what_is_blocked_meanwhile_closes(house: House) -> None:
    """Every step but 4 and 9 is judged at each look."""
    sanne = begin(house, "U-WC1")
    matter = house.truth("select matter_id from app.case_file where id = :i", i=house.thing("S-05"))[0][0]
    house.truth("update app.matter set blocked_at = app.now() where id = :m", m=matter)
    house.truth("select app.take_part(:m)", m=matter)
    assert sanne.get(house.url("S-05")).status_code in (403, 404)
    assert keys(house, "P-05")["surname"] not in words(sanne.get(f"/bewoners/{house.person('P-05')}"))
