"""Who complained stands apart and never leaves the organisation that took the complaint (R17)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.cases.conftest import case_of, named, triage_form
from tests.cast import House, Someone
from tests.matters.emergencies import SAID
from tests.scenario.conftest import hides, lists, of, said, shows, world, zaak
from tests.signals.conftest import FEIT, Report, Reported, form
from tests.signals.conftest import handed_over as handed_over
from wijkaanpak.access.explaining import why_not
from wijkaanpak.access.facts import INSIDE, MELDER
from wijkaanpak.access.verbs import Verb
from wijkaanpak.consent.preparing import for_ground
from wijkaanpak.consent.reaching import who_sees_what
from wijkaanpak.door import find

NEIGHBOUR = "Mw. A. Overbuur-Zilver"
LOCKED = "Alleen Woonstichting De Rietgors ziet dit."
RESIDENT, BORN = "Dhr. H. Zandstra", date(1951, 3, 9)
TOLD: dict[str, Any] = {"complainant": NEIGHBOUR, "resident": RESIDENT, "born": BORN.isoformat()}
EVERYONE = [one["id"] for one in world()["gebruikers"]]
OTHERS = sorted(set(EVERYONE) - set(of("ORG-RIE")))


def parts(house: House, signal: Reported) -> list[Any]:
    return house.truth("select * from app.part where matter_id = :m", m=signal.row().matter_id)


def sees_nothing(who: Someone, *paths: str) -> None:
    """Neither a list nor any of these pages, whatever it answers, holds the name."""
    pages = [*lists(who), *((path, who.get(path)) for path in paths)]
    for path, page in pages:
        assert hides(page, "Overbuur", "Zilver"), path


def brought_in(house: House, case: str, *people: str) -> None:
    """U-CR1 takes the lead and invites these."""
    lead = house.sign_in("U-CR1")
    assert lead.post(f"{case}/regie").status_code == 303
    for who in people:
        sent = {"staff": str(house.staff[who]), "reason": "Nodig voor het huisbezoek van volgende week."}
        assert lead.post(f"{case}/team", sent).status_code == 303, who


def test_it_is_a_part_of_its_own_about_no_resident(house: House, report: Report) -> None:
    """R17: a name (K2) of the reporting organisation, apart from what is about the resident."""
    signal = report(**TOLD)
    (one,) = [part for part in parts(house, signal) if part.kind == MELDER]
    assert (one.text, one.category, one.data_class) == (NEIGHBOUR, "G_NAW", "K2")
    assert (one.about, one.whole) == ([], False)
    names = house.truth(
        "select p.name from app.subject s join app.person p on p.id = s.person_id where s.matter_id = :m",
        m=one.matter_id,
    )
    assert [row.name for row in names] == [RESIDENT]


def test_left_empty_there_is_no_such_part(house: House, report: Report) -> None:
    assert {part.kind for part in parts(house, report(complainant="  "))} == {"feit"}


def test_the_own_organisation_reads_it_under_a_lock(house: House, report: Report) -> None:
    """R17: who weighs and the team lead; the reporter follows the way, as ever without content."""
    signal = report(**TOLD)
    for who in ("U-WC1", "U-TL1"):
        page = house.sign_in(who).get(signal.url)
        assert shows(page, "Wie het meldde", NEIGHBOUR, LOCKED), who
    assert shows(house.sign_in("U-WB1").get("/signalen/nieuw"), "Wie meldde het?", LOCKED)


def test_nobody_elsewhere_sees_it_while_it_waits_or_in_triage(house: House, handed_over: Report) -> None:
    """R17: all who work for another organisation, on every list and under each address of it."""
    signal = handed_over(**TOLD)
    for who in OTHERS:
        sees_nothing(house.sign_in(who), signal.url, signal.triage, f"{signal.triage}?fragment=signaal")
    assert shows(house.sign_in("U-TR1").get(signal.triage), FEIT)


def test_the_neighbour_of_s06_stays_unseen(house: House, report: Report) -> None:
    """R17, S-06: her name is visible to nobody outside De Rietgors; what she saw is."""
    one = zaak("S-06")
    signal = report(
        "U-WC1", complex="C-102", category="ZORGMIJDING", feit=one.feit, resident=one.names[0],
        complainant=NEIGHBOUR,
    )  # fmt: skip
    sent = {"consulted": "ja", "consulted_reason": "Bemoeizorg raadt aan samen aan te bellen.",
            "discussed_reason": "Hij doet niet open."}  # fmt: skip
    assert house.sign_in("U-WC1").post(f"{signal.url}/doorgeven", sent).status_code == 303
    for who in OTHERS:
        sees_nothing(house.sign_in(who), signal.url, signal.triage)
    assert shows(house.sign_in("U-TR1").get(signal.triage), one.feit, "bewoner 1")
    assert shows(house.sign_in("U-WC1").get(signal.url), NEIGHBOUR)


def test_no_ground_carries_it_onto_a_dossier(house: House, handed_over: Report) -> None:
    """R17: not with a ground for names, not on the timeline, not in "Wie ziet wat", for nobody elsewhere."""
    signal = named(house, handed_over(**TOLD))
    assert shows(house.sign_in("U-TR1").get(signal.triage), RESIDENT)
    case = case_of(house.sign_in("U-TR1").post(f"{signal.url}/casus", triage_form(house)))
    brought_in(house, case, "U-WC1", "U-WW1")
    own = house.sign_in("U-WC1").get(case)
    assert shows(own, FEIT, "Wie het meldde", NEIGHBOUR, LOCKED)
    assert shows(house.sign_in("U-CR1").get(case), RESIDENT, FEIT)
    gem = house.truth("select organisation_id from app.staff where id = :s", s=house.staff["U-CR1"])[0][0]
    cells = [f"{case}?cel={gem}.{category}" for category in ("G_NAW", "G_WOONFEIT")]
    for who in OTHERS:
        sees_nothing(house.sign_in(who), case, f"{case}?fragment=tijdlijn", f"{case}?fragment=ziet", *cells)


def test_emergency_access_does_not_show_it(house: House, report: Report) -> None:
    """R17, R105: the resident's own record opens, and who complained about them is not in it."""
    signal = report(**TOLD)
    marloes = house.sign_in("U-WC2")
    asked = {"surname": "Zandstra", "born": BORN.isoformat(), "reason": "CRISIS_PSYCHISCH", "text": SAID,
             "sure": "1"}  # fmt: skip
    answer = marloes.post("/noodprocedure", asked)
    assert answer.status_code == 303, said(answer)
    assert shows(marloes.get(signal.url), FEIT)
    sees_nothing(marloes, signal.url, answer.headers["Location"])


