"""Markdown as safe HTML."""

from __future__ import annotations

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}


@lru_cache(maxsize=512)
def rendered(source: str) -> SafeString:
    """Render a Markdown text, and only once: it takes longer than all else of a page."""
    html = nh3.clean(_MARKDOWN.render(source), tags=_TAGS, link_rel="noopener nofollow")
    return mark_safe(html)  # noqa: S308 -- cleaned by nh3
