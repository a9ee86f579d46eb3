"""Staff of the office plan a mission, look people up and compute a schedule."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page


def test_staff_plan_a_mission_and_record_what_came_of_it(
    visit: Callable[..., Page],
) -> None:
    page = visit()
    sign_in(page, "bruno")
    page.goto("/missions/create/")
    page.locator("[name=title_1]").fill("Follow-up in Toyohashi")
    page.locator("[name=starts_on]").fill("late March 2027")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/missions/*/")
    mission = page.url
    expect(page.locator("main")).to_contain_text("late March 2027")

    page.goto(f"{mission}items/create/")
    page.locator("[name=title_1]").fill("Reception at the town hall")
    page.get_by_text("Guests and order").click()
    page.locator("[name=planned_audience]").fill("about 40")
    page.get_by_role("button", name="Save the plan").click()
    page.wait_for_url(re.compile(r"/missions/[^/]+/(programme/)?(#.*)?$"))
    expect(page.locator("main")).to_contain_text("about 40")

    page.get_by_role("link", name="Record what came of it").first.click()
    page.get_by_label("Held", exact=True).check()
    page.locator("[name=actual_audience]").fill("more than 50")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("was recorded")
    page.goto(mission)

    expect(page.locator("main")).to_contain_text("about 40")
    expect(page.locator("main")).to_contain_text("more than 50")


def test_staff_find_a_japanese_word_inside_a_longer_name(
    visit: Callable[..., Page],
) -> None:
    page = visit()
    sign_in(page, "chloe")
    page.goto("/organisations/")
    page.locator("main input[type=search]").fill("豊橋")

    expect(page.locator("main")).to_contain_text("Toyohashi University of Technology")
    expect(page.locator("main")).not_to_contain_text("Porsche")

    page.goto("/people/?q=Schuelke")
    expect(page.locator("main")).to_contain_text("Schülke")


def test_staff_compute_the_schedule_see_its_proof_and_move_a_meeting(
    visit: Callable[..., Page],
) -> None:
    page = visit()
    sign_in(page, "alba")
    page.goto("/sessions/demo-forum/")
    compute = page.get_by_role("button", name="Compute the best schedule")
    compute.click()
    page.wait_for_url("**#run-status")

    main = page.locator("main")
    expect(main).to_contain_text(
        re.compile("proven: no", re.IGNORECASE), timeout=120_000
    )
    expect(main).to_contain_text("accepted requests are placed")

    expect(compute).to_be_visible(timeout=120_000)
    page.goto("/sessions/demo-forum/tables/")
    said = page.locator("[data-schedule-said]")
    meeting = page.locator("[data-schedule] .encounter").first
    name = meeting.inner_text()
    free = page.locator("[data-schedule] tbody tr").first.locator("td").last

    meeting.focus()
    meeting.press("ArrowDown")
    expect(said).to_contain_text(re.compile(r"meets?|interpreter|Free"))
    meeting.press("Escape")
    expect(said).to_have_text("It stays where it is.")
    for _step in range(7):
        meeting.press("ArrowRight")
    expect(said).to_contain_text("Free: the meeting can go here.")
    meeting.press("Enter")
    expect(page.locator("main")).to_contain_text("Moved by hand last")
    expect(free).to_contain_text(name.split("\n")[0])
    undo(page, free)

    meeting = page.locator("[data-schedule] .encounter").first
    meeting.drag_to(free)
    expect(free).to_contain_text(name.split("\n")[0])
    undo(page, free)

    drag_by_finger(page, meeting, free)
    expect(free).to_contain_text(name.split("\n")[0])


def undo(page: Page, cell: Locator) -> None:
    """Take a move back; the script that lets meetings be dragged is there again."""
    with page.expect_navigation():
        page.get_by_role("button", name="Undo the move").click()
    expect(cell).to_have_text("–")


def drag_by_finger(page: Page, meeting: Locator, cell: Locator) -> None:
    """Hold a meeting until it can be moved, and let it go over a cell."""
    finger = page.context.new_cdp_session(page)
    meeting.scroll_into_view_if_needed()
    start, end = (
        {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        for box in (meeting.bounding_box(), cell.bounding_box())
        if box
    )
    send = partial(finger.send, "Input.dispatchTouchEvent")
    send({"type": "touchStart", "touchPoints": [start]})
    page.wait_for_selector(".encounter--held")
    send({"type": "touchMove", "touchPoints": [end]})
    expect(page.locator("[data-schedule-said]")).to_contain_text("Free: the meeting")
    send({"type": "touchEnd", "touchPoints": []})
