"""The tables on a screen in the room: hundreds of them, so a tag and no template."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.scheduling.screens import Bell, Now
    from gegenbesuch.scheduling.sheets import Line

register = template.Library()


@register.simple_tag
def screen_tables(rows: Sequence[Now], bell: Bell | None) -> SafeString:
    """Write each table with what happens there and what comes next."""
    is_soon = bell is not None and bell.is_soon
    nobody = escape(gettext("Free now")) if is_soon else ""
    free = f'<p class="screen-table__free">{nobody}</p>' if is_soon else ""
    name = lru_cache(maxsize=None)(escape)
    clocks: dict[int, str] = {}

    def clock(line: Line) -> str:
        if line.slot.pk not in clocks:
            clocks[line.slot.pk] = line.clock
        return clocks[line.slot.pk]

    def running(line: Line) -> str:
        first, second = line.companies
        note = f" · {name(line.interpreter)}" if line.person else ""
        note += f" ({name(line.pair)})" if line.pair else ""
        return (
            f'<p class="screen-table__who"><span>{name(first)}</span>'
            f"<span>{name(second)}</span></p>"
            f'<p class="screen-table__note">{clock(line)}{note}</p>'
        )

    def following(line: Line) -> str:
        first, second = line.companies
        return (
            f'<p class="screen-table__next"><strong>{clock(line)}</strong> '
            f"{name(first)} – {name(second)}</p>"
        )

    return mark_safe(  # noqa: S308 -- names are escaped
        "\n".join(
            f'<li class="screen-table{" screen-table--busy" if row.running else ""}">'
            f"<h2>{escape(row.table.label)}</h2>"
            f"{running(row.running) if row.running else free}"
            f"{following(row.following) if row.following else ''}</li>"
            for row in rows
        )
    )
