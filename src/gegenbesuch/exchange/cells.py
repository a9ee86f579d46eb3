"""The cells of one row, cleaned, under the fields that their columns are."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from gegenbesuch.exchange import reading_values
from gegenbesuch.exchange.problems import Problem
from gegenbesuch.exchange.reading.encodings import repaired
from gegenbesuch.exchange.recognition import is_heading

if TYPE_CHECKING:
    from gegenbesuch.exchange.reading import Row
    from gegenbesuch.exchange.recognition import Column, Layout

HUGE: Final = 32_767
"""Characters; no spreadsheet program lets a cell hold more."""
#: What people write into a cell that they have nothing to write into.
_NOTHING: Final = frozenset(
    "-|--|---|–|—|/|.|?|keine|keine angabe|k.a.|k. a.|ka|unbekannt|none|n/a|na|n.a.|nil|null|"
    "nan|#n/a|#nv|#ref!|#bezug!|#value!|#wert!|#name?|なし|無し|無|ナシ|不明|未定|－|ー|x@x".split(
        "|"
    )
)
_LONGEST: Final = defaultdict(
    lambda: 300, note=20_000, address=500, street=500, tags=2000
)
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\ufeff\ufffe]"
)
_TOTAL: Final = re.compile(
    r"(?:gesamt(?:summe|anzahl)?|summe|total|sum|insgesamt|anzahl|count|合計|総計|小計|計)"
    r"\b\s*:?",
    re.IGNORECASE,
)
_NUMERIC: Final = re.compile(r"[\d\s.,€%=()A-Z:]*")


class Cells:
    """
    What a row says by field.

    Attributes:
        values: `(column, text)` by field; empty cells are left out.
        problems: What was wrong, so far.
        kept: What could not be read, under the heading of its column.
        is_contact: Whether the row is about anybody: no total, no heading.
    """

    def __init__(self, layout: Layout, row: Row) -> None:
        self.layout = layout
        self.row = row
        self.columns = [column for column in layout.columns if column.field]
        self.width = max((c.index for c in layout.columns), default=0) + 1
        self.values: dict[str, list[tuple[Column, str]]] = defaultdict(list)
        self.problems: list[Problem] = []
        self.kept: list[str] = []
        self.is_contact = not self._is_no_contact()
        if self.is_contact:
            self._clean_cells()
            self._read_notes_of_file()

    def note(
        self, code: str, column: Column | None = None, value: str = "", detail: str = ""
    ) -> None:
        """Write down a problem; a value that was not understood becomes a note."""
        label = column.label if column else ""
        self.problems.append(Problem(code, label, value, detail))

    def keep(self, column: Column, value: str) -> None:
        """Keep what could not be read, under the heading of its column."""
        self.kept.append(f"{column.label}: {value}")

    def _is_no_contact(self) -> bool:
        texts = [cell for cell in self.row.cells if cell]
        if not texts:
            self.note("empty")
        elif is_heading(self.row):
            self.note("heading")
        elif _TOTAL.match(texts[0]) and all(_NUMERIC.fullmatch(t) for t in texts[1:]):
            self.note("total")
        else:
            return False
        return True

    def _clean_cells(self) -> None:
        if any(self.row.cells[self.width :]):
            self.note("too-many-cells")
        for column in self.columns:
            if column.index >= len(self.row.cells):
                continue
            text = self._clean(column, self.row.cells[column.index])
            if text:
                self.values[column.field].append((column, text))

    def _clean(self, column: Column, text: str) -> str:
        if len(text) > HUGE:
            self.note("too-huge", column, detail=str(len(text)))
            return ""
        mended = repaired(text)
        if mended != text:
            self.note("repaired", column, mended)
        plain = _CONTROL.sub("", mended).strip()
        if plain != mended.strip():
            self.note("control", column)
        mended = plain
        if "\ufffd" in mended:
            self.note("damaged", column, mended)
        if mended.casefold() in _NOTHING and column.field != "note":
            return ""
        most = _LONGEST[column.field.partition("#")[0]]
        if len(mended) > most:
            self.note("too-long", column, detail=str(len(mended)))
            mended = mended[:most]
        return mended

    def _read_notes_of_file(self) -> None:
        by_index = {column.index: column for column in self.layout.columns}
        for index, code, value in self.row.notes:
            self.note(code, by_index.get(index), value)

    def first(self, *names: str) -> tuple[Column, str] | None:
        """Return the first value of these fields."""
        for name in names:
            if self.values.get(name):
                return self.values[name][0]
        return None

    def text(self, *names: str) -> str:
        """Return the first value of these fields as text."""
        found = self.first(*names)
        return reading_values.usual_width(found[1]) if found else ""
