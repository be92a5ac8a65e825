"""The server begins and ends in one clear way, and finds its way back when the database was away."""

import signal
import socket
import time
from pathlib import Path

import pytest
from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import create_engine, text

from tests.live.conftest import Served, open_house, serve
from tests.live.world import World
from wijkaanpak.foundation.config import CannotStart
from wijkaanpak.live import lines, sockets
from wijkaanpak.web.guard import Undeclared


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_cleanly_while_lines_are_open(
    world: World, tmp_path: Path, how: signal.Signals
) -> None:
    with open_house(world.addresses, tmp_path / "home") as (url, process):
        served = Served(url, world, process)
        with served.line("wc") as wc:
            wc.listen(world.matter)
            began = time.monotonic()
            process.send_signal(how)
            assert process.wait(10) == 0
            print(f"ended after {time.monotonic() - began:.1f} s")
        assert process.stdout is not None
        assert "Traceback" not in process.stdout.read()


def test_a_port_that_is_taken_is_one_clear_sentence(world: World, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve(world.addresses, tmp_path / "home", port) as process:
            assert process.wait(20) == 1
            assert process.stdout is not None
            said = process.stdout.read()
    assert (
        said == f"Port {port} is taken: stop what runs there, or choose another as in PORT=8001 make run.\n"
    )


def test_what_rang_while_the_database_was_away_is_heard_afterwards(served: Served) -> None:
    """R200: the bell may be lost; what it stood for is rung again when the connection is back."""
    world = served.world
    with served.line("wc") as wc:
        wc.listen(world.matter)
        world.ring(world.matter)
        assert wc.heard(2)
        engine = create_engine(str(world.addresses.admin))
        with engine.begin() as connection:
            connection.execute(
                text("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'wijk_notary'")
            )
        engine.dispose()
        world.ring(world.matter)
        assert wc.heard(5) == [{"n": 2, "kind": "case.changed", "ref": str(world.matter)}]
        world.ring(world.matter)
        assert wc.heard(5) == [{"n": 3, "kind": "case.changed", "ref": str(world.matter)}]


def test_beside_gevent_websocket_the_house_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """That package would be preferred, and takes frames of any size."""
    monkeypatch.setattr(lines, "find_spec", lambda name: object() if name == "geventwebsocket" else None)
    with pytest.raises(CannotStart, match="gevent-websocket"):
        lines.cap(object())


def test_a_socket_handler_that_declares_nothing_keeps_the_house_closed() -> None:
    """As with pages, what is not declared is not opened."""

    hung = SocketIO(Flask("bare"), async_mode="gevent")
    hung.on("connect")(lambda auth: True)
    with pytest.raises(Undeclared, match="connect"):
        sockets.check(hung)
