"""Spreadsheets: xlsx, xls and ods, with what their cells say, never what they do."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from gegenbesuch.core.errors import ActionError
from gegenbesuch.exchange.reading import workbook
from gegenbesuch.exchange.reading.tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    Book,
    Row,
    Sheet,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_READER: Final = Path(workbook.__file__)
_SECONDS: Final = 120
_FORMULA: Final = re.compile(
    rb"<c\b[^>]*\br=\"([A-Z]+)([0-9]+)\"[^>]*>\s*<f\b[^>]*>([^<]*)</f>\s*"
    rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


def read_spreadsheet(data: bytes, kind: str) -> Book:
    """
    Read all sheets.

    Cells that were merged downwards have their value in each row. A formula
    counts as its last result; one without a result is kept as its own text.

    The library that reads the file runs in a process of its own, with little
    memory and time: a file made to harm takes nobody along.

    Raises:
        ActionError: The file is protected, broken or far too large.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_READER)],
            input=data,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise ActionError(_too_far()) from error
    if done.returncode == workbook.PROTECTED:
        raise ActionError(protected())
    if done.returncode == workbook.DAMAGED:
        raise ActionError(
            _(
                "This spreadsheet is damaged and cannot be read. Please open it in "
                "your spreadsheet program, save it anew and upload that file."
            )
        )
    if done.returncode:
        raise ActionError(_too_far())
    sheets = [_sheet(sheet) for sheet in json.loads(done.stdout)]
    if kind == "xlsx":
        _keep_formulas(data, sheets)
    return Book(kind, sheets)


def _too_far() -> str:
    return _(
        "A sheet of this file reaches too far. At most %(rows)d rows and "
        "%(columns)d columns can be read. Please delete what lies far below or to "
        "the right, or part the file."
    ) % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}


def protected() -> str:
    """Return what to say about a file that asks for a password."""
    return _(
        "This file is protected by a password. Please save it without the password "
        "and upload it again."
    )


def _sheet(read: dict[str, Any]) -> Sheet:
    first_row, first_column = read["start"]
    lead = [""] * first_column
    rows = [Row(number + 1, []) for number in range(first_row)]
    rows += [
        Row(first_row + offset + 1, lead + cells)
        for offset, cells in enumerate(read["rows"])
    ]
    for start, end in read["merged"]:
        _fill_down(rows, start, end)
    while rows and rows[-1].is_empty:
        rows.pop()
    return Sheet(read["name"], rows)


def _fill_down(rows: list[Row], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Repeat the value of a merged area in each of its rows, in its first column."""
    (top, left), (bottom, _right) = start, end
    if bottom <= top or top >= len(rows) or left >= len(rows[top].cells):
        return
    value = rows[top].cells[left]
    for row in rows[top + 1 : bottom + 1]:
        if left < len(row.cells) and not row.cells[left]:
            row.cells[left] = value


def _keep_formulas(data: bytes, sheets: Iterable[Sheet]) -> None:
    """Put the text of formulas without a stored result where calamine has nothing."""
    by_name = {sheet.name: sheet for sheet in sheets}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, path in _paths_of_sheets(archive):
            sheet = by_name.get(name)
            if sheet is None or path not in archive.namelist():
                continue
            for letters, number, formula in _FORMULA.findall(archive.read(path)):
                _keep_formula(sheet, int(number), _column(letters), formula)


def _keep_formula(sheet: Sheet, number: int, column: int, formula: bytes) -> None:
    if number > MOST_ROWS or column >= MOST_COLUMNS:
        return
    while len(sheet.rows) < number:
        sheet.rows.append(Row(len(sheet.rows) + 1, []))
    row = sheet.rows[number - 1]
    row.cells += [""] * (column + 1 - len(row.cells))
    if row.cells[column]:
        return
    text = formula.decode("utf-8", "replace")
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    row.cells[column] = f"={text}"
    row.notes.append((column, "formula", row.cells[column]))


def _paths_of_sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return `(name, path)` of the sheets; the order of files in the archive is free."""
    names = archive.namelist()
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(names):
        return []
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<Relationship\b[^>]*>", relations):
        target = _attribute(tag, "Target").lstrip("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        targets[_attribute(tag, "Id")] = path
    return [
        (_attribute(tag, "name"), targets.get(_attribute(tag, "r:id"), ""))
        for tag in re.findall(r"<sheet\b[^>]*>", book)
    ]


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{re.escape(name)}="([^"]*)"', tag)
    text = found[1] if found else ""
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
