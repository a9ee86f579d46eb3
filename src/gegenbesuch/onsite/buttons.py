"""The buttons in the lists of the day: each list is one form, each says where it leads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterable

OPEN = mark_safe(" open")


def button(label: str, to: str, name: str, value: str, kind: str = "link") -> str:
    """
    Write a button.

    Args:
        to, name, value: Codes and addresses of ours, which need no escaping.
        kind: `link`, or how KERN calls it.
    """
    return _pattern(label, kind) % (to, name, value)


@lru_cache(maxsize=1024)
def _pattern(label: str, kind: str) -> str:
    """Return what a button is, but for where it leads and what it sends."""
    if kind == "link":
        return str(
            format_html(
                '<button class="link-button" formaction="%s" name="%s" value="%s">'
                "{}</button>",
                label.replace("%", "%%"),
            )
        )
    return str(
        format_html(
            '<button class="kern-btn kern-btn--{} kern-btn--small" formaction="%s" '
            'name="%s" value="%s"><span class="kern-label">{}</span></button>',
            kind,
            label.replace("%", "%%"),
        )
    )


def more_buttons(
    key: str, label: str, buttons: Iterable[str], *, is_open: bool
) -> SafeString:
    """Write buttons that are shown when their name is clicked; `key` is a code."""
    return format_html(
        '<details class="day-more" id="more-{}"{}><summary>{}</summary>'
        '<div class="day-more__list">{}</div></details>',
        key,
        OPEN if is_open else "",
        label,
        mark_safe("".join(buttons)),  # noqa: S308 -- of our own buttons
    )


def row_of_buttons(buttons: Iterable[str], more: str) -> SafeString:
    """Write buttons beside each other, and those behind them."""
    shown = "".join(buttons)
    return mark_safe(f'<div class="day-verdicts">{shown}{more}</div>')  # noqa: S308
