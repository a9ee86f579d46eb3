"""The day of a forum, six people at once: a no-show, its repair, a meeting that is held."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys.cable import Cable
from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.journeys.conftest import Site

#: Two German companies want to meet a Japanese one; there is time for one of them.
SET_UP = """
import json
from datetime import timedelta
from django.core.management import call_command
from django.utils.timezone import now
from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.services import issue_link, link_token
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.missions.models import Mission
from gegenbesuch.scheduling.models import Interpreter, Session, Slot, Table
forum = Mission.objects.get(code="demo-forum-2026")
office = forum.office
mission = Mission.objects.create(
    office=office, code="the-day", title={"de": "Tag", "en": "Day", "ja": "当日"},
    kind=forum.kind, status=forum.status,
)
session = Session.objects.create(
    mission=mission, code="the-day", title={"de": "Gespräche", "ja": "面談"},
    time_zone="Europe/Berlin", partner_time_zone="Asia/Tokyo",
)
Slot.objects.create(
    session=session, position=0,
    starts_at=now() - timedelta(minutes=5), ends_at=now() + timedelta(hours=1),
)
Table.objects.create(session=session, position=0, name="7")
sato = Person.objects.create(office=office, name=Name(family="Sato", given="Ken"))
person = Interpreter.objects.create(
    session=session, person=sato, pairs=[["de", "ja"]]
)
until = now() + timedelta(days=9)
tokens = {}
def token(target, name, language):
    link = issue_link(
        target, office=office, holder_name=name, language=language, actor=None,
        holder_email=f"{name.lower()}@the-day.example", expires_at=until,
    )
    return link_token(link)
def company(name, side, language, holder):
    made = Organisation.objects.create(office=office, name={language: name})
    profile = Profile.objects.create(
        mission=mission, organisation=made, side=side, languages=[language],
        status="published",
    )
    tokens[holder] = token(profile, holder, language)
    return profile
weber = company("Weber GmbH", 0, "de", "Weber")
vogel = company("Vogel GmbH", 0, "de", "Vogel")
tanaka = company("田中株式会社", 1, "ja", "Tanaka")
for sender, priority in ((weber, 3), (vogel, 1)):
    Request.objects.create(
        mission=mission, sender=sender, recipient=tanaka, language="de",
        priority=priority, status="accepted",
    )
