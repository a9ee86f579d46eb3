"""The directory from a spreadsheet to a distribution list, and every step back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

ROWS = [
    ["Firma", "Name", "氏名", "E-Mail", "Ort", "Seit", "Hobby"],
    ["Zwiebel GmbH", "Dr. Anna Zwiebel", "", "anna@zwiebel.example", "Leipzig", "2015", ""],
    ["株式会社玉葱", "Jiro Tamanegi", "玉葱　次郎", "jiro@tamanegi.example", "豊橋", "2019年4月", "Go"],
    ["Zwiebel GmbH", "Anna Zwiebel", "", "anna@zwiebel.example", "", "", ""],
    ["", "", "", "", "", "", ""],
    ["Zwiebel GmbH", "Bernd Lauch", "", "b@@zwiebel", "", "31.02.2019", ""],
]  # fmt: skip


def _spreadsheet(rows: list[list[str]]) -> dict[str, object]:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    content = text.getvalue().encode("utf-8-sig")
    return {"name": "kontakte.csv", "mimeType": "text/csv", "buffer": content}


def _press(page: Page, name: str) -> None:
    """Press a button and wait for the whole page that answers."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


def _wait_for(page: Page, text: str, *, with_script: bool) -> None:
    """Wait for a text; a page without JavaScript is loaded again until it is there."""
    for _attempt in range(0 if with_script else 60):
        if page.locator("main").get_by_text(text).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("main")).to_contain_text(text)


@pytest.mark.parametrize("with_script", [True, False])
def test_a_spreadsheet_becomes_contacts_and_is_taken_back(
    visit: Visit, *, with_script: bool
) -> None:
    page = visit(java_script_enabled=with_script)
    sign_in(page, "bruno")
    page.get_by_role("link", name="Imports").first.click()
    page.locator("main").get_by_role("link", name="Upload a list").first.click()
    page.locator("input[type=file]").set_input_files(_spreadsheet(ROWS))  # type: ignore[arg-type]
    _press(page, "Upload and look at the columns")
    main = page.locator("main")
    expect(main).to_contain_text("Hobby")
    main.get_by_label("Hobby").select_option("tags")
    _press(page, "Show the preview")

    _wait_for(page, "This is a preview", with_script=with_script)
    expect(main).to_contain_text("Dr. Anna Zwiebel")
    page.goto("/people/?q=Tamanegi")
    expect(main).not_to_contain_text("Tamanegi, Jiro")
    page.go_back()
    _press(page, "Import now")

    _wait_for(page, "Undo this import", with_script=with_script)
    expect(main).to_contain_text("31.02.2019")
    expect(main).to_contain_text("row 2")
    page.goto("/people/?q=玉葱")
    expect(main).to_contain_text("Tamanegi")
    page.go_back()
    _press(page, "Undo this import")

    _wait_for(page, "This import was undone.", with_script=with_script)
    page.goto("/people/?q=玉葱")
    expect(main).not_to_contain_text("Tamanegi")


def _add_person(page: Page, given: str) -> str:
    """Add somebody although somebody like them is there; returns their code."""
    page.goto("/people/create/")
    page.locator("[name=name_family]").fill("Doppelgang")
    page.locator("[name=name_given]").fill(given)
    page.locator("[name=email]").fill(f"{given.lower()}@doppelgang.example")
    _press(page, "Save")
    anyway = page.get_by_label("It is another one. Add it.")
    if anyway.count():
        anyway.check()
        _press(page, "Save")
    page.wait_for_url(lambda url: "create" not in url)
    return page.url.rstrip("/").rpartition("/")[2]


def test_two_records_become_one_and_two_again(visit: Visit) -> None:
    page = visit()
    sign_in(page, "bruno")
    main = page.locator("main")
    kept, dropped = (_add_person(page, given) for given in ("Rosa", "Rosalinde"))
    page.goto(f"/people/{kept}/")
    main.get_by_role("link", name="Merge with another").click()
    page.locator("main input[name=other]").fill(dropped)
    _press(page, "Compare")
    expect(main).to_contain_text("The two records side by side")
    _press(page, "Make them one")

    expect(main).to_contain_text("rosa@doppelgang.example")
    expect(main).to_contain_text("rosalinde@doppelgang.example")
    _press(page, "Undo the merge")

    page.goto(f"/people/{dropped}/")
    expect(main).to_contain_text("rosalinde@doppelgang.example")
    expect(main).not_to_contain_text("rosa@doppelgang.example")


@pytest.mark.parametrize("with_script", [True, False])
def test_both_sides_of_a_card_become_one_person(
    visit: Visit, *, with_script: bool
) -> None:
    page = visit(java_script_enabled=with_script, width=390)
    sign_in(page, "bruno")
    page.goto("/people/capture-card/")
    mark = "Mit" if with_script else "Ohne"
    for name, text in {
        "given": "Kaori",
        "family": f"Karte{mark}",
        "function": "Director",
        "organisation": f"Karte{mark} Ltd",
        "kanji": "花手 香",
        "function_ja": "部長",
        "email": f"kaori@karte-{mark.lower()}.example",
        "phone": "+81 532 123456",
        "on": "5 June 2026",
        "occasion": "Forum",
    }.items():
        page.locator(f"main [name={name}]").fill(text)
    _press(page, "Save")
    main = page.locator("main")
    if main.get_by_text("Whose card is it?").count():
        main.get_by_label("Somebody else").check()
        _press(page, "Save")

    page.wait_for_url(lambda url: "capture-card" not in url)
    expect(main).to_contain_text("花手")
    expect(main).to_contain_text(f"Karte{mark} Ltd")
    expect(main).to_contain_text("Forum")


@pytest.mark.parametrize("with_script", [True, False])
def test_many_people_are_put_on_a_distribution_list(
    visit: Visit, *, with_script: bool
) -> None:
    page = visit(java_script_enabled=with_script)
    sign_in(page, "bruno")
    main = page.locator("main")
    name = f"Summer party {with_script}"
    page.goto("/distribution-lists/create/")
    page.locator("main [name=name]").fill(name)
    _press(page, "Save")
    expect(main).to_contain_text("Nobody is on this list yet.")
    address = page.url

    page.goto("/people/")
    boxes = main.locator("input[name=code]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    _press(page, "Change those chosen")
    main.get_by_label("distribution list").select_option(label=name)
    _press(page, "Preview")
    expect(main).to_contain_text("What will happen")
    _press(page, "Change them")

    page.goto(address)
    expect(main.locator("tbody tr")).to_have_count(2)
    main.get_by_role("button", name="Remove").first.click()
    expect(main.locator("tbody tr")).to_have_count(1)
    main.get_by_role("link", name="Edit").click()
    _press(page, "Remove this list")
    expect(main).not_to_contain_text(name)
