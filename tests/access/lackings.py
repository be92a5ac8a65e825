"""Questions to the policy in which one thing is lacking, and what each remedy tells people to do, done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from tests.access.scene import (
    ANN,
    BOB,
    CARE,
    CASE,
    COVENANTS,
    DAY,
    FACT,
    LANDLORD,
    LINE,
    ME,
    NOW,
    PLACE,
    SECOND,
    SIGNAL,
    TOWN,
    TRIAGE,
    WORD,
    at_home,
    colleague,
    member,
    triagist,
)
from wijkaanpak.access.actor import Actor, RoleHeld, ShiftHeld
from wijkaanpak.access.between import Remedy
from wijkaanpak.access.explaining import Explanation, Words, explain
from wijkaanpak.access.facts import ConsentLine, GroundLine, Invited, MatterFacts, Membership
from wijkaanpak.access.lacking import Asked
from wijkaanpak.access.verbs import Verb

NAMES = {LANDLORD: "De Rietgors", TOWN: "de gemeente", CARE: "De Vlier", CASE.lead: "Hanneke Postma"}


def short(moment: datetime) -> str:
    return f"{moment:%d-%m-%Y}"


WORDS = Words("nl", NAMES, CASE.lead, short, short)  # type: ignore[arg-type]
BOTH = frozenset({ANN, BOB})
ASKED = Asked(colleague(), Verb.CASE_READ, CASE, NOW)


def asked(facts: MatterFacts = CASE, **change: object) -> Asked:
    """The question of the scene, with one thing changed."""
    return replace(ASKED, facts=facts, **change)  # type: ignore[arg-type]


def explained(question: Asked, **how: bool) -> Explanation:
    return explain(question, question.answer(), **how)


# What each sentence tells people to do, done; written from the sentence, not from the code that chose it.


def ground(question: Asked, remedy: Remedy) -> Iterator[GroundLine]:
    """As many grounds as there are residents, from who is named to who is named."""
    for person in sorted({p for part in question.facts.parts for p in part.about}, key=str) or [None]:
        yield replace(
            LINE, ground=SECOND, person=person, provider=remedy.by, recipient=remedy.to,
            category=remedy.category,
        )  # type: ignore[arg-type]  # fmt: skip


def word(line: GroundLine, person: object) -> ConsentLine:
    return replace(
        WORD, person=person, provider=line.provider, recipient=line.recipient, category=line.category
    )  # type: ignore[arg-type]


def with_lines(question: Asked, change: Callable[[GroundLine], GroundLine]) -> Asked:
    return replace(question, facts=replace(question.facts, lines=tuple(map(change, question.facts.lines))))


def with_covenant(question: Asked, **change: object) -> Asked:
    return replace(question, facts=replace(question.facts, covenants=(replace(COVENANTS, **change),)))  # type: ignore[arg-type]


def with_facts(question: Asked, **change: object) -> Asked:
    return replace(question, facts=replace(question.facts, **change))  # type: ignore[arg-type]


def in_team(question: Asked, _remedy: Remedy) -> Asked:
    mine = Membership(ME, question.actor.organisation_id, NOW, None)
    return with_facts(question, team=(*question.facts.team, mine))


def everyone_says_yes(question: Asked, _remedy: Remedy) -> Asked:
    people = {p for part in question.facts.parts for p in part.about}
    return with_facts(question, consents=tuple(word(x, p) for x in question.facts.lines for p in people))


DONE: dict[str, Callable[[Asked, Remedy], Asked]] = {
    "SIGN_IN_STRONGLY": lambda q, _r: replace(q, actor=replace(q.actor, assured=True)),
    "ROLE": lambda q, r: replace(q, actor=replace(q.actor, roles=(RoleHeld(r.roles[0], q.facts.areas),))),
    "COVENANT_PARTY": lambda q, _r: with_covenant(q),
    "COVENANT_RENEW": lambda q, _r: with_covenant(q),
    "COVENANT_STARTS": lambda q, r: replace(q, now=r.on),  # type: ignore[arg-type]
    "COVENANT_PURPOSE": lambda q, _r: with_covenant(q),
    "COVENANT_CATEGORY": lambda q, _r: with_covenant(q),
    "JOIN_TEAM": in_team,
    "ASKED": in_team,
    "JOINS_LATER": lambda q, r: replace(q, now=r.on),  # type: ignore[arg-type]
    "HAND_OVER": lambda q, _r: with_facts(q, status="IN_TRIAGE", shared=True),
    "UNBLOCK": lambda q, _r: with_facts(q, blocked=False),
    "RESUME": lambda q, _r: with_facts(q, blocked=False, status="REGIE"),
    "REOPEN": lambda q, _r: with_facts(q, status="HEROPEND"),
    "RECEIVE": lambda q, _r: with_covenant(q),
    "RECORD_GROUND": lambda q, r: with_facts(q, lines=(*q.facts.lines, *ground(q, r))),
    "RECORD_AFTER_NO": lambda q, r: with_facts(q, lines=(*q.facts.lines, *ground(q, r))),
    "ASK_RESIDENT": everyone_says_yes,
    "SECOND": lambda q, _r: with_lines(q, lambda x: replace(x, status="ACTIEF")),
    "SETTLE": lambda q, _r: with_lines(q, lambda x: replace(x, status="ACTIEF")),
    "STARTS": lambda q, r: replace(q, now=r.on),  # type: ignore[arg-type]
    "ACCEPT_SHIFT": lambda q, _r: replace(q, actor=replace(q.actor, shifts=(on_shift(NOW),))),
    "SHIFT_STARTS": lambda q, r: replace(q, now=r.on),  # type: ignore[arg-type]
    "INVITE": lambda q, _r: with_facts(q, agenda=(Invited(ME, NOW, NOW + DAY),)),
    "ITEM_OPENS": lambda q, r: replace(q, now=r.on),  # type: ignore[arg-type]
    "CONFLICT_ENDS": lambda q, _r: with_facts(q, kept_from=frozenset()),
}


def on_shift(since: datetime) -> ShiftHeld:
    return ShiftHeld(PLACE, since, NOW + DAY)


def on_duty(*shifts: ShiftHeld) -> Actor:
    """A caretaker of the landlord, with these shifts."""
    return replace(at_home("DD"), shifts=shifts)


def line(**change: object) -> MatterFacts:
    return replace(CASE, lines=(replace(LINE, **change),))  # type: ignore[arg-type]


def agreement(**change: object) -> MatterFacts:
    return replace(CASE, covenants=(replace(COVENANTS, **change),))  # type: ignore[arg-type]


YES_NEEDED = {"basis": "A6_1A"}


def said(**change: object) -> MatterFacts:
    return replace(line(**YES_NEEDED), consents=(replace(WORD, **change),))  # type: ignore[arg-type]


ONE_LACKING: dict[str, tuple[Asked, str]] = {
    "two factors": (asked(actor=replace(colleague(), assured=False)), "SIGN_IN_STRONGLY"),
    "a role": (asked(actor=replace(colleague(), roles=())), "ROLE"),
    "the covenant ended": (asked(agreement(valid_until=NOW)), "COVENANT_RENEW"),
    "the covenant begins": (asked(agreement(valid_from=NOW + DAY / 2)), "COVENANT_STARTS"),
    "the purpose": (asked(agreement(purposes=frozenset({"P_LEEF"}))), "COVENANT_PURPOSE"),
    "the category": (asked(agreement(categories=frozenset({"G_NAW"}))), "COVENANT_CATEGORY"),
    "no party": (asked(agreement(parties=frozenset({LANDLORD, TOWN}))), "COVENANT_PARTY"),
    "no place": (asked(replace(CASE, team=())), "JOIN_TEAM"),
    "place ended": (asked(replace(CASE, team=(member(until=NOW),))), "JOIN_TEAM"),
    "place begins": (asked(replace(CASE, team=(member(since=NOW + DAY / 2),))), "JOINS_LATER"),
    "not asked to look": (
        asked(replace(SIGNAL, team=()), actor=at_home("WT"), verb=Verb.SIGNAL_READ), "ASKED",
    ),
    "not handed over": (
        asked(replace(TRIAGE, status="INGEDIEND"), actor=triagist(), verb=Verb.TRIAGE_READ), "HAND_OVER",
    ),
    "blocked": (asked(replace(CASE, blocked=True)), "UNBLOCK"),
    "suspended": (asked(replace(CASE, blocked=True, status="OPGESCHORT")), "RESUME"),
    "closed to who reads": (asked(replace(CASE, status="AFGESLOTEN")), "REOPEN"),
    "closed to who writes": (asked(replace(CASE, status="AFGESLOTEN"), verb=Verb.NOTE_WRITE), "REOPEN"),
    "ground to receive": (asked(agreement(receiving=frozenset())), "RECEIVE"),
    "no ground": (asked(replace(CASE, lines=())), "RECORD_GROUND"),
    "two without a ground": (
        asked(replace(CASE, lines=(), parts=(replace(FACT, about=BOTH),))), "RECORD_GROUND",
    ),
    "the ground ended": (asked(line(valid_until=NOW)), "RECORD_GROUND"),
    "withdrawn": (asked(line(status="INGETROKKEN", **YES_NEEDED)), "RECORD_AFTER_NO"),
    "no word yet": (asked(line(**YES_NEEDED)), "ASK_RESIDENT"),
    "a no": (asked(said(result="GEWEIGERD")), "ASK_RESIDENT"),
    "yes ran out": (asked(said(valid_until=NOW)), "ASK_RESIDENT"),
    "objection": (asked(line(status="BEZWAAR")), "SETTLE"),
    "begins": (asked(line(valid_from=NOW + DAY / 2)), "STARTS"),
    "no shift": (asked(SIGNAL, actor=on_duty(), verb=Verb.SIGNAL_READ), "ACCEPT_SHIFT"),
    "the shift begins": (
        asked(SIGNAL, actor=on_duty(on_shift(NOW + DAY / 2)), verb=Verb.SIGNAL_READ), "SHIFT_STARTS",
    ),
    "not invited": (asked(actor=colleague("WA", CARE, "politie")), "INVITE"),
    "not in the team nor invited": (
        asked(replace(CASE, team=()), actor=colleague("WA", CARE, "politie")), "INVITE",
    ),
    "the item opens": (
        asked(
            replace(CASE, agenda=(Invited(ME, NOW + DAY / 2, NOW + DAY),)),
            actor=colleague("WA", CARE, "politie"),
        ),
        "ITEM_OPENS",
    ),
    "a conflict of interest": (asked(replace(CASE, kept_from=frozenset({ME}))), "CONFLICT_ENDS"),
}  # fmt: skip
