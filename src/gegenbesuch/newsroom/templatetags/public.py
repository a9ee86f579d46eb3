"""Tags of the public site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info

from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.newsroom.addresses import public_path
from gegenbesuch.newsroom.images import WIDTHS

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from gegenbesuch.newsroom.models import Picture

register = template.Library()
#: What would end the element that the data stand in.
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def public(name: str, *args: Any, **query: Any) -> str:
    """Return the address of a public page in the reader's language."""
    return public_path(name, *args, **query)


@register.filter
def own_name(language: str) -> str:
    """Name a language in itself."""
    return str(get_language_info(language)["name_local"])


@register.filter
def linked_data(data: Any) -> SafeString:
    """Write what search engines read, so that nothing in it can end its element."""
    written = json.dumps(data, ensure_ascii=False).translate(_UNSAFE)
    return mark_safe(written)  # noqa: S308 -- the three letters are replaced


@register.simple_tag
def photo(picture: Picture, sizes: str, *, is_first: bool = False) -> str:
    """
    Print a picture in the width that the reader's screen needs.

    Args:
        sizes: How wide it is shown, as in HTML.
        is_first: Whether it is seen at once; others are loaded when they come near.
    """
    widths = [width for width in WIDTHS if width < picture.width] or [WIDTHS[0]]
    if len(widths) < len(WIDTHS):
        widths.append(WIDTHS[len(widths)])
    paths = [
        (reverse("newsroom:picture", args=[picture.code, f"{width}.webp"]), width)
        for width in dict.fromkeys(widths)
    ]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}>',
        paths[min(1, len(paths) - 1)][0],
        format_html_join(
            ", ", "{} {}w", ((p, min(w, picture.width)) for p, w in paths)
        ),
        sizes,
        picture.width,
        picture.height,
        plain(picture.alt),
        mark_safe(' fetchpriority="high"' if is_first else ' loading="lazy"'),  # noqa: S308
    )
