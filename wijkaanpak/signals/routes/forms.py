"""The forms of signals: reporting in the field, weighing, and joint triage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as lazy
from wtforms import Field

from wijkaanpak.web.forms import HouseForm, choice, coded, day, line, pick, text, ticks

FEW = 6  # more places than this make a list instead of large lines


class ReportForm(HouseForm):
    """A signal as one reports it, question by question."""

    place: Field = choice(lazy("Which building?"), required=lazy("Choose the building."))
    number = line(lazy("House number"), most=20)
    resident = line(lazy("Name of the resident"), most=120)
    born = day(lazy("Date of birth"))
    category = choice(lazy("What kind of signal is it?"), required=lazy("Choose what kind of signal it is."))
    feit = text(
        lazy("Only what you saw or heard yourself"),
        least=30,
        required=lazy("Write what you saw or heard."),
        rows=7,
    )
    complainant = line(lazy("Who told you?"), most=120)
    duiding = text(lazy("What do you make of it yourself?"), rows=3)
    advies = text(lazy("What must partners know or do?"), rows=3)
    discussed = choice(
        lazy("Did you discuss it with the resident?"), required=lazy("Choose whether you discussed it.")
    )
    discussed_reason = line(lazy("Why not yet?"), most=300)
    urgency = choice(lazy("How urgent is it?"), required=lazy("Choose how urgent it is."))
    named = ticks(lazy("Who takes it further?"))
    weigher = ticks(lazy("Who weighs it?"))


class FarReportForm(ReportForm):
    """The same for who may report about many buildings."""

    place = pick(lazy("Which building?"), required=lazy("Choose the building."))


class HandOverForm(HouseForm):
    """What joint triage asks for before it takes a signal (R14, R43)."""

    consulted = choice(
        lazy("Did you first try to consult a partner anonymously?"), required=lazy("Choose yes or no.")
    )
    consulted_reason = line(
        lazy("What came of it, or why not?"),
        most=500,
        required=lazy("Say in a few words what came of it, or why you did not try."),
    )
    discussed_reason = line(lazy("Why was it not discussed with the resident yet?"), most=300)

    @classmethod
    def made(cls) -> HandOverForm:
        """With its two choices."""
        form: Any = cls.from_request()
        form.consulted.choices = [("ja", lazy("Yes")), ("nee", lazy("No"))]
        return form


class RefuseForm(HouseForm):
    """Why it is rejected, and where the reporter was pointed to (R203)."""

    reason = choice(lazy("Why is it rejected?"), required=lazy("Choose a reason."))
    point = line(lazy("Who did you point to?"), most=200)
    phone = line(lazy("Telephone number of that point"), most=30)
    on = day(lazy("On which day?"))

    @classmethod
    def made(cls, enforcement: bool) -> RefuseForm:
        """With the reasons that fit: what is meant for enforcement has one."""
        form: Any = cls.from_request()
        form.reason.choices = coded("afwijsredenen", ["VERKEERD_DOEL"] if enforcement else None)
        return form


class AskForm(HouseForm):
    """Which colleague is asked to look, and why."""

    colleague = pick(lazy("Which colleague?"), required=lazy("Choose a colleague."))
    why = line(lazy("What do you ask of your colleague?"), most=300)


class AnswerForm(HouseForm):
    """The reporter's answer to a question."""

    feit = text(
        lazy("Your answer"),
        least=10,
        required=lazy("Write your answer."),
        rows=5,
    )


class QuestionForm(HouseForm):
    """The triagist's question to the reporter."""

    question = text(
        lazy("What must the reporter answer?"), least=10, required=lazy("Write your question."), rows=3
    )


class PassOnForm(HouseForm):
    """The one organisation that it is left to."""

    to = pick(lazy("Who takes it on?"), required=lazy("Choose who takes it on."))


def put_back(form: HouseForm, faults: Mapping[str, str], names: Mapping[str, str] | None = None) -> None:
    """Show what the domain found beside its field, unless that field has a fault already."""
    for field, sentence in faults.items():
        kept = (names or {}).get(field, field)
        if not getattr(form, kept).errors:
            form.fault(kept, sentence)


def ids(values: list[str] | None) -> tuple[UUID, ...]:
    """Chosen ids; the form has refused what is not on its list."""
    return tuple(UUID(value) for value in values or ())
