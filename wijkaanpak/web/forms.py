"""Forms: every fault at once, everything kept, no citizen service number in any free text (R11, R188)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from markupsafe import Markup, escape
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, StopValidation, ValidationError
from wtforms.widgets import Select, html_params

from wijkaanpak.access import codes, roles
from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.foundation.free_text import find_citizen_numbers
from wijkaanpak.journal.entries import Footprint
from wijkaanpak.journal.events import Thing
from wijkaanpak.web.language import language

LONGEST = 10_000
CITIZEN_NUMBER = "BSN_GEDETECTEERD"


class NoCitizenNumber:
    """Refuses a text that holds a citizen service number, which goes nowhere, not even into a log (R11)."""

    def __call__(self, form: Form, field: Any) -> None:
        if field.data and find_citizen_numbers(field.data):
            form.holds_citizen_number = True  # type: ignore[attr-defined]
            raise ValidationError(
                _("This looks like a citizen service number. Take it out; we never keep it.")
            )


class Required:
    """Something must be filled in, said as the question says it."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: Any = None) -> None:
        self.message = message

    def __call__(self, form: Form, field: Any) -> None:
        data = field.data
        if data is None and field.process_errors:  # something was filled in, and is no date
            raise StopValidation()
        if data is None or data == [] or (isinstance(data, str) and not data.strip()):
            field.errors[:] = []
            raise StopValidation(str(self.message or lazy("Fill this in.")))


class HouseForm(Form):
    """A form of the house: all faults are told together, and nothing filled in is lost."""

    holds_citizen_number = False

    @classmethod
    def from_request(cls, **kwargs: Any) -> HouseForm:
        """The form as it was sent, or empty."""
        return cls(request.form if request.method == "POST" else None, **kwargs)

    def accepted(self, unit: Unit, verb: Verb, thing: Thing | None = None) -> bool:
        """Validate what was sent; a citizen service number is recorded as refused, without the number."""
        if request.method != "POST":
            return False
        good = bool(self.validate())
        if self.holds_citizen_number:
            unit.write(
                Footprint(
                    verb.event, verb.code, "C", thing or Thing("INVOER"), roles.policy_version(),
                    outcome="GEWEIGERD", reason_code=CITIZEN_NUMBER,
                )
            )  # fmt: skip
        return good

    def fault(self, field: str, sentence: str) -> None:
        """Add a fault that only the room could find."""
        found = getattr(self, field)
        found.errors = [*found.errors, sentence]

    def put_back(self, faults: Mapping[str, str]) -> None:
        """Show what the domain found beside its field, unless that field has a fault already."""
        for field, sentence in faults.items():
            if not getattr(self, field).errors:
                self.fault(field, sentence)

    @property
    def status(self) -> int:
        """400 where the form has faults, else 200."""
        return 400 if self.errors else 200


