"""The baseline of the fan-out: python-socketio and nothing else, on the same gevent server."""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

import socketio  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402


def main() -> None:
    """Serve a bare Socket.IO that rings once for each request, until it is stopped."""
    port = int(sys.argv[1])
    server = socketio.Server(async_mode="gevent", cors_allowed_origins="*", transports=["websocket"])

    @server.event
    def connect(sid, environ, auth):
        server.enter_room(sid, "room")

    def ring(environ, start):
        server.emit("bell", {"n": 1, "kind": "case.changed", "ref": "0" * 36}, to="room")
        start("204 No Content", [])
        return [b""]

    print("ready", flush=True)
    WSGIServer(("127.0.0.1", port), socketio.WSGIApp(server, ring), log=None).serve_forever()


if __name__ == "__main__":
    main()
