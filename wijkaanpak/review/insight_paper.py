"""The overview for a resident in plain words: the same lines make the paper and the sheet (R96)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from wijkaanpak.access import codes
from wijkaanpak.review.insight import Line, Overview
from wijkaanpak.review.sentences import did, inner, reference
from wijkaanpak.review.words import VIA
from wijkaanpak.web.frame import day, moment
from wijkaanpak.web.language import language

SOME = 4  # references of one line on paper; the sheet has them all


@dataclass(frozen=True)
class Told:
    """One line as a resident reads it; `facts` are names and what they say."""

    time: str
    sentence: str
    emergency: bool
    facts: tuple[tuple[str, str], ...]


def title() -> str:
    """What stands above the overview."""
    return _("Who saw my data?")


def paper(found: Overview) -> dict[str, Any]:
    """What the template shows."""
    return {
        "lead": _lead(found),
        "empty": "" if found.lines else _("Nothing was found in this period."),
        "happened": _("What happened"),
        "emergency": _("Emergency"),
        "days": [
            {"day": _capital(moment(when)), "lines": [asdict(tell(line)) for line in lines]}
            for when, lines in groupby(found.lines, key=lambda line: line.first.date())
        ],
        "sections": [
            {"title": name, "sentences": said}
            for name, said in (
                (_("What is not in it"), _absent(found)),
                (_("What the words mean"), _meanings(found)),
                (_("Do you have a question?"), _help(found)),
            )
        ],
    }  # fmt: skip


def sheet(found: Overview) -> tuple[list[str], list[list[str]]]:
    """The head and the rows: one line of the overview each."""
    head = [
        _("Day"), _("From"), _("Until"), _("Times"), _("Organisation"), _("Role"), _("Name"), _("What"),
        _("Kinds of data"), _("Why it was allowed"), _("Purpose"), _("Rules"), _("Emergency"),
        _("References"),
    ]  # fmt: skip
    return head, [_row(line) for line in found.lines]


def tell(line: Line) -> Told:
    """One line for a resident."""
    facts = [
        (_("Kinds of data"), _kinds(line)), (_("Why it was allowed"), _why(line)),
        (_("Purpose"), _purpose(line)),
        (_("Emergency"), _("yes") if line.emergency else _("no")), (_("Rules"), line.policy),
        (ngettext("Reference", "References", len(line.entries)), _references(line.entries)),
    ]  # fmt: skip
    said = did(line.name, line.event, _who(line), system=line.system)
    if len(line.entries) > 1:
        said += " " + _("That happened %(times)s times on this day.", times=len(line.entries))
    return Told(_hours(line), said, line.emergency, tuple((name, value) for name, value in facts if value))


def _row(line: Line) -> list[str]:
    return [
        day(line.first.date(), short=True), _hour(line.first), _hour(line.last), str(len(line.entries)),
        line.organisation or "", _role(line), line.colleague or "",
        did(line.name, line.event, _who(line), system=line.system), _kinds(line), _why(line), _purpose(line),
        line.policy, _("yes") if line.emergency else _("no"), " ".join(map(str, line.entries)),
    ]  # fmt: skip


def _lead(found: Overview) -> list[str]:
    place, asked = found.organisation, found.request
    said = [
        _("Here you read who saw or recorded data about you in Wijkaanpak. It is about the data that "
          "%(organisation)s answers for.", organisation=place),
        _period(found),
        _("Each line tells when it was, which organisation it was, in which role, what happened, and why "
          "that was allowed."),
        _("Names of people who work at %(organisation)s are in it. %(organisation)s decided that.",
          organisation=place) if asked.names
        else _("There are no names in it of the people who did this. %(organisation)s decided that.",
               organisation=place),
    ]  # fmt: skip
    if asked.merged:
        said.append(_("What happened more often on one day in the same way stands there once."))
    said.append(_("Your reference: %(reference)s.", reference=reference(asked.person)))
    return said


def _period(found: Overview) -> str:
    first, last = found.request.period.first, found.request.period.last
    if first and last:
        return _("It runs from %(first)s until and including %(last)s.", first=day(first), last=day(last))
    if first:
        return _("It runs from %(first)s until now.", first=day(first))
    if last:
        return _("It runs from the beginning until and including %(last)s.", last=day(last))
    return _("It runs from the beginning until now.")


def _absent(found: Overview) -> list[str]:
    return [
        _("Who reports something is protected. So a report itself, and who made it, are not in it."),
        _("What is shielded for somebody's safety is not in it."),
        _("What somebody tried and was refused is not in it: then nothing of you was shown."),
        _("Other organisations answer for their own data. They make an overview of that themselves."),
    ]  # fmt: skip


def _meanings(found: Overview) -> list[str]:
    bases = sorted({basis for line in found.lines for basis in line.bases})
    grounds = [
        f"{codes.label('grondslagen', basis, language())}: "
        f"{inner(codes.item('grondslagen', basis).sentence(language()))}"
        for basis in bases
    ]
    return [
        *grounds,
        _("Emergency: somebody was in danger, and a colleague had to look at once. Each such look is judged "
          "afterwards by somebody else."),
        _("Rules: the version of the rules on who may see what, at that moment."),
        _("Reference: the number of a line in the journal. With it we can find the line again."),
        _("Signed state: below each page stands how far the journal was signed. Partners watch that nobody "
          "takes a line away or changes one afterwards."),
    ]  # fmt: skip


def _help(found: Overview) -> list[str]:
    return [
        _("Ask the privacy officer of %(organisation)s. You may also ask to see the data itself, to correct "
          "it, or say that you do not agree.", organisation=found.organisation),
        _("Are we unable to sort it out together? Then you may complain to the Autoriteit Persoonsgegevens."),
    ]  # fmt: skip


def _who(line: Line) -> str:
    """An organisation and a role, with a name only where the organisation decided so."""
    if line.system:
        return _("The system")
    if line.organisation is None:
        return _("Somebody who was not signed in")
    role, place = _role(line), line.organisation
    if line.colleague and role:
        return _(
            "%(name)s, %(role)s at %(organisation)s,", name=line.colleague, role=role, organisation=place
        )
    if line.colleague:
        return _("%(name)s (%(organisation)s)", name=line.colleague, organisation=place)
    if role:
        return _("Somebody of %(organisation)s, as %(role)s,", role=role, organisation=place)
    return _("Somebody of %(organisation)s", organisation=place)


def _role(line: Line) -> str:
    return (
        codes.label("rollen", line.role, language()) if line.role and codes.known("rollen", line.role) else ""
    )


def _kinds(line: Line) -> str:
    return _capital(
        "; ".join(inner(codes.label("gegevenscategorieen", c, language())) for c in line.categories)
    )


def _why(line: Line) -> str:
    if line.bases:
        return ", ".join(codes.label("grondslagen", basis, language()) for basis in line.bases)
    return _capital(str(VIA[line.via])) if line.via in VIA else ""


def _purpose(line: Line) -> str:
    return codes.label("doelen", line.purpose, language()) if line.purpose else ""


def _references(entries: tuple[UUID, ...]) -> str:
    told = ", ".join(reference(entry) for entry in entries[:SOME])
    more = len(entries) - SOME
    return (
        told if more <= 0 else ngettext("%(told)s and one more", "%(told)s and %(num)s more", more, told=told)
    )


def _hours(line: Line) -> str:
    first, last = _hour(line.first), _hour(line.last)
    return first if first == last else f"{first} – {last}"


def _hour(at: Any) -> str:
    return str(at.strftime("%H.%M" if language() == "nl" else "%H:%M"))


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
