"""Writing down a resident's word: granular, free, and never changed afterwards."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cast import House
from tests.consent.acting import (
    count,
    entries,
    facts_of,
    give,
    org,
    reads,
    refused_by_database,
    withdraw,
    yes,
)
from wijkaanpak.consent import giving
from wijkaanpak.consent.voice import FREE
from wijkaanpak.foundation.errors import Forbidden, Invalid, NotFound

SCHIPPER = ("P-04", "ORG-HAV", "ORG-WEL")
HERE = ZoneInfo("Europe/Amsterdam")


def words(house: House, person: str) -> list[object]:
    return house.truth(
        "select * from app.consent where person_id = :p order by said_at, recorded_at", p=house.person(person)
    )


def test_several_ticks_are_several_rows(house: House) -> None:
    """R48: one value each."""
    both = (org(house, "ORG-WEL"), org(house, "ORG-GEM"))
    since = count(house, "app.consent")
    give(house, "U-WC2", "S-04", *SCHIPPER, "G_WOONFEIT", "G_HUISH", recipients=both)
    rows = words(house, "P-04")[since - count(house, "app.consent") :]
    assert {(r.recipient_id, r.category, r.result) for r in rows} == {
        (o, c, "GEGEVEN") for o in both for c in ("G_WOONFEIT", "G_HUISH")
    }
    kept = rows[0]
    assert (kept.purpose, kept.given_by, kept.form, kept.age, kept.language) == (
        "P_ZORG",
        "ZELF",
        "SCHRIFTELIJK",
        88,
        "nl",
    )
    assert kept.information_version == "wijkaanpak-1"
    assert all(getattr(kept, f"free_{name}") for name in FREE)
    assert kept.recorded_by == house.staff["U-WC2"]


def test_a_yes_alone_opens_nothing_and_with_its_ground_it_does(house: House) -> None:
    """R1, R48: consent is what a ground rests on."""
    give(house, "U-WC2", "S-04", *SCHIPPER, "G_WOONFEIT")
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")
    give(house, "U-WC2", "S-04", *SCHIPPER, "G_WOONFEIT", make_ground=True)
    assert "G_WOONFEIT" in reads(house, "U-WW1", "S-04")
    made = house.truth("select * from app.ground order by decided_at desc limit 1")[0]
    assert (made.basis, made.status, made.categories) == ("A6_1A", "ACTIEF", ["G_WOONFEIT"])
    assert made.person_id == house.person("P-04")


def test_it_leaves_one_entry_and_rings(house: House) -> None:
    since = count(house)
    give(house, "U-WC2", "S-04", *SCHIPPER, "G_WOONFEIT", make_ground=True)
    found = {e.name: e for e in entries(house, since)}
    assert {"consent.recorded", "ground.recorded"} <= set(found)
    entry = found["consent.recorded"]
    assert (entry.event, entry.ring_kind) == ("TOESTEMMING_VASTGELEGD", "access.changed")
    assert house.staff["U-WW1"] in entry.ring_refs
    assert house.persons(entry.id) == [house.person("P-04")]


def test_four_times_free_is_invalid_and_carries_no_ground(house: House) -> None:
    """R48: kept, and worth nothing."""
    event = give(house, "U-WC2", "S-04", *SCHIPPER, "G_WOONFEIT", free=frozenset(FREE[:4]), make_ground=True)
    assert event.result == "ONGELDIG"
    assert words(house, "P-04")[-1].result == "ONGELDIG"
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")
    assert (
        house.truth("select count(*) from app.ground where decided_by = :w", w=house.staff["U-WC2"])[0][0]
        == (
            house.truth(
                "select count(*) from app.ground where decided_by = :w and taken_over", w=house.staff["U-WC2"]
            )[0][0]
        )
    )


def test_a_no_after_a_yes_ends_what_rested_on_it(house: House) -> None:
    """R52: whatever the word is called, the newest one counts."""
    assert "G_ADVIES" in reads(house, "U-WW1", "S-04")
    give(house, "U-WC2", "S-04", *SCHIPPER, "G_ADVIES", "G_NAW", result="GEWEIGERD")
    assert reads(house, "U-WW1", "S-04") == set()


def test_a_new_word_is_a_new_row_that_names_the_one_before(house: House) -> None:
    """R56: the history is complete, and cannot be rewritten."""
    before = count(house, "app.consent")
    give(house, "U-WC2", "S-04", *SCHIPPER, "G_ADVIES")
    rows = [
        w for w in words(house, "P-04") if (w.recipient_id, w.category) == (org(house, "ORG-WEL"), "G_ADVIES")
    ]
    assert count(house, "app.consent") == before + 1
    assert rows[-1].previous_id == rows[-2].id
    assert rows[0].previous_id is None
    for statement in (
        "update app.consent set result = 'GEWEIGERD' where id = :c",
        "update app.consent set said_at = said_at - interval '1 day' where id = :c",
        "delete from app.consent where id = :c",
        "truncate app.consent",
    ):
        assert refused_by_database(house, "U-WC2", statement, c=rows[-1].id) == "42501"


def test_consent_is_one_s_own(house: House) -> None:
    """Trap 20: N. Haddad is 14 and her mother has not said anything; what is about both stays closed."""
    with house.sign_in("U-WW2").unit() as unit, pytest.raises(Invalid) as refused:
        giving.record(
            unit, facts_of(house, unit, "S-09"), yes(house, unit, "P-04", "ORG-WEL", "ORG-GEM", "G_WOONFEIT")
        )
    assert set(refused.value.faults) == {"person"}


def test_a_youth_needs_both_and_the_consent_ends_on_the_sixteenth_birthday(house: House) -> None:
    """R57: P-09 was born on 1 December 2011, moved along with the world."""
    key = ("P-09", "ORG-WEL", "ORG-GEM", "G_WOONFEIT")
    with pytest.raises(Invalid) as refused:
        give(house, "U-WW2", "S-09", *key, given_by="ZELF")
    assert set(refused.value.faults) == {"given_by"}
    born = house.truth("select born from app.person where id = :p", p=house.person("P-09"))[0].born
    house.move_clock(
        timedelta(days=(born.replace(year=born.year + 16) - datetime.now(HERE).date()).days - 20)
    )
    renew_roles(house)
    give(house, "U-WW2", "S-09", *key, given_by="OUDER+JONGERE", valid_until=in_days(house, 60))
    kept = words(house, "P-09")[-1]
    assert kept.age == 15
    assert kept.valid_until == datetime.combine(born.replace(year=born.year + 16), datetime.min.time(), HERE)


def renew_roles(house: House) -> None:
    """Roles and covenants last, for a test that looks years ahead."""
    house.truth(
        "set local session_replication_role = replica; "
        "update app.role_assignment set valid_until = valid_until + interval '5 years'; "
        "update app.covenant set valid_until = valid_until + interval '5 years'"
    )


def in_days(house: House, number: int) -> datetime:
    return house.truth("select app.now() as now")[0].now + timedelta(days=number)


def test_special_data_need_an_explicit_yes_and_get_the_article(house: House) -> None:
    """Art. 9(2)(a); R7."""
    key = ("P-12", "ORG-GEM", "ORG-WEL", "G_JEUGD")
    with pytest.raises(Invalid) as refused:
        give(house, "U-WT1", "S-12", *key)
    assert set(refused.value.faults) == {"explicit"}
    give(house, "U-WT1", "S-12", *key, explicit=True, make_ground=True)
    made = house.truth("select * from app.ground order by decided_at desc limit 1")[0]
    assert (made.special, made.special_article) == ("A9_2A", "art. 22 lid 2 onder a UAVG")


def test_a_caretaker_writes_down_a_word_but_makes_no_ground(house: House) -> None:
    """Matrix: toestemming.vastleggen T, grondslag.maken none; then nothing at all is kept."""
    before = count(house, "app.consent")
    give(house, "U-WB2", "S-04", *SCHIPPER, "G_WOONFEIT")
    assert count(house, "app.consent") == before + 1
    with pytest.raises(Forbidden):
        give(house, "U-WB2", "S-04", *SCHIPPER, "G_HUISH", make_ground=True)
    assert count(house, "app.consent") == before + 1


@pytest.mark.parametrize(("who", "error"), [("U-WB3", NotFound), ("U-FG3", NotFound), ("U-WW2", NotFound)])
def test_a_stranger_learns_nothing(house: House, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        give(house, who, "S-04", *SCHIPPER, "G_WOONFEIT")


def test_a_ground_only_for_one_s_own_data(house: House) -> None:
    """Rulings 2."""
    with pytest.raises(Invalid) as refused:
        give(house, "U-CR1", "S-04", *SCHIPPER, "G_WOONFEIT", make_ground=True)
    assert set(refused.value.faults) == {"make_ground"}


def test_after_a_withdrawal_a_new_yes_opens_again_without_a_second_judgement(house: House) -> None:
    """R54: the resident's newest word is the resident's own."""
    withdraw(house, "U-WC2", "S-04", "ORG-WEL")
    assert reads(house, "U-WW1", "S-04") == set()
    give(house, "U-WC2", "S-04", *SCHIPPER, "G_ADVIES", "G_NAW", make_ground=True)
    assert reads(house, "U-WW1", "S-04") == {"G_ADVIES", "G_NAW"}
