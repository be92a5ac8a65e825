"""The forms on sharing: a ground, a resident's word, and a second judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from babel import Locale
from flask import Response, make_response, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.access import codes
from wijkaanpak.consent.periods import months_later, start_of, vital_lasts
from wijkaanpak.consent.preparing import Blank
from wijkaanpak.consent.proposal import CRITERIA, VITAL, Proposal, grounds_for, regimes_for, tasks_for
from wijkaanpak.consent.voice import FREE, GIVEN, INFORMATION, REFUSED, Word, providers
from wijkaanpak.door import Unit
from wijkaanpak.foundation.working_days import local
from wijkaanpak.web.forms import HouseForm, choice, coded, day, line, pick, text, tick, ticks
from wijkaanpak.web.language import language

EVERYBODY = "alle"
MONTHS = 3  # how long unless one says otherwise
LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk", "ti", "fa", "so", "es", "fr")


class SharingForm(HouseForm):
    """What both forms ask: whom it is about, who receives, what, until when."""

    person = choice(lazy("Whom is this about?"), required=False)
    recipients = ticks(lazy("Who may see it?"))
    categories = ticks(lazy("What may they see?"))
    valid_until = day(lazy("Until which day?"))

    def prepare(self: Any, blank: Blank, everybody: bool) -> None:
        """Fill in what there is to choose; from the address only codes and ids are taken over."""
        whole = [(EVERYBODY, _("Everyone in this"))] if everybody else []
        self.person.choices = [*whole, *((str(i), name) for i, name in blank.people)]
        self.recipients.choices = [(str(p.id), p.name) for p in blank.partners]
        self.categories.choices = _written_first(blank)
        self.notes = {
            str(p.id): _("Has no ground to receive yet, so sees nothing.")
            for p in blank.partners
            if not p.receives
        }
        self.notes |= {
            c: _("Nothing of this was written yet.") for c in blank.categories if c not in blank.written
        }
        if request.method == "GET":
            self.recipients.data = _asked("organisatie", self.recipients.choices)
            self.categories.data = _asked("categorie", self.categories.choices)
            self.valid_until.data = local(months_later(blank.setting.now, MONTHS)).date()

    def whom(self: Any, blank: Blank, everybody: bool) -> UUID | None:
        """The resident chosen, the only one there is, or None for everyone."""
        if self.person.data and self.person.data != EVERYBODY:
            return as_id(self.person.data)
        alone = len(blank.people) == 1 and not blank.others
        return blank.people[0][0] if alone and not everybody else None

    @property
    def receiving(self: Any) -> tuple[UUID, ...]:
        """The organisations ticked."""
        return tuple(found for found in map(as_id, self.recipients.data or ()) if found)


class GroundForm(SharingForm):
    """A ground (requirements.md 2.1); which fields count, the rules of the chosen ground say."""

    basis = choice(lazy("On what ground may you share this?"), required=False)
    mandate = tick(lazy("The municipality gave us a mandate for this task"))
    task = pick(lazy("Which law gives this task?"))
    special = pick(lazy("Why may special data be shared?"))
    criminal_basis = pick(lazy("On what basis may police data be shared?"))
    secrecy_regime = pick(lazy("Which secrecy binds you?"))
    secrecy_exception = pick(lazy("Why may you share it all the same?"))
    consulted_colleague = line(lazy("Which colleague did you consult?"), most=120)
    necessity = text(lazy("Why is this needed?"), rows=3)
    proportionality = text(lazy("Why is it not too much?"), rows=3)
    subsidiarity = text(
        lazy("Why can it not be done with less, without a name, or by the resident alone?"), rows=3
    )
    after_refusal = text(lazy("Why do you share it although the resident said no?"), rows=4)
    informed = choice(lazy("Does the resident know that you share this?"), required=False)
    informed_on = day(lazy("On which day did you tell it?"))
    informed_reason = text(lazy("Why must telling wait?"), rows=3)
    review_on = day(lazy("When do you look at it again?"))
    valid_from = day(lazy("From which day?"))
    criterion_tried = text(lazy("What did you do to get consent?"), rows=2)
    criterion_harm = text(lazy("Which serious harm follows when you stay silent?"), rows=2)
    criterion_conscience = text(lazy("Why can you not stay silent in good conscience?"), rows=2)
    criterion_no_other_way = text(lazy("Why is there no other way?"), rows=2)
    criterion_prevents = text(lazy("How does telling prevent the harm?"), rows=2)
    criterion_as_little = text(lazy("How do you tell as little as possible?"), rows=2)

    @classmethod
    def made(cls, blank: Blank, allowed: Iterable[str]) -> GroundForm:
        """With what this organisation may choose from."""
        form: Any = cls.from_request()
        setting = blank.setting
        form.prepare(blank, everybody=True)
        form.basis.choices = [(c, codes.label("grondslagen", c, language())) for c in allowed]
        kind, now = setting.kind, setting.now
        tasks = {task for basis in grounds_for(kind, now) for task in tasks_for(basis, kind, now)}
        form.task.choices = _listed("wettelijke_taken", tasks)
        form.special.choices = _listed("uitzonderingen_bijzonder")
        form.criminal_basis.choices = _listed("strafrechtgronden")
        form.secrecy_regime.choices = coded("geheimhoudingsregimes", regimes_for(setting.kind))
        form.secrecy_exception.choices = _listed("geheimhoudingsuitzonderingen")
        form.informed.choices = [
            ("GEINFORMEERD", _("Yes, I told it")),
            ("UITGESTELD", _("No, that must wait; a privacy officer looks at it")),
            ("NVT", _("The resident gave consent, and knows")),
        ]
        if request.method == "GET":
            form.secrecy_regime.data = regimes_for(setting.kind)[0]
            form.valid_from.data = local(setting.now).date()
        return form

    def proposal(self: Any, blank: Blank) -> Proposal:
        """What was filled in; vital interest counts from this moment, and ends by itself."""
        now = blank.setting.now
        start, until = _moment(self.valid_from.data), _moment(self.valid_until.data)
        if self.basis.data == VITAL:
            start, until = now, min(until or now + vital_lasts(), now + vital_lasts())
        criteria = {name: getattr(self, f"criterion_{name}").data or "" for name in CRITERIA}
        return Proposal(
            recipients=self.receiving, categories=tuple(self.categories.data or ()),
            basis=self.basis.data or "",
            valid_from=start or start_of(local(now).date()), valid_until=until or now,
            person=self.whom(blank, everybody=len(blank.people) != 1), task=self.task.data or None,
            mandate=bool(self.mandate.data), special=self.special.data or None,
            criminal_basis=self.criminal_basis.data or None, secrecy_regime=self.secrecy_regime.data or None,
            secrecy_exception=self.secrecy_exception.data or None,
            secrecy_criteria={k: v for k, v in criteria.items() if v.strip()},
            consulted_colleague=self.consulted_colleague.data or None, necessity=self.necessity.data or "",
            proportionality=self.proportionality.data or "", subsidiarity=self.subsidiarity.data or "",
            after_refusal=self.after_refusal.data or "", informed=self.informed.data or None,
            informed_on=_moment(self.informed_on.data), informed_reason=self.informed_reason.data or "",
            review_on=_moment(self.review_on.data),
        )  # fmt: skip


class WordForm(SharingForm):
    """What a resident said (requirements.md 2.2); nothing is ticked beforehand (R49)."""

    provider = pick(lazy("Whose data is it?"))
    result = choice(lazy("What did the resident say?"), required=False)
    given_by = choice(lazy("Who said it?"), required=False)
    evidence = line(lazy("Which document shows that this person may decide?"), most=300)
    form = choice(lazy("How was it said?"), required=False)
    summary = text(lazy("What was said, in a few sentences?"), rows=3)
    confirmed_on = day(lazy("On which day was it confirmed on paper?"))
    told = tick(lazy("I told all of this, or handed it over"))
    language = pick(lazy("In which language?"))
    interpreter = tick(lazy("An interpreter was there"))
    free = ticks(lazy("Was the resident free to say no?"))
    explicit = tick(lazy("The resident said yes to exactly these data"))
    own_initiative = tick(lazy("The resident began about it"))
    make_ground = tick(lazy("Record the ground at once, so that it can be seen from now on"))

    @classmethod
    def made(cls, blank: Blank, speak: Iterable[str]) -> WordForm:
        """With who may speak and what may be said; `speak` are those whose word can count here (R57)."""
        form: Any = cls.from_request()
        form.prepare(blank, everybody=False)
        form.provider.choices = [(str(o), blank.setting.names.get(o, "")) for o in providers(blank.setting)]
        form.result.choices = [(GIVEN, _("Yes, it may be shared")), (REFUSED, _("No, it may not"))]
        form.given_by.choices = coded("gegeven_door", speak if request.method == "GET" else None)
        form.form.choices = coded("vormen_van_toestemming")
        form.language.choices = [("", ""), *((c, _language(c)) for c in LANGUAGES)]
        form.free.choices = _free()
        return form

    def word(self: Any, blank: Blank) -> Word:
        """What was filled in."""
        return Word(
            person=self.whom(blank, everybody=False),
            provider=as_id(self.provider.data) or blank.setting.provider,
            recipients=self.receiving, categories=tuple(self.categories.data or ()),
            result=self.result.data or "", valid_until=_moment(self.valid_until.data),
            given_by=self.given_by.data or None, evidence=self.evidence.data or "",
            form=self.form.data or None, summary=self.summary.data or "",
            information_version=INFORMATION if self.told.data else None, language=self.language.data or None,
            interpreter=bool(self.interpreter.data), free=frozenset(self.free.data or ()),
            explicit=bool(self.explicit.data), confirmed_on=_moment(self.confirmed_on.data),
            own_initiative=bool(self.own_initiative.data),
        )  # fmt: skip


class JudgeForm(HouseForm):
    """The second judgement of one ground, or the decision on an objection."""

    answer = choice(lazy("What do you decide?"), required=lazy("Choose what you decide."))
    reason = text(lazy("Why?"), rows=3)


def put_back(
    form: HouseForm, faults: Mapping[str, str], fields: Mapping[str, str] = MappingProxyType({})
) -> list[tuple[str | None, str, str]]:
    """Set what the room found on the fields; what no field of this form is to blame for is returned."""
    rest: list[tuple[str | None, str, str]] = []
    for name, sentence in faults.items():
        field = getattr(form, fields.get(name, name), None)
        if field is None:
            rest.append((None, "", sentence))
        elif not field.errors:
            form.fault(field.short_name, sentence)
    return rest


def as_id(value: object) -> UUID | None:
    """A UUID, or None for what is none."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _asked(name: str, choices: list[tuple[str, str]]) -> list[str]:
    """What the link that led here asks for, as far as it is there to choose."""
    known = {value for value, _label in choices}
    return [value for value in request.args.getlist(name) if value in known]


