"""What a file is read into: sheets of rows of text, with notes on what was odd."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_ROWS = 100_000
MOST_COLUMNS = 500


@dataclass(slots=True)
class Row:
    """
    One row.

    Attributes:
        number: Counted as a spreadsheet program shows it, from 1.
        cells: The texts; a date is written as `2019-06-04`.
        notes: `(column, code, value)` for what was odd about a cell; the codes
            are those of `exchange.problems`, column -1 is the whole row.
    """

    number: int
    cells: list[str]
    notes: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether no cell says anything."""
        return not any(self.cells)


@dataclass(slots=True)
class Sheet:
    """A table; `rows` has every row from the first to the last that is used."""

    name: str
    rows: list[Row]

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(slots=True)
class Book:
    """
    All sheets of a file.

    Attributes:
        kind: `xlsx`, `xls`, `ods`, `csv`, `vcard` or `json`.
        detail: The encoding and separator of a text, else empty.
        fields: For vCard and our own JSON, what each column is, in order.
    """

    kind: str
    sheets: list[Sheet]
    detail: str = ""
    fields: list[str] = field(default_factory=list)
