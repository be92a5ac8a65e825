"""Mails that notices wait: when, to whom, and never a word of what they are about (R202)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.cast import House
from tests.notices.killing import killed
from tests.notices.post_office import PostOffice, open_post_office
from tests.notices.telling import NOTE, address, mail, mails, matter_of, number_of, tell, write
from wijkaanpak.foundation.working_days import HERE, is_working_day
from wijkaanpak.notices.digest import PAUSES, is_due

TOKEN = "zq7-k3-bericht-n00042"
LOADED = """
    select name as word from app.staff where system is null
    union select name from app.person where name is not null
    union select number from app.case_file union select name from app.complex
    union select name from app.organisation where kind <> 'platform' union select text from app.part
"""


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as opened:
        yield opened


def choose(house: House, who: str, choice: str) -> None:
    answer = house.sign_in(who).post("/berichten/keuzes", {"mail": choice})
    assert answer.status_code == 303, answer.text


def at_once(house: House, who: str = "U-CR1") -> str:
    """Somebody with an address who wants a mail at once."""
    choose(house, who, "METEEN")
    return address(house, who)


def morning_of(house: House) -> datetime:
    """Half past eight on the next working day that is still to come."""
    now = house.truth("select app.now()")[0][0].astimezone(HERE)
    day = now.replace(hour=8, minute=30, second=0, microsecond=0) + timedelta(days=1)
    while not is_working_day(day.date()):
        day += timedelta(days=1)
    return day


def set_clock(house: House, moment: datetime) -> None:
    """Let it be that moment by the house's clock."""
    house.move_clock(moment - house.truth("select now()")[0][0])


def test_without_an_address_or_a_wish_there_is_no_mail(house: House, office: PostOffice) -> None:
    at_once(house, "U-CR1")
    house.truth("update app.staff set mail = null")
    choose(house, "U-ZP1", "UIT")
    address(house, "U-ZP1")
    write(house, "U-WC1", "S-02")
    tell(house)
    set_clock(house, morning_of(house))
    assert mail(house, office.server()) == 0
    assert (office.knocks, mails(house)) == (0, [])


def test_who_is_shut_out_gets_no_mail(house: House, office: PostOffice) -> None:
    at_once(house)
    write(house, "U-WC1", "S-02")
    tell(house)
    house.truth("update app.staff set suspended_at = now() where id = :i", i=house.staff["U-CR1"])
    assert mail(house, office.server()) == 0
    assert office.knocks == 0


def test_who_wants_it_at_once_gets_one_mail_that_says_how_many(house: House, office: PostOffice) -> None:
    where = at_once(house)
    write(house, "U-WC1", "S-02")
    write(house, "U-WC1", "S-02")
    tell(house)
    assert mail(house, office.server()) == 1
    (got,) = office.mails
    assert got["To"] == where
    assert got["From"] == "berichten@wijk.example"
    assert "Er staan 2 nieuwe berichten voor je klaar." in got.get_content()
    assert re.findall(r"https?://\S+", got.get_content()) == [
        "https://wijk.example/berichten", "https://wijk.example/berichten/keuzes",
    ]  # fmt: skip
    (row,) = mails(house)
    assert row.sent_at is not None
    assert got["Message-ID"] == f"<{row.id}@wijk.example>"
    assert mail(house, office.server()) == 0


def test_two_mails_at_once_lie_ten_minutes_apart(house: House, office: PostOffice) -> None:
    at_once(house)
    for expected in (1, 0):
        write(house, "U-WC1", "S-02")
        tell(house)
        assert mail(house, office.server()) == expected
    house.move_clock(timedelta(minutes=11))
    assert mail(house, office.server()) == 1


def test_what_was_seen_is_not_mailed(house: House, office: PostOffice) -> None:
    at_once(house)
    write(house, "U-WC1", "S-02")
    tell(house)
    house.sign_in("U-CR1").post("/berichten/gezien")
    assert mail(house, office.server()) == 0


