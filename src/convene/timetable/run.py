"""How a solve is asked to run: when to stop, how to search, how it reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from convene.timetable.parts import InstanceError
from convene.timetable.rules import GoalId


@dataclass(frozen=True, slots=True)
class Stop:
    """
    When to stop: after seconds, after a number of steps, or when told to.

    Attributes:
        seconds: Wall-clock limit for the whole solve.
        iterations: Limit in steps of the search instead of seconds. The same
            instance, seed and params then give the same result.
        cancelled: Asked at least once a second; true ends the solve with the
            best schedule so far.

    """

    seconds: float | None = None
    iterations: int | None = None
    cancelled: Callable[[], bool] | None = None

    def __post_init__(self) -> None:
        if self.seconds is not None and not self.seconds >= 0:
            raise InstanceError("stop.seconds", "a number from 0")
        if self.iterations is not None and self.iterations < 0:
            raise InstanceError("stop.iterations", "a number from 0")


@dataclass(frozen=True, slots=True)
class Params:
    """
    How to search; the defaults are right for most events.

    Attributes:
        threads: Most threads to use.
        explain: Whether to give reasons for unplaced meetings.

    """

    threads: int = 1
    explain: bool = True

    def __post_init__(self) -> None:
        if self.threads < 1:
            raise InstanceError("params.threads", "a number from 1")


@dataclass(frozen=True, slots=True)
class Goal:
    """
    What the schedule reaches in one goal and what is proven about it.

    `bound` is the best value that is possible at all, given the values of the
    more important goals; `placed-weight` is to be high, the others low.
    """

    id: GoalId
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Tell whether nothing better is possible."""
        return self.value == self.bound

    @property
    def gap(self) -> int:
        """Give the distance between value and bound."""
        return abs(self.value - self.bound)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a running solve stands; `phase` names what it is doing."""

    seconds: float
    phase: str
    goals: tuple[Goal, ...] = ()
