"""Phones at the doors, and a network that can really be cut."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Cable:
    """A way to the site that can be cut: a listener that forwards, or does not."""

    def __init__(self, to: str) -> None:
        parts = urlsplit(to)
        self.to = (parts.hostname or "", parts.port or 80)
        self.is_cut = False
        self.open: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Let nothing through, and end what is under way."""
        self.is_cut = True
        for end in self.open:
            _end(end)
        self.open.clear()

    def mend(self) -> None:
        """Let everything through again."""
        self.is_cut = False

    def _listen(self) -> None:
        while True:
            near, _address = self.listener.accept()
            if self.is_cut:
                near.close()
                continue
            far = socket.create_connection(self.to)
            self.open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(
                    target=self._forward, args=(one, other), daemon=True
                ).start()

    def _forward(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        finally:
            _end(one)
            _end(other)


def _end(connection: socket.socket) -> None:
    """
    End a connection for whoever is at its other end.

    Closing alone tells nobody while a thread still reads from it: the server would
    wait for ever for a request, with one thread less for everybody.
    """
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def phone_at(browser: Browser, cable: Cable, code: str, locale: str) -> Page:
    """Return a phone that has opened the page of the doors and keeps it."""
    window = browser.new_context(
        base_url=cable.url, locale=locale, viewport={"width": 390, "height": 800}
    )
    page = window.new_page()
    sign_in(page, "bruno")
    page.goto(f"/guest-lists/{code}/check-in/")
    page.wait_for_selector("[data-check-in][data-is-kept=true]")
    return page


def let_in(page: Page, first: int, last: int) -> None:
    """Let guests in, each by name."""
    for n in range(first, last):
        page.locator("[data-find]").fill(f"gast{n:02}")
        page.locator("[data-guest]:visible button[name=in]").click()
