from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import (
    Quantity,
    significant_digits,
    sum_quantities,
)
from tests.gegenbesuch.core.values.strategies import quantities

Q = Quantity.Qualifier
TENTH = Decimal("0.1")


def of_one_unit() -> st.SearchStrategy[Quantity]:
    return quantities(units=("persons",))


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        ([], Quantity.exact(0)),
        ([Quantity.exact(5), Quantity.exact(7)], Quantity.exact(12)),
        ([Quantity.exact(50), Quantity.about(30)], Quantity.about(80)),
        (
            [Quantity.about(50), Quantity.more_than(150)],
            replace(Quantity.more_than(200), is_rough=True),
        ),
        ([Quantity.more_than(150), Quantity.exact(7)], Quantity.more_than(157)),
        ([Quantity.at_least(150), Quantity.exact(7)], Quantity.at_least(157)),
        ([Quantity.at_least(50), Quantity.more_than(150)], Quantity.more_than(200)),
        ([Quantity.up_to(30), Quantity.exact(5)], Quantity.up_to(35)),
        (
            [Quantity.up_to(30), Quantity.about(5)],
            replace(Quantity.up_to(35), is_rough=True),
        ),
        ([Quantity.up_to(30), Quantity.at_least(5)], Quantity.unknown()),
        ([Quantity.between(50, 60), Quantity.exact(5)], Quantity.between(55, 65)),
        (
            [Quantity.between(50, 60), Quantity.about(5)],
            Quantity.about(55, high=65),
        ),
        ([Quantity.between(50, 60), Quantity.more_than(9)], Quantity.more_than(59)),
        ([Quantity.between(50, 60), Quantity.up_to(9)], Quantity.up_to(69)),
        ([Quantity.unknown(), Quantity.exact(5)], Quantity.unknown()),
        ([Quantity.more_than(150)], Quantity.more_than(150)),
    ],
)
def test_sum_keeps_the_weakest_claim(parts: list[Quantity], total: Quantity) -> None:
    assert sum_quantities(parts) == total


@given(of_one_unit(), of_one_unit(), of_one_unit())
def test_sum_does_not_depend_on_order_or_grouping(
    one: Quantity, two: Quantity, three: Quantity
) -> None:
    total = sum_quantities([one, two, three])

    assert total == sum_quantities([three, one, two])
    assert total == sum_quantities([sum_quantities([one, two]), three])
    assert total == sum_quantities([one, sum_quantities([two, three])])


@given(st.lists(of_one_unit(), min_size=1, max_size=6))
def test_sum_is_never_more_precise_than_a_part(parts: list[Quantity]) -> None:
    total = sum_quantities(parts)

    for part in parts:
        assert part.low is not None or total.low is None
        assert part.high is not None or total.high is None
        assert total.is_approximate or not part.is_approximate or not total.is_known
        assert part.is_exact or not total.is_exact
        assert part.is_known or not total.is_known
    widths = [part.high - part.low for part in parts if part.low is not None
              and part.high is not None]  # fmt: skip
    if total.low is not None and total.high is not None:
        assert total.high - total.low >= max(widths)


@st.composite
def counted(draw: st.DrawFn) -> tuple[Quantity, Decimal]:
    """A statement together with a number that makes it true."""
    quantity = draw(quantities(units=("persons",), dated=False))
    slack = TENTH if quantity.is_approximate else Decimal(0)
    floor = Decimal(0) if quantity.low is None else quantity.low * (1 - slack)
    top = 2 * 10**9 if quantity.high is None else quantity.high * (1 + slack)
    number = draw(st.decimals(floor, top, places=2))
    return quantity, number


@settings(max_examples=200)
@given(st.lists(counted(), max_size=6))
def test_sum_admits_the_true_number(pairs: list[tuple[Quantity, Decimal]]) -> None:
    true = [
        (quantity, number)
        for quantity, number in pairs
        if quantity.admits(number, tolerance=TENTH)
    ]
    total = sum_quantities([quantity for quantity, _ in true])

    assert total.admits(sum(number for _, number in true), tolerance=TENTH)


def test_more_than_never_admits_the_number_itself() -> None:
    quantity = Quantity.more_than(150)

    assert not quantity.admits(150)
    assert not quantity.admits(150, tolerance=TENTH)
    assert quantity.admits(Decimal("150.01"))
    assert Quantity.at_least(150).admits(150)
    assert Quantity.up_to(30).admits(0)
    assert not Quantity.up_to(30).admits(31)
    assert Quantity.about(50).admits(54, tolerance=TENTH)
    assert not Quantity.about(50).admits(54)


def test_sum_of_different_units_is_an_error() -> None:
    with pytest.raises(ValueError, match="EUR, persons"):
        sum_quantities([Quantity.exact(1, "persons"), Quantity.exact(1, "EUR")])
    with pytest.raises(ValueError, match="EUR, persons"):
        sum_quantities([Quantity.exact(1, "persons")], unit="EUR")


