"""One record of a demo file, read field by field with clear complaints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Choices
from i18nfield.strings import LazyI18nString

from gegenbesuch.core.values.name import Name, Order, Spelling
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.core.values.quantity_words import UNITS

LANGUAGES = ("de", "en", "ja")
EVERY_LANGUAGE = "all"

T = TypeVar("T")


class DemoDataError(ValueError):
    """Say in one sentence which file, record and field cannot be loaded."""


class Record:
    """
    A mapping of a demo file.

    Every getter raises `DemoDataError` with file, record and field when the
    value cannot be used. A field that is not there is None, an empty list, an
    unknown date or an empty text, unless the getter is told otherwise.

    Args:
        path: Where in the file it stands; the first part is the record's code.
        fields: The names that its fields may have, parted by blanks.
    """

    def __init__(
        self, file: str, path: tuple[str, ...], data: object, fields: str
    ) -> None:
        self.file = file
        self.path = path
        if not isinstance(data, Mapping):
            raise self.error("", f"here must stand fields, not {data!r}")
        self.data = data
        known = fields.split()
        for key in data:
            if key not in known:
                near = get_close_matches(str(key), known, 1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise self.error(str(key), f"there is no such field{hint}")

    @property
    def code(self) -> str:
        """What the record is called in its file."""
        return self.path[-1]

    def error(self, field: str, problem: str) -> DemoDataError:
        """Return the sentence about a field of this record."""
        where = ".".join(filter(None, (*self.path[1:], field)))
        place = ", ".join(filter(None, (self.file, self.path[0], where)))
        end = "" if problem.endswith("?") else "."
        return DemoDataError(f"{place}: {problem}{end}")

    def has(self, field: str) -> bool:
        """Tell whether the field is there."""
        return self.data.get(field) is not None

    # --- Plain values --------------------------------------------------------

    def word(self, field: str, default: str | None = None) -> str:
        """Return a text that is the same in every language."""
        value = self.data.get(field, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self.error(field, f"a text is wanted, not {value!r}")
        return value

    def words(self, field: str) -> list[str]:
        """Return a list of texts."""
        values = self.data.get(field, [])
        if not isinstance(values, list) or not all(
            isinstance(value, str) and value for value in values
        ):
            raise self.error(field, f"a list of texts is wanted, not {values!r}")
        return list(values)

    def flag(self, field: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self.data.get(field, default)
        if not isinstance(value, bool):
            raise self.error(field, f"true or false is wanted, not {value!r}")
        return value

    def integer(self, field: str, default: int | None = None, *, least: int = 0) -> int:
        """Return a whole number."""
        value = self.data.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.error(
                field, f"a whole number from {least} on is wanted, not {value!r}"
            )
        return value

    def integers(self, field: str) -> list[int]:
        """Return a list of whole numbers from 1 on."""
        values = self.data.get(field, [])
        if not isinstance(values, list) or not all(
            isinstance(value, int) and value > 0 for value in values
        ):
            raise self.error(field, f"a list of numbers is wanted, not {values!r}")
        return list(values)

    def decimal(self, field: str) -> float:
        """Return a number."""
        value = self.data.get(field)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(field, f"a number is wanted, not {value!r}")
        return float(value)

    def choice(self, field: str, choices: type[Choices], default: Any = None) -> Any:
        """Return one of the values of an enumeration."""
        value = self.data.get(field, default)
        if value not in choices.values:
            wanted = ", ".join(str(each) for each in choices.values)
            raise self.error(field, f"{value!r} is none of {wanted}")
        return choices(value)

    def moment(self, field: str) -> datetime:
        """Return a time with its zone."""
        value = self.word(field)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise self.error(field, f"{value!r} is no date and time") from error
        if moment.tzinfo is None:
            raise self.error(field, f"{value!r} lacks its distance from UTC")
        return moment

    def clock(self, field: str) -> time | None:
        """Return a time of day such as 18:30."""
        if not self.has(field):
            return None
        value = self.word(field)
        try:
            return time.fromisoformat(value)
        except ValueError as error:
            raise self.error(field, f"{value!r} is no time such as 18:30") from error

    def day(self, field: str) -> date:
        """Return an exact day."""
        value = self.word(field)
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.error(
                field, f"{value!r} is no day such as 2027-03-19"
            ) from error

    def zone(self, field: str) -> str:
        """Return the name of a time zone."""
        value = self.word(field)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise self.error(field, f"{value!r} is no time zone") from error
        return value

    # --- Values of the house -------------------------------------------------

    def text(self, field: str, *, needed: bool = True) -> LazyI18nString:
        """Return a text in the three languages; an empty one if not needed."""
        if not needed and not self.has(field):
            return LazyI18nString("")
        value = self.data.get(field)
        if value is None:
            raise self.error(field, "the text is missing")
        return LazyI18nString(self._texts(field, value))

    def texts(self, field: str) -> list[LazyI18nString]:
        """Return a list of texts in the three languages."""
        return [
            LazyI18nString(self._texts(f"{field}.{number}", value))
            for number, value in self._numbered(field)
        ]

    def _texts(self, field: str, value: object) -> dict[str, str]:
        if not isinstance(value, Mapping):
            raise self.error(
                field, f"texts for de, en and ja are wanted, not {value!r}"
            )
        if set(value) == {EVERY_LANGUAGE}:
            value = dict.fromkeys(LANGUAGES, value[EVERY_LANGUAGE])
        for language in value:
            if language not in LANGUAGES:
                raise self.error(field, f"there is no language {language!r}")
        texts = {}
        for language in LANGUAGES:
            text = value.get(language)
            if not isinstance(text, str) or not text.strip():
                raise self.error(f"{field}.{language}", "the text is missing")
            texts[language] = text.strip()
        return texts

    def date(self, field: str) -> PartialDate:
        """Return a date of which only a part may be known."""
        value = self.data.get(field)
        if value is None:
            return NO_DATE
        try:
            return PartialDate.from_code(str(value))
        except ValueError as error:
            problem = (
                f"{value!r} is no date such as 2019-06-07, 2019-06-21~late or 2019"
            )
            raise self.error(field, problem) from error

    def quantity(self, field: str) -> Quantity | None:
        """Return a number with its qualifier."""
        if not self.has(field):
            return None
        qualifiers = Quantity.Qualifier.values
        part = Record(
            self.file,
            (*self.path, field),
            self.data[field],
            " ".join((*qualifiers, "unit", "as_of")),
        )
        given = [qualifier for qualifier in qualifiers if part.has(qualifier)]
        if len(given) != 1:
            raise self.error(field, f"one of {', '.join(qualifiers)} is wanted")
        unit = part.word("unit", "")
        if unit and unit not in UNITS:
            raise part.error("unit", f"{unit!r} is none of {', '.join(UNITS)}")
        make = getattr(Quantity, given[0])
        quantity: Quantity = make(part.integer(given[0]), unit)
        return replace(quantity, as_of=part.date("as_of"))

    def name(self, field: str) -> Name:
        """Return a person's name."""
        part = Record(
            self.file,
            (*self.path, field),
            self.data.get(field),
            "family given full title kanji kana aliases order",
        )
        try:
            return Name(
                family=part.word("family", ""),
                given=part.word("given", ""),
                full=part.word("full", ""),
                title=part.word("title", ""),
                kanji=part._spelling("kanji"),
                kana=part._spelling("kana"),
                aliases=tuple(part.words("aliases")),
                order=part.choice("order", Order, Order.GIVEN_FIRST),
            )
        except DemoDataError:
            raise
        except ValueError as error:
            raise self.error(field, str(error).rstrip(".")) from error

    def _spelling(self, field: str) -> Spelling:
        if not self.has(field):
            return Spelling()
        part = Record(
            self.file, (*self.path, field), self.data[field], "family given full"
        )
        return Spelling(*(part.word(key, "") for key in ("family", "given", "full")))

    # --- Other records -------------------------------------------------------

    def one(self, field: str, table: Mapping[str, T], noun: str) -> T | None:
        """Return the record that a field names; None without the field."""
        return (
            self._found(field, self.word(field), table, noun)
            if self.has(field)
            else None
        )

    def the(self, field: str, table: Mapping[str, T], noun: str) -> T:
        """Return the record that a field must name."""
        return self._found(field, self.word(field), table, noun)

    def many(self, field: str, table: Mapping[str, T], noun: str) -> list[T]:
        """Return the records that a field names."""
        return [self._found(field, code, table, noun) for code in self.words(field)]

    def _found(self, field: str, code: str, table: Mapping[str, T], noun: str) -> T:
        try:
            return table[code]
        except KeyError:
            near = get_close_matches(code, table, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise self.error(field, f"there is no {noun} {code!r}{hint}") from None

    def rows(self, field: str, fields: str) -> list[Record]:
        """Return a list of mappings."""
        return [
            Record(self.file, (*self.path, f"{field}.{number}"), value, fields)
            for number, value in self._numbered(field)
        ]

    def parts(self, field: str, fields: str) -> list[Record]:
        """Return the mappings that stand under their codes."""
        value = self.data.get(field, {})
        if not isinstance(value, Mapping):
            raise self.error(
                field, f"records under their codes are wanted, not {value!r}"
            )
        return [
            Record(self.file, (*self.path, field, str(code)), part, fields)
            for code, part in value.items()
        ]

    def _numbered(self, field: str) -> list[tuple[int, object]]:
        values = self.data.get(field, [])
        if not isinstance(values, list):
            raise self.error(field, f"a list is wanted, not {values!r}")
        return list(enumerate(values, start=1))
