"""What readers and moderators see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from gegenbesuch.directory.evidence import cite
from gegenbesuch.newsroom.models import Article, Comment

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

PUBLISHED = Q(comments__status=Comment.Status.PUBLISHED)


def published_articles(at: datetime) -> QuerySet[Article]:
    """Return what every reader may see, newest first, with comment counts."""
    articles: QuerySet[Article] = Article.objects.published(at)
    return (
        articles.select_related("place", "mission__relation__home", "office")
        .annotate(comment_count=Count("comments", filter=PUBLISHED))
        .order_by("-published_at", "-pk")
    )


def readable_article(code: str, user: Any, at: datetime) -> Article | None:
    """
    Return the article if it is published, or if it is the user's own office's.

    Its sectors and sources are fetched along.
    """
    visible = Article.objects.published(at) | Article.objects.visible_to(user)
    found = (
        visible.filter(code=code)
        .select_related("place", "mission__relation__home", "office")
        .prefetch_related("sectors")
        .first()
    )
    if found is not None:
        cite([found])
    return found


def published_comments(article: Article) -> QuerySet[Comment]:
    """Return the approved comments of an article, oldest first."""
    return article.comments.filter(status=Comment.Status.PUBLISHED).order_by(
        "created_at", "pk"
    )


def moderation_queue(user: Any, status: str) -> QuerySet[Comment]:
    """Return the comments of one status, the suspicious first, then the oldest."""
    return (
        Comment.objects.visible_to(user)
        .filter(status=status)
        .select_related("article")
        .order_by("-is_suspicious", "created_at", "pk")
    )


def count_waiting(user: Any) -> int:
    """Return how many comments wait for a decision of the user's offices."""
    return (
        Comment.objects.visible_to(user).filter(status=Comment.Status.WAITING).count()
    )
