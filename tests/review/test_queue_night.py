"""Q5: read between 22:00 and 06:00 while no shift held there."""

from datetime import date
from uuid import uuid4

import pytest

from tests.review.acting import TODAY, act, at, codes, day, found, refused, search
from wijkaanpak.foundation.working_days import DAY
from wijkaanpak.review.queues.q05_night import QUEUE
from wijkaanpak.review.queues.queue import Duty

TOMORROW = TODAY + DAY
HERE, ELSEWHERE = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("clock", "on", "stands_out"),
    [
        ("21:59:59", TODAY, False),
        ("22:00", TODAY, True),
        ("23:59:59", TODAY, True),
        ("00:00", TOMORROW, True),
        ("05:59:59", TOMORROW, True),
        ("06:00", TOMORROW, False),
        ("05:59:59", TODAY, False),  # of the night before, which is its own day's
    ],
)
def test_the_night_begins_at_ten_and_ends_at_six(clock: str, on: date, stands_out: bool) -> None:
    assert bool(found(QUEUE, day(act(at(clock, on))))) == stands_out


@pytest.mark.parametrize("change", [date(2026, 3, 28), date(2026, 10, 24)])
@pytest.mark.parametrize(("clock", "next_day", "stands_out"), [
    ("21:59:59", False, False), ("22:00", False, True), ("05:59:59", True, True), ("06:00", True, False),
])  # fmt: skip
def test_the_clocks_here_say_when_it_is_night_when_they_change_too(
    change: date, clock: str, next_day: bool, stands_out: bool
) -> None:
    moment = at(clock, change + DAY if next_day else change)
    assert bool(found(QUEUE, day(act(moment), on=change))) == stands_out


def test_both_hours_that_autumn_brings_are_night() -> None:
    night = date(2026, 10, 24)
    both = [act(at("02:30", night + DAY, second_time=again)) for again in (False, True)]
    [one] = found(QUEUE, day(*both, on=night))
    assert one.stands_out[0] == ("AT_NIGHT", {"readings": 2})


def test_one_night_is_one_finding_across_midnight() -> None:
    [one] = found(QUEUE, day(act(at("23:30")), act(at("00:30", TOMORROW))))
    assert len(one.acts) == 2
    assert one.key.startswith(str(TODAY))


def test_a_shift_that_holds_at_that_complex_makes_it_ordinary() -> None:
    shift = Duty(HERE, at("16:30"), at("00:30", TOMORROW))
    within = act(at("23:00"), place=HERE)
    assert found(QUEUE, day(within, shifts=(shift,))) == []
    [one] = found(QUEUE, day(within, act(at("23:10"), place=ELSEWHERE), shifts=(shift,)))
    assert codes(one) == {"AT_NIGHT", "DUTY_ELSEWHERE"}
    assert ("WITHIN_DUTY", {"readings": 1}) in one.ordinary


def test_a_shift_holds_from_its_beginning_and_until_its_end_excluded() -> None:
    shift = Duty(HERE, at("22:30"), at("00:30", TOMORROW))
    for clock, on, ordinary in (
        ("22:29:59", TODAY, False), ("22:30", TODAY, True),
        ("00:29:59", TOMORROW, True), ("00:30", TOMORROW, False),
    ):  # fmt: skip
        assert bool(found(QUEUE, day(act(at(clock, on), place=HERE), shifts=(shift,)))) != ordinary, clock


def test_what_belongs_to_no_complex_is_ordinary_during_any_shift() -> None:
    shift = Duty(HERE, at("22:00"), at("06:00", TOMORROW))
    assert found(QUEUE, day(search(at("23:00")), shifts=(shift,))) == []
    assert codes(found(QUEUE, day(search(at("23:00"))))[0]) == {"AT_NIGHT", "NO_DUTY"}


def test_a_search_that_found_nobody_was_a_search() -> None:
    assert found(QUEUE, day(search(at("23:00"), hits=0, sensitivity="K0")))


def test_what_shows_no_resident_and_what_is_judged_elsewhere_is_not_found() -> None:
    """The work that waits is numbers and places; every use of emergency access is judged in Q1."""
    late = at("23:00")
    assert found(QUEUE, day(act(late, event="LIJST", sensitivity="K1"))) == []
    assert found(QUEUE, day(act(late, via="emergency"))) == []
    assert found(QUEUE, day(refused(late))) == []
    assert found(QUEUE, day(act(late, event="AANMAKEN"))) == []
