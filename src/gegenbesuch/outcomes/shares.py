"""Parts of a number, and what several sources say together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gegenbesuch.core.templatetags.display import quantity
from gegenbesuch.core.values.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

Q = Quantity.Qualifier


def percent_of(percent: Decimal | int) -> str:
    """Write a share in the active language: 33.50 is "33.5 %"."""
    return quantity(Quantity.exact(percent, "percent"))


def share_of(whole: Quantity, percent: Decimal) -> Quantity:
    """Return a share of a number, as firm as the number itself."""
    part = percent / 100
    low, high = (
        None if bound is None else bound * part for bound in (whole.low, whole.high)
    )
    return replace(whole, low=low, high=high)


def spread_of(quantities: Sequence[Quantity]) -> Quantity:
    """
    Return the range that holds what several sources say of one number.

    "About 3.8" and "about 5" million are "about 3.8 to 5"; if a source leaves an end
    open, the range is open there.

    Raises:
        ValueError: The units differ, or there is nothing.
    """
    first, *others = quantities
    if any(each.unit != first.unit for each in others):
        problem = "cannot compare different units"
        raise ValueError(problem)
    if all(each == first for each in others):
        return first
    lows = [each.low for each in quantities]
    highs = [each.high for each in quantities]
    low = None if None in lows else min(bound for bound in lows if bound is not None)
    high = None if None in highs else max(bound for bound in highs if bound is not None)
    rough = any(each.is_approximate for each in quantities)
    if low is not None and high is not None:
        return Quantity(low, high, Q.ABOUT if rough else Q.EXACT, first.unit)
    if low is not None:
        strict = all(
            each.low is not None and (each.low > low or each.qualifier == Q.MORE_THAN)
            for each in quantities
        )
        qualifier = Q.MORE_THAN if strict else Q.AT_LEAST
        return Quantity(low, None, qualifier, first.unit, is_rough=rough)
    if high is not None:
        return Quantity(None, high, Q.UP_TO, first.unit, is_rough=rough)
    return Quantity.unknown(first.unit)
