"""One sentence per entry: who, from where, did what, of whom, on which ground; never a word of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from wijkaanpak.access import codes
from wijkaanpak.journal.events import REGISTRY
from wijkaanpak.journal.upkeep import NOTARY
from wijkaanpak.review.reading import Entry
from wijkaanpak.review.words import DID, POINT, VIA, WANTED
from wijkaanpak.web.frame import HERE, day
from wijkaanpak.web.language import language

TIMED = 7  # the version of UUID that entries have


@dataclass(frozen=True)
class Told:
    """An entry as people read it; `more` are further sentences, `facts` what stands folded under them."""

    id: UUID
    at: datetime
    time: str
    sentence: str
    more: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    denied: bool
    taken_over: bool
    matter: UUID | None
    matter_name: str | None
    persons: tuple[tuple[UUID, str], ...]


def tell(entry: Entry) -> Told:
    """Say one entry in the reader's language."""
    at = entry.occurred_at.astimezone(HERE)
    return Told(
        id=entry.id, at=at, time=at.strftime("%H.%M" if language() == "nl" else "%H:%M"),
        sentence=act(entry, _who(entry)),
        more=tuple(said for said in (_refusal(entry), _data(entry), _allowed(entry)) if said),
        facts=tuple(_facts(entry)), denied=entry.outcome == "GEWEIGERD", taken_over=_taken_over(entry),
        matter=entry.matter_id, matter_name=_matter(entry),
        persons=tuple((person, reference(person)) for person in entry.residents),
    )  # fmt: skip


def reference(ident: UUID) -> str:
    """The short form of an id, for people to compare; one that begins with its time is told by its end."""
    return (ident.hex[-8:] if ident.version == TIMED else ident.hex[:8]).upper()


