"""Q8, Q9 and Q11 look at everything of a kind; and what every queue has in common."""

import json
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from tests.review.acting import act, at, codes, day, found, refused, search
from wijkaanpak.review.queues import QUEUES
from wijkaanpak.review.queues.q08_export import QUEUE as EXPORT
from wijkaanpak.review.queues.q09_exposed import QUEUE as EXPOSED
from wijkaanpak.review.queues.q11_without_ground import QUEUE as WITHOUT_GROUND
from wijkaanpak.web import language

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"
SECRET = frozenset({"GEHEIM_ADRES"})


@pytest.fixture(scope="module")
def app() -> Flask:
    """As much of an application as a sentence needs."""
    made = Flask("desk")
    language.install(made, str(TRANSLATIONS))
    return made


def test_every_export_is_a_finding_of_its_own() -> None:
    exports = [act(event="AFDRUK_EXPORT"), act("11:00", event="AFDRUK_EXPORT")]
    assert len(found(EXPORT, day(*exports, act(), refused(event="AFDRUK_EXPORT")))) == 2
    assert found(EXPORT, day(act(event="AFDRUK_EXPORT", kind="RAPPORT"))) == []


def test_every_reading_about_an_exposed_resident_is_found_by_dossier() -> None:
    matter = uuid4()
    seen = [act(matter=matter, exposed=SECRET), act("11:00", matter=matter, exposed=SECRET)]
    hit = search(exposed=SECRET)
    two = found(EXPOSED, day(*seen, hit, act(), refused(exposed=SECRET)))
    assert sorted(len(one.acts) for one in two) == [1, 2]
    assert all(codes(one) == {"GEHEIM_ADRES"} for one in two)


def test_a_colleague_is_looked_at_in_another_queue() -> None:
    assert found(EXPOSED, day(act(exposed=frozenset({"COLLEGA"})))) == []


def test_what_no_ground_carried_is_urgent_and_due_the_next_working_day() -> None:
    [one] = found(WITHOUT_GROUND, day(act(bare=2), act()))
    assert one.stands_out == (("WITHOUT", {"parts": 2}),)
    assert WITHOUT_GROUND.urgent
    assert WITHOUT_GROUND.due_on(at("23:30", date(2026, 4, 2))) == date(2026, 4, 7)  # after Easter


@pytest.mark.parametrize(
    ("code", "days"),
    [("Q2", 10), ("Q3", 5), ("Q4", 10), ("Q5", 10), ("Q6", 10), ("Q7", 10), ("Q8", 10), ("Q9", 5),
     ("Q11", 1)],
)  # fmt: skip
def test_the_term_of_each_queue(code: str, days: int) -> None:
    assert QUEUES[code].term == days


def test_the_sample_of_a_month_is_due_at_the_end_of_the_next() -> None:
    sample = QUEUES["Q10"]
    assert sample.due_on(at("12:00", date(2026, 1, 15))) == date(2026, 2, 28)
    assert sample.due_on(at("23:59", date(2026, 12, 31))) == date(2027, 1, 31)
    assert sample.due_on(at("00:00", date(2027, 1, 1))) == date(2027, 2, 28)


def test_every_fact_that_a_rule_tells_can_be_said_and_holds_only_codes_and_counts(app: Flask) -> None:
    """T40: a finding keeps no name, no text and no resident; it refers to entries."""
    everything = {"declared": True, "exposed": SECRET | {"COLLEGA", "PUBLIEK_BEKEND"}, "bare": 1}
    busy = [
        *(refused(f"09:{n:02}", own=True, declared=True) for n in range(3)),
        *(act(f"10:{n:02}", **everything) for n in range(30)),
        *(search(f"12:{n:02}", hits=0) for n in range(12)),
        act(event="AFDRUK_EXPORT"), act("23:00"), refused(reason="GRONDSLAG_VERVALLEN"),
        refused("14:00", reason="STATUS", closed_at=at("13:00")),
    ]  # fmt: skip
    with app.test_request_context():
        for queue in QUEUES.values():
            lot = found(queue, day(*busy)) if queue.find else []
            assert lot or queue.find is None, queue.code
            for one in lot:
                assert json.loads(json.dumps(one.facts)) == one.facts
                for fact in (*one.stands_out, *one.ordinary):
                    assert len(queue.say(fact)) > 10
                    assert all(isinstance(number, int) for number in fact[1].values()), fact


def test_every_sentence_of_a_queue_can_be_said(app: Flask) -> None:
    numbers = dict.fromkeys(
        ("cases", "least", "most", "times", "limit", "readings", "searches", "opened", "share", "parts",
         "drawn", "seed"), 1,
    )  # fmt: skip
    with app.test_request_context():
        for queue in QUEUES.values():
            assert str(queue.title)
            assert "%" not in str(queue.rule)
            for code in queue.words:
                assert "%(" not in queue.say((code, numbers))
