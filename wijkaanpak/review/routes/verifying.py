"""Working out oneself that the journal is whole (R92)."""

from __future__ import annotations

from flask import Response

from wijkaanpak.access.verbs import Verb
from wijkaanpak.door import Unit
from wijkaanpak.review.reading import officers_only
from wijkaanpak.review.routes import blueprint
from wijkaanpak.web.page import page, show


@blueprint.get("/controle/nareken")
@page(Verb.JOURNAL_READ, engine="desk")
def verify(unit: Unit) -> Response:
    """What working it out is, and the runs there were."""
    officers_only(unit)
    return show("review/verify.html")
