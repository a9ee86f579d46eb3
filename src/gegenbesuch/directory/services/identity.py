"""
By which words a person is known, and how they are found and blacked out in texts.

A name counts where it stands whole, "Kurz, Randy" or 佐原 光一, or behind a form of
address, "Herr Dr. Kurz" or 佐原市長: "Kurz" alone may be anything. Cells of a table
have its parts one by one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import phonenumbers
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.models import ERASED
from gegenbesuch.directory.models import ContactPoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gegenbesuch.core.values.name import Name, Spelling

_SPACES: Final = (" ", "", "\u3000", "・", "＝", ", ", "，")
_LATIN: Final = "A-Za-z0-9À-ɏ"
_SHORTEST_JAPANESE: Final = 3
_DIGITS_TO_FIND: Final = 4
_BEFORE: Final = (
    "Herrn?|Frau|Mrs?|Ms|Miss|Dr|Prof|Professor|Professorin|OB|Oberbürgermeister(?:in)?"
    "|Bürgermeister(?:in)?|Mayor|Lord Mayor|Konsul(?:in)?|Generalkonsul(?:in)?|Consul"
)
_BEHIND: Final = (
    "さん|さま|様|氏|殿|先生|市長|町長|知事|総領事|領事|大使|社長|会長|部長|課長|係長"
    "|専務|常務|取締役|代表|教授|博士"
)
_PHONES: Final = frozenset(
    {ContactPoint.Kind.PHONE, ContactPoint.Kind.MOBILE, ContactPoint.Kind.FAX}
)


@dataclass(frozen=True)
class Identity:
    """
    The words a person is known by.

    Attributes:
        names: Whole names, in every script and order.
        parts: Family and given name apart, as cells have them.
        families: Family names that count behind a form of address.
        emails: In small letters.
        phones: In the form of E.164.
    """

    names: frozenset[str]
    parts: frozenset[tuple[str, str]]
    families: frozenset[str]
    emails: frozenset[str]
    phones: frozenset[str]

    @classmethod
    def of(
        cls,
        names: Iterable[Name],
        contacts: Iterable[tuple[str, str]],
        *,
        families: Iterable[str] = (),
    ) -> Identity:
        """
        Return the words of these names, and of contacts by kind and value.

        Args:
            families: Family names that nobody else has.
        """
        names, contacts = list(names), list(contacts)
        return cls(
            names=frozenset(text for name in names for text in _whole(name)),
            parts=frozenset(
                (spelling.family, spelling.given)
                for name in names
                for spelling in (name.latin, name.kanji, name.kana)
                if spelling.family and spelling.given
            ),
            families=frozenset(families),
            emails=frozenset(
                value.casefold()
                for kind, value in contacts
                if kind == ContactPoint.Kind.EMAIL
            ),
            phones=frozenset(
                value.partition(";")[0] for kind, value in contacts if kind in _PHONES
            ),
        )

    def needles(self) -> set[str]:
        """
        Return short texts of which each mention has one, as columns store them.

        A database compares them letter by letter, and JSON may write them in
        ASCII.
        """
        found = set(self.emails) | {phone[-_DIGITS_TO_FIND:] for phone in self.phones}
        found |= {family for family, _given in self.parts} | self.families
        found |= {
            name
            for name in self.names
            if not any(family.casefold() in name.casefold() for family in found)
        }
        forms = {form for text in found for form in (text, text.upper(), text.title())}
        return forms | {json.dumps(form)[1:-1] for form in forms}

    def black_out(self, value: Any) -> Any:
        """Return a text, or whatever JSON holds, without the person."""
        if isinstance(value, str):
            return self._pattern.sub(ERASED, value) if self._pattern else value
        if isinstance(value, LazyI18nString):
            return LazyI18nString(self.black_out(value.data))
        if isinstance(value, dict):
            parts = self._parts_in(value.values())
            return {key: self._part(each, parts) for key, each in value.items()}
        if isinstance(value, list):
            parts = self._parts_in(value)
            return [self._part(each, parts) for each in value]
        return value

    def _part(self, value: Any, parts: set[str]) -> Any:
        if isinstance(value, str) and value.strip().casefold() in parts:
            return ERASED
        return self.black_out(value)

    def _parts_in(self, values: Iterable[Any]) -> set[str]:
        """Return the parts of the name that stand side by side."""
        cells = {value.strip().casefold() for value in values if isinstance(value, str)}
        found: set[str] = set()
        for pair in self.parts:
            folded = {part.casefold() for part in pair}
            if folded <= cells:
                found |= folded
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        patterns = [
            *map(_name_pattern, sorted(self.names, key=len, reverse=True)),
            *map(_addressed_pattern, sorted(self.families)),
            *(rf"(?<![\w.+-]){re.escape(mail)}(?![\w-])" for mail in self.emails),
            *map(_phone_pattern, self.phones),
        ]
        return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _whole(name: Name) -> Iterator[str]:
    spellings = (name.latin, name.kanji, name.kana)
    for spelling in spellings:
        if spelling.family and spelling.given:
            yield from _joined(spelling, name.title)
    is_in_parts = any(spelling.family or spelling.given for spelling in spellings)
    for text in filter(None, [*(each.full for each in spellings), *name.aliases]):
        if not is_in_parts or _is_telling(text):  # Sukarno is all there is
            yield text


def _joined(spelling: Spelling, title: str) -> Iterator[str]:
    family, given = spelling.family, spelling.given
    is_latin = family.isascii() or bool(re.search(rf"[{_LATIN}]", family))
    for space in _SPACES:
        if not (is_latin and not space):
            yield f"{family}{space}{given}"
            yield f"{given}{space}{family}"
    if title:
        yield f"{family}, {title} {given}"


def _is_telling(text: str) -> bool:
    """Tell whether a spelling says who it is: not a family name alone."""
    if re.search(r"[\s・＝]", text.strip()):
        return True
    return not re.search(rf"[{_LATIN}]", text) and len(text) >= _SHORTEST_JAPANESE


def _name_pattern(name: str) -> str:
    words = r"\s+".join(map(re.escape, name.split()))
    if not re.match(rf"[{_LATIN}]", name):
        return words
    return rf"(?<![{_LATIN}]){words}(?:[’']?s)?(?![{_LATIN}])"


def _addressed_pattern(family: str) -> str:
    """Return what finds a family name together with its form of address."""
    if not re.search(rf"[{_LATIN}]", family):
        return rf"{re.escape(family)}[\s\u3000]*(?:{_BEHIND})"
    return rf"(?<![{_LATIN}])(?:(?:{_BEFORE})\.?\s+)+{_name_pattern(family)}"


def _phone_pattern(value: str) -> str:
    """Return what finds a number however its digits are grouped."""
    gap = r"[\s()/.\-–]*"
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return re.escape(value)
    national = str(number.national_number)
    code = gap.join(str(number.country_code))
    before = rf"(?:(?:\+|00){gap}{code}{gap}(?:\(0\))?{gap}|0)?"
    return rf"(?<!\d){before}{gap.join(national)}(?!\d)"
