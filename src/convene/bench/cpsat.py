"""A plain model for CP-SAT, the constraint solver of Google's OR-Tools."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from convene.bench.claim import Claim
from convene.timetable.model import Model


class Program:
    """One Boolean per meeting and slot, sums for tables, agendas and gaps."""

    def __init__(self, model: Model) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 -- optional dependency

        self.model = model
        self.must = model.instance.must_place_all
        self.cp: Any = cp_model.CpModel()
        self.held = [{t: self._new() for t in domain} for domain in model.domain]
        self.ends: list[list[Any]] = []
        self._meetings()
        self._tables()
        for meetings in model.of:
            self._agenda(meetings)
        self._fairness()

    def _new(self) -> Any:
        return self.cp.new_bool_var("")

    def _meetings(self) -> None:
        for m, held in enumerate(self.held):
            if self.must or m in self.model.lock:
                self.cp.add_exactly_one(held.values())
            else:
                self.cp.add_at_most_one(held.values())
        for first, second in self.model.instance.precedences:
            for t, late in self.held[second].items():
                early = [v for s, v in self.held[first].items() if s < t]
                if self.must:
                    self.cp.add_bool_or([late.negated(), *early])
                    continue
                for s, other in self.held[first].items():
                    if s >= t:
                        self.cp.add_bool_or([late.negated(), other.negated()])

    def _tables(self) -> None:
        for t, tables in enumerate(self.model.instance.capacity):
            literals = [held[t] for held in self.held if t in held]
            if len(literals) > tables:
                self.cp.add(sum(literals) <= tables)

    def _agenda(self, meetings: tuple[int, ...]) -> None:
        """Say when a participant is busy and where her gaps end."""
        used: dict[int, Any] = {}
        for t in range(self.model.instance.slots):
            literals = [self.held[m][t] for m in meetings if t in self.held[m]]
            if literals:
                used[t] = self._new()
                self.cp.add_exactly_one([*literals, used[t].negated()])
        if self.must and meetings:
            self.cp.add(sum(used.values()) == len(meetings))
        ends: list[Any] = []
        self.ends.append(ends)
        if len(meetings) < 2:
            return
        met: Any = None
        for t in range(self.model.instance.slots):
            now, before = used.get(t), used.get(t - 1)
            if now is not None and met is not None:
                end = self._new()
                pause = [] if before is None else [before]
                self.cp.add_bool_or([end, now.negated(), met.negated(), *pause])
                for literal in [now, met, *(v.negated() for v in pause)]:
                    self.cp.add_implication(end, literal)
                ends.append(end)
            known = [v for v in (met, now) if v is not None]
            if known:
                met = self._new()
                self.cp.add_max_equality(met, known)

    def _fairness(self) -> None:
        limit = self.model.instance.fairness
        if limit is None:
            return
        least = self.cp.new_int_var(0, self.model.instance.slots, "")
        for ends in self.ends:
            self.cp.add(sum(ends) >= least)
            self.cp.add(sum(ends) <= least + limit)

    def weight(self) -> Any:
        """Give the placed weight as an expression."""
        meetings = self.model.instance.meetings
        return sum(
            meetings[m].weight * literal
            for m, held in enumerate(self.held)
            for literal in held.values()
        )


def run(
    model: Model, seconds: float, threads: int, tell: Callable[[Claim], None]
) -> None:
    """Place the most weight if not everything must be placed, then avoid gaps."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- optional dependency

    until = time.monotonic() + seconds
    program = Program(model)
    held = program.held

    def slots(value: Callable[[Any], bool]) -> tuple[int, ...]:
        return tuple(next((t for t, v in own.items() if value(v)), -1) for own in held)

    class Telling(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
        def on_solution_callback(self) -> None:
            tell(Claim(slot=slots(self.boolean_value)))

    def search(share: float) -> tuple[Any, Any]:
        solver: Any = cp_model.CpSolver()
        left = share * (until - time.monotonic())
        solver.parameters.max_time_in_seconds = max(0.1, left)
        solver.parameters.num_workers = threads
        return solver, solver.solve(program.cp, Telling())

    proven = True
    if not program.must:
        program.cp.maximize(program.weight())
        solver, status = search(0.5)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            tell(
                Claim(end="infeasible" if status == cp_model.INFEASIBLE else "feasible")
            )
            return
        proven = status == cp_model.OPTIMAL
        tell(Claim(weight_bound=int(solver.best_objective_bound + 1e-6)))
        program.cp.clear_objective()
        program.cp.add(program.weight() >= round(solver.objective_value))
        for own in held:
            for variable in own.values():
                program.cp.add_hint(variable, solver.boolean_value(variable))
    program.cp.minimize(sum(end for ends in program.ends for end in ends))
    solver, status = search(1.0)
    if status == cp_model.INFEASIBLE:
        tell(Claim(end="infeasible"))
        return
    bound = max(0, round(solver.best_objective_bound)) if proven else None
    done = status == cp_model.OPTIMAL and proven
    tell(Claim(gaps_bound=bound, end="optimal" if done else "feasible"))
