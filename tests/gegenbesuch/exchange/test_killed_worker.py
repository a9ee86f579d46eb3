"""
A worker that is killed in the middle of an import loses and doubles nothing.

Everything is real: a database of its own, a web server to which the file is
uploaded, and `manage.py db_worker`, which gets SIGKILL.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from lxml import html

from tests.gegenbesuch.exchange.files import csv_file, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

MANAGE = str(Path(__file__).resolve().parents[3] / "manage.py")
ROWS = 1200
MAIL, PASSWORD = "anna@office.example", "correct horse battery staple"
USER = f"""
from gegenbesuch.accounts.models import Membership, Office, User
user = User.objects.create_user({MAIL!r}, {PASSWORD!r}, name="Anna")
Membership.objects.create(user=user, office=Office.objects.get(), role="coordinator")
"""
COUNT = """
from gegenbesuch.directory.models import ContactPoint, Organisation, Person, Role
print(*(m.objects.count() for m in (Person, Organisation, Role, ContactPoint)))
"""


@pytest.fixture
def environment(db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the settings of an installation with a database of its own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GEGENBESUCH")}
    clean |= {
        "DJANGO_SETTINGS_MODULE": "gegenbesuch.config.settings",
        "GEGENBESUCH_DATA": str(tmp_path),
    }
    if connection.vendor == "sqlite":
        yield clean
        return
    name = f"killed_{os.getpid()}"
    server = os.environ["GEGENBESUCH_DATABASE_URL"].rpartition("/")[0]
    with _administration(server) as execute:
        execute(f'CREATE DATABASE "{name}"')
        try:
            yield clean | {"GEGENBESUCH_DATABASE_URL": f"{server}/{name}"}
        finally:
            execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _administration(server: str) -> Iterator[Callable[[str], object]]:
    import psycopg  # noqa: PLC0415 -- on PostgreSQL only

    with psycopg.connect(f"{server}/postgres", autocommit=True) as administration:
        yield administration.execute


class Site:
    """An installation that is used from outside only."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(cookies)
        )

    def manage(self, *arguments: str) -> str:
        """Run a command and return what it prints."""
        done = subprocess.run(
            [sys.executable, MANAGE, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """Have a program run meanwhile."""
        process = subprocess.Popen([sys.executable, *command], env=self.environment)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def get(self, path: str) -> HtmlElement:
        """Return a page."""
        return self._open(urllib.request.Request(self.url + path))

    def submit(self, where: str, *, file: bytes = b"", **given: str) -> None:
        """Send the form of this page that goes there, as it stands but for this."""
        forms = [
            form for form in self.page.forms if where in (form.action or self.path)
        ]
        (form,) = [form for form in forms if form.method == "POST"]
        parts = {**dict(form.form_values()), **given}
        mark = "e4a1c7"
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            f"{value}\r\n".encode()
            for name, value in parts.items()
        )
        if file:
            head = 'Content-Disposition: form-data; name="file"; filename="list.csv"'
            body += f"--{mark}\r\n{head}\r\n\r\n".encode() + file + b"\r\n"
        body += f"--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
        headers = {"Content-Type": kind, "Referer": self.url + self.path}
        url = urllib.parse.urljoin(self.url + self.path, form.action or "")
        self._open(urllib.request.Request(url, body, headers))

    def _open(self, request: urllib.request.Request) -> HtmlElement:
        with self.opener.open(request, timeout=60) as answer:
            self.path = urllib.parse.urlsplit(answer.url).path
            self.page = html.document_fromstring(answer.read())
        return self.page

    def wait_for(self, condition: Callable[[], bool], seconds: int = 120) -> None:
        """Wait until something is so."""
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, f"still not so after {seconds} s"
            time.sleep(0.2)

    def is_up(self) -> bool:
        """Tell whether the web server answers."""
        try:
            self.get("/sign-in/")
        except OSError:
            return False
        return True


def _letters(n: int) -> str:
    return "".join(chr(ord("a") + n // 17**place % 17) for place in range(4))


def _rows() -> list[list[str]]:
    rows = [["Firma", "Name", "Vorname", "E-Mail", "Seit"]]
    for n in range(ROWS):
        family, given = person(n * 7)
        word = _letters(n * 6007 % 17**4)
        row = [f"{word.title()} {family} GmbH", f"{family}{word}", given]
        rows.append([*row, f"{word}@{word}-firma.de", "2015"])
        if n % 100 == 50:
            rows += [[*rows[-1]], ["", "", "", f"{word}@firma.de", ""]]
    return rows


def _progress(site: Site, run: str) -> int:
    """Return how many rows are done, as the page of the import says."""
    values = site.get(run).xpath("//progress/@value")
    return int(values[0]) if values else 0


def _can(site: Site, run: str, what: str) -> bool:
    """Tell whether the page of the import offers something to do."""
    return bool(site.get(run).xpath(f"//form[contains(@action, '/{what}/')]"))


@pytest.mark.slow
def test_a_killed_worker_loses_and_doubles_nothing(environment: dict[str, str]) -> None:
    site = Site(environment)
    site.manage("migrate", "-v0")
    site.manage("create_office", "--name", "Office")
    site.manage("shell", "-v0", "-c", USER)
    rows = _rows()
    server = ("-m", "gunicorn", "gegenbesuch.config.wsgi", "--log-level", "warning")
    worker = (MANAGE, "db_worker", "--no-reload", "--interval", "0.2")

    with site.running(*server, "--bind", site.url.removeprefix("http://")):
        site.wait_for(site.is_up)
        site.submit("sign-in", username=MAIL, password=PASSWORD)
        site.get("/imports/upload/")
        site.submit("upload", file=csv_file(*rows))
        run = site.path.removesuffix("columns/")
        with site.running(*worker):
            site.submit("columns")
            site.wait_for(lambda: _can(site, run, "start"))
        site.submit("start")
        with site.running(*worker) as killed:
            site.wait_for(lambda: _progress(site, run) >= ROWS // 4)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        assert ROWS // 4 <= _progress(site, run) < ROWS
        with site.running(*worker):
            site.wait_for(lambda: _can(site, run, "undo"))
        report = json.loads(site.opener.open(f"{site.url}{run}report.json").read())

    created = [
        row["codes"]["person"] for row in report["rows"] if row["status"] == "created"
    ]
    again = ROWS // 100
    assert [row["row"] for row in report["rows"]] == list(range(2, len(rows) + 1))
    assert report["totals"] == {
        "created": ROWS,
        "updated": 0,
        "duplicate": again,
        "doubtful": 0,
        "refused": again,
    }
    assert len(set(created)) == ROWS
    assert site.manage("shell", "-v0", "-c", COUNT).split() == [str(ROWS)] * 4
