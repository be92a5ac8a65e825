"""The embedded PostgreSQL starts, stops, survives and stays private (rulings 20)."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from wijkaanpak.foundation import cluster as life_cycle
from wijkaanpak.foundation.cluster import Cluster
from wijkaanpak.foundation.config import CannotStart
from wijkaanpak.foundation.roles import ADMIN

pytestmark = pytest.mark.postgres

Apart = Callable[..., "subprocess.Popen[str]"]
HOLD = """
import sys, time
from pathlib import Path
from wijkaanpak.foundation.cluster import Cluster
running = Cluster(Path(sys.argv[1]))
running.start()
print(running.pid, flush=True)
time.sleep(60)
"""


def connect(running: Cluster, role: str = ADMIN) -> psycopg.Connection:
    socket = (running.place.data / "postmaster.pid").read_text().splitlines()[4]
    return psycopg.connect(host=socket, user=role, dbname="postgres", autocommit=True)


def answer(running: Cluster, question: str) -> str:
    with connect(running) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return str(row[0])


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"did not come to hold within {seconds} seconds"
        time.sleep(0.02)


def test_a_cold_and_a_warm_start_take_seconds_and_keep_the_data(home: Path, binaries: Path | None) -> None:
    began = time.monotonic()
    with Cluster(home, binaries) as running:
        cold = time.monotonic() - began
        with connect(running) as connection:
            connection.execute("create table kept as select 42 as number")
    began = time.monotonic()
    with Cluster(home, binaries) as running:
        warm = time.monotonic() - began
        assert answer(running, "select number from kept") == "42"
    print(f"cold {cold:.2f} s, warm {warm:.2f} s")
    assert cold < 20
    assert warm < 5


def test_stopping_ends_the_server_and_stopping_again_does_nothing(home: Path, binaries: Path | None) -> None:
    running = Cluster(home, binaries)
    running.start()
    pid = running.pid
    assert pid is not None
    running.stop()
    running.stop()
    assert gone(pid)
    assert not (running.place.data / "postmaster.pid").exists()


def test_nothing_listens_but_a_socket_that_only_its_user_may_enter(home: Path, binaries: Path | None) -> None:
    with Cluster(home, binaries) as running:
        assert answer(running, "show listen_addresses") == ""
        assert answer(running, "show jit") == "off"
        assert answer(running, "show data_checksums") == "on"
        folder = Path(answer(running, "show unix_socket_directories"))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        socket = next(folder.glob(".s.PGSQL.*"))
        assert stat.S_IMODE(socket.stat().st_mode) & 0o077 == 0
        assert stat.S_IMODE(running.place.data.stat().st_mode) & 0o077 == 0
        with connect(running) as connection:
            connection.execute("create role stranger login superuser")
        with pytest.raises(psycopg.OperationalError, match=r"(?i)peer authentication failed"):
            connect(running, "stranger")


def test_the_log_says_nothing_of_what_was_stored(home: Path, binaries: Path | None) -> None:
    with Cluster(home, binaries) as running, connect(running) as connection:
        connection.execute("create table person (name text unique)")
        connection.execute("insert into person values ('Jansen')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into person values ('Jansen')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into person values (%s)", ["Jansen"])
        said = running.place.log.read_text()
    assert "unique constraint" in said
    assert "Jansen" not in said


def test_a_killed_server_recovers_every_committed_row(home: Path, binaries: Path | None) -> None:
    first = Cluster(home, binaries)
    first.start()
    pid = first.pid
    assert pid is not None
    with connect(first) as connection:
        connection.execute("create table kept as select generate_series(1, 100000) as number")
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: gone(pid))
    first.stop()
    with Cluster(home, binaries) as again:
        assert answer(again, "select count(*) from kept") == "100000"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_when_the_application_is_killed_the_server_goes_with_it(
    home: Path, binaries: Path | None, apart: Apart
) -> None:
    holder = apart(HOLD, home)
    assert holder.stdout is not None
    pid = int(holder.stdout.readline())
    beside = Cluster(home, binaries)
    beside.start()
    assert beside.pid is None, "a second process attaches"
    with connect(beside) as connection:
        connection.execute("create table kept as select 1 as number")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    wait_until(lambda: gone(pid))
    with Cluster(home, binaries) as again:
        assert again.pid is not None
        assert answer(again, "select number from kept") == "1"


def test_a_server_that_outlived_its_application_is_ended_first(home: Path, binaries: Path | None) -> None:
    orphan = Cluster(home, binaries)
    orphan.start()
    pid = orphan.pid
    orphan._release_lock()  # as when the application died where nobody tells the server
    with Cluster(home, binaries) as running:
        assert running.pid not in (None, pid)
        assert answer(running, "select 1") == "1"
    orphan.stop()


def test_a_note_that_names_a_stranger_does_not_keep_the_server_from_starting(
    home: Path, binaries: Path | None
) -> None:
    with Cluster(home, binaries) as running:
        note = (running.place.data / "postmaster.pid").read_text().splitlines()
    user = running.place.runner
    with subprocess.Popen(["sleep", "60"], **user.identity) as stranger:  # type: ignore[call-overload]
        note[0] = str(stranger.pid)
        (running.place.data / "postmaster.pid").write_text("\n".join(note) + "\n")
        with Cluster(home, binaries) as again:
            assert answer(again, "select 1") == "1"
        assert stranger.poll() is None, "the stranger is left alone"
        stranger.kill()


def test_who_must_be_alone_waits_and_then_says_that_the_data_is_in_use(
    home: Path, binaries: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life_cycle, "PATIENCE", 0.2)
    with (
        Cluster(home, binaries),
        pytest.raises(CannotStart, match="in use by another process"),
    ):
        Cluster(home, binaries).start(alone=True)


def test_a_long_path_gets_its_socket_in_a_short_folder_that_is_removed(
    home: Path, binaries: Path | None
) -> None:
    deep = home.parent / ("d" * 100)
    with Cluster(deep, binaries) as running:
        folder = Path(answer(running, "show unix_socket_directories"))
        assert len(str(folder)) < 60
        with Cluster(deep, binaries) as beside:
            assert beside.pid is None
    assert not folder.exists()


def test_it_starts_inside_a_process_that_gevent_has_patched(home: Path, apart: Apart) -> None:
    code = "from gevent import monkey; monkey.patch_all()\n" + HOLD.replace(
        "time.sleep(60)", "running.stop(); print('stopped')"
    )
    said, faults = apart(code, home).communicate(timeout=60)
    assert said.split()[-1:] == ["stopped"], faults


def test_an_ordinary_user_runs_it_as_themselves(home: Path, binaries: Path | None, apart: Apart) -> None:
    if os.geteuid() != 0:
        with Cluster(home, binaries) as running:
            assert running.place.runner.uid == os.geteuid()
        return
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    interpreter = next(filter(_runs_as_nobody, [sys.executable, f"/usr/bin/{version}"]), None)
    if interpreter is None:
        pytest.skip("no Python of this version that an ordinary user of this machine may run")
    os.chown(home.parent, 65534, 65534)
    code = HOLD.replace("time.sleep(60)", "running.stop(); print(running.place.runner.uid)")
    process = apart(code, home, interpreter=interpreter, user=65534, group=65534, extra_groups=[])
    said, faults = process.communicate(timeout=60)
    assert said.split()[-1:] == ["65534"], faults
    with Cluster(home, binaries) as running:
        assert running.place.runner.uid == 65534, "root goes on as the user whose data it is"


def _runs_as_nobody(interpreter: str) -> bool:
    try:
        done = subprocess.run(
            [interpreter, "-c", "import encodings"], user=65534, group=65534, extra_groups=[]
        )
    except OSError:
        return False
    return done.returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
def test_data_that_its_user_cannot_reach_goes_elsewhere_and_that_is_said_once(
    home: Path, binaries: Path | None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = home.parent / "elsewhere"
    monkeypatch.setattr("wijkaanpak.foundation.place.ELSEWHERE", elsewhere)
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    with Cluster(closed / "home", binaries) as running:
        assert running.place.folder.parent == elsewhere
        with connect(running) as connection:
            connection.execute("create table kept as select 1 as number")
    assert capsys.readouterr().err.count(str(elsewhere)) == 1
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700, "no folder above is opened for it"
    with Cluster(closed / "home", binaries) as running:
        assert answer(running, "select number from kept") == "1"
    assert capsys.readouterr().err == ""


def test_a_broken_data_folder_is_one_sentence(home: Path, binaries: Path | None) -> None:
    with Cluster(home, binaries) as running:
        pass
    (running.place.data / "global" / "pg_control").unlink()
    with pytest.raises(CannotStart, match="PostgreSQL does not start: ") as told:
        Cluster(home, binaries).start()
    assert "\n" not in str(told.value)


def test_data_of_a_version_that_is_not_here_is_one_sentence(home: Path, binaries: Path | None) -> None:
    with Cluster(home, binaries) as running:
        pass
    (running.place.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotStart, match="PostgreSQL 14 was not found"):
        Cluster(home, binaries).start()
