"""Seats, doors, ranks and tasks without a mouse: what has the focus can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.journeys.conftest import Site

SET_UP = """
from datetime import UTC, date, datetime, time
from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.models import Place
from gegenbesuch.guests import services
from gegenbesuch.missions.models import Mission
mission = Mission.objects.get(code="leipzig-japan-2019-06")
made = services.create_guest_list(
    mission, actor=None, title={"en": "Dinner"}, on=date(2031, 6, 5), starts=time(18),
    place=Place.objects.get(code="osaka"),
    answer_by=datetime(2031, 5, 1, tzinfo=UTC),
)
for n in range(3):
    guest = services.add_guest(
        made, name=Name(family=f"Guest{n}", given="Kim"), language="en", actor=None
    )
    services.answer_on_behalf(
        guest, comes=True, via="phone", actor=None, at=datetime.now(UTC)
    )
print(made.code)
"""
#: Whether what has the focus is what is looked for, and whether that can be seen.
FOCUSED = """selector => {
  const at = document.activeElement;
  if (!at || !at.matches(selector)) return "";
  const style = getComputedStyle(at);
  const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return seen ? "seen" : "unseen";
}"""


def open_page(page: Page, address: str) -> None:
    """Open a page and go past its head, as everybody without a mouse does."""
    page.goto(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the thing has the focus; it must be visible that it does."""
    for _press in range(150):
        page.keyboard.press("Tab")
        if state := page.evaluate(FOCUSED, selector):
            assert state == "seen", selector
            return
    pytest.fail(f"nobody gets to {selector} by keyboard")


def submit(page: Page) -> None:
    """Press Enter and wait for the page that answers."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_evening_without_a_mouse(site: Site, visit: Callable[..., Page]) -> None:
    code = site.manage("shell", "-v", "0", "-c", SET_UP).strip().splitlines()[-1]
    page = visit()
    sign_in(page, "bruno")
    keys = page.keyboard

    # Seats: set up two tables, seat everybody, move a guest by hand.
    open_page(page, f"/guest-lists/{code}/seating/")
    tab_to(page, "[name=count]")
    keys.press("ControlOrMeta+a")
    keys.type("2")
    tab_to(page, "[name=seats]")
    keys.press("ControlOrMeta+a")
    keys.type("3")
    submit(page)
    expect(page.locator(".seating__table")).to_have_count(3)
    tab_to(page, "form[action$='/compute/'] button, form[action*=compute] button")
    submit(page)
    expect(page.locator(".seating__seats li")).to_have_count(3)
    tab_to(page, ".seating__move")
    moved = page.evaluate("document.activeElement.name")
    there = page.evaluate("document.activeElement.value === '1' ? '2' : '1'")
    keys.press("ControlOrMeta+a")
    keys.type(there)
    submit(page)
    expect(page.locator(f"[name={moved}]")).to_have_value(there)

    # Ranks: say what a guest is.
    open_page(page, f"/guest-lists/{code}/order/")
    tab_to(page, "a[href*='/rank/']")
    submit(page)
    tab_to(page, "[name=category]")
    keys.press("ArrowDown")
    tab_to(page, "main form button[type=submit]")
    submit(page)

    # Doors: find somebody and let them in.
    open_page(page, f"/guest-lists/{code}/check-in/")
    tab_to(page, "[data-find]")
    keys.type("guest2")
    tab_to(page, "button[name=in]")
    keys.press("Enter")
    expect(page.locator("strong[data-inside]")).to_have_text("1")

    # Tasks: write one down, and settle it.
    open_page(page, "/tasks/create/")
    tab_to(page, "[name=text]")
    keys.type("Thank the hotel")
    tab_to(page, "main form button[type=submit]")
    submit(page)
    tab_to(page, "button[formaction]")
    submit(page)
    expect(page.locator("#settled")).to_be_visible()
