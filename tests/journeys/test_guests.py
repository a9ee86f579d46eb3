"""
A mission like that of 2019, from its planning to the doors of its reception.

The office plans, invites and seats in a browser, fifty guests answer on their own
pages, in their own language, and two phones without network let them in.
"""

from __future__ import annotations

import re
import time
from email import message_from_string, policy
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.journeys.cable import Cable, let_in, phone_at
from tests.journeys.conftest import sign_in
from tests.journeys.test_check_in import count, sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page

    from tests.journeys.conftest import Site

#: Fifty people of the directory on a distribution list, thirty of them in Japan.
PEOPLE = """
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory import services
from gegenbesuch.missions.models import Mission
office = Mission.objects.get(code="leipzig-japan-2019-06").office
made = services.create_list(office, actor=None, name="Freunde Japans")
for n in range(50):
    is_japanese = n % 5 < 3
    person = services.create_person(
        office,
        name=Name(
            family=f"Gast{n:02}",
            given="Kim",
            kanji=Spelling("客", "金") if is_japanese else Spelling(),
        ),
        actor=None,
        contacts=[("email", f"gast{n:02}@guests.example")],
        languages=["ja" if is_japanese else "de"],
    )
    services.add_to_list(made, person, actor=None)
"""
LINK = re.compile(r"http://\S+/link/\S+")


class Counted:
    """A page that counts what somebody does on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def press(self, name: str) -> None:
        """Press a button or follow a link of the page."""
        main = self.page.locator("main, header")
        both = main.get_by_role("button", name=name, exact=True).or_(
            main.get_by_role("link", name=name, exact=True)
        )
        both.first.click()
        self.actions += 1

    def fill(self, **fields: str) -> None:
        """Fill in fields by their names."""
        for name, value in fields.items():
            self._field(name).fill(value)
            self.actions += 1

    def choose(self, name: str, label: str) -> None:
        """Choose one of several."""
        self._field(name).select_option(label=label)
        self.actions += 1

    def check(self, name: str) -> None:
        """Tick a box."""
        self._field(name).check()
        self.actions += 1

    def _field(self, name: str) -> Locator:
        return self.page.locator(f"main [name={name}]").first


@pytest.mark.slow
def test_from_the_plan_to_the_doors(
    site: Site, visit: Callable[..., Page], browser: Browser
) -> None:
    site.manage("shell", "-v", "0", "-c", PEOPLE)
    page = visit()
    sign_in(page, "alba")
    office = Counted(page)

    mission = plan(office)
    code = invite(office)
    letters = invitations(site, 50)
    answer(visit, letters)
    page.goto(f"/guest-lists/{code}/")
    expect(page.locator("main")).to_contain_text("50")
    seat(office, code)

    assert office.actions < 60
    assert mission != "leipzig-japan-2019-06"
    check_in(site, browser, code)


def plan(office: Counted) -> str:
    """Plan the mission of 2031 and return its code."""
    office.page.goto("/missions/leipzig-japan-2019-06/planning/")
    office.press("Plan a mission like this")
    office.fill(starts_on="2031-06-01")
    office.press("Plan the mission")
    office.page.wait_for_url(re.compile(r"/missions/(?!leipzig-japan-2019-06)[^/]+/"))
    main = office.page.locator("main")
    expect(main).to_contain_text("all dates were moved")
    for button in ("Take along : Roy Richter", "Take along : Jana Mertens"):
        office.press(button)
    return office.page.url.split("/missions/")[1].split("/")[0]


def invite(office: Counted) -> str:
    """Set up the reception and invite fifty guests; return the code of its list."""
    office.press("Guests")
    office.press("Set up a guest list")
    office.fill(
        title_1="Reception of the City of Leipzig",
        on="2031-06-02",
        starts="18:00",
        ends="20:30",
    )
    office.choose("place", "Osaka")
    office.fill(capacity="60", answer_by_day="2031-05-20", answer_by_clock="12:00")
    office.press("Save the event")
    office.press("Add guests")
    office.choose("distribution_list", "Freunde Japans")
    office.press("Put all on the list")
    office.check("all")
    office.press("Invite")
    expect(office.page.locator("body")).to_contain_text("50 guests were invited")
    return office.page.url.split("/guest-lists/")[1].split("/")[0]


def invitations(site: Site, wanted: int) -> list[tuple[str, str]]:
    """Wait for the mails and return the language and the link of each."""
    found: list[tuple[str, str]] = []
    for _attempt in range(120):
        files = "".join(site.mails())  # one file can hold several mails
        mails = [m for m in files.split(f"{79 * '-'}\n") if "@guests.example" in m]
        if len(mails) >= wanted:
            break
        time.sleep(0.5)
    for text in mails:
        mail = message_from_string(text, policy=policy.default)
        body: Any = mail.get_body(("plain",))
        link = LINK.search(body.get_content())
        assert link is not None
        found.append((mail["Content-Language"], link[0]))
    assert len(found) == wanted
    assert sorted({language for language, _link in found}) == ["de", "ja"]
    return found


def answer(visit: Callable[..., Page], letters: list[tuple[str, str]]) -> None:
    """Let each guest accept on the page of the mail, in the language of the mail."""
    page = visit("fr-FR", width=390)
    for language, link in letters:
        page.goto(link)
        assert page.locator("html").get_attribute("lang") == language
        page.locator("[name=comes][value=yes]").check()
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator(".entry-codes img")).to_have_count(1)


def seat(office: Counted, code: str) -> None:
    """Set up tables and seat everybody."""
    office.press("Seating")
    office.fill(count="5", seats="10")
    office.press("Add tables")
    office.press("Seat everybody")
    expect(office.page.locator("body")).to_contain_text("The guests are seated")
    expect(office.page.locator(".seating__seats li")).to_have_count(50)
    assert code in office.page.url


def check_in(site: Site, browser: Browser, code: str) -> None:
    """Let all in by two phones whose network is cut; nobody is lost or doubled."""
    cables = [Cable(site.url), Cable(site.url)]
    phones = [phone_at(browser, cable, code, "de-DE") for cable in cables]
    for cable in cables:
        cable.cut()
    let_in(phones[0], 0, 27)
    let_in(phones[1], 24, 50)
    for cable, phone in zip(cables, phones, strict=True):
        cable.mend()
        phone.evaluate("window.dispatchEvent(new Event('online'))")
        sent(phone)
        phone.context.close()

    assert count(site, code)[0] == [53, 50, 50]