def test_sum_of_nothing_is_exactly_nought_of_the_unit_asked_for() -> None:
    assert sum_quantities([], unit="persons") == Quantity.exact(0, "persons")


def test_sum_keeps_a_date_only_if_all_parts_have_it() -> None:
    in_2018, in_2019 = PartialDate.in_year(2018), PartialDate.in_year(2019)
    one = replace(Quantity.exact(1), as_of=in_2018)

    assert sum_quantities([one, one]).as_of == in_2018
    assert sum_quantities([one, replace(one, as_of=in_2019)]).as_of == NO_DATE
    assert sum_quantities([one, Quantity.exact(1)]).as_of == NO_DATE


def test_sum_does_not_round() -> None:
    large, small = Quantity.exact(10**15 - 1), Quantity.exact(Decimal("1E-14"))

    total = sum_quantities([large, small])

    assert total.low == Decimal("999999999999999.00000000000001")


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "is_rough"),
    [
        (None, None, Q.EXACT, False),
        (1, None, Q.EXACT, False),
        (1, None, Q.ABOUT, False),
        (None, 1, Q.AT_LEAST, False),
        (1, 2, Q.MORE_THAN, False),
        (1, None, Q.UP_TO, False),
        (2, 1, Q.EXACT, False),
        (-1, -1, Q.EXACT, False),
        (1, 1, Q.EXACT, True),
        (1, 1, Q.ABOUT, True),
        ("NaN", "NaN", Q.EXACT, False),
        ("Infinity", None, Q.MORE_THAN, False),
    ],
)
def test_quantity_refuses_what_says_nothing(
    low: object, high: object, qualifier: Quantity.Qualifier, *, is_rough: bool
) -> None:
    with pytest.raises(ValueError):
        Quantity(
            None if low is None else Decimal(str(low)),
            None if high is None else Decimal(str(high)),
            qualifier,
            is_rough=is_rough,
        )


def test_sorting_is_by_number_and_then_by_what_may_lie_above() -> None:
    in_order = [
        Quantity.exact(7),
        Quantity.up_to(50),
        Quantity.exact(50),
        Quantity.between(50, 60),
        Quantity.about(50),
        Quantity.at_least(50),
        Quantity.more_than(50),
        Quantity.exact(51),
        Quantity.unknown(),
    ]
    shuffled = in_order[::-1]

    assert sorted(shuffled, key=lambda each: each.sort_key) == in_order


@given(quantities())
def test_stored_form_brings_every_quantity_back(quantity: Quantity) -> None:
    stored = quantity.to_json()

    assert Quantity.from_json(stored) == quantity
    assert hash(Quantity.from_json(stored)) == hash(quantity)


def test_stored_form_has_plain_numbers() -> None:
    quantity = replace(
        Quantity.about(Decimal("3800000.00"), "EUR"), as_of=PartialDate.in_year(2010)
    )

    assert quantity.to_json() == {
        "low": 3800000,
        "high": 3800000,
        "qualifier": "about",
        "unit": "EUR",
        "as_of": "2010",
    }
    assert Quantity.more_than(Decimal("1.5")).to_json() == {
        "low": 1.5,
        "high": None,
        "qualifier": "more_than",
        "unit": "",
    }


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"low": "5", "high": 5, "qualifier": "exact"},
        {"low": True, "high": True, "qualifier": "exact"},
        {"low": 5, "high": 5, "qualifier": "nearly"},
        {"low": 5, "high": 5, "qualifier": "exact", "as_of": "June"},
        {"low": 5, "high": 5, "qualifier": "exact", "as_of": 2019},
        {"low": 6, "high": 5, "qualifier": "exact"},
    ],
)
def test_stored_form_that_is_broken_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Quantity.from_json(stored)


def test_stored_form_refuses_a_number_json_would_change() -> None:
    with pytest.raises(ValueError, match="15 digits"):
        Quantity.exact(10**15 + 1).to_json()


@pytest.mark.parametrize(
    ("number", "digits"),
    [("0", 0), ("150", 3), ("1E+3", 4), ("1.50", 2), ("0.001", 3), ("10.01", 4)],
)
def test_significant_digits_counts_what_is_written(number: str, digits: int) -> None:
    assert significant_digits(Decimal(number)) == digits


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity.exact(50, "persons"), "50 persons"),
        (Quantity.about(50), "≈50"),
        (Quantity.about(50, high=60), "≈50–60"),
        (Quantity.more_than(150), ">150"),
        (Quantity.at_least(150), "≥150"),
        (replace(Quantity.up_to(30), is_rough=True), "≤≈30"),
        (Quantity.unknown("EUR"), "? EUR"),
    ],
)
def test_plain_text_is_a_notation_of_no_language(quantity: Quantity, text: str) -> None:
    assert str(quantity) == text