def _written_first(blank: Blank) -> list[tuple[str, str]]:
    """The kinds of data there are come before those that may still be written."""
    return sorted(coded("gegevenscategorieen", blank.categories), key=lambda c: c[0] not in blank.written)


def _moment(value: date | None) -> datetime | None:
    return start_of(value) if value else None


def _listed(name: str, only: Iterable[str] | None = None) -> list[tuple[str, str]]:
    return [("", ""), *coded(name, only)]


def _language(code: str) -> str:
    return Locale(code).get_display_name(language()) or code


def _free() -> list[tuple[str, str]]:
    said = {
        "no_effect": _("I told that no has no effect on the home, benefits or care."),
        "alternative": _("There is another way, and I offered it."),
        "no_pressure": _("There was no pressure, and nothing else depended on it."),
        "understood": _("I checked that it was understood."),
        "not_decider": _("I do not decide on this person's home or benefits by myself."),
    }
    return [(name, said[name]) for name in FREE]


def address(raw: Mapping[str, Any]) -> str:
    """Where this signal or case lives."""
    return f"/casussen/{raw['case']}" if raw.get("case") else f"/signalen/{raw['signal']}"


def back(unit: Unit, raw: Mapping[str, Any], elsewhere: str | None = None) -> Response:
    """After a change: see how it stands with a fresh request; what was read for the form was not shown."""
    unit.reading = None
    return make_response(redirect(elsewhere or address(raw), code=303))
