"""What readers and moderators see."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_default_timezone, localdate

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.core.search import finding
from gegenbesuch.directory.evidence import cite
from gegenbesuch.directory.models import Place, Sector
from gegenbesuch.newsroom.models import (
    Article,
    Comment,
    CommentReport,
    Correction,
    Desk,
    Picture,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gegenbesuch.newsroom.models.comments import CommentQuerySet

    _Rows = Callable[[datetime], QuerySet[Article]]

S = Comment.Status


# --- Articles ----------------------------------------------------------------

#: What a list shows of an article, and what its place and mission are read for.
_IN_LISTS = (
    *("code", "title", "lead", "published_at", "release_zone"),
    *("place__code", "place__name", "place__country"),
    *("place__latitude", "place__longitude"),
    *("mission__code", "mission__is_invented", "mission__relation__code"),
    *("mission__relation__home__name", "mission__relation__home__country"),
    *("mission__relation__home__latitude", "mission__relation__home__longitude"),
    *("office__code", "office__name", "office__time_zone"),
)
_TIMES = ("published_at", "created_at")
NEWS_ON_A_PAGE = 12
#: Feeds look through so many for those in their language.
MOST_IN_FEEDS = 60


def published_articles(at: datetime) -> QuerySet[Article]:
    """Return what every reader may see, newest first."""
    articles: QuerySet[Article] = Article.objects.published(at)
    return (
        articles.select_related("place", "mission__relation__home", "office")
        .only(*_IN_LISTS)
        .order_by("-published_at", "-pk")
    )


def page_of_news(
    at: datetime, *, place: str = "", topic: str = "", number: int = 1
) -> tuple[list[Article], bool]:
    """
    Return a page of the news, newest first, and whether there are older ones.

    Without what is invented; `invented_news` has that.

    Args:
        place, topic: Codes that narrow the list.
        number: Of the page, from 1 on.
    """
    start = (number - 1) * NEWS_ON_A_PAGE
    found = _asked(_real, at, place, topic, start, start + NEWS_ON_A_PAGE + 1)
    return found[:NEWS_ON_A_PAGE], len(found) > NEWS_ON_A_PAGE


def invented_news(at: datetime, *, place: str = "", topic: str = "") -> list[Article]:
    """Return the newest of what is invented for a demonstration."""
    return _asked(_invented, at, place, topic, 0, NEWS_ON_A_PAGE)


def newest_with_text(
    at: datetime, *, place: str = "", topic: str = ""
) -> list[Article]:
    """Return the newest articles with all that they say, for feeds."""
    return _asked(_with_text, at, place, topic, 0, MOST_IN_FEEDS)


def _real(at: datetime) -> QuerySet[Article]:
    return published_articles(at).exclude(mission__is_invented=True)


def _invented(at: datetime) -> QuerySet[Article]:
    return published_articles(at).filter(mission__is_invented=True)


def _with_text(at: datetime) -> QuerySet[Article]:
    articles: QuerySet[Article] = Article.objects.published(at)
    return (
        articles.select_related("office")
        .only("code", "title", "lead", "body", *_TIMES, "office__name")
        .order_by("-published_at", "-pk")
    )


def _asked(  # noqa: PLR0913 -- what a page of a list is
    rows: _Rows, at: datetime, place: str, topic: str, start: int, end: int
) -> list[Article]:
    ask = _query(rows, bool(place), bool(topic), start, end)
    return ask(at, *filter(None, (place, topic)))


@lru_cache(maxsize=256)
def _query(
    rows: _Rows,
    by_place: bool,  # noqa: FBT001 -- as lru_cache wants it
    by_topic: bool,  # noqa: FBT001
    start: int,
    end: int,
) -> Callable[..., list[Article]]:
    """Return the kept query of a page: where it starts stands in the statement."""

    def build(at: datetime, *codes: str) -> QuerySet[Article]:
        left = iter(codes)
        found = rows(at)
        if by_place:
            found = found.filter(place__code=next(left))
        if by_topic:
            found = found.filter(sectors__code=next(left))
        return found[start:end]

    return kept(build)


def find_articles(
    text: str, at: datetime, *, place: str = "", topic: str = ""
) -> list[Article]:
    """
    Return the published articles in which a text is found, best first.

    In any language. The index knows drafts too, and what is under embargo; only
    what every reader may see is returned.
    """
    found = finding.find(text, offices=None, kinds=["article"])
    order = {hit.pk: position for position, hit in enumerate(found.hits)}
    rows = published_articles(at).filter(pk__in=order)
    if place:
        rows = rows.filter(place__code=place)
    if topic:
        rows = rows.filter(sectors__code=topic)
    return sorted(rows, key=lambda row: order[row.pk])


def places_in_news(at: datetime) -> list[tuple[str, Any]]:
    """Return code and name of the places that published articles are about."""
    return sorted(_places(at), key=lambda row: str(row[1]))


@kept
def _places(at: datetime) -> QuerySet[Place, tuple[str, Any]]:
    used = Article.objects.published(at).values("place")
    return Place.objects.filter(pk__in=used).values_list("code", "name")


@kept
def topics_in_news(at: datetime) -> QuerySet[Sector, tuple[str, Any]]:
    """Return code and name of the fields that published articles are about."""
    used = Article.sectors.through.objects.filter(
        article__in=Article.objects.published(at).values("pk")
    )
    rows = Sector.objects.filter(pk__in=used.values("sector"))
    return rows.order_by("position", "pk").values_list("code", "name")


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

    Its sources are fetched along.
    """
    found = next(iter(_article(code)), None)
    if found is None or not (is_read(found, at) or found.office_id in office_ids(user)):
        return None
    cite([found])
    return found


