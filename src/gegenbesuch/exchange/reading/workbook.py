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
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import python_calamine

PROTECTED: Final = 3
DAMAGED: Final = 4
TOO_LARGE: Final = 5
_MEMORY: Final = 2 * 1024**3
_SECONDS: Final = 100
_MOST_ROWS: Final = 100_000
_MOST_COLUMNS: Final = 500
_MOST_CELLS: Final = 5_000_000


def main() -> int:
    """Read, write, and return how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        sheets = []
        for name, metadata in zip(book.sheet_names, book.sheets_metadata, strict=True):
            if metadata.typ == python_calamine.SheetTypeEnum.WorkSheet:
                sheet = _sheet(name, book.get_sheet_by_name(name))
                if sheet is None:
                    return TOO_LARGE
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
        "merged": source.merged_cell_ranges or [],
    }


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
