"""Q4: more than twenty dossiers within an hour, and than three times what the role opens."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.review.acting import act, at, day, found, minutes, refused
from wijkaanpak.review.queues.q04_many import QUEUE
from wijkaanpak.review.queues.queue import Act, Day


def opened(number: int, over: float = 59.0, begin: str = "10:20") -> list[Act]:
    """So many dossiers, spread evenly over some minutes."""
    return [act(at(begin) + minutes(over * n / max(1, number - 1))) for n in range(number)]


def test_twenty_within_an_hour_are_ordinary_and_twenty_one_are_not() -> None:
    assert found(QUEUE, day(*opened(20))) == []
    [one] = found(QUEUE, day(*opened(21)))
    assert one.stands_out == (("IN_AN_HOUR", {"cases": 21, "limit": 20}),)


@pytest.mark.parametrize(("usual", "number", "stands_out"), [(6, 21, True), (7, 21, False), (7, 22, True)])
def test_three_times_the_middle_of_the_role_is_the_limit_where_that_is_more(
    usual: int, number: int, stands_out: bool
) -> None:
    asked: list[str] = []

    def of_role(role: str) -> float:
        asked.append(role)
        return usual

    given = day(*opened(number), usual=of_role)
    assert bool(found(QUEUE, given)) == stands_out
    assert asked == ["WT"]


def test_the_middle_of_a_role_is_not_asked_for_while_nothing_stands_out() -> None:
    def never(_role: str) -> float:
        raise AssertionError

    assert found(QUEUE, day(*opened(20), usual=never)) == []


def test_any_sixty_minutes_count_not_only_those_of_the_clock() -> None:
    """Eleven before the hour and eleven after it."""
    assert found(QUEUE, day(*opened(22, over=40, begin="10:40")))


def test_sixty_minutes_end_where_the_next_begin() -> None:
    first, last = opened(20, over=30), act(at("11:20"))
    assert found(QUEUE, day(*first, last)) == []
    assert found(QUEUE, day(*first, act(at("11:19:59"))))


def test_the_same_dossier_again_is_no_other_dossier() -> None:
    matter = uuid4()
    again = [act(at("10:30") + minutes(n), matter=matter) for n in range(20)]
    assert found(QUEUE, day(*opened(19), *again)) == []


def test_lists_places_and_refusals_are_not_opened_dossiers() -> None:
    others = [
        *(act("10:30", event="LIJST", name="case.list", matter=None, thing=None) for _ in range(9)),
        *(act("10:30", purpose="P_OBJECT") for _ in range(9)),
        *(refused("10:30") for _ in range(9)),
        *(act("10:30", event="AFDRUK_EXPORT") for _ in range(9)),
        *(act("10:30", kind="GRONDSLAG") for _ in range(9)),
    ]
    assert found(QUEUE, day(*opened(20), *others)) == []


def test_the_hour_that_autumn_brings_twice_is_two_hours() -> None:
    """Eleven at half past two, and an hour later, at half past two, eleven more."""
    night = date(2026, 10, 25)
    first = [act(at("02:30", night) + timedelta(seconds=n)) for n in range(11)]
    second = [act(at("02:30", night, second_time=True) + timedelta(seconds=n)) for n in range(11)]
    assert (second[0].at - first[0].at) == timedelta(hours=1)
    given: Day = day(*first, *second, on=night)
    assert found(QUEUE, given) == []
