"""What kind of file was given, told by its content, and what is refused at once."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from django.utils.translation import gettext as _

from gegenbesuch.core.errors import ActionError
from gegenbesuch.exchange.reading.encodings import decode
from gegenbesuch.exchange.reading.records import read_json
from gegenbesuch.exchange.reading.spreadsheets import protected, read_spreadsheet
from gegenbesuch.exchange.reading.tables import MOST_ROWS, Book
from gegenbesuch.exchange.reading.text_tables import read_text_table
from gegenbesuch.exchange.reading.vcards import read_vcards

MOST_BYTES: Final = 50 * 1024 * 1024
_MOST_UNPACKED: Final = 600 * 1024 * 1024
_MOST_RATIO: Final = 250
"""Unpacked to packed; real spreadsheets stay below 60."""
_RATIO_FROM: Final = 10 * 1024 * 1024
_MOST_PARTS: Final = 5000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CARD: Final = re.compile(r"^\s*BEGIN\s*:\s*VCARD", re.IGNORECASE | re.MULTILINE)
_MARKUP: Final = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE
)


def read_file(data: bytes) -> Book:
    """
    Read a file of contacts, whatever it is called.

    Raises:
        ActionError: It is empty, too large, protected, dangerous, damaged or of
            a kind that holds no contacts; the message says what to do.
    """
    check_size(len(data))
    if not data.strip(b"\0 \r\n\t"):
        raise ActionError(_("This file is empty."))
    book = _read(data)
    rows = max((len(sheet.rows) for sheet in book.sheets), default=0)
    if rows > MOST_ROWS:
        raise ActionError(
            _("This file has more than %(most)d rows. Please part it.")
            % {"most": MOST_ROWS}
        )
    if not rows:
        raise ActionError(_("This file has no rows."))
    return book


def check_size(size: int) -> None:
    """
    Refuse what is too large to be read.

    Raises:
        ActionError: It has more than 50 MB.
    """
    if size > MOST_BYTES:
        raise ActionError(
            _("This file has %(size)d MB. At most %(most)d MB can be read.")
            % {"size": size // 1024**2 + 1, "most": MOST_BYTES // 1024**2}
        )


def _read(data: bytes) -> Book:
    if data.startswith(b"PK\x03\x04"):
        return _read_archive(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ActionError(protected())
        return read_spreadsheet(data, "xls")
    if data.startswith(b"%PDF"):
        raise ActionError(
            _(
                "This is a PDF. Please ask whoever made it for the spreadsheet it "
                "was made from."
            )
        )
    if _MARKUP.match(data[:500]):
        raise ActionError(
            _(
                "This is a web page or an old XML file, even if its name says "
                "otherwise. Please open it in your spreadsheet program and save "
                "it as xlsx or ods."
            )
        )
    text, _encoding, _strays = decode(data[:8192])
    if _CARD.search(text):
        return read_vcards(data)
    if text.lstrip("\ufeff \r\n\t")[:1] in {"{", "["}:
        book = read_json(data)
        if book is not None:
            return book
    if _is_binary(text):
        raise ActionError(
            _(
                "This file is neither a spreadsheet nor a text. Contacts can be "
                "read from xlsx, xls, ods, csv, vCard and our own JSON."
            )
        )
    return read_text_table(data)


def _read_archive(data: bytes) -> Book:
    book = read_spreadsheet(data, _kind_of_archive(data))
    if b"vbaProject.bin" in data:  # the list of parts is not packed
        book.detail = _("its macros were not read")
    return book


def _is_binary(text: str) -> bool:
    strange = sum(char < " " and char not in "\t\r\n\f\x1b" for char in text)
    return strange > 0.05 * len(text)


def _kind_of_archive(data: bytes) -> str:
    """Look at the list of parts without unpacking any of them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ActionError(
            _(
                "This file is cut off or damaged. Please save it anew in your "
                "spreadsheet program, or upload it once more."
            )
        ) from error
    unpacked = sum(part.file_size for part in parts)
    is_bomb = unpacked > _RATIO_FROM and unpacked > _MOST_RATIO * len(data)
    if is_bomb or unpacked > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise ActionError(
            _(
                "Unpacked, this file would have %(size)d MB, which no list of "
                "contacts has. It was not opened."
            )
            % {"size": unpacked // 1024**2}
        )
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise ActionError(protected())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    raise ActionError(
        _(
            "This archive is no spreadsheet. Please unpack it and upload the file "
            "with the contacts."
        )
    )
