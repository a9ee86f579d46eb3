"""
Journeys run against the real thing: the demo, a web server, a worker, a browser.

The site is a copy of what `make demo` makes, on a free port, with its own data
folder; mails lie there as files.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.demo.accounts import ACCOUNTS
from tests.browser import chromium_path, launch_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

PATIENCE = 30  # seconds for a page to show what is expected, also on a busy machine
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """A running demo."""

    url: str
    data: Path

    def manage(self, *arguments: str) -> str:
        """Run a management command on the site's data and return what it prints."""
        return _manage(self.data, self.url, *arguments)

    def mails(self) -> list[str]:
        """Return the mails sent so far, oldest first."""
        folder = self.data / "mail"
        files = sorted(folder.glob("*.log"), key=lambda f: f.stat().st_mtime)
        return [f.read_text(encoding="utf-8") for f in files]


def _environment(data: Path, url: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GEGENBESUCH_")}
    return clean | {
        "DJANGO_SETTINGS_MODULE": "gegenbesuch.config.settings",
        "GEGENBESUCH_DATA": str(data),
        "GEGENBESUCH_SITE_URL": url,
    }


def _manage(data: Path, url: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=_environment(data, url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(150):
        try:
            with urllib.request.urlopen(f"{url}/health/", timeout=2):
                return
        except OSError:
            assert process.poll() is None, "the web server ended at its start"
            time.sleep(0.2)
    pytest.fail("the web server does not answer")


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path | None
) -> Iterator[Site]:
    """Make the demo in a scratch folder and serve it until the last journey ends."""
    data = tmp_path_factory.mktemp("site")
    port = _free_port()
    url = f"http://localhost:{port}"
    if migrated_file:
        shutil.copy(migrated_file, data / "gegenbesuch.sqlite3")
    _manage(data, url, "migrate", "--verbosity", "0")
    _manage(data, url, "load_demo")
    _manage(data, url, "run_schedule", "demo-forum", "--seconds", "60")
    _manage(data, url, "publish_schedule", "demo-forum", "--state", "preliminary")
    environment = _environment(data, url)
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "gegenbesuch.config.wsgi",
            "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4",
            "--log-level", "warning",
        ],
        env=environment,
    )  # fmt: skip
    worker = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "db_worker", "--interval", "0.2"],
        env=environment,
    )
    try:
        _wait_for(url, server)
        yield Site(url, data)
    finally:
        for process in (server, worker):
            process.terminate()
        for process in (server, worker):
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all journeys."""
    from playwright.sync_api import (  # noqa: PLC0415 -- slow import
        expect,
        sync_playwright,
    )

    if chromium_path() is None:
        pytest.skip("no Chromium found; `make test` says how to get one")
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_options())
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """
    Let visitors come: `visit("ja-JP", width=390)` opens a fresh browser window.

    Any script error or breach of the content security policy fails the journey.
    """
    windows = []
    errors: list[str] = []

    def open_window(locale: str = "en-GB", *, width: int = 1280, **more: Any) -> Page:
        window = browser.new_context(
            locale=locale,
            base_url=site.url,
            viewport={"width": width, "height": 900},
            **more,
        )
        windows.append(window)
        tab = window.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on(
            "console",
            lambda message: (
                errors.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        return tab

    yield open_window
    for window in windows:
        window.close()
    assert errors == []


def sign_in(page: Page, who: str) -> None:
    """Sign in as one of the demo's staff: alba, bruno or chloe."""
    account = next(a for a in ACCOUNTS if a.email.startswith(who))
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(account.email)
    page.locator("input[name=password]").fill(account.password)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/missions/")
