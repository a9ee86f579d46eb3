"""What other programs read: feeds, the map of the site, what robots may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import markdown, plain
from gegenbesuch.newsroom import selectors
from gegenbesuch.newsroom.addresses import asked_for, public_path
from gegenbesuch.newsroom.models import Article
from gegenbesuch.newsroom.page_cache import kept_page
from gegenbesuch.newsroom.translating import languages_of, words_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

ENTRIES = 30
MOST_ADDRESSES = 16_000
NOT_FOR_ROBOTS = ("/missions/", "/sign-in/", "/link/", "/comments/")


class _Feed(Atom1Feed):
    """Django's Atom feed with the whole text of each entry."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@kept_page
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Offer the published news of one language as an Atom feed."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    narrowed = {name: asked_for(request, name) for name in ("place", "topic")}
    rows = [
        row
        for row in selectors.newest_with_text(now(), **narrowed)
        if language in languages_of(row)
    ][:ENTRIES]
    changed = _changed(rows)
    host = request.get_host().partition(":")[0]
    with translation.override(language):
        atom = _Feed(
            title=_("News about our relations abroad"),
            link=request.build_absolute_uri(public_path("articles")),
            description="",
            subtitle=_("What visits led to, and what comes next."),
            language=language,
            feed_url=request.build_absolute_uri(),
            feed_guid=f"tag:{host},2026:news/{language}",
        )
        for row in rows:
            atom.add_item(
                title=words_in(row.title, language),
                link=request.build_absolute_uri(public_path("article", row.code)),
                description=escape(words_in(row.lead, language)),
                content=markdown(row.body),
                unique_id=f"tag:{host},{row.created_at:%Y-%m-%d}:{row.code}/{language}",
                pubdate=row.published_at,
                updateddate=changed[row.pk],
                author_name=plain(row.office.name),
            )
        return HttpResponse(
            atom.writeString("utf-8"), content_type=Atom1Feed.content_type
        )


def _changed(rows: list[Article]) -> dict[int, datetime]:
    """Return when readers last got something new of each article."""
    found: dict[int, Any] = {row.pk: row.published_at for row in rows}
    for article, at in selectors.corrected_at([row.pk for row in rows]):
        found[article] = max(found[article], at)
    return found


@kept_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the addresses of the public site, each with its other languages."""
    rows = (
        Article.objects.published(now())
        .order_by("-published_at", "-pk")
        .only("code", "title", "published_at")[:MOST_ADDRESSES]
    )
    pages = [_page(request, "articles", (), None, list(dict(settings.LANGUAGES)))]
    pages += [
        _page(request, "article", (row.code,), row.published_at, languages_of(row))
        for row in rows
    ]
    return render(
        request,
        "newsroom/sitemap.xml",
        {"pages": [page for versions in pages for page in versions]},
        content_type="application/xml",
    )


def _page(
    request: HttpRequest,
    name: str,
    args: tuple[str, ...],
    at: datetime | None,
    languages: list[str],
) -> list[dict[str, Any]]:
    alternates = [
        (
            language,
            request.build_absolute_uri(public_path(name, *args, language=language)),
        )
        for language in languages
    ]
    return [
        {"url": url, "at": at, "alternates": alternates}
        for _language, url in alternates
    ]


def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots where the map of the site is, and what is not for them."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS),
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
