"""
Which row is the heading, and what each column is.

Headings in three languages say most; what stands in the column says the rest
and overrules a heading that cannot be meant.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from gegenbesuch.exchange import fields
from gegenbesuch.exchange.reading_values import (
    country_of,
    is_organisation_name,
    looks_like_person,
)

if TYPE_CHECKING:
    from gegenbesuch.exchange.reading import Book, Row, Sheet

_SEARCHED_ROWS: Final = 40
_SAMPLED: Final = 300
_SHOWN: Final = 3
_LEAST_SHARE: Final = 0.7
_SECOND: Final = re.compile(r"(?P<heading>.*\D) (?P<number>[2-9]|[1-9]\d)")

_CONTENT: Final = (
    ("email", re.compile(r"[^\s@]+[@＠][^\s@]+\.[a-zA-Z]{2,}.*", re.DOTALL)),
    (
        "website",
        re.compile(
            r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:de|com|jp|org|net|eu)/?\S*",
            re.IGNORECASE,
        ),
    ),
    ("lei", re.compile(r"[A-Z0-9]{18}\d\d")),
    ("eu_vat", re.compile(r"(?:ATU|DE|FR|NL|PL|CZ|BE|DK|ES|IT)\s?[\dA-Z]{8,12}")),
    ("jp_corporate", re.compile(r"\d{13}")),
    ("postcode", re.compile(r"〒?\s?\d{3}[-‐−ー－]\d{4}|(?:D-)?\d{5}")),
    (
        "phone",
        re.compile(
            r"(?:tel\.?:?\s*)?(?:\+|00|０|\(|0)[\d０-９\s()/.\-‐−ー–－（）]{6,}",
            re.IGNORECASE,
        ),
    ),
    ("kana", re.compile(r"[\u3041-\u309f\u30a0-\u30ff\uff66-\uff9f\s　・]{2,}")),
)


@dataclass(frozen=True)
class Column:
    """
    A column of the file and what it is taken for.

    Attributes:
        index: Counted from 0.
        heading: What its head says.
        field: A key of `fields.FIELDS`, with `#2` for a second address; empty
            if it is not imported.
        reason: `heading`, `content`, `memory`, `given`, `field` (of a vCard or our JSON)
            or empty.
        samples: Some of its values.
        is_private: Whether the heading says "private".
    """

    index: int
    heading: str
    field: str = ""
    reason: str = ""
    samples: tuple[str, ...] = ()
    is_private: bool = False

    @property
    def letter(self) -> str:
        """What spreadsheet programs call the column."""
        name, rest = "", self.index + 1
        while rest:
            rest, digit = divmod(rest - 1, 26)
            name = chr(65 + digit) + name
        return name

    @property
    def label(self) -> str:
        """The heading, or the letter where there is none."""
        return self.heading or self.letter

    def with_samples(self, values: list[str]) -> Column:
        """Return the column with some of these values as samples."""
        return replace(self, samples=_samples([v for v in values if v]))


@dataclass(frozen=True)
class Layout:
    """
    How a sheet is laid out.

    Attributes:
        sheet: Its position in the book.
        header_row: The number of the row with the headings; 0 if there is none.
        columns: All columns, in order.
        language: `de`, `en` or `ja`: what the headings are written in.
    """

    sheet: int
    header_row: int
    columns: tuple[Column, ...]
    language: str = "de"

    @property
    def fingerprint(self) -> str:
        """The same for files from one source: the headings in their order."""
        text = "\x1f".join(fields.normal(column.heading) for column in self.columns)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def is_useful(self) -> bool:
        """Whether any column says who a row is about."""
        found = {column.field.partition("#")[0] for column in self.columns}
        return bool(found & NAMING)

    def to_json(self) -> dict[str, Any]:
        """Return what a run stores."""
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "language": self.language,
            "columns": [
                {
                    "index": c.index,
                    "heading": c.heading,
                    "field": c.field,
                    "reason": c.reason,
                    "is_private": c.is_private,
                }
                for c in self.columns
            ],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Layout:
        """Read what a run stores."""
        columns = tuple(Column(**each) for each in stored["columns"])
        return cls(stored["sheet"], stored["header_row"], columns, stored["language"])


NAMING: Final = frozenset(
    "name family kanji family_kanji kana family_kana organisation "
    "organisation_en organisation_ja code".split()
)


def recognise(
    book: Book, *, sheet: int | None = None, header_row: int | None = None
) -> Layout:
    """
    Return the likeliest layout of a book.

    Args:
        sheet: Position of the sheet; without it the one with most contacts.
        header_row: Number of the heading row, 0 for none; without it the likeliest.
    """
    if book.fields and header_row is None:
        return _layout_of_fields(book)
    positions = range(len(book.sheets)) if sheet is None else [sheet]
    layouts = [
        _layout(book.sheets[position], position, header_row) for position in positions
    ]
    return max(
        layouts,
        key=lambda each: (
            each.is_useful,
            sum(bool(c.field) for c in each.columns) > 1,
            len(book.sheets[each.sheet].rows),
        ),
    )


def is_heading(row: Row) -> bool:
    """Tell whether a row says what columns are, such as a heading in mid-table."""
    texts = [cell for cell in row.cells if cell]
    known = sum(fields.guess(text).score >= 0.9 for text in texts)
    return len(texts) > 1 and known >= 2 and known >= 0.6 * len(texts)


def _layout_of_fields(book: Book) -> Layout:
    sheet = book.sheets[0]
    header = 1 if book.kind == "json" else 0
    rows = sheet.rows[header:]
    columns = tuple(
        Column(i, name, name, "field", _samples(_values(rows, i)))
        for i, name in enumerate(book.fields)
    )
    known = tuple(
        c if c.field.partition("#")[0] in fields.FIELDS else replace(c, field="")
        for c in columns
    )
    return Layout(0, header, known, "de")


def _layout(sheet: Sheet, position: int, header_row: int | None) -> Layout:
    if header_row is None:
        header_row = _find_heading(sheet)
    headings = sheet.rows[header_row - 1].cells if header_row else []
    rows = [row for row in sheet.rows[header_row:] if not row.is_empty][:_SAMPLED]
    columns = []
    for index in range(sheet.width):
        heading = headings[index] if index < len(headings) else ""
        values = _values(rows, index)
        # A few cells beyond the headings are rows whose columns have moved.
        is_stray = headings and len(values) < 0.2 * len(rows)
        if heading or (values and not is_stray):
            columns.append(_recognise_column(index, heading, values))
    language = _language(headings, rows)
    return Layout(position, header_row, tuple(_settled(columns)), language)


def _find_heading(sheet: Sheet) -> int:
    best, best_score = 0, 0.0
    for row in sheet.rows[:_SEARCHED_ROWS]:
        texts = [cell for cell in row.cells if cell]
        guesses = [fields.guess(text) for text in texts if len(text) <= 60]
        known = {g.field for g in guesses if g.score >= 0.5}
        score = sum(
            max(g.score for g in guesses if g.field == field) for field in known
        )
        # A row of data has words that look like headings, but also many that don't;
        # none has two that are exactly headings, one of them of a name.
        exact = {g.field for g in guesses if g.score == 1}
        is_heading = len(exact) > 1 and exact & NAMING
        is_usual = bool(texts) and score / len(texts) >= 0.34
        if (is_usual or is_heading) and score > best_score + 0.01:
            best, best_score = row.number, score
    return best if best_score >= 1.5 or (best_score >= 0.9 and sheet.width <= 2) else 0


def _values(rows: list[Row], index: int) -> list[str]:
    return [r.cells[index] for r in rows if index < len(r.cells) and r.cells[index]]


def _samples(values: list[str]) -> tuple[str, ...]:
    return tuple(v[:80] for v in dict.fromkeys(values))[:_SHOWN]


def _recognise_column(index: int, heading: str, values: list[str]) -> Column:
    guess = fields.guess(heading)
    column = Column(
        index, heading, samples=_samples(values), is_private=guess.is_private
    )
    content, share = _by_content(values)
    by_heading = replace(column, field=guess.field, reason="heading")
    by_content = replace(column, field=content, reason="content")
    if second := _SECOND.fullmatch(heading):
        base = fields.guess(second["heading"])
        if base.score >= 0.9 and base.field in _NUMBERED:
            name = f"{base.field}#{second['number']}"
            return replace(column, field=name, reason="heading")
    if guess.score >= 0.5:
        is_odd = content in {"email", "website"} and guess.field != content
        if is_odd and guess.field in {"name", "phone", "address", "note", "website"}:
            return by_content
        if guess.field == "name" and content == "organisation" and share > 0.8:
            return by_content
        return by_heading
    if content and share >= _LEAST_SHARE:
        return by_content
    return by_heading if guess.score else column


def _by_content(values: list[str]) -> tuple[str, float]:
    if not values:
        return "", 0.0
    for field, form in _CONTENT:
        share = sum(bool(form.fullmatch(value)) for value in values) / len(values)
        if share >= _LEAST_SHARE:
            return field, share
    tests = (
        ("country", lambda v: bool(country_of(v))),
        ("organisation", is_organisation_name),
        ("name", looks_like_person),
    )
    for field, test in tests:
        share = sum(test(value) for value in values) / len(values)
        if share >= (_LEAST_SHARE if field != "organisation" else 0.5):
            return field, max(share, _LEAST_SHARE)
    return "", 0.0


def _settled(columns: list[Column]) -> list[Column]:
    """Solve what only the columns together tell."""
    found = Counter(c.field for c in columns)
    result = []
    posts = {c.field.partition("#")[2] for c in columns if c.field[:8] == "function"}
    seen: Counter[str] = Counter()
    for column in columns:
        field = column.field
        if field == "name" and found["given"] and not found["family"]:
            field = "family"  # "Name | Vorname"
        elif field == "kanji" and found["given_kanji"] and not found["family_kanji"]:
            field = "family_kanji"
        elif field in {"family", "given"} and _is_japanese(column.samples):
            field = f"{field}_kanji" if not found[f"{field}_kanji"] else field
        elif field in {"family_kanji", "given_kanji", "kanji"} and _is_latin(
            column.samples
        ):
            latin = {"kanji": "name"}.get(field, field.removesuffix("_kanji"))
            field = latin if not found[latin] else field
        elif field == "function" and found["function"] > 1 and not found["title"]:
            are_titles = all(len(s) <= 12 and "." in s for s in column.samples)
            field = "title" if are_titles else field
        base, _hash, number = field.partition("#")
        if number and base in fields.OF_POST and number not in posts:
            field = "note"  # "Company | Company 2" is one company in two cells
        is_many = field in fields.FIELDS and fields.FIELDS[field].is_many
        if field and not is_many and seen[field]:
            # The second of its kind: an address may be there twice, others not.
            if field in _OF_ADDRESS:
                seen[field] += 1
                result.append(replace(column, field=f"{field}#{seen[field]}"))
                continue
            field = "" if column.reason == "content" else "note"
        seen[field] += 1
        result.append(replace(column, field=field))
    return result


_OF_ADDRESS: Final = frozenset(
    "address postcode city postcode_city region country".split()
)
_NUMBERED: Final = _OF_ADDRESS | {"street"} | fields.OF_POST


def _is_japanese(samples: tuple[str, ...]) -> bool:
    return bool(samples) and all(re.search(r"[\u3040-\u9fff]", s) for s in samples)


def _is_latin(samples: tuple[str, ...]) -> bool:
    return bool(samples) and all(not re.search(r"[\u3040-\u9fff]", s) for s in samples)


def _language(headings: list[str], rows: list[Row]) -> str:
    text = " ".join(headings) or " ".join(" ".join(row.cells) for row in rows[:20])
    if len(re.findall(r"[\u3040-\u9fff]", text)) > len(text) * 0.2:
        return "ja"
    words = set(fields.normal(text).split())
    english = {
        "first",
        "last",
        "company",
        "phone",
        "city",
        "country",
        "title",
        "street",
    }
    german = {"vorname", "nachname", "firma", "telefon", "ort", "land", "plz", "straße"}
    return "en" if len(words & english) > len(words & german) else "de"
