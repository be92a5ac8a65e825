"""S-04 and S-05 in time: a ground counts from its first moment and no longer at its last (R46)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from tests.cast import House
from tests.scenario.conftest import hides, last_refusal, shows, zaak
from wijkaanpak.access import policy
from wijkaanpak.access.verbs import Verb
from wijkaanpak.matters.reading import parts

LINES = """select l.* from app.ground_line l join app.case_file c using (matter_id)
           join app.organisation o on o.id = l.recipient_id where c.id = :c and o.reference = :r"""


def line(house: House, case: str, recipient: str) -> Any:
    return house.truth(LINES, c=house.thing(case), r=recipient)[0]


def move_to(house: House, moment: datetime) -> None:
    """Let it be this moment in the house; from then on it runs on."""
    house.move_clock(moment - house.truth("select clock_timestamp() as now")[0].now)


def test_s04_the_ground_stops_by_itself_after_06_12(house: House) -> None:
    one, until = zaak("S-04"), line(house, "S-04", "ORG-WEL").valid_until
    move_to(house, until - timedelta(minutes=1))
    partner = house.sign_in("U-WW1")
    assert shows(partner.get(house.url("S-04")), one.advies, *one.names)
    move_to(house, until)
    answer = partner.get(house.url("S-04"))  # the same session, the next request
    assert (answer.status_code, "GRONDSLAG_VERVALLEN" in answer.text) == (403, True)
    assert hides(answer, *one.everything)
    assert last_refusal(house, "U-WW1").reason_code == "GRONDSLAG_VERVALLEN"
    assert house.url("S-04") not in partner.get("/casussen").text
    lead = house.sign_in("U-CR1").get(house.url("S-04"))
    assert lead.status_code == 200
    assert hides(lead, *one.everything)
    assert shows(house.sign_in("U-WC2").get(house.url("S-04")), one.feit, *one.names)


def test_from_is_included_and_until_is_excluded_to_the_microsecond(house: House) -> None:
    """Rulings 17: policy and rows agree at the edge; dates are moved round the moment of a transaction."""
    partner, tick = house.sign_in("U-WW1"), timedelta(microseconds=1)

    def readable(since: datetime, until: datetime) -> tuple[bool, bool]:
        """Whether the rows exist, and whether the policy says so, at the moment of this transaction."""
        matter = house.truth("select matter_id from app.case_file where id = :c", c=house.thing("S-04"))
        for table in ("ground", "ground_line"):
            house.truth(
                f"update app.{table} set valid_from = :a, valid_until = :b where matter_id = :m",
                a=since, b=until, m=matter[0].matter_id,
            )  # fmt: skip
        found = unit.facts(house.thing("S-04"))
        assert found is not None
        rows = {part.kind for part in parts(unit, found[0])}
        says = policy.decide(unit.actor, Verb.CASE_READ, found[0], unit.now).allowed
        return "advies" in rows, says

    house.truth("update app.consent set valid_until = null")
    with partner.unit() as unit:
        now, day = unit.now, timedelta(days=1)
        assert unit.session.execute(text("select app.now()")).scalar() == now
        assert readable(now - day, now + tick) == (True, True)
        assert readable(now - day, now) == (False, False)
        assert readable(now, now + day) == (True, True)
        assert readable(now + tick, now + day) == (False, False)


def test_s04_a_consent_that_ran_out_closes_its_ground_too(house: House) -> None:
    """R48: a ground of consent counts no longer than the yes it rests on."""
    one = zaak("S-04")
    house.truth(
        "update app.consent set valid_until = now() - interval '1 second' where valid_until is not null"
    )
    answer = house.sign_in("U-WW1").get(house.url("S-04"))
    assert (answer.status_code, hides(answer, *one.everything)) == (403, True)


def test_s05_vital_interest_ends_after_72_hours(house: House) -> None:
    one = zaak("S-05")
    vital = house.truth(
        "select g.* from app.ground g join app.case_file c using (matter_id) where c.id = :c "
        "and g.basis = 'A6_1D' order by g.valid_until", c=house.thing("S-05"),
    )  # fmt: skip
    assert [(g.valid_until - g.valid_from) for g in vital] == [timedelta(hours=72)] * 2
    first, last = vital[0].valid_until, vital[-1].valid_until
    move_to(house, first - timedelta(minutes=1))
    assert shows(house.sign_in("U-CR1").get(house.url("S-05")), one.feit, *one.others)
    move_to(house, last)
    lead = house.sign_in("U-CR1").get(house.url("S-05"))
    assert shows(lead, one.advies)  # what the municipality wrote itself
    assert hides(lead, one.feit, *one.others, *one.names)


def test_s05_what_was_passed_on_ends_with_what_it_was_passed_on_from(house: House) -> None:
    """Rulings 2: the municipality passes the facts to De Vlier only while it may itself read them."""
    one = zaak("S-05")
    last = max(
        row.valid_until
        for row in house.truth(LINES + " and l.basis = 'A6_1D'", c=house.thing("S-05"), r="ORG-GEM")
    )
    assert shows(house.sign_in("U-ZP1").get(house.url("S-05")), one.feit, *one.names, *one.others)
    move_to(house, last + timedelta(seconds=1))
    care = house.sign_in("U-ZP1").get(house.url("S-05"))
    assert shows(care, *one.others)
    assert hides(care, one.feit, *one.names)


def test_s05_the_advice_outlives_the_vital_interest(house: House) -> None:
    move_to(house, line(house, "S-05", "ORG-GEM").valid_until + timedelta(days=3))
    page = house.sign_in("U-WC2").get(house.url("S-05"))
    assert shows(page, zaak("S-05").advies)
    move_to(house, line(house, "S-05", "ORG-HAV").valid_until)
    assert hides(house.sign_in("U-WC2").get(house.url("S-05")), zaak("S-05").advies)
