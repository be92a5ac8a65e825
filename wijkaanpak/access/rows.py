"""Hands the matrix to the database, whose policies are the same rules once more, and keeps the two equal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, text

from wijkaanpak.access import codes, roles, rules, steps
from wijkaanpak.foundation.config import CannotStart

SQL = Path(__file__).parent / "sql"
PRODUCTION = "productie"
AHEAD = {PRODUCTION: "13 months"}  # for which the journal has tables ready; a demo starts more often
MONTHS = text("select journal.make_months(now()::date, (now() + cast(:ahead as interval))::date)")
MODE = text(
    "insert into sealed.setting values ('mode', :mode) "
    "on conflict (name) do update set value = excluded.value"
)


def scripts() -> list[Path]:
    """The reviewed SQL in the order in which it is installed."""
    return sorted(SQL.glob("*.sql"))


def reach() -> list[dict[str, Any]]:
    """What a role opens in an organisation of some kind, one row each, worked out from matrix.yaml."""
    kinds = roles.matrix()["ceilings"]
    return [
        {"role": role, "kind": kind, **_opens(role, kind)} for role in roles.role_codes() for kind in kinds
    ]


def _opens(role: str, kind: str) -> dict[str, Any]:
    signal, case = roles.cell("signaal.lezen", role), roles.cell("casus.lezen", role)
    base = signal.split(".")[0]
    content = base in rules.CONTENT_CELLS
    return {
        "team_signal": content,
        "author_signal": content and base != "T" and signal != "A.joint",
        "own_signal": signal == "A",
        "area_signal": base in ("G", "G/O"),
        "triage": signal == "A.joint",
        "team_case": case == "T",
        "early_case": case == "T.plan",
        "everyone": roles.reads_places(role),
        "committee": role == "BC",
        "duty_signal": base == "D",
        "duty_case": case.split(".")[0] == "D",
        "agenda": case.split(".")[0] == "I",
        "emergency": _opening_letter("noodprocedure.gebruiken", role),
        "search": _opening_letter("casus.zoeken_op_persoon", role),
        "destroys": _opening_letter("vernietiging.uitvoeren", role) == "A",
        "own_classes": sorted(roles.own_classes(role)),
        "foreign_classes": sorted(roles.foreign_classes(role, kind)),
        "emergency_classes": sorted(roles.foreign_classes(role, kind, grounded=False)),
    }


def _opening_letter(permission: str, role: str) -> str:
    return roles.cell(permission, role).split(".")[0]


def install(owner_url: str, mode: str = "demo") -> None:
    """Write the matrix and the mode of the house, as the owner of the tables; repeats without harm.

    Raises CannotStart where a house in production would become a demo: a forgotten setting must not open the
    demo's doors over real residents' data.
    """
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        known = connection.scalar(text("select value from sealed.setting where name = 'mode'"))
        if known == PRODUCTION and mode != PRODUCTION:
            raise CannotStart("This database is in production: set WIJKAANPAK_MODE=productie.")
        write_matrix(connection)
        connection.execute(MODE, {"mode": mode})
        connection.execute(MONTHS, {"ahead": AHEAD.get(mode, "1 month")})


def write_matrix(connection: Connection) -> None:
    """Replace what the database knows of matrix.yaml, codes.yaml and steps.yaml by what they say now."""
    connection.execute(text("delete from app.category_class"))
    classes = [
        {"category": k.code, "data_class": codes.category(k.code).data_class}
        for k in codes.items("gegevenscategorieen")
    ]
    connection.execute(text("insert into app.category_class values (:category, :data_class)"), classes)
    connection.execute(text("delete from app.case_way"))
    ways = [
        {"step": s.code, "before": b, "after": s.after, "by": sorted(s.by)}
        for s in steps.steps()
        for b in s.before
    ]
    connection.execute(text("insert into app.case_way values (:step, :before, :after, :by)"), ways)
    columns = list(reach()[0])
    listed, values = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    connection.execute(text("delete from app.role_reach"))
    statement = f"insert into app.role_reach ({listed}) values ({values})"  # noqa: S608  # our own names
    connection.execute(text(statement), reach())
