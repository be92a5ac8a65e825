"""The story behind one cell of "Wie ziet wat": which ground, whose decision, what the resident said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from wijkaanpak.access import codes
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.consent.models import Consent, Ground
from wijkaanpak.consent.reaching import Cell
from wijkaanpak.door import Unit
from wijkaanpak.organisations.models import Staff
from wijkaanpak.web.frame import day
from wijkaanpak.web.language import language


@dataclass(frozen=True)
class Story:
    """Sentence and facts for the open cell; `said` when the resident was asked before."""

    sentence: str
    facts: list[tuple[str, str]]
    said: bool
    withdrawable: bool


def tell(unit: Unit, facts: MatterFacts, cell: Cell, names: Mapping[UUID, str]) -> Story:
    """Read the ground and the resident's words behind a cell, as far as the rows exist for this reader."""
    if cell.state == "eigen":
        return Story(_("This organisation wrote it itself."), [], said=False, withdrawable=False)
    told = _ground(unit, facts, cell, names) + _word(unit, facts, cell)
    if cell.until and cell.state in ("ziet", "deel", "stopt"):
        told.append((_("Stops on"), _("%(day)s, by itself", day=day(cell.until))))
    if cell.waits:
        told.append((_("Waits"), _("A ground waits for a second judgement.")))
    sentence = "" if told else _("There is no ground to share this with them.")
    said = any(w.recipient == cell.organisation and w.category == cell.category for w in facts.consents)
    given = any(
        w.recipient == cell.organisation and w.category == cell.category and w.result == "GEGEVEN"
        for w in facts.consents
    )
    return Story(sentence, told, said, given and cell.state in ("ziet", "deel", "stopt"))


def _ground(unit: Unit, facts: MatterFacts, cell: Cell, names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    second = aliased(Staff)
    wanted = cell.grounds or tuple(
        line.ground for line in facts.lines
        if line.recipient == cell.organisation and line.category == cell.category
    )  # fmt: skip
    query = (
        select(
            Ground.id, Ground.basis, Ground.task, Ground.special, Ground.provider_id, Staff.name,
            Ground.decided_at, second.name, Ground.second_at, Ground.necessity, Ground.taken_over,
            Ground.status,
        )
        .outerjoin(Staff, Staff.id == Ground.decided_by)
        .outerjoin(second, second.id == Ground.second_by)
        .where(Ground.id.in_(wanted))
        .order_by(Ground.decided_at.desc())
        .limit(3)
    )  # fmt: skip
    told: list[tuple[str, str]] = []
    for row in unit.session.execute(query):
        unit.disclose("GRONDSLAG", row.id, controller=row.provider_id)
        item = codes.item("grondslagen", row.basis)
        basis = f"{item.name(language())}. {item.sentence(language())}"
        if row.task:
            basis += f" {codes.label('wettelijke_taken', row.task, language())}."
        told.append((_("Ground"), f"{basis} {codes.label('grondslagstatussen', row.status, language())}."))
        told.append((_("From"), names.get(row.provider_id, "")))
        if row[5]:
            told.append((_("Who decided"), _("%(who)s, on %(day)s", who=row[5], day=day(row.decided_at))))
        if row[7]:
            told.append((_("Judged as second by"), str(row[7])))
        if row.necessity:
            told.append((_("Why it is needed"), row.necessity))
        if row.taken_over:
            told.append((_("Origin"), _("taken over from elsewhere")))
    return told


def _word(unit: Unit, facts: MatterFacts, cell: Cell) -> list[tuple[str, str]]:
    query = (
        select(Consent.id, Consent.result, Consent.said_at, Consent.form, Consent.given_by,
               Consent.confirmed_on, Consent.provider_id, Consent.person_id)
        .where(
            Consent.matter_id == facts.id, Consent.recipient_id == cell.organisation,
            Consent.category == cell.category,
        )
        .order_by(Consent.said_at.desc(), Consent.recorded_at.desc())
        .limit(3)
    )  # fmt: skip
    told = []
    for row in unit.session.execute(query):
        unit.disclose("TOESTEMMING", row.id, controller=row.provider_id, persons=(row.person_id,))
        words = codes.label("toestemmingsresultaten", row.result, language())
        said = _("%(word)s, on %(day)s", word=words, day=day(row.said_at))
        if row.confirmed_on:
            said += ". " + _("Confirmed in writing on %(day)s", day=day(row.confirmed_on))
        told.append((_("What did the resident say?"), said))
    return told
