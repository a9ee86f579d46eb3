"""Fewest changes by exact search among the meetings near those without slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from convene.timetable.clock import Clock
from convene.timetable.cores import Minimiser, Search
from convene.timetable.counting import Clauses
from convene.timetable.model import Model

SIZES = (60, 180, 540, 1_600)
MANY = 180


def rearrange(
    model: Model,
    before: Sequence[int],
    stay: Sequence[int],
    now: int,
    clock: Clock,
    *,
    least: int,
    most: int | None,
) -> tuple[list[int] | None, int]:
    """
    Place every meeting by changing few slots, where only slots matter.

    The meetings near those without slot are free to move, all others stay; the
    fewest changes among them are proven. More and more are set free until the
    least possible number is reached or, with many, more of them bring nothing.

    Returns the slots, None if none are better, and what is proven to be the
    least number of changes.

    Args:
        before: The slots before the disturbance, -1 for none.
        stay: The slots of the meetings that can stay together, -1 for the rest.
        now: Meetings before this slot stay.
        least: A number of changes that cannot be beaten.
        most: Only fewer changes are of use, if given.

    """
    best: list[int] | None = None
    order = _order(model, stay, now)
    gone = set(model.instance.withdrawn)
    last = 0
    for size in SIZES:
        if clock.is_over() or last == len(order):
            break
        last = min(size, len(order))
        found, is_least = _Part(model, before, stay, now, order[:last]).solve(clock)
        if found is None:
            continue
        changes = sum(
            s >= 0 and s != t and m not in gone
            for m, (s, t) in enumerate(zip(before, found, strict=True))
        )
        is_better = most is None or changes < most
        if is_better:
            best, most = found, changes
        if is_least and last == len(order):
            least = max(least, changes)
        if changes <= least or (last > MANY and not is_better):
            break
    return best, least


def _order(model: Model, stay: Sequence[int], now: int) -> list[int]:
    """
    List the meetings that may move, those nearest to a waiting one first.

    The last ones have no participant near it, but may have a table.
    """
    gone = set(model.instance.withdrawn)
    waiting = [m for m, t in enumerate(stay) if t < 0 and m not in gone]
    order, seen = list(waiting), set(waiting)
    at = 0
    while at < len(order):
        meeting = model.instance.meetings[order[at]]
        at += 1
        for p in (meeting.a, meeting.b):
            for n in model.of[p]:
                if n not in seen and stay[n] >= now and n not in model.lock:
                    seen.add(n)
                    order.append(n)
    order.extend(
        m
        for m, t in enumerate(stay)
        if m not in seen and t >= now and m not in gone and m not in model.lock
    )
    return order


class _Part(Clauses):
    """Clauses about some meetings while all others stay where they are."""

    def __init__(
        self,
        model: Model,
        before: Sequence[int],
        stay: Sequence[int],
        now: int,
        free: Sequence[int],
    ) -> None:
        super().__init__()
        self.model, self.before, self.stay, self.now = model, before, stay, now
        self.x: dict[int, dict[int, int]] = {}
        moving = set(free)
        self._domains(moving)
        self._participants()
        self._tables(moving)
        self._orders(moving)

    def _domains(self, moving: set[int]) -> None:
        meetings, of = self.model.instance.meetings, self.model.of
        for m in sorted(moving):
            busy = {
                self.stay[n]
                for p in (meetings[m].a, meetings[m].b)
                for n in of[p]
                if n not in moving
            }
            own = {
                t: self.new()
                for t in self.model.domain[m]
                if t >= self.now and t not in busy
            }
            self.x[m] = own
            self.is_false = self.is_false or not own
            self.clauses.append(list(own.values()))
            self.at_most_one(list(own.values()))

    def _participants(self) -> None:
        at: dict[tuple[int, int], list[int]] = defaultdict(list)
        for m, own in self.x.items():
            meeting = self.model.instance.meetings[m]
            for t, v in own.items():
                at[meeting.a, t].append(v)
                at[meeting.b, t].append(v)
        for literals in at.values():
            self.at_most_one(literals)

    def _tables(self, moving: set[int]) -> None:
        room = list(self.model.instance.capacity)
        for m, t in enumerate(self.stay):
            if t >= 0 and m not in moving:
                room[t] -= 1
        for t, limit in enumerate(room):
            literals = [own[t] for own in self.x.values() if t in own]
            self.at_most(literals, max(0, limit))

    def _orders(self, moving: set[int]) -> None:
        for first, second in self.model.instance.precedences:
            early = self.x.get(first) or {self.stay[first]: 0}
            late = self.x.get(second) or {self.stay[second]: 0}
            if not moving & {first, second}:
                continue
            for s, v in early.items():
                for t, w in late.items():
                    if 0 <= t <= s:
                        self.clauses.append([-u for u in (v, w) if u])

    def solve(self, clock: Clock) -> tuple[list[int] | None, bool]:
        """Give all slots with few changes, or None, and whether none has fewer."""
        if self.is_false:
            return None, False
        found: list[list[int]] = []
        with Search(self.clauses, self.top, clock) as search:
            here = {m: own.get(self.before[m], 0) for m, own in self.x.items()}
            search.prefer([v for v in here.values() if v])
            if not search.solve([]):
                return None, False

            def on_model(true: set[int]) -> int:
                slots = list(self.stay)
                for m, own in self.x.items():
                    slots[m] = next(t for t, v in own.items() if v in true)
                found.append(slots)
                return sum(v > 0 and v not in true for v in here.values())

            minimiser = Minimiser(search, lambda _: None, on_model)
            for v in here.values():
                if v:
                    minimiser.avoid(-v, 1)
            is_least = minimiser.run() is True
            minimiser.close()
        return (found[-1] if found else None), is_least
