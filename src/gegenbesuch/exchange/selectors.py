"""Reads that pages of import and export share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gegenbesuch.exchange.models import ImportRow, ImportRun
from gegenbesuch.exchange.problems import sentences
from gegenbesuch.exchange.recognition import Layout
from gegenbesuch.exchange.reporting import problems_of, totals_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gegenbesuch.exchange.recognition import Column

ROWS_A_PAGE: Final = 50
DOUBTFUL_A_PAGE: Final = 25


@dataclass(frozen=True)
class Tab:
    """A status of rows, how many have it, and whether the page shows it."""

    status: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """A row of the file as the page shows it."""

    row: ImportRow
    reason: str
    record: Any


@dataclass(frozen=True)
class RowPage:
    """Some rows of an import; `following` is where the next page begins, or 0."""

    lines: list[Line]
    following: int


def tabs_of(run: ImportRun, chosen: str) -> list[Tab]:
    """Return the statuses that rows have, with their numbers."""
    totals = totals_of(run)
    labels = dict(ImportRow.Status.choices)
    return [
        Tab(status, str(labels[status]), count, is_chosen=status == chosen)
        for status, count in totals.items()
        if count
    ]


def rows_of(run: ImportRun, *, status: str, after: int) -> RowPage:
    """Return one page of the rows of this status, or of all, by number."""
    size = DOUBTFUL_A_PAGE if status == ImportRow.Status.DOUBTFUL else ROWS_A_PAGE
    rows = run.rows.filter(number__gt=after).select_related("person", "organisation")
    if status:
        rows = rows.filter(status=status)
    found = list(rows.order_by("number")[: size + 1])
    lines = [
        Line(row, sentences(problems_of(row)), row.person or row.organisation)
        for row in found[:size]
    ]
    return RowPage(lines, found[size - 1].number if len(found) > size else 0)


def columns_of(run: ImportRun, rows: Mapping[int, list[str]]) -> list[Column]:
    """Return the columns of the file with samples from some rows."""
    layout = Layout.from_json(run.layout)
    return [
        column.with_samples(
            [c[column.index] for c in rows.values() if column.index < len(c)]
        )
        for column in layout.columns
    ]
