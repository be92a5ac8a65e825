"""R70: who wrote something may raise its class; lowering takes the lead of the case and a reason."""

import re
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from tests.cases.conftest import entries
from tests.cast import House
from tests.consent.acting import facts_of, refused_by_database
from tests.scenario.conftest import hides, shows
from wijkaanpak.access import codes
from wijkaanpak.cases import classing
from wijkaanpak.foundation.errors import Forbidden, Invalid

SEEN = "Op tafel lagen brieven van een incassobureau, ongeopend en al maanden oud."
WHY = "Er staat geen bedrag in, alleen dat er post lag."
CASE = "S-02"


@pytest.fixture
def part(house: House) -> UUID:
    """A fact that U-WC1 wrote, and that U-WB1, U-CR1 and U-ZP1 read."""
    sent = {"feit": SEEN, "category": "G_WOONFEIT"}
    assert house.sign_in("U-WC1").post(f"{house.url(CASE)}/notities", sent).status_code == 303
    assert read_by(house) == {"U-WC1", "U-WB1", "U-CR1", "U-ZP1"}
    return UUID(str(house.truth("select id from app.part where text = :t", t=SEEN)[0].id))


def read_by(house: House) -> set[str]:
    team = ("U-WC1", "U-WB1", "U-CR1", "U-ZP1")
    return {who for who in team if shows(house.sign_in(who).get(house.url(CASE)), SEEN)}


def reclass(house: House, who: str, part: UUID, data_class: str, reason: str = "") -> TestResponse:
    sent: dict[str, Any] = {"part": str(part), "data_class": data_class, "reason": reason}
    return house.sign_in(who).post(f"{house.url(CASE)}/klasse", sent)


def stands(house: House, part: UUID) -> tuple[str, str | None]:
    return tuple(house.truth("select data_class, class_reason from app.part where id = :p", p=part)[0])


def test_raised_it_is_gone_at_once_for_who_may_not_read_that_class_and_back_when_lowered(
    house: House, part: UUID
) -> None:
    """R70: money is nothing for care and not for every colleague; the lead lowers it again."""
    assert reclass(house, "U-WC1", part, "K4").status_code == 303
    assert read_by(house) == {"U-WC1", "U-CR1"}
    lead = house.sign_in("U-CR1").get(f"{house.url(CASE)}/klasse")
    assert shows(lead, SEEN[:40])
    assert reclass(house, "U-CR1", part, "K3", WHY).status_code == 303
    assert read_by(house) == {"U-WC1", "U-WB1", "U-CR1", "U-ZP1"}
    assert stands(house, part) == ("K3", WHY)


def test_both_ways_leave_an_entry_with_both_classes_and_ring(house: House, part: UUID) -> None:
    """R70, R88: codes only; the reason stays with the part."""
    reclass(house, "U-WC1", part, "K4")
    reclass(house, "U-CR1", part, "K3", WHY)
    for who, name, both in (("U-WC1", "part.raised", ["K3", "K4"]), ("U-CR1", "part.lowered", ["K4", "K3"])):
        entry = next(one for one in entries(house, who) if one.name == name)
        assert (entry.event, entry.particulars["codes"], entry.object_id) == ("WIJZIGEN", both, part)
        assert entry.ring_kind == "access.changed"
        assert WHY not in str(entry._mapping)


def test_the_author_may_raise_it_above_the_own_sight(house: House) -> None:
    """R70: a caretaker reads nothing about money, and says that this is about money."""
    case, writer = house.url(CASE), house.sign_in("U-WB1")
    writer.post(f"{case}/notities", {"feit": SEEN, "category": "G_WOONFEIT"})
    part = house.truth("select id from app.part where text = :t", t=SEEN)[0].id
    assert reclass(house, "U-WB1", part, "K4").status_code == 303
    assert hides(writer.get(case), SEEN)
    assert stands(house, part) == ("K4", None)


def test_only_who_wrote_it_raises_it(house: House, part: UUID) -> None:
    """R70: neither a colleague nor the lead."""
    for who in ("U-WB1", "U-CR1", "U-ZP1"):
        assert reclass(house, who, part, "K4").status_code in (400, 403), who
        with house.sign_in(who).unit() as unit:
            facts = facts_of(house, unit, CASE)
            with pytest.raises(Forbidden):
                classing.change(unit, facts, house.thing(CASE), part=part, data_class="K4", reason=WHY)
    assert stands(house, part) == ("K3", None)


def test_only_the_lead_lowers_it_with_a_reason_and_never_below_its_kind(house: House, part: UUID) -> None:
    """R70: not its author, not without a sentence, not under what this kind of data is."""
    reclass(house, "U-WC1", part, "K4")
    assert reclass(house, "U-WC1", part, "K3", WHY).status_code == 403
    for data_class, reason in (("K3", ""), ("K3", "   kort   "), ("K2", WHY), ("K4", WHY), ("K1", WHY)):
        assert reclass(house, "U-CR1", part, data_class, reason).status_code == 400, (data_class, reason)
    assert stands(house, part) == ("K4", None)
    with house.sign_in("U-CR1").unit() as unit:
        facts = facts_of(house, unit, CASE)
        with pytest.raises(Invalid) as caught:
            classing.change(unit, facts, house.thing(CASE), part=part, data_class="K2", reason="")
    assert set(caught.value.faults) == {"data_class", "reason"}


