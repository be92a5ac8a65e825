"""Two people change the same thing: nothing accepted is lost unseen, and who comes second chooses (P17)."""

from __future__ import annotations

import contextlib
import os
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from tests.cases.plans import DOES, WANTS, a_working_day, act, promise, set_goal, stored
from tests.cast import House, Someone
from tests.scenario.conftest import hides, shows
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import actions, plan
from wijkaanpak.cases.actions import CARRY, HAND, Change
from wijkaanpak.cases.editing import Outdated
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.foundation.errors import Conflict, Invalid

# 10000 of them take some minutes: WIJKAANPAK_INTERLEAVINGS=10000 make test ARGS="-k interleavings"
INTERLEAVINGS = int(os.environ.get("WIJKAANPAK_INTERLEAVINGS", "200"))
SEED = int(os.environ.get("WIJKAANPAK_INTERLEAVINGS_SEED", "20261"))
HIDDEN = 'name="version" type="hidden" value="{}"'


def test_a_form_carries_the_version_it_was_made_from(house: House) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action, goal = promise(director, case), set_goal(director, case)
    assert HIDDEN.format(1) in director.get(f"{case}/acties/{action}").text
    act(director, case, action, "neem")
    assert HIDDEN.format(2) in director.get(f"{case}/acties/{action}").text
    assert HIDDEN.format(1) in director.get(f"{case}/doelen/{goal}").text


def test_who_comes_second_sees_both_and_chooses_theirs(house: House) -> None:
    """409 with how it is now and what was filled in; leaving it as it is sends nothing."""
    case, director, owner = house.url("S-02"), house.sign_in("U-CR1"), house.sign_in("U-WC1")
    action = promise(director, case)
    assert act(owner, case, action, "klaar", 1).status_code == 303
    answer = act(director, case, action, "verzet", 1, due=str(a_working_day(30)))
    assert answer.status_code == 409
    assert shows(
        answer, "Iemand veranderde dit net voor jou", DOES, "Zoals het nu staat", "Gedaan", "Te doen"
    )
    assert f'href="{case}#plan"' in answer.text
    assert (stored(house, action).status, stored(house, action).version) == ("GEDAAN", 2)
    assert not [e for e in house.truth("select particulars from journal.entry where name = 'action.changed'")
                if e.particulars["act"] == "verzet"]  # fmt: skip


def again(answer: Any) -> dict[str, str]:
    """What the button of one's own version sends, as a browser reads it from the page."""
    form = answer.text.split('<form method="post" action="/casussen', 1)[1].split("</form>", 1)[0]
    fields = [piece.split('"') for piece in form.split('<input type="hidden" name=')[1:]]
    return {names[1]: names[3] for names in fields if names[1] not in ("csrf", "eenmalig")}


def test_who_comes_second_sends_theirs_again_on_the_new_version(house: House) -> None:
    case, director, owner = house.url("S-02"), house.sign_in("U-CR1"), house.sign_in("U-WC1")
    action = promise(director, case)
    day, other = {"due": str(a_working_day(30))}, {"owner": str(house.staff["U-ZP1"])}
    for what, more in (("verzet", day), ("geef", other), ("klaar", {})):
        seen = stored(house, action).version
        assert act(owner, case, action, "niet", seen).status_code == 303
        answer = act(director, case, action, what, seen, **more)
        assert answer.status_code == 409, what
        assert again(answer) == {"act": what, "version": str(seen + 1), **more}
        assert director.post(f"{case}/acties/{action}", again(answer)).status_code == 303, what
    now = stored(house, action)
    assert (now.status, now.due_on, now.owner_id) == ("GEDAAN", a_working_day(30), house.staff["U-ZP1"])


def test_of_a_goal_both_versions_are_shown_as_well(house: House) -> None:
    case, director, owner = house.url("S-02"), house.sign_in("U-CR1"), house.sign_in("U-WC1")
    goal = set_goal(director, case)
    assert owner.post(f"{case}/doelen/{goal}", {"state": "BEREIKT", "version": 1}).status_code == 303
    answer = director.post(f"{case}/doelen/{goal}", {"state": "LOSGELATEN", "version": 1})
    assert answer.status_code == 409
    assert shows(answer, WANTS, "Bereikt", "Losgelaten")
    assert again(answer) == {"state": "LOSGELATEN", "version": "2"}
    assert director.post(f"{case}/doelen/{goal}", again(answer)).status_code == 303
    assert house.truth("select status, version from app.goal")[0] == ("LOSGELATEN", 3)


