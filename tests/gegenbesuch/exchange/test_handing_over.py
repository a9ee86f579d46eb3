"""A released draft for the press becomes an article, once, with its languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.exchange.handing_over import hand_to_newsroom
from gegenbesuch.newsroom.models import Article
from gegenbesuch.newsroom.translating import texts_in
from gegenbesuch.reports import press
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(
        office=office, status="done", title=i18n("Reise *2031*", ja="日本訪問")
    )
    return made


def draft_in(mission: Mission, language: str, *, released: bool = True) -> Any:
    paragraphs = [
        [sentence("a", f"Erster Satz {language}."), sentence("b", "Zweiter Satz.")],
        [sentence("c", "3. Platz für _Holz_.")],
    ]
    return make.PressDraftFactory(
        mission=mission,
        language=language,
        paragraphs=paragraphs,
        released_by=make.UserFactory() if released else None,
        released_at=now() if released else None,
    )


def sentence(key: str, text: str) -> dict[str, Any]:
    return {
        "key": key,
        "said": text,
        "text": text,
        "records": [{"code": "x", "label": "x", "url": "/x/"}],
    }


def test_a_released_draft_becomes_an_article_in_its_languages(
    mission: Mission, bruno: User
) -> None:
    german, japanese = draft_in(mission, "de"), draft_in(mission, "ja")
    draft_in(mission, "en", released=False)

    article = hand_to_newsroom(german, actor=bruno)

    assert (article.status, article.mission) == ("draft", mission)
    assert article.source_language == "de"
    assert texts_in(article, "de") == {
        "title": "Reise *2031*",
        "lead": "Erster Satz de. Zweiter Satz.",
        "body": "3\\. Platz für \\_Holz\\_.",
    }
    assert texts_in(article, "ja")["lead"] == "Erster Satz ja.Zweiter Satz."
    assert texts_in(article, "ja")["title"] == "日本訪問"
    assert texts_in(article, "en")["body"] == ""
    japanese.refresh_from_db()
    assert german.article == japanese.article == article.code


def test_what_is_released_later_becomes_a_translation(
    mission: Mission, bruno: User
) -> None:
    article = hand_to_newsroom(draft_in(mission, "de"), actor=bruno)

    assert hand_to_newsroom(draft_in(mission, "en"), actor=bruno) == article

    (row,) = article.translations.all()
    assert (row.language, row.lead, row.is_ready) == (
        "en",
        "Erster Satz en. Zweiter Satz.",
        False,
    )


def test_a_draft_is_handed_over_once_and_only_when_released(
    mission: Mission, bruno: User
) -> None:
    draft = draft_in(mission, "de")
    hand_to_newsroom(draft, actor=bruno)

    for refused in (draft, draft_in(mission, "de", released=False)):
        with pytest.raises(ActionError):
            hand_to_newsroom(refused, actor=bruno)

    assert Article.objects.count() == 1


def test_the_page_has_the_button_and_then_the_article(
    mission: Mission, bruno: User
) -> None:
    draft = draft_in(mission, "de")
    client = signed_in(bruno)
    action = reverse("exchange:hand-to-newsroom", args=[draft.code])
    assert action in client.get(draft.get_absolute_url()).content.decode()

    answer = client.post(action)

    draft.refresh_from_db()
    manuscript = reverse("newsroom:manuscript", args=[draft.article])
    assert answer["Location"] == manuscript
    page = client.get(draft.get_absolute_url()).content.decode()
    assert (action in page, manuscript in page) == (False, True)


def test_signs_of_markdown_mean_nothing_in_an_article(mission: Mission) -> None:
    draft = draft_in(mission, "de")
    draft.paragraphs[1][0]["text"] = "- <b>A</b> [B](c) # 1) `d`"

    body = press.texts_for_article(draft)["body"]

    assert body == "\\- \\<b\\>A\\</b\\> \\[B\\](c) # 1) \\`d\\`"
