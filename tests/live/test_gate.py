"""The gate before the sockets: one Origin, a live session, small frames, no slow readers (rulings.md 22)."""

import http.client
import json
import os
import socket
import struct
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import create_engine, text

from tests.live.conftest import Served
from tests.live.line import Line

KNOCK = "/socket.io/?EIO=4&transport=websocket"
UPGRADE = {
    "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "d2lqa2FhbnBhay1iZWxsIQ==",
}  # fmt: skip


def knock(served: Served, path: str = KNOCK, **headers: str) -> int:
    """The status of one attempt to open a line."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(served.url).port or 80, timeout=5)
    try:
        connection.request(
            "GET", path, headers=UPGRADE | {k.replace("_", "-"): v for k, v in headers.items()}
        )
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("origin", "fits"),
    [
        ({}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Origin": "https://elders.example"}, False),
        ({"Origin": "{scheme}://kwaad.{host}"}, False),
        ({"Origin": "{scheme}://{host}.kwaad.example"}, False),
        ({"Origin": "{scheme}://{host}/"}, False),
        ({"Origin": "{other}://{host}"}, False),
        ({"Origin": "https://elders.example", "X_Forwarded_Host": "elders.example"}, False),
        ({"X_Forwarded_Host": "{host}"}, False),
        ({"Origin": "{scheme}://{host}"}, True),
    ],
)  # fmt: skip
def test_only_the_one_origin_with_a_live_session_opens_a_line(
    served: Served, origin: dict[str, str], fits: bool
) -> None:
    """Every Origin with no cookie, a made-up one, that of an ended session, and a live one."""
    ended, live = served.world.cookie("wc"), served.world.cookie("ww")
    served.world.run(
        "update sealed.session set ended_at = now() where token = sha256(:secret)", secret=ended.encode()
    )
    parts = urlsplit(served.url)
    other = "https" if parts.scheme == "http" else "http"
    headers = {k: v.format(scheme=parts.scheme, host=parts.netloc, other=other) for k, v in origin.items()}
    got = [
        knock(served, **headers),
        knock(served, **headers, Cookie="__Host-sid=made-up"),
        knock(served, **headers, Cookie=f"__Host-sid={ended}"),
        knock(served, **headers, Cookie=f"__Host-sid={live}"),
    ]
    assert got == ([401, 401, 401, 101] if fits else [403, 403, 403, 403])


@pytest.mark.parametrize(
    "path", ["/socket.io", "/socket.io/", "/socket.io/?EIO=4&transport=polling", "/socket%2eio/?EIO=4"]
)
def test_no_other_way_leads_past_the_gate(served: Served, path: str) -> None:
    """However the address is written, and whatever transport is asked for."""
    assert knock(served, path) == 403
    assert knock(served, path, Origin=served.url) == 401
    live = served.world.cookie("wc")
    assert knock(served, path, Origin=served.url, Cookie=f"__Host-sid={live}") != 101


def test_an_unfinished_frame_of_twenty_megabytes_is_cut_and_memory_stays(served: Served) -> None:
    """Rulings.md 22: engineio alone would keep it all, and wait for the rest."""
    before = memory(served)
    with opened(served) as line:
        sent = pour(line, struct.pack("!BBQ", 0x81, 0xFF, 20_000_000) + b"\0\0\0\0", b"x" * 65_536, 320)
    grown = memory(served) - before
    print(f"cut after {sent / 1e6:.1f} MB, the server grew by {grown / 1e6:.1f} MB")
    assert sent < 15_000_000
    assert grown < 8_000_000


def test_a_message_in_endless_pieces_is_cut_as_well(served: Served) -> None:
    """A frame that is never the last counts with those before it."""
    piece = struct.pack("!BBH", 0x00, 0xFE, 8_192) + b"\0\0\0\0" + b"x" * 8_192
    with opened(served) as line:
        sent = pour(line, struct.pack("!BB", 0x01, 0x80) + b"\0\0\0\0", piece, 2_000)
    assert sent < 15_000_000


def test_bytes_and_floods_of_messages_end_the_line(served: Served) -> None:
    """No page of ours sends either; both would only fill the memory or the journal."""
    with served.line("wc") as line:
        line.ws.send(b'451-["luister",{"_placeholder":true,"num":0}]')
        assert line.closed(3)
    with served.line("wc") as line:
        for _ in range(400):
            if not line.ws.connected:
                break
            line.ws.send('42["ander"]')
        assert line.closed(3)


@pytest.mark.parametrize("auth", ['{"token":123}', "[1]", '"x"', "null", "123"])
def test_whatever_is_said_at_connecting_never_lets_anyone_past_the_handler(served: Served, auth: str) -> None:
    """A TypeError inside the handler would make the library call it again, without what was said."""
    with Line(served.url, served.world.cookie("wc")) as line:
        try:
            line.open(auth)
        except (AssertionError, ConnectionError):
            return  # refused or cut
        assert line.listen(served.world.matter)["ok"]


def test_a_reader_that_does_not_read_is_cut_and_others_hear_on(served: Served) -> None:
    """What waits for one browser is bounded."""
    matter = served.world.matter
    line = opened(served, buffer=4_096)
    line.sendall(masked("40"))
    time.sleep(0.3)
    line.sendall(masked("421" + json.dumps(["luister", {"ref": str(matter)}])))
    time.sleep(0.5)
    with served.line("wc") as other:
        other.listen(matter)
        engine = create_engine(str(served.world.addresses.admin))
        with engine.begin() as connection:
            connection.execute(
                text(
                    "select pg_notify('wijk_bell', json_build_object('ref', cast(:ref as text), 'n', n, "
                    "'kind', 'case.changed')::text) from generate_series(1, 60000) n"
                ),
                {"ref": str(matter)},
            )  # fmt: skip
        engine.dispose()
        assert len(other.heard(20, most=60_000)) == 60_000
        time.sleep(5)
        read = 0
        while chunk := received(line):
            read += len(chunk)
        everything = sum(len(frame) + 4 for frame in other.frames)
    print(f"cut after {read / everything:.0%} of what the other heard")
    assert read < everything * 0.95, "cut before it could have read everything"


def memory(served: Served) -> int:
    """Bytes that the server holds in memory now."""
    status = Path(f"/proc/{served.process.pid}/statm")
    if not status.exists():
        pytest.skip("this system does not tell how much memory a process holds")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def opened(served: Served, buffer: int | None = None) -> socket.socket:
    """A line of bytes after the handshake, with the first packet of the server still to read."""
    line = socket.socket()
    if buffer is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    line.settimeout(5)
    line.connect(("127.0.0.1", urlsplit(served.url).port))
    headers = UPGRADE | {"Host": urlsplit(served.url).netloc, "Origin": served.url}
    headers["Cookie"] = f"__Host-sid={served.world.cookie('wc')}"
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line.sendall(f"GET {KNOCK} HTTP/1.1\r\n{said}\r\n".encode())
    assert line.recv(4_096).startswith(b"HTTP/1.1 101")
    return line


def pour(line: socket.socket, first: bytes, then: bytes, times: int) -> int:
    """Send until the other end cuts; returns how many bytes went out."""
    sent = len(first)
    try:
        line.sendall(first)
        for _ in range(times):
            line.sendall(then)
            sent += len(then)
    except (BrokenPipeError, ConnectionResetError, TimeoutError):
        pass
    return sent


def masked(message: str) -> bytes:
    """A short frame of text as a browser sends it."""
    return struct.pack("!BB", 0x81, 0x80 | len(message)) + b"\0\0\0\0" + message.encode()


def received(line: socket.socket) -> bytes:
    try:
        return line.recv(65_536)
    except ConnectionResetError:
        return b""
