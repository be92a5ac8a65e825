"""Q7: ten searches for a resident on one day or more, of which less than a fifth led to work."""

from itertools import chain
from uuid import uuid4

import pytest

from tests.review.acting import act, at, day, found, minutes, search
from wijkaanpak.review.queues.q07_searching import QUEUE
from wijkaanpak.review.queues.queue import Act


def searched(number: int, opened: int = 0) -> list[Act]:
    """So many searches, ten minutes apart, after each of the first of which something was opened."""
    begin = [at("08:00") + minutes(10 * n) for n in range(number)]
    went_on = [act(moment + minutes(1)) for moment in begin[:opened]]
    return list(chain((search(moment) for moment in begin), went_on))


@pytest.mark.parametrize(
    ("number", "opened", "stands_out"),
    [
        (9, 0, False),
        (10, 0, True),
        (10, 1, True),  # 10 %
        (10, 2, False),  # 20 %
        (11, 2, True),  # 18 %
        (16, 3, True),  # 18.75 %
        (36, 7, True),  # 19.4 %
        (35, 7, False),  # 20 %
    ],
)
def test_less_than_a_fifth_of_ten_or_more_stands_out(number: int, opened: int, stands_out: bool) -> None:
    assert bool(found(QUEUE, day(*searched(number, opened)))) == stands_out


def test_the_same_question_again_is_no_other_search() -> None:
    again = [search(at("14:00") + minutes(n), question="the same") for n in range(9)]
    assert found(QUEUE, day(*searched(8), *again)) == []
    assert found(QUEUE, day(*searched(9), *again))


def test_opening_counts_soon_after_a_search_and_once_for_each() -> None:
    """What was opened an hour later, or three things after one search, does not make ten searches work."""
    late = [act(at("09:30") + minutes(16)), act(at("13:00"))]
    assert found(QUEUE, day(*searched(10), *late))
    thrice = [act(at("09:30") + minutes(n)) for n in (1, 2, 3)]
    assert found(QUEUE, day(*searched(10), *thrice))
    hourly = [search(at("08:00") + minutes(60 * n)) for n in range(10)]
    for soon, stands_out in ((15, False), (15.1, True)):
        then = [act(one.at + minutes(soon)) for one in hourly[:2]]
        assert bool(found(QUEUE, day(*hourly, *then))) == stands_out


def test_reporting_who_was_found_nowhere_is_work_too() -> None:
    made = [act(at("08:00") + minutes(10 * n + 4), event="AANMAKEN", kind="SIGNAAL") for n in range(2)]
    assert found(QUEUE, day(*searched(10), *made)) == []
    listed = [act(at("08:00") + minutes(10 * n + 4), event="LIJST", kind="CASE") for n in range(2)]
    assert found(QUEUE, day(*searched(10), *listed))


def test_looking_for_a_case_by_its_number_is_no_search_for_a_resident() -> None:
    numbers = [search(at("14:00") + minutes(n), question=None) for n in range(20)]
    assert found(QUEUE, day(*numbers)) == []
    assert found(QUEUE, day(*numbers, *searched(9))) == []
    assert found(QUEUE, day(*numbers, *searched(10)))


def test_how_many_found_nobody_is_told() -> None:
    nobody = [search(at("15:00") + minutes(n), hits=0, question=str(uuid4())) for n in range(6)]
    [one] = found(QUEUE, day(*searched(6), *nobody))
    assert ("NOBODY", {"searches": 6}) in one.ordinary
