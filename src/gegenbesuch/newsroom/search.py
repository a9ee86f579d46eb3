"""What search is told about articles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.search import kinds
from gegenbesuch.core.search.kinds import Document, Line, facet_of, texts
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.newsroom.models import Article


def documents_of_articles(rows: list[Article]) -> dict[int, Document]:
    """Return what search is told about articles: title, lead and text."""
    sectors: dict[int, list[int]] = {row.pk: [] for row in rows}
    links = Article.sectors.through.objects.filter(article_id__in=sectors)
    for pk, sector in links.values_list("article_id", "sector_id"):
        sectors[pk].append(sector)
    return {
        row.pk: Document(
            names=texts(row.title),
            sort_key=fold_latin(next(iter(texts(row.title)), "")),
            rest=[*texts(row.lead, row.body)],
            facets=[
                *([facet_of("mission", row.mission_id)] if row.mission_id else []),
                *([facet_of("place", row.place_id)] if row.place_id else []),
                *(facet_of("sector", sector) for sector in sectors[row.pk]),
                *(facet_of("language", each) for each in _languages_of(row.title)),
            ],
            offices=[row.office_id],
        )
        for row in rows
    }


def lines_of_articles(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows articles: with their status."""
    return {
        row.pk: Line(
            str(row), row.get_absolute_url(), str(row.get_status_display()), row.code
        )
        for row in Article.objects.filter(pk__in=pks)
    }


def _languages_of(text: Any) -> list[str]:
    data = text.data if isinstance(text, LazyI18nString) else text
    return (
        [lang for lang, words in data.items() if words]
        if isinstance(data, dict)
        else []
    )


kinds.register(
    Article,
    number=10,
    label=_("News"),
    documents=documents_of_articles,
    lines=lines_of_articles,
    is_followed=True,
)