def test_the_residents_own_page_does_not_show_it_to_anybody(house: House, report: Report) -> None:
    """R17: article 15(4); not in the own organisation either."""
    signal = report(**TOLD)
    person = house.truth("select person_id from app.subject where matter_id = :m", m=signal.row().matter_id)
    page = house.sign_in("U-WC1").get(f"/bewoners/{person[0].person_id}")
    assert shows(page, RESIDENT)
    assert hides(page, "Overbuur", "Zilver")
    written = house.truth("select * from journal.entry where matter_id = :m", m=signal.row().matter_id)
    assert not any("Overbuur" in str(entry) for entry in written)


def test_a_resident_who_is_added_later_does_not_get_it(house: House, handed_over: Report) -> None:
    """R17: what is about everyone follows who is added; this is about none of them."""
    signal = named(house, handed_over(**TOLD))
    case = case_of(house.sign_in("U-TR1").post(f"{signal.url}/casus", triage_form(house)))
    brought_in(house, case, "U-WC1")
    added = house.sign_in("U-WC1").post(f"{case}/bewoners", {"name": "Mw. E. Zandstra"})
    assert added.status_code == 303
    about = {part.kind: len(part.about) for part in parts(house, signal)}
    assert (about["feit"], about[MELDER]) == (2, 0)


def test_who_sees_what_and_the_explanation_know_it_as_what_stays_inside(house: House, report: Report) -> None:
    """R17, R68: like what one makes of it: no column, no row, and one sentence that nothing opens it."""
    told, plain = report(**TOLD), report(resident=RESIDENT)
    with house.sign_in("U-WC1").unit() as unit:
        names: dict[UUID, str] = {}
        grids = []
        for signal in (told, plain):
            facts, _raw = find(unit, Verb.SIGNAL_READ, signal.id)
            grid = who_sees_what(facts, unit.now, names)
            grids.append(
                (grid.columns, [(row.organisation, [c.state for c in row.cells]) for row in grid.rows])
            )
        facts, _raw = find(unit, Verb.SIGNAL_READ, told.id)
        (one,) = [part for part in facts.parts if part.kind == MELDER]
        there = house.truth("select id from app.organisation where reference = 'ORG-GEM'")[0].id
        answer = why_not(there, "gemeente", one, facts, unit.now, None)
    assert grids[0] == grids[1]
    assert MELDER in INSIDE
    assert answer is not None
    assert (answer.remedies, [remedy.code for remedy in answer.instead]) == ((), ["INSIDE"])


@pytest.mark.parametrize("category", ["VERVAL_COMPLEX", "ONVEILIGE_RUIMTE", "OMGEVINGSOVERLAST"])
def test_what_is_about_a_place_holds_no_complainant(house: House, category: str) -> None:
    """R17, rulings 4 and 5: every partner reads such a signal, and it holds nobody."""
    sent = form(house, category=category, number="", resident="", discussed="nvt", complainant=NEIGHBOUR)
    answer = house.sign_in("U-WB1").post("/signalen/nieuw", sent)
    assert answer.status_code == 400
    assert 'id="complainant-fout"' in answer.text
    assert 'id="number-fout"' not in answer.text
    assert NEIGHBOUR in answer.text
    assert house.truth("select 1 from app.part where kind = :k", k=MELDER) == []


def test_without_a_resident_it_is_no_name_that_could_be_shared(house: House, report: Report) -> None:
    """R17: the form for a ground does not offer names because somebody complained."""
    signal = report(number="", resident="", complainant=NEIGHBOUR, category="VANDALISME")
    with house.sign_in("U-WC1").unit() as unit:
        facts, _raw = find(unit, Verb.GROUND_RECORD, signal.id)
        assert "G_NAW" not in for_ground(unit, facts).written
