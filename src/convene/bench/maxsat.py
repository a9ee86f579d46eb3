"""
The published MaxSAT encoding with implied constraints, solved by RC2.

After M. Bofill, J. Coll, M. Garcia, J. Giráldez-Cru, G. Pesant, J. Suy and
M. Villaret, Constraint Solving Approaches to the Business-to-Business Meeting
Scheduling Problem, Journal of Artificial Intelligence Research 74 (2022). RC2
(Ignatiev, Morgado and Marques-Silva, 2019) is the core-guided solver of PySAT.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

from convene.bench.claim import Claim
from convene.timetable.model import Model


class Formula:
    """Hard and soft clauses of the model, and the variables of its meetings."""

    def __init__(self, model: Model) -> None:
        from pysat.formula import WCNF, IDPool  # noqa: PLC0415 -- slow import

        self.model = model
        self.must = model.instance.must_place_all
        self.wcnf: Any = WCNF()
        self.pool: Any = IDPool()
        self.held: list[dict[int, int]] = []
        self.used: list[dict[int, int]] = []
        self.gap_ends: list[list[int]] = []
        self._schedule()
        self._used_slots()
        self._tables()
        if self.must:
            self._implied_meetings()
        self._implied_people()
        self._precedences()
        self._gaps()
        self._fairness()
        self._costs()

    def hard(self, *literals: int) -> None:
        self.wcnf.append(list(literals))

    def new(self) -> int:
        variable: int = self.pool._next()
        return variable

    def at_most_one(self, literals: list[int]) -> None:
        for one, two in combinations(literals, 2):
            self.hard(-one, -two)

    def at_most(self, literals: list[int], bound: int, encoding: int) -> None:
        from pysat.card import CardEnc  # noqa: PLC0415 -- slow import

        if len(literals) > bound:
            count = CardEnc.atmost(
                literals, bound=bound, vpool=self.pool, encoding=encoding
            )
            self.wcnf.extend(count.clauses)

    def sorted_outputs(self, literals: list[int], most: int) -> list[int]:
        """Count literals in unary and both ways: output k says "more than k"."""
        if len(literals) <= 1:
            return literals
        half = len(literals) // 2
        left = self.sorted_outputs(literals[:half], most)
        right = self.sorted_outputs(literals[half:], most)
        size = min(most, len(literals))
        out = [self.new() for _ in range(size)]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                if i + j > 0:
                    some = [-left[i - 1]] * (i > 0) + [-right[j - 1]] * (j > 0)
                    self.hard(out[min(i + j, size) - 1], *some)
                if i + j < size:
                    some = left[i : i + 1] + right[j : j + 1]
                    self.hard(-out[i + j], *some)
        return out

    def _schedule(self) -> None:
        """Each meeting is held in one slot of its domain, or in none if it may."""
        for m, domain in enumerate(self.model.domain):
            held = {t: self.new() for t in domain}
            self.held.append(held)
            literals = list(held.values())
            self.at_most_one(literals)
            if self.must or m in self.model.lock:
                self.hard(*literals)

    def _used_slots(self) -> None:
        """A participant is in one meeting at a time; say in which slots she is."""
        for meetings in self.model.of:
            used: dict[int, int] = {}
            for t in range(self.model.instance.slots):
                literals = [self.held[m][t] for m in meetings if t in self.held[m]]
                if not literals:
                    continue
                self.at_most_one(literals)
                used[t] = self.new()
                self.hard(-used[t], *literals)
                for literal in literals:
                    self.hard(-literal, used[t])
            self.used.append(used)

    def _tables(self) -> None:
        """
        Count the meetings of each slot.

        Meetings of one participant exclude each other and count as one literal.
        """
        from pysat.card import EncType  # noqa: PLC0415 -- slow import

        left = set(range(len(self.held)))
        clusters = []
        while left:
            widest = max(self.model.of, key=lambda own: len(left.intersection(own)))
            cluster = sorted(left.intersection(widest)) or sorted(left)
            clusters.append(cluster)
            left.difference_update(cluster)
        for t, tables in enumerate(self.model.instance.capacity):
            busy = []
            for cluster in clusters:
                literals = [self.held[m][t] for m in cluster if t in self.held[m]]
                if len(literals) > 1:
                    some = self.new()
                    for literal in literals:
                        self.hard(-literal, some)
                    literals = [some]
                busy.extend(literals)
            self.at_most(busy, tables, EncType.seqcounter)

    def _implied_meetings(self) -> None:
        """A participant uses as many slots as she has meetings."""
        for meetings, used in zip(self.model.of, self.used, strict=True):
            literals, count = list(used.values()), len(meetings)
            if len(literals) < count:
                self.hard()
            elif len(literals) == count:
                for literal in literals:
                    self.hard(literal)
            elif count:
                out = self.sorted_outputs(literals, count + 1)
                self.hard(out[count - 1])
                self.hard(-out[count])

    def _implied_people(self) -> None:
        """
        In each slot there are at most two people per table.

        That their number is even was tried as clauses too, on a counter with
        both directions; it took longer on the hard events.
        """
        from pysat.card import EncType  # noqa: PLC0415 -- slow import

        for t, tables in enumerate(self.model.instance.capacity):
            people = [used[t] for used in self.used if t in used]
            self.at_most(people, 2 * tables, EncType.cardnetwrk)

    def _precedences(self) -> None:
        for first, second in self.model.instance.precedences:
            for t, late in self.held[second].items():
                for s, early in self.held[first].items():
                    if s >= t:
                        self.hard(-early, -late)

    def _gaps(self) -> None:
        """A gap ends where somebody who has met before meets again after a pause."""
        for meetings, used in zip(self.model.of, self.used, strict=True):
            ends: list[int] = []
            self.gap_ends.append(ends)
            if len(meetings) < 2:
                continue
            met: int | None = None
            for t in range(self.model.instance.slots):
                now, before = used.get(t), used.get(t - 1)
                pause = [before] if before else []
                if now and met:
                    end = self.new()
                    self.hard(end, -now, -met, *pause)
                    self.hard(-end, now)
                    self.hard(-end, met)
                    for literal in pause:
                        self.hard(-end, -literal)
                    ends.append(end)
                known = [v for v in (met, now) if v]
                if known:
                    met = self.new()
                    for literal in known:
                        self.hard(-literal, met)
                    self.hard(-met, *known)

    def _fairness(self) -> None:
        """Whoever has more than `limit` gaps more than k, nobody has k or fewer."""
        limit = self.model.instance.fairness
        if limit is None or not self.gap_ends:
            return
        most = (self.model.instance.slots + 1) // 2
        counts = [self.sorted_outputs(ends, most) for ends in self.gap_ends]
        for k in range(most - limit):
            somebody = self.new()
            for count in counts:
                if k + limit < len(count):
                    self.hard(-count[k + limit], somebody)
                self.hard(-somebody, *count[k : k + 1])

    def _costs(self) -> None:
        ends = [literal for own in self.gap_ends for literal in own]
        for literal in ends:
            self.wcnf.append([-literal], weight=1)
        if self.must:
            return
        for m, held in enumerate(self.held):
            if held:
                weight = (len(ends) + 1) * self.model.instance.meetings[m].weight
                self.wcnf.append(list(held.values()), weight=weight)

    def slots_of(self, true: set[int]) -> tuple[int, ...]:
        """Read the schedule out of the variables that are true."""
        return tuple(
            next((t for t, v in held.items() if v in true), -1) for held in self.held
        )


def run(
    model: Model, seconds: float, threads: int, tell: Callable[[Claim], None]
) -> None:
    """Solve the formula to its optimum and tell the bound after every core."""
    from pysat.examples.rc2 import RC2, RC2Stratified  # noqa: PLC0415 -- slow import

    formula = Formula(model)
    must = model.instance.must_place_all
    note = f"{formula.wcnf.nv} variables, {len(formula.wcnf.hard)} clauses"
    tell(Claim(note=note))

    class Telling(RC2 if must else RC2Stratified):  # type: ignore[misc]
        def process_core(self) -> None:
            super().process_core()
            if must:
                tell(Claim(gaps_bound=self.cost))

    with Telling(
        formula.wcnf, solver="g4", adapt=True, exhaust=True, minz=False, trim=5
    ) as solver:
        found = solver.compute()
        if found is None:
            tell(Claim(end="infeasible"))
            return
        slot = formula.slots_of({v for v in found if v > 0})
        tell(Claim(slot=slot, end="optimal"))
