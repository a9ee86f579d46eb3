"""A date of which only a part may be known."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.errors import UnreadableValue

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9999

_CODE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:~(?P<part>early|mid|late))?)?)?",
    re.ASCII,
)


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """
    A day, a third of a month, a month, a year, or nothing at all.

    It is kept as one text, the code: ``2019-06-07``, ``2019-06-01~early``,
    ``2019-06-11~mid``, ``2019-06-21~late``, ``2019-06``, ``2019`` and the empty
    text for an unknown date.

    Dates are ordered by their first day; of those with the same first day the
    year comes first, then the month, the day, and the third of a month. That
    is the order of the codes as texts, in a binary collation as well as in one
    that passes over punctuation, because two codes differ first at a digit of
    the same place or one is the beginning of the other. Only the unknown date
    differs: here it comes last, while the empty text comes first in a
    database. Order rows there by ``unknown_last("held_on"), "held_on"`` from
    ``core.values.fields``.
    """

    class Precision(TextChoices):
        """How much of the date is known."""

        DAY = "day", _("day")
        EARLY_MONTH = "early_month", _("beginning of the month")
        MID_MONTH = "mid_month", _("middle of the month")
        LATE_MONTH = "late_month", _("end of the month")
        MONTH = "month", _("month")
        YEAR = "year", _("year")
        NONE = "none", _("unknown")

    year: int | None = None
    month: int | None = None
    day: int | None = None
    precision: Precision = Precision.NONE

    def __post_init__(self) -> None:
        known = (
            self.year is not None,
            self.month is not None,
            self.day is not None,
        )
        if known != _PARTS_OF[self.precision]:
            problem = f"a date known to the {self.precision} with parts {known}"
            raise ValueError(problem)
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise UnreadableValue(
                _("A year needs four digits, for example 2019."),
                code="date-year",
            )
        days = _days_in_month(self.year, self.month)
        if (1 if self.day is None else self.day) not in range(1, days + 1):
            raise UnreadableValue(
                _("%(date)s does not exist in the calendar."),
                code="date-impossible",
                params={"date": f"{self.year}-{self.month or 0:02}-{self.day or 0:02}"},
            )

    @classmethod
    def on(cls, day: date) -> PartialDate:
        """Return the date of an exactly known day."""
        return cls(day.year, day.month, day.day, cls.Precision.DAY)

    @classmethod
    def in_month(
        cls, year: int, month: int, precision: Precision = Precision.MONTH
    ) -> PartialDate:
        """Return a month, or with a finer precision the third of a month."""
        return cls(year, month, None, precision)

    @classmethod
    def in_year(cls, year: int) -> PartialDate:
        """Return a year of which no more is known."""
        return cls(year, None, None, cls.Precision.YEAR)

    @classmethod
    def from_code(cls, code: str) -> PartialDate:
        """
        Read a code as written by `code`.

        Raises:
            ValueError: The text is not a code, or names a day that is not in
                the calendar.

        """
        if code == "":
            return NO_DATE
        match = _CODE.fullmatch(code)
        if match is None:
            problem = f"not the code of a partial date: {code!r}"
            raise ValueError(problem)
        year, month, day = (
            int(part) if part is not None else None
            for part in match.group("year", "month", "day")
        )
        if part := match["part"]:
            precision, first = _PRECISION_OF_PART[part]
            if day != first:
                problem = f"{part} starts on day {first}: {code!r}"
                raise ValueError(problem)
            return cls(year, month, None, precision)
        if day is not None:
            return cls(year, month, day, cls.Precision.DAY)
        if month is not None:
            return cls(year, month, None, cls.Precision.MONTH)
        return cls(year, None, None, cls.Precision.YEAR)

    @property
    def code(self) -> str:
        """The one text this date is stored as."""
        if self.precision == self.Precision.NONE:
            return ""
        if self.precision == self.Precision.YEAR:
            return f"{self.year}"
        text = f"{self.year}-{self.month:02}"
        if self.precision == self.Precision.DAY:
            return f"{text}-{self.day:02}"
        if third := _THIRDS.get(self.precision):
            return f"{text}-{third.first:02}~{third.part}"
        return text

    @property
    def sort_key(self) -> tuple[bool, str]:
        """A key that puts unknown dates last."""
        return (not self.is_known, self.code)

    @property
    def is_known(self) -> bool:
        """Whether at least the year is known."""
        return self.precision != self.Precision.NONE

    @property
    def is_exact(self) -> bool:
        """Whether the day is known."""
        return self.precision == self.Precision.DAY

    def first_day(self) -> date | None:
        """Return the earliest day it can mean; None if the date is unknown."""
        if self.year is None:
            return None
        third = _THIRDS.get(self.precision)
        return date(
            self.year, self.month or 1, self.day or (third.first if third else 1)
        )

    def last_day(self) -> date | None:
        """Return the latest day it can mean; None if the date is unknown."""
        if self.year is None:
            return None
        month = self.month or 12
        third = _THIRDS.get(self.precision)
        last = third.last if third else None
        return date(
            self.year, month, self.day or last or monthrange(self.year, month)[1]
        )

    def overlaps(self, other: PartialDate) -> bool:
        """Tell whether both can mean the same day; an unknown date never does."""
        first, last = self.first_day(), self.last_day()
        other_first, other_last = other.first_day(), other.last_day()
        if first is None or last is None or other_first is None or other_last is None:
            return False
        return first <= other_last and other_first <= last

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.sort_key < other.sort_key

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class _Third:
    part: str
    first: int
    last: int | None


_P = PartialDate.Precision

_THIRDS: Final = {
    _P.EARLY_MONTH: _Third("early", 1, 10),
    _P.MID_MONTH: _Third("mid", 11, 20),
    _P.LATE_MONTH: _Third("late", 21, None),
}
_PRECISION_OF_PART: Final = {
    third.part: (precision, third.first) for precision, third in _THIRDS.items()
}
_PARTS_OF: Final = {
    _P.DAY: (True, True, True),
    _P.EARLY_MONTH: (True, True, False),
    _P.MID_MONTH: (True, True, False),
    _P.LATE_MONTH: (True, True, False),
    _P.MONTH: (True, True, False),
    _P.YEAR: (True, False, False),
    _P.NONE: (False, False, False),
}


def _days_in_month(year: int | None, month: int | None) -> int:
    """Return 0 for a month that no year has."""
    if year is None or month is None:
        return 31
    return monthrange(year, month)[1] if 1 <= month <= 12 else 0


NO_DATE: Final = PartialDate()
