"""One entry as the paragraph that a reviewer reads: who, when, from where, what of whom, by which rule."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from wijkaanpak.access import codes, policy
from wijkaanpak.review.aside import Aside
from wijkaanpak.review.clocks import clock_time
from wijkaanpak.review.reading import Entry
from wijkaanpak.review.sentences import act, inner, nobody, reference
from wijkaanpak.review.words import POINT, VIA
from wijkaanpak.web.frame import HERE, day, moment
from wijkaanpak.web.language import language

ELSEWHERE = "JOB"  # of what people did, only what a world brought along came in without a person
ON_GROUND = 9  # the step of the policy that looks for a ground
FEW = 3  # residents whose references stand in the sentence


def paragraph(entry: Entry, beside: Aside) -> Markup:
    """The whole of one entry in sentences, with what matters most set in bold; no word of a dossier."""
    said = (_act(entry, beside.network), *_rest(entry), _reason(beside.because))
    return Markup(" ").join(one for one in said if one)


def _act(entry: Entry, network: str | None) -> Markup:
    at = entry.occurred_at.astimezone(HERE)
    did = Markup(act(entry, "{actor}").removesuffix("."))  # noqa: S704  # a sentence of the catalogue
    values = {
        "did": did.format(actor=_who(entry)),
        "when": _strong(_("%(day)s at %(time)s", day=moment(at.date()), time=clock_time(at))),
    }
    if entry.access_point == ELSEWHERE:
        return _set(_("%(did)s on %(when)s; this was taken over from elsewhere."), **values)
    point = str(POINT.get(entry.access_point, entry.access_point))
    if network:
        said = _("%(did)s on %(when)s, through %(point)s and the network %(network)s.")
        return _set(said, point=point, network=network, **values)
    return _set(_("%(did)s on %(when)s, through %(point)s."), point=point, **values)


def _reason(because: str | None) -> Markup | None:
    return _set(_("The reason that was given: “%(because)s”."), because=because) if because else None


def _rest(entry: Entry) -> tuple[Markup | None, ...]:
    if entry.secret:
        return (Markup.escape(_("What it was is shielded, also here.")), _by_rule(entry))
    if entry.outcome == "GEWEIGERD":
        return (_refused(entry), _by_rule(entry))
    return (_shown(entry), _ground(entry), _by_rule(entry))


def _who(entry: Entry) -> Markup:
    """Who did it, closed with a comma so that the verb may follow."""
    if entry.actor_name is None:
        return Markup.escape(nobody(entry))
    name = _strong(entry.actor_name)
    if entry.system is not None or entry.actor_organisation is None:
        return name
    role = entry.actor_role or ""
    if not codes.known("rollen", role):
        return _set(_("%(name)s (%(organisation)s)"), name=name, organisation=entry.actor_organisation)
    return _set(
        _("%(name)s, %(role)s at %(organisation)s,"), name=name,
        role=codes.label("rollen", role, language()), organisation=entry.actor_organisation,
    )  # fmt: skip


def _refused(entry: Entry) -> Markup:
    known = entry.reason_code and codes.known("redencodes", entry.reason_code)
    if not known:
        return _strong(_("That was refused."))
    why = inner(codes.label("redencodes", entry.reason_code or "", language()))
    return _set(_("That was refused: %(why)s."), why=_strong(why))


def _shown(entry: Entry) -> Markup | None:
    """Which kinds of data, of how many residents, by their references."""
    kinds = "; ".join(inner(codes.label("gegevenscategorieen", c, language())) for c in entry.categories)
    people = len(entry.residents)
    if not kinds and not people:
        return None
    whom = _whom(entry) if people else None
    if kinds and whom:
        pattern = (
            _("It showed %(what)s of %(whom)s.")
            if entry.action == "R"
            else _("It concerns %(what)s of %(whom)s.")
        )
        return _set(pattern, what=_strong(kinds), whom=whom)
    return _set(_("It concerns %(what)s."), what=_strong(kinds) if kinds else whom)


def _whom(entry: Entry) -> Markup:
    people = entry.residents
    number = ngettext("one resident", "%(num)s residents", len(people))
    marks = ", ".join(reference(one) for one in people[:FEW]) + (" …" if len(people) > FEW else "")
    return _set(_("%(whom)s (reference %(marks)s)"), whom=number, marks=marks)


def _ground(entry: Entry) -> Markup | None:
    if not entry.grounds:
        how = str(VIA[entry.via]) if entry.action == "R" and entry.via in VIA else None
        return _set(_("That was allowed %(how)s."), how=_strong(how)) if how else None
    bases = dict.fromkeys(inner(codes.label("grondslagen", g.basis, language())) for g in entry.grounds)
    until = min(g.valid_until for g in entry.grounds)
    return _set(
        _("The ground for it was: %(basis)s, in force until %(day)s."),
        basis=_strong(", ".join(bases)), day=day(until),
    )  # fmt: skip


def _by_rule(entry: Entry) -> Markup:
    """The step of the access policy that decided, and the policy's version."""
    step = int(policy.STEPS.get(entry.reason_code or "", 0)) if entry.outcome == "GEWEIGERD" else 0
    if entry.grounds and entry.outcome != "GEWEIGERD":
        step = ON_GROUND
    version = entry.policy.rpartition(":")[2][:8]
    if not step:
        return Markup.escape(_("The access policy was version %(version)s.", version=version))
    return Markup.escape(
        _("That is step %(step)s of the access policy, version %(version)s.", step=step, version=version)
    )


def _strong(words: object) -> Markup:
    return Markup("<strong>{}</strong>").format(words)


def _set(pattern: str, **values: object) -> Markup:
    """A sentence of the catalogue with its values; what is not marked up already is made safe."""
    return Markup(pattern) % values  # noqa: S704  # patterns stand in the code and the catalogue
