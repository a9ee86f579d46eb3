"""The rows of the table of documents, which has a link for each file and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gegenbesuch.documents.catalogue import Entry

register = template.Library()


@register.simple_tag
def document_rows(
    entries: Iterable[Entry], mission: str, languages: Sequence[tuple[str, str]]
) -> SafeString:
    """
    Write documents as rows: what it is, and its files in each language.

    Args:
        mission: The code of the mission.
    """
    internal = format_html(' <span class="tag">{}</span>', gettext("internal"))
    return format_html_join(
        "\n",
        '<tr><th scope="row">{}{}{}</th>{}</tr>',
        (
            (
                entry.label,
                format_html('<br><span class="muted small">{}</span>', entry.about)
                if entry.about
                else "",
                internal if entry.is_internal else "",
                format_html_join(
                    "",
                    '<td data-label="{}">{}</td>',
                    (
                        (label, _files(entry, name, mission, code, label))
                        for code, label in languages
                    ),
                ),
            )
            for entry in entries
            for name in [f"{entry.label} {entry.about}".strip()]
        ),
    )


def _files(
    entry: Entry, name: str, mission: str, language: str, label: str
) -> SafeString:
    links = (
        format_html(
            '<a class="nowrap" href="{}?language={}" translate="no">{}'
            '<span class="visually-hidden"> – {} ({})</span></a>',
            address_of("documents:document", mission, entry.key, ending),
            language,
            ending.upper(),
            name,
            label,
        )
        for ending in entry.endings
    )
    return mark_safe(" · ".join(links))  # noqa: S308 -- each is escaped
