"""Asking: a colleague to look at a signal, and the reporter's answer to a question of joint triage."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit, command
from wijkaanpak.foundation.errors import Conflict, Invalid
from wijkaanpak.matters.recording import add_parts, fact_category, join_team, three_parts
from wijkaanpak.signals.colleagues import Colleague, can_keep_secret, can_look, colleagues
from wijkaanpak.signals.happenings import ColleagueAsked, SignalSupplemented, about
from wijkaanpak.signals.reach import highest, triage_organisations
from wijkaanpak.signals.states import check, move
from wijkaanpak.signals.weighing import inside

LEAST_ANSWER = 10


def askable(unit: Unit, facts: MatterFacts) -> list[Colleague]:
    """Colleagues who do not look at it yet; for K7 only those who may know such things (R33)."""
    inside_now = {member.staff for member in facts.team if member.holds(unit.now)}
    able = can_keep_secret if facts.secret else can_look
    return [one for one in colleagues(unit, able) if one.id not in inside_now]


@command(Verb.SIGNAL_ASK)
def ask(
    unit: Unit, facts: MatterFacts, /, signal_id: UUID, colleague: UUID, reason: str = ""
) -> ColleagueAsked:
    """Give a colleague of the own organisation a look at this signal; nothing leaves the organisation."""
    check(Verb.SIGNAL_ASK, facts)
    if facts.provider != unit.actor.organisation_id:
        raise Conflict(_("Only the organisation that reported it can ask its colleagues."))
    if any(member.staff == colleague and member.holds(unit.now) for member in facts.team):
        raise Conflict(_("This colleague is looking at it already."), "STATUS")
    if colleague not in {one.id for one in askable(unit, facts)}:
        raise Invalid({"colleague": _("Choose a colleague from the list.")})
    join_team(unit, facts.id, colleague, unit.actor.organisation_id, reason=reason.strip() or None)
    return ColleagueAsked(thing=about(facts, signal_id), staff=colleague, told=(*inside(facts), colleague))


@command(Verb.SIGNAL_SUPPLEMENT)
def supplement(
    unit: Unit, facts: MatterFacts, /, signal_id: UUID, feit: str, duiding: str = ""
) -> SignalSupplemented:
    """Answer the triagist's question with a new note; the signal is back in joint triage."""
    check(Verb.SIGNAL_SUPPLEMENT, facts)
    if len(feit.strip()) < LEAST_ANSWER:
        raise Invalid({"feit": _("Write your answer in at least %(least)s characters.", least=LEAST_ANSWER)})
    add_parts(unit, facts.id, facts.purpose, three_parts(facts.category, feit, duiding))
    move(unit, Verb.SIGNAL_SUPPLEMENT, facts, signal_id)
    category = None if facts.bare else fact_category(facts.category)
    categories = (category,) if category else ()
    return SignalSupplemented(
        thing=about(facts, signal_id, categories=categories, sensitivity=highest(categories), persons=True),
        told=(*inside(facts), *(organisation for organisation, _name in triage_organisations(unit, facts))),
    )
