from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gegenbesuch.core.values.date_formatting import (
    format_partial_date,
    format_period,
)
from gegenbesuch.core.values.partial_date import PartialDate
from tests.gegenbesuch.core.values.strategies import LANGUAGES, partial_dates


@pytest.mark.parametrize(
    ("code", "de", "en", "ja"),
    [
        ("2019-06-07", "7. Juni 2019", "7 June 2019", "2019年6月7日"),
        ("2019-06-01~early", "Anfang Juni 2019", "early June 2019", "2019年6月上旬"),
        ("2019-06-11~mid", "Mitte Juni 2019", "mid-June 2019", "2019年6月中旬"),
        ("2019-06-21~late", "Ende Juni 2019", "late June 2019", "2019年6月下旬"),
        ("2019-06", "Juni 2019", "June 2019", "2019年6月"),
        ("2019", "2019", "2019", "2019年"),
        ("", "Datum unbekannt", "date unknown", "日付不明"),
    ],
)
def test_format_partial_date_in_three_languages(
    code: str, de: str, en: str, ja: str
) -> None:
    value = PartialDate.from_code(code)

    assert format_partial_date(value, "de") == de
    assert format_partial_date(value, "en") == en
    assert format_partial_date(value, "ja") == ja
    assert format_partial_date(value, "fr") == en


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("2019-06-07", "令和元年6月7日"),
        ("2019-05", "令和元年5月"),
        ("2019-04-30", "平成31年4月30日"),
        ("2019-06-21~late", "令和元年6月下旬"),
        ("2020", "令和2年"),
        ("2019", "2019年"),
        ("1989-01", "1989年1月"),
        ("1989-01-01~early", "1989年1月上旬"),
        ("1989-01-07", "昭和64年1月7日"),
        ("1912-07-30", "大正元年7月30日"),
        ("1873-01-01", "明治6年1月1日"),
        ("1872-12-31", "1872年12月31日"),
        ("1649", "1649年"),
        ("", "日付不明"),
    ],
)
def test_format_partial_date_uses_an_era_only_where_there_is_one(
    code: str, text: str
) -> None:
    assert format_partial_date(PartialDate.from_code(code), "ja", era=True) == text


def test_format_partial_date_adds_the_weekday_of_a_day() -> None:
    day, month = PartialDate.from_code("2019-06-06"), PartialDate.in_month(2019, 6)

    assert format_partial_date(day, "de", weekday=True) == "Donnerstag, 6. Juni 2019"
    assert format_partial_date(day, "en", weekday=True) == "Thursday, 6 June 2019"
    assert format_partial_date(day, "ja", weekday=True) == "2019年6月6日(木)"
    assert format_partial_date(month, "de", weekday=True) == "Juni 2019"


@pytest.mark.parametrize(
    ("start", "end", "de", "en", "ja"),
    [
        (
            "2019-06-01", "2019-06-08",
            "1.–8. Juni 2019", "1–8 June 2019", "2019年6月1日～8日",
        ),
        (
            "2019-05-30", "2019-06-02",
            "30. Mai – 2. Juni 2019", "30 May – 2 June 2019", "2019年5月30日～6月2日",
        ),
        (
            "2018-12-30", "2019-01-02",
            "30. Dezember 2018 – 2. Januar 2019", "30 December 2018 – 2 January 2019",
            "2018年12月30日～2019年1月2日",
        ),
        ("2019-05", "2019-06", "Mai–Juni 2019", "May–June 2019", "2019年5月～6月"),
        (
            "2018-12", "2019-01",
            "Dezember 2018 – Januar 2019", "December 2018 – January 2019",
            "2018年12月～2019年1月",
        ),
        ("2017", "2019", "2017–2019", "2017–2019", "2017年～2019年"),
        (
            "2019-06-01~early", "2019-06-21~late",
            "Anfang bis Ende Juni 2019", "early to late June 2019",
            "2019年6月上旬～下旬",
        ),
        (
            "2019-06-01~early", "2019-06-11~mid",
            "Anfang bis Mitte Juni 2019", "early to mid-June 2019",
            "2019年6月上旬～中旬",
        ),
        (
            "2019-06-11~mid", "2019-06-21~late",
            "Mitte bis Ende Juni 2019", "mid- to late June 2019",
            "2019年6月中旬～下旬",
        ),
        (
            "2019-05-21~late", "2019-06-02",
            "Ende Mai bis 2. Juni 2019", "late May to 2 June 2019",
            "2019年5月下旬～6月2日",
        ),
        (
            "2018-12-21~late", "2019-01-02",
            "Ende Dezember 2018 bis 2. Januar 2019",
            "late December 2018 to 2 January 2019", "2018年12月下旬～2019年1月2日",
        ),
        (
            "2019-06", "2019-06-08",
            "Juni 2019 – 8. Juni 2019", "June 2019 – 8 June 2019",
            "2019年6月～2019年6月8日",
        ),
        (
            "2019", "2019-06-07",
            "2019 – 7. Juni 2019", "2019 – 7 June 2019", "2019年～2019年6月7日",
        ),
        (
            "2019-06-01", "",
            "seit 1. Juni 2019", "since 1 June 2019", "2019年6月1日から",
        ),
        ("2019", "", "seit 2019", "since 2019", "2019年から"),
        (
            "", "2019-06-21~late",
            "bis Ende Juni 2019", "until late June 2019", "2019年6月下旬まで",
        ),
        (
            "2019-06-07", "2019-06-07",
            "7. Juni 2019", "7 June 2019", "2019年6月7日",
        ),
        ("", "", "Datum unbekannt", "date unknown", "日付不明"),
    ],
)  # fmt: skip
def test_format_period_says_nothing_twice(
    start: str, end: str, de: str, en: str, ja: str
) -> None:
    period = PartialDate.from_code(start), PartialDate.from_code(end)

    assert format_period(*period, "de") == de
    assert format_period(*period, "en") == en
    assert format_period(*period, "ja") == ja


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2019-06-01", "2019-06-08", "令和元年6月1日～8日"),
        ("2019-04-29", "2019-05-02", "平成31年4月29日～令和元年5月2日"),
        ("2018", "2019", "2018年～2019年"),
        ("2020", "2021", "令和2年～令和3年"),
        ("2019-06-01", "", "令和元年6月1日から"),
    ],
)
def test_format_period_writes_eras_on_both_ends_or_on_none(
    start: str, end: str, text: str
) -> None:
    period = PartialDate.from_code(start), PartialDate.from_code(end)

    assert format_period(*period, "ja", era=True) == text


@given(
    start=partial_dates(), end=partial_dates(), language=LANGUAGES, era=st.booleans()
)
def test_format_period_ends_with_the_last_piece_of_its_end(
    start: PartialDate, end: PartialDate, language: str, *, era: bool
) -> None:
    text = format_period(start, end, language, era=era)

    assert text.strip() == text != ""
    assert "  " not in text
