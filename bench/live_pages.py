"""
What open pages cost that ask for their number (ADR 33).

Starts the site as `deploy/start.sh web` does, on a data folder that has been migrated,
lets 300 pages ask every two and a quarter seconds as `static/js/live.js` does, and prints how much of
one core the web processes used for it. Linux only.

    GEGENBESUCH_DATA=… python bench/live_pages.py --pages 300 --seconds 30
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from pathlib import Path

EVERY = 2.25
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(parent: int) -> float:
    """Return the CPU seconds of a process and its children so far."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if parent in {int(stat.parent.name), int(fields[1])}:
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


class Page:
    """An open page: asks, keeps its connection as long as the server does."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.key = port, f"page-{number}"
        self.asked = self.failed = 0
        self.slowest = 0.0
        self.writer: asyncio.StreamWriter | None = None
        self.reader: asyncio.StreamReader | None = None

    async def live(self, until: float) -> None:
        await asyncio.sleep(random.random() * EVERY)
        while time.monotonic() < until:
            begun = time.monotonic()
            try:
                await self.ask()
            except OSError:
                self.failed += 1
            self.asked += 1
            self.slowest = max(self.slowest, time.monotonic() - begun)
            await asyncio.sleep(EVERY)

    async def ask(self) -> None:
        for attempt in (1, 2):
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection(
                    "127.0.0.1", self.port
                )
            assert self.reader is not None
            try:
                head = await self.exchange()
            except OSError:
                head = b""
            if head:
                assert head.startswith(b"HTTP/1.1 200"), head
                return
            self.writer.close()
            self.writer = None
            if attempt == 2:
                raise OSError

    async def exchange(self) -> bytes:
        assert self.reader is not None
        assert self.writer is not None
        self.writer.write(
            f"GET /pulse/{self.key}/ HTTP/1.1\r\nHost: localhost\r\n"
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/130\r\n"
            "Accept: */*\r\nCookie: csrftoken=0123456789abcdef\r\n\r\n".encode()
        )
        head = await self.reader.read(4096)
        while head and not head.partition(b"\r\n\r\n")[2]:
            more = await self.reader.read(4096)
            head = head + more if more else b""
        return head


async def run(port: int, pages: list[Page], seconds: float) -> None:
    """Let all pages live."""
    until = time.monotonic() + seconds
    await asyncio.gather(*(page.live(until) for page in pages))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--keep-alive", type=int, default=10)
    options = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "gegenbesuch.config.wsgi"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "2"),
            *("--worker-class", "gthread", "--threads", "4", "--no-control-socket"),
            *("--keep-alive", str(options.keep_alive)),
        ]
    )
    try:
        pages = [Page(port, n) for n in range(options.pages)]
        time.sleep(6)
        asyncio.run(
            run(port, [Page(port, n) for n in range(9)], 4)
        )  # everything is imported by then
        before, begun = cpu_of(server.pid), time.monotonic()
        asyncio.run(run(port, pages, options.seconds))
        used, elapsed = cpu_of(server.pid) - before, time.monotonic() - begun
    finally:
        server.terminate()
        server.wait()
    asked = sum(page.asked for page in pages)
    print(f"{options.pages} pages asked {asked} times in {elapsed:.0f} s,")
    print(f"{sum(page.failed for page in pages)} times without an answer;")
    print(f"the slowest answer took {max(p.slowest for p in pages):.2f} s.")
    print(f"{used:.2f} s of CPU: {used / elapsed:.1%} of a core,")
    print(f"{1000 * used / max(1, asked):.2f} ms each.")


if __name__ == "__main__":
    main()
