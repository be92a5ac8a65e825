"""What a privacy officer moves for a resident: suspending a case, letting it go on, ending it."""

from __future__ import annotations

from uuid import UUID

from wijkaanpak.access import policy
from wijkaanpak.access.facts import MatterFacts
from wijkaanpak.access.steps import BACK, Step, steps_from
from wijkaanpak.access.verbs import Verb
from wijkaanpak.cases.guards import Answers
from wijkaanpak.cases.moving import UNSEEN, CaseMoved, moved, record_step, row_from, weigh
from wijkaanpak.cases.standing import Standing, standing
from wijkaanpak.door import Unit, command, deny, reading

OFFICER = "PO"


@reading(Verb.CASE_WEIGH)
def weighable(unit: Unit, facts: MatterFacts, /, case_id: UUID) -> tuple[Standing, list[Step]]:
    """What a privacy officer of the organisation that brought a case can do with it."""
    seen = standing(unit, facts, case_id)
    unit.disclose("CASUS", case_id, controller=facts.provider)
    return seen, [row for row in steps_from(facts.status) if OFFICER in row.by]


@command(Verb.CASE_CORRECT)
def correct(unit: Unit, facts: MatterFacts, /, case_id: UUID, code: str, answers: Answers) -> CaseMoved:
    """Take a step of rows 4 or 14. While a case is suspended it is kept, and shown to nobody (art. 18)."""
    row, seen = row_from(code, facts), standing(unit, facts, case_id)
    if OFFICER not in row.by:
        deny(unit, Verb.CASE_CORRECT, policy.deny("ROL_ONVOLDOENDE"), facts, case_id)
    weigh(row, seen, answers)
    after = (seen.suspended_from or row.after) if row.after == BACK else row.after
    record_step(unit, facts, case_id, row, after, answers)
    unit.session.execute(UNSEEN, {"case": case_id, "target": after})
    return moved(facts, case_id, row, after, str(answers.get("reason") or "").strip() or None)
