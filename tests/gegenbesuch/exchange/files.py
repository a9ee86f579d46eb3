"""Small files as people have them, made in memory."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl

HEADINGS = ["Firma", "Name", "Vorname", "E-Mail", "Telefon", "Ort", "Land", "Seit"]


def csv_file(*rows: list[str], encoding: str = "utf-8", separator: str = ";") -> bytes:
    """Return a text with separated cells."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_file(*rows: list[Any], merge: str = "", title: str = "Kontakte") -> bytes:
    """Return a workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
