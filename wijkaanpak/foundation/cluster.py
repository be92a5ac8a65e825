"""The embedded PostgreSQL: a direct child of this process, behind a socket that only we may enter."""

from __future__ import annotations

import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

from sqlalchemy import URL

from wijkaanpak.foundation.binaries import major_version
from wijkaanpak.foundation.config import CannotStart
from wijkaanpak.foundation.place import Place, settle
from wijkaanpak.foundation.postmaster import end_predecessor, socket_folder
from wijkaanpak.foundation.roles import ADMIN, LOGINS

PATIENCE = 60.0  # seconds to wait for another process of ours
RECOVERY = 600.0  # seconds that PostgreSQL may take after a crash
PROGRAM_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
SERVER = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "jit": "off",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log is read by people who may not read dossiers: no statements, no values.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


class Cluster:
    """One embedded PostgreSQL over the data folder `home`; a second process attaches to a running one.

    Start it from the main thread: on Linux the server ends with the thread that made it.
    """

    def __init__(
        self, home: Path, binaries: Path | None = None, *, options: Mapping[str, str] | None = None
    ) -> None:
        self.home = Path(home)
        self._binaries = binaries
        self._options = {**SERVER, **(options or {})}
        self._child: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._place: Place | None = None
        self._socket: Path | None = None

    def __enter__(self) -> Cluster:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def place(self) -> Place:
        """Where the data lies and which programs run."""
        if self._place is None:
            raise RuntimeError("the cluster has not been started")
        return self._place

    @property
    def pid(self) -> int | None:
        """The server's process when this object started it, None when it attached."""
        return self._child.pid if self._child else None

    def start(self, *, alone: bool = False) -> None:
        """Start the server, or attach to the one that another process runs over the same data.

        With `alone` it waits for that process to end and never attaches. Raises CannotStart.
        """
        self._place = settle(self.home, self._binaries)
        self._lock = self._open_lock()
        end = time.monotonic() + PATIENCE
        while not self._take_lock():
            if not alone and self._attach():
                return
            if time.monotonic() > end:
                self._release_lock()
                raise CannotStart(
                    "The data in {home} is in use by another process of wijkaanpak.", home=self.home
                )
            time.sleep(0.05)
        try:
            end_predecessor(self.place)
            self._initialise()
            self._admit()
            self._run()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server when it is ours, breaking off what runs; a second call does nothing."""
        child, self._child = self._child, None
        if child is not None:
            for ending in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                if child.poll() is None:
                    child.send_signal(ending)
                try:
                    child.wait(30)
                    break
                except subprocess.TimeoutExpired:
                    continue
            if self._socket and self._socket.parent != self.place.folder:
                shutil.rmtree(self._socket, ignore_errors=True)
        self._release_lock()

    def url(self, role: str, database: str = "wijkaanpak") -> str:
        """The SQLAlchemy address of this database for one of the house's roles."""
        return URL.create(
            "postgresql+psycopg", username=role, database=database, query={"host": str(self._socket)}
        ).render_as_string(hide_password=False)

    def admin_url(self, database: str = "postgres") -> str:
        """The SQLAlchemy address for the administrator, who makes roles and databases."""
        return self.url(ADMIN, database)

    # -- one process at a time -----------------------------------------------------------------------

    def _open_lock(self) -> IO[str]:
        try:
            return open(self.home / "postgres.lock", "a+")
        except OSError as error:
            raise CannotStart(
                "The data folder {home} cannot be used: {why}.", home=self.home, why=error.strerror
            ) from None

    def _take_lock(self) -> bool:
        assert self._lock is not None  # noqa: S101  # set in start
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _attach(self) -> bool:
        socket = socket_folder(self.place)
        if socket is None:
            return False
        self._socket = socket
        if not self._ready():
            return False
        self._release_lock()
        return True

    # -- starting -------------------------------------------------------------------------------------

    def _initialise(self) -> None:
        """Make the data folder under another name first, so that half a one is never taken for whole."""
        place = self.place
        if (place.data / "PG_VERSION").exists():
            return
        draft = place.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        locale = ["--locale=C.UTF-8"]
        if sys.platform == "darwin" and (major_version(place.binaries) or 0) >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made = subprocess.run(
            [
                *(str(place.binaries / "initdb"), "-D", str(draft), "-U", ADMIN, "-E", "UTF8"),
                *("--auth-local=peer", "--auth-host=reject", "--data-checksums"),
                *locale,
            ],
            env=PROGRAM_ENVIRONMENT,
            cwd="/",
            capture_output=True,
            text=True,
            **place.runner.identity,  # type: ignore[call-overload]
        )
        if made.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise _why(made.stderr, place)
        draft.rename(place.data)

    def _admit(self) -> None:
        """Let in through the socket: who serves and who runs the server, as the house's roles."""
        people = dict.fromkeys([pwd.getpwuid(os.geteuid()).pw_name, self.place.runner.name])
        pairs = [f'house "{person}" {role}\n' for person in people for role in (ADMIN, *LOGINS)]
        _write(self.place, "pg_hba.conf", "local all all peer map=house\n")
        _write(self.place, "pg_ident.conf", "".join(pairs))

    def _run(self) -> None:
        place = self.place
        self._socket = place.socket_folder()
        settings = [word for name, value in self._options.items() for word in ("-c", f"{name}={value}")]
        with open(place.log, "wb") as log:
            self._child = subprocess.Popen(
                [str(place.binaries / "postgres"), "-D", str(place.data), "-k", str(self._socket), *settings],
                env=PROGRAM_ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us; we end the server ourselves
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
                **place.runner.identity,  # type: ignore[call-overload]
            )
        began, told = time.monotonic(), False
        while not self._ready():
            if self._child.poll() is not None:
                raise _why(place.log.read_text(errors="replace"), place)
            waited = time.monotonic() - began
            if waited > RECOVERY:
                raise CannotStart(
                    "PostgreSQL did not answer within {seconds} seconds; see {log}.",
                    seconds=int(RECOVERY),
                    log=place.log,
                )
            if waited > 2 and not told:
                print("PostgreSQL is getting ready ...", file=sys.stderr, flush=True)
                told = True
            time.sleep(0.02)

    def _ready(self) -> bool:
        import psycopg  # late: whoever serves with gevent patches the process first

        try:
            psycopg.connect(host=str(self._socket), user=ADMIN, dbname="postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


_LIBC = ctypes.CDLL(None)  # loaded before any fork


def _die_with_parent() -> None:
    _LIBC.prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG: a fast shutdown when our process dies, however it dies


def _write(place: Place, name: str, text: str) -> None:
    path = place.data / name
    path.write_text(text)
    path.chmod(0o600)
    if os.geteuid() == 0:
        os.chown(path, place.runner.uid, place.runner.gid)


def _why(said: str, place: Place) -> CannotStart:
    """PostgreSQL's own words as one sentence."""
    if "No space left" in said:
        return CannotStart("The disk with {folder} is full.", folder=place.folder)
    faults = [line for line in said.splitlines() if "FATAL:" in line or "error:" in line or "PANIC:" in line]
    last = (faults or said.strip().splitlines() or ["no reason given"])[-1]
    return CannotStart("PostgreSQL does not start: {why} (see {log}).", why=last.strip(), log=place.log)
