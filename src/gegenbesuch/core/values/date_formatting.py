"""Dates and periods as people write them, in any of the three languages."""

from __future__ import annotations

from typing import Final

from gegenbesuch.core.values.date_words import MONTHS, PARTS, UNKNOWN, WEEKDAYS
from gegenbesuch.core.values.eras import Era, era_of
from gegenbesuch.core.values.languages import Language, base_language
from gegenbesuch.core.values.partial_date import PartialDate

_P = PartialDate.Precision
_THIRDS: Final = (_P.EARLY_MONTH, _P.MID_MONTH, _P.LATE_MONTH)

_SINCE: Final[dict[Language, str]] = {
    "de": "seit %(date)s",
    "en": "since %(date)s",
    "ja": "%(date)sから",
}
_UNTIL: Final[dict[Language, str]] = {
    "de": "bis %(date)s",
    "en": "until %(date)s",
    "ja": "%(date)sまで",
}
_TO: Final[dict[Language, str]] = {"de": " bis ", "en": " to ", "ja": "～"}


def format_partial_date(
    value: PartialDate,
    language: str,
    *,
    era: bool = False,
    weekday: bool = False,
) -> str:
    """
    Write a date in the given language, whatever language is active.

    Args:
        era: Write the year of the Japanese era, in Japanese only. A date that
            belongs to two eras (the year 2019), or that lies before the solar
            calendar of 1873, keeps its western year.
        weekday: Add the day of the week where the day is known.

    """
    base = base_language(language)
    if not value.is_known:
        return UNKNOWN[base]
    if base == "ja":
        text = "".join(_japanese_pieces(value, era=era))
    else:
        text = _join(_lead(value, base), _month(value, base), str(value.year))
    day = value.first_day()
    if weekday and value.is_exact and day is not None:
        name = WEEKDAYS[base][day.weekday()]
        return f"{text}({name})" if base == "ja" else f"{name}, {text}"
    return text


def format_period(
    start: PartialDate, end: PartialDate, language: str, *, era: bool = False
) -> str:
    """
    Write the time from a first to a last date without saying anything twice.

    An unknown end gives "since", an unknown start "until"; a visit of a single
    day is written by giving that day as start and end.
    """
    base = base_language(language)
    if start == end:
        return format_partial_date(start, base, era=era)
    if not end.is_known:
        return _SINCE[base] % {"date": format_partial_date(start, base, era=era)}
    if not start.is_known:
        return _UNTIL[base] % {"date": format_partial_date(end, base, era=era)}
    if base == "ja":
        both = era and _era(start) is not None and _era(end) is not None
        return _japanese_period(start, end, era=both)
    return _western_period(start, end, base)


def _western_period(start: PartialDate, end: PartialDate, language: Language) -> str:
    has_third = start.precision in _THIRDS or end.precision in _THIRDS
    dash = _TO[language] if has_third else " – "
    lead, end_lead = _lead(start, language), _lead(end, language)
    if start.year != end.year or start.month is None or end.month is None:
        if start.precision == end.precision == _P.YEAR:
            return f"{start.year}–{end.year}"
    elif start.month != end.month:
        if not lead and not end_lead:
            dash = "–"
        first = _join(lead, _month(start, language))
        return f"{first}{dash}{format_partial_date(end, language)}"
    elif lead and end_lead:
        dash = dash if has_third else "–"
        return f"{lead}{dash}{format_partial_date(end, language)}"
    first, last = (format_partial_date(value, language) for value in (start, end))
    return f"{first}{dash}{last}"


def _japanese_period(start: PartialDate, end: PartialDate, *, era: bool) -> str:
    first = _japanese_pieces(start, era=era)
    last = _japanese_pieces(end, era=era)
    shared = 0
    if len(first) == len(last):
        while first[shared] == last[shared]:
            shared += 1
    return f"{''.join(first)}～{''.join(last[shared:])}"


def _japanese_pieces(value: PartialDate, *, era: bool) -> list[str]:
    its_era = _era(value) if era else None
    if its_era and value.year is not None:
        pieces = [its_era.year_text(value.year)]
    else:
        pieces = [f"{value.year}年"]
    if value.month is not None:
        pieces.append(f"{value.month}月")
    if value.day is not None:
        pieces.append(f"{value.day}日")
    elif value.precision in _THIRDS:
        pieces.append(PARTS["ja"][value.precision])
    return pieces


def _era(value: PartialDate) -> Era | None:
    first, last = value.first_day(), value.last_day()
    return era_of(first, last) if first and last else None


def _lead(value: PartialDate, language: Language) -> str:
    if value.day is not None:
        return f"{value.day}." if language == "de" else str(value.day)
    return PARTS[language].get(value.precision, "")


def _month(value: PartialDate, language: Language) -> str:
    return "" if value.month is None else MONTHS[language][value.month - 1]


def _join(*pieces: str) -> str:
    text = " ".join(piece for piece in pieces if piece)
    return text.replace("mid- ", "mid-")
