"""Numbers that are known only as far as somebody said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate

#: Numbers of more digits do not survive as a JSON number everywhere.
MAX_DIGITS: Final = 15

#: Enough for the exact sum of any list of storable numbers.
_SUM_DIGITS: Final = 60


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    What is said about a number: its bounds, and how firm they are.

    ============  ==========  ===========================================
    qualifier     bounds      says
    ============  ==========  ===========================================
    exact         low, high   the number, or a range it lies in
    about         low, high   roughly that number or range; without bounds
                              nothing is known
    at_least      low         the number or more
    more_than     low         more than the number, never the number itself
    up_to         high        the number or less
    ============  ==========  ===========================================

    ``is_rough`` makes the bound of the last three itself a rough one: "more
    than about 200", which is what "about 50" and "more than 150" add up to.
    A bound that nobody stated is unknown; it is not taken to be nought.

    Args:
        unit: A code such as ``persons`` or ``EUR``; empty for a bare number.
        as_of: When the number was true, where that was said.

    """

    class Qualifier(TextChoices):
        """How the number was stated."""

        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        AT_LEAST = "at_least", _("at least")
        MORE_THAN = "more_than", _("more than")
        UP_TO = "up_to", _("up to")

    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    unit: str = ""
    as_of: PartialDate = NO_DATE
    is_rough: bool = False

    def __post_init__(self) -> None:
        if not _FITS[self.qualifier](self.low is not None, self.high is not None):
            problem = f"{self.qualifier} with bounds {self.low} and {self.high}"
            raise ValueError(problem)
        for bound in (self.low, self.high):
            if bound is not None and not (bound.is_finite() and bound >= 0):
                problem = f"not a quantity: {bound}"
                raise ValueError(problem)
        if self.low is not None and self.high is not None and self.low > self.high:
            problem = f"the range from {self.low} to {self.high} is upside down"
            raise ValueError(problem)
        if self.is_rough and self.qualifier in (_Q.EXACT, _Q.ABOUT):
            problem = f"{self.qualifier} cannot have a rough bound"
            raise ValueError(problem)

    @classmethod
    def exact(cls, number: Decimal | int, unit: str = "") -> Quantity:
        """Return a number that is known."""
        return cls.between(number, number, unit)

    @classmethod
    def between(
        cls, low: Decimal | int, high: Decimal | int, unit: str = ""
    ) -> Quantity:
        """Return a range with firm ends, both of which are possible."""
        return cls(Decimal(low), Decimal(high), cls.Qualifier.EXACT, unit)

    @classmethod
    def about(
        cls, number: Decimal | int, unit: str = "", *, high: Decimal | int | None = None
    ) -> Quantity:
        """Return a rough number, or with ``high`` a rough range."""
        top = number if high is None else high
        return cls(Decimal(number), Decimal(top), cls.Qualifier.ABOUT, unit)

    @classmethod
    def at_least(cls, number: Decimal | int, unit: str = "") -> Quantity:
        """Return a number or more."""
        return cls(Decimal(number), None, cls.Qualifier.AT_LEAST, unit)

    @classmethod
    def more_than(cls, number: Decimal | int, unit: str = "") -> Quantity:
        """Return anything above a number."""
        return cls(Decimal(number), None, cls.Qualifier.MORE_THAN, unit)

    @classmethod
    def up_to(cls, number: Decimal | int, unit: str = "") -> Quantity:
        """Return a number or less."""
        return cls(None, Decimal(number), cls.Qualifier.UP_TO, unit)

    @classmethod
    def unknown(cls, unit: str = "") -> Quantity:
        """Return a number of which nothing is known."""
        return cls(None, None, cls.Qualifier.ABOUT, unit)

    @property
    def is_known(self) -> bool:
        """Whether at least one bound was stated."""
        return self.low is not None or self.high is not None

    @property
    def is_range(self) -> bool:
        """Whether two different ends were stated."""
        return self.is_bounded and self.low != self.high

    @property
    def is_bounded(self) -> bool:
        """Whether both ends were stated."""
        return self.low is not None and self.high is not None

    @property
    def is_exact(self) -> bool:
        """Whether this is one number without any reservation."""
        return self.qualifier == _Q.EXACT and self.low == self.high

    @property
    def is_approximate(self) -> bool:
        """Whether the stated bounds are themselves rough."""
        return self.is_rough or self.qualifier == _Q.ABOUT

    @property
    def sort_key(self) -> tuple[bool, Decimal, int, Decimal, str]:
        """
        A key by stated number; "up to" before it, "more than" after it.

        Unknown numbers come last. Units are not converted.
        """
        number = self.low if self.low is not None else self.high
        if number is None:
            return (True, Decimal(0), 0, Decimal(0), self.unit)
        top = self.high if self.high is not None else number
        return (False, number, _RANK[self.qualifier], top, self.unit)

    def admits(self, number: Decimal | int, *, tolerance: Decimal = Decimal(0)) -> bool:
        """
        Tell whether a counted number is in line with what was said.

        Args:
            tolerance: Share by which a rough bound may be missed; a tenth is
                ``Decimal("0.1")``. Firm bounds allow nothing.

        """
        slack = tolerance if self.is_approximate else Decimal(0)
        if self.high is not None and number > self.high * (1 + slack):
            return False
        if self.low is None:
            return True
        floor = self.low * (1 - slack)
        if self.qualifier == _Q.MORE_THAN and not self.is_rough:
            return number > floor
        return number >= floor

    def __str__(self) -> str:
        """Return a notation of no language, such as ``>150 persons``."""
        rough = "≈" if self.is_approximate else ""
        if self.low is None:
            text = f"≤{rough}{self.high:f}" if self.high is not None else "?"
        elif self.high is None:
            sign = ">" if self.qualifier == _Q.MORE_THAN else "≥"
            text = f"{sign}{rough}{self.low:f}"
        else:
            text = f"{rough}{self.low:f}"
            if self.is_range:
                text += f"–{self.high:f}"
        return f"{text} {self.unit}".rstrip()

    def to_json(self) -> dict[str, Any]:
        """
        Return the stored form, with numbers as JSON numbers.

        Raises:
            ValueError: A number has more than `MAX_DIGITS` digits.

        """
        stored: dict[str, Any] = {
            "low": _to_number(self.low),
            "high": _to_number(self.high),
            "qualifier": self.qualifier.value,
            "unit": self.unit,
        }
        if self.as_of.is_known:
            stored["as_of"] = self.as_of.code
        if self.is_rough:
            stored["is_rough"] = True
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Quantity:
        """
        Read the stored form.

        Raises:
            ValueError: It is not one; the message says what is wrong with it.

        """
        try:
            return cls(
                low=_from_number(stored["low"]),
                high=_from_number(stored["high"]),
                qualifier=cls.Qualifier(stored["qualifier"]),
                unit=str(stored.get("unit", "")),
                as_of=PartialDate.from_code(stored.get("as_of", "")),
                is_rough=bool(stored.get("is_rough", False)),
            )
        except (KeyError, TypeError, ArithmeticError) as error:
            problem = f"not a stored quantity: {stored!r}"
            raise ValueError(problem) from error


