"""Every cell of the matrix against the decision function (R72): the file and the code cannot drift apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from tests.access.scene import ANN, CARE, CASE, FACT, HOME, LANDLORD, LINE, ME, NOW, SIGNAL, colleague, member
from wijkaanpak.access import roles
from wijkaanpak.access.actor import Actor
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.policy import decide
from wijkaanpak.access.verbs import Verb

ROLES = roles.role_codes()
CELLS = [(permission, role) for permission in roles.matrix()["permissions"] for role in ROLES]
LINES = tuple(
    replace(LINE, recipient=to, category=what) for to in (LANDLORD, CARE) for what in ("G_WOONFEIT", "G_NAW")
)
OURS, THEIRS = LANDLORD, CARE  # the matter is always the landlord's; who asks works there, or elsewhere

# In which of these situations somebody asks.
SITUATIONS: dict[str, MatterFacts | None] = {
    "no thing yet": None,
    "case, in the team": replace(CASE, status="CASUSOVERLEG", lines=LINES),
    "case, not in the team": replace(CASE, status="CASUSOVERLEG", lines=LINES, team=()),
    "case past the plan, in the team": replace(CASE, status="REGIE", lines=LINES),
    "signal, in the team": replace(SIGNAL, lines=LINES),
    "signal in my area": replace(SIGNAL, lines=LINES, team=()),
    "signal elsewhere": replace(SIGNAL, lines=LINES, team=(), areas=frozenset({"WK999999"})),
    "my own signal elsewhere": replace(
        SIGNAL, lines=LINES, team=(), areas=frozenset({"WK999999"}), author=ME
    ),
    "signal in joint triage": replace(SIGNAL, lines=LINES, team=(), status="IN_TRIAGE", areas=frozenset()),
}
TEAM = {"case, in the team", "case past the plan, in the team", "signal, in the team"}
ONE_CASE = {"case, in the team", "case past the plan, in the team"}
SIGNALS = {"signal in my area", "signal elsewhere", "my own signal elsewhere", "signal in joint triage"}
NEVER = {"-", "M", "N", "N-own", "walk"}


@dataclass(frozen=True)
class Asked:
    """A permission of the matrix that has no verb yet: decided like any other."""

    permission: str


def asked(permission: str) -> Verb:
    """The first verb that needs this permission, or its stand-in."""
    found = next((verb for verb in Verb if verb.permission == permission), None)
    return found or cast(Verb, Asked(permission))


def someone(role: str, ours: bool) -> Actor:
    kind = HOME.get(role, "gemeente")
    return colleague(role, OURS if ours else THEIRS, kind)


def reads_signal(base: str, note: str, ours: bool) -> set[str]:
    """signaal.lezen: the cell of 3.3 in words."""
    at_home = {
        "A": SIGNALS,
        "G/O": {"signal in my area", "my own signal elsewhere"},
        "O": {"my own signal elsewhere"},
        "T/O": {"my own signal elsewhere"},
        "T": set(),
    }
    if base in NEVER or base == "D":
        return set()
    if note == "joint":  # footnote 10
        return {"signal in joint triage", "signal, in the team"}
    return {"signal, in the team"} | (at_home[base] if ours else set())


def acts(permission: str, role: str, base: str, note: str, ours: bool) -> set[str]:
    """Doing something to a matter that exists."""
    if base in (*NEVER, "D", "I"):
        return set()
    found = set(TEAM) - ({"case past the plan, in the team"} if note == "plan" else set())
    if not ours:
        return found
    if base == "A":  # a narrowed A is about other things than cases
        found |= SIGNALS if note else {"case, not in the team", *SIGNALS}
    if base == "T":  # who weighs in the own organisation does what a team member does, before there is a team
        weighs = roles.cell("signaal.eigen_triage", role)
        found |= {"A": SIGNALS, "O": {"my own signal elsewhere"}}.get(weighs, set())
    return found


def expected(permission: str, role: str, ours: bool) -> set[str]:
    base, _, note = roles.cell(permission, role).partition(".")
    found: set[str] = set()
    if permission == "signaal.lezen":
        found = reads_signal(base, note, ours)
    elif permission == "casus.lezen":
        found = ONE_CASE - ({"case past the plan, in the team"} if note == "plan" else set())
        found = found if base == "T" else set()
    elif permission == "signaal.triage":
        found = {"signal in joint triage", "signal, in the team"} if base == "A" else set()
    elif permission == "signaal.eigen_triage":
        found = weighs_own(base, ours)
    elif permission == "casus.heropenen":  # of none of these: see the test of what has ended
        found = set()
    elif permission == "signaal.maken":
        found = answers(role, base, ours)
    elif note == "joint":
        found = set(TEAM) | {"signal in joint triage"} if base == "A" else set()
    else:
        found = acts(permission, role, base, note, ours)
    if base not in (*NEVER, "D", "I"):  # these wait for duty and for an item: test_duty_and_agenda.py
        found = found | {"no thing yet"}
    return found


def weighs_own(base: str, ours: bool) -> set[str]:
    """Own triage: whoever weighs in the own organisation; with the cell O one's own signals."""
    if base in NEVER:
        return set()
    at_home = {"A": {*SIGNALS, "case, not in the team"}, "O": {"my own signal elsewhere"}}[base]
    return TEAM | (at_home if ours else set())


