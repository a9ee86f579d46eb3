"""What search engines read on the pages of the public site (schema.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language

from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.newsroom.addresses import own_address, public_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest

    from gegenbesuch.newsroom.models import Article, Picture

CONTEXT = "https://schema.org"
MOST_HEADLINE = 110


def article_data(
    request: HttpRequest,
    article: Article,
    *,
    pictures: Iterable[Picture],
    topics: Iterable[Any],
    corrected_at: datetime | None,
) -> dict[str, Any]:
    """
    Return an article as a NewsArticle in the reader's language.

    Args:
        topics: The names of its fields.
    """
    office = {"@type": "Organization", "name": plain(article.office.name)}
    published = article.published_at
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": plain(article.title)[:MOST_HEADLINE],
        "description": plain(article.lead),
        "inLanguage": get_language(),
        "mainEntityOfPage": own_address(request),
        "isAccessibleForFree": True,
        "author": office,
        "publisher": office,
        "image": [
            request.build_absolute_uri(
                reverse("newsroom:picture", args=[picture.code, "card.jpg"])
            )
            for picture in pictures
        ]
        or [
            request.build_absolute_uri(public_path("share-card", article.code)),
        ],
    }
    if published is not None:
        data["datePublished"] = published.isoformat()
        data["dateModified"] = max(published, corrected_at or published).isoformat()
    if article.place is not None:
        data["contentLocation"] = {
            "@type": "Place",
            "name": plain(article.place.name),
        }
    if sections := list(map(plain, topics)):
        data["articleSection"] = sections
    return data


def list_data(request: HttpRequest, articles: Iterable[Article]) -> dict[str, Any]:
    """Return a list of articles as an ItemList."""
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "url": request.build_absolute_uri(public_path("article", row.code)),
            }
            for position, row in enumerate(articles, 1)
        ],
    }
