"""Small files as people have them, made in memory."""

from __future__ import annotations

import csv
import io
import zipfile
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


def ods_file(*rows: list[str | None], title: str = "Kontakte") -> bytes:
    """Return a sheet; None is covered by the cell above it, which spans both rows."""
    table = ""
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else row
        table += "<table:table-row>"
        for cell, next_cell in zip(row, below, strict=True):
            span = 2 if next_cell is None else 1
            table += (
                "<table:covered-table-cell/>"
                if cell is None
                else "<table:table-cell office:value-type='string' "
                f"table:number-rows-spanned='{span}'><text:p>{cell}</text:p>"
                "</table:table-cell>"
            )
        table += "</table:table-row>"
    names = "".join(
        f" xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'"
        for name in ("office", "table", "text")
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f"<table:table table:name='{title}'>{table}</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


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
