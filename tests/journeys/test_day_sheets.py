"""The day sheets of a mission on a phone whose network is really cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.conftest import sign_in
from tests.journeys.test_check_in import Cable

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.journeys.conftest import Site

SET_UP = """
from datetime import time, timedelta
from django.utils.timezone import now
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions.models import Mission, ProgrammeItem
mission = Mission.objects.get(code="leipzig-japan-2019-06")
stop = mission.stops.filter(place__time_zone="Asia/Tokyo").first()
for days, title in ((-1, "Gestern"), (2, "Übermorgen"), (5, "Später")):
    ProgrammeItem.objects.create(
        office=mission.office, mission=mission, stop=stop, kind="site_visit",
        title={"de": title}, status="confirmed", planned_start=time(10),
        planned_on=PartialDate.on((now() + timedelta(days=days)).date()),
    )
"""
OWN = """
from datetime import UTC, datetime
from gegenbesuch.accounts.services import issue_link, link_token
from gegenbesuch.missions.models import Mission
mission = Mission.objects.get(code="leipzig-japan-2019-06")
row = mission.participations.filter(person__code="schuelke").first()
print(link_token(issue_link(
    row, office=mission.office, holder_name=str(row), holder_email="", language="de",
    expires_at=datetime(2099, 1, 1, tzinfo=UTC), actor=None,
)))
"""
FOUR_DAYS_LATER = """
const now = Date.now;
Date.now = () => now() + 4 * 24 * 3600 * 1000;
"""


def test_day_sheets_open_without_network(site: Site, browser: Browser) -> None:
    site.manage("shell", "-v", "0", "-c", SET_UP)
    cable = Cable(site.url)
    window = browser.new_context(
        base_url=cable.url, locale="de-DE", viewport={"width": 390, "height": 800}
    )
    page = window.new_page()
    sign_in(page, "bruno")
    page.goto("/missions/leipzig-japan-2019-06/days/")
    page.wait_for_selector("[data-is-kept=true]")
    expect(page.locator("[data-said-when-kept]")).to_contain_text("ohne Netz")

    # Somebody who travels has no account and opens their own address.
    token = site.manage("shell", "-v", "0", "-c", OWN).strip().splitlines()[-1]
    traveller = browser.new_context(base_url=cable.url, locale="de-DE").new_page()
    traveller.goto(f"/link/{token}/")
    traveller.wait_for_selector("[data-is-kept=true]")

    cable.cut()
    traveller.reload()
    expect(traveller.locator("[data-next-link]")).to_have_text("Übermorgen")
    expect(traveller.locator("body")).to_contain_text("Clemens Schülke")
    traveller.context.close()
    page.reload()

    expect(page.locator(".day-entry--next h3")).to_contain_text("Übermorgen")
    expect(page.locator("[data-next-link]")).to_have_text("Übermorgen")
    page.add_init_script(FOUR_DAYS_LATER)
    page.reload()
    expect(page.locator("[data-next-link]")).to_have_text("Später")
    window.close()
