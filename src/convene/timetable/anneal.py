"""
Local search where only slots matter: exchange two slots along an alternating path.

Whoever is in both slots on such a path (a Kempe chain) stays busy in both; only
the participants at its two ends change their pattern. So nobody is ever booked
twice, and the change in gaps is known from two participants. Moves that make
gaps worse are taken with a chance that falls over time (simulated annealing).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from convene.timetable.clock import Clock
from convene.timetable.model import Model

HOT, COLD = 0.3, 0.15
BATCH = 2_000
DEFAULT_ROUNDS = 200
PENALTY = 4.0
GREEDY_CHANCE = 0.9
INSERT_CHANCE = 0.15


def gaps_of(busy: int) -> int:
    """Count the gaps of a row of slots, given as bits."""
    return max(0, (busy & ~(busy << 1)).bit_count() - 1)


class State:
    """Slots of all meetings with everything that a move has to look at."""

    def __init__(self, model: Model, slot: list[int]) -> None:
        instance = model.instance
        gone = set(instance.withdrawn)
        self.slots = instance.slots
        self.slot = slot[:]
        self.ends = [(m.a, m.b) for m in instance.meetings]
        self.weight = [m.weight for m in instance.meetings]
        self.domain = [sum(1 << t for t in own) for own in model.domain]
        self.of = [list(own) for own in model.of]
        self.keep = set(model.lock)
        self.room = list(instance.capacity)
        self.at = [[-1] * self.slots for _ in self.of]
        self.busy = [0] * len(self.of)
        self.earlier: dict[int, list[int]] = {}
        self.later: dict[int, list[int]] = {}
        for first, second in instance.precedences:
            self.earlier.setdefault(second, []).append(first)
            self.later.setdefault(first, []).append(second)
        self.waiting = [m for m, t in enumerate(slot) if t < 0 and m not in gone]
        self.lost = sum(self.weight[m] for m in self.waiting)
        for m, t in enumerate(slot):
            if t >= 0:
                self._enter(m, t)
        self.gaps = sum(map(gaps_of, self.busy))

    def _enter(self, m: int, t: int) -> None:
        self.slot[m] = t
        self.room[t] -= 1
        for p in self.ends[m]:
            self.at[p][t] = m
            self.busy[p] |= 1 << t

    def _leave(self, m: int) -> None:
        t = self.slot[m]
        self.slot[m] = -1
        self.room[t] += 1
        for p in self.ends[m]:
            self.at[p][t] = -1
            self.busy[p] &= ~(1 << t)

    def in_order(self, m: int) -> bool:
        """Tell whether a meeting is after and before those it has to be."""
        t = self.slot[m]
        return all(self.slot[n] < t for n in self.earlier.get(m, ())) and not any(
            0 <= self.slot[n] <= t for n in self.later.get(m, ())
        )

    def exchange(self, p: int, s: int, t: int, takes: Callable[[int], bool]) -> None:
        """Move p from slot s to t and whoever has to make way, if `takes` agrees."""
        busy, at, ends, domain = self.busy, self.at, self.ends, self.domain
        flip = (1 << s) | (1 << t)
        change = gaps_of(busy[p] ^ flip) - gaps_of(busy[p])
        if change > 1 or (change == 1 and not takes(1)):
            return
        chain = []
        m, q, there = at[p][s], p, t
        while m >= 0:
            if not domain[m] >> there & 1:
                return
            chain.append(m)
            a, b = ends[m]
            q = b if a == q else a
            m = at[q][there]
            there = s + t - there
        if len(chain) % 2 and self.room[t] <= 0:
            return
        other = gaps_of(busy[q] ^ flip) - gaps_of(busy[q])
        # A change of one at the first end has been agreed to already.
        if change + other > max(change, 0) and not takes(change + other):
            return
        slot = self.slot
        for n in chain:
            slot[n] = s + t - slot[n]
        if self.earlier and not all(map(self.in_order, chain)):
            for n in chain:
                slot[n] = s + t - slot[n]
            return
        for n in chain:
            a, b = ends[n]
            old = s + t - slot[n]
            at[a][old] = at[b][old] = -1
        for n in chain:
            a, b = ends[n]
            at[a][slot[n]] = at[b][slot[n]] = n
        if len(chain) % 2:
            self.room[s] += 1
            self.room[t] -= 1
        busy[p] ^= flip
        busy[q] ^= flip
        self.gaps += change + other

    def insert(self, rng: random.Random, takes: Callable[[float], bool]) -> None:
        """Place a waiting meeting; who is in its way waits instead, if agreed."""
        place = rng.randrange(len(self.waiting))
        m = self.waiting[place]
        t = rng.randrange(self.slots)
        if not self.domain[m] >> t & 1:
            return
        out = {self.at[p][t] for p in self.ends[m]} - {-1}
        if self.room[t] + len(out) <= 0:
            third = self.at[rng.randrange(len(self.at))][t]
            if third < 0:
                return
            out.add(third)
        if self.room[t] + len(out) <= 0 or out & self.keep:
            return
        change = sum(self.weight[n] for n in out) - self.weight[m]
        if change > 0 and not takes(PENALTY * change):
            return
        people = {p for n in (m, *out) for p in self.ends[n]}
        before = sum(gaps_of(self.busy[p]) for p in people)
        removed = sorted(out)
        for n in removed:
            self._leave(n)
        self._enter(m, t)
        extra = sum(gaps_of(self.busy[p]) for p in people) - before
        is_worse = PENALTY * change + extra > 0
        if not self.in_order(m) or (is_worse and not takes(PENALTY * change + extra)):
            self._leave(m)
            for n in removed:
                self._enter(n, t)
            return
        self.waiting[place] = self.waiting[-1]
        self.waiting.pop()
        self.waiting.extend(removed)
        self.lost += change
        self.gaps += extra


def improve(
    model: Model,
    slot: list[int],
    clock: Clock,
    rng: random.Random,
    *,
    rounds: int | None = None,
    seconds: float = math.inf,
    target: int = 0,
    on_better: Callable[[list[int]], None],
) -> None:
    """
    Look for slots with less weight lost, then with fewer gaps.

    Stops after `rounds` batches of moves, after `seconds`, when the clock says
    so, or when everything is placed and only `target` gaps are left. Without
    rounds the heat falls with the time that is used.
    """
    state = State(model, slot)
    best, best_slot = (state.lost, state.gaps), state.slot[:]
    began = told = clock.seconds()
    limit = min(seconds, clock.left())
    if limit == math.inf and rounds is None:
        rounds = DEFAULT_ROUNDS
    heat = HOT

    def takes(change: float) -> bool:
        return change <= 0 or rng.random() < math.exp(-change / heat)

    movable = [p for p, own in enumerate(state.of) if own]
    batch, is_new = 0, False
    while movable and (state.lost or state.gaps > target):
        used = clock.seconds() - began
        done = batch / rounds if rounds is not None else used / max(limit, 1e-9)
        if done >= 1 or used >= limit or clock.is_over():
            break
        clock.step()
        batch += 1
        heat = HOT * (COLD / HOT) ** done
        waiters = [p for p in movable if gaps_of(state.busy[p])]
        for _ in range(BATCH):
            if state.waiting and rng.random() < INSERT_CHANCE:
                state.insert(rng, takes)
            else:
                _turn(state, rng, waiters or movable, movable, takes)
            if (state.lost, state.gaps) < best:
                best, best_slot, is_new = (
                    (state.lost, state.gaps),
                    state.slot[:],
                    True,
                )
        if is_new and clock.seconds() - told > 0.5:
            told, is_new = clock.seconds(), False
            on_better(best_slot)
    if is_new:
        on_better(best_slot)


def _turn(
    state: State,
    rng: random.Random,
    waiters: list[int],
    movable: list[int],
    takes: Callable[[float], bool],
) -> None:
    """Try one exchange, mostly for somebody who waits, beside her other meetings."""
    people = waiters if rng.random() < GREEDY_CHANCE else movable
    p = people[int(rng.random() * len(people))]
    own = state.of[p]
    s = state.slot[own[int(rng.random() * len(own))]]
    if s < 0:
        return
    if rng.random() < GREEDY_CHANCE:
        t = state.slot[own[int(rng.random() * len(own))]]
        t += 1 if rng.random() < 0.5 else -1
    else:
        t = int(rng.random() * state.slots)
    if 0 <= t < state.slots and t != s and state.at[p][t] < 0:
        state.exchange(p, s, t, takes)
