"""Duty and the night instruction of Oeverdrecht, as they were loaded (R134, R137, R138)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests.cast import House
from wijkaanpak.matters.models import Matter, Part
from wijkaanpak.organisations.models import Staff
from wijkaanpak.places.models import Complex, Shift


def told(house: House) -> dict[tuple[str, str], Shift]:
    """Every shift by who has it and where."""
    with house.sign_in("U-TL2").unit() as unit:
        rows = unit.session.execute(
            select(Staff.reference, Complex.reference, Shift)
            .join(Shift, Shift.staff_id == Staff.id)
            .join(Complex, Complex.id == Shift.complex_id)
        ).all()
        return {(who, where): shift for who, where, shift in rows}


def test_a_shift_is_one_row_a_complex_and_holds_from_its_acceptance(house: House) -> None:
    """R134, R138."""
    shifts = told(house)
    assert set(shifts) == {("U-DD1", "C-202"), ("U-WB2", "C-202"), ("U-WB2", "C-203"), ("U-DD2", "C-202")}
    for shift in shifts.values():
        assert shift.accepted_at == shift.starts_at < shift.ends_at


def test_only_an_accepted_hand_over_ends_a_shift(house: House) -> None:
    """R138: the second hand-over of the file was never accepted."""
    shifts = told(house)
    first = shifts["U-DD1", "C-202"]
    assert first.handed_over_at == first.ends_at + timedelta(minutes=4)
    assert shifts["U-WB2", "C-203"].handed_over_at is None


def test_the_night_instruction_holds_for_thirty_days(house: House) -> None:
    """R137: one advice of the world begins with that word."""
    with house.sign_in("U-WC2").unit() as unit:
        facts = unit.facts(house.thing("S-05"))
        assert facts is not None
        matter = facts[0].id
        nights = unit.session.execute(
            select(Part.kind, Part.written_at, Part.night_until).where(
                Part.matter_id == matter, Part.night_until.is_not(None)
            )
        ).all()
        assert [kind for kind, _, _ in nights] == ["advies"]
        assert nights[0].night_until - nights[0].written_at == timedelta(days=30)
        assert unit.session.scalar(select(Matter.blocked_at).where(Matter.id == matter)) is None
    assert [part.night_until for part in facts[0].parts if part.night_until] == [nights[0].night_until]
