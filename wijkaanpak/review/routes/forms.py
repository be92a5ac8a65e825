"""The forms of the desk: the question, its answer, and the verdict."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from wijkaanpak.foundation.working_days import HERE, local
from wijkaanpak.review import answering, asking, judging
from wijkaanpak.review.clocks import clock_time
from wijkaanpak.review.desk_words import FOLLOW_UPS, VERDICTS
from wijkaanpak.review.finding import Found
from wijkaanpak.web.forms import HouseForm, choice, clock, pick, text
from wijkaanpak.web.frame import moment

MOST = 2000


class AskForm(HouseForm):
    """The one question to who acted."""

    question = text(
        lazy("Your question"), least=asking.LEAST, most=MOST, rows=4, required=lazy("Write your question.")
    )


class AnswerForm(HouseForm):
    """The answer of who was asked."""

    answer = text(
        lazy("Your answer"), least=answering.LEAST, most=MOST, rows=7, required=lazy("Write your answer.")
    )


class JudgeForm(HouseForm):
    """Was it lawful, why, and what follows?"""

    verdict = choice(lazy("What is your verdict?"), required=lazy("Choose a verdict."))
    aware_at = clock(lazy("Did the organisation know earlier? Since when?"))
    explanation = text(
        lazy("Why is this your verdict?"), least=judging.LEAST, most=MOST, rows=3,
        required=lazy("Say why, in a few words."),
    )  # fmt: skip
    follow_up = pick(lazy("What follows?"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.verdict.choices = [(code, str(words)) for code, words in VERDICTS.items()]
        self.follow_up.choices = [(code, str(words)) for code, words in FOLLOW_UPS.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """The moment belongs to what is unlawful; with another verdict nobody sees that it was filled in."""
        if self.verdict.data != judging.UNLAWFUL:
            self.aware_at.data, self.aware_at.process_errors = None, []
        return bool(super().validate(extra_validators))

    @property
    def aware(self) -> datetime | None:
        """The moment that was filled in, on the clocks here."""
        given: datetime | None = self.aware_at.data
        return given.replace(tzinfo=HERE) if given else None


def suggested(found: Found) -> str:
    """A question to begin with: nothing but the day and the time, which whoever was asked may know."""
    at = local(found.occurred_at)
    return _(
        "What was the reason for this, on %(day)s at %(time)s?",
        day=moment(at.date()), time=clock_time(at),
    )  # fmt: skip
