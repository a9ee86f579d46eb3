"""Small files as people have them, made in memory."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl

#: Names that nobody takes for one another.
FAMILY = (
    "Albrecht Brückner Czerny Dietze Ebersbach Fuchs Göpfert Hempel Irmscher Jäckel"
)
FAMILY += (
    " Kretzschmar Lehnert Mothes Naumann Oehme Pöschel Quandt Reuther Seifert Tietz"
)
GIVEN = "Anna Bernd Cornelia Dieter Edith Frank Gudrun Holger Ines Jürgen"
GIVEN += " Katrin Lutz Martina Norbert Olga Peter Ramona Steffen Ulrike Volker"


def person(n: int) -> tuple[str, str]:
    """Return family and given name of one of 400 people."""
    return FAMILY.split()[n % 20], GIVEN.split()[(n // 20 + n) % 20]


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
