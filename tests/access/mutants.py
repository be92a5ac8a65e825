"""Faults planted in the policy function, one at a time, to show that the reference would find them."""

# ruff: noqa: E501 - a table: one fault a line

from __future__ import annotations
import __future__

import inspect
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from wijkaanpak.access import actor, facts, policy, roles, rules

Where = ModuleType | type


@dataclass(frozen=True)
class Mutant:
    """What somebody might get wrong: in which function, which words become which."""

    name: str
    where: Where
    function: str
    words: str
    become: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix that opens more than it should."""

    name: str
    permission: str
    role: str
    become: str


TERM = "c.valid_from <= now < c.valid_until"
LINE = "line.valid_from <= now < line.valid_until"
SAID = "word.valid_until is None or now < word.valid_until"
SPAN = "self.since <= now < self.until"
SAME = "line.provider == provider and line.recipient == reader and line.category == category"
COVENANT_NEEDED = (
    "(ours or committee or rules.covenant(facts, provider, actor.organisation_id, category, now))"
)
FOREIGN = 'roles.foreign_classes(role.code, actor.organisation_kind, via != "emergency")'

MUTANTS: list[Mutant | Cell] = [
    # Who is asking
    Mutant("one factor is enough", policy, "_decide", "if not actor.assured:", "if False:"),
    # The covenant (R20, R44)
    Mutant("a covenant never begins", rules, "_reaches", TERM, "now < c.valid_until"),
    Mutant("a covenant never ends", rules, "_reaches", TERM, "c.valid_from <= now"),
    Mutant("the end of a covenant is included", rules, "_reaches", TERM, TERM.replace(" < ", " <= ")),
    Mutant("the purpose of a covenant is forgotten", rules, "_reaches", "and purpose in c.purposes"),
    Mutant("the annex of a covenant is forgotten", rules, "_reaches", "and (category is None or category in c.categories)"),
    Mutant("the reader need not be a party", rules, "_reaches", "{provider, reader}", "{provider}"),
    Mutant("the provider need not be a party", rules, "_reaches", "{provider, reader}", "{reader}"),
    Mutant("no covenant is asked at all", policy, "_with_role", COVENANT_NEEDED, "True"),
    Mutant("no ground to receive", rules, "receiving", "and (reader, facts.purpose) in c.receiving"),
    Mutant("the provider's ground to receive serves the reader", rules, "receiving", "(reader, facts.purpose)", "(provider, facts.purpose)"),
    # Involvement (rulings 1, 5, 7)
    Mutant("a place in the team never ends", facts.Membership, "holds", "now < self.until", "True"),
    Mutant("the end of a place is included", facts.Membership, "holds", "now < self.until", "now <= self.until"),
    Mutant("a place counts a moment late", facts.Membership, "holds", "self.since <= now", "self.since < now"),
    Mutant("a place counts before it begins", facts.Membership, "holds", "self.since <= now", "True"),
    Mutant("anybody's place is mine", rules, "member", "m.staff == actor.id and "),
    Mutant("partners look before joint triage", rules, "_in_team", "near and member", "member"),
    Mutant("what is handed over counts as own", rules, "_round_signal", 'ours and base == "A"', 'base == "A"'),
    Mutant("an area reaches other houses", rules, "_round_signal", 'ours and base in ("G"', 'base in ("G"'),
    Mutant("every area is one's own", rules, "_round_signal", " and role.areas & facts.areas"),
    Mutant("a place is open without a covenant", rules, "_open_way", "party and not", "facts.bare and not"),
    Mutant("who administers reads of places", rules, "_open_way", "roles.reads_places(role.code)", "True"),
    Mutant("every committee is of this place", rules, "committee", "bool(role.areas & facts.areas)", "True"),
    Mutant("joint triage reads advice", rules, "pseudonymous", "part.kind == FEIT", "part.kind != 'naam'"),
    Mutant("joint triage reads names", rules, "pseudonymous", "part.kind == FEIT and "),
    Mutant("joint triage never ends", rules, "before_triage", 'facts.status == "IN_TRIAGE" and ', "not facts.is_case and "),
    Mutant("a triagist keeps the case after the plan", policy, "_past_plan", "return ", "return False and "),
    Cell("a housing collector reads all signals of the house", "signaal.lezen", "HI", "A"),
    Cell("a caretaker needs no area", "signaal.lezen", "WB", "A"),
    Cell("a case director reads every case of the house", "casus.lezen", "CR", "A"),
    Cell("who administers joins a team", "casus.lezen", "FB", "T"),
    # Duty, agenda, emergency (R83, R105, R137, R138)
    Mutant("duty never ends", actor.ShiftHeld, "holds", SPAN, "self.since <= now"),
    Mutant("the end of duty is included", actor.ShiftHeld, "holds", SPAN, "self.since <= now <= self.until"),
    Mutant("duty counts before it is accepted", actor.ShiftHeld, "holds", SPAN, "now < self.until"),
    Mutant("duty is everywhere", rules, "on_duty", "s.holds(now) and place in (None, s.complex_id)", "s.holds(now)"),
    Mutant("who is on duty reads all advice", rules, "_by_duty", "p.night_until is not None and now < p.night_until", "True"),
    Mutant("a night instruction never ends", rules, "_by_duty", " and now < p.night_until"),
    Mutant("one instruction opens the whole case", rules, "_by_duty", "facts.parts if part is None else (part,)", "facts.parts"),
    Mutant("an item is open before its hour", facts.Invited, "holds", SPAN, "now < self.until"),
    Mutant("an item never closes", facts.Invited, "holds", SPAN, "self.since <= now"),
    Mutant("the end of an item is included", facts.Invited, "holds", SPAN, "self.since <= now <= self.until"),
    Mutant("anybody's invitation is mine", rules, "_by_agenda", "i.staff == actor.id and "),
    Mutant("an emergency never ends", facts.Emergency, "holds", SPAN, "self.since <= now"),
    Mutant("the end of an emergency is included", facts.Emergency, "holds", SPAN, "self.since <= now <= self.until"),
    Mutant("anybody's emergency is mine", rules, "_emergency", "e.staff == actor.id and "),
    Mutant("an emergency shows what is about others too", rules, "_emergency", "part.about == {person}", "person in part.about"),
    Mutant("an emergency opens what is secret", rules, "_emergency", "facts.secret or "),
    Mutant("an emergency writes", rules, "_emergency", "permission not in LOOKING or "),
    Mutant("any role breaks the glass", rules, "_emergency", " or not may_break_glass(actor, role, now)"),
    Mutant("an emergency needs no duty", rules, "may_break_glass", 'base == "D" and on_duty(actor, now)', 'base == "D"'),
    Mutant("an emergency shows what stays inside", policy, "_by_way", " and part.kind not in INSIDE"),
    Mutant("an emergency opens a closed case", policy, "_state_forbids", ' or via == "emergency"'),
    # Classes (rulings 4 and 6)
    Mutant("there are no ceilings", policy, "_class_fits", f"part.data_class in {FOREIGN}", "True"),
    Mutant("one's own money is for all", policy, "_class_fits", "part.data_class in roles.own_classes(role.code)", "True"),
    Mutant("the kind of organisation has no ceiling", roles, "foreign_classes", "ceiling & (", "("),
    Mutant("what one role may see serves another", policy, "_class_fits", FOREIGN, f"set().union(*({FOREIGN} for role in actor.roles))"),
    Mutant("what is secret is known to the house", rules, "involvement", "if facts.secret:", "if False:"),
    Cell("a care professional reads money", "klasse.K4", "ZP", "T"),
    Cell("a debt adviser reads health", "klasse.K5", "SH", "T"),
    Cell("a caretaker in the team reads what is secret", "klasse.K7", "WB", "named"),
    # Conflict of interest and states (steps 7 and 8)
    Mutant("a conflict of interest is ignored", policy, "_by_way", "if actor.id in facts.kept_from:", "if False:"),
    Mutant("what is blocked is read", policy, "_state_forbids", "if facts.blocked:", "if False:"),
    Mutant("a closed case is written in", policy, "_state_forbids", "permission not in rules.READINGS or "),
    Mutant("recipients keep a closed case", rules, "closed", "facts.is_case and facts.status in CLOSED", "False"),
    Mutant("a closed state stops a withdrawal", policy, "_state_forbids", 'if permission == "toestemming.intrekken":', "if False:"),
    # Grounds (step 9, rulings 2 and 3)
    Mutant("what stays inside travels", rules, "grounds_for", "part.kind in INSIDE or "),
    Mutant("the provider of a ground is forgotten", rules, "live_line", SAME, SAME.replace("line.provider == provider and ", "")),
    Mutant("the recipient of a ground is forgotten", rules, "live_line", SAME, SAME.replace("line.recipient == reader and ", "")),
    Mutant("the category of a ground is forgotten", rules, "live_line", SAME, SAME.replace(" and line.category == category", "")),
    Mutant("a ground works both ways", rules, "live_line", SAME, "{line.provider, line.recipient} == {provider, reader} and line.category == category"),
    Mutant("one resident's ground serves all", rules, "live_line", "line.person in (None, person)", "True"),
    Mutant("a ground for all serves nobody", rules, "live_line", "line.person in (None, person)", "line.person == person"),
    Mutant("one of several residents is enough", rules, "grounds_for", "in residents(part):", "in residents(part)[:1]:"),
    Mutant("the status of a ground is forgotten", rules, "_in_force", "line.status != IN_FORCE or "),
    Mutant("a ground never ends", rules, "_in_force", LINE, "line.valid_from <= now"),
    Mutant("the end of a ground is included", rules, "_in_force", LINE, "line.valid_from <= now <= line.valid_until"),
    Mutant("a ground counts before it begins", rules, "_in_force", LINE, "now < line.valid_until"),
    Mutant("a ground counts a moment late", rules, "_in_force", LINE, "line.valid_from < now < line.valid_until"),
    Mutant("no word of consent is asked", rules, "_in_force", 'line.basis != "A6_1A" or ', "True or "),
    Mutant("any word is a yes", rules, "consented", 'word.result == "GEGEVEN" and '),
    Mutant("a yes never ends", rules, "consented", SAID, "True"),
    Mutant("the end of a yes is included", rules, "consented", SAID, SAID.replace(" < ", " <= ")),
    Mutant("another resident's yes counts", rules, "consented", "word.person == person and "),
    Mutant("a yes to anybody is a yes", rules, "consented", "and key == (line.provider, line.recipient, line.category)"),
    Mutant("a yes for any kind of data", rules, "consented", "and key == (line.provider, line.recipient, line.category)", "and key[:2] == (line.provider, line.recipient)"),
    Mutant("who leads passes on what it may not read", rules, "_lead_passes", "and all(live_line(part.provider, lead, part.category, p, facts, now) for p in residents(part))"),
    Mutant("who leads receives without a ground to", rules, "_lead_passes", "lawful = receiving(facts, part.provider, lead, part.category, now)", "lawful = True"),
    Mutant("the second link needs no covenant", rules, "_lead_passes", "and receiving(facts, lead, reader, part.category, now)"),
    Mutant("nothing is passed on", rules, "_lead_passes", "if lead is None", "if True"),
]  # fmt: skip


def planted_function(mutant: Mutant) -> Any:
    """The function with the fault in it; without its words it would plant nothing."""
    sound = inspect.unwrap(vars(mutant.where)[mutant.function])
    text = textwrap.dedent(inspect.getsource(sound))
    assert mutant.words in text, f"{mutant.name}: its words are no longer in {mutant.function}"
    code = compile(
        text.replace(mutant.words, mutant.become), "<planted>", "exec", __future__.annotations.compiler_flag
    )
    made: dict[str, Any] = {}
    exec(code, sound.__globals__, made)
    return made[mutant.function]


def widened(cell: Cell) -> Any:
    """The reading of the matrix with one cell wrong."""
    sound = roles.cell
    assert sound(cell.permission, cell.role) != cell.become

    def planted(permission: str, role: str) -> str:
        return cell.become if (permission, role) == (cell.permission, cell.role) else sound(permission, role)

    return planted


@contextmanager
def planted(mutant: Mutant | Cell) -> Iterator[None]:
    """The policy with this fault, for as long as the context lasts."""
    where, name = (roles, "cell") if isinstance(mutant, Cell) else (mutant.where, mutant.function)
    sound = vars(where)[name]
    setattr(where, name, widened(mutant) if isinstance(mutant, Cell) else planted_function(mutant))
    _forget()
    try:
        yield
    finally:
        setattr(where, name, sound)
        _forget()


def _forget() -> None:
    """What was worked out from the matrix is worked out anew."""
    for known in (roles.cell, roles.own_classes, roles.foreign_classes):
        if hasattr(known, "cache_clear"):
            known.cache_clear()
