"""The doors of an event: two phones, the network really cut, and a day between."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import segno
from playwright.sync_api import expect

from tests.journeys.cable import Cable, let_in, phone_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

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
first = made.door_events.order_by("at").first()
print(json.dumps([made.door_events.count(), len(presence(made)), inside]))
print(first.at.isoformat() if first else "")
"""


def count(site: Site, code: str) -> tuple[list[int], str]:
    """Return how many events, guests seen and inside the server knows; the first."""
    printed = site.manage("shell", "-v", "0", "-c", COUNT.format(code=code))
    numbers, first, *_rest = [*printed.splitlines(), ""]
    found: list[int] = json.loads(numbers)
    return found, first


def sent(page: Page) -> Any:
    """Wait until nothing is left on the phone."""
    return page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('door:'))"
    )


def badge_of(page: Page, number: int) -> FilePayload:
    """Return a picture of the code on a guest's badge."""
    row = page.locator("[data-guest]", has_text=f"Gast{number}")
    picture = BytesIO()
    segno.make_qr(row.get_attribute("data-guest") or "", error="m").save(
        picture, kind="png", scale=6, border=6
    )
    return {
        "name": "badge.png",
        "mimeType": "image/png",
        "buffer": picture.getvalue(),
    }


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
    yesterday = datetime.now(UTC) - timedelta(days=1)
    south.clock.set_system_time(yesterday)
    let_in(south, 20, 50)
    south.locator("[data-find]").fill("gast49")
    south.locator("[data-guest]:visible button[name=out]").click()
    # It has no camera that the page may use: the badge is photographed instead.
    south.locator("[data-camera]").click()
    south.locator("[data-photo] input").set_input_files(badge_of(south, 49))
    expect(south.locator("[data-said]")).to_contain_text("Gast49")
    south.locator("[data-find]").fill("gast49")
    south.locator("[data-guest]:visible button[name=out]").click()
    south.locator("[name=walk_in]").fill("Kim Unangemeldet")
    south.locator("[data-walk-in] button").click()
    south.reload()  # the battery was changed; what was seen is still there
    row = south.locator("[data-guest]", has_text="Kim Unangemeldet")
    expect(row.locator("button[name=out]")).to_be_visible()
    assert count(site, code) == ([0, 0, 0], "")

    cables[0].mend()
    north.evaluate("window.dispatchEvent(new Event('online'))")
    sent(north)
    assert count(site, code)[0] == [30, 30, 30]

    # The other phone lay in a drawer until the next day and is opened anew.
    south.close()
    cables[1].mend()
    reopened = south.context.new_page()
    reopened.clock.set_system_time(datetime.now(UTC))
    reopened.goto(f"/guest-lists/{code}/check-in/")
    sent(reopened)

    numbers, first = count(site, code)
    assert numbers == [64, 51, 50]
    assert abs(datetime.fromisoformat(first) - yesterday) < timedelta(minutes=5)
    for page in (north, reopened):
        page.context.close()