tokens["Sato"] = token(person, "Sato", "ja")
call_command("run_schedule", "the-day", "--seconds", "60")
print(json.dumps(tokens))
"""
LOOK = """
import json
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.onsite.models import Course, Entry
rows = Course.objects.filter(meeting__session__code="the-day")
entries = Entry.objects.filter(meeting__session__code="the-day").order_by("at", "pk")
letters = OutboxMessage.objects.filter(to_email__endswith="@the-day.example")
print(json.dumps({
    "states": {
        str(c.meeting.request.sender.organisation): [c.state, c.missing]
        for c in rows
    },
    "entries": [[e.by, e.kind, e.value or e.text] for e in entries],
    "letters": sorted(letters.values_list("to_name", flat=True)),
}))
"""


def shell(site: Site, script: str) -> Any:
    printed = site.manage("shell", "-v", "0", "-c", script)
    return json.loads(printed.strip().splitlines()[-1])


def my_day(page: Page, token: str) -> Page:
    page.goto(f"/my/day/{token}/")
    page.wait_for_selector("[data-my-day][data-is-kept=true]")
    return page


def see(page: Page, selector: str) -> None:
    """Wait until an open page shows something; it asks at once whether it should."""
    page.evaluate("document.dispatchEvent(new Event('live:ask'))")
    page.wait_for_selector(selector)


def say(page: Page, value: str) -> None:
    page.locator(f".my-talk--now [name=value][value={value}]").click()


def note(page: Page, kind: str, text: str) -> None:
    form = page.locator(f".my-talk--now form:has([value={kind}])")
    form.locator("[name=text]").fill(text)
    form.locator("button").click()


def agree(page: Page) -> None:
    box = page.locator(".my-talk--now [id^=contact-]")
    box.locator("summary").click()
    box.locator("form button").click()
    page.wait_for_selector(".my-talk--now [value=withdraw]", state="attached")


def publish(page: Page) -> None:
    """Make the computed schedule final, as the organiser does."""
    sign_in(page, "alba")
    page.goto("/sessions/the-day/publish/")
    page.locator("[name=state][value=final], select[name=state]").first.evaluate(
        "field => { if (field.tagName === 'SELECT') field.value = 'final';"
        " else field.checked = true; }"
    )
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/sessions/the-day/")


def test_a_no_show_is_repaired_and_a_meeting_is_held(
    site: Site, browser: Browser, visit: Callable[..., Page]
) -> None:
    tokens = shell(site, SET_UP)
    publish(visit("de-DE"))
    cable = Cable(site.url)
    window = browser.new_context(
        base_url=cable.url, locale="de-DE", viewport={"width": 390, "height": 800}
    )
    vogel = my_day(window.new_page(), tokens["Vogel"])
    weber = my_day(visit("de-DE", width=390), tokens["Weber"])
    tanaka = my_day(visit("ja-JP", width=390), tokens["Tanaka"])
    sato = visit("ja-JP", width=390)
    sato.goto(f"/my/interpreting/{tokens['Sato']}/")
    desk = visit("de-DE")
    sign_in(desk, "bruno")
    desk.goto("/sessions/the-day/day/")
    expect(sato.locator(".my-talk--now")).to_contain_text("Weber GmbH")
    expect(vogel.locator(".my-talk")).to_have_count(0)

    # The partner waits at the table; nobody comes, and the other company is asked.
    say(tanaka, "here")
    see(desk, ".day-table [data-state=waiting]")
    say(tanaka, "missed")
    see(desk, ".day-talk--no_show .day-offer")
    desk.locator(".day-talk--no_show .day-offer button").click()

    see(vogel, ".my-talk--now")
    see(weber, ".my-talk__off")
    see(sato, ".my-talk--now >> text=Vogel GmbH")
    see(tanaka, ".my-talk--now >> text=Vogel GmbH")

    # The company has no network, writes all the same, and is heard later.
    cable.cut()
    say(vogel, "here")
    note(vogel, "note", "Muster bis Juli")
    vogel.wait_for_selector("[data-unsent-state]:visible")
    vogel.reload()
    vogel.wait_for_selector("[data-unsent-entries] >> text=Muster bis Juli")
    say(tanaka, "here")
    cable.mend()
    vogel.evaluate("window.dispatchEvent(new Event('online'))")
    for page in (vogel, tanaka, desk, sato):
        see(page, "[data-state=running] >> visible=true")
    see(vogel, "[id^=entries-] >> text=Muster bis Juli")
    note(tanaka, "next_step", "見積書を送る")
    see(tanaka, "[id^=entries-] >> text=見積書を送る")
    say(tanaka, "strong")
    say(vogel, "held")
    see(desk, ".day-table [data-state=held]")

    agree(vogel)
    assert vogel.locator("text=tanaka@the-day.example").count() == 0
    agree(tanaka)
    see(tanaka, "text=vogel@the-day.example")
    see(vogel, "text=tanaka@the-day.example")

    tanaka.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('day:'))"
    )
    found = shell(site, LOOK)
    assert found["states"] == {
        "Weber GmbH": ["no_show", "sender"],
        "Vogel GmbH": ["held", ""],
    }
    assert sorted(found["entries"]) == sorted(
        [
            ["Tanaka", "says", "here"],
            ["Tanaka", "says", "missed"],
            ["Vogel", "says", "here"],
            ["Vogel", "note", "Muster bis Juli"],
            ["Tanaka", "says", "here"],
            ["Tanaka", "next_step", "見積書を送る"],
            ["Tanaka", "interest", "strong"],
            ["Vogel", "says", "held"],
        ]
    )
    assert found["letters"] == ["Tanaka", "Tanaka", "Vogel", "Weber", "Weber"]
    window.close()
