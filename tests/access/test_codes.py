"""The code lists: whole, in two languages, and frozen."""

import string
from datetime import date

import pytest

from wijkaanpak.access import codes

LISTS = sorted(codes.LISTS)
EVERY = [pytest.param(name, item, id=f"{name}-{item.code}") for name in LISTS for item in codes.items(name)]


@pytest.mark.parametrize(("name", "item"), EVERY)
def test_every_code_has_words_in_both_languages(name: str, item: codes.Item) -> None:
    assert item.name("nl").strip()
    assert item.name("en").strip()
    assert bool(item.sentence("nl")) == bool(item.sentence("en"))
    assert bool(item.what_now("nl")) == bool(item.what_now("en"))


def test_a_purpose_knows_its_type() -> None:
    """R13: the type keeps care and enforcement apart."""
    assert codes.purpose("P_ZORG").type == "ZORG"
    assert codes.purpose("P_HANDH").type == "HANDHAVING"


def test_a_category_knows_its_class_and_whether_it_is_special() -> None:
    """R7, R8"""
    assert codes.category("G_FIN").data_class == "K4"
    assert not codes.category("G_FIN").special
    assert codes.category("G_JEUGD").special
    assert codes.category("G_POLITIE").criminal
    assert not codes.category("G_NAW").criminal


def test_a_label_reads_in_the_language_asked_for() -> None:
    assert codes.label("gegevenscategorieen", "G_NAW", "nl") == "Naam, adres, contact"
    assert codes.label("gegevenscategorieen", "G_NAW", "en") == "Name, address, contact"
    assert codes.label("wettelijke_taken", "WPG_OGGZ") == "Wet publieke gezondheid, openbare ggz"


def test_what_is_not_listed_is_refused() -> None:
    """R59: a new code is unknown until it is listed."""
    with pytest.raises(codes.UnknownCode):
        codes.label("gegevenscategorieen", "G_GEHEIM")
    with pytest.raises(codes.UnknownCode):
        codes.items("geheimen")
    with pytest.raises(codes.UnknownCode):
        codes.purpose("P_NIETS")
    assert not codes.known("doelen", "P_NIETS")


def test_the_lists_cannot_be_changed_while_the_platform_runs() -> None:
    with pytest.raises(TypeError):
        codes.LISTS["doelen"] = {}  # type: ignore[index]
    with pytest.raises(TypeError):
        codes.item("doelen", "P_ZORG").facts["type"] = "HANDHAVING"  # type: ignore[index]
    with pytest.raises(AttributeError):
        codes.purpose("P_ZORG").type = "HANDHAVING"  # type: ignore[misc]


def test_signal_categories_name_listed_purposes_and_classes() -> None:
    for line in codes.items("signaalcategorieen"):
        category = codes.signal_category(line.code)
        assert codes.known("doelen", category.purpose)
        assert codes.known("klassen", category.data_class)


def test_data_categories_and_activities_name_what_is_listed() -> None:
    """R22, R23"""
    classes = {codes.category(line.code).data_class for line in codes.items("gegevenscategorieen")}
    assert classes <= codes.codes_of("klassen")
    purposes = {line.facts["doel"] for line in codes.items("verwerkingsactiviteiten")}
    assert purposes <= codes.codes_of("doelen")
    assert codes.activities_for("P_SCHULD") == ("VA-004/v1",)


def test_there_are_exactly_six_grounds_and_every_task_names_one_that_needs_it() -> None:
    """R2, R4"""
    assert codes.codes_of("grondslagen") == {f"A6_1{letter}" for letter in "ABCDEF"}
    assert {codes.statutory_task(i.code).basis for i in codes.items("wettelijke_taken")} <= {"A6_1C", "A6_1E"}


def test_a_law_not_yet_in_force_cannot_be_relied_on() -> None:
    """R5: the WAMS is listed and has no date."""
    assert not codes.statutory_task("WAMS").in_force(date(2999, 1, 1))
    assert codes.statutory_task("WGS_SVB").in_force(date(2025, 3, 1))
    assert not codes.statutory_task("WGS_SVB").in_force(date(2025, 2, 28))


def test_every_reason_of_the_decision_has_its_step_and_says_what_to_do() -> None:
    """R58, R195, requirements 2.4"""
    steps = [
        {"GEEN_SESSIE", "ACR_TE_LAAG"},
        {"ROL_ONVOLDOENDE"},
        {"CONVENANT_INACTIEF"},
        {"NIET_BETROKKEN", "GEEN_DIENST"},
        {"NIET_GEAGENDEERD"},
        {"KLASSE_TE_HOOG"},
        {"BELANGENCONFLICT"},
        {"GEBLOKKEERD", "STATUS"},
        {"GRONDSLAG_ONTBREEKT", "GRONDSLAG_VERVALLEN"},
    ]
    for number, expected in enumerate(steps, start=1):
        assert {i.code for i in codes.items("redencodes") if codes.reason(i.code).step == number} == expected
    assert codes.reason("FOUT_VEILIG").step is None
    for line in codes.items("redencodes"):
        assert codes.reason_sentence(line.code, "nl").endswith(".")
        assert codes.what_now(line.code, "en").endswith(".")
        assert codes.reason(line.code).status in {400, 401, 403, 404, 409}


def test_reasons_outside_the_decision_have_the_status_of_their_fault() -> None:
    """R3, R11, R36"""
    assert codes.reason("GRONDSLAG_NIET_TOEGESTAAN").status == 400
    assert codes.reason("BSN_GEDETECTEERD").status == 400
    assert codes.reason("BEZWAAR_HUURDER").status == 409


def test_no_sentence_for_people_speaks_in_codes() -> None:
    """R190, R195: a caretaker reads words, not capitals joined by underscores."""
    for line in codes.items("redencodes"):
        for text in (line.sentence("nl"), line.what_now("nl"), line.sentence("en"), line.what_now("en")):
            assert "_" not in text
            words = [word.strip(string.punctuation) for word in text.split()]
            assert not [word for word in words if len(word) > 3 and word.isupper()]


def test_a_rejected_question_can_be_a_signal_or_a_case() -> None:
    """Requirements 4.1 and 4.2 share that one word and no other."""
    assert codes.codes_of("signaalstatussen") & codes.codes_of("casusstatussen") == {"AFGEWEZEN"}


def test_all_eighteen_roles_have_a_title() -> None:
    """Requirements 3.1"""
    assert len(codes.items("rollen")) == 18
    assert codes.label("rollen", "CR") == "procesregisseur"


def test_the_class_of_several_parts_is_the_highest() -> None:
    """R69"""
    assert codes.highest_class(["K2", "K7", "K3"]) == "K7"
    assert codes.highest_class([]) == "K0"
