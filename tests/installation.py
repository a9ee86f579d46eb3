"""An installation of its own for one test: a database and real processes."""

from __future__ import annotations

import http.cookiejar
import os
import shutil
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement
    from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[1]
MANAGE = str(ROOT / "manage.py")


@pytest.fixture
def environment(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    migrated_file: Path | None,
    tmp_path: Path,
) -> Iterator[dict[str, str]]:
    """
    Give the settings of an installation with an empty database of its own.

    It is copied from the one of the tests; so the test needs the mark `django_db`, with
    `transaction=True`, for a copy can't be made within a transaction.
    """
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GEGENBESUCH")}
    clean |= {
        "DJANGO_SETTINGS_MODULE": "gegenbesuch.config.settings",
        "GEGENBESUCH_DATA": str(tmp_path),
    }
    if connection.vendor == "sqlite":
        assert migrated_file is not None
        shutil.copy(migrated_file, tmp_path / "gegenbesuch.sqlite3")
        yield clean
        return
    with django_db_blocker.unblock():
        connection.close()  # Nobody may be connected to what is copied.
        connection.close_pool()
    template = connection.settings_dict["NAME"]
    name = f"own_{os.getpid()}"
    server = os.environ["GEGENBESUCH_DATABASE_URL"].rpartition("/")[0]
    with _administration(server) as execute:
        execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
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

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command, however it ends."""
        return subprocess.run(
            [sys.executable, MANAGE, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def manage(self, *arguments: str) -> str:
        """Run a command and return what it prints."""
        done = self.run(*arguments)
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
