"""The report of an import: an entry for every row, totals that add up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _

from gegenbesuch.exchange.models import ImportRow, ImportRun
from gegenbesuch.exchange.problems import Problem, in_words, sentences
from gegenbesuch.exchange.recognition import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Final = "gegenbesuch-import-report"
VERSION: Final = 1


def totals_of(run: ImportRun) -> dict[str, int]:
    """Return how many rows have each status; they add up to all rows."""
    counts = dict.fromkeys(ImportRow.Status.values, 0)
    counts |= dict(run.rows.order_by().values_list("status").annotate(Count("pk")))
    return counts


def report_of(run: ImportRun) -> dict[str, Any]:
    """Return the report as docs/admin/commands.md describes it."""
    layout = Layout.from_json(run.layout)
    totals = totals_of(run)
    return {
        "format": FORMAT,
        "version": VERSION,
        "import": run.code,
        "office": run.office.code,
        "file": run.file_name,
        "kind": run.file_kind,
        "detail": run.file_detail,
        "sheet": run.sheet_name,
        "header_row": layout.header_row,
        "columns": [
            {"letter": c.letter, "heading": c.heading, "field": c.field}
            for c in layout.columns
        ],
        "dry_run": run.purpose == ImportRun.Purpose.PREVIEW,
        "status": run.status,
        "rows_total": sum(totals.values()),
        "totals": {k: n for k, n in totals.items() if k != "pending" or n},
        "rows": list(entries_of(run)),
    }


def entries_of(run: ImportRun) -> Iterator[dict[str, Any]]:
    """Yield what the report says of each row, in the order of the file."""
    is_stored = run.purpose == ImportRun.Purpose.IMPORT
    rows = run.rows.select_related("person", "organisation").order_by("number")
    for row in rows.iterator(chunk_size=1000):
        problems = problems_of(row)
        entry: dict[str, Any] = {
            "row": row.number,
            "status": row.status,
            "label": row.label,
            "reason": sentences(problems),
            "problems": [
                {
                    "code": p.code,
                    "column": p.column,
                    "value": p.value[:500],
                    "message": p.sentence,
                }
                for p in problems
            ],
        }
        if is_stored:
            entry["codes"] = {
                kind: record.code
                for kind, record in (
                    ("person", row.person),
                    ("organisation", row.organisation),
                )
                if record is not None
            }
        if row.candidates:
            entry["candidates"] = [
                each | {"reason": in_words(each["reason"])} for each in row.candidates
            ]
        yield entry


def problems_of(row: ImportRow) -> list[Problem]:
    """Return the problems of a row; one of an older version is left out."""
    return [Problem.from_json(stored) for stored in row.problems]


def table_of(run: ImportRun) -> Iterator[list[str]]:
    """Yield the report as a table: number, status, reason, then the row itself."""
    layout = Layout.from_json(run.layout)
    yield [
        _("Row"),
        _("What became of it"),
        _("Reason"),
        _("Record"),
        *(column.label for column in layout.columns),
    ]
    indexes = [column.index for column in layout.columns]
    rows = run.rows.select_related("person", "organisation").order_by("number")
    for row in rows.iterator(chunk_size=1000):
        record = row.person or row.organisation
        yield [
            str(row.number),
            str(row.get_status_display()),
            sentences(problems_of(row)),
            record.code if record else "",
            *(row.cells[i] if i < len(row.cells) else "" for i in indexes),
        ]


def report_text(run: ImportRun) -> str:
    """Return the report as JSON."""
    return json.dumps(report_of(run), ensure_ascii=False, indent=1)
