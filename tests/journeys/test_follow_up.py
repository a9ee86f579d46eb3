"""Who took part is asked by mail, and what they report stands in the Bilanz."""

from __future__ import annotations

import re
import time
from email import message_from_string, policy
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.journeys.conftest import Site

MISSION = "/missions/demo-journey-2026"


def test_a_company_answers_by_the_link_of_its_mail(
    site: Site, visit: Callable[..., Page]
) -> None:
    office = visit()
    sign_in(office, "alba")
    office.goto(f"{MISSION}/follow-up/surveys/")
    survey = office.locator("tr", has_text="after 90 days")
    survey.get_by_role("button", name="Send now").click()
    expect(office.locator("main")).to_contain_text("0 of 6 have answered")

    language, link = mail_to(site, "auwald@example.org")
    company = visit("fr-FR", width=390)
    company.goto(link)
    assert company.locator("html").get_attribute("lang") == language == "de"
    company.get_by_label("Erzielt", exact=True).check()
    company.locator("[name=value]").fill("120000")
    company.get_by_role("button", name="Antworten senden").click()
    expect(company.locator("main")).to_contain_text("Ihre Antwort ist angekommen")

    office.goto(f"{MISSION}/bilanz/")
    sales = office.locator("#number-survey-sales-value")
    expect(sales).to_contain_text("about 120,000 EUR")
    expect(sales).to_contain_text("self-reported")


def mail_to(site: Site, address: str) -> tuple[str, str]:
    """Wait for the mail to an address; return its language and the link in it."""
    for _attempt in range(120):
        files = "".join(site.mails())  # one file can hold several mails
        for text in files.split(f"{79 * '-'}\n"):
            if f"To: {address}" in text or f"<{address}>" in text:
                mail = message_from_string(text, policy=policy.default)
                body: Any = mail.get_body(("plain",))
                link = re.search(r"http://\S+/link/\S+", body.get_content())
                assert link is not None
                return mail["Content-Language"], link[0]
        time.sleep(0.5)
    raise AssertionError(address)