def test_a_director_who_does_not_lead_the_case_lowers_nothing(house: House, part: UUID) -> None:
    """R70."""
    reclass(house, "U-WC1", part, "K4")
    house.truth("update app.case_file set lead_id = null where id = :c", c=house.thing(CASE))
    assert reclass(house, "U-CR1", part, "K3", WHY).status_code == 400
    lowered = "update app.part set data_class = 'K3', class_reason = :r where id = :p"
    assert refused_by_database(house, "U-CR1", lowered, p=part, r=WHY) == "WA002"


def test_the_most_sensitive_shields_the_whole_case_and_lowering_does_not_undo_that(
    house: House, part: UUID
) -> None:
    """R70, rulings.md 6: as a new part of that class would."""
    assert not secret(house, part)
    assert reclass(house, "U-WC1", part, "K7").status_code == 303
    assert secret(house, part)
    assert read_by(house) == {"U-WC1", "U-CR1", "U-ZP1"}
    ways = "select distinct a.via from app.matter_access a join app.part p using (matter_id) where p.id = :p"
    assert {row.via for row in house.truth(ways, p=part)} == {"team"}
    assert reclass(house, "U-CR1", part, "K3", WHY).status_code == 303
    assert secret(house, part)


def secret(house: House, part: UUID) -> bool:
    matter = "select m.secret from app.matter m join app.part p on p.matter_id = m.id where p.id = :p"
    return bool(house.truth(matter, p=part)[0].secret)


def test_the_rows_refuse_a_forged_change(house: House, part: UUID) -> None:
    """R70: also when a programmer forgets; a stranger to the case finds no row at all."""
    raised, function = (
        "update app.part set data_class = 'K5' where id = :p",
        "select app.raise_class(:p, 'K5')",
    )
    for who in ("U-WB1", "U-CR1", "U-ZP1"):
        assert refused_by_database(house, who, raised, p=part) == "WA002", who
        assert refused_by_database(house, who, function, p=part) == "WA002", who
    assert refused_by_database(house, "U-WB3", function, p=part) == "WA002"
    reason = "update app.part set class_reason = 'zomaar een andere reden' where id = :p"
    assert refused_by_database(house, "U-CR1", reason, p=part) == "WA002"
    reclass(house, "U-WC1", part, "K4")
    lowered = "update app.part set data_class = :k, class_reason = :r where id = :p"
    for who, data_class, why in (("U-WC1", "K3", WHY), ("U-CR1", "K3", "kort"), ("U-CR1", "K2", WHY)):
        assert refused_by_database(house, who, lowered, p=part, k=data_class, r=why) == "WA002", who
    assert (
        refused_by_database(house, "U-CR1", "update app.part set text = '' where id = :p", p=part) == "42501"
    )
    assert refused_by_database(house, "U-CR1", lowered, p=part, k="K3", r=WHY) is None
    assert stands(house, part) == ("K4", None)


def test_the_database_knows_the_class_of_every_kind_as_the_code_list_has_it(house: House) -> None:
    """R70: what nothing may be lowered below."""
    for item in codes.items("gegevenscategorieen"):
        (found,) = house.truth("select app.class_of(:c) as least", c=item.code)
        assert found.least == codes.category(item.code).data_class, item.code


def test_a_link_stands_only_at_what_one_may_class_anew(house: House, part: UUID) -> None:
    """R70: the author at the own note, the lead at every note; who follows it reads nothing more."""
    case = house.url(CASE)
    assert f"{case}/klasse?notitie=" in house.sign_in("U-WC1").get(case).text
    assert f"{case}/klasse?notitie=" in house.sign_in("U-CR1").get(case).text
    assert f"{case}/klasse?notitie=" not in house.sign_in("U-ZP1").get(case).text
    assert hides(house.sign_in("U-ZP1").get(f"{case}/klasse"), SEEN[:40])


def test_who_cannot_lower_is_not_asked_why_and_finds_only_what_can_be_raised(house: House) -> None:
    """R70: the form holds what this person can do, and nothing else."""
    author, lead = house.sign_in("U-WC1"), house.sign_in("U-CR1")
    assert 'name="reason"' not in author.get(f"{house.url(CASE)}/klasse").text
    assert 'name="reason"' in lead.get(f"{house.url(CASE)}/klasse").text
    offered = re.findall(r'name="part"[^>]*value="([^"]+)"', author.get(f"{house.url('S-07')}/klasse").text)
    classes = {str(r.id): r.data_class for r in house.truth("select id, data_class from app.part")}
    assert offered
    assert "K7" not in {classes[part] for part in offered}
