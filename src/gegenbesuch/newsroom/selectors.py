"""What readers and moderators see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_default_timezone, localdate

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.directory.evidence import cite
from gegenbesuch.directory.models import Place, Sector
from gegenbesuch.newsroom.models import Article, Comment, CommentReport, Picture

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gegenbesuch.newsroom.models.comments import CommentQuerySet

S = Comment.Status


# --- Articles ----------------------------------------------------------------


def published_articles(at: datetime) -> QuerySet[Article]:
    """Return what every reader may see, newest first."""
    articles: QuerySet[Article] = Article.objects.published(at)
    return (
        articles.select_related("place", "mission__relation__home", "office")
        .defer("body", "press_contact", "review_note")
        .order_by("-published_at", "-pk")
    )


def places_in_news(at: datetime) -> list[Place]:
    """Return the places that published articles are about."""
    used = Article.objects.published(at).values("place")
    return sorted(Place.objects.filter(pk__in=used), key=lambda row: str(row.name))


def topics_in_news(at: datetime) -> list[Sector]:
    """Return the fields that published articles are about."""
    used = Article.sectors.through.objects.filter(
        article__in=Article.objects.published(at).values("pk")
    )
    rows = Sector.objects.filter(pk__in=used.values("sector"))
    return list(rows.order_by("position", "pk"))


def months_with_news(at: datetime) -> list[tuple[date, int]]:
    """Return the months in which articles appeared, newest first, and how many."""
    months = (
        Article.objects.published(at)
        .annotate(month=TruncMonth("published_at", tzinfo=get_default_timezone()))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    return [(row["month"].date(), row["count"]) for row in months]


def readable_article(code: str, user: Any, at: datetime) -> Article | None:
    """
    Return the article if it is published, or if it is the user's own office's.

    Its sectors and sources are fetched along.
    """
    found: Article | None = (
        Article.objects.filter(code=code)
        .select_related("place", "mission__relation__home", "office")
        .prefetch_related("sectors")
        .first()
    )
    if found is None or not (is_read(found, at) or found.office_id in office_ids(user)):
        return None
    cite([found])
    return found


def is_read(article: Article, at: datetime) -> bool:
    """Tell whether every reader may see the article at this time."""
    return (
        article.status == Article.Status.PUBLISHED
        and article.published_at is not None
        and article.published_at <= at
    )


def count_comments(articles: Iterable[Article]) -> dict[int, int]:
    """Return how many approved comments each article has."""
    counts = (
        Comment.objects.filter(
            article__in=[row.pk for row in articles], status=S.PUBLISHED
        )
        .values_list("article")
        .annotate(Count("pk"))
    )
    return dict(counts)


# --- Pictures ----------------------------------------------------------------


def usable_pictures(articles: Iterable[Article]) -> dict[int, list[Picture]]:
    """Return the pictures of articles that may be shown today, in their order."""
    rows = Picture.objects.filter(article__in=[row.pk for row in articles]).filter(
        _is_usable()
    )
    found: dict[int, list[Picture]] = {}
    for row in rows.order_by("position", "pk"):
        found.setdefault(row.article_id, []).append(row)
    return found


def readable_picture(code: str, user: Any, at: datetime) -> tuple[Picture, bool] | None:
    """Return a picture and whether everybody may see it, or None if not this user."""
    rows = Picture.objects.select_related("article")
    row: Picture | None = rows.filter(code=code).first()
    if row is None:
        return None
    is_public = is_read(row.article, at) and (
        row.usable_until is None or row.usable_until >= localdate(at)
    )
    if not is_public and row.article.office_id not in office_ids(user):
        return None
    return row, is_public


def _is_usable() -> Q:
    return Q(usable_until=None) | Q(usable_until__gte=localdate())


# --- Comments ----------------------------------------------------------------


@dataclass
class Thread:
    """A comment and what was answered to it, oldest first."""

    top: Comment
    answers: list[Comment] = field(default_factory=list)


def threads_of(article: Article) -> QuerySet[Comment]:
    """Return the comments at the top of the threads of an article, oldest first."""
    answered = Q(status=S.REMOVED, answers__status=S.PUBLISHED)
    hidden_parent = Q(parent=None) | ~Q(parent__status__in=(S.PUBLISHED, S.REMOVED))
    rows: CommentQuerySet = article.comments.all()
    return (
        rows.filter(hidden_parent, Q(status=S.PUBLISHED) | answered)
        .distinct()
        .order_by("created_at", "pk")
    )


def with_answers(tops: Iterable[Comment]) -> list[Thread]:
    """Return these comments with the approved answers to them."""
    threads = {top.pk: Thread(top) for top in tops}
    answers = Comment.objects.filter(parent__in=threads, status=S.PUBLISHED)
    for answer in answers.order_by("created_at", "pk"):
        if answer.parent_id in threads:
            threads[answer.parent_id].answers.append(answer)
    return list(threads.values())


def moderation_queue(user: Any, status: str) -> QuerySet[Comment]:
    """
    Return the comments of one status, the suspicious first, then the oldest.

    What came in a flood stands at the end. `reported` are those about which readers
    said something that nobody has settled.
    """
    rows: QuerySet[Comment] = Comment.objects.visible_to(user).select_related(
        "article__office", "parent"
    )
    if status == "reported":
        open_reports = CommentReport.objects.filter(settled_at=None)
        rows = rows.filter(status=S.PUBLISHED, pk__in=open_reports.values("comment"))
        return rows.prefetch_related("reports").order_by("created_at", "pk")
    if status == S.WAITING:
        return rows.filter(status=status).order_by("rank", "created_at", "pk")
    return rows.filter(status=status).order_by("-created_at", "-pk")


def count_in_queue(user: Any) -> dict[str, int]:
    """Return how many comments wait, came in a flood, and are reported."""
    rows = Comment.objects.visible_to(user)
    waiting = dict(
        rows.filter(status=S.WAITING).values_list("rank").annotate(Count("pk"))
    )
    flood = waiting.get(Comment.Rank.FLOOD, 0)
    return {
        "waiting": sum(waiting.values()) - flood,
        "flood": flood,
        "reported": moderation_queue(user, "reported").count(),
    }
