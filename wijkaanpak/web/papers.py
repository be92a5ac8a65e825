"""What leaves the house as a file says when and for whom it was made, and how far the journal was signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response
from flask_babel import gettext as _

from wijkaanpak.door import Unit
from wijkaanpak.foundation.paper import render
from wijkaanpak.foundation.sheet import sheet
from wijkaanpak.web.frame import moment
from wijkaanpak.web.language import language


@dataclass(frozen=True)
class State:
    """A signed checkpoint of the journal: whose it is, how many entries, and the root over them."""

    origin: str
    size: int
    root: str


@dataclass(frozen=True)
class Stamp:
    """What every file says at its foot."""

    made: datetime
    organisation: str
    state: State | None

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each line as its name and what it says."""
        return [
            (_("Made"), moment(self.made)),
            (_("Made for"), self.organisation),
            (_("Newest signed state of the journal"), self._state()),
        ]

    def _state(self) -> str:
        if self.state is None:
            return _("none yet")
        return _(
            "%(origin)s, %(size)s lines, root %(root)s",
            origin=self.state.origin, size=self.state.size, root=self.state.root[:16],
        )  # fmt: skip


def stamp(unit: Unit) -> Stamp:
    """When, for whom, and the newest signed checkpoint there is."""
    return Stamp(unit.now, unit.actor.organisation_name, newest(unit))


def newest(_unit: Unit) -> State | None:
    """The newest signed checkpoint of the journal."""
    return None


def pdf(template: str, title: str, said: dict[str, Any], foot: Stamp) -> bytes:
    """A paper in the reader's language; `said` is what the template shows between title and foot."""
    frame = {
        "lang": language(), "title": title, "page": _("Page {number} of {total}"),
        "foot": [f"{name}: {value}" for name, value in foot.lines],
    }  # fmt: skip
    return render(template, frame | said)


def csv(head: Sequence[str], rows: Iterable[Sequence[str | int]], foot: Stamp) -> bytes:
    """A sheet with its head above, and at its end what every file says."""
    return sheet([head, *rows, [], *foot.lines])


def attached(body: bytes, kind: str, name: str) -> Response:
    """A file to keep; its name tells nothing of a person."""
    answer = Response(body, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
