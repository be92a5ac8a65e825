"""Words, grounds, objections and time in any order: what stays true of sharing, whatever came before what.

R46, R48, R52, R53, R54, R56. MACHINES=200 runs more orders than a push does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.cast import House
from tests.consent.acting import facts_of, give, matter_id, org, reads, record, withdraw
from tests.consent.lasting import Lasting
from tests.consent.matters import LONG
from tests.scenario.standing import standing as standing
from wijkaanpak.access.facts import INSIDE
from wijkaanpak.access.policy import organisation_reads
from wijkaanpak.consent import approving, ending, objecting
from wijkaanpak.foundation.errors import Conflict, Forbidden, Invalid, NotFound

CASE, PERSON, PROVIDER = "S-04", "P-04", "ORG-HAV"
READERS = {"ORG-WEL": "U-WW1", "ORG-GEM": "U-CR1"}
CATEGORIES = ("G_WOONFEIT", "G_ADVIES")
NOES = ("GEWEIGERD", "INGETROKKEN")
ENDED = ("INGETROKKEN", "VERVALLEN", "VERLOPEN")
REFUSED = (Invalid, Conflict, Forbidden, NotFound)
MOST_DAYS = 120  # roles and covenants of the world last longer

recipients, categories, days = (
    st.sampled_from(sorted(READERS)),
    st.sampled_from(CATEGORIES),
    st.integers(1, 60),
)
picks = st.integers(0, 99)


class Sharing(RuleBasedStateMachine):
    """One resident, two partners, two kinds of data; the house says what may follow what."""

    house: House

    @initialize()
    def begin(self) -> None:
        """Nothing was said and nothing recorded yet."""
        house = self.house
        house.move_clock(timedelta())
        self.matter = matter_id(house, CASE)
        self.organisations = {reference: org(house, reference) for reference in (PROVIDER, *READERS)}
        self.officers = {house.staff["U-PO3"]}
        house.truth("truncate app.ground_step, app.ground_line, app.ground, app.consent cascade")
        self.passed = timedelta()
        self.written: dict[UUID, Any] = {}
        self.was: dict[UUID, str] = {}
        self.looked()

    def tried(self, do: Callable[[], object]) -> bool:
        """Whether the house let it be done; what it refuses it refuses in one of its own ways."""
        try:
            do()
        except REFUSED:
            return False
        return True

    def looked(self) -> None:
        """What stands in the tables now."""
        self.words, self.steps, self.grounds = (
            self.house.truth(
                f"select * from app.{table} where matter_id = :m order by {order}", m=self.matter
            )
            for table, order in (("consent", "said_at"), ("ground_step", "at"), ("ground", "decided_at, id"))
        )

    def one(self, pick: int, *usual: str) -> Any:
        """One ground: as a rule of those at this status, now and then any other."""
        fitting = [ground for ground in self.grounds if ground.status in usual]
        among = fitting if fitting and pick % 5 else self.grounds
        return among[pick % len(among)]

    @rule(recipient=recipients, category=categories, lasts=days, too=st.booleans(), begins=st.booleans())
    def say_yes(self, recipient: str, category: str, lasts: int, too: bool, begins: bool) -> None:
        def said() -> None:
            with self.house.sign_in("U-WC2").unit() as unit:
                until = unit.now + timedelta(days=lasts)
            give(self.house, "U-WC2", CASE, PERSON, PROVIDER, recipient, category, make_ground=too,
                 valid_until=until, own_initiative=begins)  # fmt: skip

        self.tried(said)

    @rule(recipient=recipients, category=categories)
    def say_no(self, recipient: str, category: str) -> None:
        give(self.house, "U-WB2", CASE, PERSON, PROVIDER, recipient, category, result="GEWEIGERD",
             own_initiative=True)  # fmt: skip

    @rule(recipient=recipients, category=st.none() | categories)
    def take_back(self, recipient: str, category: str | None) -> None:
        self.tried(lambda: withdraw(self.house, "U-WB2", CASE, recipient, category))

    @rule(
        recipient=recipients,
        which=st.sampled_from((CATEGORIES, CATEGORIES[:1], CATEGORIES[1:])),
        basis=st.sampled_from(("A6_1F", "A6_1F", "A6_1B", "A6_1A")),
        lasts=days,
        answered=st.booleans(),
        waits=st.booleans(),
    )
    def share(
        self, recipient: str, which: tuple[str, ...], basis: str, lasts: int, answered: bool, waits: bool
    ) -> None:
        def recorded() -> None:
            with self.house.sign_in("U-WC2").unit() as unit:
                moment = unit.now
            later = {"informed": "UITGESTELD", "informed_reason": LONG, "informed_on": None,
                     "review_on": moment + timedelta(days=9)}  # fmt: skip
            record(self.house, "U-WC2", CASE, recipients=(self.organisations[recipient],), basis=basis,
                   categories=which, valid_from=moment, valid_until=moment + timedelta(days=lasts),
                   after_refusal=LONG if answered else "", **(later if waits else {}))  # fmt: skip

        self.tried(recorded)

    @precondition(lambda self: self.grounds)
    @rule(pick=picks, who=st.sampled_from(("U-PO3", "U-PO3", "U-WC2", "U-PO1")), agrees=st.booleans())
    def judge(self, pick: int, who: str, agrees: bool) -> None:
        def judged() -> None:
            with self.house.sign_in(who).unit() as unit:
                approving.judge(
                    unit, self.one(pick, "TER_BEOORDELING").id, agrees=agrees, reason="Zo is het te ruim."
                )
                unit.close()

        assert not self.tried(judged) or who == "U-PO3"

    @precondition(lambda self: self.grounds)
    @rule(pick=picks)
    def object_to(self, pick: int) -> None:
        def objected() -> None:
            with self.house.sign_in("U-WB2").unit() as unit:
                objecting.object_to(unit, facts_of(self.house, unit, CASE), self.one(pick, "ACTIEF").id)
                unit.close()

        self.tried(objected)

    @precondition(lambda self: any(ground.status == "BEZWAAR" for ground in self.grounds))
    @rule(upheld=st.booleans(), who=st.sampled_from(("U-PO3", "U-PO3", "U-WC2")))
    def settle(self, upheld: bool, who: str) -> None:
        waiting = next(ground for ground in self.grounds if ground.status == "BEZWAAR")

        def settled() -> None:
            with self.house.sign_in(who).unit() as unit:
                objecting.settle(unit, waiting.id, upheld=upheld, reason="Er is geen lichter middel.")
                unit.close()

        if self.tried(settled):
            assert who == "U-PO3"
            self.looked()
            (now,) = (ground.status for ground in self.grounds if ground.id == waiting.id)
            assert now == ("VERVALLEN" if upheld else "ACTIEF")

    @precondition(lambda self: self.grounds)
    @rule(pick=picks)
    def end(self, pick: int) -> None:
        def ended() -> None:
            with self.house.sign_in("U-WC2").unit() as unit:
                ending.end(unit, facts_of(self.house, unit, CASE), self.one(pick, *ENDED).id)
                unit.close()

        self.tried(ended)

    @precondition(lambda self: self.passed < timedelta(days=MOST_DAYS - 31))
    @rule(span=st.sampled_from((1, 9, 31)))
    def time_passes(self, span: int) -> None:
        self.passed += timedelta(days=span)
        self.house.move_clock(self.passed)

    # What holds after every step

    @invariant()
    def everything_that_must_hold(self) -> None:
        self.looked()
        self.what_a_partner_reads_is_what_lives_and_what_the_policy_says()
        self.after_a_no_nothing_opens_without_the_residents_yes_or_the_privacy_officer()
        self.what_was_said_and_decided_is_never_rewritten()

    def what_a_partner_reads_is_what_lives_and_what_the_policy_says(self) -> None:
        """R48, R52, R53, R60: rows, the policy and these few lines of our own give one answer."""
        with self.house.sign_in("U-WC2").unit() as unit:
            facts, self.now = facts_of(self.house, unit, CASE), unit.now
        for recipient, reader in READERS.items():
            asked = self.organisations[recipient]
            seen = reads(self.house, reader, CASE) & set(CATEGORIES)
            allowed = {
                part.category for part in facts.parts
                if part.provider != asked and part.kind not in INSIDE
                and organisation_reads(asked, part, facts, self.now) is not None
            }  # fmt: skip
            living = {category for category in CATEGORIES if self.carried(asked, category)}
            assert seen == living == allowed & set(CATEGORIES), recipient

    def after_a_no_nothing_opens_without_the_residents_yes_or_the_privacy_officer(self) -> None:
        """R46, R54: for every ground that carries something now."""
        for ground in (g for g in self.grounds if self.counts(g) and g.basis != "A6_1A"):
            noes = [word.said_at for word in self.words
                    if word.result in NOES and word.category in ground.categories
                    and self.newest(word.recipient_id, word.category).id == word.id]  # fmt: skip
            noes += [made for other, made in self.objections()
                     if set(other.categories) & set(ground.categories) and other.id != ground.id]  # fmt: skip
            if any(said < ground.decided_at for said in noes):
                assert ground.second_by in self.officers, "a silent switch"
                assert ground.second_by != ground.decided_by
                assert len(ground.after_refusal) >= 80

    def what_was_said_and_decided_is_never_rewritten(self) -> None:
        """R56, 2.5: rows only come; of a ground only its status changes, and never out of where it ended."""
        words, steps, grounds = self.words, self.steps, self.grounds
        kept = {row.id: tuple(row) for row in (*words, *steps)}
        kept |= {
            g.id: tuple(v for k, v in g._mapping.items() if k not in ("status", "second_by", "second_at"))
            for g in grounds
        }
        assert {ident: kept.get(ident) for ident in self.written} == self.written
        self.written = kept
        for ground in grounds:
            before = self.was.get(ground.id)
            assert before not in ENDED or ground.status == before
            self.was[ground.id] = ground.status
            assert [s.status for s in steps if s.ground_id == ground.id][-1] == ground.status
        for at, word in enumerate(words):
            same = [w for w in words[:at]
                    if (w.recipient_id, w.category) == (word.recipient_id, word.category)]  # fmt: skip
            assert word.previous_id == (same[-1].id if same else None)

    def carried(self, recipient: UUID, category: str) -> bool:
        return any(
            self.counts(g) and recipient in g.recipients and category in g.categories
            and (g.basis != "A6_1A" or self.lives(recipient, category))
            for g in self.grounds
        )  # fmt: skip

    def counts(self, ground: Any) -> bool:
        return ground.status == "ACTIEF" and ground.valid_from <= self.now < ground.valid_until

    def lives(self, recipient: UUID, category: str) -> bool:
        word = self.newest(recipient, category)
        return word is not None and word.result == "GEGEVEN" and self.now < word.valid_until

    def newest(self, recipient: UUID, category: str) -> Any:
        found = [w for w in self.words
                 if (w.recipient_id, w.category) == (recipient, category)]  # fmt: skip
        return found[-1] if found else None

    def objections(self) -> list[tuple[Any, Any]]:
        """Grounds with an objection that waits or was upheld, with its moment."""
        found = []
        for ground in self.grounds:
            taken = [step for step in self.steps if step.ground_id == ground.id]
            made = [step.at for step in taken if step.status == "BEZWAAR"]
            if made and ground.status in ("BEZWAAR", "VERVALLEN") and "ACTIEF" not in [
                step.status for step in taken if step.at > made[-1]
            ]:  # fmt: skip
                found.append((ground, made[-1]))
        return found


@pytest.mark.postgres
def test_whatever_the_order_nothing_is_shared_that_no_word_or_ground_carries(standing: House) -> None:
    """R46, R48, R52, R53, R54, R56: some orders of words, grounds, judgements, objections and days."""

    class Here(Sharing):
        house = Lasting(
            standing.app, standing.database, standing.settings, standing.addresses, standing.loaded
        )

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=int(os.environ.get("MACHINES", "14")), stateful_step_count=20, deadline=None,
            derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