def test_who_wanted_the_same_has_nothing_to_choose(house: House) -> None:
    case, director, owner = house.url("S-02"), house.sign_in("U-CR1"), house.sign_in("U-WC1")
    action = promise(director, case)
    act(owner, case, action, "klaar", 1)
    answer = act(director, case, action, "klaar", 1)
    assert answer.status_code == 409
    assert shows(answer, "Jullie wilden allebei hetzelfde")
    assert hides(answer, "Bewaar toch wat ik invulde")


@pytest.mark.parametrize("version", ["", "0", "-1", "99", "een"])
def test_a_form_without_the_right_version_changes_nothing(house: House, version: str) -> None:
    case, director = house.url("S-02"), house.sign_in("U-CR1")
    action, goal = promise(director, case), set_goal(director, case)
    for answer in (
        director.post(f"{case}/acties/{action}", {"act": "klaar", "version": version}),
        director.post(f"{case}/doelen/{goal}", {"state": "BEREIKT", "version": version}),
    ):
        assert answer.status_code in (400, 409)
    assert (stored(house, action).status, house.truth("select status from app.goal")[0][0]) == (
        "OPEN",
        "LOOPT",
    )


def test_of_two_at_the_same_moment_one_is_asked_to_choose(house: House) -> None:
    """Two browsers, two threads, one version: exactly one is accepted, each time."""
    case, director, owner = house.url("S-02"), house.sign_in("U-CR1"), house.sign_in("U-WC1")
    action, goal = promise(director, case), set_goal(director, case)
    days = iter(range(30, 200, 4))
    for _round in range(5):
        version = stored(house, action).version
        wanted = [str(a_working_day(next(days))) for _who in range(2)]
        with ThreadPoolExecutor(2) as both:
            sent = zip((director, owner), wanted, strict=True)
            jobs = [both.submit(act, who, case, action, "verzet", version, due=due) for who, due in sent]
            answers = [job.result().status_code for job in jobs]
        assert sorted(answers) == [303, 409]
        assert str(stored(house, action).due_on) == wanted[answers.index(303)]
    with ThreadPoolExecutor(2) as both:
        form = {"state": "BEREIKT", "version": 1}
        jobs = [both.submit(who.post, f"{case}/doelen/{goal}", form) for who in (director, owner)]
        assert sorted(job.result().status_code for job in jobs) == [303, 409]


@dataclass(frozen=True)
class State:
    """An action as somebody sees it."""

    status: str
    due_on: Any
    owner: UUID
    version: int


@dataclass
class Told:
    """What the threads saw and what was accepted: on which version, from what, to what."""

    accepted: list[tuple[State, State]] = field(default_factory=list)
    outdated: int = 0
    given_up: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Editor(threading.Thread):
    """Somebody who opens the form, thinks, sends it, and at a conflict chooses: theirs, or their own."""

    def __init__(
        self, who: Someone, thing: UUID, action: UUID, seed: int, gates: tuple[Any, ...], told: Told
    ):
        super().__init__()
        self.who, self.thing, self.action, self.told = who, thing, action, told
        self.chance, self.gates, self.broken = random.Random(seed), gates, None

    def run(self) -> None:
        """One interleaving: the gates decide who waits for whom, the chance what is done."""
        try:
            seen = self.look()
            self.wait(0)
            wanted = self.wish(seen)
            for _try in range(4):
                if self.send(seen, wanted):
                    return
                if self.chance.random() < 0.4:
                    with self.told.lock:
                        self.told.given_up += 1
                    return
                seen = self.look()
                self.wait(1)
        except BaseException as error:  # told to the test, which dies of it
            self.broken = error

    def wait(self, which: int) -> None:
        """Sometimes until the others stand here too, sometimes not at all."""
        if self.chance.random() < 0.7:
            with contextlib.suppress(threading.BrokenBarrierError):
                self.gates[which].wait(timeout=0.02)

    def look(self) -> State:
        """What the form shows, with its version."""
        with self.who.unit() as unit:
            facts, _raw = case_at(unit, Verb.ACTION_CHANGE, self.thing)
            (now,) = plan.see(unit, facts, self.thing, self.action).actions
            unit.close()
        return State(now.status, now.due_on, now.owner_id, now.version)

    def wish(self, seen: State) -> Change:
        """Something other than what is there."""
        kind = self.chance.choice((*actions.BECOMES, CARRY, CARRY, HAND))
        team = [self.who.house.staff[name] for name in ("U-WC1", "U-WB1", "U-ZP1", "U-CR1")]
        owner = self.chance.choice([one for one in team if one != seen.owner])
        return Change(kind, a_working_day(self.chance.randint(3, 400)), owner)

    def send(self, seen: State, wanted: Change) -> bool:
        """True when it was accepted, or did not fit; False when somebody was ahead."""
        try:
            with self.who.unit() as unit:
                facts, _raw = case_at(unit, Verb.ACTION_CHANGE, self.thing)
                done = actions.change(unit, facts, self.thing, self.action, wanted, seen.version)
                unit.close()
        except Outdated:
            with self.told.lock:
                self.told.outdated += 1
            return False
        except (Invalid, Conflict):
            return True
        with self.told.lock:
            self.told.accepted.append((seen, State(done.status, done.due_on, done.owner, done.version)))
        return True


