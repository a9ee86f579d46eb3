"""The best schedule of a running solve and what is proven so far."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from convene.timetable.bounds import changes_bound
from convene.timetable.clock import Clock
from convene.timetable.model import Model
from convene.timetable.rules import GoalId
from convene.timetable.run import Goal
from convene.timetable.schedule import Schedule
from convene.timetable.seats import seat
from convene.timetable.validate import idle_gaps, measure

Key = tuple[int, int, int]


@dataclass(slots=True)
class Best:
    """
    The best complete set of slots so far and what is proven about the goals.

    Attributes:
        own: Gaps that each participant has in any case, as `participant_gaps` says.
        chosen: If not all must be placed, meetings of the most weight.

    """

    model: Model
    clock: Clock
    start: Schedule | None = None
    schedule: Schedule | None = None
    key: Key | None = None
    weight_bound: int = 0
    missing_bound: int = 0
    gaps_bound: int = 0
    own: Sequence[int | None] = ()
    chosen: Sequence[int] = ()

    def offer(
        self, slot: Sequence[int], table_kind: Sequence[int], person_kind: Sequence[int]
    ) -> None:
        """Keep the slots if they are better and keep every rule."""
        plain = Schedule(tuple(slot))
        values = measure(self.model.instance, plain)
        key = (
            -values[GoalId.PLACED_WEIGHT],
            values[GoalId.MINIMUM_MEETINGS],
            values[GoalId.IDLE_GAPS],
        )
        if (self.key is None or key < self.key) and not self.is_unfair(plain):
            self.take(key, slot, table_kind, person_kind)

    def take(
        self,
        key: Key,
        slot: Sequence[int],
        table_kind: Sequence[int],
        person_kind: Sequence[int],
    ) -> None:
        """Give better slots their tables and keep them."""
        seated = seat(self.model, slot, table_kind, person_kind, self.start)
        if seated is not None:
            self.schedule, self.key = seated, key
            if key[0] == -self.model.instance.total_weight:
                # Everybody has all her meetings, and so her own gaps in any case.
                own = sum(gaps or 0 for gaps in self.own)
                self.gaps_bound = max(self.gaps_bound, own)
            self.tell()

    def is_unfair(self, schedule: Schedule) -> bool:
        """Tell whether the fairness limit is broken."""
        limit = self.model.instance.fairness
        if limit is None:
            return False
        gaps = idle_gaps(self.model.instance, schedule)
        return bool(gaps) and max(gaps) - min(gaps) > limit

    def is_heaviest(self) -> bool:
        """Tell whether no more weight can be placed."""
        bound = self.weight_bound
        return bound == 0 or (self.key is not None and self.key[0] == -bound)

    def fewest_gaps(self) -> float:
        """Give the fewest gaps reached with the more important goals at their best."""
        if self.key is None:
            return math.inf
        is_settled = self.key[:2] == (-self.weight_bound, self.missing_bound)
        return self.key[2] if is_settled else math.inf

    def is_proven(self) -> bool:
        """Tell whether the three goals that count are proven best."""
        return self.fewest_gaps() <= self.gaps_bound

    def tell(self) -> None:
        """Report values and bounds."""
        if self.schedule is not None:
            self.clock.found(self.goals(self.schedule))

    def goals(self, schedule: Schedule) -> tuple[Goal, ...]:
        """Give value and bound of every goal."""
        instance = self.model.instance
        values = measure(instance, schedule)
        gaps = values[GoalId.IDLE_GAPS]
        bounds = {
            GoalId.PLACED_WEIGHT: self.weight_bound,
            GoalId.MINIMUM_MEETINGS: self.missing_bound,
            GoalId.IDLE_GAPS: self.gaps_bound,
            GoalId.TABLE_CHANGES: changes_bound(self.model, schedule, gaps),
        }
        return tuple(Goal(g, values[g], bounds[g]) for g in GoalId)
