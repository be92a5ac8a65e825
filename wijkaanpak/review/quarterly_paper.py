"""The quarterly report in words and figures: the same sections make the paper and the sheet (R104)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from wijkaanpak.access import codes
from wijkaanpak.review.desk_words import TITLES, VERDICTS
from wijkaanpak.review.quarterly import Activity, Queue, Report
from wijkaanpak.review.quarters import Quarter
from wijkaanpak.web.frame import day
from wijkaanpak.web.language import language

NOTHING = "–"


@dataclass(frozen=True)
class Section:
    """One part of the report: sentences, figures under a head, and notes."""

    title: str
    sentences: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def name(quarter: Quarter) -> str:
    """A quarter as people say it."""
    return _("quarter %(number)s of %(year)s", number=quarter.number, year=quarter.year)


def title() -> str:
    """What stands above the report."""
    return _("Quarterly report on access and review")


def paper(report: Report) -> dict[str, Any]:
    """What the template shows."""
    lead = [
        _("This report tells how often people looked at data or changed it, what was refused, and how that "
          "was checked. It holds no names, and no figure about one colleague."),
    ]  # fmt: skip
    if not report.over:
        lead.append(_("The quarter is not over. These are the figures until now."))
    period = _(
        "%(quarter)s: %(first)s until and including %(last)s", quarter=name(report.quarter).capitalize(),
        first=day(report.quarter.first), last=day(report.quarter.last),
    )  # fmt: skip
    return {
        "organisation": report.organisation, "period": period, "lead": lead,
        "sections": [asdict(section) for section in sections(report)],
    }  # fmt: skip


def sheet(report: Report) -> tuple[list[str], list[list[str]]]:
    """The head and the rows: one figure a row, with the section and the names that it stands under."""
    rows = [
        [section.title, row[0], column, value]
        for section in sections(report)
        for row in section.rows
        for column, value in zip(section.head[1:], row[1:], strict=True)
    ]
    return [_("Section"), _("Line"), _("Figure"), _("Number")], rows


def sections(report: Report) -> list[Section]:
    """Everything that has figures, and how they were counted."""
    return [_happened(report), _refused(report), _emergencies(report), _found(report), _judged(report),
            _counted(report)]  # fmt: skip


def _happened(report: Report) -> Section:
    both = (report.own, report.others)
    hidden = any(activity.entries is None for activity in both)
    place = report.organisation
    names = (
        _("By colleagues of %(organisation)s", organisation=place),
        _("By others, with data that %(organisation)s answers for", organisation=place),
    )
    return Section(
        _("What happened"),
        (_("Each time somebody sees or changes something, it is one line in the journal."),),
        (_("Who"), _("Lines"), _("Of which refused")),
        tuple((who, *_figures(activity)) for who, activity in zip(names, both, strict=True)),
        (_("A figure is left out where it would be about one colleague."),) if hidden else (),
    )


def _figures(activity: Activity) -> tuple[str, str]:
    return _number(activity.entries), _number(activity.refused)


def _number(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def _refused(report: Report) -> Section:
    rows = tuple((_reason(code), str(times)) for code, times in report.refusals)
    said = () if rows else (_("Nothing was refused to colleagues."),)
    return Section(_("Why colleagues were refused"), said, (_("Reason"), _("Times")), rows)


def _reason(code: str | None) -> str:
    if code is None or not codes.known("redencodes", code):
        return _("Other reasons")
    return codes.label("redencodes", code, language())


def _emergencies(report: Report) -> Section:
    used = report.emergencies.found
    said = ngettext("Emergency access was used once.", "Emergency access was used %(num)s times.", used)
    return Section(_("Emergency access"), (said if used else _("Emergency access was not used."),))


def _found(report: Report) -> Section:
    head = (_("What is looked at"), _("Found"), _("Judged"), _("Of a hundred"), _("Judged late"),
            _("Waiting"), _("Overdue"))  # fmt: skip
    return Section(
        _("What was looked at"),
        (_("What stands out is looked at by a privacy officer, within a fixed number of working days."),),
        head,
        tuple(_line(queue) for queue in report.queues),
    )


def _line(queue: Queue) -> tuple[str, ...]:
    return (
        str(TITLES[queue.code]), str(queue.found), str(queue.judged), _number(queue.share),
        str(queue.judged_late), str(queue.waiting), str(queue.overdue),
    )  # fmt: skip


def _judged(report: Report) -> Section:
    given = report.verdicts
    rows = tuple((str(words), str(given[code])) for code, words in VERDICTS.items())
    return Section(_("How it was judged"), (), (_("Verdict"), _("Times")), rows)


def _counted(report: Report) -> Section:
    said = [
        _("What counts is when something happened. A day begins at midnight in Amsterdam."),
        _("What was judged, waits or is overdue is told as it stood when this report was made."),
        _("What was found about the maker of this report is judged by someone else, and is not in it."),
    ]
    if report.distance:
        said.append(_("Matters from which the maker of this report keeps a distance are not in it."))
    return Section(_("How this was counted"), tuple(said))
