"""A letter to a resident in plain words (B1): one set of sections makes paper, page and plain text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from wijkaanpak.access import codes
from wijkaanpak.cases import terms
from wijkaanpak.cases.letter_content import CLOSING, CONSENT, Content, Reader
from wijkaanpak.foundation.paper import render
from wijkaanpak.web.frame import day
from wijkaanpak.web.language import language

TEMPLATE = "cases/letter.typ"


@dataclass(frozen=True)
class Section:
    """A heading with short sentences; `rows` are who had what until when."""

    title: str
    sentences: tuple[str, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Words:
    """A whole letter in the language of its reader."""

    title: str
    sender: str
    day: str
    greeting: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    foot: tuple[str, ...]


def words(told: Content, given_on: date, version: str) -> Words:
    """The letter in the language in force."""
    closing = told.kind == CLOSING
    return Words(
        title=_("We stop working together on your case") if closing else _("We work together for you"),
        sender=told.organisation,
        day=day(given_on),
        greeting=_("Dear %(name)s,", name=told.name),
        sections=tuple(_closing(told) if closing else _informing(told)),
        closing=_signed(told),
        foot=(
            _("Letter of %(organisation)s, %(day)s", organisation=told.organisation, day=day(given_on)),
            _("Version of this text: %(version)s", version=version),
        ),
    )


def pdf(said: Words) -> bytes:
    """The letter as a PDF for every reader."""
    sections = [
        {"title": s.title, "sentences": list(s.sentences), "head": list(s.head), "rows": list(s.rows)}
        for s in said.sections
    ]
    return render(
        TEMPLATE,
        {
            "lang": language(), "title": said.title, "page": _("Page {number} of {total}"),
            "foot": list(said.foot), "sender": said.sender, "day": said.day, "greeting": said.greeting,
            "sections": sections, "closing": list(said.closing),
        },
    )  # fmt: skip


def plain(said: Words) -> str:
    """The letter as plain text, to paste into a message or to read aloud."""
    lines = [said.title, "", said.sender, said.day, "", said.greeting, ""]
    for section in said.sections:
        lines += [section.title.upper(), *section.sentences]
        lines += [_in_one_line(section.head, row) for row in section.rows]
        lines.append("")
    return "\n".join([*lines, *said.closing, "", *said.foot, ""])


def _in_one_line(head: tuple[str, ...], row: tuple[str, ...]) -> str:
    first, *rest = row
    return f"- {first}. " + " ".join(
        f"{name}: {value}." for name, value in zip(head[1:], rest, strict=True) if value
    )


def _informing(told: Content) -> Iterator[Section]:
    yield Section(_("Why this letter?"), (
        _("Several organisations work together on what goes on with you and where you live."),
        _("To do that they share some data about you."),
        _("In this letter you read who they are, what they know and what you can do."),
    ))  # fmt: skip
    yield Section(_("What do we use your data for?"), (
        _("We use it for one purpose: %(purpose)s.", purpose=_purpose(told.purpose)),
        _("We do not use it for anything else."),
    ))  # fmt: skip
    yield _about_data(told)
    yield _who(told, _("Who else gets data?"), _("Nobody else gets data about you now."))
    yield Section(_("How long do we keep it?"), (
        _("We keep your data as long as we work together."),
        _("%(weeks)s weeks after the end it goes to an archive. Then nobody works with it.", weeks=_weeks()),
        _("%(months)s months after the end everything is destroyed.", months=terms.KEPT_MONTHS),
    ))  # fmt: skip
    yield _rights(told)
    yield _help(told)


def _closing(told: Content) -> Iterator[Section]:
    done = [line.strip() for line in told.done.splitlines() if line.strip()]
    ended = (
        [_("How it ended: %(result)s.", result=_lower(codes.label("resultaten", told.result, language())))]
        if told.result
        else []
    )
    stopped = (
        _("We stopped on %(day)s.", day=day(told.closed_at)) if told.closed_at
        else _("We are about to stop.")
    )  # fmt: skip
    yield Section(_("Why this letter?"), (
        _("Several organisations worked together on what went on with you and where you live."), stopped,
        _("In this letter you read what was done and what happens to your data."),
    ))  # fmt: skip
    yield Section(_("What was done?"), (*done, *ended))
    yield _about_data(told)
    yield _who(told, _("Who had data about you?"), _("No other organisation got data about you."))
    yield Section(_("When is it destroyed?"), _destroyed(told))
    yield _rights(told)
    yield _help(told)


def _about_data(told: Content) -> Section:
    """Who answers for the data, which kinds there are, and where they came from."""
    said = [
        _("These organisations answer for your data: %(names)s.", names=_names(told.controllers))
        if len(told.controllers) > 1
        else _("This organisation answers for your data: %(names)s.", names=_names(told.controllers))
    ]
    if told.own:
        said.append(
            _(
                "%(organisation)s wrote down: %(kinds)s.",
                organisation=told.organisation,
                kinds=_kinds(told.own),
            )
        )
    said.append(
        _("The data comes from: %(names)s. It is what people there saw or heard, or what you said yourself.",
          names=_names(told.sources))
    )  # fmt: skip
    return Section(_("Which data is it about?"), tuple(said))


def _who(told: Content, title: str, nobody: str) -> Section:
    """Each organisation with its kinds of data and its last day."""
    over = told.kind == CLOSING
    said = _why(told) if told.readers else [nobody]
    if told.beside:
        said.append(
            _("These organisations take part as well: %(names)s. They get no data about you now.",
              names=_names(told.beside))
        )  # fmt: skip
    if not told.whole:
        said.append(
            _("This letter is about the data of %(organisation)s. What others shared, they tell you "
              "themselves.", organisation=told.organisation)
        )  # fmt: skip
    if told.readers:
        said.append(
            _("Below you see which organisation could see which data, and until when.") if over
            else _("Below you see which organisation can see which data, and until when at most.")
        )  # fmt: skip
    head = (_("Organisation"), _("Which data"), _("Until"))
    return Section(title, tuple(said), head, tuple(_row(reader) for reader in told.readers))


def _row(reader: Reader) -> tuple[str, ...]:
    return reader.name, _kinds(reader.categories), day(reader.until)


def _why(told: Content) -> list[str]:
    """Why it was allowed, once for each reason."""
    bases = sorted({basis for reader in told.readers for basis in reader.bases})
    reasons = {
        "A6_1A": _("You said yes to this yourself."),
        "A6_1B": _("It is needed to keep an agreement with you, such as your rent contract."),
        "A6_1C": _("A law says that it must be done."),
        "A6_1D": _("Somebody's life or health was in danger."),
        "A6_1E": _("It is needed for a task that the law gives to the organisation."),
        "A6_1F": _("The organisation had a good reason, and weighed it against your privacy."),
    }
    return [_("Why is that allowed?") + " " + " ".join(reasons[basis] for basis in bases)] if bases else []


def _destroyed(told: Content) -> tuple[str, ...]:
    if told.closed_at is None:
        return (
            _(
                "%(weeks)s weeks after the end it goes to an archive. Then nobody works with it.",
                weeks=_weeks(),
            ),
            _("%(months)s months after the end everything is destroyed.", months=terms.KEPT_MONTHS),
        )
    archived, destroyed = terms.archive_on(told.closed_at), terms.destroy_on(told.closed_at)
    return (
        _("On %(day)s your data goes to an archive. Then nobody works with it.", day=day(archived)),
        _("On %(day)s everything is destroyed.", day=day(destroyed)),
        _("Other organisations may have a file of their own about you. They tell you about that themselves."),
    )


def _rights(told: Content) -> Section:
    said = [
        _("You may see which data we have about you."),
        _("Is something not right? Then you may have it corrected."),
        _("You may ask us to remove data."),
        _("You may say that you do not agree. Then we look at it again."),
    ]
    if any(CONSENT in reader.bases for reader in told.readers) and told.kind != CLOSING:
        said.append(_("Did you say yes? Then you may take that back at any time. You need not say why."))
    said += [
        _("It costs nothing."),
        _("Are you not content with our answer? Then you may complain to the Autoriteit Persoonsgegevens."),
    ]
    return Section(_("What are your rights?"), tuple(said))


def _help(told: Content) -> Section:
    _id, name, organisation = told.contact
    said = [_("Call or write to %(name)s of %(organisation)s.", name=name, organisation=organisation)]
    for organisation, officer in told.officers:
        said.append(
            _("At %(organisation)s %(name)s watches over privacy (data protection officer). You may ask "
              "for this person.", organisation=organisation, name=officer)
            if officer
            else _("At %(organisation)s you may ask for the data protection officer, who watches over "
                   "privacy.", organisation=organisation)
        )  # fmt: skip
    said.append(_("Do you want somebody to explain this letter? Ask us. We are glad to help."))
    return Section(_("Do you have a question?"), tuple(said))


def _signed(told: Content) -> tuple[str, ...]:
    """The colleague whom the resident can reach, where that is one of who writes."""
    _id, name, organisation = told.contact
    mine = (name,) if organisation == told.organisation else ()
    return (_("Kind regards,"), *mine, told.organisation)


def _kinds(categories: tuple[str, ...]) -> str:
    """Kinds of data in words for a resident."""
    plain_words = {
        "G_NAW": _("your name and address"),
        "G_HUISH": _("how many people live with you"),
        "G_WOONFEIT": _("what was seen about living and behaviour"),
        "G_ADVIES": _("advice on how best to help"),
        "G_FIN": _("rent that was not paid, and debts"),
        "G_ZORGINZET": _("which care you get, not why"),
        "G_GEZOND": _("your health"),
        "G_JEUGD": _("help for children or young people"),
        "G_POLITIE": _("data of the police"),
        "G_VEILIG": _("safety at home"),
    }
    return ", ".join(plain_words[category] for category in categories)


def _purpose(code: str) -> str:
    """A purpose in words for a resident."""
    plain_words = {
        "P_LEEF": _("to solve nuisance, and to keep your home and your street pleasant"),
        "P_ZORG": _("to help you find care and support"),
        "P_SCHULD": _("to help in time with debts"),
    }
    return plain_words.get(code) or _lower(codes.label("doelen", code, language()))


def _names(pairs: tuple[tuple[Any, str], ...]) -> str:
    return ", ".join(name for _id, name in pairs)


def _weeks() -> int:
    return terms.ARCHIVED_AFTER.days // 7


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]
