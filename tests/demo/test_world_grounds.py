"""What residents said in a world file, and the grounds that rest on it, with every rule of the format."""

from datetime import date, datetime
from pathlib import Path

from tests.demo.small_town import AMSTERDAM, by_id, keys, matter
from wijkaanpak.demo.world import World


def test_a_ground_keeps_its_words_and_its_half_open_interval(world: World) -> None:
    """R1, rulings 17"""
    ground = by_id(world, "S-05").grounds[0]
    assert (ground.id, ground.provider, ground.recipients) == ("GR-051", "ORG-GGZ", ("ORG-GEM",))
    assert (ground.basis, ground.special, ground.secrecy, ground.second) == (
        "A6_1D",
        "A9_2C",
        "CONFLICT_VAN_PLICHTEN",
        "U-AF2",
    )
    assert ground.from_ == datetime(2026, 11, 14, 3, 0, tzinfo=AMSTERDAM)
    assert ground.until == datetime(2026, 11, 17, 3, 0, tzinfo=AMSTERDAM)
    assert by_id(world, "S-03").grounds[0].person == "P-03"


def test_one_word_of_consent_is_a_row_for_each_recipient_and_category(world: World) -> None:
    """R48: granular, shorthand of requirements 14.2"""
    given = by_id(world, "S-04").consents
    assert keys(given) == {
        ("P-04", "ORG-HAV", recipient, category)
        for recipient in ("ORG-WEL", "ORG-GEM")
        for category in ("G_NAW", "G_ADVIES")
    }
    assert {row.given_by for row in given} == {"ZELF"}
    assert {row.confirmed_at for row in given} == {datetime(2026, 10, 23, tzinfo=AMSTERDAM)}
    assert not any(row.derived for row in given)


def test_a_refusal_is_kept_beside_the_grounds(world: World) -> None:
    """R54"""
    (refusal,) = by_id(world, "S-02").consents
    assert (refusal.result, refusal.recipient, refusal.category) == ("GEWEIGERD", "ORG-GGZ", "G_WOONFEIT")
    assert (refusal.provider, refusal.valid_until) == ("ORG-RIE", None)


def test_a_consent_without_a_name_is_of_whom_its_grounds_are(world: World) -> None:
    """Trap 20: consent is per person; in S-09 the mother has given none."""
    assert {row.person for row in by_id(world, "S-09").consents} == {"P-09"}


def test_a_withdrawal_keeps_both_moments(world: World) -> None:
    """R56"""
    told = [row for row in by_id(world, "S-12").consents if row.recipient == "ORG-RIE"]
    assert {(row.result, row.given_at.date()) for row in told} == {("INGETROKKEN", date(2026, 6, 2))}
    assert {row.withdrawn_at for row in told} == {datetime(2026, 11, 12, 10, 4, tzinfo=AMSTERDAM)}
    assert {row.processed_by for row in told} == {"U-WT1"}


def test_an_a_ground_without_a_word_of_the_resident_gets_a_consent_with_its_dates(world: World) -> None:
    """Rulings 25"""
    implied = [row for row in by_id(world, "S-12").consents if row.derived]
    assert keys(tuple(implied)) == {
        ("P-12", "ORG-GEM", "ORG-WEL", "G_NAW"),
        ("P-12", "ORG-GEM", "ORG-WEL", "G_ADVIES"),
    }
    ground = by_id(world, "S-12").grounds[1]
    assert {(row.given_at, row.valid_until, row.result) for row in implied} == {
        (ground.from_, ground.until, "GEGEVEN")
    }


def test_an_implied_consent_is_never_narrower_than_any_of_its_grounds(tmp_path: Path) -> None:
    """Two grounds on one key: the newest word must not cut off the other ground."""
    ground = "verstrekker: COR, ontvangers: [GEM], categorieen: [G_NAW], grond: A6_1A, status: ACTIEF"
    told = matter(
        tmp_path,
        f"grondslagen: [{{id: G1, {ground}, van: 2026-11-01, tot: 2026-11-05}},"
        f" {{id: G2, {ground}, van: 2026-10-01, tot: 2027-01-01, betrokkene: P1}}]",
    )
    first = next(row for row in told.consents if row.person == "P1")
    second = next(row for row in told.consents if row.person == "P2")
    assert (first.given_at.date(), first.valid_until and first.valid_until.date()) == (
        date(2026, 10, 1),
        date(2027, 1, 1),
    )
    assert second.valid_until == told.grounds[0].until
    assert len(told.consents) == 2


def test_a_withdrawn_a_ground_implies_a_withdrawn_consent(tmp_path: Path) -> None:
    told = matter(
        tmp_path,
        "grondslagen: [{id: G1, verstrekker: COR, ontvangers: GEM, categorieen: G_NAW, grond: A6_1A,"
        " status: INGETROKKEN, van: 2026-11-01, tot: 2027-11-05}]",
    )
    assert {row.result for row in told.consents} == {"INGETROKKEN"}
    assert all(row.given_at < row.withdrawn_at <= row.valid_until for row in told.consents)


def test_a_withdrawn_ground_beside_a_live_one_leaves_the_consent_standing(tmp_path: Path) -> None:
    ground = "verstrekker: COR, ontvangers: GEM, categorieen: G_NAW, grond: A6_1A, van: 2026-11-01"
    withdrawn = f"{{id: G1, status: INGETROKKEN, {ground}, tot: 2027-11-05}}"
    live = f"{{id: G2, status: ACTIEF, {ground}, tot: 2027-11-05}}"
    told = matter(tmp_path, f"grondslagen: [{withdrawn}, {live}]")
    assert {(row.result, row.withdrawn_at) for row in told.consents} == {("GEGEVEN", None)}


def test_a_word_of_one_resident_does_not_stand_in_for_the_other(tmp_path: Path) -> None:
    """Trap 20"""
    told = matter(
        tmp_path,
        "toestemming: [{resultaat: GEWEIGERD, op: 2026-11-02, ontvanger: GEM, categorie: G_NAW,"
        " betrokkene: P1}],"
        " grondslagen: [{id: G1, verstrekker: COR, ontvangers: [GEM], categorieen: [G_NAW], grond: A6_1A,"
        " status: ACTIEF, van: 2026-11-01, tot: 2027-11-05}]",
    )
    assert {(row.person, row.result, row.derived) for row in told.consents} == {
        ("P1", "GEWEIGERD", False),
        ("P2", "GEGEVEN", True),
    }


def test_a_word_reaches_the_provider_whose_ground_it_carries(tmp_path: Path) -> None:
    """R48: the consent names the organisation that shares, also when that is not the reporter's."""
    told = matter(
        tmp_path,
        "toestemming: {resultaat: GEGEVEN, op: 2026-11-02, ontvanger: GEM, categorie: G_ZORGINZET},"
        " grondslagen: [{id: G1, verstrekker: ZOR, ontvangers: GEM, categorieen: G_ZORGINZET, grond: A6_1A,"
        " status: ACTIEF, van: 2026-11-01, tot: 2027-11-05}]",
    )
    assert {row.provider for row in told.consents} == {"ZOR"}
    assert not any(row.derived for row in told.consents)


def test_other_grounds_imply_no_consent(world: World) -> None:
    assert by_id(world, "S-05").consents == ()
