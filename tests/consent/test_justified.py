"""What a ground accounts for in words, and the yes or no it follows: each rule broken by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.consent.matters import (
    ANNA,
    BEN,
    GEM,
    GGZ,
    LONG,
    NOW,
    RIE,
    matter,
    proposal,
    said,
    setting,
)
from wijkaanpak.consent.lawful import Second, faults, second_needed

CRITERIA = dict.fromkeys(
    ("tried", "harm", "conscience", "no_other_way", "prevents", "as_little"), "Dat is zorgvuldig nagegaan."
)


def wrong(where: Any = None, **changes: Any) -> set[str]:
    """The fields that have a fault."""
    return set(faults(proposal(**changes), where or setting()))


@pytest.mark.parametrize("field", ["necessity", "proportionality", "subsidiarity"])
def test_three_reasons_of_forty_characters_each(field: str) -> None:
    """R6: 39 characters are too few, spaces do not count."""
    assert field in wrong(**{field: "x" * 39})
    assert field in wrong(**{field: "x" * 39 + "   "})
    assert field not in wrong(**{field: "x" * 40})


def test_consent_needs_no_reasons() -> None:
    """R6: every ground but consent."""
    facts = matter(consents=(said(),))
    asked = proposal(basis="A6_1A", necessity="", proportionality="", subsidiarity="")
    assert faults(asked, setting(RIE, facts)) == {}


@pytest.mark.parametrize("regime", ["WGBO_457", "BIG_88", "JEUGDWET_7_3_11"])
def test_who_is_bound_to_secrecy_needs_an_exception_too(regime: str) -> None:
    """R26, R27."""
    asked = proposal(basis="A6_1C", task=None, secrecy_regime=regime)
    assert "secrecy_exception" in faults(asked, setting(GGZ))
    assert "secrecy_exception" not in faults(
        replace(asked, secrecy_exception="RECHTSTREEKS_BETROKKEN"), setting(GGZ)
    )


def test_care_cannot_say_that_it_has_no_secrecy() -> None:
    """R26: the regime follows from who provides."""
    assert "secrecy_regime" in faults(proposal(secrecy_regime="GEEN"), setting(GGZ))
    assert "secrecy_exception" in faults(proposal(secrecy_regime=None), setting(GGZ))


def test_secrecy_lifted_by_consent_needs_that_consent() -> None:
    """R27, R48."""
    asked = proposal(basis="A6_1C", secrecy_exception="TOESTEMMING")
    assert "secrecy_exception" in faults(asked, setting(GGZ))
    there = setting(GGZ, matter(consents=(said(provider=GGZ),)))
    assert "secrecy_exception" not in faults(asked, there)


def test_a_conflict_of_duties_answers_six_questions_and_lasts_a_fortnight() -> None:
    """R28."""
    asked = proposal(secrecy_exception="CONFLICT_VAN_PLICHTEN")
    found = set(faults(asked, setting()))
    assert {f"criterion_{name}" for name in CRITERIA} | {"consulted_colleague", "valid_until"} <= found
    good = replace(
        asked,
        secrecy_criteria=CRITERIA,
        consulted_colleague="Een collega",
        valid_until=NOW + timedelta(days=14),
    )
    assert faults(good, setting()) == {}
    assert second_needed(good, setting()) == {Second.CONFLICT}
    assert "criterion_harm" in faults(replace(good, secrecy_criteria=CRITERIA | {"harm": "ja"}), setting())
    assert "valid_until" in faults(replace(good, valid_until=NOW + timedelta(days=14, hours=1)), setting())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"informed": None}, "informed"),
        ({"informed": "NVT"}, "informed"),
        ({"informed_on": None}, "informed_on"),
        ({"informed_on": NOW + timedelta(days=1)}, "informed_on"),
        ({"informed": "UITGESTELD", "review_on": NOW + timedelta(days=20)}, "informed_reason"),
        ({"informed": "UITGESTELD", "informed_reason": LONG}, "review_on"),
        (
            {"informed": "UITGESTELD", "informed_reason": LONG, "review_on": NOW + timedelta(days=31)},
            "review_on",
        ),
    ],
)
def test_the_resident_knows_before_anything_leaves(changes: dict[str, Any], field: str) -> None:
    """R34, R40."""
    assert wrong(**changes) == {field}


def test_a_privacy_officer_agrees_when_telling_must_wait() -> None:
    """R40."""
    asked = proposal(informed="UITGESTELD", informed_reason=LONG, review_on=NOW + timedelta(days=30))
    assert faults(asked, setting()) == {}
    assert second_needed(asked, setting()) == {Second.DEFERRED}


@pytest.mark.parametrize("result", ["GEWEIGERD", "INGETROKKEN"])
def test_after_a_no_a_privacy_officer_and_eighty_characters(result: str) -> None:
    """R54: whoever the no was for; the same person and category."""
    facts = matter(consents=(said(result, recipient=GGZ),))
    there = setting(RIE, facts)
    assert wrong(there) == {"after_refusal"}
    assert wrong(there, after_refusal="x" * 79) == {"after_refusal"}
    good = proposal(after_refusal="x" * 80)
    assert faults(good, there) == {}
    assert second_needed(good, there) == {Second.AFTER_NO}
    assert wrong(there, categories=("G_NAW",)) == set()


def test_a_no_of_one_resident_holds_back_a_ground_for_all() -> None:
    """R54, trap 20."""
    facts = matter((ANNA, BEN), consents=(said("GEWEIGERD", person=BEN),))
    assert wrong(setting(RIE, facts), person=None) == {"after_refusal"}
    assert wrong(setting(RIE, facts), person=ANNA) == set()


def test_a_yes_after_the_no_is_the_resident_s_own_answer_to_it() -> None:
    """R54: no second judgement against the resident's own newest word; an older yes does not lift it."""
    no = said("GEWEIGERD", recipient=GGZ, days=-5)
    after = setting(RIE, matter(consents=(said(days=-1), no)))
    assert faults(proposal(basis="A6_1A"), after) == {}
    before = setting(RIE, matter(consents=(said(days=-9), no)))
    assert set(faults(proposal(basis="A6_1A"), before)) == {"after_refusal"}


