"""Exact search: satisfiability in slices, and core-guided minimisation on top."""

from __future__ import annotations

import math
import signal
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from convene.timetable.clock import Clock
from convene.timetable.glucose import Glucose

SLICE = 2_000
# Glucose answers easy questions faster, CaDiCaL those that are left after so many
# conflicts.
QUICK_CONFLICTS, QUICK_SLICE = 8_000, 2_000
# With more clauses than this even easy questions are CaDiCaL's.
MOST_QUICK_CLAUSES = 300_000
# Such events may have a schedule that meets all demands, found by so many conflicts.
BOLD_CONFLICTS = 40_000
ENGINE = "cadical195"
# A core is shrunk with questions of so many conflicts until so many stayed open,
# fewer while there is hope that it is an easy event.
SHRINK_CONFLICTS = 300
SHRINK_PATIENCE, QUICK_PATIENCE = 3, 1


class Search:
    """
    A satisfiability solver that looks at the clock between slices of conflicts.

    Args:
        options: How CaDiCaL should differ from its defaults; then it begins at once.
        conflicts: The length of a slice.
        on_hard: Called once, when the first slice has brought no answer.
    """

    def __init__(
        self,
        clauses: list[list[int]],
        top: int,
        clock: Clock,
        options: dict[str, int] | None = None,
        conflicts: int = SLICE,
        on_hard: Callable[[], None] | None = None,
    ) -> None:
        self.top = top
        self.clock = clock
        self._conflicts = conflicts
        self._on_hard = on_hard
        self._clauses = clauses[:]
        self._phases: list[int] = []
        self._options = options or {}
        self._is_large = len(clauses) > MOST_QUICK_CLAUSES
        self._quick = 0 if options or self._is_large else QUICK_CONFLICTS
        self._solver = self._engine(self._options)

    def _engine(self, options: dict[str, int]) -> Any:
        if self._quick:
            return Glucose(self._clauses)
        from pysat.solvers import Solver  # noqa: PLC0415 -- slow import

        solver = Solver(name=ENGINE)
        solver.configure(options)
        solver.append_formula(self._clauses)
        if self._phases:
            solver.set_phases(self._phases)
        return solver

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._solver.delete()

    def is_bold(self) -> bool:
        """Tell whether to look for a schedule of a large event that meets all demands."""
        return self._is_large and bool(self._options)

    def at_once(self, literals: list[int], conflicts: int) -> set[int] | None:
        """
        Give what is true if the literals hold for good, or None if that stays open.

        A solver of its own simplifies with them, which a question does not allow.
        """
        clauses = [*self._clauses, *([literal] for literal in literals)]
        step = self._conflicts
        with Search(clauses, self.top, self.clock, self._options, step) as bold:
            for _ in range(0, conflicts, step):
                answer = bold.solve([], conflicts=step)
                if answer is not None or self.clock.is_over():
                    break
            return bold.true() if answer else None

    def is_quick(self) -> bool:
        """Tell whether the solver for easy questions still has hope."""
        return self._quick > 0

    def add(self, clause: list[int]) -> None:
        """Add a clause for good."""
        self._solver.add_clause(clause)
        self._clauses.append(clause)

    def prefer(self, literals: list[int]) -> None:
        """Let the search try these literals first."""
        self._phases = literals
        self._solver.set_phases(literals)

    def solve(
        self, assumptions: list[int], conflicts: int | None = None
    ) -> bool | None:
        """
        Tell whether the clauses hold with the assumptions.

        None says that the clock stopped it or that `conflicts` were not enough.
        """
        while not self.clock.is_over():
            answer = self._slice(assumptions, conflicts or self._conflicts)
            if answer is not None or conflicts:
                return answer
        return None

    def _slice(self, assumptions: list[int], conflicts: int) -> bool | None:
        if self._quick:
            conflicts = min(conflicts, self._quick, QUICK_SLICE)
        self._solver.conf_budget(conflicts)
        # An interrupt waits until the solver, which would not survive it, is done.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        answer: bool | None = self._solver.solve_limited(assumptions=assumptions)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        self.clock.step()
        if self._quick:
            used = self._solver.accum_stats()["conflicts"]
            self._quick = max(0, QUICK_CONFLICTS - used)
            if answer is None and self._on_hard is not None:
                self._on_hard()
                self._on_hard = None
            if answer is None and not self._quick:
                self._solver.delete()
                self._solver = self._engine({})
        return answer

    def core(self) -> list[int]:
        """Give the assumptions that cannot hold together after `solve` said no."""
        return list(self._solver.get_core() or [])

    def true(self) -> set[int]:
        """Give the variables that are true after `solve` said yes."""
        return {v for v in self._solver.get_model() if v > 0}


