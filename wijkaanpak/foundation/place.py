"""Where the embedded PostgreSQL keeps its data, and from where its programs run."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from wijkaanpak.foundation.binaries import Runner, find_binaries, runner
from wijkaanpak.foundation.config import CannotStart, open_home

ELSEWHERE = Path("/var/lib/wijkaanpak")
LONGEST_SOCKET = 107  # bytes of a socket's path that Linux accepts
SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    """A folder that PostgreSQL's user owns, and the programs it can run."""

    folder: Path
    binaries: Path
    runner: Runner

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What PostgreSQL says, without the statements' values."""
        return self.folder / "log"

    def own(self, path: Path) -> None:
        """Make a folder that only PostgreSQL's user may enter."""
        path.mkdir(mode=0o700, exist_ok=True)
        path.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(path, self.runner.uid, self.runner.gid)

    def socket_folder(self) -> Path:
        """A folder (mode 0700) whose socket path is short enough; beside the data when that is."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside / SOCKET)) <= LONGEST_SOCKET:
            self.own(beside)
            return beside
        short = Path(tempfile.mkdtemp(prefix="wijk-", dir="/tmp"))  # the name is new and random
        self.own(short)
        return short


def settle(home: Path, forced: Path | None = None) -> Place:
    """The place of this data folder, made when absent; raises CannotStart.

    As root, where PostgreSQL's user cannot reach the data folder or the programs, a folder of
    /var/lib/wijkaanpak is used instead. That is said once and remembered in `home`/postgres-elsewhere.
    """
    open_home(home)
    note = home / "postgres-elsewhere"
    folder = Path(note.read_text().strip()) if note.exists() else home / "postgres"
    binaries = find_binaries(forced, _version_of(folder / "data"))
    place = Place(folder, binaries, runner(_owner_of(folder / "data")))
    try:
        _claim(place)
        if os.geteuid() == 0:
            place = _within_reach(place, home, note)
    except OSError as error:
        raise CannotStart(
            "The folder {folder} cannot be used: {why}.", folder=folder, why=error.strerror
        ) from None
    return place


def _version_of(data: Path) -> int | None:
    """The major version that made this data, or None when there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except PermissionError:
        raise CannotStart("The data in {data} belongs to another user of this machine.", data=data) from None


def _owner_of(data: Path) -> int | None:
    """Whose this data is, as a uid, or None when there is none yet."""
    try:
        return data.stat().st_uid
    except OSError:
        return None


def _claim(place: Place) -> None:
    place.folder.mkdir(parents=True, exist_ok=True)
    place.own(place.folder)


def _within_reach(place: Place, home: Path, note: Path) -> Place:
    data = place.runner.may("test", "-x", str(place.folder))
    programs = place.runner.may(str(place.binaries / "postgres"), "--version")
    if data and programs:
        return place
    mark = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    other = ELSEWHERE / mark
    ELSEWHERE.mkdir(parents=True, exist_ok=True)
    moved = Place(
        place.folder if data else other, place.binaries if programs else other / "bin", place.runner
    )
    other.mkdir(exist_ok=True)
    moved.own(other)
    if not programs:
        moved = Place(moved.folder, _copy_programs(place.binaries, other), place.runner)
    if not data:
        place.folder.rmdir()
        note.write_text(f"{other}\n")
    what = " and ".join(["data"] * (not data) + ["programs"] * (not programs))
    print(
        f"PostgreSQL runs as {place.runner.name}, who cannot reach {home}: its {what} are in {other}.",
        file=sys.stderr,
    )
    return moved


def _copy_programs(binaries: Path, other: Path) -> Path:
    """Copy a whole installation (bin, lib, share) to where the user reaches it; done once a version."""
    stamp = hashlib.sha256(str((binaries / "postgres").stat().st_mtime_ns).encode()).hexdigest()[:8]
    copy = other / f"programs-{stamp}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(dir=other))
        draft.chmod(0o755)
        for part in ("bin", "lib", "share"):
            shutil.copytree(binaries.parent / part, draft / part, symlinks=True)
        draft.rename(copy)
    return copy / "bin"
