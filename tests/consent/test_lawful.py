"""What makes a ground lawful: each rule of chapter 2, broken by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.consent.matters import (
    BEN,
    BUR,
    GEM,
    GGZ,
    NOW,
    POL,
    RIE,
    WEL,
    covenant,
    line,
    matter,
    proposal,
    said,
    setting,
)
from wijkaanpak.access import codes
from wijkaanpak.consent.lawful import Second, allowed_here, faults, not_allowed, second_needed
from wijkaanpak.consent.proposal import grounds_for, tasks_for

SHORT = "Te kort."


def wrong(where: Any = None, **changes: Any) -> set[str]:
    """The fields that have a fault."""
    return set(faults(proposal(**changes), where or setting()))


def test_a_ground_with_everything_in_order_has_no_faults() -> None:
    assert faults(proposal(), setting()) == {}
    assert second_needed(proposal(), setting()) == frozenset()


def test_everything_wrong_at_once_is_told_at_once() -> None:
    """Issue 2, bad input: every field wrong at once."""
    found = wrong(
        recipients=(),
        categories=(),
        basis="",
        necessity="",
        proportionality=SHORT,
        subsidiarity="",
        informed=None,
        valid_from=NOW - timedelta(days=3),
        valid_until=NOW - timedelta(days=4),
        person=BEN,
    )
    assert found == {
        "recipients",
        "categories",
        "basis",
        "necessity",
        "proportionality",
        "subsidiarity",
        "informed",
        "valid_from",
        "valid_until",
        "person",
    }


@pytest.mark.parametrize("basis", ["", "A6_1G", "omdat het handig is"])
def test_only_the_six_grounds_exist(basis: str) -> None:
    """R2."""
    assert "basis" in wrong(basis=basis)


@pytest.mark.parametrize(
    ("provider", "basis"),
    [
        (GEM, "A6_1F"),
        (GEM, "A6_1B"),
        (BUR, "A6_1F"),
        (BUR, "A6_1A"),
        (RIE, "A6_1E"),
        (GGZ, "A6_1F"),
        (POL, "A6_1D"),
    ],
)
def test_a_kind_of_organisation_has_only_its_own_grounds(provider: Any, basis: str) -> None:
    """R3, table 2.3: a municipality has no legitimate interest."""
    there = setting(provider, matter(urgency="ACUUT"))
    asked = proposal(basis=basis, recipients=(WEL,), task="WMO_5_1_1")
    assert not_allowed(asked, there)
    assert "basis" in faults(asked, there)
    assert basis not in grounds_for(there.kind, NOW)


def test_consent_is_offered_last_and_vital_interest_only_where_it_is_acute() -> None:
    """Trap 1, R45."""
    assert allowed_here(setting(RIE))[-1] == "A6_1A"
    assert "A6_1D" not in allowed_here(setting(RIE))
    assert "A6_1D" in allowed_here(setting(RIE, matter(urgency="ACUUT")))


@pytest.mark.parametrize(
    ("provider", "basis", "task"),
    [
        (GEM, "A6_1E", None),
        (GEM, "A6_1E", "NIET_BESTAAND"),
        (GEM, "A6_1E", "WAMS"),  # R5: not in force
        (GEM, "A6_1E", "WGS_SVB"),  # trap 4: a neighbourhood team is no ZVH
        (GEM, "A6_1E", "GEMW_151D"),  # the mayor's
        (RIE, "A6_1C", "WMO_5_1_1"),  # another ground's
        (RIE, "A6_1C", None),
    ],
)
def test_a_duty_or_a_task_names_a_law_that_is_in_force(provider: Any, basis: str, task: str | None) -> None:
    """R4, R5."""
    asked = proposal(basis=basis, task=task, recipients=(WEL,), secrecy_regime=None)
    assert "task" in faults(asked, setting(provider))


def test_a_law_in_force_is_enough_and_wams_is_not_offered() -> None:
    """R4, R5."""
    asked = proposal(basis="A6_1E", task="WPG_OGGZ", recipients=(GGZ,))
    assert faults(asked, setting(GEM)) == {}
    assert "WAMS" not in tasks_for("A6_1E", "gemeente", NOW)
    assert codes.statutory_task("WAMS").valid_from is None


def test_a_law_counts_from_its_first_day() -> None:
    """R4: a reference that is not in force on the decision date is refused."""
    then = NOW.replace(year=2019)
    assert "WVGGZ_MELDPUNT" not in tasks_for("A6_1E", "gemeente", then)
    assert "WVGGZ_MELDPUNT" in tasks_for("A6_1E", "gemeente", NOW)


def test_care_and_welfare_need_a_mandate_for_a_public_task() -> None:
    """Table 2.3."""
    asked = proposal(basis="A6_1E", task="WMO_5_1_1", recipients=(GEM,))
    assert "mandate" in faults(asked, setting(WEL))
    assert "mandate" not in faults(replace(asked, mandate=True), setting(WEL))


def test_special_data_need_an_exception_on_top() -> None:
    """R7."""
    asked = proposal(basis="A6_1E", task="WMO_5_1_1", categories=("G_GEZOND",), recipients=(GGZ,))
    assert "special" in faults(asked, setting(GEM))
    assert faults(replace(asked, special="A9_2H"), setting(GEM)) == {}
    assert "special" in faults(replace(asked, special="A9_2Z"), setting(GEM))


def test_on_consent_the_exception_is_the_explicit_consent() -> None:
    """R7, art. 9(2)(a)."""
    facts = matter(consents=(said(provider=GEM, recipient=GGZ, category="G_GEZOND"),))
    asked = proposal(basis="A6_1A", categories=("G_GEZOND",), recipients=(GGZ,), special="A9_2H")
    assert "special" in faults(asked, setting(GEM, facts))
    assert faults(replace(asked, special="A9_2A"), setting(GEM, facts)) == {}


def test_police_data_need_a_basis_of_their_own_and_a_covenant_that_names_them() -> None:
    """R8."""
    asked = proposal(basis="A6_1E", task="WPG_POL_20", categories=("G_POLITIE",), recipients=(GEM,))
    assert set(faults(asked, setting(POL))) == {"criminal_basis"}
    good = replace(asked, criminal_basis="WPG_20_CONVENANT")
    assert faults(good, setting(POL)) == {}
    assert second_needed(good, setting(POL)) == {Second.POLICE}
    ended = matter(covenants=(covenant(categories=frozenset({"G_NAW", "G_WOONFEIT"})),))
    assert "categories" in faults(good, setting(POL, ended))


@pytest.mark.parametrize("category", ["G_GEZOND", "G_ZORGINZET", "G_JEUGD", "G_POLITIE", "G_FIN"])
def test_a_corporation_gets_an_advice_and_never_health_data(category: str) -> None:
    """R9, 3.2."""
    asked = proposal(
        basis="A6_1E",
        task="WMO_5_1_1",
        recipients=(RIE,),
        categories=(category,),
        special="A9_2H",
        criminal_basis="UAVG_31_33",
    )
    assert "categories" in faults(asked, setting(GEM))


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": NOW - timedelta(days=1)},
        {"purposes": frozenset({"P_LEEF"})},
        {"parties": frozenset({RIE, WEL})},
    ],
    ids=["ended", "other purpose", "no party"],
)
def test_recipients_are_party_to_a_covenant_in_force_for_this_purpose(changes: dict[str, Any]) -> None:
    """R20."""
    assert "recipients" in wrong(setting(RIE, matter(covenants=(covenant(**changes),))))


def test_the_annex_names_the_category() -> None:
    """R20."""
    facts = matter(covenants=(covenant(categories=frozenset({"G_NAW"})),))
    assert wrong(setting(RIE, facts)) == {"categories"}


def test_nobody_shares_with_oneself() -> None:
    assert "recipients" in wrong(recipients=(RIE,))


def test_a_missing_ground_to_receive_is_no_fault() -> None:
    """R44: told beside the choice, not refused."""
    facts = matter(covenants=(covenant(receiving=frozenset()),))
    assert wrong(setting(RIE, facts)) == set()


def vital(**changes: Any) -> Any:
    return proposal(basis="A6_1D", valid_until=NOW + timedelta(hours=72), **changes)


def test_vital_interest_is_for_acute_danger_for_72_hours_and_never_for_money() -> None:
    """R45."""
    acute = setting(RIE, matter(urgency="ACUUT"))
    assert faults(vital(), acute) == {}
    assert second_needed(vital(), acute) == {Second.VITAL}
    assert "basis" in faults(vital(), setting())
    assert "categories" in faults(vital(categories=("G_FIN",)), acute)
    assert "valid_until" in faults(replace(vital(), valid_until=NOW + timedelta(hours=72, seconds=1)), acute)


def test_vital_interest_is_renewed_once() -> None:
    """2.1: renewable once, by a second approver."""
    earlier = [line(basis="A6_1D", status="VERLOPEN") for _n in range(2)]
    assert faults(vital(), setting(RIE, matter(urgency="ACUUT", lines=(earlier[0],)))) == {}
    assert "basis" in faults(vital(), setting(RIE, matter(urgency="ACUUT", lines=tuple(earlier))))


def test_a_ground_lasts_twelve_months_at_most() -> None:
    """2.1: to the day, also over a leap year."""
    year = NOW.replace(year=2027)
    assert wrong(valid_until=year) == set()
    assert wrong(valid_until=year + timedelta(hours=1)) == {"valid_until"}
    leap = NOW.replace(year=2028, month=2, day=29)
    there = setting(now=leap)
    there = replace(
        there, facts=replace(there.facts, covenants=(covenant(valid_until=leap + timedelta(days=900)),))
    )
    asked = {"valid_from": leap, "informed_on": leap}
    assert wrong(there, **asked, valid_until=leap.replace(year=2029, month=2, day=28)) == set()
    assert wrong(there, **asked, valid_until=leap.replace(year=2029, month=3, day=2)) == {"valid_until"}


def test_a_ground_does_not_begin_before_today() -> None:
    """Today from midnight is not the past."""
    assert wrong(valid_from=NOW.replace(hour=0)) == set()
    assert wrong(valid_from=NOW - timedelta(days=1)) == {"valid_from"}


def test_a_matter_without_residents_needs_and_takes_no_ground() -> None:
    assert "person" in faults(proposal(person=None), setting(RIE, matter(())))
