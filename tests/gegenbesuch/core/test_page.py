"""The frame of every page, and the pages that belong to no part."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template import Context
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation
from i18nfield.strings import LazyI18nString

from gegenbesuch.accounts.models import Office, PersonalLink
from gegenbesuch.core import views
from gegenbesuch.core.templatetags.page import this_page


def test_server_error_needs_neither_user_nor_session() -> None:
    with translation.override("en"):
        response = views.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "<h1>Something went wrong</h1>" in response.content.decode()


def test_not_found_and_forbidden_say_what_to_do() -> None:
    request = RequestFactory().get("/")
    with translation.override("en"):
        not_found = views.not_found(request, Http404())
        forbidden = views.forbidden(request, PermissionDenied())

    assert (not_found.status_code, forbidden.status_code) == (404, 403)
    assert "you may have to sign in" in not_found.content.decode()
    assert "ask your office&#x27;s coordinator" in forbidden.content.decode()


def test_form_without_its_token_is_refused_in_the_language_of_the_reader() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/language/?lang=en", {"language": "ja"})

    assert answer.status_code == 403
    assert "<h1>This form has expired</h1>" in answer.content.decode()


@pytest.mark.parametrize(
    ("came_from", "page"),
    [
        ("http://testserver/news/x/?a=1&lang=ja", "/news/x/?a=1"),
        ("https://elsewhere.example/news/x/", "/news/x/comment/"),
        ("", "/news/x/comment/"),
    ],
)
def test_answer_to_a_refused_form_switches_language_where_the_form_was(
    came_from: str, page: str
) -> None:
    request = RequestFactory().post("/news/x/comment/", headers={"referer": came_from})

    assert this_page(Context({"request": request})) == page


def test_an_action_opened_like_a_page_says_what_it_is(client: Client) -> None:
    answer = client.get("/language/?lang=en")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Nothing was changed." in answer.content.decode()


def test_a_missing_page_is_ours_in_development_too(
    client: Client, settings: Any
) -> None:
    settings.DEBUG = True

    answer = client.get("/nothing/?lang=en")

    assert answer.status_code == 404
    assert "<h1>There is no such page</h1>" in answer.content.decode()


@pytest.mark.parametrize(
    ("code", "name"), [("de", "Deutsch"), ("en", "English"), ("ja", "日本語")]
)
def test_each_language_is_named_in_itself(code: str, name: str, client: Client) -> None:
    page = client.get("/accessibility/", {"lang": code}).content.decode()

    button = (
        f'<button name="language" value="{code}" lang="{code}" aria-current="true">'
    )
    assert f"{button}{name}</button>" in page
    assert page.count('aria-current="true">') == 2  # the header and the menu


def test_language_switch_stays_on_the_page(client: Client) -> None:
    answer = client.post("/language/", {"language": "ja", "next": "/accessibility/"})

    assert answer["Location"] == "/accessibility/"
    assert '<html lang="ja">' in client.get("/accessibility/").content.decode()


@pytest.mark.parametrize("language", ["de", "en", "ja"])
@pytest.mark.parametrize("kind", ["txt", "html"])
def test_renew_link_mail_has_the_address(kind: str, language: str) -> None:
    link = PersonalLink(
        holder_name="Mio Hoshizaki",
        office=Office(name=LazyI18nString({"de": "Amt & Co"})),
    )
    with translation.override(language):
        mail = render_to_string(
            f"emails/renew_link.{kind}", {"link": link, "url": "https://x.test/l/a:b/"}
        )
        subject = render_to_string("emails/renew_link.subject.txt", {"link": link})

    assert "https://x.test/l/a:b/" in mail
    assert "Mio Hoshizaki" in mail
    assert ("Amt & Co" if kind == "txt" else "Amt &amp; Co") in mail
    assert "\n" not in subject.strip()
