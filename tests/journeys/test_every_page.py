"""Every page of the demo, found by following links: accessible, and few queries."""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from gegenbesuch.accounts.models import PersonalLink, User
from gegenbesuch.accounts.services import link_token
from tests.cast import signed_in
from tests.journeys.conftest import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.journeys.conftest import Site

MOST_QUERIES = 30
#: Axe looks at one page of each kind, or with this set at all of them: an hour.
#: Queries are counted on the first pages of each kind, or with it on thousands.
ALL_PAGES = bool(os.environ.get("GEGENBESUCH_TEST_ALL_PAGES"))
LINK = re.compile(r'href="([^"]+)"')
STARTS = ("/", "/missions/", "/styleguide/", "/comments/", "/account/")
FEWEST_PAGES = 150
MOST_OF_A_KIND = 12
#: Without fetching style sheets again, and without listing what is in order.
ONLY_FAULTS = {"preload": False, "resultTypes": ["violations"]}
#: Colours are the same in every language, and comparing them takes the most time.
WITHOUT_COLOURS = ONLY_FAULTS | {"rules": {"color-contrast": {"enabled": False}}}


def pages_of(client: Client) -> Iterator[tuple[str, int]]:
    """Follow all links from the starting pages; yield address and queries."""
    waiting, seen = list(STARTS), set(STARTS)
    kinds: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        kind = resolve(urlsplit(address).path).view_name
        kinds[kind] += 1
        if kinds[kind] > MOST_OF_A_KIND and not ALL_PAGES:
            continue
        connection.queries_log.clear()  # It keeps the last 9,000 of all pages.
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, address
        yield address, len(queries)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        for href in LINK.findall(answer.content.decode()):
            path = urldefrag(href.replace("&amp;", "&")).url
            parts = urlsplit(path)
            if parts.scheme or not path.startswith("/") or parts.query:
                continue
            if path.startswith("/static/") or path in seen:
                continue
            seen.add(path)
            waiting.append(path)


@pytest.mark.django_db
@pytest.mark.slow
def test_no_page_of_the_demo_asks_more_than_thirty_queries() -> None:
    call_command("load_demo", verbosity=0)
    call_command("run_schedule", "demo-forum", "--seconds", "2", verbosity=0)
    call_command("publish_schedule", "demo-forum", state="preliminary", verbosity=0)
    alba = signed_in(User.objects.get(email__startswith="alba"))

    counted = dict(pages_of(alba))
    for link in PersonalLink.objects.all():
        address = f"/my/agenda/{link_token(link)}/"
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        counted[address] = len(queries)

    assert len(counted) > FEWEST_PAGES
    assert {a: n for a, n in counted.items() if n > MOST_QUERIES} == {}


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["de-DE", "en-GB", "ja-JP"])
def test_axe_finds_nothing_on_any_page(
    visit: Callable[..., Page], site: Site, locale: str
) -> None:
    from axe_playwright_python.sync_playwright import (  # noqa: PLC0415 -- slow import
        Axe,
    )

    page = visit(locale, bypass_csp=True)
    sign_in(page, "alba")
    options = ONLY_FAULTS if locale == "de-DE" or ALL_PAGES else WITHOUT_COLOURS
    faults = {}
    for address in addresses_by_links(page):
        page.goto(address)
        found = Axe().run(page, options=options).response["violations"]
        if found:
            faults[address] = [
                (fault["id"], [node["target"] for node in fault["nodes"]][:3])
                for fault in found
            ]

    assert faults == {}


def addresses_by_links(page: Page) -> list[str]:
    """Follow links in the browser's session; keep one address for each view, or all."""
    waiting, seen, kept = list(STARTS), set(STARTS), {}
    while waiting:
        address = waiting.pop(0)
        view = resolve(urlsplit(address).path).view_name
        kind = address if ALL_PAGES else view
        if kind in kept:
            continue
        answer = page.request.get(address)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        kept[kind] = address
        for href in LINK.findall(answer.text()):
            path = urldefrag(href).url
            parts = urlsplit(path)
            if parts.scheme or parts.query or not path.startswith("/"):
                continue
            if not path.startswith("/static/") and path not in seen:
                seen.add(path)
                waiting.append(path)
    return list(kept.values())
