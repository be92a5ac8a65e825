"""R54: after a no, in words or as an objection, nothing new opens without somebody else's yes."""

from datetime import timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest

from tests.cast import House
from tests.consent.acting import facts_of, give, matter_id, org, reads, record, status_of, yes
from tests.consent.matters import GEM, GGZ, LONG, NOW, RIE, covenant, line, matter, proposal, setting
from wijkaanpak.consent import approving, giving, objecting
from wijkaanpak.consent.lawful import Second, faults, second_needed
from wijkaanpak.consent.preparing import for_ground
from wijkaanpak.consent.proposal import CRITERIA
from wijkaanpak.foundation.errors import Conflict, Invalid

SCHIPPER = ("P-04", "ORG-HAV", "ORG-WEL")
FOR_THE_OFFICER = {"informed": "UITGESTELD", "informed_reason": LONG, "informed_on": None}


def loaded(house: House, reference: str) -> UUID:
    return UUID(str(house.truth("select id from app.ground where reference = :r", r=reference)[0].id))


def object_to(house: House, who: str, matter: str, ground: UUID) -> None:
    with house.sign_in(who).unit() as unit:
        objecting.object_to(unit, facts_of(house, unit, matter), ground)
        unit.close()


def settle(house: House, who: str, ground: UUID, *, upheld: bool) -> None:
    with house.sign_in(who).unit() as unit:
        objecting.settle(unit, ground, upheld=upheld, reason="Er is geen lichter middel.")
        unit.close()


def judge(house: House, who: str, ground: UUID, *, agrees: bool = True) -> None:
    with house.sign_in(who).unit() as unit:
        approving.judge(unit, ground, agrees=agrees, reason="Vraag het eerst aan de bewoner.")
        unit.close()


@pytest.mark.parametrize("basis", ["A6_1F", "A6_1B"])
def test_an_objection_that_stands_is_a_no_to_every_new_ground_but_the_residents_own_yes(basis: str) -> None:
    """R46, R54: also for another partner; another kind of data is another question."""
    old = uuid4()
    facts = matter(lines=(line(GGZ, ground=old, status="BEZWAAR"),))
    there = setting(RIE, facts)
    assert faults(proposal(basis=basis), there) == {}
    objected = type(there)(**{**vars(there), "objected": {old: NOW - timedelta(days=1)}})
    assert set(faults(proposal(basis=basis), objected)) == {"after_refusal"}
    assert second_needed(proposal(basis=basis, after_refusal=LONG), objected) == {Second.AFTER_NO}
    assert faults(proposal(basis=basis, categories=("G_NAW",)), objected) == {}
    assert second_needed(proposal(basis="A6_1A"), objected) == frozenset()


@pytest.mark.parametrize("decided", [False, True], ids=["waiting", "upheld"])
def test_who_met_an_objection_cannot_record_the_same_ground_anew(house: House, decided: bool) -> None:
    """R46, R54: while it waits and after it was upheld; the form shows what was said."""
    event = record(house, "U-WC2", "S-04")
    object_to(house, "U-WB2", "S-04", event.ground)
    if decided:
        settle(house, "U-PO3", event.ground, upheld=True)
    with pytest.raises(Invalid) as refused:
        record(house, "U-WC2", "S-04", basis="A6_1B")
    assert set(refused.value.faults) == {"after_refusal"}
    again = record(house, "U-WC2", "S-04", after_refusal=LONG)
    assert again.status == "TER_BEOORDELING"
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")
    with house.app.test_request_context("/"), house.sign_in("U-WC2").unit() as unit:
        noes = for_ground(unit, facts_of(house, unit, "S-04")).noes
        assert [(no.result, no.category) for no in noes] == [("BEZWAAR", "G_WOONFEIT")]
    page = house.sign_in("U-WC2").get(f"{house.url('S-04')}/grondslagen/nieuw").text
    assert "Er was eerder een nee" in page
    assert "bezwaar gemaakt" in page
    judge(house, "U-PO3", again.ground)
    assert "G_WOONFEIT" in reads(house, "U-WW1", "S-04")


def test_an_objection_that_was_dismissed_stands_in_nobodys_way(house: House) -> None:
    """R46: also after the ground ended because it was no longer needed."""
    event = record(house, "U-WC2", "S-04")
    object_to(house, "U-WB2", "S-04", event.ground)
    settle(house, "U-PO3", event.ground, upheld=False)
    assert record(house, "U-WC2", "S-04", categories=("G_HUISH", "G_WOONFEIT")).status == "ACTIEF"


def test_nobody_settles_an_objection_to_their_own_ground(house: House) -> None:
    """R65: also where one person is privacy officer and decided on the ground in another role."""
    gr = loaded(house, "GR-021")
    object_to(house, "U-WC1", "S-02", gr)
    house.truth("update app.ground set decided_by = :w where id = :g", w=house.staff["U-PO2"], g=gr)
    with pytest.raises(Conflict):
        settle(house, "U-PO2", gr, upheld=False)
    assert status_of(house, "GR-021") == "BEZWAAR"


