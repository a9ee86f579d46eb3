"""
Readers and a flood of spam before the real web server, started as in production.

    python bench/news_load.py [--seconds 20] [--spam 10000]

Starts `deploy/start.sh web` (gunicorn, two processes) on a scratch SQLite file with
the demo. First 16 readers without a pause: requests a second, and milliseconds of CPU
of the server for each, which hold on a machine that has other things to do as well.
Then readers who come at a steady pace, before, during and after a minute of spam from
many networks: how long they wait, as a ratio, and what becomes of the spam.
Ends with 1 when a request costs the server 2 ms or more, which is 1,000 a second on two
cores, when readers wait more than a quarter longer in the flood, or when the queue
begins with spam.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "/news/leipzig-japan-2019-06-bilanz/"
PAGES = ("/", ARTICLE, f"{ARTICLE}?lang=ja", "/feed/de/")
MOST_CPU, MOST_RATIO = 2.0, 1.25  # milliseconds; times as long
READERS_A_SECOND = 40
HONEST = "What did the hosts in Toyohashi ask about most?"


def main() -> int:
    """Start the server, measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--spam", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gegenbesuch-bench-") as folder:
        with server(Path(folder)) as (port, process):
            faults = [
                *throughput(port, process, asked.seconds),
                *flood(port, asked.spam),
            ]
        faults += queue(Path(folder))
    print("; ".join(faults) if faults else "All within bounds.")
    return 1 if faults else 0


@contextmanager
def server(data: Path) -> Iterator[tuple[int, int]]:
    """Start the web server as in production; yields its port and process."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "GEGENBESUCH_DATA": str(data),
        "GEGENBESUCH_DATABASE_URL": "",
        "GEGENBESUCH_DEBUG": "0",
        "GEGENBESUCH_HTTPS": "0",
        "GEGENBESUCH_PROXIES": "1",
        "GEGENBESUCH_HOSTS": "127.0.0.1",
        "GEGENBESUCH_MAIL_FROM": "office@example.org",
        "GEGENBESUCH_SECRET_KEY": "only-for-this-measurement",
        "BIND": f"127.0.0.1:{port}",
    }
    for command in (["migrate"], ["load_demo"]):
        subprocess.run(
            [ROOT / ".venv/bin/python", ROOT / "manage.py", *command, "-v0"],
            env=environment,
            check=True,
        )
    log = (data / "access.log").open("w")
    process = subprocess.Popen(
        [ROOT / "deploy/start.sh", "web"], env=environment, stdout=log, stderr=log
    )
    try:
        for _try in range(600):
            with closing(socket.socket()) as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()
        log.close()


# --- Asking ------------------------------------------------------------------


class Connection(asyncio.Protocol):
    """A connection that stays open; answers are told apart by their length."""

    def __init__(self) -> None:
        self.received = b""
        self.wanted = 0
        self.answer: asyncio.Future[int] | None = None
        self.is_lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, gap, _body = self.received.partition(b"\r\n\r\n")
        if not gap:
            return
        if not self.wanted:
            length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
            self.wanted = len(head) + 4 + int(length or 0)
        if len(self.received) >= self.wanted and self.answer:
            status = int(head[9:12])
            self.received, self.wanted = b"", 0
            self.answer.set_result(status)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True
        if self.answer and not self.answer.done():
            self.answer.set_result(0)


class Caller:
    """Somebody who asks one thing after the other."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection: Connection | None = None

    async def ask(self, request: bytes) -> int:
        """Send a request; returns the status, 0 if the connection broke."""
        loop = asyncio.get_running_loop()
        if self.connection is None or self.connection.is_lost:
            _t, self.connection = await loop.create_connection(
                Connection, "127.0.0.1", self.port
            )
        self.connection.answer = loop.create_future()
        self.connection.transport.write(request)  # type: ignore[attr-defined]
        return await self.connection.answer


