"""Q6: tried after a case was closed, or after the ground had ended."""

from uuid import uuid4

from tests.review.acting import act, at, codes, day, found, minutes, refused
from wijkaanpak.review.queues.q06_after_the_end import QUEUE


def test_one_attempt_after_the_ground_ended_is_found() -> None:
    [one] = found(QUEUE, day(refused(reason="GRONDSLAG_VERVALLEN")))
    assert codes(one) == {"TRIED", "GROUND_ENDED"}


def test_a_state_counts_only_once_the_case_was_closed() -> None:
    """A signal that became a case is refused with the same code, and that is no end."""
    closed = at("10:00")
    for moment, stands_out in ((closed - minutes(1), False), (closed, True), (closed + minutes(1), True)):
        tried = refused(moment, reason="STATUS", closed_at=closed)
        assert bool(found(QUEUE, day(tried))) == stands_out
    assert found(QUEUE, day(refused(reason="STATUS"))) == []
    [one] = found(QUEUE, day(refused("11:00", reason="STATUS", closed_at=closed)))
    assert codes(one) == {"TRIED", "CLOSED"}


def test_another_reason_is_not_about_an_end() -> None:
    why = ("GRONDSLAG_ONTBREEKT", "NIET_BETROKKEN", "CONVENANT_INACTIEF", "KLASSE_TE_HOOG")
    assert found(QUEUE, day(*(refused(reason=one) for one in why))) == []
    assert found(QUEUE, day(act(closed_at=at("09:00")))) == []


def test_a_page_that_was_open_when_it_ended_tried_nothing() -> None:
    """It asks anew by itself, within a second of the withdrawal."""
    assert found(QUEUE, day(refused(event="KAMER_BETREDEN", reason="GRONDSLAG_VERVALLEN"))) == []


def test_one_dossier_a_day_is_one_finding() -> None:
    matter = uuid4()
    thrice = [refused(f"1{n}:00", reason="GRONDSLAG_VERVALLEN", matter=matter) for n in range(3)]
    other = refused(reason="GRONDSLAG_VERVALLEN")
    two = found(QUEUE, day(*thrice, other))
    assert sorted(len(one.acts) for one in two) == [1, 3]
    assert {one.matter for one in two} == {matter, other.matter}
