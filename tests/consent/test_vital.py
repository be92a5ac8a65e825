"""R45: vital interest opens for 72 hours, in acute danger, after somebody else's judgement, and once more."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.cast import House
from tests.consent.acting import matter_id, reads, record
from wijkaanpak.access import codes, roles
from wijkaanpak.consent import approving
from wijkaanpak.foundation.errors import Forbidden, Invalid

VITAL = "A6_1D"


def ask(house: House, **changes: Any) -> UUID:
    """Ask for it, from now on for 72 hours."""
    with house.sign_in("U-WC2").unit() as unit:
        now = unit.now
    asked = {"basis": VITAL, "valid_from": now, "valid_until": now + timedelta(hours=72), **changes}
    return record(house, "U-WC2", "S-04", **asked).ground


def agree(house: House, who: str, ground: UUID) -> None:
    with house.sign_in(who).unit() as unit:
        approving.judge(unit, ground, agrees=True)
        unit.close()


def make_acute(house: House) -> None:
    house.truth("update app.matter set urgency = 'ACUUT' where id = :m", m=matter_id(house, "S-04"))


def seen(house: House) -> bool:
    return "G_WOONFEIT" in reads(house, "U-WW1", "S-04")


def test_it_opens_after_a_second_judgement_and_closes_by_itself_after_72_hours(house: House) -> None:
    """R45: nobody's own judgement is enough, and no job is needed for the end."""
    make_acute(house)
    ground = ask(house)
    assert not seen(house)
    with pytest.raises(Forbidden):
        agree(house, "U-WC2", ground)
    agree(house, "U-PO3", ground)
    assert seen(house)
    house.move_clock(timedelta(hours=71, minutes=50))
    assert seen(house)
    house.move_clock(timedelta(hours=72, minutes=1))
    assert not seen(house)


def test_it_is_renewed_once_by_a_second_approver_and_never_again(house: House) -> None:
    """R45: the clock does not start anew by recording it a third time."""
    make_acute(house)
    for hours in (0, 73):
        house.move_clock(timedelta(hours=hours))
        assert not seen(house)
        agree(house, "U-PO3", ask(house))
        assert seen(house)
    house.move_clock(timedelta(hours=146))
    with pytest.raises(Invalid) as refused:
        ask(house)
    assert set(refused.value.faults) == {"basis"}
    assert not seen(house)


def test_what_is_not_acute_gets_none(house: House) -> None:
    """R45."""
    with pytest.raises(Invalid) as refused:
        ask(house)
    assert set(refused.value.faults) == {"basis"}


def test_every_kind_of_data_about_money_is_kept_from_it() -> None:
    """R45: the list in grounds.yaml is that of class K4, also when one is added."""
    money = {c.code for c in codes.items("gegevenscategorieen") if codes.category(c.code).data_class == "K4"}
    assert money
    assert set(roles.ground_rules()["forbidden_categories"][VITAL]) == money
