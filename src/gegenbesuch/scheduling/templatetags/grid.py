"""The cells of the grids of a session: hundreds on a page, so tags and no templates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from gegenbesuch.core.templatetags.display import person_name, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.scheduling.models import Meeting
    from gegenbesuch.scheduling.selectors import Cell

register = template.Library()

NOTHING = mark_safe('<span class="muted" aria-hidden="true">–</span>')


@register.simple_tag
def table_cells(meetings: Iterable[Meeting | None]) -> SafeString:
    """Write what happens at each table in one slot."""
    return format_html_join(
        "\n", "<td>{}</td>", ((_at_table(m) if m else NOTHING,) for m in meetings)
    )


def _at_table(meeting: Meeting) -> SafeString:
    interpreter = meeting.interpreter
    return format_html(
        '<a class="encounter" href="{}"><span>{}</span> <span>{}</span></a>{}{}',
        meeting.get_absolute_url(),
        text(meeting.request.sender.organisation.name),
        text(meeting.request.recipient.organisation.name),
        _note(person_name(interpreter.person)) if interpreter else "",
        _locked(get_language() or "") if meeting.is_locked else "",
    )


@lru_cache(maxsize=8)
def _locked(_language: str) -> SafeString:
    return format_html('<span class="encounter__lock">{}</span>', gettext("locked"))


@register.simple_tag
def company_cells(cells: Iterable[Cell]) -> SafeString:
    """Write what one company does in each slot."""
    language = get_language() or ""
    shown = (
        _with_meetings(cell, language)
        if cell.meetings
        else _empty_cell(cell.is_absent, cell.is_gap, language)
        for cell in cells
    )
    return mark_safe("\n".join(shown))  # noqa: S308 -- of cells


def _with_meetings(cell: Cell, language: str) -> SafeString:
    style, _sign = _kind(cell.is_absent, cell.is_gap, language)
    encounters = format_html_join(
        "",
        '<a class="encounter" href="{}">{}</a>{}',
        (
            (
                encounter.meeting.get_absolute_url(),
                text(encounter.partner.organisation.name),
                _note(encounter.meeting.table.label),
            )
            for encounter in cell.meetings
            if encounter.meeting.table
        ),
    )
    return format_html("<td{}>{}</td>", style, encounters)


@lru_cache(maxsize=64)
def _empty_cell(is_absent: bool, is_gap: bool, language: str) -> SafeString:  # noqa: FBT001
    return format_html("<td{}>{}</td>", *_kind(is_absent, is_gap, language))


@lru_cache(maxsize=64)
def _kind(is_absent: bool, is_gap: bool, _language: str) -> tuple[str, str]:  # noqa: FBT001
    """Return the class of a cell, and the sign of one that holds nothing else."""
    if not is_absent and not is_gap:
        return "", ""
    kind, sign, words = (
        ("absent", "×", gettext("can't meet"))
        if is_absent
        else ("gap", "·", gettext("waits"))
    )
    return format_html(' class="schedule-grid__{}"', kind), format_html(
        '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>',
        sign,
        words,
    )


@lru_cache(maxsize=1024)
def _note(words: str) -> SafeString:
    return format_html('<span class="encounter__note">{}</span>', words)
