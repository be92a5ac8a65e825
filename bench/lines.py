"""Listeners to the bell: as many lines as asked, each a real websocket, in a process of their own.

Run as `python -m bench.lines URL ORIGIN REF COUNT COOKIE…`; prints "ready", then for every line of standard input
("go") waits for one bell on every line and prints the moments of the first and the last (seconds, wall clock).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from simple_websocket import AioClient

PATIENCE = 10.0  # seconds


class Line:
    """One Socket.IO line that listens to one reference."""

    def __init__(self) -> None:
        self.bells: list[float] = []
        self.socket: Any = None

    async def open(self, url: str, headers: dict[str, str], ref: str | None) -> None:
        """Connect, and ask to hear the reference; raises RuntimeError when that is refused."""
        address = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        self.socket = await AioClient.connect(address, headers=headers)
        await self._until("0")
        await self.socket.send("40{}")
        await self._until("40")
        if ref is not None:
            await self.socket.send("420" + json.dumps(["luister", {"ref": ref}]))
            answer = await self._until("430")
            if '"ok":true' not in answer.replace(" ", ""):
                raise RuntimeError(f"a line may not listen: {answer}")

    async def _until(self, start: str) -> str:
        """The first message that begins like this; pings in between are answered."""
        while True:
            message = str(await asyncio.wait_for(self.socket.receive(), PATIENCE))
            if message == "2":
                await self.socket.send("3")
            elif message.startswith(start):
                return message

    async def hear(self) -> None:
        """Note the moment of every bell, until the process ends."""
        while True:
            await self._until('42["bell"')
            self.bells.append(time.time())


async def listen() -> None:
    """Open the lines, then answer every "go"."""
    url, origin, ref, count, *cookies = sys.argv[1:]
    lines = [Line() for _ in range(int(count))]
    for number, line in enumerate(lines):
        headers = {"Origin": origin}
        if cookies:
            headers["Cookie"] = f"__Host-sid={cookies[number % len(cookies)]}"
        await line.open(url, headers, ref if ref != "-" else None)
    hearing = [asyncio.create_task(_patiently(line)) for line in lines]
    print("ready", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        seen = [len(line.bells) for line in lines]
        print("armed", flush=True)
        end = time.time() + PATIENCE
        while any(len(line.bells) <= n for line, n in zip(lines, seen, strict=True)):
            await asyncio.sleep(0.001)
            if time.time() > end:
                raise RuntimeError("a bell was lost")
        heard = [line.bells[n] for line, n in zip(lines, seen, strict=True)]
        print(min(heard), max(heard), flush=True)
    for task in hearing:
        task.cancel()


async def _patiently(line: Line) -> None:
    while True:
        try:
            await line.hear()
        except TimeoutError:
            continue


if __name__ == "__main__":
    asyncio.run(listen())
