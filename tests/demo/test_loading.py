"""Oeverdrecht as it was loaded: whole, reaching exactly who it should, with its history (rulings 13, 25)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from tests.cast import House
from wijkaanpak.demo.loading_directory import AMSTERDAM, months_from
from wijkaanpak.matters.models import Part, Subject
from wijkaanpak.sign_in.subjects import LOADER


def test_oeverdrecht_loads_with_an_address_for_every_matter_and_resident(house: House) -> None:
    assert set(house.loaded.matters) == {f"S-{n:02}" for n in range(1, 13)}
    signals = {name for name, url in house.loaded.matters.items() if url.startswith("/signalen/")}
    assert signals == {"S-01", "S-03", "S-06", "S-08"}
    assert house.loaded.persons["P-03B"].startswith("/bewoners/")
    assert len(house.loaded.persons) == 14
    for url in [*house.loaded.matters.values(), *house.loaded.persons.values()]:
        assert UUID(url.rsplit("/", 1)[1]).version == 4


READ = {
    ("U-ZP1", "S-02"): "feit naam",  # passed on by the municipality; no advice, no duiding
    ("U-CR1", "S-02"): "feit naam",
    ("U-WC1", "S-02"): "advies duiding feit naam titel",
    ("U-SH1", "S-03"): "feit naam",  # of P-03 only: P-03B objected
    ("U-WW1", "S-04"): "advies naam",
    ("U-ZP2", "S-04"): "",
    ("U-WC2", "S-05"): "advies feit naam titel",  # of the ggz and the municipality only the advice
    ("U-CR1", "S-05"): "advies feit feit naam",
    ("U-ZP1", "S-05"): "feit feit naam",
    ("U-TR1", "S-06"): "feit",  # joint triage without a ground: pseudonymous
    ("U-AF1", "S-07"): "advies feit meldcode meldcode meldcode meldcode meldcode naam",
    ("U-TL1", "S-07"): "",
    ("U-TR1", "S-08"): "",  # enforcement never reaches joint triage
    ("U-TL2", "S-08"): "duiding feit naam titel",
    ("U-CR1", "S-09"): "naam",  # the young person's; the mother has no consent, and the facts are about both
    ("U-WT1", "S-10"): "advies feit",
    ("U-WW2", "S-11"): "",
    ("U-WC2", "S-11"): "advies duiding feit naam naam titel",
    ("U-WW2", "S-12"): "advies naam",
    ("U-WC1", "S-12"): "",
}


def test_what_was_loaded_reaches_exactly_who_it_should(house: House) -> None:
    """The `toets` lines of the scenario as far as they speak of access, part by part."""
    for (who, matter), expected in READ.items():
        with house.sign_in(who).unit() as unit:
            facts = unit.facts(house.thing(matter))
            assert facts is not None
            here = facts[0].id
            parts = list(unit.session.scalars(select(Part.kind).where(Part.matter_id == here)))
            subjects = unit.session.scalars(select(Subject.id).where(Subject.matter_id == here))
            names = ["naam" for _ in subjects]
        assert " ".join(sorted(parts + names)) == expected, (who, matter)


def test_roles_run_six_months_either_side_of_the_day_of_loading(house: House) -> None:
    """Rulings 25, R61: twelve months in all, in Amsterdam's days."""
    for since, until in house.truth(
        "select distinct date_trunc('second', valid_from), valid_until from app.role_assignment"
    ):
        day = datetime.now(AMSTERDAM).date()
        assert since.astimezone(AMSTERDAM).date() == months_from(day, -6)
        assert until.astimezone(AMSTERDAM).date() == months_from(day, 6)
        assert until.astimezone(AMSTERDAM).hour == since.astimezone(AMSTERDAM).hour == 0


def test_areas_name_the_rows_they_stand_for(house: House) -> None:
    c101 = house.truth("select id, areas from app.complex where reference = 'C-101'")[0]
    assert c101.areas == [str(c101.id), "BU99010101", "WK990101", "GM9901"]
    areas = dict(
        tuple(r)
        for r in house.truth(
            "select s.reference, r.areas from app.staff s join app.role_assignment r on r.staff_id = s.id"
        )
    )
    assert str(c101.id) in areas["U-WB1"]
    assert areas["U-FB1"] == ["platform"]
    gem = house.truth("select id from app.organisation where reference = 'ORG-GEM'")[0][0]
    assert areas["U-FG1"] == [str(gem)]


def test_the_last_day_of_a_covenant_counts_and_the_next_does_not(house: House) -> None:
    """Rulings 17."""
    until = house.truth("select valid_until from app.covenant where reference = 'CV-2025-P'")[0][
        0
    ].astimezone(AMSTERDAM)
    shift = datetime.now(AMSTERDAM).date() - date(2026, 11, 16)
    assert (until.date(), until.hour) == (date(2026, 11, 1) + shift, 0)


def test_what_was_taken_over_says_so(house: House) -> None:
    """Rulings 25."""
    for table in ("part", "signal", "case_file", "ground", "consent", "role_assignment"):
        assert house.truth(f"select bool_and(taken_over) from app.{table}")[0][0] is True


def test_a_withdrawal_is_a_second_word_after_the_first(house: House) -> None:
    """R56, S-12: the history is complete."""
    said = house.truth(
        "select c.result, c.said_at, c.previous_id is not null as follows from app.consent c "
        "join app.organisation o on o.id = c.recipient_id where o.reference = 'ORG-RIE' "
        "and c.category = 'G_WOONFEIT' and c.person_id = :p order by c.said_at",
        p=house.person("P-12"),
    )
    assert [(row.result, row.follows) for row in said] == [("GEGEVEN", False), ("INGETROKKEN", True)]
    assert said[0].said_at < said[1].said_at


def test_what_colleagues_did_before_stands_in_the_journal_at_its_own_moment(house: House) -> None:
    """Rulings 13, S-12: the attempt of U-WC1 on the 13th."""
    left = house.truth("select outcome, reason_code, occurred_at, recorded_at, session_id from journal.entry "
                       "where actor_id = :w and event = 'LEZEN'", w=house.staff["U-WC1"])  # fmt: skip
    assert [(row.outcome, row.reason_code) for row in left] == [("GEWEIGERD", "GRONDSLAG_VERVALLEN")]
    local = left[0].occurred_at.astimezone(AMSTERDAM)
    assert (local.hour, local.minute, local.second) == (11, 22, 10)
    assert datetime.now(AMSTERDAM).date() - local.date() == timedelta(days=3)
    assert left[0].recorded_at > left[0].occurred_at
    loader = house.truth("select staff_id from sealed.session where id = :s", s=left[0].session_id)
    assert loader == [(LOADER,)]


def test_nothing_is_recorded_as_done_in_the_future(house: House) -> None:
    """Rulings 13: such entries are moved back by whole days."""
    assert house.truth("select count(*) from journal.entry where occurred_at > recorded_at")[0][0] == 0


def test_no_entry_holds_a_word_of_what_was_loaded(house: House) -> None:
    """The journal holds references and codes."""
    said = " ".join(row[0] for row in house.truth("select canonical from journal.entry"))
    for word in ("Kuiper", "kranten", "Stukken voor", "bemoeizorg krijgt"):
        assert word not in said
