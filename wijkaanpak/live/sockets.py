"""Connect, listen, leave: sockets hear, and write nothing but the entry that says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask, request
from flask_socketio import SocketIO
from structlog import get_logger

from wijkaanpak.access.verbs import Verb
from wijkaanpak.live import lines
from wijkaanpak.live.beat import Beat
from wijkaanpak.live.fanout import Fanout
from wijkaanpak.live.gate import CALLER, Gate, find_caller
from wijkaanpak.live.rooms import Rooms
from wijkaanpak.web.guard import Undeclared, public
from wijkaanpak.web.house import House

Handler = Callable[..., Any]
REFUSED = {"ok": False, "n": 0}


def hang(app: Flask) -> SocketIO:
    """Hang the bell in this application, behind its gate; call it once, after every other middleware.

    The rooms stand in `app.extensions["rooms"]`. Raises CannotStart beside gevent-websocket, and Undeclared
    when a handler names neither a verb nor a reason to be public.
    """
    house: House = app.extensions["house"]
    origin = house.settings.url
    socketio = SocketIO(
        app, async_mode="gevent", async_handlers=False, manage_session=False, cookie=None,
        cors_allowed_origins=[origin], transports=["websocket"], allow_upgrades=False, http_compression=False,
        max_http_buffer_size=lines.LARGEST_FRAME, ping_interval=25, ping_timeout=20,
    )  # fmt: skip
    lines.cap(socketio.server.eio)
    rooms = Rooms(house.database.app, house.database.gate, Fanout(socketio.server))
    app.extensions["rooms"] = rooms
    gate = Gate(app.wsgi_app, origin, house.database.gate)
    app.wsgi_app = Beat(gate)  # type: ignore[method-assign]
    for event, handler in _handlers(rooms, house).items():
        socketio.on(event)(handler)
    check(socketio)
    return socketio


def check(socketio: SocketIO) -> None:
    """Refuse to open while a handler declares neither a verb nor why it is public."""
    for namespace, handlers in socketio.server.handlers.items():
        undeclared = [event for event, handler in handlers.items() if not hasattr(handler, "declared")]
        if undeclared:
            raise Undeclared(f"these socket handlers of {namespace} declare no verb: {', '.join(undeclared)}")


def listens(verb: Verb) -> Callable[[Handler], Handler]:
    """Declare the verb of a socket handler."""

    def declare(handler: Handler) -> Handler:
        handler.declared = ("verb", verb)  # type: ignore[attr-defined]
        return handler

    return declare


def _handlers(rooms: Rooms, house: House) -> dict[str, Handler]:
    # `auth` has no default: a handler that can be called without it would be, after a TypeError inside.
    @public("the gate has asked for the session already; nothing is heard before a room is joined")
    def connect(auth: Any) -> bool:
        try:
            caller = request.environ[CALLER]
            # Asked again: an old line may ask to connect anew after its session ended.
            alive = find_caller(house.database.gate, caller.secret) == caller
            return alive and rooms.seat(request.sid, caller)  # type: ignore[attr-defined]
        except Exception as error:
            get_logger().warning("a socket was refused", kind=type(error).__name__)
            return False

    @listens(Verb.ROOM_JOIN)
    def luister(*told: Any) -> dict[str, Any]:
        try:
            ref = UUID(told[0]["ref"])
        except (IndexError, KeyError, TypeError, ValueError, AttributeError):
            return REFUSED
        try:
            n = rooms.join(request.sid, ref)  # type: ignore[attr-defined]
        except Exception as error:
            get_logger().warning("a room could not be joined", kind=type(error).__name__)
            n = None
        return REFUSED if n is None else {"ok": True, "n": n}

    @public("whoever came may go")
    def disconnect(*_why: Any) -> None:
        rooms.forget(request.sid)  # type: ignore[attr-defined]

    return {"connect": connect, "luister": luister, "disconnect": disconnect}
