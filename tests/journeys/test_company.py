"""A company opens its personal link: agenda, PDF, calendar, a new link by mail."""

from __future__ import annotations

import email
import re
from email import policy
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.journeys.conftest import Site

LINK = """
from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import link_url
print(link_url(PersonalLink.objects.get(holder_email="{email}")))
"""
EXPIRE = """
from django.utils.timezone import now
from gegenbesuch.accounts.models import PersonalLink
PersonalLink.objects.filter(holder_email="{email}").update(expires_at=now())
"""
GERMAN = "annika.voss@example.org"
JAPANESE = "misaki.hamada@example.org"


def run(site: Site, code: str, address: str) -> str:
    return site.manage(
        "shell", "--no-imports", "-c", code.format(email=address)
    ).strip()


def open_agenda(page: Page, link: str) -> None:
    """Open a personal link, and the agenda from there."""
    page.goto(link)
    page.locator("a[href*='/my/agenda/']").first.click()
    page.wait_for_url("**/my/agenda/**")


@pytest.mark.parametrize(
    ("holder", "locale", "zone"),
    [(GERMAN, "de-DE", "japanische Zeit"), (JAPANESE, "ja-JP", "日本")],
)
def test_company_reads_its_agenda_on_the_phone(
    visit: Callable[..., Page], site: Site, holder: str, locale: str, zone: str
) -> None:
    page = visit(locale, width=390)
    open_agenda(page, run(site, LINK, holder))

    assert page.locator("html").get_attribute("lang") == locale[:2]
    expect(page.locator(".agenda-item").first).to_be_visible()
    expect(page.locator(".agenda-item__when").first).to_contain_text(zone)
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_company_switches_the_language_of_its_agenda(
    visit: Callable[..., Page], site: Site
) -> None:
    page = visit("de-DE")
    open_agenda(page, run(site, LINK, GERMAN))
    address = page.url

    page.get_by_role("button", name="English").first.click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url == address


def test_company_takes_its_agenda_along(visit: Callable[..., Page], site: Site) -> None:
    page = visit("ja-JP")
    open_agenda(page, run(site, LINK, JAPANESE))
    meetings = page.locator(".agenda-item").count()
    links = {
        kind: page.locator(f'a[href^="/"][href$="agenda.{kind}"]').get_attribute("href")
        for kind in ("pdf", "ics")
    }

    pdf = page.request.get(str(links["pdf"]))
    calendar = Calendar.from_ical(page.request.get(str(links["ics"])).text())

    assert pdf.body().startswith(b"%PDF-")
    assert len(calendar.events) == meetings
    assert {str(e.start.tzinfo) for e in calendar.events} == {"Europe/Berlin"}


def test_company_gets_a_new_link_by_mail_when_the_old_one_has_expired(
    visit: Callable[..., Page], site: Site
) -> None:
    old = run(site, LINK, GERMAN)
    run(site, EXPIRE, GERMAN)
    page = visit("de-DE")

    assert page.goto(old).status == 410
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    mails = (
        email.message_from_string(text, policy=policy.default)
        for text in reversed(site.mails())
    )
    mail = next(each for each in mails if each["To"] == GERMAN)
    body = mail.get_body(("plain",)).get_content()
    new = re.search(r"https?://\S+", body).group()

    open_agenda(page, new)
    expect(page.locator(".agenda-item").first).to_be_visible()
    assert page.goto(old).status == 410


def test_a_forged_link_opens_nothing(visit: Callable[..., Page], site: Site) -> None:
    page = visit()
    token = run(site, LINK, GERMAN).rstrip("/").rpartition("/")[2]

    assert page.goto(f"/link/{token[:-1]}x/").status == 404
    assert page.goto(f"/my/agenda/{token[:-1]}x/").status == 404
