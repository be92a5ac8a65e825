"""Serving: gevent's WSGI server, and beside it the notary, the bell and the rounds, until a signal."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Callable
from typing import Any

import gevent
from gevent.pywsgi import WSGIHandler, WSGIServer
from sqlalchemy.exc import SQLAlchemyError
from structlog import get_logger

from wijkaanpak.foundation.config import CannotStart, Settings
from wijkaanpak.foundation.database import Database
from wijkaanpak.foundation.errors import Refusal
from wijkaanpak.journal import checkpoints, witnesses
from wijkaanpak.journal.clock import EVERY, Clock
from wijkaanpak.journal.notary import Notary
from wijkaanpak.live.listener import Listener
from wijkaanpak.live.rooms import Rooms
from wijkaanpak.review.rounds import Rounds

ROUND = 1.0  # seconds between two rounds past the sessions, the rooms and the lines
MINUTE = 60.0  # seconds between two rounds of the review desk
SOON = 5.0  # and before the first of those: by then the notary has numbered what is there
FAREWELL = 2.0  # seconds that answers under way may take when the server ends
MOST_CONNECTIONS = 4_000


class Handler(WSGIHandler):
    """One connection; after a line was open on it, no further request is read from it."""

    def handle(self) -> None:
        """Send each piece at once: head and body are two, and the second would wait 40 ms for the first."""
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle()

    def handle_one_response(self) -> None:
        """Answer, then close what Socket.IO took over and has let go."""
        super().handle_one_response()
        if self.status is None:
            self.close_connection = True


def serve(app: Any, socketio: Any, host: str, port: int, database: Database, settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C; raises CannotStart with one sentence when the port cannot be had.

    The process must have been patched by gevent before anything else was imported.
    """
    server = WSGIServer(
        (host, port), app, log=None, error_log=None, handler_class=Handler, spawn=MOST_CONNECTIONS
    )
    _take_port(server, host, port)
    rooms: Rooms = app.extensions["rooms"]
    notary, desk = Notary(database.notary), Rounds(database)
    rounds = [(ROUND, work) for work in (rooms.sweep, rooms.renew, rooms.cut_slow)]
    rounds += _signing(database, settings)
    app.extensions["house"].wake = notary.wake
    listener = Listener(database.notary, rooms.hear, rooms.catch_up, rooms.refs)
    ends = [
        gevent.signal_handler(number, server.stop, FAREWELL) for number in (signal.SIGTERM, signal.SIGINT)
    ]
    beside = [gevent.spawn(_every, seconds, work) for seconds, work in rounds]
    beside.append(gevent.spawn(_every, MINUTE, desk.once, SOON))
    notary.start()
    listener.start()
    print(f"Wijkaanpak: {settings.url}", flush=True)
    try:
        server.serve_forever()
    finally:
        for end in ends:
            end.cancel()
        gevent.killall(beside)
        socketio.server.shutdown()
        desk.end()
        listener.stop()
        notary.stop()


def _signing(database: Database, settings: Settings) -> list[tuple[float, Callable[[], None]]]:
    """Checkpoints, their witnesses and the clock, each in a round of its own; the bell waits for none."""
    key = checkpoints.signer(settings)
    signing = checkpoints.Checkpoints(database.notary, key)
    asking = witnesses.Witnesses(database.notary, settings.home, key.verifier)
    clock = Clock(database.notary)
    return [(checkpoints.EVERY, signing.round), (witnesses.EVERY, asking.round), (EVERY, clock.round)]


def _take_port(server: WSGIServer, host: str, port: int) -> None:
    try:
        server.init_socket()
    except PermissionError:
        raise CannotStart(
            "Port {port} may not be used by this user: choose one above 1023.", port=port
        ) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                "Port {port} is taken: stop what runs there, or choose another as in PORT=8001 make run.",
                port=port,
            ) from None
        raise CannotStart(
            "{host} port {port} cannot be had: {why}.", host=host, port=port, why=error.strerror
        ) from None


def _every(seconds: float, work: Callable[[], object], first: float | None = None) -> None:
    gevent.sleep(seconds if first is None else first)
    while True:
        try:
            work()
        except (SQLAlchemyError, OSError, Refusal) as error:
            get_logger().warning("a round was skipped", round=work.__name__, kind=type(error).__name__)
        gevent.sleep(seconds)
