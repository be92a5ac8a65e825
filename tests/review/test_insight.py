"""Who saw my data: what a resident is told, and what never (R96, T38)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.live.world import CANARY, NAME_CANARY
from tests.review.conftest import Desk
from tests.review.footprints import journal, pseudonym
from tests.review.making import happened, officer, send
from tests.review.reading_papers import of_itself, packed, text_of
from wijkaanpak.foundation.sheet import TRIGGERS
from wijkaanpak.foundation.working_days import HERE
from wijkaanpak.journal.events import Thing
from wijkaanpak.journal.keys import keys_from
from wijkaanpak.journal.personal import unseal
from wijkaanpak.review import insight
from wijkaanpak.review.insight import Line, Overview, Period, Request, overview

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=HERE)
WHY = "Verzoek van de bewoner, nummer 2026-12."
WHY_NAMES = "De bewoner heeft de namen nodig voor een klacht."


def made(desk: Desk, who: str = "fg_rie", **choices: object) -> Overview:
    asked = Request(pseudonym(desk, who.removeprefix("fg_")), Period(), WHY)
    with officer(desk, who) as unit:
        return overview(unit, replace(asked, **choices))  # type: ignore[arg-type]


def lines(desk: Desk, **choices: object) -> tuple[Line, ...]:
    """What there is besides looking and making at the desk itself."""
    return tuple(line for line in made(desk, **choices).lines if not line.name.startswith("insight."))


def form(desk: Desk, **more: str) -> dict[str, str]:
    person = str(pseudonym(desk, "rie"))
    return {"bewoner": person, "reason": WHY, "form": "pdf", "zeker": "1", "sure": "1"} | more


def file(desk: Desk, **more: str) -> TestResponse:
    answer = send(desk, "fg_rie", "/controle/inzage/overzicht", **form(desk, **more))
    assert "attachment" in answer.headers.get("Content-Disposition", ""), answer.text[:2000]
    return answer


def exports(desk: Desk) -> list[tuple[object, ...]]:
    made = "event = 'AVG_EXPORT' and outcome = 'GESLAAGD' and actor_id = any(:those)"
    those = list(desk.world.staff.values())
    return journal(desk, f"select id, nature, canonical from journal.entry where {made}", those=those)


def test_only_what_the_own_organisation_answers_for(desk: Desk) -> None:
    """R96: a partner who read our data is in it; what ours read of a partner's is told by that partner."""
    happened(desk, "ww", NOON, by="rie")
    happened(desk, "wc", NOON, by="gem")
    assert [line.organisation for line in lines(desk)] == ["Organisatie wel"]
    other = [line for line in made(desk, "fg_gem").lines if not line.name.startswith("insight.")]
    assert [line.organisation for line in other] == ["Organisatie rie"]
    assert made(desk, "fg_wel").lines == ()


def test_a_line_tells_all_that_the_standard_asks(desk: Desk) -> None:
    """R96: when, organisation, role, which data, what was done, policy, ground, emergency."""
    happened(desk, "ww", NOON, grounds=(desk.world.ground,), via="team")
    happened(desk, "ww", NOON, via="emergency", nature="NOOD")
    plain, urgent = lines(desk)
    assert (plain.first, plain.organisation, plain.role) == (NOON, "Organisatie wel", "WW")
    assert (plain.categories, plain.policy, plain.bases, plain.purpose) == (
        ("G_WOONFEIT",), "matrix@test", ("A6_1A",), "P_ZORG",
    )  # fmt: skip
    assert (plain.emergency, urgent.emergency) == (False, True)
    said = text_of(file(desk).data)
    for words in (
        "Dinsdag 3 november 2026", "12.00", "Iemand van Organisatie wel, als welzijnswerker, las een casus.",
        "Waargenomen feiten over wonen en gedrag", "Toestemming", "Toeleiden naar zorg en ondersteuning",
        "matrix@test", "Noodprocedure", "In een noodprocedure",
    ):  # fmt: skip
        assert packed(words) in packed(said), words


def test_names_only_when_decided_and_never_those_of_a_partner(desk: Desk) -> None:
    """R96: a choice with its reason; default none."""
    happened(desk, "wc", NOON)
    happened(desk, "ww", NOON)
    for ending in ("pdf", "csv"):
        plain, named = file(desk, form=ending), file(desk, form=ending, names="1", names_reason=WHY_NAMES)
        without, with_names = (
            text_of(one.data) if ending == "pdf" else one.data.decode("utf-8-sig") for one in (plain, named)
        )
        assert "Collega" not in without
        assert "Collega wc" in with_names
        assert "Collega ww" not in with_names
        for words in (NAME_CANARY, CANARY, desk.world.number):
            assert words not in without + with_names
        assert b"Collega" not in (plain.data if ending == "pdf" else b"")


