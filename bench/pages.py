"""The two pages of the daily work, and the statements beneath them, beside what one would write by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection, TextClause, text
from werkzeug import Response
from werkzeug.test import EnvironBuilder

from bench import bare, plain
from bench.measure import side_by_side, tell
from bench.town import Reader
from wijkaanpak.access import roles
from wijkaanpak.cases import caseload
from wijkaanpak.door import Unit, unit_of
from wijkaanpak.foundation.database import Database
from wijkaanpak.journal.entries import Point
from wijkaanpak.matters import reading
from wijkaanpak.sign_in.sessions import open_session

OF_A_DOSSIER = {
    "head": plain.HEAD, "parts": plain.PARTS, "residents": plain.RESIDENTS, "team": plain.TEAM, "lines": plain.LINES,
    "happened": plain.HAPPENED, "merged": plain.MERGED, "bells": plain.BELLS, "names": plain.NAMES, "who": plain.WHO,
}  # fmt: skip


class Visitor:
    """A signed-in reader, by page and by statement."""

    def __init__(self, app: Flask, database: Database, who: Reader, admin: Connection) -> None:
        self.app, self.database, self.who, self.admin = app, database, who, admin
        self.cookie = open_session(database.gate, who.staff, 2, Point())
        self.asking = EnvironBuilder(headers=[("Cookie", f"__Host-sid={self.cookie}")]).get_environ()
        row = admin.execute(
            text(
                "select o.id, o.kind, r.role from app.staff s join app.organisation o on o.id = s.organisation_id "
                "join app.role_assignment r on r.staff_id = s.id where s.id = :s"
            ),
            {"s": who.staff},
        ).one()
        self.given: dict[str, Any] = {
            "me": who.staff, "org": row[0], "principal": f"ct:{who.staff}", "own": sorted(roles.own_classes(row[2])),
            "foreign": sorted(roles.foreign_classes(row[2], row[1])), "matter": who.matter, "case": who.case,
        }  # fmt: skip
        self.given["now"] = admin.scalar(text("select app.now()"))

    def page(self, path: str) -> bytes:
        """The whole HTML answer as the server makes it, footprint and commit included; no client counts."""
        answer = Response.from_app(self.app, self.asking | {"PATH_INFO": path}, buffered=True)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return answer.data

    def ask(self, statement: TextClause) -> list[Any]:
        """The rows of one statement written by hand."""
        return list(self.admin.execute(statement, self.given).all())

    def plain_list(self) -> str:
        """The list, by the statements written by hand."""
        rows, places, who = self.ask(plain.LIST), self.ask(plain.PLACES), self.ask(plain.WHO)[0]
        return bare.THE_LIST.render(
            title="Casussen", rows=rows[:50], places=places, who=who, me=self.who.staff
        )

    def plain_dossier(self) -> str:
        """The dossier, by the statements written by hand."""
        return bare.dossier({name: self.ask(statement) for name, statement in OF_A_DOSSIER.items()})


def pages(visitors: dict[str, Visitor], rounds: int) -> None:
    """`caseload_page` and `dossier_page`: the whole answer, against raw SQL plus a bare template."""
    for name, visitor in visitors.items():
        ours, base = side_by_side(lambda v=visitor: v.page("/casussen"), visitor.plain_list, rounds)  # type: ignore[misc]
        tell("caseload_page", ours, base, "ms", rounds, who=name)
        path = f"/casussen/{visitor.who.case}"
        ours, base = side_by_side(lambda v=visitor, p=path: v.page(p), visitor.plain_dossier, rounds)  # type: ignore[misc]
        tell("dossier_page", ours, base, "ms", rounds, who=name)


def rows(visitors: dict[str, Visitor], rounds: int) -> None:
    """`rls_list` and `rls_dossier`: the same rows by row-level security and by checks written by hand."""
    for name, visitor in visitors.items():
        with unit_of(visitor.database.app, visitor.cookie.encode(), Point("JOB")) as unit:
            facts = unit.facts(visitor.who.case)
            assert facts is not None
            same(visitor, unit, facts[0])
            ours, base = side_by_side(
                lambda u=unit: _list(u), lambda v=visitor: v.admin.execute(plain.LIST, v.given).all(), rounds
            )  # type: ignore[misc]
            tell("rls_list", ours, base, "ms", rounds, who=name)
            ours, base = side_by_side(
                lambda u=unit, f=facts[0]: u.session.execute(reading.PARTS, {"matter": f.id}).all(),  # type: ignore[misc]
                lambda v=visitor: v.admin.execute(plain.PARTS, v.given).all(), rounds,  # type: ignore[misc]
            )  # fmt: skip
            tell("rls_dossier", ours, base, "ms", rounds, who=name)


def same(visitor: Visitor, unit: Unit, facts: Any) -> None:
    """Both sides must return the same rows, or the comparison means nothing."""
    mine: set[UUID] = {row[0] for row in _list(unit)}
    if mine != {row[0] for row in visitor.admin.execute(plain.LIST, visitor.given)}:
        raise RuntimeError("the two lists differ")
    parts = {row[0] for row in unit.session.execute(reading.PARTS, {"matter": facts.id})}
    if parts != {row[0] for row in visitor.admin.execute(plain.PARTS, visitor.given)} or not parts:
        raise RuntimeError("the two dossiers differ")


def _list(unit: Unit) -> list[Any]:
    return list(unit.session.execute(caseload.MINE, caseload.whose(unit)).all())
