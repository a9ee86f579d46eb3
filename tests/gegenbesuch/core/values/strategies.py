"""Values of every kind, for property tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.core.values.quantity_words import UNITS

P = PartialDate.Precision

LANGUAGES = st.sampled_from(["de", "en", "ja"])


def known_dates() -> st.SearchStrategy[PartialDate]:
    years = st.integers(1000, 9999)
    months = st.integers(1, 12)
    parts = [P.MONTH, P.EARLY_MONTH, P.MID_MONTH, P.LATE_MONTH]
    return st.one_of(
        st.dates(min_value=date(1000, 1, 1)).map(PartialDate.on),
        st.builds(PartialDate.in_month, years, months, st.sampled_from(parts)),
        st.builds(PartialDate.in_year, years),
    )


def partial_dates() -> st.SearchStrategy[PartialDate]:
    return st.one_of(st.just(NO_DATE), known_dates())


@st.composite
def quantities(
    draw: st.DrawFn, units: tuple[str, ...] = ("", *UNITS), *, dated: bool = True
) -> Quantity:
    unit = draw(st.sampled_from(units))
    is_whole = unit not in UNITS or UNITS[unit].is_counted
    numbers = st.integers(0, 10**9).map(Decimal)
    if not is_whole:
        numbers = st.decimals(0, 10**9, places=2)
    low, high = sorted([draw(numbers), draw(numbers)])
    qualifier = draw(st.sampled_from(Quantity.Qualifier))
    as_of = draw(partial_dates()) if dated else NO_DATE
    is_one_sided = qualifier.value in {"at_least", "more_than", "up_to"}
    if is_one_sided:
        is_upper = qualifier == Quantity.Qualifier.UP_TO
        return Quantity(
            None if is_upper else low,
            high if is_upper else None,
            qualifier,
            unit,
            as_of,
            is_rough=draw(st.booleans()),
        )
    kind = draw(st.sampled_from(["number", "range", "unknown"]))
    if kind == "unknown" and qualifier == Quantity.Qualifier.ABOUT:
        return Quantity(None, None, qualifier, unit, as_of)
    return Quantity(low, low if kind == "number" else high, qualifier, unit, as_of)