def test_without_a_reason_there_are_no_names(desk: Desk) -> None:
    for reason in ("", "Daarom."):
        answer = send(
            desk, "fg_rie", "/controle/inzage/overzicht", **form(desk, names="1", names_reason=reason)
        )
        assert answer.status_code == 400
    assert exports(desk) == []


def test_what_is_shielded_is_never_in_it(desk: Desk) -> None:
    """K7, by the class of what was seen and by the matter; also when the class says less."""
    about = Thing(
        "CASUS", uuid4(), desk.world.secret, (desk.world.organisations["rie"],), (desk.world.person,),
        "P_VEILIG", "K3", ("G_VEILIG",),
    )  # fmt: skip
    happened(desk, "wc", NOON, thing=about)
    happened(desk, "wc", NOON, thing=replace(about, matter=desk.world.matter, sensitivity="K7"))
    assert lines(desk) == ()
    assert "veiligheid in huis" not in text_of(file(desk).data).lower()


def test_who_reported_something_is_never_in_it(desk: Desk) -> None:
    """T38: not by name, not by role, and not by following what came of it."""
    signal = Thing(
        "SIGNAAL", uuid4(), desk.world.matter, (desk.world.organisations["rie"],), (desk.world.person,),
        "P_ZORG", "K3", ("G_WOONFEIT",),
    )  # fmt: skip
    for event, name in (
        ("AANMAKEN", "signal.reported"), ("WIJZIGEN", "signal.supplemented"), ("LEZEN", "signal.follow"),
        ("AANMAKEN", "history.taken_over"),
    ):  # fmt: skip
        happened(desk, "wb", NOON, event=event, name=name, thing=signal)
    happened(desk, "wb", NOON, name="signal.read", thing=signal, via="author")
    happened(desk, "wc", NOON, name="signal.read", thing=signal)
    assert [line.role for line in lines(desk, names=True, merged=False)] == ["WC"]
    shown = text_of(file(desk, names="1", names_reason=WHY_NAMES, apart="1").data)
    assert "Collega wb" not in shown
    assert "wijkbeheerder" not in shown.lower()


def test_a_refused_attempt_is_not_in_it(desk: Desk) -> None:
    """Nothing of the resident was shown, so nothing was processed."""
    happened(desk, "ww", NOON, outcome="GEWEIGERD", reason_code="GRONDSLAG_ONTBREEKT")
    assert lines(desk) == ()


def test_the_same_on_one_day_is_told_once(desk: Desk) -> None:
    """R96: by the days of the clocks here, and only what is the same in all but the hour."""
    midnight = datetime(2026, 11, 4, 0, 0, tzinfo=HERE)
    for minutes in (-90, -60, -1, 1):
        happened(desk, "ww", midnight + timedelta(minutes=minutes))
    happened(desk, "ww", midnight - timedelta(minutes=30), via="emergency")
    merged, apart = lines(desk), lines(desk, merged=False)
    assert [len(line.entries) for line in merged] == [3, 1, 1]
    assert (merged[0].first, merged[0].last) == (apart[0].first, apart[3].first)
    assert len(apart) == 5
    assert {one for line in merged for one in line.entries} == {one for line in apart for one in line.entries}
    assert packed("Dat gebeurde 3 keer op deze dag.") in packed(text_of(file(desk).data))


def test_a_period_counts_its_last_day(desk: Desk) -> None:
    day = NOON.date()
    for at in (datetime(2026, 11, 3, 0, 0, tzinfo=HERE), datetime(2026, 11, 3, 23, 59, tzinfo=HERE)):
        happened(desk, "ww", at)
        happened(desk, "ww", at + timedelta(days=1 if at.hour else -1))
    assert sum(len(line.entries) for line in lines(desk, period=Period(day, day))) == 2
    assert sum(len(line.entries) for line in lines(desk, period=Period(day, None))) == 3
    assert sum(len(line.entries) for line in lines(desk)) == 4


def test_it_is_made_only_after_a_second_look(desk: Desk) -> None:
    """The footnote `export`: first a page that says what will leave, then a tick, and only then the file."""
    happened(desk, "ww", NOON)
    choices = form(desk)
    first = {name: value for name, value in choices.items() if name not in ("zeker", "sure")}
    asked = send(desk, "fg_rie", "/controle/inzage/overzicht", **first)
    assert (asked.status_code, "Klopt dit?" in asked.text) == (200, True)
    assert "Een regel" in asked.text or "Eén regel" in asked.text
    unticked = send(desk, "fg_rie", "/controle/inzage/overzicht", **(first | {"zeker": "1"}))
    assert unticked.status_code == 400
    assert exports(desk) == []
    assert file(desk).mimetype == "application/pdf"
    assert len(exports(desk)) == 1