@kept
def _article(code: str) -> QuerySet[Article]:
    rows: QuerySet[Article] = Article.objects.filter(code=code)
    return rows.select_related("place", "mission__relation__home", "office").only(
        *_IN_LISTS,
        *("body", "status", "source_language", "comments_open", "press_contact"),
    )


@kept
def topics_of(article: int) -> QuerySet[Sector, tuple[str, Any]]:
    """Return code and name of the fields of an article."""
    rows = Sector.objects.filter(
        pk__in=Article.sectors.through.objects.filter(article=article).values("sector")
    )
    return rows.order_by("position", "pk").values_list("code", "name")


@kept
def corrections_of(article: int) -> QuerySet[Correction]:
    """Return what was corrected in an article, the last first."""
    rows: QuerySet[Correction] = Correction.objects.filter(article=article)
    return rows.order_by("-corrected_at", "-pk")


@kept
def corrected_at(articles: list[int]) -> QuerySet[Correction, tuple[int, datetime]]:
    """Return when articles were corrected, by their keys."""
    rows = Correction.objects.filter(article__in=articles).order_by("pk")
    return rows.values_list("article", "corrected_at")


@kept
def press_contact_of(office: int) -> QuerySet[Desk, tuple[Any]]:
    """Return whom the press may ask of an office, if it says so."""
    return Desk.objects.filter(office=office).values_list("press_contact")


def is_read(article: Article, at: datetime) -> bool:
    """Tell whether every reader may see the article at this time."""
    return (
        article.status == Article.Status.PUBLISHED
        and article.published_at is not None
        and article.published_at <= at
    )


def count_comments(articles: Iterable[Article]) -> dict[int, int]:
    """Return how many approved comments each article has."""
    return dict(_counts([row.pk for row in articles]))


@kept
def _counts(articles: list[int]) -> QuerySet[Comment, tuple[int, int]]:
    rows = Comment.objects.filter(article__in=articles, status=S.PUBLISHED)
    return rows.values_list("article").annotate(Count("pk")).order_by()


# --- Pictures ----------------------------------------------------------------


def usable_pictures(articles: Iterable[Article]) -> dict[int, list[Picture]]:
    """Return the pictures of articles that may be shown today, in their order."""
    rows = rows_of(Picture, article=[row.pk for row in articles])
    today = localdate()
    found: dict[int, list[Picture]] = {}
    for row in sorted(rows, key=lambda row: (row.position, row.pk)):
        if row.usable_until is None or row.usable_until >= today:
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


# --- Comments ----------------------------------------------------------------


@dataclass
class Thread:
    """A comment and what was answered to it, oldest first."""

    top: Comment
    answers: list[Comment] = field(default_factory=list)


@kept
def threads_of(article: int) -> QuerySet[Comment, tuple[int]]:
    """Return the keys of the comments at the top of threads, oldest first."""
    answered = Q(status=S.REMOVED, answers__status=S.PUBLISHED)
    hidden_parent = Q(parent=None) | ~Q(parent__status__in=(S.PUBLISHED, S.REMOVED))
    rows: CommentQuerySet = Comment.objects.filter(article=article)
    return (
        rows.filter(hidden_parent, Q(status=S.PUBLISHED) | answered)
        .distinct()
        .order_by("created_at", "pk")
        .values_list("pk")
    )


def with_answers(tops: Iterable[int]) -> list[Thread]:
    """Return the comments with these keys, each with the approved answers to it."""
    keys = list(tops)
    found = {row.pk: Thread(row) for row in rows_of(Comment, pk=keys)}
    answers = rows_of(Comment, parent=keys)
    for answer in sorted(answers, key=lambda row: (row.created_at, row.pk)):
        if answer.status == S.PUBLISHED and answer.parent_id is not None:
            found[answer.parent_id].answers.append(answer)
    return [found[key] for key in keys if key in found]


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
