"""The cells of the grids of a session: thousands on a page, so tags and no templates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.scheduling.grids import CompanyGrid, CompanyRow, Row, TableGrid

register = template.Library()

NOTHING = '<td><span class="muted" aria-hidden="true">–</span></td>'


@register.simple_tag
def table_heads(grid: TableGrid, url: str) -> SafeString:
    """
    Write the names of the tables above the grid.

    Args:
        url: Where table 0 is closed for some slots; empty for those who may not.
    """
    before, _zero, after = url.rpartition("0")
    return _joined(
        f'<th scope="col" data-table="{table.pk}">'
        + (f'<a href="{before}{table.pk}{after}">{label}</a>' if url else label)
        + "</th>"
        for table in grid.tables
        for label in [escape(table.label)]
    )


@register.simple_tag
def table_cells(grid: TableGrid, row: Row) -> SafeString:
    """Write what happens at each table in one slot."""
    language = get_language() or ""
    before, after = _address(language)
    names, at = grid.names, grid.at.get(row.slot.pk, {})
    cells: list[str] = []
    for table in grid.keys:
        if table not in at:
            cells.append(NOTHING)
            continue
        code, _slot, _table, sender, recipient, person, is_locked = at[table]
        lock = _locked(language) if is_locked else ""
        note = (
            f'<span class="encounter__note">{grid.interpreters[person]}</span>'
            if person
            else ""
        )
        cells.append(
            f'<td><a class="encounter" href="{before}{code}{after}">'
            f"<span>{names[sender]}</span> <span>{names[recipient]}</span></a>"
            f"{note}{lock}</td>"
        )
    return _joined(cells)


@register.simple_tag
def company_cells(grid: CompanyGrid, row: CompanyRow) -> SafeString:
    """Write what one company does in each slot."""
    language = get_language() or ""
    before, after = _address(language)
    cells: list[str] = []
    for number, each in enumerate(grid.rows):
        is_absent = each.slot.pk in row.absent
        meets = row.meets.get(each.slot.pk)
        if not meets:
            waits = row.first < number < row.last
            cells.append(_empty_cell(is_absent, waits, language))
            continue
        style, _sign = _kind(is_absent, is_gap=False, _language=language)
        cells.append(
            f"<td{style}>"
            + "".join(
                f'<a class="encounter" href="{before}{found[0]}{after}">'
                f"{grid.names[found[4] if found[3] == row.profile.pk else found[3]]}"
                f'</a><span class="encounter__note">'
                f"{escape(grid.table_labels[found[2]])}</span>"
                for found in meets
            )
            + "</td>"
        )
    return _joined(cells)


@register.simple_tag
def company_name(grid: CompanyGrid, row: CompanyRow) -> SafeString:
    """Write the name of a company."""
    return mark_safe(grid.names[row.profile.pk])  # noqa: S308 -- written by `text`


def _joined(cells: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(cells))  # noqa: S308 -- of cells


@lru_cache(maxsize=8)
def _address(_language: str) -> tuple[str, str]:
    """Return what stands before and after the code in the address of a meeting."""
    before, _code, after = reverse("scheduling:meeting", args=["0"]).rpartition("0")
    return before, after


@lru_cache(maxsize=8)
def _locked(_language: str) -> SafeString:
    return format_html('<span class="encounter__lock">{}</span>', gettext("locked"))


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
