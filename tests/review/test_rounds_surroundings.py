"""What stands round a footprint decides with it: grounds, declarations, exposed residents, shifts, ends."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.live.consenting import consent
from tests.live.world import World
from tests.review.conftest import Desk
from tests.review.footprints import reads
from tests.review.rounding import at_the_desk, findings, go_round, silently, tries, truth
from wijkaanpak.foundation.working_days import HERE, local
from wijkaanpak.journal.events import Thing
from wijkaanpak.review.rounds import Rounds

HOUR = timedelta(hours=1)
DECLARE = (
    "insert into app.conflict (id, staff_id, person_id, declared_at) "
    "values (gen_random_uuid(), :who, :p, now())"
)
EXPOSE = "insert into app.exposure (id, person_id, kind, since) values (gen_random_uuid(), :p, :kind, now())"


def part_of(desk: Desk) -> UUID:
    question = "select id from app.part where matter_id = :matter and provider_id = :home"
    return truth(desk, question, matter=desk.world.matter, home=desk.world.organisations["rie"])[0].id


def shown(desk: Desk, who: str, part: UUID | None = None, **more: object) -> None:
    """Somebody reads a part of the case: the housing association's fact, unless another is told."""
    item = {"type": "ONDERDEEL", "id": str(part or part_of(desk)), "class": "K3", "category": "G_WOONFEIT"}
    reads(desk, who, **{"disclosed": (item,), "via": "team"} | more)


def test_what_a_ground_carries_is_shared_and_what_none_carries_is_found(desk: Desk) -> None:
    """Q11: the register is asked anew, step by step, whatever the policy let through."""
    shown(desk, "ww", grounds=(desk.world.ground,))  # on consent
    shown(desk, "wc")  # one's own organisation's
    shown(desk, "tr", via="triage")
    shown(desk, "cr", via="emergency")
    go_round(desk)
    assert [findings(desk, who, "Q11") for who in ("ww", "wc", "tr", "cr")] == [[], [], [], []]
    shown(desk, "cr")  # no ground carries it to the municipality
    go_round(desk)
    [found] = findings(desk, "cr", "Q11")
    assert (found.urgent, found.matter_id, found.entries) == (True, desk.world.matter, 1)
    assert found.facts["stands_out"] == [["WITHOUT", {"parts": 1}]]


def test_a_ground_carries_what_its_own_provider_wrote_and_of_its_own_kind(desk: Desk) -> None:
    """The ground is the housing association's, for facts, to welfare work; here it needs no consent."""
    silently(desk, "update app.ground_line set basis = 'A6_1E' where ground_id = :g", g=desk.world.ground)
    copy = """
        insert into app.part select r.*
        from app.part p, lateral jsonb_populate_record(p, cast(:changed as jsonb)) r where p.id = :part
    """
    changes = ({"provider_id": str(desk.world.organisations["gem"])}, {"category": "G_ADVIES"}, {})
    for change, without in zip(changes, (1, 2, 2), strict=True):
        other = uuid4()
        silently(desk, copy, changed=json.dumps({"id": str(other), **change}), part=part_of(desk))
        shown(desk, "ww", other, grounds=(desk.world.ground,))
        go_round(desk)
        assert len(findings(desk, "ww", "Q11")) == without, change


def test_what_the_lead_passes_on_is_carried_while_both_steps_stand_and_the_case_is_open(desk: Desk) -> None:
    """Rulings.md 2: from the housing association to the municipality, which leads, and on to welfare work."""
    homes, ground = desk.world.organisations, desk.world.ground
    first = "update app.ground_line set basis = 'A6_1E', recipient_id = :lead where ground_id = :g"
    silently(desk, first, lead=homes["gem"], g=ground)
    shown(desk, "ww")
    go_round(desk)
    assert len(findings(desk, "ww", "Q11")) == 1  # the second step is missing
    second = """
        insert into app.ground_line select r.* from app.ground_line l,
            lateral jsonb_populate_record(l, jsonb_build_object(
                'id', gen_random_uuid(), 'provider_id', l.recipient_id, 'recipient_id', cast(:to as text))) r
        where l.ground_id = :g
    """
    silently(desk, second, to=str(homes["wel"]), g=ground)
    shown(desk, "ww")
    go_round(desk)
    assert len(findings(desk, "ww", "Q11")) == 1
    closed = "update app.case_file set status = 'AFGESLOTEN', closed_at = now() where matter_id = :m"
    silently(desk, closed, m=desk.world.matter)
    shown(desk, "ww")
    go_round(desk)
    assert len(findings(desk, "ww", "Q11")) == 2


def test_a_consent_that_was_withdrawn_carries_nothing_from_then_on(desk: Desk) -> None:
    shown(desk, "ww", grounds=(desk.world.ground,))
    withdraw(desk.world)
    go_round(desk)
    assert findings(desk, "ww", "Q11") == []  # it was lawful when it was read
    shown(desk, "ww", grounds=(desk.world.ground,))
    go_round(desk)
    assert len(findings(desk, "ww", "Q11")) == 1


def withdraw(world: World) -> None:
    with Session(world.engine()) as session:
        session.execute(text("set local session_replication_role = replica"))
        session.add(consent(world, "INGETROKKEN", datetime.now(UTC)))
        session.commit()


def test_a_name_without_a_ground_is_found_by_its_pseudonym(desk: Desk) -> None:
    """The ground of the small world carries facts and no names."""
    person = {"type": "PERSOON", "id": str(desk.world.person), "class": "K2", "category": "G_NAW"}
    reads(desk, "ww", disclosed=(person,), via="team")
    reads(desk, "wc", disclosed=(person,), via="team")
    go_round(desk)
    assert len(findings(desk, "ww", "Q11")) == 1
    assert findings(desk, "wc", "Q11") == []


