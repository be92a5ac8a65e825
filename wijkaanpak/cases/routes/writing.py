"""Writing a note, and recording one more resident."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from flask import Response, current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from markupsafe import Markup

from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases import notes
from wijkaanpak.cases.routes import blueprint
from wijkaanpak.cases.routes.addresses import case_at
from wijkaanpak.door import Unit
from wijkaanpak.foundation.errors import Invalid
from wijkaanpak.matters.recording import fact_category
from wijkaanpak.web.forms import HouseForm, coded, day, line, pick, text, ticks
from wijkaanpak.web.language import language
from wijkaanpak.web.page import go, page, show

if TYPE_CHECKING:
    from wijkaanpak.cases.dossier import Dossier


class NoteForm(HouseForm):
    """A note in three parts, each for whom it is meant."""

    feit = text(lazy("What was seen or heard"), rows=4)
    category = pick(lazy("What kind of data is this?"))
    duiding = text(lazy("What do you make of it?"), rows=3)
    advies = text(lazy("What must others know or do?"), rows=3)
    about = ticks(lazy("Whom is this about?"))

    @classmethod
    def about_people(cls, people: list[tuple[str, str]]) -> NoteForm:
        """The form as it was sent, or empty, with the residents whom a note may be about."""
        form = cast(NoteForm, cls.from_request())
        form.about.choices = people
        return form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = coded("gegevenscategorieen", set(CATEGORIES))

    def drawn(self, organisation: str, *, bare: bool) -> Markup:
        """What one fills in, as people see it; a note about a place has no kind of data."""
        fields = current_app.jinja_env.get_template("cases/_note_fields.html")
        drawn = fields.render(note_form=self, organisation=organisation, bare=bare)
        return Markup(drawn)  # noqa: S704  # a template escapes


CATEGORIES = ("G_WOONFEIT", "G_HUISH", "G_FIN", "G_ZORGINZET", "G_GEZOND", "G_JEUGD", "G_POLITIE", "G_VEILIG")


@lru_cache(maxsize=1024)
def blank_fields(category: str, organisation: str, bare: bool, _language: str) -> Markup:
    """The fields of a note nobody began, with the kind of data that fits the case: no person is in it."""
    form = NoteForm(None)
    form.category.data = fact_category(category) or "G_WOONFEIT"
    return form.drawn(organisation, bare=bare)


def on_dossier(unit: Unit, found: Dossier) -> dict[str, Any]:
    """The form for a note as it lies folded on the dossier."""
    named = [(str(r.person), r.name or _("resident %(n)s", n=r.ordinal)) for r in found.residents if r.person]
    facts, organisation = found.facts, unit.actor.organisation_name
    return {
        "note_form": NoteForm.about_people(named),
        "note_fields": blank_fields(facts.category, organisation, facts.bare, language()),
    }


@blueprint.route("/casussen/<uuid:case_id>/notities", methods=["GET", "POST"])
@page(Verb.NOTE_WRITE)
def note(unit: Unit, case_id: UUID) -> Response:
    """Write a note."""
    facts, _raw = case_at(unit, Verb.NOTE_WRITE, case_id)
    form = NoteForm.about_people(notes.choosable(unit, facts))
    if form.accepted(unit, Verb.NOTE_WRITE):
        try:
            notes.write(
                unit, facts, case_id, feit=form.feit.data or "", duiding=form.duiding.data or "",
                advies=form.advies.data or "", category=form.category.data or None,
                about=tuple(UUID(p) for p in form.about.data or ()),
            )  # fmt: skip
            return go("cases.dossier", case_id=case_id)
        except Invalid as invalid:
            for field, sentence in invalid.faults.items():
                form.fault(field, sentence)
    form.about.choices = notes.whom(unit, facts)
    drawn = form.drawn(unit.actor.organisation_name, bare=facts.bare)
    return show("cases/note.html", status=form.status, note_form=form, note_fields=drawn, case_id=case_id)


class PersonForm(HouseForm):
    """One more resident by name."""

    name = line(lazy("Name"), required=lazy("Fill in the name."))
    born = day(lazy("Date of birth"))


@blueprint.route("/casussen/<uuid:case_id>/bewoners", methods=["GET", "POST"])
@page(Verb.PERSON_ADD)
def person(unit: Unit, case_id: UUID) -> Response:
    """Record one more resident."""
    facts, _raw = case_at(unit, Verb.PERSON_ADD, case_id)
    form: Any = PersonForm.from_request()
    good = form.accepted(unit, Verb.PERSON_ADD)
    name, born = form.name.data or "", form.born.data
    try:
        if good:
            notes.add_person(unit, facts, case_id, name=name, born=born)
            return go("cases.dossier", case_id=case_id)
        if request.method == "POST":
            form.put_back(notes.person_faults(unit, name, born))
    except Invalid as invalid:
        form.put_back(invalid.faults)
    return show("cases/person.html", status=form.status, form=form, case_id=case_id)