def sum_quantities(
    quantities: Iterable[Quantity], *, unit: str | None = None
) -> Quantity:
    """
    Add up what is said about several numbers, claiming no more than that.

    A bound of the sum is known when that bound of every part is known, and is
    then their sum. If any part is approximate, so is the sum; if one part is
    strictly more than its bound, the sum is too. So "about 50" and "more than
    150" make "more than about 200", "up to 30" and 5 make "up to 35", and "up
    to 30" and "at least 5" make a number of which nothing is known. The order
    and grouping of the parts do not matter. The date is kept where all parts
    have the same.

    Args:
        unit: What the sum is counted in; needed only where there may be
            nothing to add, which makes exactly nought.

    Raises:
        ValueError: The units differ.

    """
    parts = list(quantities)
    units = {part.unit for part in parts} | ({unit} if unit is not None else set())
    if len(units) > 1:
        problem = f"cannot add up different units: {', '.join(sorted(units))}"
        raise ValueError(problem)
    its_unit = units.pop() if units else ""
    low = _sum(part.low for part in parts)
    high = _sum(part.high for part in parts)
    rough = any(part.is_approximate for part in parts)
    dates = {part.as_of for part in parts}
    as_of = dates.pop() if len(dates) == 1 else NO_DATE
    if low is not None and high is not None:
        qualifier, rough = (_Q.ABOUT if rough else _Q.EXACT), False
    elif low is not None:
        strict = any(part.qualifier == _Q.MORE_THAN for part in parts)
        qualifier = _Q.MORE_THAN if strict else _Q.AT_LEAST
    elif high is not None:
        qualifier = _Q.UP_TO
    else:
        qualifier, rough = _Q.ABOUT, False
    return Quantity(low, high, qualifier, its_unit, as_of, rough)


def significant_digits(number: Decimal) -> int:
    """Return how many digits it takes to write a number out."""
    whole, _point, fraction = f"{number:f}".partition(".")
    return len(whole.lstrip("0") + fraction.rstrip("0"))


_Q = Quantity.Qualifier

_FITS: Final[dict[Quantity.Qualifier, Callable[[bool, bool], bool]]] = {
    _Q.EXACT: lambda has_low, has_high: has_low and has_high,
    _Q.ABOUT: lambda has_low, has_high: has_low == has_high,
    _Q.AT_LEAST: lambda has_low, has_high: has_low and not has_high,
    _Q.MORE_THAN: lambda has_low, has_high: has_low and not has_high,
    _Q.UP_TO: lambda has_low, has_high: has_high and not has_low,
}
_RANK: Final = {
    _Q.UP_TO: 0,
    _Q.EXACT: 1,
    _Q.ABOUT: 2,
    _Q.AT_LEAST: 3,
    _Q.MORE_THAN: 4,
}


def _sum(bounds: Iterable[Decimal | None]) -> Decimal | None:
    with localcontext(prec=_SUM_DIGITS):
        total = Decimal(0)
        for bound in bounds:
            if bound is None:
                return None
            total += bound
        return total


def _to_number(bound: Decimal | None) -> int | float | None:
    if bound is None:
        return None
    if significant_digits(bound) > MAX_DIGITS:
        problem = f"more than {MAX_DIGITS} digits: {bound}"
        raise ValueError(problem)
    return int(bound) if bound == bound.to_integral_value() else float(bound)


def _from_number(number: Any) -> Decimal | None:
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, (int, float, Decimal)):
        problem = f"not a number: {number!r}"
        raise TypeError(problem)
    return Decimal(str(number))
