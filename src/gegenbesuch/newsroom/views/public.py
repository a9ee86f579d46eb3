"""What every reader sees: news, the archive, an article."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, get_language_info

from gegenbesuch.missions.pictures.build import journey_to
from gegenbesuch.newsroom import images, rules, selectors
from gegenbesuch.newsroom.addresses import (
    asked_for,
    in_each_language,
    own_address,
    public_path,
)
from gegenbesuch.newsroom.cards import share_card
from gegenbesuch.newsroom.page_cache import PARAMETERS, kept_page
from gegenbesuch.newsroom.reader_forms import CommentForm
from gegenbesuch.newsroom.structured import article_data, list_data
from gegenbesuch.newsroom.translating import languages_of, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest

    from gegenbesuch.newsroom.models import Article

PAGE = selectors.NEWS_ON_A_PAGE
THREADS = 50
ARCHIVE_PAGE = 100
MOST_DIGITS = 6


def articles(request: HttpRequest) -> HttpResponse:
    """
    Show the published news, newest first; what is invented stands apart.

    What is searched for comes in the order in which it fits.
    """
    if wanted := asked_for(request, "q"):
        return _found_articles(request, wanted)
    return _latest_articles(request)


@kept_page
def _latest_articles(request: HttpRequest) -> HttpResponse:
    at, number = now(), _page_number(request)
    narrowed = {name: asked_for(request, name) for name in ("place", "topic")}
    shown, has_older = selectors.page_of_news(at, number=number, **narrowed)
    if not shown and number > 1:
        raise Http404
    apart = selectors.invented_news(at, **narrowed) if number == 1 else []
    rows = _rows([*shown, *apart])
    is_first = bool(shown) and number == 1
    context = {
        "newest": rows[0] if is_first else None,
        "news": rows[is_first : len(shown)],
        "invented": rows[len(shown) :],
        "data": list_data(request, shown),
    }
    return _list_page(request, at, number, context, has_older=has_older)


def _found_articles(request: HttpRequest, wanted: str) -> HttpResponse:
    at, number = now(), _page_number(request)
    narrowed = {name: asked_for(request, name) for name in ("place", "topic")}
    found = selectors.find_articles(wanted, at, **narrowed)
    start = (number - 1) * PAGE
    shown = found[start : start + PAGE]
    context = {"wanted": wanted, "total": len(found), "news": _rows(shown)}
    has_older = len(found) > start + PAGE
    return _list_page(request, at, number, context, has_older=has_older)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < MOST_DIGITS else 1


def _list_page(
    request: HttpRequest,
    at: datetime,
    number: int,
    context: dict[str, Any],
    *,
    has_older: bool,
) -> HttpResponse:
    asked = {name: asked_for(request, name) for name in ("place", "topic", "q")}
    context |= frame(request) | {
        "here": "" if asked["q"] else "news",
        "places": selectors.places_in_news(at),
        "topics": selectors.topics_in_news(at),
        "place": asked["place"],
        "topic": asked["topic"],
        "older": has_older and public_path("articles", page=number + 1, **asked),
        "newer": number > 1 and public_path("articles", page=number - 1, **asked),
    }
    return render(request, "newsroom/articles.html", context)


def _rows(entries: list[Article]) -> list[dict[str, Any]]:
    """Put beside each article what a list shows of it."""
    counts = selectors.count_comments(entries)
    pictures = selectors.usable_pictures(entries)
    return [
        {
            "article": entry,
            "url": public_path("article", entry.code),
            "comments": counts.get(entry.pk, 0),
            "picture": next(iter(pictures.get(entry.pk, ())), None),
            "drawing": _drawing(entry),
        }
        for entry in entries
    ]


def _drawing(entry: Article, *, width: int = 640, height: int = 400) -> str:
    """Draw where the news is from, and the way there from the office's town."""
    if entry.place is None:
        return ""
    relation = entry.mission.relation if entry.mission else None
    home = relation.home if relation else None
    return journey_to(entry.place, home, width=width, height=height)


@kept_page
def archive(request: HttpRequest, year: int = 0, month: int = 0) -> HttpResponse:
    """Show in which months news appeared, and the news of a year or a month."""
    at = now()
    months = selectors.months_with_news(at)
    chosen = [
        day
        for day, _count in months
        if day.year == year and (not month or day.month == month)
    ]
    if year and not chosen:
        raise Http404
    found = selectors.published_articles(at)
    if year:
        found = found.filter(published_at__year=year)
    if month:
        found = found.filter(published_at__month=month)
    page = Paginator(found, ARCHIVE_PAGE).get_page(request.GET.get("page"))
    years: dict[int, list[tuple[date, int, str]]] = {}
    for day, count in months:
        path = public_path("archive-month", day.year, day.month)
        years.setdefault(day.year, []).append((day, count, path))
    context = frame(request) | {
        "here": "archive",
        "years": [
            (number, public_path("archive-year", number), rows)
            for number, rows in years.items()
        ],
        "year": year,
        "month": date(year, month, 1) if month else None,
        "page": page if year else None,
        "news": [(row, public_path("article", row.code)) for row in page]
        if year
        else [],
    }
    return render(request, "newsroom/archive.html", context)


