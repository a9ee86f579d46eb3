"""The one place that looks at the time, counts steps and asks whether to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from convene.timetable.run import Goal, Progress, Stop


@dataclass(slots=True)
class Clock:
    """A running solve: when it has to end, what it has reported."""

    stop: Stop
    on_progress: Callable[[Progress], None] | None = None
    phase: str = "read"
    goals: tuple[Goal, ...] = ()
    steps: int = 0
    why: str = "finished"
    history: list[Progress] = field(default_factory=list)
    reserve: float = 0.0
    _began: float = field(default_factory=time.monotonic)
    _reported: float = 0.0

    def seconds(self) -> float:
        """Give the seconds since the solve began."""
        return time.monotonic() - self._began

    def left(self) -> float:
        """Give the seconds that are left, or infinity without a limit."""
        if self.stop.seconds is None:
            return float("inf")
        return self.stop.seconds - self.reserve - self.seconds()

    def is_limited(self) -> bool:
        """Tell whether the solve ends by itself even if nothing is proven."""
        return self.stop.seconds is not None or self.stop.iterations is not None

    def save_for_the_end(self, seconds: float) -> None:
        """Keep time for checking and writing, at most a fifth of the limit."""
        if self.stop.seconds is not None:
            self.reserve = min(seconds, self.stop.seconds / 5)

    def step(self, count: int = 1) -> None:
        """Count steps of the search against the limit of iterations."""
        self.steps += count

    def is_over(self) -> bool:
        """Report about twice a second and tell whether to stop."""
        now = self.seconds()
        if now - self._reported >= 0.5:
            self.report()
        if self.why != "finished":
            return True
        if self.stop.cancelled is not None and self.stop.cancelled():
            self.why = "cancelled"
        elif self.left() <= 0:
            self.why = "seconds"
        elif self.stop.iterations is not None and self.steps >= self.stop.iterations:
            self.why = "iterations"
        return self.why != "finished"

    def report(self) -> None:
        """Tell the caller where the solve stands."""
        self._reported = self.seconds()
        if self.on_progress is not None:
            self.on_progress(Progress(self._reported, self.phase, self.goals))

    def enter(self, phase: str) -> None:
        """Name what is being done now."""
        self.phase = phase
        self.report()

    def found(self, goals: tuple[Goal, ...]) -> None:
        """Note that a value or a bound became better."""
        if goals != self.goals:
            self.goals = goals
            self.history.append(Progress(self.seconds(), self.phase, goals))
            self.report()
