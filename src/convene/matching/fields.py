"""The fields of business, their names, and how close two of them are."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "de", "ja")


def _read() -> dict[str, dict[str, str]]:
    source = files("convene.matching") / "data" / "fields.csv"
    with source.open(encoding="utf-8") as lines:
        return {row["slug"]: row for row in csv.DictReader(lines)}


_ROWS = _read()
#: Slugs of the fields that profiles may name.
FIELDS = tuple(_ROWS)


def field_name(slug: str, language: str) -> str:
    """Give a field's name in en, de or ja."""
    return _ROWS[slug][language]


@cache
def divisions(slug: str) -> frozenset[str]:
    """Give the NACE divisions of a field, as two digits."""
    row = _ROWS[slug]
    return frozenset(code[1:] for code in f"{row['nace2']} {row['nace21']}".split())


@cache
def closeness(one: str, other: str) -> float:
    """
    Say how close two fields are, from 0 to 1.

    Different fields are at most half as close as equal ones; what they share are
    divisions of NACE.
    """
    if one == other:
        return 1.0
    a, b = divisions(one), divisions(other)
    return 0.5 * len(a & b) / len(a | b)


def digits(code: str) -> str:
    """Give a NACE code without its letter and dots, so that prefixes compare."""
    return code.lstrip("ABCDEFGHIJKLMNOPQRSTUV").replace(".", "")