def reading(path: str) -> bytes:
    """Return the request of a reader."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
        "Accept-Language: de\r\n\r\n"
    ).encode()


def writing(number: int, text: str) -> bytes:
    """Return a comment from one of many networks, as a machine sends it."""
    form = urlencode(
        {
            "author_name": f"Machine {number}",
            "author_email": f"m{number}@spam.example",
            "text": text,
            "consent": "on",
        }
    )
    sender = f"10.{number // 250 % 250}.{number % 250}.1"
    return (
        f"POST {ARTICLE}comment/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-Forwarded-For: {sender}\r\nContent-Length: {len(form)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}"
    ).encode()


# --- What is measured --------------------------------------------------------


def throughput(port: int, process: int, seconds: float) -> list[str]:
    """Let 16 readers ask without a pause; returns what is not as it should be."""
    asyncio.run(_readers(port, 1))
    spent, own, at = cpu(process), time.process_time(), time.perf_counter()
    count = asyncio.run(_readers(port, seconds))
    took = time.perf_counter() - at
    each = (cpu(process) - spent) / count * 1000
    client = (time.process_time() - own) / count * 1000
    print(
        f"kept pages: {count / took:.0f} a second; {each:.2f} ms of CPU of the server "
        f"for each, {client:.2f} of the readers on the same machine"
    )
    return [f"a kept page costs {each:.2f} ms"] if each >= MOST_CPU else []


async def _readers(port: int, seconds: float) -> int:
    until = time.perf_counter() + seconds
    requests = [reading(path) for path in PAGES]

    async def read() -> int:
        caller, count = Caller(port), 0
        while time.perf_counter() < until:
            count += await caller.ask(requests[count % len(requests)]) == 200
        return count

    return sum(await asyncio.gather(*(read() for _n in range(16))))


def cpu(process: int) -> float:
    """Return the seconds of CPU of a process and its children."""
    found = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if process in {int(stat.parent.name), int(parts[1])}:
            found += (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
    return found


def flood(port: int, spam: int) -> list[str]:
    """Compare how long readers wait; returns what is not as it should be."""
    asyncio.run(Caller(port).ask(writing(40_000, HONEST)))
    calm = asyncio.run(_waits(port, 15))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        sent = pool.apply_async(send_spam, (port, spam))
        time.sleep(2)
        busy = asyncio.run(_waits(port, 40))
        statuses = sent.get()
    calm += asyncio.run(_waits(port, 15))
    ratio = statistics.median(busy) / statistics.median(calm)
    for name, waits in (("before and after", calm), ("in the flood", busy)):
        tenths = statistics.quantiles(waits, n=20)
        print(f"readers {name}: median {tenths[9]:.2f} ms, 95 % {tenths[18]:.2f} ms")
    print(f"readers wait {ratio:.2f} times as long; the spam: {json.dumps(statuses)}")
    return [f"readers wait {ratio:.2f} times as long"] if ratio > MOST_RATIO else []


async def _waits(port: int, seconds: float) -> list[float]:
    """Read at a steady pace; returns the milliseconds of each answer."""
    caller, request, waits = Caller(port), reading(ARTICLE), []
    for _n in range(int(seconds * READERS_A_SECOND)):
        at = time.perf_counter()
        await caller.ask(request)
        waits.append((time.perf_counter() - at) * 1000)
        await asyncio.sleep(max(0.0, 1 / READERS_A_SECOND - waits[-1] / 1000))
    return waits


def send_spam(port: int, count: int) -> dict[str, int]:
    """Send so many comments within a minute; returns how often which status came."""
    return asyncio.run(_send_spam(port, count))


async def _send_spam(port: int, count: int) -> dict[str, int]:
    start, found = time.perf_counter(), dict[str, int]()

    async def write(first: int) -> None:
        caller = Caller(port)
        for number in range(first, count, 8):
            await asyncio.sleep(
                max(0.0, start + number * 60 / count - time.perf_counter())
            )
            text = f"Buy {number} at https://a{number}.example and https://b.example"
            status = str(await caller.ask(writing(number, text)))
            found[status] = found.get(status, 0) + 1

    await asyncio.gather(*(write(first) for first in range(8)))
    return found


def queue(data: Path) -> list[str]:
    """Tell whether an honest comment stands before the spam of the minute."""
    with closing(sqlite3.connect(data / "gegenbesuch.sqlite3")) as database:
        rows = database.execute(
            "SELECT text FROM newsroom_comment WHERE status = 'waiting' "
            "AND author_email LIKE 'm%@spam.example' ORDER BY rank, created_at, id"
        ).fetchall()
    print(f"the queue has {len(rows)} new comments, first: {rows[0][0][:50]}")
    return [] if rows[0][0] == HONEST else ["the queue begins with spam"]


if __name__ == "__main__":
    sys.exit(main())
