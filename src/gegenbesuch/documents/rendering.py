"""Documents as files: PDF to print, DOCX and XLSX to edit on."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gegenbesuch.core.spreadsheet_cells import harmless
from gegenbesuch.core.typesetting import set_pdf, set_picture
from gegenbesuch.documents.blocks import (
    Facts,
    Heading,
    Lines,
    NewPage,
    Picture,
    Points,
    Table,
)

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from gegenbesuch.documents.blocks import Block, Cards, Document, SeatingPlan

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LATIN, JAPANESE = "Fira Sans", "Noto Sans JP"


def to_pdf(document: Document | Cards | SeatingPlan, *, at: datetime) -> bytes:
    """Return the document as a tagged PDF."""
    return set_pdf(document.template, document.to_json(), at=at)


def to_docx(document: Document) -> bytes:
    """Return the document for a word processor, with real headings and tables."""
    file: Any = WordFile()
    file.core_properties.title = document.title
    file.core_properties.author = document.author
    style = file.styles["Normal"]
    style.font.name = LATIN
    style.element.rPr.rFonts.set(qn("w:eastAsia"), JAPANESE)
    if not document.is_letter:
        file.add_heading(document.title, level=1)
    if document.subtitle:
        file.add_paragraph(document.subtitle)
    for block in document.blocks:
        _word_block(file, block)
    return _saved(file)


def _word_block(file: Any, block: Block) -> None:
    if isinstance(block, Heading):
        file.add_heading(block.text, level=block.level)
    elif isinstance(block, NewPage):
        file.add_page_break()
    elif isinstance(block, Table):
        _word_table(file, block)
    elif isinstance(block, Facts):
        _word_facts(file, block)
    elif isinstance(block, Points):
        for point in block.points:
            file.add_paragraph(point, style="List Bullet")
    elif isinstance(block, Picture):
        _word_picture(file, block)
    elif isinstance(block, Lines):
        for _line in range(block.count):
            file.add_paragraph()
    else:
        file.add_paragraph(block.text)


def _word_facts(file: Any, block: Facts) -> None:
    for name, value in block.known:
        paragraph = file.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)


def _word_picture(file: Any, block: Picture) -> None:
    """Put a drawing into the text; word processors take it as pixels."""
    png = set_picture("picture.typ", block.to_json())
    shape = file.add_picture(BytesIO(png), width=Mm(150))
    shape._inline.docPr.set("descr", block.alt)
    if block.caption:
        file.add_paragraph().add_run(block.caption).font.size = Pt(9)


def _word_table(file: Any, block: Table) -> None:
    table = file.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, block.head, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(label).bold = True
    for row in block.rows:
        for cell, content in zip(table.add_row().cells, row, strict=True):
            cell.text = ""
            run = cell.paragraphs[0].add_run("\n".join(content.lines))
            run.bold = content.is_strong


def to_xlsx(document: Document) -> bytes:
    """Return the tables of the document for a spreadsheet, one below the other."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 -- slow import

    book = Workbook()
    sheet: Any = book.active
    sheet.title = document.title[:31].translate(str.maketrans("[]:*?/\\", "-------"))
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        sheet.append(list(block.head))
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
        for row in block.rows:
            sheet.append([harmless("\n".join(cell.lines)) for cell in row])
        for number, share in enumerate(block.widths, start=1):
            letter = sheet.cell(row=1, column=number).column_letter
            sheet.column_dimensions[letter].width = 12 + 8 * share
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    return _saved(book)


def _saved(file: Any) -> bytes:
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()
