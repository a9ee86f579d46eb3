"""
Who sits at which table: a local search with the reason for each rule that is broken.

Guests and tables are plain numbers here; the database is not asked. Seats of a table
are given by rank afterwards.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

#: What it costs to break a rule, to part two who came together, to leave a table
#: without a host, to leave somebody without anybody who speaks the language, and to
#: sit one table away from where the rank would be.
RULE: Final = 1000.0
COUPLE: Final = 600.0
HOST: Final = 60.0
LANGUAGE: Final = 40.0
RANK: Final = 1.0
STEPS: Final = 60_000


@dataclass(frozen=True)
class Rule:
    """Two guests who must or must not share a table; `key` is the caller's own."""

    key: int
    one: int
    other: int
    is_apart: bool


@dataclass(frozen=True)
class Problem:
    """
    Guests 0 … n-1 in the order of rank, and tables with their sizes.

    Attributes:
        languages: Of each guest.
        couples: Pairs of a guest and somebody who came along.
        fixed: Guests whose table a person has chosen.
        hosts: Who belongs to the hosts; each table gets one, if there are enough.
    """

    sizes: Sequence[int]
    languages: Sequence[str]
    rules: Sequence[Rule] = ()
    couples: Sequence[tuple[int, int]] = ()
    fixed: dict[int, int] = field(default_factory=dict)
    hosts: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Broken:
    """
    A rule that the seating breaks, and what stands in the way of keeping it.

    Attributes:
        because: Rules that the best single change which mends it would break.
        is_fixed: Places chosen by hand are in the way.
        is_full: The tables have too few seats for any change.
    """

    rule: Rule
    because: tuple[Rule, ...] = ()
    is_fixed: bool = False
    is_full: bool = False
    parts_couple: bool = False


@dataclass(frozen=True)
class Seating:
    """The table of each guest, or -1 where no seat was left, and the rules broken."""

    tables: list[int]
    broken: list[Broken]
    cost: float


def seat(problem: Problem, *, seed: int = 0, steps: int = STEPS) -> Seating:
    """Return a seating; the same problem, seed and number of steps give the same."""
    state = _State(problem)
    best, best_cost = list(state.table), state.cost()
    chance = random.Random(seed)  # noqa: S311 -- chance steers the search
    movable = [
        g for g in range(state.count) if g not in problem.fixed and state.table[g] >= 0
    ]
    if len(movable) > 1 and len(problem.sizes) > 1:
        cost = best_cost
        hot, cold = 300.0, 0.3
        for step in range(steps):
            heat = hot * (cold / hot) ** (step / steps)
            one = chance.choice(movable)
            if not state.free or chance.random() < 0.7:
                other = chance.choice(movable)
                if state.table[one] == state.table[other]:
                    continue
                delta = state.swap(one, other)
                undo = (one, other)
            else:
                goal = chance.choice(state.free)
                if goal == state.table[one]:
                    continue
                origin = state.table[one]
                delta = state.move(one, goal)
                undo = (one, origin)
            if delta <= 0 or chance.random() < math.exp(-delta / heat):
                cost += delta
                if cost < best_cost - 1e-9:
                    best, best_cost = list(state.table), cost
            elif state.moved:
                state.move(*undo)
            else:
                state.swap(*undo)
        state.restore(best)
    return Seating(
        best, [_explain(state, rule) for rule in state.broken()], state.cost()
    )


def broken_rules(problem: Problem, tables: Sequence[int]) -> list[Broken]:
    """Return the rules that a seating breaks, each with what is in the way."""
    state = _State(problem)
    state.restore(tables)
    return [_explain(state, rule) for rule in state.broken()]


