"""A reader comes to the public site, changes the language and leaves a comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ARTICLE = "/news/leipzig-japan-2019-06-bilanz/"
#: The other journeys need the first article without comments.
COMMENTED = "/news/leipzig-japan-2019-06-ankuendigung/"
COMMENT = "A visit that was answered is worth two. <script>alert(1)</script>"


def write_comment(page: Page, text: str) -> None:
    form = page.locator("form.comment-form")
    form.locator("[name=author_name]").fill("Jo Reader")
    form.locator("[name=author_email]").fill("jo@reader.example")
    form.locator("[name=text]").fill(text)
    form.locator("[name=consent]").check()
    form.locator("button[type=submit]").click()


def test_reader_switches_the_language_and_stays_on_the_page(
    visit: Callable[..., Page],
) -> None:
    page = visit("de-DE")
    page.goto("/")
    page.get_by_role("link", name=re.compile("Zurück aus Japan")).click()

    for language, word in (("English", "More than 150"), ("日本語", "豊橋")):
        page.get_by_role("link", name=language).first.click()
        page.wait_for_load_state()

        assert ARTICLE in page.url
        expect(page.locator("main")).to_contain_text(word)

    assert page.locator("html").get_attribute("lang") == "ja"


@pytest.mark.parametrize("scripts", [True, False])
def test_comment_appears_only_after_the_office_has_approved_it(
    visit: Callable[..., Page],
    scripts: bool,  # noqa: FBT001 -- with and without
) -> None:
    text = f"{COMMENT} {scripts}"
    reader = visit(java_script_enabled=scripts)
    reader.goto(COMMENTED)
    write_comment(reader, text)
    expect(reader.locator("main")).to_contain_text("being checked")
    reader.goto(COMMENTED)
    expect(reader.locator("main")).not_to_contain_text(text)

    staff = visit(java_script_enabled=scripts)
    sign_in(staff, "bruno")
    staff.goto("/comments/")
    waiting = staff.locator(".comment-card", has_text=text)
    waiting.get_by_role("button", name="Approve").click()

    reader.goto(COMMENTED)
    expect(reader.locator(".comment", has_text=text)).to_be_visible()
    expect(reader.locator("main")).not_to_contain_text("jo@reader.example")


def test_reader_is_told_what_is_missing_and_loses_nothing(
    visit: Callable[..., Page],
) -> None:
    page = visit(java_script_enabled=False, width=390)
    page.goto(COMMENTED)
    form = page.locator("form.comment-form")
    form.evaluate("form => form.noValidate = true")
    form.locator("[name=text]").fill("Half a comment.")
    form.locator("button[type=submit]").click()

    expect(page.locator("[name=text]")).to_have_value("Half a comment.")
    expect(page.locator(".kern-form-input--error")).to_have_count(3)
