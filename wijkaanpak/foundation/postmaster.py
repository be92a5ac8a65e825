"""The note that PostgreSQL keeps about its running server, and what is left of an earlier one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from wijkaanpak.foundation.config import CannotStart
from wijkaanpak.foundation.place import Place

PATIENCE = 60.0  # seconds that a fast shutdown may take
NO_SUCH_PROCESS = 2**31 - 1


def socket_folder(place: Place) -> Path | None:
    """Where the running server over this data listens, or None when it has not said so."""
    lines = _note(place)
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def end_predecessor(place: Place) -> None:
    """End a server that outlived its process, and make the note of a dead one readable as such.

    Call it only as the one process that may run a server over this data. Raises CannotStart.
    """
    lines = _note(place)
    if not lines:
        return
    pid = int(lines[0])
    if _serves(pid, place.data):
        _end(pid, place.data)
    lines = _note(place)
    if lines and lines[0] == str(pid):
        # A zombie or a stranger with this number would pass for a running server. The rest of the
        # note stays: with it PostgreSQL checks that no orphan still uses the shared memory.
        lines[0] = str(NO_SUCH_PROCESS)
        (place.data / "postmaster.pid").write_text("\n".join(lines) + "\n")


def _note(place: Place) -> list[str]:
    try:
        return (place.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _end(pid: int, data: Path) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    end = time.monotonic() + PATIENCE
    while _serves(pid, data):
        if time.monotonic() > end:
            raise CannotStart("The PostgreSQL of an earlier run (process {pid}) does not end.", pid=pid)
        time.sleep(0.02)


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is a live PostgreSQL over this data (a zombie is not)."""
    state, command = _process(pid)
    return state not in ("", "Z") and str(data) in command


def _process(pid: int) -> tuple[str, str]:
    """The state letter and the command line of a process; ("", "") when there is none."""
    about = Path(f"/proc/{pid}")
    if about.parent.joinpath("self").exists():  # small images have no ps
        try:
            state = (about / "stat").read_text().rsplit(")", 1)[1].split()[0]
            return state, (about / "cmdline").read_text(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return "", ""
    told = subprocess.run(["ps", "-ww", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True)
    state, _, command = told.stdout.strip().partition(" ")
    return state[:1], command
