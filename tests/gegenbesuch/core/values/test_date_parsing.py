from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gegenbesuch.core.values.date_formatting import format_partial_date
from gegenbesuch.core.values.date_parsing import parse_partial_date
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.partial_date import PartialDate
from tests.gegenbesuch.core.values.strategies import LANGUAGES, partial_dates

READ = {
    "2019-06-07": [
        "2019-06-07", " 2019-6-7 ", "2019/06/07", "2019.6.7", "２０１９-０６-０７",
        "7.6.2019", "07.06.2019", "7. 6. 2019", "7. Juni 2019", "7 Juni 2019",
        "Fr, 7.6.2019", "Freitag, 7. Juni 2019", "Fr., 7. Juni 2019", "7. JUNI 2019",
        "7 June 2019", "June 7, 2019", "June 7th 2019", "7th of June 2019",
        "Jun 7, 2019", "Friday, 7 June 2019", "Fri 7 June 2019",
        "7 June 2019 (Friday)", "2019年6月7日", "２０１９年６月７日",
        "2019年6月7日(金)", "2019年6月7日（金曜日）", "2019年6月7日金曜日",
        "2019年 6月 7日", "令和元年6月7日", "令和1年6月7日", "R1.6.7", "R1/6/7", "r元.6.7", "R1年6月7日", "㋿元年6月7日",
    ],
    "2019-06": [
        "2019-06", "06/2019", "6.2019", "Juni 2019", "June 2019", "June, 2019",
        "Jun. 2019", "2019年6月", "令和元年6月", "R1.6",
    ],
    "2019": ["2019", "2019年", "令和元年", "平成31年", "R1年"],
    "2019-06-01~early": [
        "Anfang Juni 2019", "early June 2019", "beginning of June 2019",
        "the beginning of June 2019", "2019年6月上旬", "2019年6月初め",
        "令和元年6月初旬",
    ],
    "2019-06-11~mid": [
        "Mitte Juni 2019", "mid June 2019", "mid-June 2019", "Mid-June 2019",
        "middle of June 2019", "2019年6月中旬", "2019-06-11~mid",
    ],
    "2019-06-21~late": [
        "Ende Juni 2019", "late June 2019", "end of June 2019",
        "the end of June, 2019", "2019年6月下旬", "2019年6月末", "R1年6月末",
    ],
    "2019-04-30": ["平成31年4月30日", "H31.4.30", "30. April 2019"],
    "2019-05-01": ["令和元年5月1日"],
    "1989-01-07": ["昭和64年1月7日", "S64.1.7"],
    "1989-01-08": ["平成元年1月8日"],
    "1989-01": ["昭和64年1月", "平成元年1月"],
    "1926-12-25": ["大正15年12月25日", "昭和元年12月25日"],
    "1912-07-30": ["明治45年7月30日", "大正元年7月30日"],
    "1873-01-01": ["明治6年1月1日"],
    "1868": ["明治元年"],
    "2019-03-01": ["1. März 2019", "1. Maerz 2019", "1 Mar 2019"],
    "2019-01": ["Jänner 2019"],
    "1649": ["1649"],
    "2019-06-25": ["25/6/2019", "6/25/2019"],
    "": ["", "  ", "?", "unbekannt", "Datum unbekannt", "date unknown", "日付不明"],
}  # fmt: skip

