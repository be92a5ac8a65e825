"""Letters to a resident: choosing one, looking at its text first, and making it as PDF or plain text."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access import codes
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import letter_paper, letters
from wijkaanpak.cases.letter_content import CLOSING
from wijkaanpak.cases.letters import Asked, Prepared
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.foundation.working_days import local
from wijkaanpak.web import papers
from wijkaanpak.web.forms import HouseForm, choice, coded, day, text
from wijkaanpak.web.language import language, speaking
from wijkaanpak.web.page import page, show

NAME = "brief"  # of the file: it tells nothing of anybody


class LetterForm(HouseForm):
    """Which letter, for whom, and how it reaches them."""

    kind = choice(lazy("Which letter?"), required=lazy("Choose which letter."))
    person = choice(lazy("For whom?"), required=lazy("Choose for whom."))
    done = text(lazy("What was done?"), rows=5, most=1500)
    spoken = choice(lazy("In which language?"), required=lazy("Choose a language."))
    channel = choice(lazy("How does the resident get it?"), required=lazy("Choose how the resident gets it."))
    given_on = day(lazy("On which day?"), required=lazy("Fill in on which day."))
    form = choice(lazy("What do you want to make?"), required=lazy("Choose what you want to make."))

    @classmethod
    def of(cls, found: Prepared) -> Any:
        """The form with what there is to choose here."""
        form: Any = cls.from_request()
        form.kind.choices = [
            (i.code, f"{i.name(language())}. {i.sentence(language())}")
            for i in codes.items("briefsoorten") if i.code in found.kinds
        ]  # fmt: skip
        form.person.choices = [(str(person), name) for person, name in found.people]
        form.spoken.choices = [("nl", "Nederlands"), ("en", "English")]
        form.channel.choices = coded("briefwegen")
        form.form.choices = [
            ("pdf", _("A paper (PDF), to print or to send")),
            ("txt", _("Plain text, to put in a message or to read aloud")),
        ]
        if CLOSING not in found.kinds:
            del form.done
        return form

    def asked(self) -> Asked:
        """What was filled in."""
        return Asked(
            self.kind.data, UUID(self.person.data), self.spoken.data, self.channel.data,
            cast(date, self.given_on.data), self.was_done,
        )  # fmt: skip

    @property
    def was_done(self) -> str:
        """What was done, where the letter at the end can be chosen."""
        return (self.done.data if "done" in self else "") or ""


@blueprint.get("/casussen/<uuid:case_id>/brieven")
@page(Verb.LETTER_PREPARE)
def letter_list(unit: Unit, case_id: UUID) -> Response:
    """Which letters there are, and the form for another."""
    facts, _raw = case_at(unit, Verb.LETTER_PREPARE, case_id)
    found = letters.prepare(unit, facts, case_id)
    form = LetterForm.of(found)
    form.given_on.data = local(unit.now).date()
    return _form(facts, case_id, found, form)


@blueprint.post("/casussen/<uuid:case_id>/brieven")
@page(Verb.LETTER_MAKE)
def letter_make(unit: Unit, case_id: UUID) -> Response:
    """Show the text of a letter, or make it: one file, and one entry that says so."""
    facts, _raw = case_at(unit, Verb.LETTER_MAKE, case_id)
    found = letters.prepare(unit, facts, case_id)
    form = LetterForm.of(found)
    if not form.accepted(unit, Verb.LETTER_MAKE):
        form.put_back(letters.lacking(unit, facts, form.kind.data, form.given_on.data, form.was_done))
        return _form(facts, case_id, found, form)
    asked = form.asked()
    try:
        told = letters.content(unit, facts, case_id, asked)
    except Invalid as invalid:
        form.put_back(invalid.faults)
        return _form(facts, case_id, found, form)
    with speaking(asked.language):
        said = letter_paper.words(told, asked.given_on, letters.VERSION)
        made = _file(said, form.form.data) if "bekijken" not in request.form else None
    if made is None:
        return _form(facts, case_id, found, form, said, asked.language)
    letters.make(unit, facts, case_id, asked, told)
    return made


def _file(said: letter_paper.Words, form: str) -> Response:
    if form == "pdf":
        return papers.attached(letter_paper.pdf(said), "application/pdf", f"{NAME}.pdf")
    return papers.attached(letter_paper.plain(said).encode(), "text/plain; charset=utf-8", f"{NAME}.txt")


def _form(
    facts: MatterFacts, case_id: UUID, found: Prepared, form: Any, said: letter_paper.Words | None = None,
    spoken: str = "nl",
) -> Response:  # fmt: skip
    return show(
        "cases/letters.html", status=form.status, form=form, case_id=case_id, found=found, said=said,
        spoken=spoken, closed=facts.status == "AFGESLOTEN",
    )  # fmt: skip