def inner(words: str) -> str:
    """Words that stand within a sentence: without their capital, unless it is an abbreviation."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words


def act(entry: Entry, who: str) -> str:
    """Who did what or wanted what, in one sentence."""
    if entry.secret and entry.outcome == "GEWEIGERD":
        return _("%(who)s wanted to reach something that is shielded.", who=who)
    if entry.secret:
        what = inner(codes.label("gebeurtenissen", entry.event, language()))
        return _("%(who)s left a footprint at something that is shielded: %(what)s.", who=who, what=what)
    if entry.outcome == "GEWEIGERD" and entry.name in WANTED:
        return _("%(who)s wanted to %(act)s.", who=who, act=str(WANTED[entry.name]))
    return did(entry.name, entry.event, who, system=entry.system is not None)


def did(name: str, event: str, who: str, *, system: bool = False) -> str:
    """What was done, as a sentence; for what people did elsewhere, or has none, the word of the code list."""
    happened = REGISTRY.get(name)
    elsewhere = name.endswith(".taken_over") and not system
    if name in DID:
        said = str(DID[name])
    elif happened is not None and happened.says and not elsewhere:
        said = _(happened.says)
    else:
        said = "{actor} " + codes.item("gebeurtenissen", event).sentence(language())
    return said.format(actor=who) + "."


def nobody(entry: Entry) -> str:
    """Who did it, where it was no person with an account."""
    return (
        _("The platform itself") if entry.actor_role == NOTARY.role else _("Somebody who was not signed in")
    )


def _who(entry: Entry) -> str:
    """Name, role at that moment, and organisation, closed with a comma so that a verb may follow."""
    if entry.actor_name is None:
        return nobody(entry)
    if entry.system is not None:
        return _("The system (%(name)s)", name=entry.actor_name)
    if entry.actor_organisation is None:
        return entry.actor_name
    if entry.actor_role and codes.known("rollen", entry.actor_role):
        role = codes.label("rollen", entry.actor_role, language())
        return _("%(name)s, %(role)s at %(organisation)s,", name=entry.actor_name, role=role,
                 organisation=entry.actor_organisation)  # fmt: skip
    return _("%(name)s (%(organisation)s)", name=entry.actor_name, organisation=entry.actor_organisation)


def _refusal(entry: Entry) -> str | None:
    if entry.outcome != "GEWEIGERD":
        return None
    if not entry.reason_code or not codes.known("redencodes", entry.reason_code):
        return _("That was refused.")
    why = inner(codes.label("redencodes", entry.reason_code, language()))
    return _("That was refused: %(why)s.", why=why)


def _data(entry: Entry) -> str | None:
    """Which kinds of data, of how many residents; for a list how long it was."""
    if entry.outcome == "GEWEIGERD":
        return None
    kinds = [inner(codes.label("gegevenscategorieen", c, language())) for c in entry.categories]
    what, people = "; ".join(kinds), len(entry.residents)
    if kinds and people and entry.action == "R":
        return ngettext(
            "It showed %(what)s, of one resident.",
            "It showed %(what)s, of %(num)s residents.",
            people,
            what=what,
        )
    if kinds and people:
        return ngettext(
            "It concerns %(what)s, of one resident.", "It concerns %(what)s, of %(num)s residents.", people,
            what=what,
        )  # fmt: skip
    if kinds:
        return _("It concerns %(what)s.", what=what)
    if people:
        return ngettext("It concerns one resident.", "It concerns %(num)s residents.", people)
    if entry.event in ("LIJST", "LOG_GELEZEN") and entry.lines:
        return ngettext("The answer held one line.", "The answer held %(num)s lines.", entry.lines)
    return None


def _allowed(entry: Entry) -> str | None:
    """Why it was allowed: the grounds it rested on, or the way by which someone came to it."""
    if entry.outcome == "GEWEIGERD" or entry.secret:
        return None
    if entry.grounds:
        bases = dict.fromkeys(inner(codes.label("grondslagen", g.basis, language())) for g in entry.grounds)
        until = min(g.valid_until for g in entry.grounds)
        return _(
            "The ground for it was: %(basis)s, in force until %(day)s.",
            basis=", ".join(bases),
            day=day(until),
        )
    if entry.ground_ids:
        return ngettext(
            "There was one ground for it.", "There were %(num)s grounds for it.", len(entry.ground_ids)
        )
    if entry.action == "R" and entry.via in VIA:
        return _("That was allowed %(how)s.", how=str(VIA[entry.via]))
    return None


def _matter(entry: Entry) -> str | None:
    """What the matter is called here: a case by its number, anything else by its reference."""
    if entry.matter_id is None:
        return None
    if entry.secret:
        return _("reference %(reference)s", reference=reference(entry.matter_id))
    if entry.case_number:
        return _("case %(number)s", number=entry.case_number)
    return _("signal with reference %(reference)s", reference=reference(entry.matter_id))


def _facts(entry: Entry) -> list[tuple[str, str]]:
    """What stands folded under a sentence: rule, codes and references."""
    local = entry.recorded_at.astimezone(HERE)
    facts = [
        (_("Recorded"), f"{day(entry.recorded_at)}, {local:%H:%M:%S}"),
        (_("Event"), entry.event),
        (_("Reason code"), entry.reason_code or ""),
        (_("Access policy"), entry.policy),
        (_("Purpose"), codes.label("doelen", entry.purpose, language()) if entry.purpose else ""),
        (_("Processing activity"), entry.activity),
        (_("Most sensitive class"), entry.sensitivity or ""),
        (_("Came in through"), str(POINT.get(entry.access_point, entry.access_point))),
        (_("Involved"), str(VIA[entry.via]) if entry.via in VIA else ""),
        (_("Grounds"), ", ".join(reference(ground) for ground in entry.ground_ids)),
        (_("Reference of this line"), reference(entry.id)),
        (_("Trace"), entry.trace_id),
    ]
    return [(name, value) for name, value in facts if value]


def _taken_over(entry: Entry) -> bool:
    """Loaded from elsewhere: only then the two times differ by more than a moment (rulings.md 13)."""
    return abs((entry.recorded_at - entry.occurred_at).total_seconds()) > 60
