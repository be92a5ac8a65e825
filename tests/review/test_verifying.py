"""An officer works out that the journal is whole, with no rights of others; each run is on record (R92)."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.cast import House, Loaded
from tests.review.test_reviewing import PLACE, said
from wijkaanpak.application import create_app
from wijkaanpak.foundation.addresses import Addresses
from wijkaanpak.foundation.config import Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal import checkpoints
from wijkaanpak.journal.notary import Notary
from wijkaanpak.review import verifying

PAGE = f"{PLACE}/nareken"
LINE = 5  # of the journal: something that the loader did
CHANGED = """update journal.entry set canonical = replace(canonical, :this, :that)
             where id = (select entry_id from journal.number where number = :n)"""


@pytest.fixture(scope="module")
def house(
    clone: Callable[..., AbstractContextManager[Addresses]],
    oeverdrecht: tuple[str, Loaded],
    settings: Settings,
) -> Iterator[House]:
    """Oeverdrecht, numbered and signed; each test leaves it whole."""
    name, loaded = oeverdrecht
    with clone(template=name) as addresses:
        database = Database(addresses, settings.secret, pool=3)
        try:
            app = create_app(settings, database, testing=True)
            house = House(app, database, settings, addresses, loaded)
            sign(house)
            yield house
        finally:
            database.close()


def sign(house: House) -> None:
    Notary(house.database.notary).follow_once()
    checkpoints.Checkpoints(house.database.notary, checkpoints.signer(house.settings)).round()


def run(house: House, who: str = "U-FG1", **fields: str) -> TestResponse:
    return house.sign_in(who).post(PAGE, fields)


def kind_of(page: str) -> str:
    """How the outcome looks: goed, letop or fout."""
    return re.findall(r'class="melding melding--(\w+)" role="status"', page)[0]


def runs(house: House, who: str) -> list[dict[str, Any]]:
    found = house.truth(
        "select particulars from journal.entry where name = 'journal.verified' and actor_id = :w "
        "order by place", w=house.staff[who],
    )  # fmt: skip
    return [row.particulars for row in found]


def test_a_whole_journal_is_said_to_be_whole_and_the_run_is_on_record(house: House) -> None:
    answer = run(house, "U-FG2")
    assert (answer.status_code, kind_of(answer.text)) == (200, "goed")
    [told] = runs(house, "U-FG2")
    assert (told["code"], told["since"], told["first"]) == ("GAAF", 0, None)
    assert told["size"] > 20
    assert "Het is het laatst nagerekend vandaag om" in said(house.sign_in("U-FG2").get(PLACE).text)
    assert "Niemand van je organisatie rekende het al na" in said(house.sign_in("U-FG3").get(PLACE).text)


def test_a_line_that_was_changed_is_found_with_its_number_and_what_to_do(house: House) -> None:
    """As the owner of the database, with every trigger off."""
    house.truth(CHANGED, this="taken_over", that="taken_away", n=LINE)
    answer = run(house)
    house.truth(CHANGED, this="taken_away", that="taken_over", n=LINE)
    assert (answer.status_code, kind_of(answer.text)) == (200, "fout")
    assert str(LINE) in said(answer.text)
    assert "laat niets herstarten" in said(answer.text)
    assert (runs(house, "U-FG1")[-1]["code"], runs(house, "U-FG1")[-1]["first"]) == ("TEKST_GEWIJZIGD", LINE)


def test_what_takes_too_long_breaks_off_and_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "SECONDS", 0.0)
    answer = run(house)
    assert kind_of(answer.text) == "letop"
    [going] = re.findall(r'name="vanaf" value="([1-9]\d*)"', answer.text)
    monkeypatch.setattr(verifying, "SECONDS", 6.0)
    sign(house)
    assert kind_of(run(house, vanaf=going).text) == "goed"
    assert [told["since"] for told in runs(house, "U-FG1")][-2:] == [0, int(going)]


@pytest.mark.parametrize("since", ["-1", "x", "1e3", "²", "999999999999999999", "9" * 40, ""])
def test_a_size_at_which_nothing_was_signed_is_no_page(house: House, since: str) -> None:
    before = len(runs(house, "U-FG1"))
    assert run(house, vanaf=since).status_code == 404
    assert len(runs(house, "U-FG1")) == before


@pytest.mark.parametrize("who", ["U-PO1", "U-WC1", "U-FB1"])
def test_who_is_no_officer_works_nothing_out(house: House, who: str) -> None:
    """Neither a privacy officer, who reads the log for requests only, nor who keeps the platform."""
    assert house.sign_in(who).get(PAGE).status_code == 403
    assert run(house, who).status_code == 403
    assert runs(house, who) == []


def test_looking_at_the_page_runs_nothing(house: House) -> None:
    assert house.sign_in("U-FG4").get(PAGE).status_code == 200
    assert runs(house, "U-FG4") == []