class Minimiser:
    """
    Core-guided minimisation of a weighted sum of literals that should be false.

    Cores found by the search are counted by totalizers whose next output takes
    the place of the core, so that the lower bound grows core by core
    (algorithm OLL of Morgado, Dodaro and Marques-Silva, 2014).

    Attributes:
        bound: Proven lower bound of the sum.

    """

    def __init__(
        self,
        search: Search,
        on_bound: Callable[[int], None],
        on_model: Callable[[set[int]], int | None],
    ) -> None:
        self.search = search
        self.bound = 0
        self.weight: dict[int, int] = {}
        self._counter: dict[int, tuple[Any, list[int], int]] = {}
        self._counters: list[Any] = []
        self._fresh: set[int] = set()
        self._on_bound = on_bound
        self._on_model = on_model

    def avoid(self, literal: int, weight: int) -> None:
        """Make a true literal cost its weight."""
        self.weight[-literal] = self.weight.get(-literal, 0) + weight

    def avoid_count(self, literals: list[int], free: int, weight: int = 1) -> int:
        """
        Make each true literal beyond the first `free` ones cost its weight.

        Returns the literal that is true when there are more than `free`, or 0.
        """
        if free >= len(literals):
            return 0
        if len(literals) == 1:
            self.avoid(literals[0], weight)
            return literals[0]
        return self._count(literals, free, weight)

    def _count(self, literals: list[int], free: int, weight: int) -> int:
        counter = None
        if free:
            counter = self._totalizer(literals, free)
            output: int = counter.rhs[free]
        else:
            self.search.top += 1
            output = self.search.top
            for literal in literals:
                self.search.add([-literal, output])
        self._counter[-output] = (counter, literals, free)
        self.avoid(output, weight)
        return output

    def _totalizer(self, literals: list[int], free: int) -> Any:
        from pysat.card import ITotalizer  # noqa: PLC0415 -- slow import

        counter = ITotalizer(lits=literals, ubound=free, top_id=self.search.top)
        self._counters.append(counter)
        self.search.top = max(self.search.top, counter.top_id)
        for clause in counter.cnf.clauses:
            self.search.add(clause)
        return counter

    def _next(self, literal: int, weight: int) -> int:
        """
        Let the next output of a counter cost when this one has been paid.

        Returns that output, or 0 if there is none.
        """
        counter, literals, free = self._counter[literal]
        free += 1
        if free >= len(literals):
            return 0
        if counter is None:
            counter = self._totalizer(literals, free)
        else:
            counter.increase(ubound=free, top_id=self.search.top)
            self.search.top = max(self.search.top, counter.top_id)
            for clause in (
                counter.cnf.clauses[-counter.nof_new :] if counter.nof_new else ()
            ):
                self.search.add(clause)
        output: int = counter.rhs[free]
        self._counter[-output] = (counter, literals, free)
        self._fresh.add(-output)
        self.avoid(output, weight)
        return output

    def run(self, upper: Callable[[], float] = lambda: math.inf) -> bool | None:
        """
        Raise the bound until a model reaches it, or until it reaches `upper`.

        What a core demands next is not demanded before the rest of the demands
        hold together, so that models come early and get better and better.

        Returns True when the best value is known, False when the clauses cannot
        hold at all, None when stopped.

        Args:
            upper: The best value that is known from elsewhere.

        """
        if self.search.is_bold():
            true = self.search.at_once(list(self.weight), BOLD_CONFLICTS)
            if true is not None and self._on_model(true) is not None:
                return True
        levels = sorted(set(self.weight.values()), reverse=True)
        level = levels[0] if levels else 0
        while True:
            assumptions = [
                v for v, w in self.weight.items() if w >= level and v not in self._fresh
            ]
            answer = self.search.solve(assumptions)
            if answer is None:
                return None
            if answer:
                value = self._on_model(self.search.true())
                if value is None:
                    continue
                lower = [w for w in self.weight.values() if w < level]
                if value <= self.bound or not (lower or self._fresh):
                    return True
                if self._fresh:
                    self._fresh.clear()
                    continue
                level = max(lower)
                continue
            core = self.search.core()
            if not core:
                return False
            self.pay(min(self.weight[v] for v in core))
            if self.bound >= upper():
                return True
            answer = self._relax(core)
            if not answer:
                return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the counters."""
        for counter in self._counters:
            counter.delete()

    def harden(self) -> None:
        """Keep only models of the proven value; right only after `run` was true."""
        for literal in self.weight:
            self.search.add([literal])
        self.weight = {}

    def _shrink(self, core: list[int]) -> list[int]:
        """Leave out demands that a core does not need, as long as that is quick."""
        kept = sorted(core, key=lambda v: (self.weight[v], abs(v)))
        patience = QUICK_PATIENCE if self.search.is_quick() else SHRINK_PATIENCE
        for literal in list(kept):
            if literal not in kept or len(kept) == 1:
                continue
            rest = [v for v in kept if v != literal]
            answer = self.search.solve(rest, conflicts=SHRINK_CONFLICTS)
            if answer is False:
                found = set(self.search.core())
                kept = [v for v in rest if v in found]
            elif answer is None:
                patience -= 1
                if not patience:
                    break
        return kept

    def _relax(self, core: list[int]) -> bool | None:
        """
        Shrink a core that is paid for, and say what may still be demanded.

        Returns False when the clauses cannot hold without any demand either, None
        when stopped.
        """
        paid = min(self.weight[v] for v in core)
        core = self._shrink(core)
        if not core:
            return False
        least = min(self.weight[v] for v in core)
        if least > paid:
            self.pay(least - paid)
        for literal in core:
            self.weight[literal] -= least
            if not self.weight[literal]:
                del self.weight[literal]
            if literal in self._counter:
                self._next(literal, least)
        if len(core) == 1:
            self.search.add([-core[0]])
            return True
        output = self._count([-v for v in core], 1, least)
        self._fresh.add(-output)
        while -output in self.weight:
            answer = self.search.solve([-output], conflicts=SLICE)
            if answer is not False:
                return None if self.search.clock.is_over() else True
            self.search.add([output])
            least = self.weight.pop(-output)
            self.pay(least)
            output = self._next(-output, least)
            if not output:
                break
        return True

    def pay(self, weight: int) -> None:
        """Raise the bound by a cost that is sure."""
        self.bound += weight
        self._on_bound(self.bound)
