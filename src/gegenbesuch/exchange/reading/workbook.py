"""
Read a spreadsheet from standard input and write its cells as JSON.

Run as a program of its own, with limits on memory and time: the library
allocates a sheet as one block, and a single cell far away would take the whole
process along. Knows nothing of Django, so that it starts quickly.
"""

from __future__ import annotations

import io
import json
import math
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import iterparse

import python_calamine

if TYPE_CHECKING:
    from collections.abc import Iterator

PROTECTED: Final = 3
DAMAGED: Final = 4
TOO_LARGE: Final = 5
_MEMORY: Final = 2 * 1024**3
_SECONDS: Final = 100
_MOST_ROWS: Final = 100_000
_MOST_COLUMNS: Final = 500
_MOST_CELLS: Final = 5_000_000
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS: Final = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})


def main() -> int:
    """Read, write, and return how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        data = sys.stdin.buffer.read()
        book = python_calamine.load_workbook(io.BytesIO(data))
        merged = _merged_in_ods(data)
        sheets = []
        for name, metadata in zip(book.sheet_names, book.sheets_metadata, strict=True):
            if metadata.typ == python_calamine.SheetTypeEnum.WorkSheet:
                sheet = _sheet(name, book.get_sheet_by_name(name))
                if sheet is None:
                    return TOO_LARGE
                sheet["merged"] += merged.get(name, [])
                sheets.append(sheet)
    except python_calamine.PasswordError:
        return PROTECTED
    except MemoryError:
        return TOO_LARGE
    except BaseException:  # noqa: BLE001 -- the library also panics
        return DAMAGED
    json.dump(sheets, sys.stdout)
    return 0


def _sheet(name: str, source: Any) -> dict[str, Any] | None:
    if source.start is None:
        return {"name": name, "start": [0, 0], "rows": [], "merged": []}
    (first_row, _column), (last_row, last_column) = source.start, source.end
    width, height = last_column + 1, last_row - first_row + 1
    if height > _MOST_ROWS or width > _MOST_COLUMNS or width * height > _MOST_CELLS:
        return None
    return {
        "name": name,
        "start": source.start,
        "rows": [[_text(cell) for cell in row] for row in source.to_python()],
        "merged": list(source.merged_cell_ranges or []),
    }


def _merged_in_ods(data: bytes) -> dict[str, list[Any]]:
    """Return the merged areas of the sheets of an ods, which calamine leaves out."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {}
    found: dict[str, list[Any]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "content.xml" in archive.namelist():
            with archive.open("content.xml") as content:
                for name, area in _merged_in(content):
                    found.setdefault(name, []).append(area)
    return found


def _merged_in(content: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield each area of several rows, with its sheet: two corners from nought on."""
    sheet, row, column = "", 0, 0
    for event, tag in iterparse(content, events=("start", "end")):  # noqa: S314 -- with limits on memory and time
        if event == "start" and tag.tag == f"{_TABLE}table":
            sheet, row = tag.get(f"{_TABLE}name", ""), 0
        elif event == "start" and tag.tag == f"{_TABLE}table-row":
            column = 0
        elif event == "end" and tag.tag in _CELLS:
            down = int(tag.get(f"{_TABLE}number-rows-spanned", "1"))
            if down > 1:
                yield sheet, [(row, column), (row + down - 1, column)]
            column += int(tag.get(f"{_TABLE}number-columns-repeated", "1"))
        elif event == "end" and tag.tag == f"{_TABLE}table-row":
            row += int(tag.get(f"{_TABLE}number-rows-repeated", "1"))
            tag.clear()


def _text(cell: Any) -> str:  # noqa: PLR0911 -- one line per type of cell
    if isinstance(cell, str):
        return cell.strip(" \t\u3000\xa0\ufeff\r\n")
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float):
        if math.isfinite(cell) and cell == int(cell):
            return str(int(cell))
        return repr(cell)
    return str(cell)


if __name__ == "__main__":
    sys.exit(main())
