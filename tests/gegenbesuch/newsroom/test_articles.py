from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.newsroom import services
from gegenbesuch.newsroom.models import Article
from tests.cast import signed_in
from tests.factories import (
    ArticleFactory,
    MembershipFactory,
    MissionFactory,
    i18n,
    shown,
)

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

FORM = {
    "source_language": "de",
    "title": "Besuch",
    "lead": "Kurz gesagt.",
    "body": "**Lang** gesagt.",
    "comments_open": "on",
}


@pytest.fixture
def in_review(office: Office, bruno: User) -> Article:
    return ArticleFactory(
        office=office, status="review", published_at=None, submitted_by=bruno
    )


def test_create_article_starts_a_draft_that_readers_don_t_see(
    office: Office, bruno: User
) -> None:
    answer = signed_in(bruno).post("/newsroom/create/", FORM)
    article = Article.objects.get()

    assert answer["Location"] == f"/newsroom/{article.code}/"
    assert (article.office, article.status) == (office, Article.Status.DRAFT)
    assert article.title.data == {"de": "Besuch"}
    assert Client().get(article.get_absolute_url()).status_code == 404


def test_draft_from_release_keeps_all_languages(office: Office, bruno: User) -> None:
    mission = MissionFactory(office=office)
    texts = {
        "ja": {"title": "訪問", "lead": "要旨", "body": "本文"},
        "de": {"title": "Besuch", "lead": "Kurz", "body": "Lang"},
    }

    article = services.draft_from_release(
        office=office, actor=bruno, texts=texts, mission=mission
    )

    assert (article.status, article.source_language) == ("draft", "ja")
    assert article.title.data == {"ja": "訪問", "de": "Besuch"}
    assert article.body.data == {"ja": "本文", "de": "Lang"}


def test_article_falls_back_to_another_language_and_says_so(office: Office) -> None:
    article = ArticleFactory(office=office, title={"de": "Besuch"})
    article.body = {"de": "**Lang** gesagt."}
    article.save()

    page = Client().get(article.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="ja")

    assert '<html lang="ja">' in page.content.decode()
    assert "<strong>Lang</strong> gesagt." in page.content.decode()
    assert not page.context["is_translated"]


def test_article_text_never_carries_a_script(office: Office) -> None:
    body = "Hello <script>alert(1)</script> [link](javascript:alert(2))"
    title = "</script><script>alert(3)</script>"
    article = ArticleFactory(office=office, body=i18n(body), title=i18n(title))

    page = Client().get(article.get_absolute_url()).content.decode()

    assert "alert(1)</script>" not in page
    assert 'href="javascript:' not in page
    assert "<script>alert(3)" not in page


def test_update_article_keeps_the_texts_that_were_not_changed(
    office: Office, bruno: User
) -> None:
    article = ArticleFactory(office=office, title=i18n("Alt", "Old", "旧"))
    address = f"/newsroom/{article.code}/edit/"

    typed = FORM | {"title": "Neu", "is_minor": "on"} | shown(article)
    signed_in(bruno).post(address, typed)
    article.refresh_from_db()

    assert article.title.data == {"de": "Neu", "en": "Old", "ja": "旧"}


# --- Corrections -------------------------------------------------------------


def test_update_article_says_to_readers_what_was_corrected(
    office: Office, bruno: User
) -> None:
    article = ArticleFactory(office=office)
    address = f"/newsroom/{article.code}/edit/"
    client = signed_in(bruno)

    silent = client.post(address, FORM | shown(article))
    assert (
        "what you correct" in silent.content.decode() or silent.context["form"].errors
    )
    assert article.corrections.count() == 0

    note = {"correction_0": "Es waren 50 Gäste."}
    client.post(address, FORM | note | shown(article))

    page = Client().get(article.get_absolute_url() + "?lang=de").content.decode()
    assert "Berichtigungen" in page
    assert "Es waren 50 Gäste." in page
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert "newsroom.article.corrected" in verbs


def test_slip_of_the_pen_leaves_no_correction(office: Office, bruno: User) -> None:
    article = ArticleFactory(office=office)

    typed = FORM | {"is_minor": "on"} | shown(article)
    signed_in(bruno).post(f"/newsroom/{article.code}/edit/", typed)
    article.refresh_from_db()

    assert str(article.title.data["de"]) == "Besuch"
    assert article.corrections.count() == 0


# --- Review and release ------------------------------------------------------


def test_article_goes_from_hand_to_hand(
    office: Office, alba: User, bruno: User
) -> None:
    article = ArticleFactory(office=office, status="draft", published_at=None)
    address = f"/newsroom/{article.code}/"
    editor, coordinator = signed_in(bruno), signed_in(alba)

    editor.post(address + "submit/")
    coordinator.post(address + "return/", {"note": "Say when."})
    article.refresh_from_db()
    assert (article.status, article.review_note) == ("draft", "Say when.")

    editor.post(address + "submit/")
    coordinator.post(address + "publish/", {"zone": "Europe/Berlin"})
    article.refresh_from_db()

    assert (article.status, article.review_note) == ("published", "")
    assert Client().get(article.get_absolute_url()).status_code == 200


def test_publish_article_works_once(in_review: Article, alba: User) -> None:
    stale = Article.objects.get(pk=in_review.pk)

    services.publish_article(in_review, actor=alba, at=now())

    with pytest.raises(ActionError):
        services.publish_article(stale, actor=alba, at=now())


def test_publish_article_needs_a_second_person_if_there_is_one(
    in_review: Article, alba: User
) -> None:
    in_review.submitted_by = alba
    in_review.save()
    other = MembershipFactory(office=in_review.office, role="coordinator").user

    with pytest.raises(ActionError):
        services.publish_article(in_review, actor=alba, at=now())

    other.is_active = False
    other.save()
    services.publish_article(in_review, actor=alba, at=now())
    assert in_review.status == Article.Status.PUBLISHED


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


@pytest.mark.parametrize("n", [1, 3])
def test_newsroom_asks_a_fixed_number_of_queries(
    office: Office, bruno: User, n: int, django_assert_num_queries: Any
) -> None:
    ArticleFactory.create_batch(n, office=office)
    client = signed_in(bruno)

    with django_assert_num_queries(9):
        client.get("/newsroom/")
