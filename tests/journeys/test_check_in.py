"""The doors of an event: two phones, and the network really cut."""

from __future__ import annotations

import json
import socket
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.journeys.conftest import Site

SET_UP = """
from datetime import date, datetime, time, UTC
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.models import Place
from gegenbesuch.guests import services
from gegenbesuch.missions.models import Mission
mission = Mission.objects.get(code="leipzig-japan-2019-06")
made = services.create_guest_list(
    mission, actor=None, title={"de": "Empfang"}, on=date(2031, 6, 5), starts=time(18),
    place=Place.objects.get(code="osaka"),
    answer_by=datetime(2031, 5, 1, tzinfo=UTC),
)
for n in range(50):
    guest = services.add_guest(
        made, name=Name(family=f"Gast{n:02}", given="Kim"), language="de", actor=None
    )
    services.answer_on_behalf(
        guest, comes=True, via="phone", actor=None, at=datetime.now(UTC)
    )
print(made.code)
"""
COUNT = """
import json
from gegenbesuch.guests.doors import presence
from gegenbesuch.guests.models import DoorEvent, GuestList
made = GuestList.objects.get(code="{code}")
inside = sum(known.is_inside for known in presence(made).values())
print(json.dumps([made.door_events.count(), len(presence(made)), inside]))
"""


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
            end.close()
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
            one.close()
            other.close()


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


def count(site: Site, code: str) -> list[int]:
    """Return how many events, guests seen and guests inside the server knows."""
    printed = site.manage("shell", "-v", "0", "-c", COUNT.format(code=code))
    found: list[int] = json.loads(printed.strip().splitlines()[-1])
    return found


def sent(page: Page) -> Any:
    """Wait until nothing is left on the phone."""
    return page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('door:'))"
    )


def test_two_phones_without_network_lose_nobody(site: Site, browser: Browser) -> None:
    code = site.manage("shell", "-v", "0", "-c", SET_UP).strip().splitlines()[-1]
    cables = [Cable(site.url), Cable(site.url)]
    north, south = (
        phone_at(browser, cable, code, locale)
        for cable, locale in zip(cables, ("de-DE", "ja-JP"), strict=True)
    )

    for cable in cables:
        cable.cut()
    for page in (north, south):
        page.reload()
        page.wait_for_selector("[data-guest]")
    let_in(north, 0, 30)
    let_in(south, 20, 50)
    south.locator("[data-find]").fill("gast49")
    south.locator("[data-guest]:visible button[name=out]").click()
    south.reload()  # the battery was changed; what was seen is still there
    assert count(site, code) == [0, 0, 0]

    cables[0].mend()
    north.evaluate("window.dispatchEvent(new Event('online'))")
    sent(north)
    assert count(site, code) == [30, 30, 30]

    # The other phone lay in a drawer over night and is opened anew.
    south.close()
    cables[1].mend()
    reopened = south.context.new_page()
    reopened.goto(f"/guest-lists/{code}/check-in/")
    sent(reopened)

    assert count(site, code) == [61, 50, 49]
    for page in (north, reopened):
        page.context.close()
