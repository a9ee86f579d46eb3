"""The tag `timeline`: a tag and no template, as a page writes dozens of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_noop

from gegenbesuch.core.templatetags.display import (
    invented,
    partial_date,
    period,
    sources,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from gegenbesuch.core.timeline import Entry

register = template.Library()


@register.simple_tag
def timeline(entries: Iterable[Entry]) -> str:
    """Write what happened, oldest first: entries of `core.timeline`."""
    lines = format_html_join(
        "",
        '<li class="timeline__entry timeline__entry--{}{}">'
        '<p class="timeline__when">{}</p><div class="timeline__body">'
        '<p class="timeline__title">{}{} {}</p>{}{}</div></li>',
        (
            (
                entry.kind,
                f" timeline__entry--{entry.state}" if entry.state else "",
                _when(entry),
                _title(entry),
                sources(entry.record),
                invented() if entry.is_invented else "",
                _state(entry.state),
                _detail(text(entry.detail)) if entry.detail else "",
            )
            for entry in entries
        ),
    )
    return format_html('<ol class="timeline">{}</ol>', lines) if lines else ""


def _when(entry: Entry) -> str:
    if entry.is_attested:
        return gettext("%(when)s (by its stops and programme)") % {
            "when": period(entry.on, entry.until)
        }
    return period(entry.on, entry.until) if entry.until else partial_date(entry.on)


def _title(entry: Entry) -> str:
    title = text(entry.title)
    return format_html('<a href="{}">{}</a>', entry.url, title) if entry.url else title


_SENTENCES = {
    "announced": gettext_noop("Announced; no source says that it took place."),
    "planned": gettext_noop("Planned; no source says that it took place."),
    "inferred": gettext_noop("No source attests it; it is only inferred."),
    "dropped": gettext_noop("Did not take place."),
}


def _state(state: str) -> SafeString | str:
    """Say what is not simply so; what took place needs no words."""
    return _detail(gettext(_SENTENCES[state])) if state in _SENTENCES else ""


def _detail(sentence: str) -> SafeString:
    return format_html('<p class="timeline__detail">{}</p>', sentence)
