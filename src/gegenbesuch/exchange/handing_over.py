"""From a released draft for the press to an article of the newsroom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.newsroom import services as newsroom
from gegenbesuch.newsroom.models import Article
from gegenbesuch.reports import press
from gegenbesuch.reports import services as reports
from gegenbesuch.reports.models import PressDraft

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gegenbesuch.accounts.models import User


@transaction.atomic
def hand_to_newsroom(draft: PressDraft, *, actor: User) -> Article:
    """
    Make an article of a released draft; the newsroom writes on and releases it.

    Released drafts of the same mission and moment in other languages come along as
    its translations, and one that is released later becomes one.

    Raises:
        ActionError: The draft is not released, or has become an article already.
    """
    article = _article_of(draft)
    if article is None:
        drafts = [draft, *_in_other_languages(draft)]
        article = newsroom.draft_from_release(
            office=draft.office,
            actor=actor,
            texts={each.language: press.texts_for_article(each) for each in drafts},
            mission=draft.mission,
            place=draft.mission.place,
        )
    else:
        drafts = [draft]
        newsroom.save_translation(
            article,
            draft.language,
            actor=actor,
            texts=press.texts_for_article(draft),
            is_ready=False,
        )
    for each in drafts:
        reports.hand_over_draft(each, article=article.code, actor=actor)
    return article


def _others(draft: PressDraft) -> QuerySet[PressDraft]:
    """Return the released drafts of the same mission and moment."""
    rows = PressDraft.objects.filter(
        office=draft.office,
        mission=draft.mission,
        moment=draft.moment,
        released_at__isnull=False,
    )
    return rows.exclude(language=draft.language).order_by("-released_at", "-pk")


def _in_other_languages(draft: PressDraft) -> list[PressDraft]:
    """Return the latest in each other language that is no article yet."""
    found: dict[str, PressDraft] = {}
    for each in _others(draft).filter(article=""):
        found.setdefault(each.language, each)
    return list(found.values())


def _article_of(draft: PressDraft) -> Article | None:
    """Return the article of the other languages, if it still lacks this one."""
    codes = _others(draft).exclude(article="").values("article")
    rows = Article.objects.filter(office=draft.office, code__in=codes)
    for article in rows.exclude(source_language=draft.language).order_by("-pk"):
        texts = article.title.data
        is_written = isinstance(texts, dict) and texts.get(draft.language)
        row = article.translations.filter(language=draft.language)
        if not is_written and not row.exists():
            return article
    return None
