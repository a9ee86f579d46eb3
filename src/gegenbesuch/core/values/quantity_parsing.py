"""Quantities as people write them in German, English and Japanese, read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.date_parsing import parse_partial_date
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.languages import Language, base_language
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import (
    MAX_DIGITS,
    Quantity,
    significant_digits,
)
from gegenbesuch.core.values.quantity_words import (
    MULTIPLIERS,
    PREFIXES,
    SUFFIXES,
    UNITS,
    UNKNOWN_WORDS,
)

_Q = Quantity.Qualifier


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub("[–—〜−]", "-", text)
    return " ".join(re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text).split())


def _by_length(words: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(words.items(), key=lambda item: -len(item[0]))


_PREFIXES: Final = sorted(PREFIXES, key=lambda item: -len(item[0]))
_SUFFIXES: Final = sorted(SUFFIXES, key=lambda item: -len(item[0]))
_TAILS: Final = _by_length(
    {_plain(unit.ja[1]): code for code, unit in UNITS.items() if unit.ja[1]}
)
_NAMES: Final = _by_length(
    {
        _plain(name): code
        for code, unit in UNITS.items()
        for name in (*unit.de, *unit.en, *unit.also, code)
    }
    | {_plain(unit.ja[0]): code for code, unit in UNITS.items() if not unit.ja[1]}
)
_AS_OF: Final = re.compile(
    r"(?P<rest>.*?) ?\((?:(?:stand:?|as of|as at) (?P<west>[^()]+)|(?P<east>.+)現在)\)"
)
_RANGE: Final = re.compile(
    r"(?:zwischen |between )?(?P<low>\d.*?)"
    r" ?(?:-|~|bis|to|und|and|から) ?(?P<high>\d.*?)"
)
_KANJI: Final = re.compile(
    r"(?:(?P<oku>[\d.,]+) ?億)?(?:(?P<man>[\d.,]+) ?万)?(?:(?P<sen>[\d.,]+) ?千)?"
    r"(?P<one>[\d.,]*)"
)
_GROUPS: Final[dict[Language, tuple[str, str]]] = {
    "de": (r"\.", ","),
    "en": (",", r"\."),
    "ja": (",", r"\."),
}


def parse_quantity(
    text: str, language: str | None = None, *, unit: str = ""
) -> Quantity:
    """
    Read a quantity as people write it in German, English or Japanese.

    The words of the three languages are understood at once. "150+" is read as
    150 or more, the weaker of its two meanings; "more than 150" is never 150.

    Args:
        language: Decides what points and commas in numbers mean. Without it a
            number that would differ between the languages is refused.
        unit: The unit of a number that names none.

    Raises:
        UnreadableValue: A `ValueError` that tells a reader what is expected.

    """
    shown = text.strip()
    plain = _plain(text)
    as_of = NO_DATE
    if match := _AS_OF.fullmatch(plain):
        plain = match["rest"]
        as_of = parse_partial_date(match["west"] or match["east"], language)
    if plain in UNKNOWN_WORDS:
        return replace(Quantity.unknown(unit), as_of=as_of)
    plain, found_unit = _split_tail(plain)
    plain, qualifiers = _split_qualifiers(plain)
    if found_unit is None:
        plain, found_unit = _split_unit(plain, unit)
    else:
        plain = plain.removesuffix(UNITS[found_unit].ja[0])
    plain, more = _split_qualifiers(plain)
    its_unit = unit if found_unit is None else found_unit
    reader = _Reader(shown, language, its_unit)
    if match := _RANGE.fullmatch(plain):
        low_text, low_unit = _split_unit(match["low"], unit)
        if low_unit not in {None, found_unit}:
            raise _unreadable(shown)
        low, high = reader.number(low_text), reader.number(match["high"])
    else:
        low = high = reader.number(plain)
    return _assemble((low, high), qualifiers + more, its_unit, as_of, shown)


def _assemble(
    bounds: tuple[Decimal, Decimal],
    qualifiers: list[Quantity.Qualifier],
    unit: str,
    as_of: PartialDate,
    shown: str,
) -> Quantity:
    low, high = bounds
    is_about = _Q.ABOUT in qualifiers
    one_sided = [each for each in qualifiers if each not in (_Q.ABOUT, _Q.EXACT)]
    is_contradictory = _Q.EXACT in qualifiers and len(qualifiers) > 1
    if len(one_sided) > 1 or is_contradictory or (one_sided and low != high):
        raise _unreadable(shown)
    if low > high:
        raise UnreadableValue(
            _("In “%(text)s” the smaller number has to come first."),
            code="quantity-range",
            params={"text": shown},
        )
    if not one_sided:
        qualifier = _Q.ABOUT if is_about else _Q.EXACT
        return Quantity(low, high, qualifier, unit, as_of)
    if one_sided[0] == _Q.UP_TO:
        return Quantity(None, high, _Q.UP_TO, unit, as_of, is_about)
    return Quantity(low, None, one_sided[0], unit, as_of, is_about)


def _split_tail(text: str) -> tuple[str, str | None]:
    for tail, code in _TAILS:
        if text.endswith(tail):
            return text.removesuffix(tail), code
    return text, None


def _split_qualifiers(text: str) -> tuple[str, list[Quantity.Qualifier]]:
    found: list[Quantity.Qualifier] = []
    is_changed = True
    while is_changed:
        is_changed = False
        for word, qualifier in _PREFIXES:
            rest = text.removeprefix(word)
            if rest != text and not (word[-1].isalpha() and rest[:1].isalpha()):
                text, is_changed = rest.lstrip(), True
                found.append(qualifier)
                break
        for word, qualifier in _SUFFIXES:
            if text.endswith(word):
                text, is_changed = text.removesuffix(word).rstrip(), True
                found.append(qualifier)
                break
    return text, found


def _split_unit(text: str, unit: str) -> tuple[str, str | None]:
    own = _plain(unit)
    for name, code in ([(own, unit)] if own else []) + _NAMES:
        rest = text.removesuffix(name)
        if rest != text and not (name[0].isascii() and rest[-1:].isalpha()):
            return rest.rstrip(), code
        rest = text.removeprefix(name)
        if rest != text and not name[0].isalpha():
            return rest.lstrip(), code
    return text, None


class _Reader:
    """Numbers in the writing of one language, or of none in particular."""

    def __init__(self, shown: str, language: str | None, unit: str) -> None:
        self.shown = shown
        self.unit = unit
        self.languages: tuple[Language, ...] = (
            ("de", "en") if language is None else (base_language(language),)
        )

    def number(self, text: str) -> Decimal:
        for word, factor in MULTIPLIERS.items():
            rest = text.removesuffix(word)
            if rest != text and rest[-1:] in {" ", *"0123456789"}:
                return self._checked(self._plain(rest.rstrip()) * factor)
        match = _KANJI.fullmatch(text)
        if match is None or not text:
            raise _unreadable(self.shown)
        total = Decimal(0)
        for name, factor in (("oku", 10**8), ("man", 10**4), ("sen", 1000), ("one", 1)):
            if part := match[name]:
                total += self._plain(part) * factor
        return self._checked(total)

    def _checked(self, number: Decimal) -> Decimal:
        if significant_digits(number) > MAX_DIGITS:
            raise UnreadableValue(
                _("The number in “%(text)s” has more than %(digits)s digits."),
                code="quantity-digits",
                params={"text": self.shown, "digits": MAX_DIGITS},
            )
        return number

    def _plain(self, text: str) -> Decimal:
        readings = {
            reading
            for language in self.languages
            if (reading := _read(text, language)) is not None
        }
        if not readings:
            raise _unreadable(self.shown)
        unit = UNITS.get(self.unit)
        is_counted = unit is not None and unit.is_counted
        if len(readings) > 1 or (is_counted and _looks_grouped(text, readings)):
            raise UnreadableValue(
                _(
                    "The number in “%(text)s” can be read in two ways. Please write "
                    "thousands without a point or comma, for example 10000."
                ),
                code="quantity-ambiguous",
                params={"text": self.shown},
            )
        return readings.pop()


def _read(text: str, language: Language) -> Decimal | None:
    group, point = _GROUPS[language]
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
    if not re.fullmatch(rf"{whole}(?:{point}\d+)?", text, re.ASCII):
        return None
    bare = re.sub(group, "", text)
    return Decimal(bare.replace(",", "."))


def _looks_grouped(text: str, readings: set[Decimal]) -> bool:
    """Tell whether a fraction of something counted is meant as thousands."""
    has_three = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text) is not None
    return has_three and any(number < 1000 for number in readings)


def _unreadable(shown: str) -> UnreadableValue:
    return UnreadableValue(
        _(
            "“%(text)s” is not a number that can be read. Write for example 50, "
            "about 50, more than 150, at least 50, up to 30 or 50–60."
        ),
        code="quantity-unreadable",
        params={"text": shown},
    )
