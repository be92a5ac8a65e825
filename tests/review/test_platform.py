"""What the platform itself wrote down, on the desk of every officer and of nobody else (R91)."""

from tests.cast import House
from tests.review.test_reviewing import PLACE, said
from wijkaanpak.journal.upkeep import tell_break


def test_every_officer_reads_that_the_journal_is_not_whole(house: House) -> None:
    """A break is an incident of all; it says of no resident anything."""
    tell_break(house.database.notary, "REGEL_WEG", 5)
    for who in ("U-FG1", "U-FG2"):
        page = house.sign_in(who).get(f"{PLACE}/sporen")
        assert page.status_code == 200
        assert "Het platform zelf merkte dat het logboek niet gaaf is" in said(page.text)
