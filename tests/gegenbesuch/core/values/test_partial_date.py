from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from tests.gegenbesuch.core.values.strategies import known_dates, partial_dates

P = PartialDate.Precision

IN_ORDER = [
    "2018-12-31",
    "2019",
    "2019-01",
    "2019-01-01",
    "2019-01-01~early",
    "2019-01-02",
    "2019-06",
    "2019-06-01",
    "2019-06-01~early",
    "2019-06-02",
    "2019-06-11",
    "2019-06-11~mid",
    "2019-06-20",
    "2019-06-21",
    "2019-06-21~late",
    "2019-06-22",
    "2019-07",
    "2020",
]


@pytest.mark.parametrize(
    ("code", "precision", "first", "last"),
    [
        ("2019-06-07", P.DAY, date(2019, 6, 7), date(2019, 6, 7)),
        ("2019-06-01~early", P.EARLY_MONTH, date(2019, 6, 1), date(2019, 6, 10)),
        ("2019-06-11~mid", P.MID_MONTH, date(2019, 6, 11), date(2019, 6, 20)),
        ("2019-06-21~late", P.LATE_MONTH, date(2019, 6, 21), date(2019, 6, 30)),
        ("2020-02-21~late", P.LATE_MONTH, date(2020, 2, 21), date(2020, 2, 29)),
        ("2019-02", P.MONTH, date(2019, 2, 1), date(2019, 2, 28)),
        ("2019", P.YEAR, date(2019, 1, 1), date(2019, 12, 31)),
        ("", P.NONE, None, None),
    ],
)
def test_code_tells_precision_and_span(
    code: str, precision: PartialDate.Precision, first: date | None, last: date | None
) -> None:
    value = PartialDate.from_code(code)

    assert (value.precision, value.first_day(), value.last_day()) == (
        precision,
        first,
        last,
    )
    assert (value.code, str(value)) == (code, code)


@given(partial_dates())
def test_code_brings_every_date_back(value: PartialDate) -> None:
    assert PartialDate.from_code(value.code) == value
    assert hash(PartialDate.from_code(value.code)) == hash(value)
    assert len(value.code) <= 16


@pytest.mark.parametrize(
    "code",
    [
        "19-06-07", "2019-6-7", "2019-13", "2019-02-30", "2019-00", "2019-06-00",
        "2019-06-02~early", "2019-06~late", "0999", "2019-06-07 ", "２０１９", "x",
        "2019-06-21~latest", "2019-06-07\n",
    ],
)  # fmt: skip
def test_code_refuses_what_is_no_date(code: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.from_code(code)


@pytest.mark.parametrize(
    ("parts", "precision"),
    [
        ((2019, None, 7), P.DAY),
        ((2019, 6, None), P.DAY),
        ((2019, 6, 7), P.MONTH),
        ((None, None, None), P.YEAR),
        ((2019, None, None), P.NONE),
        ((2019, 6, 21), P.LATE_MONTH),
    ],
)
def test_precision_has_to_fit_the_parts(
    parts: tuple[int | None, int | None, int | None], precision: PartialDate.Precision
) -> None:
    with pytest.raises(ValueError):
        PartialDate(*parts, precision)


def test_impossible_day_is_refused_with_a_message() -> None:
    with pytest.raises(UnreadableValue) as caught:
        PartialDate(2019, 2, 30, P.DAY)

    assert str(caught.value) == "2019-02-30 does not exist in the calendar."


def test_order_is_that_of_first_days_and_unknown_comes_last() -> None:
    values = [PartialDate.from_code(code) for code in IN_ORDER]

    assert sorted([NO_DATE, *reversed(values)]) == [*values, NO_DATE]
    assert max(*values, NO_DATE) == NO_DATE


@given(known_dates(), known_dates())
def test_order_is_that_of_the_codes_in_any_collation(
    one: PartialDate, two: PartialDate
) -> None:
    binary = one.code < two.code
    linguistic = _letters(one.code) < _letters(two.code)

    assert (one < two) == binary == linguistic
    if one < two:
        assert one.first_day() <= two.first_day()


def _letters(code: str) -> str:
    """What a collation compares first when it passes over punctuation."""
    return code.replace("-", "").replace("~", "")


def test_order_with_another_type_is_an_error() -> None:
    with pytest.raises(TypeError):
        NO_DATE < "2019"  # noqa: B015 -- the comparison itself is under test


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("2019-06", "2019", True),
        ("2019-06-21~late", "2019-06-30", True),
        ("2019-06-21~late", "2019-06-20", False),
        ("2019-06-01~early", "2019-06-11~mid", False),
        ("2019", "2020-01", False),
        ("", "2019", False),
        ("", "", False),
    ],
)
def test_overlap_is_a_day_both_can_mean(one: str, two: str, *, expected: bool) -> None:
    first, second = PartialDate.from_code(one), PartialDate.from_code(two)

    assert first.overlaps(second) is second.overlaps(first) is expected


@given(known_dates())
def test_a_date_overlaps_its_own_days(value: PartialDate) -> None:
    assert value.overlaps(PartialDate.on(value.first_day()))
    assert value.overlaps(PartialDate.on(value.last_day()))
    assert value.is_known
    assert value.is_exact == (value.first_day() == value.last_day())