def answers(role: str, base: str, ours: bool) -> set[str]:
    """signaal.maken on a signal that exists: its reporter answers (R86), and who weighs it."""
    if base in NEVER:
        return set()
    weighs = roles.cell("signaal.eigen_triage", role)
    return {"my own signal elsewhere"} | weighs_own(weighs, ours)


def questions() -> Iterator[Any]:
    for permission, role in CELLS:
        if not permission.startswith("klasse."):
            yield pytest.param(permission, role, id=f"{permission}-{role}-{roles.cell(permission, role)}")


@pytest.mark.parametrize("ours", [True, False], ids=["own organisation", "elsewhere"])
@pytest.mark.parametrize(("permission", "role"), list(questions()))
def test_a_cell_opens_what_it_says_and_nothing_else(permission: str, role: str, ours: bool) -> None:
    actor = someone(role, ours)
    place = (member(actor.organisation_id),)
    early = roles.cell(permission, role).endswith(".early")  # footnote 1: of no other kind
    allowed = set()
    for situation, facts in SITUATIONS.items():
        if facts is not None and facts.team:
            facts = replace(facts, team=place)
        if facts is not None and early:
            facts = replace(facts, category="HUURACHTERSTAND")
        if decide(actor, asked(permission), facts, NOW).allowed:
            allowed.add(situation)
    assert allowed == expected(permission, role, ours)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("data_class", ["K4", "K5", "K6", "K7"])
def test_a_class_opens_to_the_roles_of_its_row(data_class: str, role: str) -> None:
    """Own parts by the rows of K4 and K7; from elsewhere by every row, under the ceiling (rulings.md 4)."""
    cell = roles.cell(f"klasse.{data_class}", role)
    opens = cell not in NEVER
    case = replace(CASE, status="CASUSOVERLEG", lines=(replace(LINE, category="G_FIN"),))
    part = replace(FACT, category="G_FIN", data_class=data_class, about=frozenset({ANN}))
    works_on_cases = roles.cell("casus.lezen", role).startswith("T")
    at_home = decide(someone(role, ours=True), Verb.CASE_READ, replace(case, team=(member(OURS),)), NOW, part)
    assert at_home.allowed == (works_on_cases and (opens or data_class in ("K5", "K6")))
    elsewhere = decide(someone(role, ours=False), Verb.CASE_READ, case, NOW, part)
    kind = HOME.get(role, "gemeente")
    ceiling = data_class in roles.matrix()["ceilings"][kind]
    assert elsewhere.allowed == (works_on_cases and opens and cell != "own" and ceiling)


def test_the_matrix_is_whole() -> None:
    """Eighteen roles, a cell for each in every row, every footnote and every addition explained."""
    table = roles.matrix()
    assert len(ROLES) == len(set(ROLES)) == 18
    for permission, cells in table["permissions"].items():
        assert len(cells) == 18, permission
        notes = {str(cell).partition(".")[2] for cell in cells} - {""}
        assert notes <= set(table["footnotes"]), permission
    assert set(table["additions"]) <= set(table["permissions"])
    for verb in Verb:
        assert verb.permission is None or verb.permission in table["permissions"], verb


def test_who_counts_administers_or_lives_here_works_on_no_case() -> None:
    """R73: who administers has no way in, whatever the situation."""
    for permission, role in CELLS:
        if role in ("AN", "FB", "BC") and permission.startswith(
            ("casus.", "signaal.", "notitie.", "klasse.")
        ):
            assert roles.cell(permission, role) in NEVER, permission


@pytest.mark.parametrize("role", ROLES)
def test_of_what_has_ended_it_can_only_be_reopened_and_only_where_it_was_closed(role: str) -> None:
    """4.2, row 11: no other state of an ended case leads back, and nothing else can be done in any."""
    actor = someone(role, True)
    cell = roles.cell("casus.heropenen", role)
    for status in ("AFGESLOTEN", "GEARCHIVEERD", "AFGEWEZEN", "GEANNULEERD", "REGIE"):
        facts = replace(CASE, status=status, lines=LINES, team=(member(actor.organisation_id),))
        decision = decide(actor, Verb.CASE_REOPEN, facts, NOW)
        assert decision.allowed is (cell == "T" and status == "AFGESLOTEN"), (role, status)
        assert not decide(actor, Verb.CASE_MOVE, facts, NOW).allowed or status == "REGIE"
