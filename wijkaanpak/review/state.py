"""How fresh and how well witnessed the journal is, in words, above the desk."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from wijkaanpak.door import Unit
from wijkaanpak.review.reading import late


@dataclass(frozen=True)
class State:
    """The state of the journal: whether it asks attention, and its sentences."""

    heed: bool
    first: str
    rest: tuple[str, ...]


def told(unit: Unit) -> State:
    """The state of the journal at this moment."""
    if late(unit):
        return State(
            True, _("The journal is behind."),
            (_("Some lines of the last hour have no number yet. Nothing is lost; tell your functional "
               "administrator if it stays like this."),),
        )  # fmt: skip
    return State(
        False, _("The journal is up to date."),
        (_("Every line has its number. Lines are never changed and never removed."),),
    )  # fmt: skip
