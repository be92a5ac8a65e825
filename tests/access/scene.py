"""One case and one colleague from elsewhere who may just read a fact of it; each test changes one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from wijkaanpak.access import policy
from wijkaanpak.access.actor import Actor, InvitedTo, RoleHeld, ShiftHeld
from wijkaanpak.access.facts import (
    ConsentLine,
    CovenantFacts,
    Emergency,
    GroundLine,
    Invited,
    MatterFacts,
    Membership,
    PartFacts,
)
from wijkaanpak.access.policy import decide
from wijkaanpak.access.verbs import Verb

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
LANDLORD, TOWN, CARE, MATTER, PLACE = (UUID(int=n) for n in range(1, 6))
ME, OTHER, ANN, BOB, COVENANT, GROUND, SECOND = (UUID(int=n) for n in range(11, 18))
CATEGORIES = frozenset({"G_NAW", "G_WOONFEIT", "G_ADVIES", "G_FIN", "G_GEZOND", "G_POLITIE", "G_VEILIG"})
ORGANISATIONS = {"corporatie": LANDLORD, "gemeente": TOWN, "zorg": CARE}
HOME = {"WB": "corporatie", "DD": "corporatie", "WC": "corporatie", "HI": "corporatie", "TL": "corporatie"}
HOME |= {"ZP": "zorg", "WW": "welzijn", "WA": "politie", "BC": "bewoners"}

COVENANTS = CovenantFacts(
    id=COVENANT,
    parties=frozenset({LANDLORD, TOWN, CARE}),
    purposes=frozenset({"P_ZORG"}),
    categories=CATEGORIES,
    valid_from=NOW - DAY,
    valid_until=NOW + DAY,
    receiving=frozenset((who, "P_ZORG") for who in (LANDLORD, TOWN, CARE)),
)
FACT = PartFacts("feit", "G_WOONFEIT", "K3", LANDLORD, frozenset({ANN}))
LINE = GroundLine(
    GROUND, ANN, LANDLORD, CARE, "G_WOONFEIT", "A6_1E", "ACTIEF", NOW - DAY, NOW + DAY
)  # fmt: skip
WORD = ConsentLine(ANN, LANDLORD, CARE, "G_WOONFEIT", "GEGEVEN", NOW - DAY, None)
PLACE_IN_TEAM = Membership(ME, CARE, NOW - DAY, None)
CASE = MatterFacts(
    id=MATTER,
    stage="case",
    status="REGIE",
    purpose="P_ZORG",
    provider=LANDLORD,
    category="STANK",
    urgency="REGULIER",
    secret=False,
    bare=False,
    complex_id=PLACE,
    areas=frozenset({"WK000001"}),
    author=OTHER,
    lead=OTHER,
    lead_organisation=TOWN,
    team=(PLACE_IN_TEAM,),
    parts=(FACT,),
    lines=(LINE,),
    covenants=(COVENANTS,),
)
SIGNAL = replace(CASE, stage="signal", status="INGEDIEND", lead=None, lead_organisation=None)


def colleague(
    role: str = "ZP", organisation: UUID = CARE, kind: str = "zorg", areas: str = "WK000001"
) -> Actor:
    """Someone who gave two factors, with one role in one area; roles separated by spaces are several."""
    held = tuple(RoleHeld(code, frozenset({areas})) for code in role.split())
    return Actor(ME, "Someone", organisation, "Somewhere", kind, held)


def at_home(role: str) -> Actor:
    """Someone with this role in the organisation of the matter, of the kind where such a role is held."""
    return colleague(role, LANDLORD, HOME.get(role, "gemeente"))


def on_duty(role: str = "DD", since: datetime = NOW - DAY, until: datetime = NOW + DAY) -> Actor:
    """Someone of the landlord with accepted duty at the complex of the matter."""
    return replace(at_home(role), shifts=(ShiftHeld(PLACE, since, until),))


def invited(role: str = "WA", since: datetime = NOW - DAY, until: datetime = NOW + DAY) -> Actor:
    """Someone of the care provider who is invited to an item about the matter."""
    return replace(colleague(role), invitations=(InvitedTo(MATTER, since, until),))


def member(organisation: UUID = CARE, **change: Any) -> Membership:
    """My place in the team."""
    return replace(PLACE_IN_TEAM, organisation=organisation, **change)


ADVICE = replace(FACT, kind="advies", category="G_ADVIES")
VIEW = replace(FACT, kind="duiding")
TITLE = PartFacts("titel", None, "K1", LANDLORD)
MONEY = replace(FACT, category="G_FIN", data_class="K4")
HEALTH = replace(FACT, category="G_GEZOND", data_class="K5")
SECRET = replace(FACT, category="G_VEILIG", data_class="K7")
NAME = PartFacts("naam", "G_NAW", "K2", LANDLORD, frozenset({ANN}))
NIGHT = replace(ADVICE, night_until=NOW + DAY)
INVITED = Invited(ME, NOW - DAY, NOW + DAY)
HELP = Emergency(ME, ANN, NOW - DAY, NOW + DAY)
IN_NEED = replace(CASE, team=(), lines=(), emergencies=(HELP,))
BARE = replace(CASE, bare=True, parts=(PartFacts("feit", None, "K1", LANDLORD),), team=(), purpose="P_ZORG")
PLAIN = BARE.parts[0]
TRIAGE = replace(SIGNAL, status="IN_TRIAGE", team=(), lines=())


def read(facts: MatterFacts, part: PartFacts = FACT, actor: Actor | None = None, now: datetime = NOW) -> str:
    """ "yes", or the reason why not."""
    verbs = (Verb.CASE_READ,) if facts.is_case else (Verb.SIGNAL_READ, Verb.TRIAGE_READ)
    answers = [decide(actor or colleague(), verb, facts, now, part) for verb in verbs]
    answer = answers[0] if facts.is_case else policy.best(answers)
    return "yes" if answer.allowed else str(answer.reason)


def carrying(part: PartFacts, **change: Any) -> MatterFacts:
    """The case with a ground that carries this part."""
    return replace(CASE, lines=(replace(LINE, category=part.category or "", **change),))


def triagist() -> Actor:
    """Who weighs for the town."""
    return colleague("TR", TOWN, "gemeente")
