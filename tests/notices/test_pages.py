"""One's own notices, the one tap to what each is about, and the choice of mail (R202, R188)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cast import House
from tests.notices.telling import address, notices, reads, tell, write
from tests.scenario.conftest import hides, shows, zaak
from tests.signals.conftest import Report
from tests.signals.conftest import handed_over as handed_over
from tests.signals.conftest import report as report

NOBODYS = "/berichten/00000000-0000-4000-8000-000000000000"


def test_newest_first_and_no_word_of_what_happened(house: House) -> None:
    """R194, R202: neither a name nor a word of the note, nor who wrote it."""
    someone = house.sign_in("U-CR1")
    for who in ("U-WC1", "U-ZP1"):
        write(house, who, "S-02")
    tell(house)
    page = someone.get("/berichten")
    assert len(reads(someone)) == 2
    first, second = notices(house, "U-CR1")[::-1]
    assert page.text.index(str(first.id)) < page.text.index(str(second.id))
    assert hides(page, *zaak("S-02").everything, "Sanne de Wit", "De gang was vandaag")


def test_one_tap_leads_to_the_case_and_the_notice_is_seen(house: House) -> None:
    someone = house.sign_in("U-CR1")
    write(house, "U-WC1", "S-02")
    tell(house)
    (notice,) = notices(house, "U-CR1")
    assert "Nog niet gezien" in someone.get("/berichten").text
    answer = someone.post(f"/berichten/{notice.id}")
    assert (answer.status_code, answer.headers["Location"]) == (303, house.url("S-02"))
    assert notices(house, "U-CR1")[0].seen_at is not None
    assert "Nog niet gezien" not in someone.get("/berichten").text
    seen = notices(house, "U-CR1")[0].seen_at
    assert someone.post(f"/berichten/{notice.id}").status_code == 303
    assert notices(house, "U-CR1")[0].seen_at == seen


def test_each_kind_leads_to_its_own_place(house: House, handed_over: Report) -> None:
    signal = handed_over()
    tell(house)
    for who, where in (("U-TR1", signal.triage), ("U-TL1", signal.url)):
        someone = house.sign_in(who)
        found = [row for row in notices(house, who) if str(row.thing_id) == str(signal.id)]
        assert found, who
        assert someone.post(f"/berichten/{found[0].id}").headers["Location"] == where


def test_all_can_be_put_aside_at_once_and_only_ones_own(house: House) -> None:
    write(house, "U-WC1", "S-02")
    write(house, "U-WC1", "S-02")
    tell(house)
    assert house.sign_in("U-CR1").post("/berichten/gezien").status_code == 303
    assert all(row.seen_at for row in notices(house, "U-CR1"))
    assert not any(row.seen_at for row in notices(house, "U-ZP1"))


def test_anothers_notice_is_as_absent_as_none(house: House) -> None:
    write(house, "U-WC1", "S-02")
    tell(house)
    someone, (theirs,) = house.sign_in("U-WB3"), notices(house, "U-CR1")
    there, absent = someone.post(f"/berichten/{theirs.id}"), someone.post(NOBODYS)
    assert (there.status_code, there.data) == (404, absent.data)
    assert notices(house, "U-CR1")[0].seen_at is None


def test_the_number_goes_from_the_page_when_access_goes(house: House) -> None:
    """What was told stays neutral afterwards; the number is read anew each time (ADR 0006)."""
    write(house, "U-WC1", "S-02")
    tell(house)
    someone = house.sign_in("U-ZP1")
    assert reads(someone)[0].startswith("Er is iets veranderd in casus WA-")
    house.truth(
        "update app.ground_line set status = 'INGETROKKEN' where recipient_id = "
        "(select organisation_id from app.staff where id = :i)",
        i=house.staff["U-ZP1"],
    )
    assert reads(someone) == ["Er is iets veranderd in een zaak waar je aan werkt."]


def test_the_bell_brings_the_list_and_the_list_is_recorded(house: House) -> None:
    """R88: one entry with each case whose number the answer told."""
    write(house, "U-WC1", "S-02")
    tell(house)
    someone = house.sign_in("U-CR1")
    fragment = someone.get("/berichten", fragment="lijst")
    assert "<html" not in fragment.text
    assert shows(fragment, "Er is iets veranderd in casus")
    (entry,) = house.truth(
        "select * from journal.entry where actor_id = :i and name = 'notice.list'", i=someone.id
    )
    assert {item["type"] for item in entry.disclosed} == {"BERICHT", "CASUS"}
    assert str(house.thing("S-02")) in {item["id"] for item in entry.disclosed}


def test_an_old_notice_leaves_the_page(house: House) -> None:
    write(house, "U-WC1", "S-02")
    tell(house)
    house.truth("update app.notice set happened_at = happened_at - interval '91 days'")
    assert reads(house.sign_in("U-CR1")) == []


def test_a_page_without_notices_says_what_will_stand_there(house: House) -> None:
    assert shows(house.sign_in("U-FB1").get("/berichten"), "Geen nieuwe berichten.")


def test_a_choice_is_kept_and_can_change(house: House) -> None:
    someone = house.sign_in("U-CR1")
    chosen = "select mail from app.notice_choice where staff_id = :i"
    assert 'value="OCHTEND" checked' in someone.get("/berichten/keuzes").text
    for mail in ("METEEN", "UIT"):
        assert someone.post("/berichten/keuzes", {"mail": mail}).status_code == 303
        assert house.truth(chosen, i=someone.id)[0].mail == mail
        assert f'value="{mail}" checked' in someone.get("/berichten/keuzes").text
    entries = house.truth("select particulars from journal.entry where name = 'notice.chosen' order by place")
    assert [entry.particulars["way"] for entry in entries] == ["METEEN", "UIT"]


@pytest.mark.parametrize("mail", ["", "SOMS"])
def test_what_is_no_choice_is_told_and_changes_nothing(house: House, mail: str) -> None:
    answer = house.sign_in("U-CR1").post("/berichten/keuzes", {"mail": mail})
    assert answer.status_code == 400
    assert house.truth("select 1 from app.notice_choice") == []


def test_an_administrator_says_where_mails_go_and_the_journal_keeps_no_address(house: House) -> None:
    administrator, colleague = house.sign_in("U-FB1"), house.staff["U-CR1"]
    where = "select mail from app.staff where id = :i"
    answer = administrator.post(f"/beheer/{colleague}/mail", {"mail": " h.postma@gemeente.example "})
    assert answer.status_code == 303
    assert house.truth(where, i=colleague)[0].mail == "h.postma@gemeente.example"
    assert "h.postma@gemeente.example" in administrator.get(f"/beheer/{colleague}").text
    (entry,) = house.truth("select * from journal.entry where name = 'staff.mail_set'")
    assert entry.particulars == {"staff": str(colleague), "known": True}
    assert "h.postma" not in str(entry) + str(house.sealed_part(entry.id))
    assert administrator.post(f"/beheer/{colleague}/mail", {"mail": ""}).status_code == 303
    assert house.truth(where, i=colleague)[0].mail is None


@pytest.mark.parametrize(
    "told", ["h.postma", "a@b", "a@b.nl,c@d.nl", "a@b.nl\r\nBcc: c@d.nl", "Hanneke <a@b.nl>", "é@b.nl"]
)
def test_what_is_no_address_is_told_and_nothing_is_lost(house: House, told: str) -> None:
    """And nothing of it could begin another header."""
    answer = house.sign_in("U-FB1").post(f"/beheer/{house.staff['U-CR1']}/mail", {"mail": told})
    assert answer.status_code == 400
    assert shows(answer, "Schrijf een mailadres zoals naam@organisatie.nl")
    assert told.split("\r")[0].replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert house.truth("select mail from app.staff where mail is not null") == []


def test_only_an_administrator_says_where_mails_go(house: House) -> None:
    before = address(house, "U-CR1")
    for who in ("U-CR1", "U-TL1", "U-FG1"):
        someone = house.sign_in(who)
        answer = someone.post(f"/beheer/{house.staff['U-CR1']}/mail", {"mail": "elders@elders.nl"})
        assert answer.status_code in (403, 404), who
    assert house.truth("select mail from app.staff where mail is not null")[0].mail == before


def test_the_page_of_choices_says_where_mail_goes_or_why_not(house: House) -> None:
    """The tests' house has no mail server, so it says that first."""
    assert shows(house.sign_in("U-CR1").get("/berichten/keuzes"), "verstuurt nog geen mail")


def test_who_is_not_signed_in_sees_no_notices(house: House) -> None:
    nobody = house.nobody()
    for path in ("/berichten", "/berichten/keuzes", f"/berichten/{uuid4()}"):
        assert "bericht" not in nobody.get(path).text.lower(), path
