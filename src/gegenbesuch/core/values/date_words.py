"""The words for months, weekdays and parts of months in three languages."""

from __future__ import annotations

from typing import Final

from gegenbesuch.core.values.languages import Language
from gegenbesuch.core.values.partial_date import PartialDate

_P = PartialDate.Precision

MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "de": (
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
        "September", "Oktober", "November", "Dezember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December",
    ),
}  # fmt: skip

WEEKDAYS: Final[dict[Language, tuple[str, ...]]] = {
    "de": (
        "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag",
        "Sonntag",
    ),
    "en": (
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
        "Sunday",
    ),
    "ja": ("月", "火", "水", "木", "金", "土", "日"),
}  # fmt: skip

PARTS: Final[dict[Language, dict[PartialDate.Precision, str]]] = {
    "de": {_P.EARLY_MONTH: "Anfang", _P.MID_MONTH: "Mitte", _P.LATE_MONTH: "Ende"},
    "en": {_P.EARLY_MONTH: "early", _P.MID_MONTH: "mid-", _P.LATE_MONTH: "late"},
    "ja": {_P.EARLY_MONTH: "上旬", _P.MID_MONTH: "中旬", _P.LATE_MONTH: "下旬"},
}

UNKNOWN: Final[dict[Language, str]] = {
    "de": "Datum unbekannt",
    "en": "date unknown",
    "ja": "日付不明",
}

#: What people write, folded to lower case, for each of the twelve months.
MONTH_OF_WORD: Final[dict[str, int]] = {
    word: number
    for number, words in enumerate(
        (
            "januar january jan jänner",
            "februar february feb feber febr",
            "märz march mar mär mrz maerz",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        start=1,
    )
    for word in words.split()
}

WEEKDAY_OF_WORD: Final[dict[str, int]] = {
    word: number
    for number, words in enumerate(
        (
            "montag mo monday mon 月 月曜 月曜日",
            "dienstag di tuesday tue tues 火 火曜 火曜日",
            "mittwoch mi wednesday wed 水 水曜 水曜日",
            "donnerstag do thursday thu thur thurs 木 木曜 木曜日",
            "freitag fr friday fri 金 金曜 金曜日",
            "samstag sonnabend sa saturday sat 土 土曜 土曜日",
            "sonntag so sunday sun 日 日曜 日曜日",
        )
    )
    for word in words.split()
}

PART_OF_WORD: Final[dict[str, PartialDate.Precision]] = {
    word: precision
    for precision, words in (
        (_P.EARLY_MONTH, "anfang beginn early beginning start 上旬 初旬 初め はじめ"),
        (_P.MID_MONTH, "mitte mid middle 中旬 半ば なかば"),
        (_P.LATE_MONTH, "ende late end 下旬 末"),
    )
    for word in words.split()
}

UNKNOWN_WORDS: Final = frozenset(
    {
        "",
        "?",
        "datum unbekannt",
        "unbekannt",
        "date unknown",
        "unknown",
        "日付不明",
        "不明",
    }
)