@kept_page
def article(request: HttpRequest, code: str) -> HttpResponse:
    """Show one article with its approved comments and the comment form."""
    return article_page(request, readable(request, code), CommentForm())


def readable(request: HttpRequest, code: str) -> Article:
    """
    Return an article that the visitor may read.

    Raises:
        Http404: There is none; one under embargo does not exist for readers.
    """
    found = selectors.readable_article(code, request.user, now())
    if found is None:
        raise Http404
    return found


def article_page(
    request: HttpRequest, target: Article, form: CommentForm, *, status: int = 200
) -> HttpResponse:
    """Render the page of an article, with a comment form that may be filled in."""
    is_public = selectors.is_read(target, now())
    tops = Paginator([row[0] for row in selectors.threads_of(target.pk)], THREADS)
    thread_page = tops.get_page(request.GET.get("comments"))
    pictures = selectors.usable_pictures([target]).get(target.pk, [])
    corrections = selectors.corrections_of(target.pk)
    topics = selectors.topics_of(target.pk)
    languages = languages_of(target)
    language = get_language() or ""
    parent = asked_for(request, "answer") if request.method == "GET" else ""
    contacts = (
        [] if target.press_contact else selectors.press_contact_of(target.office_id)
    )
    context = frame(request, languages) | {
        "article": target,
        "is_public": is_public,
        "lead_picture": pictures[0] if pictures else None,
        "pictures": pictures[1:],
        "drawing": "" if pictures else _drawing(target, width=960, height=400),
        "corrections": corrections,
        "is_translated": language in languages,
        "written_in": _language_name(target.source_language),
        "topics": [
            (name, public_path("articles", topic=code)) for code, name in topics
        ],
        "place_path": target.place and public_path("articles", place=target.place.code),
        "press_contact": target.press_contact or next(iter(contacts), [""])[0],
        "threads": selectors.with_answers(thread_page),
        "thread_page": thread_page,
        "comment_count": selectors.count_comments([target]).get(target.pk, 0),
        "form": form,
        "answered": _answered(target, form["parent"].value() or parent),
        "submit_path": public_path("submit-comment", target.code),
        "self_path": public_path("article", target.code),
        "can_edit": rules.can_edit_article(request.user, target),
        "description": words_in(target.lead, language) or str(target.lead),
        "share_picture": request.build_absolute_uri(
            _picture_path(pictures[0].code, "card.jpg")
            if pictures
            else public_path("share-card", target.code)
        ),
        "data": article_data(
            request,
            target,
            pictures=pictures,
            topics=[name for _code, name in topics],
            corrected_at=corrections[0].corrected_at if corrections else None,
        ),
    }
    response = render(request, "newsroom/article.html", context, status=status)
    if not is_public:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        response.may_be_kept = False  # type: ignore[attr-defined]
    return response


def _answered(target: Article, code: str) -> Any:
    """Return the comment that is being answered, if it is one of this article."""
    if not code:
        return None
    rows = target.comments.filter(code=code, status="published")
    return rows.first()


def _language_name(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def frame(request: HttpRequest, languages: Iterable[str] = ()) -> dict[str, Any]:
    """Return what the frame of the public site needs."""
    return {
        "canonical": own_address(request),
        "alternates": in_each_language(request, languages),
        "versions": in_each_language(request),
        "is_strange": bool(request.GET.keys() - PARAMETERS),
    }


# --- Pictures ----------------------------------------------------------------


def _picture_path(code: str, name: str) -> str:
    return reverse("newsroom:picture", args=[code, name])


def picture(request: HttpRequest, code: str, name: str) -> FileResponse:
    """Give out a picture in one size, while its article and its rights allow it."""
    found = selectors.readable_picture(code, request.user, now())
    if found is None or name not in images.MEDIA_TYPES:
        raise Http404
    row, is_public = found
    response = FileResponse(
        images.variant_path(row, name).open("rb"),
        content_type=images.MEDIA_TYPES[name],
    )
    response["Cache-Control"] = (
        "public, max-age=86400" if is_public else "private, no-store"
    )
    return response


@kept_page
def share_card_picture(request: HttpRequest, code: str) -> HttpResponse:
    """Show what services show where somebody shares an article."""
    target = readable(request, code)
    response = HttpResponse(share_card(target), content_type="image/png")
    if selectors.is_read(target, now()):
        response["Cache-Control"] = "public, max-age=3600"
    else:
        response["Cache-Control"] = "private, no-store"
        response.may_be_kept = False  # type: ignore[attr-defined]
    return response
