"""Bad input is told in words, at once, and nothing that was filled in is lost (R11, R188)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, StringField

from tests.canary.writing import standing_out
from tests.cast import House, Someone
from tests.scenario.conftest import shows
from tests.signals.conftest import Report
from tests.web.conftest import count, knock
from wijkaanpak.cases.routes import opening, participation, writing
from wijkaanpak.consent.routes import forms as sharing
from wijkaanpak.notices import routes as notices
from wijkaanpak.places import routes as places
from wijkaanpak.review.routes import footprints as review
from wijkaanpak.review.routes import forms as judging
from wijkaanpak.signals.routes import forms as signals
from wijkaanpak.web.forms import HouseForm

NUMBER = "123456782"  # passes the eleven test; nobody's
HUGE = 20 * 1024 * 1024


def wrong(form: type[HouseForm]) -> dict[str, str]:
    """Every field of a form filled in wrongly: a number in texts, a choice that is not there, no date."""
    sent = {}
    for field in form():
        if isinstance(field, DateField):
            sent[field.name] = "morgen"
        elif isinstance(field, RadioField | SelectField | SelectMultipleField):
            sent[field.name] = "BESTAAT_NIET"
        elif isinstance(field, StringField) and not isinstance(field, BooleanField):
            sent[field.name] = NUMBER
    return sent


def every_form(house: House, report: Report) -> Iterator[tuple[Someone, str, type[HouseForm]]]:
    """Each form of the house, with who may send it and where to; the last takes what went before it."""
    weigher, triagist = house.sign_in("U-WC1"), house.sign_in("U-TR1")
    signal, waiting, case = report(), house.thing("S-06"), house.url("S-02")
    yield house.sign_in("U-WB1"), "/signalen/nieuw", signals.ReportForm
    yield weigher, f"{signal.url}/doorgeven", signals.HandOverForm
    yield weigher, f"{signal.url}/afwijzen", signals.RefuseForm
    yield weigher, f"{signal.url}/vragen", signals.AskForm
    yield triagist, f"/triage/{waiting}/terug", signals.QuestionForm
    yield triagist, f"/triage/{waiting}/doorzetten", signals.PassOnForm
    yield triagist, f"/triage/{waiting}/afwijzen", signals.RefuseForm
    yield triagist, f"/signalen/{waiting}/casus", opening.ConvertForm
    yield triagist, f"/signalen/{waiting}/samenvoegen", opening.MergeForm
    yield house.sign_in("U-CR1"), "/casussen/nieuw", opening.OpenForm
    yield house.sign_in("U-CR1"), f"{case}/team", participation.InviteForm
    yield weigher, f"{case}/notities", writing.NoteForm
    yield weigher, f"{case}/bewoners", writing.PersonForm
    yield weigher, f"{case}/grondslagen/nieuw", sharing.GroundForm
    yield weigher, f"{case}/toestemming", sharing.WordForm
    yield house.sign_in("U-FG2"), "/controle/sporen", review.FilterForm
    yield house.sign_in("U-WB1"), "/berichten/keuzes", notices.ChoiceForm
    yield house.sign_in("U-FB1"), f"/beheer/{house.staff['U-AN1']}/mail", places.MailForm
    officer, found = house.sign_in("U-FG1"), f"/controle/bevindingen/{standing_out(house, 'U-SH1', 'LEZEN')}"
    yield officer, f"{found}/vraag", judging.AskForm
    yield officer, f"{found}/oordeel", judging.JudgeForm
    officer.post(f"{found}/vraag", {"question": "Wat was hiervoor de aanleiding?"})
    put = house.truth("select id from app.question")[0].id
    yield house.sign_in("U-SH1"), f"/vragen/{put}", judging.AnswerForm
    triagist.post(f"/triage/{waiting}/terug", {"question": "Brandt er 's avonds nog licht?"})
    yield weigher, f"/signalen/{waiting}/aanvullen", signals.AnswerForm


def test_every_field_wrong_is_told_at_once_and_kept_and_the_number_is_nowhere(
    house: House, report: Report
) -> None:
    """R11: a citizen service number goes nowhere, and the journal knows that one was refused."""
    tables = (
        "app.part",
        "app.person",
        "app.signal",
        "app.case_file",
        "app.ground",
        "app.consent",
        "app.member",
    )
    for who, path, form in every_form(house, report):
        before = [count(house, table) for table in tables]
        refused = count(house, "journal.entry where reason_code = 'BSN_GEDETECTEERD'")
        sent = wrong(form)
        answer = who.post(path, sent)
        assert answer.status_code == 400, path
        for field, value in sent.items():
            assert f'href="#{field}' in answer.text, (path, field)
            if value in (NUMBER, "morgen"):
                kept = f'value="{value}"' in answer.text or f">\r\n{value}</textarea>" in answer.text
                assert kept, (path, field)
        holds = NUMBER in sent.values()
        now = count(house, "journal.entry where reason_code = 'BSN_GEDETECTEERD'")
        assert now - refused == (1 if holds else 0), path
        assert [count(house, table) for table in tables] == before, path
    assert house.truth("select name from journal.entry e where e::text like :n", n=f"%{NUMBER}%") == []


def test_a_citizen_service_number_in_the_middle_of_a_note_is_refused(house: House) -> None:
    """R11: also written in groups; the journal says of what kind, by whom and where, not which."""
    writer, before = house.sign_in("U-WC1"), count(house, "app.part")
    for written in (NUMBER, "123.456.782", "123 45 67 82"):
        text = f"Meneer gaf mij zijn papieren, het nummer is {written} en dat klopt."
        answer = writer.post(f"{house.url('S-02')}/notities", {"feit": text, "category": "G_WOONFEIT"})
        assert answer.status_code == 400, written
        assert shows(answer, text, "Dit lijkt een burgerservicenummer.")
    assert count(house, "app.part") == before
    entries = house.truth("select * from journal.entry where reason_code = 'BSN_GEDETECTEERD'")
    assert {(e.actor_id, e.outcome, e.name) for e in entries} == {(writer.id, "GEWEIGERD", "note.write")}
    assert len(entries) == 3
    assert not any(digits in str(entry) for entry in entries for digits in (NUMBER, "123.456", "123 45"))


@pytest.mark.parametrize(
    ("who", "path"), [("U-WB1", "/signalen/nieuw"), ("U-WC1", "notities"), ("U-FG2", "/controle/sporen")]
)
def test_a_field_of_20_mb_is_too_much_in_one_sentence(standing: House, who: str, path: str) -> None:
    before = count(standing, "app.part")
    address = path if path.startswith("/") else f"{standing.url('S-02')}/{path}"
    answer = standing.sign_in(who).post(address, {"feit": "a" * HUGE})
    assert answer.status_code == 413
    assert shows(answer, "Wat je stuurde is groter dan een formulier aankan.")
    assert count(standing, "app.part") == before


def test_a_field_of_20_mb_at_the_door_is_too_much_too(standing: House) -> None:
    answer = knock(standing, standing.nobody(), "/aanmelden", login="a" * HUGE, password="x", code="1")
    assert answer.status_code == 413


def test_a_text_that_is_only_a_little_too_long_is_kept(standing: House) -> None:
    text = "Dit is lang. " * 800
    answer = standing.sign_in("U-WC1").post(
        f"{standing.url('S-02')}/notities", {"feit": text, "category": "G_WOONFEIT"}
    )
    assert (answer.status_code, shows(answer, "hoogstens 10000 tekens")) == (400, True)
    assert text.strip() in answer.text


def test_a_zero_byte_is_refused_before_anything_looks_at_it(standing: House) -> None:
    """No database text holds one: without this it is a fault of ours, with the text in its message."""
    writer, triagist, before = (
        standing.sign_in("U-WC1"),
        standing.sign_in("U-TR1"),
        count(standing, "app.part"),
    )
    sent = {"feit": "De gang\0 is nu vrij.", "category": "G_WOONFEIT"}
    case, signal = standing.url("S-02"), standing.thing("S-06")
    assert writer.post(f"{case}/notities", sent).status_code == 400
    assert triagist.post(f"/signalen/{signal}/samenvoegen", {"number": "WA-\0002026"}).status_code == 400
    assert (
        knock(standing, standing.nobody(), "/aanmelden", login="wie\0", password="x", code="1").status_code
        == 400
    )
    assert writer.get(f"{case}?cel=%00").status_code == 400
    assert count(standing, "app.part") == before


GARBAGE = ("abc", "1", "0", "-1", "%00", "..%2f..", "'--", "null", "00000000", "x" * 300, "💥")


@pytest.mark.parametrize("place", ["/casussen", "/signalen", "/triage", "/bewoners"])
def test_garbage_and_an_unknown_id_get_the_same_answer(standing: House, place: str) -> None:
    someone = standing.sign_in("U-TR1" if place == "/triage" else "U-CR1")

    def told(ident: object) -> tuple[Any, ...]:
        answer = someone.get(f"{place}/{ident}")
        return answer.status_code, sorted((n, v) for n, v in answer.headers if n != "Date"), answer.data

    absent = told(uuid4())
    assert absent[0] == 404
    for ident in (*GARBAGE, "00000000-0000-0000-0000-000000000000"):
        assert told(ident) == absent, ident


def test_garbage_behind_the_question_mark_breaks_nothing(standing: House) -> None:
    director, officer = standing.sign_in("U-CR1"), standing.sign_in("U-FG2")
    for tail in ("na=x", "na=2026-01-01_x", f"na=2026-01-01_{uuid4()}", f"na=0001-01-01_{uuid4()}",
                 "na=_", "fragment=x"):  # fmt: skip
        assert director.get(f"/casussen?{tail}").status_code == 200, tail
    for tail in ("cel=x", "cel=.", f"cel={uuid4()}.G_NAW", "fragment=../../etc/passwd"):
        assert director.get(f"{standing.url('S-02')}?{tail}").status_code == 200, tail
    for tail in ("zaak=x", "collega='", "dag=morgen", "na=x"):
        assert officer.get(f"/controle/sporen?{tail}").status_code == 404, tail


def test_an_address_takes_only_its_own_methods(standing: House) -> None:
    someone = standing.sign_in("U-CR1")
    headers = {
        "Cookie": f"__Host-sid={someone.cookie}",
        "Origin": standing.settings.url,
        "X-CSRF": someone.csrf,
    }
    for method in ("PUT", "DELETE", "PATCH", "POST"):
        answer = someone.client.open(standing.url("S-02"), method=method, headers=headers)
        assert answer.status_code == 404, method
