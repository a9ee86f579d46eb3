"""Exact search: satisfiability in slices, and core-guided minimisation on top."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from convene.timetable.clock import Clock
from convene.timetable.second import Second

SLICE = 2_000
ENGINE = "g4"
PATIENCE = 3
MANY_CLAUSES = 400_000


class Search:
    """
    A satisfiability solver that looks at the clock between slices of conflicts.

    A question that is still open after a few slices goes to a second solver in
    a process of its own, unless the clock counts iterations: the second solver
    has none, and the same iterations have to give the same answer.
    """

    def __init__(
        self, clauses: list[list[int]], top: int, clock: Clock, threads: int = 1
    ) -> None:
        from pysat.solvers import Solver  # noqa: PLC0415 -- slow import

        self.top = top
        self.clock = clock
        self.threads = threads
        self._budget = SLICE if len(clauses) < MANY_CLAUSES else SLICE // 4
        self._solver: Any = Solver(name=ENGINE, bootstrap_with=clauses)
        self._clauses = list(clauses)
        self._sent = 0
        self._second: Second | None = None
        self._found: list[int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._solver.delete()
        if self._second is not None:
            self._second.close()

    def add(self, clause: list[int]) -> None:
        """Add a clause for good."""
        self._solver.add_clause(clause)
        self._clauses.append(clause)

    def prefer(self, literals: list[int]) -> None:
        """Let the search try these literals first."""
        self._solver.set_phases(literals)

    def solve(self, assumptions: list[int], slices: int | None = None) -> bool | None:
        """Tell whether the clauses hold with the assumptions; None if stopped."""
        self._found = None
        done = 0
        while slices is None or done < slices:
            if self.clock.is_over():
                return None
            answer = self._slice(assumptions)
            if answer is not None:
                return answer
            done += 1
            is_timed = self.clock.stop.iterations is None
            if slices is None and done == PATIENCE and is_timed:
                return self._ask(assumptions)
        return None

    def _slice(self, assumptions: list[int]) -> bool | None:
        self._solver.conf_budget(self._budget)
        answer: bool | None = self._solver.solve_limited(assumptions=assumptions)
        self.clock.step()
        return answer

    def _ask(self, assumptions: list[int]) -> bool | None:
        """Put the question to the second solver, and go on here with more threads."""
        if self._second is None:
            self._second = Second()
        second = self._second
        second.ask(self._clauses[self._sent :], assumptions, self.clock.left())
        self._sent = len(self._clauses)
        while not self.clock.is_over():
            reply = second.answer(0.0 if self.threads > 1 else 0.1)
            if reply is not None:
                self._found = reply[1]
                return reply[0]
            if self.threads > 1:
                answer = self._slice(assumptions)
                if answer is not None:
                    second.close()
                    self._second, self._sent = None, 0
                    return answer
        return None

    def core(self) -> list[int]:
        """Give the assumptions that cannot hold together after `solve` said no."""
        if self._found is not None:
            return self._found
        return list(self._solver.get_core() or [])

    def true(self) -> set[int]:
        """Give the variables that are true after `solve` said yes."""
        if self._found is not None:
            return set(self._found)
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
        on_model: Callable[[set[int]], int],
    ) -> None:
        self.search = search
        self.bound = 0
        self.weight: dict[int, int] = {}
        self._counter: dict[int, tuple[Any, int]] = {}
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
        from pysat.card import ITotalizer  # noqa: PLC0415 -- slow import

        counter = ITotalizer(lits=literals, ubound=free, top_id=self.search.top)
        self._counters.append(counter)
        self.search.top = max(self.search.top, counter.top_id)
        for clause in counter.cnf.clauses:
            self.search.add(clause)
        output: int = counter.rhs[free]
        self._counter[-output] = (counter, free)
        self.avoid(output, weight)
        return output

    def _next(self, literal: int, weight: int) -> None:
        """Let the next output of a counter cost when this one has been paid."""
        counter, free = self._counter[literal]
        free += 1
        if free >= len(counter.lits):
            return
        counter.increase(ubound=free, top_id=self.search.top)
        self.search.top = max(self.search.top, counter.top_id)
        for clause in (
            counter.cnf.clauses[-counter.nof_new :] if counter.nof_new else ()
        ):
            self.search.add(clause)
        output: int = counter.rhs[free]
        self._counter[-output] = (counter, free)
        self._fresh.add(-output)
        self.avoid(output, weight)

    def run(self) -> bool | None:
        """
        Raise the bound until a model reaches it.

        What a core demands next is not demanded before the rest of the demands
        hold together, so that models come early and get better and better.

        Returns True when the best model was found, False when the clauses
        cannot hold at all, None when stopped.
        """
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
            if not self._relax(self._shrink(core)):
                return None

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
        for _ in range(4):
            if len(core) <= 1 or self.search.solve(core, slices=1) is not False:
                return core
            smaller = self.search.core()
            if len(smaller) >= len(core):
                break
            core = smaller
        if len(core) > 60:
            return core
        kept = sorted(core, key=lambda v: (self.weight[v], abs(v)))
        for literal in list(kept):
            rest = [v for v in kept if v != literal]
            if not rest:
                break
            if self.search.solve(rest, slices=1) is False:
                found = set(self.search.core())
                kept = [v for v in rest if v in found]
        return kept

    def _relax(self, core: list[int]) -> bool:
        """Pay for a core and put what may still be demanded in its place."""
        least = min(self.weight[v] for v in core)
        self.pay(least)
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
            answer = self.search.solve([-output], slices=2)
            if answer is not False:
                return not self.search.clock.is_over()
            self.search.add([output])
            least = self.weight.pop(-output)
            self.pay(least)
            counter, free = self._counter[-output]
            self._next(-output, least)
            if free + 1 >= len(counter.lits):
                break
            output = counter.rhs[free + 1]
        return True

    def pay(self, weight: int) -> None:
        """Raise the bound by a cost that is sure."""
        self.bound += weight
        self._on_bound(self.bound)