REFUSED = {
    "date-impossible": ["30.2.2019", "2019-02-29", "2019-13", "31 June 2019", "H31.4.31"],
    "date-outside-era": [
        "令和元年4月", "令和元年4月30日", "平成31年5月", "平成31年5月1日",
        "昭和64年1月8日", "平成元年1月7日", "平成32年", "大正16年", "令和0年",
        "昭和元年12月24日", "大正元年7月29日",
    ],
    "date-era-year-missing": ["昭和", "令和"],
    "date-lunar": ["明治5年12月2日", "明治3年6月"],
    "date-year": ["0019-06-07"],
    "date-short-year": ["7.6.19", "7/6/19"],
    "date-ambiguous": ["6/7/2019"],
    "date-weekday": [
        "Do, 7. Juni 2019", "Thursday, 7 June 2019", "2019年6月7日(木)",
    ],
    "date-incomplete": ["6日(木)", "7. Juni", "June", "7.6.", "6月7日", "Ende Juni", "6."],
    "date-unreadable": [
        "Sommer 2019", "Ende 2019", "late 2019", "6", "soon", "7. Foo 2019", "年",
        "June 2019 (Thursday)", "2019-06~late", "Ende-Juni-2019", "2019年下旬",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, texts in READ.items() for text in texts]
)
def test_parse_partial_date_reads(text: str, code: str) -> None:
    assert parse_partial_date(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [(text, code) for code, texts in REFUSED.items() for text in texts],
)
def test_parse_partial_date_refuses_and_says_why(text: str, code: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        parse_partial_date(text)

    assert caught.value.code == code
    assert "%(" not in str(caught.value)
    assert code == "date-year" or text in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "令和元年4月",
            "“令和元年4月” does not exist: the era 令和 began on 2019-05-01.",
        ),
        (
            "平成31年5月",
            (
                "“平成31年5月” does not exist: the era 平成 lasted from 1989-01-08 to "
                "2019-04-30."
            ),
        ),
        ("30.2.2019", "30.2.2019 does not exist in the calendar."),
        (
            "Do, 7.6.2019",
            (
                "The day of the week in “Do, 7.6.2019” does not fit: 2019-06-07 is a "
                "Friday."
            ),
        ),
    ],
)
def test_parse_partial_date_names_the_mistake(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_partial_date(text)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6日(木)", "2019-06-06"),
        ("6日", "2019-06-06"),
        ("6.", "2019-06-06"),
        ("6", "2019-06-06"),
        ("6th", "2019-06-06"),
        ("7月6日", "2019-07-06"),
        ("7月上旬", "2019-07-01~early"),
        ("6. Juli", "2019-07-06"),
        ("6.7.", "2019-07-06"),
        ("late July", "2019-07-21~late"),
        ("Juli", "2019-07"),
        ("2020", "2020"),
    ],
)
@pytest.mark.parametrize(
    "base",
    [
        PartialDate.in_month(2019, 6),
        date(2019, 6, 30),
        PartialDate.from_code("2019-06-01~early"),
    ],
)
def test_parse_partial_date_takes_what_is_left_out_from_the_base(
    text: str, code: str, base: PartialDate | date
) -> None:
    assert parse_partial_date(text, base=base).code == code


def test_parse_partial_date_checks_the_weekday_after_the_base_is_known() -> None:
    with pytest.raises(UnreadableValue) as caught:
        parse_partial_date("6日(金)", base=PartialDate.in_month(2019, 6))

    assert caught.value.code == "date-weekday"


def test_parse_partial_date_does_not_make_up_a_month_from_a_year() -> None:
    with pytest.raises(UnreadableValue) as caught:
        parse_partial_date("6日", base=PartialDate.in_year(2019))

    assert caught.value.code == "date-incomplete"


def test_parse_partial_date_reads_slashes_the_german_way_in_german_only() -> None:
    assert parse_partial_date("6/7/2019", "de").code == "2019-07-06"
    with pytest.raises(UnreadableValue):
        parse_partial_date("6/7/2019", "en")


@settings(max_examples=300)
@given(
    value=partial_dates(), language=LANGUAGES, era=st.booleans(), weekday=st.booleans()
)
def test_what_is_written_can_be_read_again(
    value: PartialDate, language: str, *, era: bool, weekday: bool
) -> None:
    text = format_partial_date(value, language, era=era, weekday=weekday)

    assert parse_partial_date(text) == value
    assert parse_partial_date(text, language) == value


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_message(text: str) -> None:
    try:
        outcome = parse_partial_date(text, base=date(2019, 6, 7)).precision.label
    except UnreadableValue as refusal:
        outcome = refusal
    assert str(outcome)
