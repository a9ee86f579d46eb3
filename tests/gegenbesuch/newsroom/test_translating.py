from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gegenbesuch.core.errors import ActionError
from gegenbesuch.newsroom import services
from gegenbesuch.newsroom.models import Article
from gegenbesuch.newsroom.translating import changes_between, renderings
from tests.cast import signed_in
from tests.factories import ArticleFactory

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import Office, User

ENGLISH = {"title": "Visit", "lead": "In short.", "body": "At length."}


@pytest.fixture
def article(office: Office) -> Article:
    return ArticleFactory(
        office=office,
        title={"de": "Besuch"},
        lead={"de": "Kurz."},
        body={"de": "Erstens.\n\nZweitens."},
    )


def states(article: Article) -> dict[str, str]:
    article.refresh_from_db()
    rows = renderings(article, article.translations.all())
    return {row.language: row.state for row in rows}


def page_in(client: Client, article: Article, language: str) -> str:
    return client.get(f"{article.get_absolute_url()}?lang={language}").content.decode()


def test_save_translation_is_shown_once_it_is_ready(
    article: Article, bruno: User, client: Client
) -> None:
    services.save_translation(article, "en", actor=bruno, texts=ENGLISH, is_ready=False)
    assert states(article) == {"de": "source", "en": "in_work", "ja": "missing"}
    assert "At length." not in page_in(client, article, "en")

    services.save_translation(article, "en", actor=bruno, texts=ENGLISH, is_ready=True)

    assert states(article) == {"de": "source", "en": "ready", "ja": "missing"}
    assert "At length." in page_in(client, article, "en")
    assert "Erstens." in page_in(client, article, "de")


def test_translation_is_outdated_once_its_source_has_changed(
    article: Article, bruno: User
) -> None:
    services.save_translation(article, "en", actor=bruno, texts=ENGLISH, is_ready=True)

    services.update_article(
        article, actor=bruno, body={"de": "Erstens.\n\nDrittens."}, is_minor=True
    )
    assert states(article)["en"] == "outdated"

    page = signed_in(bruno).get(f"/newsroom/{article.code}/translate/en/")
    changes = page.context["pairs"][2]["changes"]
    assert changes == [
        ("same", "Erstens."),
        ("gone", "Zweitens."),
        ("new", "Drittens."),
    ]

    texts = ENGLISH | {"body": "Third."}
    services.save_translation(article, "en", actor=bruno, texts=texts, is_ready=True)
    assert states(article)["en"] == "ready"


def test_texts_that_came_without_a_translation_are_outdated_as_well(
    article: Article, bruno: User
) -> None:
    article.title = {"de": "Besuch", "ja": "訪問"}
    article.save()
    assert states(article)["ja"] == "ready"

    services.update_article(
        article, actor=bruno, title={"de": "Reise", "ja": "訪問"}, is_minor=True
    )

    assert states(article)["ja"] == "outdated"


def test_readers_keep_the_old_translation_while_a_new_one_is_in_work(
    article: Article, bruno: User, client: Client
) -> None:
    services.save_translation(article, "en", actor=bruno, texts=ENGLISH, is_ready=True)

    texts = ENGLISH | {"body": "Half a sen"}
    services.save_translation(article, "en", actor=bruno, texts=texts, is_ready=False)

    assert "At length." in page_in(client, article, "en")
    assert "Half a sen" not in page_in(client, article, "en")


def test_ready_translation_needs_title_and_text(article: Article, bruno: User) -> None:
    with pytest.raises(ActionError):
        services.save_translation(
            article, "en", actor=bruno, texts=ENGLISH | {"body": ""}, is_ready=True
        )

    answer = signed_in(bruno).post(
        f"/newsroom/{article.code}/translate/en/",
        {"title": "", "lead": "", "body": "x", "is_ready": "on"},
    )
    assert list(answer.context["form"].errors) == ["title"]


def test_source_is_not_translated_into_itself(article: Article, bruno: User) -> None:
    page = signed_in(bruno).get(f"/newsroom/{article.code}/translate/de/")

    assert page.status_code == 404
    with pytest.raises(ActionError):
        services.save_translation(
            article, "de", actor=bruno, texts=ENGLISH, is_ready=True
        )


def test_changes_between_equal_texts_are_none() -> None:
    assert changes_between("a\n\nb", "a\n\nb") == [("same", "a"), ("same", "b")]
