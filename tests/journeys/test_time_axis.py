"""The programme moved on its axis: dragged, by keyboard, refused, and by form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
ONLY_FAULTS = {"preload": False, "resultTypes": ["violations"]}
URL = "/missions/demo-forum-2026/axis/"


def planned(page: Page) -> str:
    """Return when the first bar begins, in minutes of the day, as the server has it."""
    page.reload()
    start: str = page.locator("[data-item]").first.get_attribute("data-start") or ""
    return start


def test_move_an_item_by_drag_and_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit()
    sign_in(page, "bruno")
    page.goto(URL)
    bar = page.locator("[data-item]").first
    said = page.locator("[data-said]")
    before = int(bar.get_attribute("data-start") or "")

    bar.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("Enter saves")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Back where it was.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("[data-said]", has_text="Saved").wait_for()
    focused = page.evaluate("document.activeElement.dataset.item")
    assert focused == page.locator("[data-item]").first.get_attribute("data-item")
    assert planned(page) == str(before + 15)

    box = page.locator("[data-item]").first.bounding_box()
    assert box is not None
    x, y = box["x"] + 10, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=4)
    page.mouse.move(x + 75, y, steps=4)
    page.mouse.up()
    page.locator("[data-said]", has_text="Saved").wait_for()
    after = int(planned(page))
    assert after > before + 15
    assert after % 15 == before % 15


def test_a_refused_move_goes_back_and_says_why(visit: Callable[..., Page]) -> None:
    page, other = visit(), visit()
    for each in (page, other):
        sign_in(each, "bruno")
        each.goto(URL)
    start = other.locator(".axis-row__move").first
    start.locator("[name=start]").fill("08:30")
    start.locator("[name=end]").fill("09:10")
    start.locator("button").click()
    other.wait_for_url("**/axis/#axis-*")

    bar = page.locator("[data-item]").first
    bar.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    page.locator("[data-said]", has_text="Somebody else has changed").wait_for()
    expect(bar).to_have_attribute("data-start", "510")
    assert planned(page) == "510"


@pytest.mark.parametrize("locale", ["de-DE", "en-GB", "ja-JP"])
def test_axe_finds_nothing_on_the_axis(visit: Callable[..., Page], locale: str) -> None:
    from axe_playwright_python.sync_playwright import (  # noqa: PLC0415 -- slow import
        Axe,
    )

    page = visit(locale, width=390, bypass_csp=True)
    sign_in(page, "bruno")
    for path in ("axis", "versions", "groups", "call-off", "organisers", "programme"):
        page.goto(f"/missions/leipzig-japan-2019-06/{path}/")
        found = Axe().run(page, options=ONLY_FAULTS).response["violations"]
        assert [(path, row["id"], row["nodes"][0]["html"]) for row in found] == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (path, wide) == (path, 390)
    page.goto(URL)
    assert Axe().run(page, options=ONLY_FAULTS).response["violations"] == []
