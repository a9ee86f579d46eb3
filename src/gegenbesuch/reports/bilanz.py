"""
The results report: what was aimed at beside what came of it.

Every number is computed from records and carries them along, so that a reader
can follow it to its source. Numbers of different levels are never added up;
qualifiers survive sums; what was announced or merely stated is listed, but
counted nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.missions.rules import state_of_mission
from gegenbesuch.outcomes.models import Interest, Outcome
from gegenbesuch.reports.counting import numbers_of
from gegenbesuch.reports.gathering import ALL, Extent, Gathered, Rows, gather
from gegenbesuch.reports.numbers import Level, Number, Record, Rule, together
from gegenbesuch.reports.scopes import Scope, scope_of_mission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.directory.evidence import Conflict
    from gegenbesuch.directory.models import Figure, OpenQuestion
    from gegenbesuch.missions.models import Goal, Mission

#: A ratio over fewer than these says more about chance than about the mission.
LEAST_FOR_RATIO = 5


@dataclass(frozen=True)
class Bilanz:
    """Goals beside results, with everything a reader needs to check them."""

    scope: Scope
    missions: tuple[Mission, ...]
    gathered: Gathered
    numbers: tuple[Number, ...]

    @property
    def rows(self) -> list[Rows]:
        """The records by mission."""
        return self.gathered.by_mission

    @property
    def goals(self) -> list[Goal]:
        """What was aimed at."""
        return [goal for rows in self.rows for goal in rows.goals]

    @property
    def levels(self) -> list[tuple[Level, list[Number]]]:
        """Return the numbers by level, in the order of the chain of effects."""
        return [(lv, [n for n in self.numbers if n.level == lv]) for lv in RESULTS]

    def at(self, level: Level) -> list[Number]:
        """Return the numbers of a level."""
        return [number for number in self.numbers if number.level == level]

    @property
    def sought(self) -> list[Interest]:
        """What either side was looking for."""
        return [row for row in self._interests if row.relation == _SOUGHT]

    @property
    def shown(self) -> list[Interest]:
        """What was presented, discussed or in focus."""
        return [row for row in self._interests if row.relation != _SOUGHT]

    @property
    def _interests(self) -> list[Interest]:
        return sorted(
            (row for rows in self.rows for row in rows.interests),
            key=lambda row: (row.side, -row.strength, row.position, row.pk),
        )

    @property
    def not_counted(self) -> list[Outcome]:
        """What was stated or announced, and counts as no agreement."""
        found = {o.pk: o for rows in self.rows for o in rows.outcomes}
        return [o for o in found.values() if not o.counts_as_agreement]

    @property
    def context(self) -> list[tuple[Any, Figure]]:
        """The figures about the hosts."""
        hosts = dict.fromkeys(chain.from_iterable(rows.hosts for rows in self.rows))
        return [(h, figure) for h in hosts for figure in self.gathered.figures_of(h)]

    @property
    def conflicts(self) -> list[Conflict]:
        """Where sources disagree."""
        return self.gathered.evidence.conflicts

    @property
    def open_questions(self) -> list[OpenQuestion]:
        """What nobody knows."""
        return self.gathered.evidence.questions


_SOUGHT = Interest.Relation.SOUGHT
RESULTS = (
    Level.INPUT,
    Level.ACTIVITY,
    Level.OUTPUT,
    Level.OUTCOME,
    Level.IMPACT,
)


def compute(
    mission: Mission,
    *,
    with_internal: bool = False,
    with_costs: bool = True,
    extent: Extent = ALL,
) -> Bilanz:
    """
    Compute the Bilanz of a mission from its records, in a bounded number of queries.

    Args:
        with_internal: Name the members who are not on the public list, too.
        with_costs: Say what the mission has cost; offices that join in don't see it.
        extent: How much is read around the numbers.

    """
    return compute_scope(
        scope_of_mission(mission),
        [mission],
        with_internal=with_internal,
        with_costs=with_costs,
        extent=extent,
    )


def compute_scope(
    scope: Scope,
    missions: Sequence[Mission],
    *,
    with_internal: bool = False,
    with_costs: bool = True,
    extent: Extent = ALL,
) -> Bilanz:
    """
    Compute the Bilanz of several missions; what they share counts once.

    Args:
        extent: How much is read around the numbers.
    """
    gathered = gather(missions, with_internal=with_internal, extent=extent)
    each = [
        numbers_of(rows, gathered, with_costs=with_costs)
        for rows in gathered.by_mission
    ]
    numbers = together(each) if len(each) != 1 else each[0]
    if not scope.is_mission:
        numbers = [*_of_missions(gathered.by_mission), *numbers]
        if scope.kind == "office":
            numbers = [n for n in numbers if n.level != Level.CONTEXT]
    numbers += ratios_of(numbers)
    return Bilanz(scope, tuple(missions), gathered, tuple(numbers))


def _of_missions(found: list[Rows]) -> list[Number]:
    """Count the missions themselves by what became of them; a plan is no result."""
    numbers = []
    for state, label in (
        ("held", _("Missions held")),
        ("announced", _("Missions announced, not attested")),
        ("planned", _("Missions planned")),
        ("inferred", _("Missions not attested, only inferred")),
        ("dropped", _("Missions that did not take place")),
    ):
        records = tuple(
            Record(
                rows.mission.title,
                rows.mission.get_absolute_url(),
                rows.mission.code,
                None,
                tuple(rows.mission.cited),  # type: ignore[attr-defined]
                mission=rows.mission.code,
            )
            for rows in found
            if state_of_mission(
                rows.mission.status, is_inferred=rows.mission.is_inferred
            )
            == state
        )
        if records:
            numbers.append(
                Number(f"missions-{state}", label, Level.ACTIVITY, Rule.COUNT, records)
            )
    return numbers


# --- Ratios ------------------------------------------------------------------


def ratios_of(numbers: Sequence[Number]) -> list[Number]:
    """
    Divide the costs by what was reached, where there are enough to divide by.

    Where there are too few, the number stays unknown and its note says why. A
    quotient keeps the qualifier: by "more than 200" the costs are "less than".
    """
    by_key = {number.key: number for number in numbers}
    cost = by_key.get("costs")
    if cost is None or cost.quantity is None:
        return []
    found = []
    for key, label in (
        ("people-reached", _("Costs per person reached")),
        ("b2b-meetings-held", _("Costs per meeting of companies")),
        ("companies-presented", _("Costs per company presented")),
        ("agreements", _("Costs per agreement")),
    ):
        below = by_key.get(key)
        if below is None or below.quantity is None or below.is_nought:
            continue
        records = (*cost.records, *below.records)
        number = Number(
            f"costs-per-{key}",
            label,
            Level.RATIO,
            Rule.SUM,
            tuple(replace(record, quantity=None) for record in records),
            stated=divided(cost.quantity, below.quantity),
        )
        if number.stated is None:
            note = _("Fewer than %(n)s: the numbers themselves say more.") % {
                "n": LEAST_FOR_RATIO
            }
            number = replace(number, note=note)
        found.append(number)
    return found


def divided(cost: Quantity, by: Quantity) -> Quantity | None:
    """Return a quotient as firm as both numbers; None for too few or too vague."""
    if by.low is None or by.low < LEAST_FOR_RATIO or cost.low is None:
        return None
    each = (cost.low / by.low).quantize(Decimal("0.01"))
    if cost.is_exact and by.is_exact:
        return Quantity.exact(each, cost.unit)
    if cost.is_exact and by.high is None:
        q = Quantity.Qualifier.UP_TO
        return Quantity(None, each, q, cost.unit, is_rough=by.is_approximate)
    if cost.high is not None and by.high is not None:
        low, high = cost.low / by.high, cost.high / by.low
        cents = Decimal("0.01")
        return Quantity.about(low.quantize(cents), cost.unit, high=high.quantize(cents))
    return None