def coded(list_name: str, only: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """The choices of a code list in the reader's language."""
    wanted = set(only) if only is not None else None
    return [
        (i.code, i.name(language())) for i in codes.items(list_name) if wanted is None or i.code in wanted
    ]


def text(
    label: Any, *, least: int = 0, most: int = LONGEST, required: Any = None, rows: int = 4
) -> TextAreaField:
    """A free text; `required` is the sentence when it is left empty, `least` the fewest characters."""
    checks: list[Any] = [Required(required)] if required else [Optional()]
    checks.append(_Between(least, most))
    checks.append(NoCitizenNumber())
    return TextAreaField(label, checks, render_kw={"rows": rows, "maxlength": most})


def line(label: Any, *, most: int = 200, required: Any = None) -> StringField:
    """One line of text."""
    checks: list[Any] = [Required(required)] if required else [Optional()]
    return StringField(label, [*checks, _Between(0, most), NoCitizenNumber()], render_kw={"maxlength": most})


class _Between(Length):
    def __init__(self, least: int, most: int) -> None:
        super().__init__(min=least or -1, max=most)
        self.field_flags = {}

    def __call__(self, form: Any, field: Any) -> None:
        length = len((field.data or "").strip())
        if self.max != -1 and length > self.max:
            raise ValidationError(_("Make this shorter: at most %(most)s characters.", most=self.max))
        if self.min != -1 and length < self.min:
            raise ValidationError(
                _("Write at least %(least)s characters; now it is %(now)s.", least=self.min, now=length)
            )


def choice(label: Any, choices: Any = None, *, required: Any = None) -> RadioField:
    """One of a few, drawn as large lines; nothing is chosen beforehand (R49)."""
    checks: list[Any] = [Required(required or lazy("Choose one."))] if required is not False else [Optional()]
    return _Radio(label, checks, choices=choices or [])


def pick(label: Any, choices: Any = None, *, required: Any = None) -> SelectField:
    """One of many, as a list that folds out."""
    checks: list[Any] = [Required(required)] if required else [Optional()]
    return _Select(label, checks, choices=choices or [])


def ticks(label: Any, choices: Any = None, *, required: Any = None) -> SelectMultipleField:
    """Any number of these."""
    checks: list[Any] = [Required(required)] if required else [Optional()]
    return _Ticks(label, checks, choices=choices or [])


def tick(label: Any) -> BooleanField:
    """Yes or no; never ticked beforehand (R49)."""
    return BooleanField(label, false_values=(False, "", "0"))


def day(label: Any, *, required: Any = None) -> DateField:
    """A date, as browsers send it or as people here write it."""
    checks: list[Any] = [Required(required)] if required else [Optional()]
    return _Day(label, checks, format=["%Y-%m-%d", "%d-%m-%Y"])


def clock(label: Any, *, required: Any = None) -> DateTimeLocalField:
    """A date with its time, without a zone, as browsers send it or as people here write it."""
    checks: list[Any] = [Required(required)] if required else [Optional()]
    return _Clock(label, checks, format=["%Y-%m-%dT%H:%M", "%d-%m-%Y %H.%M", "%d-%m-%Y %H:%M"])


class _Known:
    """Says in words that a choice is not on the list."""

    data: Any
    iter_choices: Any

    def pre_validate(self, form: Any) -> None:
        data = self.data
        known = {value for value, *_rest in self.iter_choices()}
        given: Sequence[Any] = data if isinstance(data, list) else [data]
        if any(value not in (None, "") and value not in known for value in given):
            raise StopValidation(_("This choice does not exist."))


class _Radio(_Known, RadioField):
    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([v for v in valuelist if v][:1])


class _LongList(Select):
    """A list of hundreds, drawn without asking each option for attributes that none of ours has."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        if field.has_groups():  # colleagues stand under their organisation
            drawn: Markup = super().__call__(field, **kwargs)
            return drawn
        kwargs.setdefault("id", field.id)
        if field.flags.required:
            kwargs.setdefault("required", True)
        options = [
            f'<option{" selected" if chosen else ""} value="{escape(value)}">{escape(label)}</option>'
            for value, label, chosen, _attributes in field.iter_choices()
        ]
        # every value and label was escaped, and html_params escapes its own
        return Markup(f"<select {html_params(name=field.name, **kwargs)}>{''.join(options)}</select>")  # noqa: S704


class _Select(_Known, SelectField):
    widget = _LongList()


class _Ticks(_Known, SelectMultipleField):
    pass


class _Day(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([v for v in valuelist if v])
        except ValueError:
            raise ValueError(_("Write a date like 31-12-2026.")) from None


class _Clock(DateTimeLocalField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([v for v in valuelist if v])
        except ValueError:
            raise ValueError(_("Write a date and a time like 31-12-2026 09.30.")) from None


__all__ = ["HouseForm", "choice", "clock", "coded", "day", "line", "pick", "text", "tick", "ticks"]
