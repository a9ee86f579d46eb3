from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.newsroom import services
from gegenbesuch.newsroom.models import Article
from tests.cast import signed_in
from tests.factories import ArticleFactory, MissionFactory, i18n, shown

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

FORM = {
    "title_0": "Besuch",
    "title_1": "Visit",
    "title_2": "訪問",
    "lead_0": "Kurz gesagt.",
    "body_0": "**Lang** gesagt.",
    "comments_open": "on",
}


def test_create_article_starts_a_draft_that_readers_don_t_see(
    office: Office, bruno: User
) -> None:
    answer = signed_in(bruno).post("/newsroom/create/", FORM)
    article = Article.objects.get()

    assert answer["Location"] == article.get_absolute_url()
    assert (article.office, article.status) == (office, Article.Status.DRAFT)
    assert article.title.data == {"de": "Besuch", "en": "Visit", "ja": "訪問"}
    assert Client().get(article.get_absolute_url()).status_code == 404


def test_article_falls_back_to_another_language_and_says_so(office: Office) -> None:
    article = ArticleFactory(office=office)
    article.body = i18n("**Lang** gesagt.").data | {"en": "", "ja": ""}
    article.save()

    page = Client().get(article.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="ja")

    assert '<html lang="ja">' in page.content.decode()
    assert "<strong>Lang</strong> gesagt." in page.content.decode()


def test_article_text_never_carries_a_script(office: Office) -> None:
    body = "Hello <script>alert(1)</script> [link](javascript:alert(2))"
    article = ArticleFactory(office=office, body=i18n(body))

    page = Client().get(article.get_absolute_url()).content.decode()

    assert "alert(1)</script>" not in page
    assert 'href="javascript:' not in page


def test_update_article_keeps_the_texts_that_were_not_changed(
    office: Office, bruno: User
) -> None:
    article = ArticleFactory(office=office, title=i18n("Alt", "Old", "旧"))
    address = f"/newsroom/{article.code}/edit/"

    texts = {"title_0": "Neu", "title_1": "Old", "title_2": "旧"}
    signed_in(bruno).post(address, FORM | texts | shown(article))
    article.refresh_from_db()

    assert article.title.data == {"de": "Neu", "en": "Old", "ja": "旧"}


def test_publish_article_works_once(office: Office, alba: User) -> None:
    article = ArticleFactory(office=office, status="draft", published_at=None)
    stale = Article.objects.get(pk=article.pk)

    services.publish_article(article, actor=alba, at=now())

    assert Client().get(article.get_absolute_url()).status_code == 200
    with pytest.raises(ActionError):
        services.publish_article(stale, actor=alba, at=now())


def test_withdraw_article_takes_it_off_the_public_site(
    office: Office, alba: User
) -> None:
    article = ArticleFactory(office=office)

    services.withdraw_article(article, actor=alba)

    assert Client().get(article.get_absolute_url()).status_code == 404


def test_withdraw_article_works_once(office: Office, alba: User) -> None:
    article = ArticleFactory(office=office)
    stale = Article.objects.get(pk=article.pk)
    services.withdraw_article(article, actor=alba)

    with pytest.raises(ActionError):
        services.withdraw_article(stale, actor=alba)

    entries = AuditEntry.objects.filter(verb="newsroom.article.withdrawn")
    assert entries.count() == 1


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_feed_has_each_article_in_its_language(office: Office, language: str) -> None:
    title = {"de": "Besuch", "en": "Visit", "ja": "訪問"}
    article = ArticleFactory(office=office, title=i18n(*title.values()))

    feed = Client().get(f"/feed/{language}/")

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert f"<title>{title[language]}</title>" in feed.content.decode()
    assert f"{article.get_absolute_url()}?lang={language}" in feed.content.decode()
    assert f":{article.code}/{language}</id>" in feed.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_articles_page_asks_a_fixed_number_of_queries(
    office: Office, n: int, django_assert_num_queries: Any
) -> None:
    ArticleFactory.create_batch(n, office=office)

    with django_assert_num_queries(3):
        Client().get("/")


def test_invented_news_stands_apart_from_the_real(office: Office) -> None:
    mission = MissionFactory(office=office, is_invented=True)
    published = {"office": office, "status": "published"}
    real = ArticleFactory(**published, published_at=now() - timedelta(days=9))
    ArticleFactory(**published, published_at=now(), mission=mission)

    context = Client().get("/").context

    assert context["newest"][0] == real
    assert [row.mission for row, _picture in context["invented"]] == [mission]
