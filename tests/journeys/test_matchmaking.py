"""A Leipzig and a Kobe company find each other; the office acts for a third."""

from __future__ import annotations

import email
import re
import time
from email import policy
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.journeys.conftest import Site

MISSION = """
from gegenbesuch.accounts.models import Office
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions.models import Mission
made = Mission.objects.create(
    office=Office.objects.get(code="leipzig"), kind="delegation", direction="outbound",
    title={"de": "Reise nach Kobe", "en": "Trip to Kobe", "ja": "神戸訪問"},
    starts_on=PartialDate.from_code("2031-06-03"),
    ends_on=PartialDate.from_code("2031-06-04"),
)
print(made.code)
"""
RECORD = """
from gegenbesuch.core.models import AuditEntry
for entry in AuditEntry.objects.filter(verb="matchmaking.request.accepted"):
    print(f"{entry.actor_label}|{entry.on_behalf_of}|{entry.target_label}")
"""
LEIPZIG, KOBE, THIRD = (
    "Pleißenthal Zelltechnik GmbH",
    "Hamanagi Cell Engineering Co. Ltd.",
    "Parthe Prothetik GmbH",
)
OFFER = "再生医療用の細胞を受託製造し、品質検査まで行います。"
NEED = "Wir suchen einen Hersteller, der Zellen für die regenerative Medizin fertigt."
MAILS = {
    LEIPZIG: "anke@leipzig-company.example",
    KOBE: "mika@kobe-company.example",
    THIRD: "jo@third-company.example",
}
PATIENCE = 30  # seconds for mails and suggestions to be made by the worker


def shell(site: Site, code: str) -> str:
    return site.manage("shell", "--no-imports", "-c", code).strip()


def mail_to(site: Site, address: str, words: str) -> str:
    """Return the text of the newest mail to an address with these words in it."""
    for _attempt in range(PATIENCE * 2):
        for text in reversed(site.mails()):
            mail = email.message_from_bytes(text.encode(), policy=policy.default)
            if address in str(mail["To"]):
                part = mail.get_body(("plain",))
                body = part.get_content() if part else ""
                if words in body:
                    return body
        time.sleep(0.5)
    msg = f"No mail to {address} with {words!r}."
    raise AssertionError(msg)


def link_in(body: str, ending: str = "") -> str:
    """Return the address in a mail that ends so; without an ending the last one."""
    found = [url for url in re.findall(r"http://\S+", body) if url.endswith(ending)]
    return found[-1]


def invite(page: Page, mission: str, company: str, side: str, language: str) -> str:
    """Invite a company; returns the address of its profile."""
    page.goto(f"/missions/{mission}/matchmaking/invite/")
    page.locator("[name=organisation]").fill(company)
    page.locator("[name=side]").select_option(side)
    page.locator("[name=contact_name]").fill("Kontakt")
    page.locator("[name=contact_email]").fill(MAILS[company])
    page.locator("[name=contact_phone]").fill("+49 30 23125 001")
    page.locator("[name=contact_language]").select_option(language)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/profiles/*/")
    return page.url


def write_profile(page: Page, **words: str) -> None:
    """Go through all steps with the button of each."""
    language = words["language"]
    number = {"de": "0", "ja": "2"}[language]
    go_on = page.locator("button[name=then][value=next]")
    page.locator(f"[name=summary_{number}]").fill(words["about"])
    go_on.click()
    page.wait_for_url("**/offers/")  # with its script: before, nothing is kept
    page.locator("[name=text_0]").fill(words["offer"])
    # Kept while typing: it is there when the page is opened again.
    saved = {"de": "Gespeichert", "ja": "保存しました"}[language]
    expect(page.locator("[data-autosave-state]")).to_have_text(saved, timeout=15000)
    page.reload()
    expect(page.locator("[name=text_0]")).to_have_value(words["offer"])
    go_on.click()
    page.locator("[name=text_0]").fill(words["need"])
    page.locator("button[name=then][value=more]").click()
    expect(page.locator("[name=text_1]")).to_be_visible()
    go_on.click()
    page.locator("[name=sectors][value=biotech]").check()
    go_on.click()
    page.locator(f"[name=languages][value={language}]").check()
    page.locator("[name=languages][value=en]").check()
    go_on.click()
    for part in ("given", "family", "kanji", "kana", "function"):
        if part in words:
            page.locator(f"[name={part}_0]").fill(words[part])
    go_on.click()
    page.locator("[name=closed_halves]").first.check()
    go_on.click()
    page.locator("button[name=then][value=home]").click()
    with page.expect_navigation():
        page.locator("button[name=verb][value=submit]").click()


def publish(page: Page, profile: str) -> None:
    page.goto(profile)
    page.locator("form[action$='/publish/'] button[type=submit]").click()
    expect(page.locator("main .status--good").first).to_be_visible()


