"""A mail server that hangs, drips, refuses or lies holds up nobody, and gets nothing in the clear (R202)."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from tests.cast import House
from tests.notices.post_office import certificate, open_post_office
from tests.notices.telling import mail, mails, tell, told, write
from tests.notices.test_mail import at_once, choose
from wijkaanpak.foundation.config import CannotStart, Settings, load_settings
from wijkaanpak.journal.notary import Notary
from wijkaanpak.notices import rounds
from wijkaanpak.notices.digest import PAUSES
from wijkaanpak.notices.post import ACCEPTED, REFUSED, Letter, send, server_of

QUICK = {"patience": 0.5, "talk": 1.0}
FREE = """
import gevent.monkey; gevent.monkey.patch_all()
import os, sys, threading, uuid, gevent
from wijkaanpak.notices.post import Letter, Server, send
where = ("127.0.0.1", int(sys.argv[1]), "plain", "a@wijk.example", "https://wijk.example")
words = (Server(*where, patience=60.0), [Letter(uuid.uuid4(), "b@organisatie.nl", 1)])
threading.Thread(target=send, args=words, daemon=True).start()
gevent.sleep(0.5)
print("free", flush=True)
os._exit(0)
"""


def letters(*addresses: str) -> list[Letter]:
    return [Letter(uuid4(), where, 3) for where in addresses or ("iemand@organisatie.nl",)]


@pytest.mark.parametrize("manner", ["hangs", "drips", "busy", "leaves"])
def test_whatever_it_does_it_is_an_outcome(manner: str) -> None:
    """And no log tells to whom a mail would have gone."""
    with open_post_office(manner=manner) as office, capture_logs() as logs:
        assert send(office.server(**QUICK), letters()) == {}
        assert office.knocks == 1
        assert office.drops < 500  # cut from here: no answer was ever late enough by itself
    assert [log["event"] for log in logs] == ["the mail server did not take everything"]
    assert "organisatie.nl" not in str(logs)


def test_a_server_that_is_not_there_is_an_outcome_too() -> None:
    with open_post_office() as office:
        gone = office.server(**QUICK)
    assert send(gone, letters()) == {}


def test_one_address_that_is_refused_takes_nobody_along() -> None:
    answers = {"weg@organisatie.nl": "550 no such mailbox", "vol@organisatie.nl": "452 mailbox full"}
    with open_post_office(answers=answers) as office:
        gone, full, fine = letters("weg@organisatie.nl", "vol@organisatie.nl", "goed@organisatie.nl")
        assert send(office.server(), [gone, full, fine]) == {gone.id: REFUSED, fine.id: ACCEPTED}
        assert [one["To"] for one in office.mails] == ["goed@organisatie.nl"]


def test_nothing_leaves_this_machine_without_encryption() -> None:
    """A server that offers no STARTTLS hears no address, no name and no password."""
    with open_post_office() as office:
        server = office.server(way="starttls", user="postbode", password="geheim")
        assert send(server, letters()) == {}
        assert office.heard == ["ehlo wijk.example"]


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    """Whoever stands in between gets no mail and no password."""
    _public, context = certificate(tmp_path)
    with open_post_office(tls=context) as office:
        server = office.server(way="starttls", user="postbode", password="geheim")
        assert send(server, letters()) == {}
        assert office.heard == ["ehlo wijk.example", "STARTTLS"]


def test_a_certificate_that_is_vouched_for_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with open_post_office(tls=context) as office:
        (one,) = letters()
        assert send(office.server(way="starttls"), [one]) == {one.id: ACCEPTED}
        assert office.heard[:3] == ["ehlo wijk.example", "STARTTLS", "ehlo wijk.example"]
        assert len(office.taken) == 1


def test_what_was_not_answered_rests_longer_each_time_and_is_given_up(house: House) -> None:
    at_once(house)
    write(house, "U-WC1", "S-02")
    tell(house)
    passed = timedelta()
    with open_post_office(manner="busy") as office:
        for number, pause in enumerate(PAUSES, 1):
            assert mail(house, office.server()) == 0
            assert office.knocks == number
            assert mail(house, office.server()) == 0
            assert office.knocks == number, "it knocked before the rest was over"
            passed += pause + timedelta(seconds=1)
            house.move_clock(passed)
        assert mail(house, office.server()) == 0
        assert office.knocks == len(PAUSES)
    (row,) = mails(house)
    assert (row.tries, row.sent_at) == (len(PAUSES), None)
    assert row.gave_up_at is not None
    assert told(house)["U-CR1"] == ["VERANDERD"]  # inside it still stands
    with open_post_office() as office:
        write(house, "U-WC1", "S-02")
        tell(house)
        assert mail(house, office.server()) == 1, "what comes after it is mailed again"


def test_an_answer_that_got_lost_brings_the_same_mail_again(house: House) -> None:
    at_once(house)
    write(house, "U-WC1", "S-02")
    tell(house)
    with open_post_office(manner="leaves") as office:
        assert mail(house, office.server()) == 0
        write(house, "U-WC1", "S-02")
        tell(house)
        house.move_clock(PAUSES[0] + timedelta(seconds=1))
        office.manner = "takes"
        assert mail(house, office.server()) == 1
        first, second = office.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content()


def test_while_one_mail_rests_no_second_one_is_made(house: House) -> None:
    """A server that comes back does not pour out a mail for each hour that it was away."""
    at_once(house)
    write(house, "U-WC1", "S-02")
    tell(house)
    with open_post_office(manner="busy") as office:
        mail(house, office.server())
        house.move_clock(PAUSES[0] + timedelta(seconds=1))
        mail(house, office.server())
        write(house, "U-WC1", "S-02")
        tell(house)
        house.move_clock(PAUSES[0] + timedelta(minutes=20))
        mail(house, office.server())
    assert len(mails(house)) == 1


def test_who_wants_no_mail_any_more_gets_none_at_a_second_try_either(house: House) -> None:
    at_once(house)
    write(house, "U-WC1", "S-02")
    tell(house)
    with open_post_office(manner="busy") as office:
        mail(house, office.server())
        choose(house, "U-CR1", "UIT")
        house.move_clock(PAUSES[0] + timedelta(seconds=1))
        office.manner = "takes"
        assert mail(house, office.server()) == 0
        assert office.taken == []
    assert mails(house)[0].gave_up_at is not None


def test_an_address_that_is_refused_for_good_is_not_tried_again(house: House) -> None:
    where = at_once(house)
    write(house, "U-WC1", "S-02")
    tell(house)
    with open_post_office(answers={where: "550 no such mailbox"}) as office:
        assert mail(house, office.server()) == 0
        house.move_clock(timedelta(days=2))
        assert mail(house, office.server()) == 0
        assert office.knocks == 1
    assert mails(house)[0].gave_up_at is not None


def wait_for(found: Callable[[], object]) -> object:
    end = time.monotonic() + 20
    while not (seen := found()) and time.monotonic() < end:
        time.sleep(0.05)
    return seen


def test_a_server_that_hangs_holds_up_neither_the_round_nor_the_database(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cursor moves on while a mail hangs, and nothing of the database waits for it."""
    monkeypatch.setattr(rounds, "ROUND", 0.05)
    monkeypatch.setattr(rounds, "POST", 0.05)
    at_once(house)
    write(house, "U-WC1", "S-02")
    tell(house)
    with open_post_office(manner="hangs") as office:
        url = f"smtp://127.0.0.1:{office.port}"
        settings = Settings(
            home=house.settings.home, smtp_url=url, mail_from="berichten@wijk.example", mode="demo"
        )
        with rounds.telling(house.database, settings):
            assert wait_for(lambda: office.knocks)
            write(house, "U-WC1", "S-02")
            newest = "select max(n.number) from journal.number n join journal.entry e on e.id = n.entry_id"
            Notary(house.database.notary).follow_once()
            last = house.truth(f"{newest} where e.name = 'note.written'")[0][0]
            reached = "select 1 from app.notice where number = :n"
            assert wait_for(lambda: house.truth(reached, n=last))
            held = (
                "select 1 from pg_stat_activity where state = 'idle in transaction' and usename = 'wijk_app'"
            )
            assert wait_for(lambda: not house.truth(held))
            assert office.knocks == 1