def interleave(house: House, rounds: int) -> tuple[Told, UUID]:
    """That many times two or three people at one action, in an order that only the machine knows."""
    people = [house.sign_in(who) for who in ("U-CR1", "U-WC1", "U-ZP1")]
    thing, action, told = house.thing("S-02"), promise(people[0], house.url("S-02")), Told()
    chance = random.Random(SEED)
    for _round in range(rounds):
        here = chance.sample(people, chance.choice((2, 2, 3)))
        gates = tuple(threading.Barrier(len(here)) for _gate in range(2))
        editors = [Editor(who, thing, action, chance.getrandbits(32), gates, told) for who in here]
        for one in editors:
            one.start()
        for one in editors:
            one.join(60)
            assert one.broken is None, one.broken
            assert not one.is_alive()
    return told, action


def unseen(told: Told) -> list[State]:
    """Accepted changes that the next accepted one had not seen: lost updates."""
    made = {after.version: after for _seen, after in told.accepted}
    return [made[seen.version] for seen, _after in told.accepted
            if seen.version in made and made[seen.version] != seen]  # fmt: skip


def test_no_update_is_lost_in_random_interleavings(house: House) -> None:
    """P17: each accepted change is in the end state, or the next had seen it and knowingly replaced it.

    So the accepted changes form one chain: no two were made from one version, each began at exactly what the
    one before left, and the row is what the last left.
    """
    told, action = interleave(house, INTERLEAVINGS)
    chain = sorted(told.accepted, key=lambda pair: pair[0].version)
    assert [seen.version for seen, _after in chain] == list(range(1, len(chain) + 1))
    assert [after.version for _seen, after in chain] == list(range(2, len(chain) + 2))
    assert unseen(told) == []
    now, last = stored(house, action), chain[-1][1]
    assert State(now.status, now.due_on, now.owner_id, now.version) == last
    written = house.truth(
        "select particulars from journal.entry where name = 'action.changed' order by txid, place"
    )
    assert sorted(e.particulars["version"] for e in written) == [after.version for _seen, after in chain]
    # it is no proof where nobody ever came second, or nobody ever got through after choosing
    assert len(chain) > INTERLEAVINGS / 2
    assert told.outdated > INTERLEAVINGS / 20
    assert told.given_up > 0


def test_without_the_version_in_the_statement_updates_would_be_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same interleavings find the fault when it is planted: looking first is not enough."""
    from sqlalchemy import update

    def careless(unit: Any, table: Any, ident: UUID, seen: int, values: dict[str, Any]) -> int:
        row = values | {"changed_at": unit.now, "version": seen + 1}
        unit.session.execute(update(table).where(table.id == ident).values(**row))
        return seen + 1

    monkeypatch.setattr(actions, "swap", careless)
    told, _action = interleave(house, 60)
    begun = [seen.version for seen, _after in told.accepted]
    assert len(begun) != len(set(begun)) or unseen(told)
