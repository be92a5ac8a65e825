"""The matrix of roles and permissions, read once: documentation, code and test are one file (R72)."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
NONE = "-"


@cache
def matrix() -> dict[str, Any]:
    """Roles, cells, footnotes and ceilings, as matrix.yaml has them."""
    return yaml.safe_load((HERE / "matrix.yaml").read_text(encoding="utf-8"))


@cache
def ground_rules() -> dict[str, Any]:
    """Which ground fits which kind of organisation, as grounds.yaml has it (R2, R3)."""
    return yaml.safe_load((HERE / "grounds.yaml").read_text(encoding="utf-8"))


@cache
def policy_version() -> str:
    """The version that every journal entry carries: a hash of both tables (requirements.md 5.2, field 25)."""
    digest = hashlib.sha256()
    for name in ("matrix.yaml", "grounds.yaml"):
        digest.update((HERE / name).read_bytes())
    return f"matrix@sha256:{digest.hexdigest()[:16]}"


def role_codes() -> list[str]:
    """The eighteen roles, in the order of the columns."""
    return list(matrix()["roles"])


@cache
def cell(permission: str, role: str) -> str:
    """The cell of a permission for a role, footnote included; what is not listed is `-` (R59)."""
    rows = matrix()["permissions"]
    if permission not in rows or role not in matrix()["roles"]:
        return NONE
    return str(rows[permission][matrix()["roles"].index(role)])


def grants(permission: str, role: str) -> bool:
    """True when the cell opens something; metadata and aggregates are no content."""
    return cell(permission, role).split(".")[0] not in (NONE, "M", "N", "N-own", "walk")


@cache
def own_classes(role: str) -> frozenset[str]:
    """Classes of one's own organisation for a role: all, but K4 and K7 by their rows (rulings.md 4)."""
    always = {"K0", "K1", "K2", "K3", "K5", "K6"}
    return frozenset(always | {k for k in ("K4", "K7") if grants(f"klasse.{k}", role)})


@cache
def foreign_classes(role: str, kind: str, grounded: bool = True) -> frozenset[str]:
    """Classes that may reach a role from another organisation: its row, under its organisation's ceiling.

    Without a ground, in an emergency, what footnote 5 opens on a ground alone stays shut.
    """
    ceiling = set(matrix()["ceilings"].get(kind, ()))
    rows = {k for k in ("K4", "K5", "K6", "K7") if _from_elsewhere(cell(f"klasse.{k}", role), grounded)}
    return frozenset(ceiling & ({"K0", "K1", "K2", "K3"} | rows))


def _from_elsewhere(letter: str, grounded: bool) -> bool:
    base, _, note = letter.partition(".")
    return base not in (NONE, "M", "own", "O") and (grounded or note != "ground")


def reads_places(role: str) -> bool:
    """Who works for a party reads of places (rulings.md 5), but who administers reads no case (R73)."""
    return role in role_codes() and role not in ("BC", "FB")


def allowed_ground(basis: str, kind: str) -> str:
    """`yes`, `warn`, `mandate` or `no` for a ground and a kind of organisation (R3)."""
    table = ground_rules()
    if basis not in table["allowed"] or kind not in table["kinds"]:
        return "no"
    value = table["allowed"][basis][table["kinds"].index(kind)]
    return {True: "yes", False: "no"}.get(value, value)
