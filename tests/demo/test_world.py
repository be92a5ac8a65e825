"""A world file is read whole, with every rule of the format, and Oeverdrecht is one."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.demo.small_town import AMSTERDAM, WRITTEN_FOR, by_id, matter, parts
from wijkaanpak.demo.world import OEVERDRECHT, Part, Person, World, read_world


def test_oeverdrecht_is_read_whole(world: World) -> None:
    """Rulings 24: the default demo world."""
    counts = {name: len(value) for name, value in vars(world).items() if isinstance(value, tuple)}
    assert counts == {
        "organisations": 8,
        "districts": 3,
        "complexes": 6,
        "people": 34,
        "covenants": 2,
        "matters": 12,
        "house_rules": 6,
        "presence": 4,
        "shifts": 3,
        "handovers": 2,
        "indicators": 6,
        "liveability": 4,
        "goals": 2,
        "audit_events": 9,
        "requests": 2,
        "breaches": 1,
    }
    assert sum(len(district.quarters) for district in world.districts) == 6


def test_complexes_and_people_keep_what_the_file_says(world: World) -> None:
    karekiet = world.complexes[0]
    assert (karekiet.id, karekiet.organisation, karekiet.homes, karekiet.built) == (
        "C-101",
        "ORG-RIE",
        312,
        1968,
    )
    assert (karekiet.caretaker, karekiet.duty_24_7, karekiet.quarter) == ("U-WB1", False, "BU99010101")
    youssef = world.people[0]
    assert (youssef.roles, youssef.areas, youssef.fte) == (("WB",), ("C-101", "C-102"), Decimal("0.9"))


def test_a_covenant_has_its_last_day_and_its_receiving_grounds(world: World) -> None:
    """R20, R44, rulings 17"""
    current, police = world.covenants
    assert (current.start, current.end) == (date(2026, 1, 1), date(2027, 12, 31))
    assert [(g.organisation, g.basis) for g in current.receiving][:2] == [
        ("ORG-GEM", "A6_1E"),
        ("ORG-RIE", "A6_1F"),
    ]
    assert police.receiving == ()


def test_every_date_moves_by_the_same_days_birth_dates_included() -> None:
    """Rulings 25"""
    days = timedelta(days=100)
    then, later = read_world(OEVERDRECHT, WRITTEN_FOR), read_world(OEVERDRECHT, WRITTEN_FOR + days)
    assert later.moment.replace(tzinfo=None) - then.moment.replace(tzinfo=None) == days
    assert later.covenants[0].end - then.covenants[0].end == days
    for old, new in zip(then.matters, later.matters, strict=True):
        for a, b in zip(old.persons, new.persons, strict=True):
            assert (a.born is None and b.born is None) or b.born - a.born == days
        for c, d in zip(old.grounds, new.grounds, strict=True):
            assert d.from_.replace(tzinfo=None) - c.from_.replace(tzinfo=None) == days
        assert [part.text for part in old.parts] == [part.text for part in new.parts]
    assert [place.built for place in then.complexes] == [place.built for place in later.complexes]
    assert [row["jaar"] for row in later.liveability] == [2022, 2024, 2024, 2024]


def test_rooms_not_built_yet_keep_plain_records_with_their_dates_moved(world: World) -> None:
    assert world.shifts[0]["van"] == datetime(2026, 11, 13, 16, 30, tzinfo=AMSTERDAM)
    assert world.handovers[0]["van"] == "D-1"
    assert world.goals[0]["nul_datum"] == date(2026, 10, 1)
    assert world.audit_events[0]["op"].tzinfo is AMSTERDAM
    assert by_id(world, "S-07").raw["meldcode"]["stap4"] == date(2026, 11, 10)
    assert by_id(world, "S-07").raw["meldcode"]["stap5"] == "gemeld bij Veilig Thuis 2026-11-10"
    assert by_id(world, "S-05").raw["noodprocedure"]["gebruiker"] == "U-WB2"


def test_a_world_without_lists_is_an_empty_world(tmp_path: Path) -> None:
    """Interface.md: every top-level list may be absent or empty."""
    path = tmp_path / "empty.yaml"
    path.write_text("zaken:\ngebruikers: []\n", encoding="utf-8")
    empty = read_world(path, date(2027, 5, 1))
    assert empty.matters == empty.people == empty.organisations == ()
    assert empty.moment == datetime(2027, 5, 1, tzinfo=AMSTERDAM)


def test_a_file_written_by_a_machine_reads_as_the_one_written_by_hand(tmp_path: Path, world: World) -> None:
    """Anchors, unquoted moments and another order of keys change nothing."""
    path = tmp_path / "dumped.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(OEVERDRECHT.read_text("utf-8"))), encoding="utf-8")
    dumped = read_world(path, WRITTEN_FOR)
    assert dumped.covenants == world.covenants
    assert [vars(m) | {"line": 0} for m in dumped.matters] == [vars(m) | {"line": 0} for m in world.matters]


def test_json_is_a_world_file_too(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    path.write_text('{"organisaties": [{"id": "A", "naam": "A", "type": "zorg", "verantwoordelijke": "A"}]}')
    assert read_world(path, WRITTEN_FOR).organisations[0].kind == "zorg"


# ── Whose it is, and in which category ──────────────────────────────────────────────────────────────────


def test_the_provider_is_the_authors_organisation(tmp_path: Path) -> None:
    """Interface.md, world files"""
    assert matter(tmp_path, "feit: iets, door: ZP").provider == "ZOR"


def test_where_nobody_reported_the_provider_owns_the_complex(tmp_path: Path) -> None:
    told = matter(tmp_path, "door: null, melder_rol: SYSTEEM, feit: iets")
    assert (told.provider, told.author, told.parts[0].author) == ("COR", None, None)
    assert told.parts[0].provider == "COR"


@pytest.mark.parametrize(
    ("category", "fact"),
    [
        ("HUURACHTERSTAND", "G_FIN"),
        ("JEUGD", "G_JEUGD"),
        ("HUISELIJK_GEWELD", "G_VEILIG"),
        ("OMGEVINGSOVERLAST", None),
        ("VERSLAVING", "G_WOONFEIT"),
        ("STANK", "G_WOONFEIT"),
    ],
)
def test_a_fact_has_the_category_of_its_signal(tmp_path: Path, category: str, fact: str | None) -> None:
    told = matter(tmp_path, f"categorie: {category}, feit: iets, feiten: [{{tekst: nog iets}}]")
    assert parts(told) == [("feit", fact), ("feit", fact)]


def test_a_category_that_is_given_goes_before_the_rule(tmp_path: Path) -> None:
    told = matter(
        tmp_path, "categorie_feit: G_GEZOND, feit: iets, feiten: [{tekst: a}, {tekst: b, categorie: G_FIN}]"
    )
    assert [category for _, category in parts(told)] == ["G_GEZOND", "G_GEZOND", "G_FIN"]


def test_facts_have_their_own_author_persons_and_provider(tmp_path: Path) -> None:
    """Rulings 2 and 3"""
    told = matter(
        tmp_path, "feit: iets, feiten: [{tekst: zorg, door: ZP, over: [P2], categorie: G_ZORGINZET}]"
    )
    assert told.parts == (
        Part("feit", "iets", "G_WOONFEIT", None, "WB", "COR"),
        Part("feit", "zorg", "G_ZORGINZET", ("P2",), "ZP", "ZOR"),
    )


def test_advice_may_have_another_author_and_duiding_has_no_category(tmp_path: Path) -> None:
    told = matter(tmp_path, "duiding: denk ik, handelingsadvies: doe zo, advies_door: CR")
    assert told.parts == (
        Part("duiding", "denk ik", None, None, "WB", "COR"),
        Part("advies", "doe zo", "G_ADVIES", None, "CR", "GEM"),
    )


def test_empty_texts_give_no_part(tmp_path: Path) -> None:
    assert (
        matter(tmp_path, "feit: ' ', duiding: '', handelingsadvies: null, feiten: [{tekst: ''}]").parts == ()
    )


def test_what_is_about_a_complex_alone_has_no_category_in_any_part(world: World) -> None:
    """Rulings 5: P_OBJECT without residents is K1 in all its parts, advice too (S-10)."""
    silent = by_id(world, "S-10")
    assert silent.purpose == "P_OBJECT"
    assert parts(silent) == [("feit", None), ("duiding", None), ("advies", None)]


def test_the_purpose_is_the_signal_categorys_unless_given(tmp_path: Path, world: World) -> None:
    """R12"""
    assert by_id(world, "S-02").purpose == "P_ZORG"
    assert matter(tmp_path, "feit: iets").purpose == "P_LEEF"


@pytest.mark.parametrize(
    ("state", "is_case"),
    [
        ("status: CONCEPT", False),
        ("status: IN_TRIAGE", False),
        ("status: OMGEZET_NAAR_CASUS", False),
        ("status: AANGEMELD", True),
        ("status: AFGESLOTEN", True),
        ("status: AFGEWEZEN", False),
        ("status: AFGEWEZEN, afgewezen_als: signaal", False),
        ("status: AFGEWEZEN, afgewezen_als: casus", True),
    ],
)
def test_the_status_tells_signal_from_case(tmp_path: Path, state: str, is_case: bool) -> None:
    assert matter(tmp_path, state).is_case is is_case


def test_the_first_case_director_of_the_team_leads(tmp_path: Path) -> None:
    told = matter(tmp_path, "team: [WB, CR, CR2, WB], vervanger: CR2")
    assert (told.team, told.lead, told.deputy) == (("WB", "CR", "CR2"), "CR", "CR2")
    assert matter(tmp_path, "team: [WB]").lead is None


def test_residents_keep_name_birth_and_dwelling(world: World) -> None:
    assert by_id(world, "S-02").persons == (
        Person("P-02", "Dhr. H. Kuiper", date(1949, 2, 14), "9901010000000101"),
    )
    assert by_id(world, "S-08").persons[0].born is None


def test_a_rejection_and_a_closure_keep_their_day_and_reason(world: World) -> None:
    rejected, closed = by_id(world, "S-08"), by_id(world, "S-11")
    assert (rejected.rejected_reason, rejected.rejected_at) == (
        "VERKEERD_DOEL",
        datetime(2026, 11, 12, tzinfo=AMSTERDAM),
    )
    assert (closed.result, closed.closed_at) == ("OPGELOST", datetime(2026, 10, 30, tzinfo=AMSTERDAM))


# ── Grounds and consents ────────────────────────────────────────────────────────────────────────────────
