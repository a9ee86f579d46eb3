from __future__ import annotations

import gzip
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.newsroom import page_cache, services
from tests.cast import signed_in
from tests.factories import ArticleFactory, CommentFactory, i18n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.accounts.models import Office, User


@pytest.fixture(autouse=True)
def kept(settings: Any) -> Iterator[None]:
    settings.KEEP_PAGES = True
    page_cache.clear()
    yield
    page_cache.clear()


def test_second_reader_of_a_language_asks_the_database_nothing(
    office: Office, django_assert_num_queries: Any
) -> None:
    article = ArticleFactory(office=office, title=i18n("Besuch", "Visit", "訪問"))
    path = article.get_absolute_url()
    first = {lang: Client().get(f"{path}?lang={lang}").content for lang in ("de", "ja")}
    assert first["de"] != first["ja"]

    with django_assert_num_queries(0):
        again = Client().get(f"{path}?lang=ja")
        unchanged = Client().get(
            f"{path}?lang=ja", headers={"if-none-match": again["ETag"]}
        )

    assert again.content == first["ja"]
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_what_readers_see_changes_at_once(
    office: Office, bruno: User, alba: User, django_capture_on_commit_callbacks: Any
) -> None:
    article = ArticleFactory(office=office)
    comment = CommentFactory(article=article)
    path = article.get_absolute_url()
    assert comment.text not in Client().get(path).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        services.approve_comment(comment, actor=bruno, at=now())
    assert comment.text in Client().get(path).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_article(article, actor=alba)
    assert Client().get(path).status_code == 404


def test_kept_list_ends_with_the_next_embargo(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = now() + timedelta(seconds=20)
    later = ArticleFactory(office=office, code="later", published_at=ends)
    assert later.code not in Client().get("/").content.decode()

    monkeypatch.setattr(page_cache.time, "time", ends.timestamp)
    later.published_at = now()
    later.save()

    assert later.code in Client().get("/").content.decode()


def test_staff_get_no_kept_page_and_leave_none(office: Office, bruno: User) -> None:
    article = ArticleFactory(office=office)
    path = article.get_absolute_url()

    assert "staff-bar" in signed_in(bruno).get(path).content.decode()
    assert "staff-bar" not in Client().get(path).content.decode()
    assert "staff-bar" in signed_in(bruno).get(path).content.decode()


def test_kept_page_is_pressed_for_browsers_that_take_it(office: Office) -> None:
    path = ArticleFactory(office=office).get_absolute_url()
    plain = Client().get(path)
    pressed = Client().get(path, headers={"accept-encoding": "br, gzip"})

    assert gzip.decompress(pressed.content) == plain.content
    assert len(pressed.content) < len(plain.content) / 2
    assert pressed["Content-Encoding"] == "gzip"
    for page in (plain, pressed):
        assert int(page["Content-Length"]) == len(page.content)
    assert "Accept-Encoding" in plain["Vary"]
    assert not plain.has_header("Content-Encoding")


def test_searches_are_not_kept(office: Office) -> None:
    Client().get("/?q=visit")
    ArticleFactory(office=office, code="new", title=i18n("visit"))

    assert "/news/new/" in Client().get("/?q=visit").content.decode()
