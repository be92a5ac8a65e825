"""What a refusal says to who knows the thing: why, since when, what would make it lawful, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from flask_babel import gettext as _
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from wijkaanpak.access import codes, explaining, rules
from wijkaanpak.access.explaining import Explanation, Words
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.lacking import Asked
from wijkaanpak.door import Unit, unit_of
from wijkaanpak.foundation.errors import Forbidden, SignedOut
from wijkaanpak.web import guard
from wijkaanpak.web.frame import day, moment
from wijkaanpak.web.house import house
from wijkaanpak.web.language import language
from wijkaanpak.web.page import point

NAMES = text(
    "select id, name from app.organisation union all select id, name from app.staff where id = :lead"
)


@dataclass(frozen=True)
class Told:
    """A refusal in sentences; `contact` is who coordinates, unless a sentence names them already."""

    code: str
    sentence: str
    since: str
    remedies: list[str]
    meanwhile: list[str]
    contact: str
    actions: list[dict[str, Any]]


def told(error: Forbidden) -> Told:
    """Explain a refusal as the policy decided it (R58, R195); the journal has it already."""
    reason = error.decision.reason or "FOUT_VEILIG"
    facts: MatterFacts | None = error.matter
    unit: Unit | None = g.get("unit")
    explained = Explanation(error.decision)
    if facts is not None and unit is not None and error.verb is not None:
        explained = explaining.explain(Asked(unit.actor, error.verb, facts, unit.now), error.decision)
    lead = _lead(facts, unit)
    words = Words(language(), _names(lead) if facts else {}, lead, day, moment)
    contact = words.names.get(lead, "") if lead else ""
    ended = explaining.tell_end(explained.ended, words)
    remedies = explaining.advice(explained, words)
    meanwhile = [explaining.tell(remedy, words) for remedy in explained.instead]
    return Told(
        code=reason,
        sentence="" if ended and reason == "NIET_BETROKKEN" else codes.reason_sentence(reason, language()),
        since=ended,
        remedies=remedies,
        meanwhile=meanwhile,
        contact="" if any(contact in line for line in remedies + meanwhile) else contact,
        actions=_ways_back(facts, explained),
    )


def _lead(facts: MatterFacts | None, unit: Unit | None) -> UUID | None:
    """Who coordinates, for who was in the team: the others know of the case, and not who works on it."""
    if facts is None or unit is None or not facts.is_case or facts.lead == unit.actor.id:
        return None
    return facts.lead if rules.ever_member(unit.actor, facts, unit.now) else None


def _names(lead: UUID | None) -> dict[UUID, str]:
    """Organisations, and who coordinates; without a session or a database there are none, and no names."""
    try:
        with unit_of(house().database.app, guard.secret() or b"", point(), active=False) as unit:
            return {row.id: row.name for row in unit.session.execute(NAMES, {"lead": lead})}
    except (SQLAlchemyError, SignedOut):
        return {}


def _ways_back(facts: MatterFacts | None, explained: Explanation) -> list[dict[str, Any]]:
    ways = [{"url": "/", "label": _("To Today"), "main": True}]
    if facts is not None and facts.is_case:
        ways.append({"url": "/casussen", "label": _("To the cases"), "main": False})
    elif facts is not None:
        ways.append({"url": "/signalen", "label": _("To the signals"), "main": False})
    if any(remedy.code == "EMERGENCY" for remedy in explained.instead):
        ways.append({"url": "/noodprocedure", "label": _("Emergency access"), "main": False})
    return ways