class _State:
    """A seating that is changed step by step, with the cost of each change."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.count = len(problem.languages)
        self.rules_of: dict[int, list[Rule]] = defaultdict(list)
        for rule in problem.rules:
            self.rules_of[rule.one].append(rule)
            self.rules_of[rule.other].append(rule)
        self.couples_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for couple in problem.couples:
            for guest in couple:
                self.couples_of[guest].append(couple)
        self.moved = False
        self.ideal = self._ideal()
        self.table = [-1] * self.count
        self.left = list(problem.sizes)
        self.speakers: list[dict[str, int]] = [
            defaultdict(int) for _size in problem.sizes
        ]
        self.hosts = [0 for _size in problem.sizes]
        for guest, table in problem.fixed.items():
            self._put(guest, table)
        for guest in range(self.count):
            if self.table[guest] < 0:
                nearest = sorted(
                    (t for t, left in enumerate(self.left) if left > 0),
                    key=lambda t, g=guest: abs(t - self.ideal[g]),  # type: ignore[misc]
                )
                if nearest:
                    self._put(guest, nearest[0])

    @property
    def free(self) -> list[int]:
        """Tables with a seat left."""
        return [t for t, left in enumerate(self.left) if left > 0]

    def _ideal(self) -> list[int]:
        """Return the table of each guest if only rank counted."""
        places = [t for t, size in enumerate(self.problem.sizes) for _n in range(size)]
        last = len(self.problem.sizes) - 1
        return [places[g] if g < len(places) else last for g in range(self.count)]

    def _put(self, guest: int, table: int) -> None:
        self.table[guest] = table
        self.left[table] -= 1
        self.speakers[table][self.problem.languages[guest]] += 1
        self.hosts[table] += guest in self.problem.hosts

    def _take(self, guest: int) -> None:
        table = self.table[guest]
        self.left[table] += 1
        self.speakers[table][self.problem.languages[guest]] -= 1
        self.hosts[table] -= guest in self.problem.hosts
        self.table[guest] = -1

    def restore(self, tables: Sequence[int]) -> None:
        """Go back to a seating found earlier."""
        for guest in range(self.count):
            if self.table[guest] >= 0:
                self._take(guest)
        for guest, table in enumerate(tables):
            if table >= 0:
                self._put(guest, table)

    def breaks(self, rule: Rule) -> bool:
        """Tell whether the seating breaks a rule; who has no seat breaks none."""
        one, other = self.table[rule.one], self.table[rule.other]
        if one < 0 or other < 0:
            return False
        return (one == other) == rule.is_apart

    def broken(self) -> list[Rule]:
        """Return the rules that are broken."""
        return [rule for rule in self.problem.rules if self.breaks(rule)]

    def parted(self) -> int:
        """Return how many couples sit apart."""
        return sum(self.table[a] != self.table[b] for a, b in self.problem.couples)

    def _of_guests(self, guests: tuple[int, ...]) -> float:
        """Return what these guests cost through rules, couples and rank."""
        rules = {rule.key: rule for g in guests for rule in self.rules_of[g]}
        total = sum(RULE for rule in rules.values() if self.breaks(rule))
        couples = {couple for g in guests for couple in self.couples_of.get(g, ())}
        total += sum(COUPLE for a, b in couples if self.table[a] != self.table[b])
        return total + sum(RANK * abs(self.table[g] - self.ideal[g]) for g in guests)

    def _of_tables(self, tables: set[int]) -> float:
        """Return what it costs that these tables lack a host or a common language."""
        total = sum(
            LANGUAGE for t in tables for n in self.speakers[t].values() if n == 1
        )
        if self.problem.hosts:
            sizes = self.problem.sizes
            total += sum(
                HOST for t in tables if not self.hosts[t] and self.left[t] < sizes[t]
            )
        return total

    def swap(self, one: int, other: int) -> float:
        """Let two guests change places and return by how much it costs more."""
        first, second = self.table[one], self.table[other]
        tables = {first, second}
        before = self._of_guests((one, other)) + self._of_tables(tables)
        self._take(one)
        self._take(other)
        self._put(one, second)
        self._put(other, first)
        self.moved = False
        return self._of_guests((one, other)) + self._of_tables(tables) - before

    def move(self, guest: int, table: int) -> float:
        """Let a guest change to a free seat and return by how much it costs more."""
        tables = {self.table[guest], table}
        before = self._of_guests((guest,)) + self._of_tables(tables)
        self._take(guest)
        self._put(guest, table)
        self.moved = True
        return self._of_guests((guest,)) + self._of_tables(tables) - before

    def cost(self) -> float:
        """Return what the whole seating costs."""
        everybody = tuple(g for g in range(self.count) if self.table[g] >= 0)
        return self._of_guests(everybody) + self._of_tables(
            set(range(len(self.problem.sizes)))
        )


def _explain(state: _State, rule: Rule) -> Broken:
    """Try every single change that keeps the rule and say what the best would break."""
    before = {r.key for r in state.broken()}
    couples = state.parted()
    best: tuple[float, tuple[Rule, ...], bool] | None = None
    is_fixed = False
    for guest, undo, delta in _changes(state, rule):
        if guest in state.problem.fixed:
            is_fixed = True
        elif not state.breaks(rule):
            new = tuple(r for r in state.broken() if r.key not in before)
            if best is None or delta < best[0]:
                best = (delta, new, state.parted() > couples)
        undo()
    if best is None:
        return Broken(rule, is_fixed=is_fixed, is_full=not is_fixed)
    return Broken(rule, best[1], parts_couple=best[2])


def _changes(
    state: _State, rule: Rule
) -> Iterator[tuple[int, Callable[[], object], float]]:
    """Make each single change of one of the two guests; the caller takes it back."""
    for guest in (rule.one, rule.other):
        if guest in state.problem.fixed:
            yield guest, lambda: None, 0.0
            continue
        origin = state.table[guest]
        for table in state.free:
            if table != origin:
                delta = state.move(guest, table)
                yield guest, partial(state.move, guest, origin), delta
        for other in range(state.count):
            if state.table[other] in {origin, -1} or other in state.problem.fixed:
                continue
            delta = state.swap(guest, other)
            yield guest, partial(state.swap, guest, other), delta


def seats_by_rank(size: int, *, is_long: bool) -> list[int]:
    """
    Return the numbers of the seats of a table, the place of honour first.

    At a round table seat 1 lies farthest from the door (kamiza) and honour falls to
    both sides of it, so that the seats nearest to the door (shimoza) come last. At a
    long table the middle of the side away from the door comes first, then the middle
    of the other side, where the host faces the guest, and so on outwards.
    """
    if not is_long:
        right, left = 2, size
        seats = [1][:size]
        while right <= left:
            seats.append(right)
            if left != right:
                seats.append(left)
            right, left = right + 1, left - 1
        return seats
    sides = _sides(size)
    seats = []
    for n in range(len(sides[0])):
        seats += [side[n] for side in sides if n < len(side)]
    return seats


def places(
    size: int,
    *,
    is_long: bool,
    hosts: Sequence[bool],
    parts_sides: bool,
    kept: Mapping[int, int],
) -> list[int]:
    """
    Return the seat of each guest at one table; they are given in the order of rank.

    Where the sides are parted, the guests sit away from the door (kamiza) and the
    hosts by it (shimoza): at a long table across from each other, from the middle
    outwards, so that each faces who is as high in rank; at a round one the first host
    sits nearest to the door and faces the guest of honour.

    Args:
        hosts: Of each guest, whether they belong to the hosts.
        kept: Seats that a person has chosen, by the number of the guest.
    """
    honour = seats_by_rank(size, is_long=is_long)
    wanted = {False: honour, True: honour}
    if parts_sides and any(hosts) and not all(hosts):
        far, near = _sides(size) if is_long else (honour, [])
        wanted = {False: [*far, *near[::-1]], True: [*near, *far[::-1]]}
    free = set(honour) - set(kept.values())
    given = []
    for n, is_host in enumerate(hosts):
        number = kept.get(n) or next(seat for seat in wanted[is_host] if seat in free)
        free.discard(number)
        given.append(number)
    return given


def _sides(size: int) -> tuple[list[int], list[int]]:
    """Return the seats away from the door and those by it, each from the middle."""
    far = (size + 1) // 2
    return (
        _from_the_middle(list(range(1, far + 1))),
        _from_the_middle(list(range(far + 1, size + 1))),
    )


def _from_the_middle(numbers: list[int]) -> list[int]:
    middle = (len(numbers) - 1) / 2
    return sorted(numbers, key=lambda n: (abs(numbers.index(n) - middle), n))