def test_a_no_that_came_while_a_ground_waited_sends_it_back(house: House) -> None:
    """R54: the privacy officer would agree to something that was recorded in ignorance of it."""
    with house.sign_in("U-WC2").unit() as unit:
        review = {"review_on": unit.now + timedelta(days=9)}
    event = record(house, "U-WC2", "S-04", **FOR_THE_OFFICER, **review)
    give(house, "U-WB2", "S-04", *SCHIPPER, "G_WOONFEIT", result="GEWEIGERD")
    with pytest.raises(Conflict, match="said no"):
        judge(house, "U-PO3", event.ground)
    judge(house, "U-PO3", event.ground, agrees=False)
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")
    answered = record(house, "U-WC2", "S-04", **FOR_THE_OFFICER, **review, after_refusal=LONG)
    judge(house, "U-PO3", answered.ground)
    assert "G_WOONFEIT" in reads(house, "U-WW1", "S-04")


def test_a_day_to_look_again_that_has_passed_is_not_agreed_to(house: House) -> None:
    """R40: the resident does not know yet, and nobody looked."""
    with house.sign_in("U-WC2").unit() as unit:
        review = {"review_on": unit.now + timedelta(days=9)}
    event = record(house, "U-WC2", "S-04", **FOR_THE_OFFICER, **review)
    house.move_clock(timedelta(days=10))
    with pytest.raises(Conflict, match="has passed"):
        judge(house, "U-PO3", event.ground)
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")


def test_a_no_that_is_being_written_down_is_waited_for(house: House) -> None:
    """R54: who records a ground meanwhile read facts that do not know of the no yet, and hears of it."""
    heard: list[BaseException] = []

    def record_meanwhile() -> None:
        try:
            record(house, "U-WC2", "S-04")
        except Invalid as invalid:
            heard.append(invalid)

    other = Thread(target=record_meanwhile)
    with house.sign_in("U-WB2").unit() as unit:
        word = yes(house, unit, *SCHIPPER, "G_WOONFEIT", result="GEWEIGERD")
        giving.record(unit, facts_of(house, unit, "S-04"), word)
        other.start()
        other.join(1)
        assert other.is_alive()
        unit.close()
    other.join(20)
    assert [set(refused.faults) for refused in heard if isinstance(refused, Invalid)] == [{"after_refusal"}]
    assert "G_WOONFEIT" not in reads(house, "U-WW1", "S-04")


def test_what_is_meant_for_enforcement_reaches_nobody() -> None:
    """R13: whatever ground one thinks of, and whatever a covenant would say."""
    agreed = covenant(purposes=frozenset({"P_HANDH"}), receiving=frozenset({(GEM, "P_HANDH")}))
    there = setting(RIE, matter(purpose="P_HANDH", covenants=(agreed,)))
    assert set(faults(proposal(), there)) == {"recipients"}
    assert faults(proposal(recipients=(GEM,)), setting()) == {}


def test_a_refusal_for_one_partner_holds_for_every_partner(house: House) -> None:
    """R54: the same resident and kind of data; S-02 said no to the ggz, and Samenspel is no way round."""
    with pytest.raises(Invalid) as refused:
        record(house, "U-WC1", "S-02", recipients=(org(house, "ORG-WEL"),))
    assert set(refused.value.faults) == {"after_refusal"}


@pytest.mark.parametrize(
    ("waits", "fine"),
    [
        ({"secrecy_exception": "CONFLICT_VAN_PLICHTEN"}, True),
        ({"secrecy_exception": "CONFLICT_VAN_PLICHTEN", **FOR_THE_OFFICER}, False),
    ],
    ids=["conflict of duties", "and the resident does not know"],
)
def test_a_safeguarding_lead_in_the_team_judges_but_not_what_only_a_privacy_officer_may(
    house: House, waits: dict[str, object], fine: bool
) -> None:
    """R28, R40, R65: a colleague's word is enough for a conflict of duties, not for telling nobody."""
    join(house, "U-AF2", "S-05")
    with house.sign_in("U-ZP1").unit() as unit:
        days = {"valid_until": unit.now + timedelta(days=13)}
        days |= {"review_on": unit.now + timedelta(days=9)} if not fine else {}
    criteria = dict.fromkeys(CRITERIA, "Dat is zorgvuldig nagegaan.")
    event = record(
        house, "U-ZP1", "S-05", recipients=(org(house, "ORG-GEM"),), categories=("G_WOONFEIT",),
        basis="A6_1B", secrecy_criteria=criteria, consulted_colleague="Een collega", **days, **waits,
    )  # fmt: skip
    assert event.status == "TER_BEOORDELING"
    if fine:
        judge(house, "U-AF2", event.ground)
    else:
        with pytest.raises(Conflict, match="Only a privacy officer"):
            judge(house, "U-AF2", event.ground)
    found = house.truth("select status from app.ground where id = :g", g=event.ground)[0].status
    assert found == ("ACTIEF" if fine else "TER_BEOORDELING")


def join(house: House, who: str, reference: str) -> None:
    """Give somebody a place in the team, as the lead would."""
    house.truth(
        "insert into app.member (id, matter_id, staff_id, organisation_id, since) "
        "select gen_random_uuid(), :m, id, organisation_id, now() - interval '1 day' "
        "from app.staff where id = :w",
        m=matter_id(house, reference), w=house.staff[who],
    )  # fmt: skip
    house.truth("select app.take_part(:m)", m=matter_id(house, reference))
