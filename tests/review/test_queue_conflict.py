"""Q3: near what somebody declared to know, or a resident who is a colleague (R66)."""

from uuid import uuid4

import pytest

from tests.review.acting import act, codes, day, found, refused, search
from wijkaanpak.review.queues.q03_conflict import QUEUE
from wijkaanpak.review.queues.queue import Act


@pytest.mark.parametrize(
    "near",
    [
        refused(reason="BELANGENCONFLICT"),
        refused(reason="NIET_BETROKKEN", declared=True),
        refused(reason="BELANGENCONFLICT", kind="PERSOON", matter=None),
    ],
)
def test_one_attempt_at_what_was_declared_is_found(near: Act) -> None:
    """R66: whatever reason the refusal had, for who works nowhere near is refused for that first."""
    [one] = found(QUEUE, day(near))
    assert codes(one) == {"DECLARED"}
    assert one.ordinary == (("BY_ACCIDENT", {}),)


def test_what_was_let_through_is_said_so() -> None:
    [one] = found(QUEUE, day(act(declared=True)))
    assert ("LET_THROUGH", {"times": 1}) in one.stands_out
    assert one.ordinary == ()


def test_a_resident_who_is_a_colleague_is_found_when_read() -> None:
    exposed = frozenset({"COLLEGA"})
    [one] = found(QUEUE, day(act(exposed=exposed)))
    assert codes(one) == {"COLLEAGUE"}
    assert found(QUEUE, day(refused(exposed=exposed))) == []
    assert found(QUEUE, day(act(exposed=frozenset({"GEHEIM_ADRES"})))) == []


def test_each_thing_is_a_finding_of_its_own_and_a_day_of_one_thing_is_one() -> None:
    matter = uuid4()
    twice = [refused(declared=True, matter=matter), refused("11:00", declared=True, matter=matter)]
    two = found(QUEUE, day(*twice, refused(declared=True)))
    assert sorted(len(one.acts) for one in two) == [1, 2]
    assert len({one.key for one in two}) == 2


def test_an_open_page_that_asks_again_is_no_attempt() -> None:
    assert found(QUEUE, day(refused(event="KAMER_BETREDEN", declared=True))) == []


def test_work_that_has_nothing_to_do_with_it_is_not_found() -> None:
    assert found(QUEUE, day(act(), refused(), search(), act(exposed=frozenset({"PUBLIEK_BEKEND"})))) == []
