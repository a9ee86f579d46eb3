"""
Glucose 4, as the package PySAT compiles it.

PySAT's own module for it loads a lot beside it, which takes longer than to solve a
small event, and hands clauses over one call deeper.
"""

from __future__ import annotations

import pysolvers


class Glucose:
    """The little of PySAT's `Solver` that a search uses, under the same names."""

    def __init__(self, clauses: list[list[int]]) -> None:
        self._it = pysolvers.glucose41_new()
        it, add = self._it, pysolvers.glucose41_add_cl
        for clause in clauses:
            add(it, clause)

    def add_clause(self, clause: list[int]) -> None:
        """Add a clause for good."""
        pysolvers.glucose41_add_cl(self._it, clause)

    def set_phases(self, literals: list[int]) -> None:
        """Let the search try these literals first."""
        pysolvers.glucose41_setphases(self._it, literals)

    def conf_budget(self, conflicts: int) -> None:
        """Let the next question end after so many conflicts."""
        pysolvers.glucose41_cbudget(self._it, conflicts)

    def solve_limited(self, assumptions: list[int]) -> bool | None:
        """Tell whether the clauses hold with the assumptions, None if that stays open."""
        # Neither in the main thread nor to be interrupted: it handles no signals.
        answer: bool | None = pysolvers.glucose41_solve_lim(self._it, assumptions, 0, 0)
        return answer

    def get_core(self) -> list[int] | None:
        """Give the assumptions that cannot hold together."""
        core: list[int] | None = pysolvers.glucose41_core(self._it)
        return core

    def get_model(self) -> list[int]:
        """Give a literal for each variable, as they hold together."""
        return pysolvers.glucose41_model(self._it) or []

    def accum_stats(self) -> dict[str, int]:
        """Give counts of what has been done so far, among them `conflicts`."""
        stats: dict[str, int] = pysolvers.glucose41_acc_stats(self._it)
        return stats

    def delete(self) -> None:
        """Free the memory."""
        pysolvers.glucose41_del(self._it)
