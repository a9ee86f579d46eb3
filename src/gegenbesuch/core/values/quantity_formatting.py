"""Quantities as people write them, in any of the three languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from gegenbesuch.core.values.date_formatting import format_partial_date
from gegenbesuch.core.values.languages import Language, base_language
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.core.values.quantity_words import (
    AS_OF,
    PATTERNS,
    RANGE_DASH,
    UNITS,
    UNKNOWN,
)

_SWAP: Final = str.maketrans(",.", ".,")


def format_quantity(value: Quantity, language: str, *, with_as_of: bool = False) -> str:
    """
    Write a quantity with its qualifier and unit in the given language.

    A unit without an entry in the table of units is written as its code.
    """
    base = base_language(language)
    text = _with_unit(value, base) if value.is_known else UNKNOWN[base]
    if with_as_of and value.as_of.is_known:
        date = format_partial_date(value.as_of, base)
        return AS_OF[base] % {"number": text, "date": date}
    return text


def format_number(number: Decimal | int, language: str) -> str:
    """Write a number out with the grouping of the language, without rounding."""
    text = f"{Decimal(number):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_SWAP) if base_language(language) == "de" else text


def unit_name(unit: str, language: str, number: Decimal | int = 2) -> str:
    """Return the name of a unit beside a number; by default the plural."""
    base = base_language(language)
    if unit not in UNITS:
        return unit
    if base == "ja":
        return "".join(UNITS[unit].ja)
    names = UNITS[unit].de if base == "de" else UNITS[unit].en
    return names[0] if number == 1 else names[1]


def _with_unit(value: Quantity, language: Language) -> str:
    numbers = [
        bound for bound in dict.fromkeys((value.low, value.high)) if bound is not None
    ]
    text = RANGE_DASH[language].join(
        format_number(number, language) for number in numbers
    )
    counter, tail = "", ""
    if language != "ja":
        tail = f" {unit_name(value.unit, language, numbers[-1])}".rstrip()
    elif value.unit in UNITS:
        counter, tail = UNITS[value.unit].ja
    else:
        counter = value.unit
    patterns = PATTERNS[language]
    if value.is_rough:
        text = _rough(text, counter, language)
    else:
        text += counter
    return patterns[value.qualifier] % {"n": text} + tail


def _rough(text: str, counter: str, language: Language) -> str:
    return PATTERNS[language][Quantity.Qualifier.ABOUT] % {"n": text} + counter
