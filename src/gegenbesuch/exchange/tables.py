"""Tables as files: xlsx, csv and ods, none of whose cells is ever calculated."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from django.http import HttpResponse

from gegenbesuch.core.spreadsheet_cells import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}
#: Characters that a cell of a spreadsheet program holds.
_LONGEST_CELL: Final = 32_767
#: Control characters, which XML cannot hold.
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def table_bytes(rows: Iterable[list[str]], file_format: str) -> bytes:
    """Return a table as the content of a file: `xlsx`, `ods` or `csv`."""
    return _WRITERS[file_format](rows)


def table_response(
    rows: Iterable[list[str]], name: str, file_format: str
) -> HttpResponse:
    """Return a table as a download."""
    response = HttpResponse(
        table_bytes(rows, file_format), content_type=TYPES[file_format]
    )
    file_name = f"{name}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(cell.replace("\0", "")) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Iterable[list[str]]) -> bytes:
    import openpyxl  # noqa: PLC0415 -- slow import
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- slow import

    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet("Export")
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = []
        for text in row:
            plain = _ILLEGAL.sub("", text)[:_LONGEST_CELL]
            cell = WriteOnlyCell(sheet, value=plain)
            cell.data_type = "s"  # a text, whatever it begins with
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _ods(rows: Iterable[list[str]]) -> bytes:
    """Write the three parts that a spreadsheet of OpenDocument needs."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        # First and not packed, so that the file can be told by its beginning.
        archive.writestr("mimetype", TYPES["ods"], zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        lines = "".join(
            f"<table:table-row>{_ods_row(row)}</table:table-row>" for row in rows
        )
        archive.writestr("content.xml", _CONTENT % lines)
    return content.getvalue()


def _ods_row(row: list[str]) -> str:
    cells = []
    for text in row:
        plain = escape(_ILLEGAL.sub("", text))
        lines = "".join(
            f"<text:p>{_spaced(line)}</text:p>" for line in plain.split("\n")
        )
        cells.append(
            f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
        )
    return "".join(cells)


def _spaced(line: str) -> str:
    """Keep blanks that stand together, which OpenDocument otherwise makes one."""
    return re.sub(" {2,}", lambda m: f' <text:s text:c="{len(m[0]) - 1}"/>', line)


_MANIFEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPES["ods"]}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_CONTENT: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-content office:version="1.2"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Export">%s'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
_WRITERS: Final = {"csv": _csv, "xlsx": _xlsx, "ods": _ods}
