"""The picture that services show where somebody shares an article without one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import get_language

from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.core.typesetting import set_picture
from gegenbesuch.core.values.date_formatting import format_partial_date
from gegenbesuch.core.values.partial_date import PartialDate

if TYPE_CHECKING:
    from gegenbesuch.newsroom.models import Article


def share_card(article: Article) -> bytes:
    """Return title, place, day and office as PNG, 1,200 by 630, in the reader's language."""
    language = get_language() or "de"
    on = article.published_at
    line = [
        format_partial_date(PartialDate.on(localdate(on)), language) if on else "",
        plain(article.place.name) if article.place else "",
    ]
    return _card(
        language,
        plain(article.title),
        " · ".join(filter(None, line)),
        plain(article.office.name),
    )


@lru_cache(maxsize=64)
def _card(language: str, title: str, line: str, office: str) -> bytes:
    data = {"language": language, "title": title, "line": line, "office": office}
    return set_picture("share.typ", data)