def test_making_it_is_an_export_with_its_reason_sealed(desk: Desk) -> None:
    """Fields 6 and 31: nature EXPORT; the words stand in the part that can be erased, and nowhere else."""
    happened(desk, "ww", NOON)
    file(desk, names="1", names_reason=WHY_NAMES)
    [(ident, nature, canonical)] = exports(desk)
    assert nature == "EXPORT"
    assert WHY not in str(canonical)
    [(nonce, sealed)] = journal(
        desk, "select nonce, sealed from journal.personal where entry_id = :i", i=ident
    )
    told, _ = unseal(keys_from(desk.world.key), ident, bytes(nonce), bytes(sealed))  # type: ignore[arg-type]
    assert WHY in str(told)
    assert WHY_NAMES in str(told)
    [(shown,)] = journal(
        desk, "select jsonb_array_length(disclosed) from journal.entry where id = :i", i=ident
    )
    assert shown == 1


@pytest.mark.parametrize("reason", ["", "Verzoek.", "Het gaat om 111222333, dat is het nummer."])
def test_a_reason_is_asked_of_twenty_characters_and_without_a_citizen_number(desk: Desk, reason: str) -> None:
    """R11."""
    answer = send(desk, "fg_rie", "/controle/inzage/overzicht", **form(desk, reason=reason))
    assert answer.status_code == 400
    assert exports(desk) == []


def test_who_is_no_officer_is_refused(desk: Desk) -> None:
    """R74: a privacy officer comes with requests of residents; nobody else ever."""
    for who in ("po", "wc"):
        person = str(pseudonym(desk, "rie"))
        answers = (
            desk.get(who, "/controle/inzage"), desk.get(who, f"/controle/inzage?bewoner={person}"),
            send(desk, who, "/controle/inzage", bewoner=person),
            send(desk, who, "/controle/inzage/overzicht", **form(desk)),
        )  # fmt: skip
        assert [answer.status_code for answer in answers] == [403] * 4
    assert exports(desk) == []


def test_the_address_holds_a_pseudonym_and_nothing_else(desk: Desk) -> None:
    """Never a name, and not the id under which the resident is on record."""
    for given in (str(desk.world.person), f"/bewoners/{desk.world.person}", str(pseudonym(desk, "rie"))):
        answer = send(desk, "fg_rie", "/controle/inzage", bewoner=f" {given} ")
        assert answer.headers["Location"] == f"/controle/inzage?bewoner={pseudonym(desk, 'rie')}"
    for wrong in ("Schipper", ""):
        assert send(desk, "fg_rie", "/controle/inzage", bewoner=wrong).status_code == 400
    assert desk.get("fg_rie", "/controle/inzage?bewoner=Schipper").status_code == 404


def test_nobodys_reference_brings_the_same_page_with_nothing(desk: Desk) -> None:
    """Whether somebody is on record elsewhere is not told here."""
    elsewhere, nobody = pseudonym(desk, "gem"), uuid4()
    happened(desk, "wc", NOON, by="gem")
    pages = [
        desk.get("fg_wel", f"/controle/inzage?bewoner={one}").text.replace(str(one), "")
        for one in (elsewhere, nobody)
    ]
    assert all("Er zou niets in staan" in page for page in pages)


def test_too_much_asks_for_a_shorter_period(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for minutes in range(3):
        happened(desk, "ww", NOON + timedelta(minutes=minutes))
    monkeypatch.setattr(insight, "MOST", 2)
    answer = send(desk, "fg_rie", "/controle/inzage/overzicht", **form(desk))
    assert answer.status_code == 400
    assert "kortere periode" in answer.text
    assert exports(desk) == []


def test_the_sheet_has_a_row_for_each_line_and_no_formula(desk: Desk) -> None:
    """T26; all references are in it, so that each line can be found again."""
    entries = {str(happened(desk, "ww", NOON + timedelta(minutes=n))) for n in range(6)}
    answer = file(desk, form="csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[3] for row in rows if row and row[0] == "03-11-2026"] == ["6"]
    assert set(rows[1][-1].split()) == entries
    assert not [cell for row in rows for cell in row if cell.startswith(TRIGGERS)]
    assert rows[-1] == ["Laatste ondertekende stand van het logboek", "nog geen"]


def test_the_paper_says_of_itself_no_name(desk: Desk) -> None:
    """Metadata too (T38): title and language, no author, no file name of a person."""
    happened(desk, "ww", NOON)
    answer = file(desk)
    told = of_itself(answer.data)
    assert (told["/Title"], told["/Lang"], told["/Marked"]) == ("Wie zag mijn gegevens?", "nl", "True")
    assert "/Author" not in told
    assert answer.headers["Content-Disposition"] == 'attachment; filename="wie-zag-mijn-gegevens.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