@pytest.mark.parametrize(
    "word",
    [
        None,
        said("GEWEIGERD"),
        said("INGETROKKEN"),
        said("ONGELDIG"),
        said(until=-1),
        said(recipient=GGZ),
        said(category="G_NAW"),
        said(person=BEN),
        said(provider=GEM),
    ],
    ids=["none", "no", "withdrawn", "invalid", "run out", "recipient", "category", "person", "provider"],
)
def test_on_consent_means_a_living_yes_for_exactly_this(word: Any) -> None:
    """R48."""
    facts = matter((ANNA, BEN), consents=(word,) if word else ())
    assert "basis" in faults(proposal(basis="A6_1A", after_refusal=LONG), setting(RIE, facts))


def test_a_ground_on_consent_for_all_needs_the_yes_of_each() -> None:
    """R48, trap 20."""
    one, both = (said(),), (said(), said(person=BEN))
    asked = proposal(basis="A6_1A", person=None)
    assert "basis" in faults(asked, setting(RIE, matter((ANNA, BEN), consents=one)))
    assert faults(asked, setting(RIE, matter((ANNA, BEN), consents=both))) == {}


def test_a_ground_on_consent_ends_no_later_than_the_consent() -> None:
    facts = matter(consents=(said(until=30),))
    assert set(faults(proposal(basis="A6_1A"), setting(RIE, facts))) == {"valid_until"}


@pytest.mark.parametrize(
    "field", ["necessity", "proportionality", "subsidiarity", "after_refusal", "informed_reason"]
)
def test_no_text_holds_a_citizen_number(field: str) -> None:
    """R11, also where no form stood before it."""
    assert field in wrong(**{field: LONG + " 111222333"})