def test_an_attempt_at_what_was_declared_is_found_whatever_it_was_refused_for(desk: Desk) -> None:
    """Q3, R66: by the matter, and by the page of the resident; only from the declaration on."""
    world, page = desk.world, Thing("PERSOON", desk.world.person)
    tries(desk, "wb", world.matter, reason="GRONDSLAG_ONTBREEKT")
    silently(desk, DECLARE, who=world.staff["wb"], p=world.person)
    go_round(desk)
    assert findings(desk, "wb", "Q3") == []
    tries(desk, "wb", world.matter, reason="GRONDSLAG_ONTBREEKT")
    refused = {"outcome": "GEWEIGERD", "reason_code": "NIET_BETROKKEN"}
    reads(desk, "wb", name="person.read", thing=page, **refused)
    go_round(desk)
    assert {one.matter_id for one in findings(desk, "wb", "Q3")} == {world.matter, None}
    reads(desk, "wc", name="person.read", thing=page, **refused)
    go_round(desk)
    assert findings(desk, "wc", "Q3") == []  # it is nobody else's declaration


def test_readings_about_an_exposed_resident_are_found_from_then_on_in_each_organisation(desk: Desk) -> None:
    """Q9 and Q3: an entry knows residents by pseudonym, of each organisation another."""
    reads(desk, "wc")
    silently(desk, EXPOSE, p=desk.world.person, kind="GEHEIM_ADRES")
    reads(desk, "ww")
    reads(desk, "cr", thing=Thing("CASUS", uuid4(), uuid4(), (), (uuid4(),), "P_ZORG", "K3"))
    go_round(desk)
    assert [len(findings(desk, who, "Q9")) for who in ("wc", "ww", "cr")] == [0, 1, 0]
    silently(desk, EXPOSE, p=desk.world.person, kind="COLLEGA")
    reads(desk, "cr")
    go_round(desk)
    assert [len(findings(desk, "cr", queue)) for queue in ("Q3", "Q9")] == [1, 1]


def test_a_shift_at_that_complex_makes_a_night_ordinary(desk: Desk) -> None:
    """Q5: accepted, there, and then; the three of these nights differ in one of them each."""
    world = desk.world
    here = truth(desk, "select complex_id from app.matter where id = :m", m=world.matter)[0].complex_id
    night = datetime.combine(local(datetime.now(UTC)).date() - timedelta(days=1), datetime.min.time(), HERE)
    shift = (
        "insert into app.shift (id, complex_id, staff_id, starts_at, ends_at, accepted_at) "
        "values (gen_random_uuid(), :place, :who, :since, :until, :accepted)"
    )
    span = {"since": night - 2 * HOUR, "until": night + 6 * HOUR}
    for who, place, accepted in (
        ("wb", here, span["since"]),
        ("wc", uuid4(), span["since"]),
        ("ww", here, None),
    ):
        silently(desk, shift, place=place, who=world.staff[who], accepted=accepted, **span)
        reads(desk, who)
    late = "update journal.entry set occurred_at = :when where name = 'case.read' and actor_id = any(:people)"
    silently(desk, late, when=night + HOUR, people=[world.staff[who] for who in ("wb", "wc", "ww")])
    go_round(desk)
    told = {
        who: [fact[0] for one in findings(desk, who, "Q5") for fact in one.facts["stands_out"]]
        for who in ("wb", "wc", "ww")
    }
    assert told == {"wb": [], "wc": ["AT_NIGHT", "DUTY_ELSEWHERE"], "ww": ["AT_NIGHT", "NO_DUTY"]}


def test_a_state_is_an_end_once_the_case_was_closed(desk: Desk) -> None:
    """Q6."""
    world = desk.world
    tries(desk, "ww", world.matter, reason="STATUS")
    go_round(desk)
    assert findings(desk, "ww", "Q6") == []
    closed = "update app.case_file set status = 'AFGESLOTEN', closed_at = now() where matter_id = :m"
    silently(desk, closed, m=world.matter)
    tries(desk, "ww", world.matter, reason="STATUS")
    go_round(desk)
    [found] = findings(desk, "ww", "Q6")
    assert [code for code, _ in found.facts["stands_out"]] == ["TRIED", "CLOSED"]


def test_the_surroundings_are_told_to_the_rounds_alone(desk: Desk) -> None:
    """The functions behind this pass by the rows; an officer who calls them learns nothing."""
    shown(desk, "cr")  # which no ground carries
    silently(desk, EXPOSE, p=desk.world.person, kind="COLLEGA")
    silently(desk, DECLARE, who=desk.world.staff["wb"], p=desk.world.person)
    newest = "select id, recorded_at from journal.entry where name = 'case.read' order by place desc limit 1"
    [entry] = truth(desk, newest)
    questions = {
        "select count(*) from journal.places_of(array[:m]::uuid[])": {"m": desk.world.matter},
        "select count(*) from journal.declared_by(array[:m]::uuid[])": {"m": desk.world.staff["wb"]},
        "select count(*) from journal.without_ground(array[:e]::uuid[], array[:t]::timestamptz[])": {
            "e": entry.id, "t": entry.recorded_at,
        },
        "select count(*) from app.exposure": {},
    }  # fmt: skip
    rounds = Rounds(desk.database)
    for question, values in questions.items():
        with at_the_desk(desk, "fg_rie") as unit:
            assert unit.session.scalar(text(question), values) == 0, question
        with rounds._unit() as unit:
            assert unit.session.scalar(text(question), values) >= 1, question
    rounds.end()
