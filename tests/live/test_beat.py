"""What is not there leaves on a beat, and nothing else waits (T08)."""

import pytest
from werkzeug.test import Client

from wijkaanpak.live.beat import BEAT, Beat, rest


@pytest.mark.parametrize("taken", [0.0, 0.0021, 0.0034, 0.0499, 0.0501, 0.07, 0.31])
def test_whatever_it_took_it_ends_on_a_beat(taken: float) -> None:
    whole = (taken + rest(taken)) / BEAT
    assert whole == pytest.approx(round(whole))
    assert 0 < rest(taken) <= BEAT


def test_a_little_more_work_ends_on_the_same_beat() -> None:
    """Deciding about what is there costs a few milliseconds more than finding nothing."""
    nothing, forbidden = 0.0031, 0.0058
    assert nothing + rest(nothing) == pytest.approx(forbidden + rest(forbidden))


@pytest.mark.parametrize(("status", "waits"), [("404 NOT FOUND", 1), ("200 OK", 0), ("403 FORBIDDEN", 0)])
def test_only_what_is_not_there_waits_and_its_bytes_stay_the_same(status: str, waits: int) -> None:
    waited: list[float] = []

    def app(_environ: object, start: object) -> list[bytes]:
        start(status, [("Content-Type", "text/plain")])  # type: ignore[operator]
        return [b"woorden"]

    answer = Client(Beat(app, waited.append)).get("/")  # type: ignore[arg-type]
    assert (answer.status, answer.data) == (status, b"woorden")
    assert len(waited) == waits
    assert all(0 < seconds <= BEAT for seconds in waited)
