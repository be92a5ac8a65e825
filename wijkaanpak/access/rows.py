"""Hands the matrix to the database, whose policies are the same rules once more, and keeps the two equal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, text

from wijkaanpak.access import roles

SQL = Path(__file__).parent / "sql"


def scripts() -> list[Path]:
    """The reviewed SQL in the order in which it is installed."""
    return sorted(SQL.glob("*.sql"))


def reach() -> list[dict[str, Any]]:
    """What a role opens in an organisation of some kind, one row each, worked out from matrix.yaml."""
    rows = []
    for role in roles.role_codes():
        signal, base = roles.cell("signaal.lezen", role), roles.cell("signaal.lezen", role).split(".")[0]
        case = roles.cell("casus.lezen", role)
        content = base in ("A", "G", "G/O", "O", "T", "T/O")
        for kind in roles.matrix()["ceilings"]:
            rows.append(
                {
                    "role": role,
                    "kind": kind,
                    "team_signal": content,
                    "author_signal": content and base != "T" and signal != "A.joint",
                    "own_signal": signal == "A",
                    "area_signal": base in ("G", "G/O"),
                    "triage": signal == "A.joint",
                    "team_case": case == "T",
                    "early_case": case == "T.plan",
                    "committee": role == "BC",
                    "own_classes": sorted(roles.own_classes(role)),
                    "foreign_classes": sorted(roles.foreign_classes(role, kind)),
                }
            )
    return rows


def install(owner_url: str, mode: str = "demo") -> None:
    """Write the matrix and the mode of the house, as the owner of the tables; repeats without harm."""
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        write_matrix(connection)
        connection.execute(
            text("insert into sealed.setting values ('mode', :mode) on conflict (name) do update set value = :mode"),
            {"mode": mode},
        )


def write_matrix(connection: Connection) -> None:
    connection.execute(text("delete from app.role_reach"))
    columns = ", ".join(reach()[0])
    values = ", ".join(f":{name}" for name in reach()[0])
    connection.execute(text(f"insert into app.role_reach ({columns}) values ({values})"), reach())
