"""A quick first schedule: hardest meetings first, each where it costs least."""

from __future__ import annotations

import random
from collections import defaultdict

from convene.timetable.model import Model
from convene.timetable.schedule import Schedule


class Board:
    """
    A partial schedule to which meetings are added while every rule is kept.

    Fairness is not looked at, and kinds of tables and interpreters are chosen
    first come first served.
    """

    def __init__(self, model: Model) -> None:
        instance = model.instance
        self.model = model
        self.slot = [-1] * len(instance.meetings)
        self.table_kind = [-1] * len(instance.meetings)
        self.person_kind = [-1] * len(instance.meetings)
        self.load = [0] * instance.slots
        self.count = [0] * instance.participants
        self.at: list[dict[int, int]] = [
            defaultdict(int) for _ in range(instance.participants)
        ]
        self.agenda: list[list[int]] = [[] for _ in range(instance.participants)]
        self.tables_used: dict[tuple[int, int], int] = defaultdict(int)
        self.people_used: dict[tuple[int, int], int] = defaultdict(int)
        self.before: dict[int, list[int]] = defaultdict(list)
        self.after: dict[int, list[int]] = defaultdict(list)
        for first, second in instance.precedences:
            self.before[second].append(first)
            self.after[first].append(second)
        self.day_of = [
            [d for d, day in enumerate(instance.days) if t in day]
            for t in range(instance.slots)
        ]

    def kinds(
        self, m: int, t: int, liked: tuple[int, int] = (-1, -1)
    ) -> tuple[int, int] | None:
        """
        Give kinds of table and interpreter that are free, -1 where not needed.

        The liked ones are taken if they are free, else the least versatile.
        """
        model, table, person = self.model, -1, -1
        if model.table_kinds:
            free = [
                k
                for k in model.tables_for[m]
                if t in model.table_kinds[k].slots
                and self.tables_used[k, t] < len(model.table_kinds[k].members)
                and self.reachable(m, t, self.site(m, k))
            ]
            if not free:
                return None
            table = min(
                free,
                key=lambda k: (k != liked[0], self._breadth(model.tables_for, k), k),
            )
        elif not self.reachable(m, t, model.instance.meetings[m].site):
            return None
        if model.people_for[m] or model.instance.meetings[m].languages:
            site = self.site(m, table)
            spare = [
                k
                for k in model.people_for[m]
                if t in model.people[k].slots
                and self.people_used[k, t] < len(model.people[k].members)
                and self.can_come(k, t, site)
            ]
            if not spare:
                return None
            person = min(
                spare,
                key=lambda k: (k != liked[1], self._breadth(model.people_for, k), k),
            )
        return table, person

    def fits(self, m: int, t: int) -> bool:
        """Tell whether a meeting can be added in a slot."""
        instance = self.model.instance
        if self.load[t] >= instance.capacity[t]:
            return False
        meeting = instance.meetings[m]
        for p in (meeting.a, meeting.b):
            limit, most = instance.representatives[p], instance.max_meetings[p]
            if self.at[p][t] >= limit:
                return False
            if most is not None and self.count[p] >= most:
                return False
            rest, a_day = self.model.rest[p], instance.max_per_day[p]
            if rest and not self.rested(p, t, rest, limit):
                return False
            if a_day is not None:
                for d in self.day_of[t]:
                    day = instance.days[d]
                    if sum(self.slot[n] in day for n in self.agenda[p]) >= a_day:
                        return False
        if any(self.slot[n] >= t for n in self.before[m]):
            return False
        if any(0 <= self.slot[n] <= t for n in self.after[m]):
            return False
        return self.kinds(m, t) is not None

    def put(self, m: int, t: int, liked: tuple[int, int] = (-1, -1)) -> None:
        """Add a meeting that fits."""
        self.table_kind[m], self.person_kind[m] = self.kinds(m, t, liked) or (-1, -1)
        self.slot[m] = t
        self.tally(m, t, 1)

    def lay(
        self, slot: list[int], table_kind: list[int], person_kind: list[int]
    ) -> None:
        """Add meetings that are known to fit together, with their kinds."""
        self.slot, self.table_kind, self.person_kind = (
            slot[:],
            table_kind[:],
            person_kind[:],
        )
        for m, t in enumerate(slot):
            if t >= 0:
                self.tally(m, t, 1)

    def take(self, m: int) -> int:
        """Take a meeting out and tell where it was."""
        t = self.slot[m]
        self.tally(m, t, -1)
        self.slot[m] = self.table_kind[m] = self.person_kind[m] = -1
        return t

    def cost(self, m: int, t: int) -> tuple[int, int, int]:
        """Give the gaps that a meeting adds, how far from others, and the slot."""
        gaps = distance = 0
        meeting = self.model.instance.meetings[m]
        for p in (meeting.a, meeting.b):
            busy = sorted({self.slot[n] for n in self.agenda[p]})
            if not busy or t in busy:
                continue
            distance += min(abs(t - s) for s in busy)
            joined = (t - 1 in busy) + (t + 1 in busy)
            inside = busy[0] < t < busy[-1]
            gaps += 1 - joined if inside else 1 - min(1, joined)
        return gaps, distance, t

    def tally(self, m: int, t: int, sign: int) -> None:
        """Count a meeting in, or out again with a negative sign."""
        meeting = self.model.instance.meetings[m]
        self.load[t] += sign
        if self.table_kind[m] >= 0:
            self.tables_used[self.table_kind[m], t] += sign
        if self.person_kind[m] >= 0:
            self.people_used[self.person_kind[m], t] += sign
        for p in (meeting.a, meeting.b):
            self.count[p] += sign
            self.at[p][t] += sign
            if sign > 0:
                self.agenda[p].append(m)
            else:
                self.agenda[p].remove(m)

    def rested(self, p: int, t: int, rest: int, limit: int) -> bool:
        """Tell whether a participant has rested enough for one more meeting."""
        at = self.model.instance.positions
        busy = [at[slot] for slot in (*(self.slot[n] for n in self.agenda[p]), t)]
        return all(
            sum(s <= other <= s + rest for other in busy) <= limit
            for s in busy
            if s <= at[t] <= s + rest
        )

    def site(self, m: int, kind: int) -> int | None:
        """Tell where a meeting would be at a kind of table."""
        own = self.model.instance.meetings[m].site
        if own is not None or kind < 0:
            return own
        return self.model.table_kinds[kind].site

    def _breadth(self, suiting: tuple[tuple[int, ...], ...], kind: int) -> int:
        return sum(kind in kinds for kinds in suiting)

    def _clear(self, n: int, t: int, site: int | None) -> bool:
        travel = self.model.instance.site_travel
        there = self.site(n, self.table_kind[n])
        if site is None or there is None:
            return True
        s, at = self.slot[n], self.model.instance.positions
        return s == t or abs(at[s] - at[t]) > (
            travel[there][site] if s < t else travel[site][there]
        )

    def reachable(self, m: int, t: int, site: int | None) -> bool:
        """Tell whether both participants can travel to a meeting and on."""
        instance = self.model.instance
        if not instance.site_travel or site is None:
            return True
        meeting = instance.meetings[m]
        return all(
            sum(
                not self._clear(n, t, site) or self.slot[n] == t for n in self.agenda[p]
            )
            < instance.representatives[p]
            for p in (meeting.a, meeting.b)
        )

    def can_come(self, kind: int, t: int, site: int | None) -> bool:
        """Tell whether an interpreter can travel to a meeting and on."""
        if not self.model.instance.site_travel or site is None:
            return True
        return all(
            self._clear(n, t, site)
            for n, k in enumerate(self.person_kind)
            if k == kind and self.slot[n] >= 0
        )


def fill(board: Board, rng: random.Random) -> None:
    """Add every meeting that still fits, the heaviest and hardest first."""
    model = board.model
    order = [m for m, t in enumerate(board.slot) if t < 0]
    rng.shuffle(order)
    instance = model.instance
    order.sort(
        key=lambda m: (
            m not in model.lock,
            instance.must_place_all or -instance.meetings[m].weight,
            len(model.domain[m])
            - len(model.of[instance.meetings[m].a])
            - len(model.of[instance.meetings[m].b]),
        )
    )
    for m in order:
        options = [t for t in model.domain[m] if board.fits(m, t)]
        if options:
            board.put(m, min(options, key=lambda t: board.cost(m, t)))


def greedy(model: Model, seed: int, start: Schedule | None = None) -> Board:
    """Build a schedule quickly, keeping what can be kept of `start`."""
    board = Board(model)
    for m in model.lock:
        for t in model.domain[m]:
            if board.fits(m, t):
                board.put(m, t)
    if start is not None:
        for m, t in enumerate(start.slot):
            if board.slot[m] < 0 and t in model.domain[m] and board.fits(m, t):
                board.put(m, t)
    fill(board, random.Random(seed))
    return board
