"""A budget added up, and how far the decision is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gegenbesuch.core.rows import kept
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.mandate.models import HOME_CURRENCY, Approval, BudgetLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.missions.models import Mission

COLUMNS = ("planned", "committed", "actual")
#: Below it a figure per head would tell what a single person has cost.
LEAST_HEADS = 3


@dataclass(frozen=True)
class Sums:
    """Amounts in the home currency; None where no line says anything."""

    planned: Quantity | None
    committed: Quantity | None
    actual: Quantity | None


@dataclass(frozen=True)
class Group:
    """The lines of one kind and what they come to."""

    kind: str
    label: str
    lines: list[BudgetLine]
    sums: Sums


@dataclass(frozen=True)
class Budget:
    """
    A budget by kind.

    Attributes:
        cost: All costs, whoever pays them.
        own: What the office pays itself, before fees and grants.
        heads: By how many the costs per head are divided; None where their number is
            not known exactly, or too small to hide a single person in it.
    """

    costs: list[Group]
    income: list[Group]
    cost: Sums
    own: Sums
    came_in: Sums
    heads: int | None

    @property
    def lines(self) -> list[BudgetLine]:
        """All lines of costs."""
        return [line for group in self.costs for line in group.lines]

    @property
    def per_head(self) -> Sums | None:
        """All costs by the number of persons."""
        if self.heads is None:
            return None
        return Sums(*(self._each(getattr(self.cost, name)) for name in COLUMNS))

    def _each(self, amount: Quantity | None) -> Quantity | None:
        if amount is None or amount.low is None or not self.heads:
            return None
        each = (amount.low / self.heads).quantize(Decimal("0.01"))
        make = Quantity.exact if amount.is_exact else Quantity.at_least
        return make(each, HOME_CURRENCY)


@kept
def _lines(mission: int) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(mission=mission)


def budget_of(mission: Mission) -> Budget:
    """Return the budget of a mission, in one query."""
    return budget_from(sorted(_lines(mission.pk), key=lambda line: line.pk), mission)


def budget_from(lines: Sequence[BudgetLine], mission: Mission) -> Budget:
    """Return the budget that these lines of a mission make."""
    costs = [line for line in lines if line.kind not in BudgetLine.INCOME]
    income = [line for line in lines if line.kind in BudgetLine.INCOME]
    own = [line for line in costs if line.payer == BudgetLine.Payer.OFFICE]
    return Budget(
        _groups(costs),
        _groups(income),
        _sums(costs),
        _sums(own),
        _sums(income),
        _heads(mission),
    )


def approvals_of(mission: Mission) -> list[Approval]:
    """Return who decides, in the order in which they are asked."""
    return list(mission.approvals.select_related("recorded_by").order_by("position"))


def _groups(lines: Sequence[BudgetLine]) -> list[Group]:
    groups = []
    for kind, label in BudgetLine.Kind.choices:
        those = [line for line in lines if line.kind == kind]
        if those:
            groups.append(Group(kind, str(label), those, _sums(those)))
    return groups


def _sums(lines: Iterable[BudgetLine]) -> Sums:
    rows = list(lines)
    return Sums(*(_sum(rows, column) for column in COLUMNS))


def _sum(lines: list[BudgetLine], column: str) -> Quantity | None:
    """Add up; as long as a line says nothing the sum is at least that much."""
    amounts = [line.at_home(column) for line in lines]
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return None
    total = sum(known, Decimal(0))
    if len(known) < len(amounts):
        return Quantity.at_least(total, HOME_CURRENCY)
    return Quantity.exact(total, HOME_CURRENCY)


def _heads(mission: Mission) -> int | None:
    size = mission.size
    if size is None or not size.is_exact or size.low != size.high:
        return None
    heads = int(size.low)
    return heads if heads >= LEAST_HEADS else None
