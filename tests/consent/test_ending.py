"""A ground that is no longer needed ends, by who decided on it or by the lead."""

import pytest

from tests.cast import House
from tests.consent.acting import count, entries, facts_of, reads, record
from tests.consent.matters import LONG
from wijkaanpak.consent import ending
from wijkaanpak.foundation.errors import Conflict, Forbidden, NotFound


def end(house: House, who: str, ground: object, matter: str = "S-04") -> None:
    with house.sign_in(who).unit() as unit:
        ending.end(unit, facts_of(house, unit, matter), ground)  # type: ignore[arg-type]
        unit.close()


@pytest.mark.parametrize("who", ["U-WC2", "U-CR1"])
def test_who_decided_and_who_leads_may_end_it(house: House, who: str) -> None:
    """2.5: and then it is no longer read."""
    event = record(house, "U-WC2", "S-04")
    assert "G_WOONFEIT" in reads(house, "U-WW1", "S-04")
    since = count(house)
    end(house, who, event.ground)
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")
    entry = next(e for e in entries(house, since) if e.name == "ground.ended")
    assert (entry.event, entry.ring_kind) == ("GRONDSLAG_VERVALLEN", "access.changed")
    assert house.staff["U-WW1"] in entry.ring_refs
    with pytest.raises(Conflict):
        end(house, who, event.ground)


@pytest.mark.parametrize(
    ("who", "error"), [("U-WW1", Forbidden), ("U-WB2", Forbidden), ("U-WB3", NotFound), ("U-PO3", NotFound)]
)
def test_nobody_else_may(house: House, who: str, error: type[Exception]) -> None:
    """Matrix; the privacy officer ends what they judged themselves, at the desk."""
    event = record(house, "U-WC2", "S-04")
    with pytest.raises(error):
        end(house, who, event.ground)
    assert "G_WOONFEIT" in reads(house, "U-WW1", "S-04")


def test_what_never_counted_is_taken_back_and_did_not_end(house: House) -> None:
    """Rulings 10: so nobody is told that something ended which never was."""
    with house.sign_in("U-WC1").unit() as unit:
        recipient = next(x.recipient for x in facts_of(house, unit, "S-02").lines)
    event = record(house, "U-WC1", "S-02", recipients=(recipient,), after_refusal=LONG)
    end(house, "U-WC1", event.ground, "S-02")
    assert house.truth("select status from app.ground where id = :g", g=event.ground)[0].status == "CONCEPT"
