"""What leaves the house as a file says when and for whom it was made, and how far the journal was signed."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response
from flask_babel import gettext as _

from wijkaanpak.door import Unit
from wijkaanpak.foundation.paper import render
from wijkaanpak.foundation.sheet import sheet
from wijkaanpak.journal import checkpoints
from wijkaanpak.web.frame import moment
from wijkaanpak.web.house import house
from wijkaanpak.web.language import language

SHORT = 16  # characters of a root that people compare
NO_TIME = (1980, 1, 1, 0, 0, 0)  # an archive tells no more of its making than its files do


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
            origin=self.state.origin, size=self.state.size, root=self.state.root[:SHORT],
        )  # fmt: skip


def stamp(unit: Unit) -> Stamp:
    """When, for whom, and the newest signed checkpoint there is."""
    return Stamp(unit.now, unit.actor.organisation_name, newest(unit))


def newest(unit: Unit) -> State | None:
    """The newest signed checkpoint of the journal, with its root as the checkpoint itself writes it."""
    signed = checkpoints.newest(unit.session)
    if signed is None:
        return None
    return State(signed.note.partition("\n")[0], signed.size, base64.b64encode(signed.root).decode())


def key() -> str:
    """The public line by which anybody checks what the journal signed; empty while it signed nothing."""
    path = house().settings.home / checkpoints.PUBLIC
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


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


def archive(files: Mapping[str, bytes]) -> bytes:
    """Files together as a ZIP; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in files.items():
            packed.writestr(zipfile.ZipInfo(name, NO_TIME), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def attached(body: bytes, kind: str, name: str) -> Response:
    """A file to keep; its name tells nothing of a person."""
    answer = Response(body, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
