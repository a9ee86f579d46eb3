"""Dates as people write them in German, English and Japanese, read."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.date_words import (
    MONTH_OF_WORD,
    PART_OF_WORD,
    UNKNOWN_WORDS,
    WEEKDAY_OF_WORD,
)
from gegenbesuch.core.values.eras import ERA_BY_NAME, FIRST_SOLAR_DAY, Era
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate

_P = PartialDate.Precision

_ERA: Final = "|".join(ERA_BY_NAME)
_YEAR_OF_ERA: Final = rf"(?P<era>{_ERA}) ?(?P<era_year>元|\d{{1,4}})"
_WORD: Final = r"[^\W\d_]+"
_ORDINAL: Final = r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?"

#: Tried in this order; the names of the groups say what was found.
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})(?:([-/.])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?)?",
        r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.(?: ?(?P<year>\d{4}))?",
        r"(?P<month>\d{1,2})[./](?P<year>\d{4})",
        r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4})",
        rf"{_ORDINAL} ?(?:of )?(?P<month_word>{_WORD})\.?,?(?: ?(?P<year>\d{{4}}))?",
        rf"(?P<month_word>{_WORD})\.? {_ORDINAL}(?:,? (?P<year>\d{{4}}))?",
        (
            rf"(?:the )?(?:(?P<part>{_WORD})[ -](?:of )?)?(?P<month_word>{_WORD})"
            r"\.?,?(?: ?(?P<year>\d{4}))?"
        ),
        (
            rf"{_YEAR_OF_ERA}[./-](?P<month>\d{{1,2}})"
            r"(?:[./-](?P<day>\d{1,2}))?"
        ),
        (
            rf"(?:(?:{_YEAR_OF_ERA}|(?P<year>\d{{4}})) ?年)?"
            r"(?: ?(?P<month>\d{1,2}) ?月(?: ?の?(?:(?P<day>\d{1,2}) ?日"
            r"|(?P<part>上旬|中旬|下旬|初旬|初め|はじめ|半ば|なかば|末)))?)?"
        ),
        r"(?P<day>\d{1,2})(?:日|\.|st|nd|rd|th)?",
    )
)
_WEEKDAY_BEFORE: Final = re.compile(
    rf"(?P<weekday>{_WORD})(?:\., ?|[., ] ?)(?P<rest>.+)"
)
_WEEKDAY_AFTER: Final = re.compile(r"(?P<rest>.+?) ?\((?P<weekday>[^()]+)\)")
_WEEKDAY_JOINED: Final = re.compile(
    r"(?P<rest>.+日) ?(?P<weekday>[月火水木金土日]曜日?)"
)
_SHORT_YEAR: Final = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?\d\d|\d{1,2}/\d{1,2}/\d\d")


def parse_partial_date(
    text: str,
    language: str | None = None,
    base: PartialDate | date | None = None,
) -> PartialDate:
    """
    Read a date as people write it in German, English or Japanese.

    Every format of the three languages is understood at once. A day of the
    week beside the date is checked. An empty text, and words such as
    "unbekannt", give the unknown date.

    Args:
        language: Decides only what 7/6/2019 means: the 7th of June in German.
            Otherwise such a date is refused where it has two readings.
        base: Lends its month and year to a text that leaves them out, such as
            6日(木) in a list headed by a month.

    Raises:
        UnreadableValue: A `ValueError` that tells a reader what is expected.

    """
    shown = text.strip()
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    plain = plain.replace("–", "-")
    if plain in UNKNOWN_WORDS:
        return NO_DATE
    if "~" in plain:
        try:
            return PartialDate.from_code(plain)
        except ValueError:
            raise _unreadable(shown) from None
    plain, weekday = _split_weekday(plain)
    if plain in ERA_BY_NAME:
        raise UnreadableValue(
            _(
                "“%(text)s” names an era without a year. Please add the year, for "
                "example 令和元年6月7日."
            ),
            code="date-era-year-missing",
            params={"text": shown},
        )
    if _SHORT_YEAR.fullmatch(plain):
        raise UnreadableValue(
            _("Please write the year of “%(text)s” with four digits."),
            code="date-short-year",
            params={"text": shown},
        )
    value = _read(plain, shown, language, _as_partial(base))
    if weekday is not None:
        _check_weekday(value, weekday, shown)
    return value


def _split_weekday(text: str) -> tuple[str, int | None]:
    for form in (_WEEKDAY_AFTER, _WEEKDAY_JOINED, _WEEKDAY_BEFORE):
        match = form.fullmatch(text)
        if match and match["weekday"] in WEEKDAY_OF_WORD:
            return match["rest"].rstrip(", "), WEEKDAY_OF_WORD[match["weekday"]]
    return text, None


def _read(
    text: str, shown: str, language: str | None, base: PartialDate
) -> PartialDate:
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is None:
            continue
        found = {key: part for key, part in match.groupdict().items() if part}
        if "month_word" in found and found["month_word"] not in MONTH_OF_WORD:
            continue
        if "part" in found and found["part"] not in PART_OF_WORD:
            continue
        if found.keys() == {"day"} and base.month is None and text.isdecimal():
            continue
        return _build(found, shown, language, base)
    raise _unreadable(shown)


def _build(
    found: dict[str, str], shown: str, language: str | None, base: PartialDate
) -> PartialDate:
    if "one" in found:
        found |= _day_and_month(found, shown, language)
    month = _number(found, "month")
    if word := found.get("month_word"):
        month = MONTH_OF_WORD[word]
    day = _number(found, "day")
    era = ERA_BY_NAME[found["era"]] if "era" in found else None
    year = _western_year(era, found, shown) if era else _number(found, "year")
    if year is None:
        year = base.year
        if month is None:
            month = base.month
    precision = (
        PART_OF_WORD[found["part"]]
        if "part" in found
        else _P.DAY
        if day is not None
        else _P.YEAR
        if month is None
        else _P.MONTH
    )
    if year is None or (precision != _P.YEAR and month is None):
        raise UnreadableValue(
            _(
                "“%(text)s” leaves out the month or the year. Please write the "
                "whole date, for example 2019-06-07."
            ),
            code="date-incomplete",
            params={"text": shown},
        )
    try:
        value = PartialDate(year, month, day, precision)
    except UnreadableValue as error:
        error.params["date"] = shown
        raise
    if era:
        _check_era(value, era, shown)
    return value


def _day_and_month(
    found: dict[str, str], shown: str, language: str | None
) -> dict[str, str]:
    one, two = found["one"], found["two"]
    day_first = {"day": one, "month": two}
    month_first = {"day": two, "month": one}
    if int(two) > 12:
        return month_first
    is_german = language is not None and base_language(language) == "de"
    if is_german or int(one) > 12 or int(one) == int(two):
        return day_first
    raise UnreadableValue(
        _(
            "“%(text)s” can mean two days. Please write the month as a word, or "
            "the date as year-month-day, for example 2019-06-07."
        ),
        code="date-ambiguous",
        params={"text": shown},
    )


def _western_year(era: Era, found: dict[str, str], shown: str) -> int:
    text = found["era_year"]
    number = 1 if text == "元" else int(text)
    if number < 1:
        raise _outside(era, shown)
    return era.western_year(number)


def _check_era(value: PartialDate, era: Era, shown: str) -> None:
    first, last = value.first_day(), value.last_day()
    if first is None or last is None:
        return
    if last < era.first_day or (era.last_day is not None and first > era.last_day):
        raise _outside(era, shown)
    if first < FIRST_SOLAR_DAY and value.month is not None:
        raise UnreadableValue(
            _(
                "“%(text)s” is a date of the lunar calendar used until the end of "
                "Meiji 5 (1872). Please write the western date."
            ),
            code="date-lunar",
            params={"text": shown},
        )


def _check_weekday(value: PartialDate, weekday: int, shown: str) -> None:
    day = value.first_day()
    if day is None or not value.is_exact:
        raise _unreadable(shown)
    if day.weekday() != weekday:
        raise UnreadableValue(
            _(
                "The day of the week in “%(text)s” does not fit: %(date)s is a "
                "%(weekday)s."
            ),
            code="date-weekday",
            params={
                "text": shown,
                "date": value.code,
                "weekday": _WEEKDAY_NAMES[day.weekday()],
            },
        )


def _outside(era: Era, shown: str) -> UnreadableValue:
    params = {"text": shown, "era": era.name, "first": era.first_day.isoformat()}
    if era.last_day is None:
        return UnreadableValue(
            _("“%(text)s” does not exist: the era %(era)s began on %(first)s."),
            code="date-outside-era",
            params=params,
        )
    return UnreadableValue(
        _(
            "“%(text)s” does not exist: the era %(era)s lasted from %(first)s to "
            "%(last)s."
        ),
        code="date-outside-era",
        params=params | {"last": era.last_day.isoformat()},
    )


def _unreadable(shown: str) -> UnreadableValue:
    return UnreadableValue(
        _(
            "“%(text)s” is not a date that can be read. Write for example "
            "2019-06-07, 7 June 2019, end of June 2019, June 2019, 2019 or "
            "令和元年6月7日."
        ),
        code="date-unreadable",
        params={"text": shown},
    )


def _as_partial(base: PartialDate | date | None) -> PartialDate:
    if base is None:
        return NO_DATE
    return base if isinstance(base, PartialDate) else PartialDate.on(base)


def _number(found: dict[str, str], key: str) -> int | None:
    return int(found[key]) if key in found else None


_WEEKDAY_NAMES: Final = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