def test_who_never_chose_gets_one_mail_in_the_morning(house: House, office: PostOffice) -> None:
    address(house, "U-CR1")
    morning = morning_of(house)
    set_clock(house, morning - timedelta(hours=9))  # the evening before
    write(house, "U-WC1", "S-02")
    tell(house)
    assert mail(house, office.server()) == 0
    set_clock(house, morning)
    assert mail(house, office.server()) == 1
    write(house, "U-WC1", "S-02")
    tell(house)
    assert mail(house, office.server()) == 0  # the next one is for the next morning
    assert "Er staat 1 nieuw bericht voor je klaar." in office.mails[0].get_content()


@pytest.mark.parametrize(
    ("oldest", "moment", "due"),
    [
        ("2026-11-13 16:00", "2026-11-16 07:29", False),
        ("2026-11-13 16:00", "2026-11-16 07:30", True),
        ("2026-11-16 07:30", "2026-11-16 16:00", False),  # that is for the next morning
        ("2026-11-13 16:00", "2026-11-16 16:00", True),  # the house was down at half past seven
        ("2026-11-13 16:00", "2026-11-14 09:00", False),  # a Saturday
        ("2026-12-24 16:00", "2026-12-25 09:00", False),  # Christmas
        ("2026-03-27 16:00", "2026-03-30 07:30", True),  # the Monday after summer time began
        ("2026-03-27 16:00", "2026-03-30 07:29", False),
    ],
)
def test_a_morning_is_half_past_seven_in_amsterdam_on_a_working_day(
    oldest: str, moment: str, due: bool
) -> None:
    def here(told: str) -> datetime:
        return datetime.fromisoformat(told).replace(tzinfo=HERE)

    assert is_due("OCHTEND", here(oldest), None, here(moment)) is due


def test_no_mail_holds_a_word_of_anybody_or_anything(house: House, office: PostOffice) -> None:
    """R202: every byte that reached the mail server, against all names and texts there are, and a canary."""
    for who in ("U-CR1", "U-ZP1", "U-WB1"):
        at_once(house, who)
    write(house, "U-WC1", "S-02", feit=f"{NOTE['feit']} {TOKEN}")
    write(house, "U-AF1", "S-07", category="G_VEILIG", feit=f"{NOTE['feit']} {TOKEN}")
    tell(house)
    assert mail(house, office.server()) == 3
    everything = b"".join(office.taken).decode().lower() + " ".join(office.heard).lower()
    words = [str(row.word).lower() for row in house.truth(LOADED)]
    assert len(words) > 100
    assert [word for word in (*words, TOKEN, NOTE["feit"].lower()) if word in everything] == []
    for ident in (house.thing("S-02"), matter_of(house, "S-02"), house.staff["U-CR1"]):
        assert str(ident) not in everything
    assert number_of(house, "S-02").lower() not in everything
    assert not re.search(r"<img|<html|x-mailer|list-|return-receipt|disposition-notification", everything)


def test_a_mail_that_was_taken_before_the_house_died_goes_again_as_the_same_mail(
    house: House, office: PostOffice
) -> None:
    """Killed at every point: at least once; a second time only under the same Message-ID."""
    at_once(house)
    point, died = 0, True
    with killed(house, office.server()) as process:
        while died:
            write(house, "U-WC1", "S-02")
            tell(house)
            house.move_clock(timedelta(minutes=11) * (2 * point))
            died = process.at(point)
            house.move_clock(timedelta(minutes=11) * (2 * point + 1))
            mail(house, office.server())
            point += died
    assert point > 10
    made = {f"<{row.id}@wijk.example>": row for row in mails(house)}
    got = [str(one["Message-ID"]) for one in office.mails]
    assert set(got) == set(made)
    assert len(got) > len(made)  # some were taken, and nobody lived to say so
    assert all(row.sent_at is not None for row in made.values())
    assert max(row.upto for row in made.values()) == house.truth("select max(number) from app.notice")[0][0]


def test_the_pauses_grow_and_end() -> None:
    assert list(PAUSES) == sorted(set(PAUSES))
    assert len(PAUSES) <= 5
