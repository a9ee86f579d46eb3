"""Tables in text: commas, semicolons, tabs or bars between the cells."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import Final

from gegenbesuch.exchange.reading.encodings import decode
from gegenbesuch.exchange.reading.tables import MOST_ROWS, Book, Row, Sheet

_SEPARATORS: Final = (";", ",", "\t", "|")
_SAMPLE_LINES: Final = 200
_LONGEST_RECORD: Final = 60
"""Lines; a quotation mark that is still open after so many was never closed."""
_HINT: Final = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)

csv.field_size_limit(50_000_000)


def read_text_table(data: bytes) -> Book:
    """Read a text with separated cells; never fails, oddities are noted by row."""
    text, encoding, strays = decode(data)
    hint = _HINT.match(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if text.count("\r") > text.count("\n"):
        strays = set()  # the old ends of lines of the Mac: lines were not told apart
    separator = hint[1] if hint else separator_of(lines)
    rows = _records(lines, separator, strays)
    if hint:
        rows[0].cells = []
    while rows and rows[-1].is_empty:
        rows.pop()
    name = {"\t": "tab"}.get(separator, separator)
    return Book("csv", [Sheet("", rows)], detail=f"{encoding} {name}")


def separator_of(lines: list[str]) -> str:
    """Return the character that parts the sampled lines most evenly."""
    sample = [line for line in lines[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        counts = Counter(
            len(next(csv.reader([line], delimiter=separator), [])) for line in sample
        )
        parted = {n: times for n, times in counts.items() if n > 1}
        if not parted:
            continue
        width, times = max(parted.items(), key=lambda each: (each[1], each[0]))
        score = times / len(sample) * min(width, 12) ** 0.5
        if score > best_score:
            best, best_score = separator, score
    return best


def _records(lines: list[str], separator: str, strays: set[int]) -> list[Row]:
    rows: list[Row] = []
    at = 0
    while at < len(lines) and len(rows) <= MOST_ROWS:
        cells, used, is_broken = _record(lines, at, separator)
        row = Row(len(rows) + 1, [_clean(cell) for cell in cells])
        if is_broken:
            row.notes.append((-1, "quote-open", ""))
        if strays.intersection(range(at, at + used)):
            row.notes.append((-1, "other-encoding", ""))
        rows.append(row)
        at += used
    return rows


def _record(lines: list[str], at: int, separator: str) -> tuple[list[str], int, bool]:
    """Return the cells of one record, how many lines it takes, and if it is broken."""
    line = lines[at]
    if '"' not in line:
        return line.split(separator), 1, False
    for used in range(1, min(_LONGEST_RECORD, len(lines) - at) + 1):
        part = [f"{each}\n" for each in lines[at : at + used]]
        part[-1] = part[-1].rstrip("\n")
        try:
            cells = next(csv.reader(part, delimiter=separator, strict=True), [])
        except csv.Error as error:
            if "unexpected end" in str(error):
                continue
            return next(csv.reader([line], delimiter=separator), []), 1, False
        return cells, used, False
    return [cell.strip('"') for cell in line.split(separator)], 1, True


def _clean(cell: str) -> str:
    return cell.strip(" \t\u3000\xa0\ufeff\r\n")