def test_the_event_loop_is_free_while_a_mail_server_hangs() -> None:
    """One process serves everybody: a page does not wait for a mail."""
    with open_post_office(manner="hangs") as office:
        done = subprocess.run(
            [sys.executable, "-c", FREE, str(office.port)], capture_output=True, text=True, timeout=30
        )
        assert done.stdout == "free\n", done.stderr
        assert office.knocks == 1


@pytest.mark.parametrize(
    ("url", "way", "port"),
    [
        ("smtp://mail.example.nl", "starttls", 587),
        ("smtp://mail.example.nl:2525", "starttls", 2525),
        ("smtps://mail.example.nl", "tls", 465),
        ("smtp://localhost:1025", "plain", 1025),
        ("smtps://localhost", "tls", 465),
    ],
)
def test_the_settings_say_how_it_is_reached(url: str, way: str, port: int) -> None:
    server = server_of(Settings(smtp_url=url, mail_from="berichten@wijk.example"))
    assert server is not None
    assert (server.way, server.port) == (way, port)


def test_without_a_mail_server_notices_stay_inside() -> None:
    assert server_of(Settings()) is None


def test_name_and_password_are_read_and_shown_nowhere() -> None:
    settings = Settings(smtp_url="smtps://post%40wijk:p%3Aw@mail.example.nl", mail_from="a@wijk.example")
    server = server_of(settings)
    assert server is not None
    assert (server.user, server.password) == ("post@wijk", "p:w")
    assert "p%3Aw" not in repr(settings)
    assert "p:w" not in repr(server)


@pytest.mark.parametrize(
    ("url", "sender", "said"),
    [
        ("mail.example.nl", "a@wijk.example", "smtp://host:587"),
        ("http://mail.example.nl", "a@wijk.example", "smtp://host:587"),
        ("smtp://mail.example.nl", "", "WIJKAANPAK_MAIL_FROM"),
        ("smtp://mail.example.nl", "a@wijk.example\nBcc: b@elders.nl", "WIJKAANPAK_MAIL_FROM"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(
    url: str, sender: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJKAANPAK_SMTP_URL", url)
    monkeypatch.setenv("WIJKAANPAK_MAIL_FROM", sender)
    with pytest.raises(CannotStart, match=said):
        load_settings()
