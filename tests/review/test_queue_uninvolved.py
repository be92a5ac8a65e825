"""Q2: refused at three or more dossiers on one day in which one has no part."""

from uuid import uuid4

from tests.review.acting import TODAY, act, at, day, found, refused
from wijkaanpak.foundation.working_days import DAY
from wijkaanpak.review.queues.q02_uninvolved import QUEUE


def test_the_third_dossier_of_a_day_stands_out_and_the_second_does_not() -> None:
    tried = [refused(), refused(), refused()]
    assert found(QUEUE, day(*tried[:2])) == []
    [one] = found(QUEUE, day(*tried))
    assert set(one.acts) == set(tried)
    assert one.stands_out == (("DOSSIERS", {"cases": 3, "least": 3}),)


def test_the_same_dossier_again_is_no_other_dossier() -> None:
    """Also by the address of its signal: what counts is the matter."""
    matter = uuid4()
    again = [refused(matter=matter), refused(matter=matter, kind="SIGNAAL", thing=uuid4())]
    assert found(QUEUE, day(*again, refused())) == []
    [one] = found(QUEUE, day(*again, refused(), refused()))
    assert len(one.acts) == 4


def test_addresses_of_nothing_count_as_tries() -> None:
    """Somebody who guesses ids finds nothing, and is found."""
    assert found(QUEUE, day(*(refused(matter=None) for _ in range(3))))


def test_only_want_of_involvement_counts() -> None:
    others = [
        refused(reason=why) for why in ("GRONDSLAG_ONTBREEKT", "STATUS", "KLASSE_TE_HOOG", "GEEN_DIENST")
    ]
    assert found(QUEUE, day(refused(), refused(), *others)) == []
    assert found(QUEUE, day(*(act() for _ in range(9)))) == []


def test_a_day_is_a_day_of_the_calendar_here() -> None:
    """Half past midnight belongs to the day that began, although UTC says otherwise."""
    tried = [refused(at("23:59:59")), refused(at("00:30")), refused(at("00:00", TODAY + DAY))]
    assert found(QUEUE, day(*tried)) == []
    assert found(QUEUE, day(*tried, refused(at("12:00"))))


def test_how_many_the_own_organisation_answers_for_is_told() -> None:
    [one] = found(QUEUE, day(refused(own=True), refused(own=True), refused()))
    assert ("OWN", {"cases": 2}) in one.ordinary