def reload_until(page: Page, address: str, words: str) -> None:
    """Open a page until the worker has done what it is to show."""
    for _attempt in range(PATIENCE * 2):
        page.goto(address)
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
    expect(page.locator("main")).to_contain_text(words)


def ask_and_accept(site: Site, leipzig: Page, kobe: Page) -> None:
    """Ask from the suggestion, and accept by the link of the mail."""
    leipzig.locator(".card", has_text="再生医療").get_by_role("link").first.click()
    leipzig.locator("[name=message]").fill("Wir würden Sie gern kennenlernen.")
    leipzig.locator("button[name=verb][value=send]").click()
    expect(leipzig.locator("main")).to_contain_text("Gesendet")
    kobe.goto(link_in(mail_to(site, MAILS[KOBE], "?answer=accept"), "?answer=accept"))
    expect(kobe.locator("main")).to_contain_text("Wir würden Sie gern kennenlernen.")
    expect(kobe.locator("main")).not_to_contain_text("承諾しました")
    kobe.get_by_role("button", name="面談を承諾する").click()
    expect(kobe.locator("main")).to_contain_text("承諾しました")
    mail_to(site, MAILS[LEIPZIG], "ebenfalls treffen")
    leipzig.reload()
    expect(leipzig.locator("main")).to_contain_text("Angenommen")


def fits_the_phone(page: Page) -> bool:
    fits: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return fits


def test_two_companies_find_each_other_and_the_office_acts_for_a_third(
    visit: Callable[..., Page], site: Site
) -> None:
    mission = shell(site, MISSION)
    office = visit("de-DE")
    sign_in(office, "bruno")
    leipzig_profile = invite(office, mission, LEIPZIG, "0", "de")
    kobe_profile = invite(office, mission, KOBE, "1", "ja")
    third_profile = invite(office, mission, THIRD, "0", "de")

    # Each writes its profile on the phone, in its own language.
    leipzig = visit("de-DE", width=390)
    leipzig.goto(link_in(mail_to(site, MAILS[LEIPZIG], "zehn Minuten"), "/"))
    leipzig_home = leipzig.url
    assert leipzig.locator("html").get_attribute("lang") == "de"
    assert fits_the_phone(leipzig)
    leipzig.locator("a[href$='/profile/about/']").first.click()
    write_profile(
        leipzig,
        language="de",
        about="Wir entwickeln Therapien mit Stammzellen in Leipzig.",
        offer="Wir vermehren Stammzellen in kleinen Bioreaktoren.",
        need=NEED,
        given="Anke",
        family="Vogel",
        function="Vertrieb",
    )
    kobe = visit("ja-JP", width=390)
    kobe.goto(link_in(mail_to(site, MAILS[KOBE], "10分"), "/"))
    kobe_home = kobe.url
    assert kobe.locator("html").get_attribute("lang") == "ja"
    kobe.locator("a[href$='/profile/about/']").first.click()
    write_profile(
        kobe,
        language="ja",
        about="神戸で再生医療向けの細胞加工を行っている会社です。",
        offer=OFFER,
        need="細胞を増やす小型の培養装置を探しています。",
        kanji="佐藤 美香",
        kana="さとう みか",
        function="営業部長",
    )
    assert fits_the_phone(kobe)

    # The office writes that of the third, reviews and publishes all.
    office.goto(f"{third_profile}on-behalf/profile/about/")
    write_profile(
        office,
        language="de",
        about="Wir bauen Prothesen und Messgeräte für Reha-Kliniken.",
        offer="Sensoren, die den Druck unter Prothesen messen.",
        need="Wir suchen Partner für Studien mit Stammzellen.",
        given="Jo",
        family="Berg",
    )
    for profile in (leipzig_profile, kobe_profile, third_profile):
        publish(office, profile)

    # Both see each other, with the sentences that fit.
    reload_until(leipzig, leipzig_home, NEED)
    expect(leipzig.locator(".reasons").first).to_contain_text("再生医療")
    reload_until(kobe, kobe_home, "おすすめする理由")
    expect(kobe.locator(".reasons").first).to_contain_text("regenerative Medizin")

    # Leipzig asks; Kobe accepts from the mail, after one more click.
    ask_and_accept(site, leipzig, kobe)

    # Kobe asks the third, for which the office answers.
    kobe.goto(f"{kobe_home}market/")
    kobe.get_by_role("link", name=re.compile("パルテ|Parthe")).first.click()
    kobe.locator("button[name=verb][value=send]").click()
    office.goto(f"{third_profile}on-behalf/")
    office.locator("#inbox ~ *, .card--accent").first.wait_for()
    office.locator(".card--accent a").first.click()
    office.get_by_role("button", name="Gespräch annehmen").click()
    expect(office.locator("main")).to_contain_text("Angenommen")

    told = [line.split("|") for line in shell(site, RECORD).splitlines()]
    by = {(who, behalf) for who, behalf, _request in told}
    assert ("Kontakt", "") in by
    assert ("Bruno Kessler", THIRD) in by
