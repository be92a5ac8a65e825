"""The areas a role may have, by name, from the whole platform down to one complex."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from wijkaanpak.door import Unit
from wijkaanpak.places.models import Complex, District, Quarter

PLATFORM = "platform"


@dataclass(frozen=True)
class Area:
    """A key as a role carries it, and what people read."""

    key: str
    name: str


def areas_for(unit: Unit, organisation: UUID) -> list[Area]:
    """What can be chosen for someone of this organisation, from large to small."""
    districts = unit.session.execute(select(District.code, District.name).order_by(District.name)).all()
    quarters = unit.session.execute(select(Quarter.code, Quarter.name).order_by(Quarter.name)).all()
    places = (
        select(Complex.id, Complex.name).where(Complex.organisation_id == organisation).order_by(Complex.name)
    )
    towns = sorted({f"GM{code[2:6]}" for code, _name in districts})
    return [
        Area(str(organisation), _("The own organisation")),
        Area(PLATFORM, _("The whole platform")),
        *(Area(code, _("The whole municipality (%(code)s)", code=code)) for code in towns),
        *(Area(code, _("District %(name)s", name=name)) for code, name in districts),
        *(Area(code, _("Neighbourhood %(name)s", name=name)) for code, name in quarters),
        *(Area(str(i), _("Complex %(name)s", name=name)) for i, name in unit.session.execute(places)),
    ]


def names_of(known: list[Area], keys: tuple[str, ...]) -> list[str]:
    """The names of a role's areas; a key that nobody knows any more is shown as it is."""
    names = {area.key: area.name for area in known}
    return [names.get(key, key) for key in keys]
