"""
Local search on large instances: compiled, with an annealing of Kempe chains.

It does what `anneal` does, some hundred times as fast, and needs no schedule to
begin with. Where people travel between sites, each meeting has one already.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from convene.timetable.bounds import best_windows
from convene.timetable.clock import Clock
from convene.timetable.model import Model, prepare
from convene.timetable.parts import Meeting, Table
from convene.timetable.problem import Instance
from convene.timetable.rows import MOST_BITS, Rows, groups_of, rows_of
from convene.timetable.run import Stop
from convene.timetable.sites import gaps_by_travel, is_travelled, settle_sites

if TYPE_CHECKING:
    from convene.timetable.kernels import State

HOT, COLD = 0.4, 0.13
# Where people travel, less of what can be done changes the gaps.
HOT_APART, COLD_APART = 0.8, 0.2
WEIGHT_HOT, WEIGHT_COLD = 1.0, 0.15
WEIGHT_SHARE = 0.4
FOCUS = 0.9
PENALTY = 3.0
MOVES = 100_000
BUILD_MOVES = 10_000
BUILD_ROUNDS = 300
CHOSEN_ROUNDS = 30
DEFAULT_ROUNDS = 600
MOST_SEARCHES = 2
WAIT_SECONDS = 0.25
# Seconds of compiling before something else is done meanwhile.
PATIENCE = 2.0
NO_LIMIT = 1 << 30
BEST_COLUMN = 5


@dataclass(slots=True)
class Climb:
    """
    What the search is for: its limit and who hears of results.

    Attributes:
        meanwhile: Done once if compiling takes more than a moment.
        chosen: Where meetings may be left out, those to be placed before others.
        lost: Weight that is lost in any case.

    """

    clock: Clock
    seconds: float = math.inf
    rounds: int | None = None
    on_better: Callable[[list[int]], None] = lambda _: None
    meanwhile: Callable[[], None] | None = None
    chosen: Sequence[int] = ()
    lost: int = 0


def search(
    model: Model,
    own: list[int],
    wish: list[int],
    seed: int,
    threads: int,
    climb: Climb,
) -> list[int] | None:
    """
    Find slots with little weight lost, then with few gaps.

    Ends after the rounds or seconds of `climb`, when the clock says so, or when
    everything is placed with no more gaps than the participants have in any
    case. The same seed and rounds give the same slots.

    The first search on a machine has to compile. If its time is over meanwhile, the
    slots found so far are given, or None if there are none.

    Args:
        own: Gaps that each participant has in any case.
        wish: Slots to begin with, -1 where none is; only those are kept that
            fit together.

    """
    count = min(threads, MOST_SEARCHES)
    pool = ThreadPoolExecutor(count)
    try:
        loading = pool.submit(_load)
        if not _is_compiled(loading, climb):
            return None
        kernels = loading.result()
        rows = rows_of(model)
        travelled = _sites_of(model, rows)
        least = [
            max(own[p], gaps_by_travel(model.instance, len(sites)))
            for p, sites in zip(rows.person, travelled, strict=True)
        ]
        must = model.instance.must_place_all
        chosen = set(range(len(model.domain))) if must else set(climb.chosen)
        windows: list[list[int]] = [[] for _ in rows.of]
        if chosen and model.instance.slots <= MOST_BITS:
            likely = [[m for m in mine if m in chosen] for mine in rows.of]
            windows = best_windows(model, likely, least)

        def fresh(n: int) -> State:
            own_seed = seed * MOST_SEARCHES + n
            return _state(kernels, model, rows, least, windows, own_seed)

        run = _Run(kernels, pool, climb, fresh, list(map(fresh, range(count))))
        wished = _padded(kernels, wish)
        if not run.is_ready(kernels.settle, wished):
            return None
        run.each(kernels.settle, wished)
        if must and not run.build():
            return None
        if chosen and not must and not run.build_of(chosen):
            return None
        if not run.cool(sum(least) if must or not climb.lost else 0) and not must:
            return None
    finally:
        pool.shutdown(wait=False)  # nobody waits for what is still being compiled
    return _slots(run.best())


def warm() -> None:
    """Compile ahead of time what the first searches on a machine would have to."""
    pair = Instance(2, 2, (Meeting(0, 1),), (1, 1), must_place_all=True)
    far = replace(
        pair,
        meetings=(Meeting(0, 1, site=0),),
        tables=(Table("A", site=0), Table("B", site=1)),
        site_travel=((0, 1), (1, 0)),
    )
    for instance in (pair, far):
        model = settle_sites(prepare(instance), 0)
        search(model, [0, 0], [-1], 0, 1, Climb(Clock(Stop()), rounds=1))


def _load() -> Any:
    from convene.timetable import kernels  # noqa: PLC0415 -- slow import

    return kernels


def _attend(futures: list[Future[Any]], clock: Clock) -> None:
    """Wait for compiled code, and report meanwhile."""
    while wait(futures, WAIT_SECONDS).not_done:
        clock.is_over()
    for future in futures:
        future.result()


def _is_compiled(compiling: Future[Any], climb: Climb) -> bool:
    """Wait for the compiler; False says that the time was over before."""
    began = climb.clock.seconds()
    while wait([compiling], WAIT_SECONDS).not_done:
        waited = climb.clock.seconds() - began
        if climb.clock.is_over() or waited > climb.seconds:
            return False
        if climb.meanwhile and waited > PATIENCE:
            climb.meanwhile()
            climb.meanwhile = None
    compiling.result()
    return True


@dataclass(slots=True)
class _Run:
    kernels: Any
    pool: ThreadPoolExecutor
    climb: Climb
    fresh: Callable[[int], State]
    states: list[State]

    def is_ready(self, kernel: Any, *arguments: object) -> bool:
        """Have a kernel compiled or loaded; False says that the time was over."""
        kinds = tuple(map(self.kernels.numba.typeof, (*self.states[0], *arguments)))
        if kinds in kernel.signatures:
            return True
        compiling = self.pool.submit(kernel.compile, kinds)
        return _is_compiled(compiling, self.climb)

    def each(self, kernel: Callable[..., None], *arguments: object) -> None:
        """Run a kernel that is ready on every state, each in a thread of its own."""
        running = [self.pool.submit(kernel, *s, *arguments) for s in self.states]
        _attend(running, self.climb.clock)

    def best(self) -> State:
        """Give the state with the best slots so far."""
        k = self.kernels
        return min(
            self.states,
            key=lambda state: (state.tally[k.BEST_LOST], state.tally[k.BEST_GAPS]),
        )

    def key(self) -> tuple[int, int]:
        """Give the weight that is lost and the gaps of the best slots."""
        tally = self.best().tally
        return int(tally[self.kernels.BEST_LOST]), int(tally[self.kernels.BEST_GAPS])

    def build(self, rounds: int = BUILD_ROUNDS) -> bool:
        """Place all that wait; False says that the time was over before."""
        if not self.is_ready(self.kernels.place_all, BUILD_MOVES):
            return False
        for _ in range(rounds):
            left = min(state.tally[self.kernels.WAITING] for state in self.states)
            if not left or self.climb.clock.is_over():
                break
            self.each(self.kernels.place_all, BUILD_MOVES)
        return True

    def build_of(self, chosen: set[int]) -> bool:
        """Place what is chosen while all others are held back."""
        k = self.kernels
        held = []
        for state in self.states:
            idle = state.lists[k.IDLE]
            waiting = idle[: state.tally[k.WAITING]].tolist()
            held.append([m for m in waiting if m not in chosen])
            state.meet[held[-1], k.WAITING_AT] = -1
            _wait(k, state, 0, [m for m in waiting if m in chosen])
        is_done = self.build(CHOSEN_ROUNDS)
        for state, others in zip(self.states, held, strict=True):
            _wait(k, state, int(state.tally[k.WAITING]), others)
        return is_done

    def restore(self) -> None:
        """Go back to the best slots of every state."""
        k = self.kernels
        for n, left in enumerate(self.states):
            self.states[n] = self.fresh(n)
            self.states[n].chance[:] = left.chance
            k.settle(*self.states[n], left.meet[:-1, k.BEST].copy())

    def cool(self, least: int) -> bool:
        """
        Anneal: first the weight if that is in question, then the gaps.

        False says that the time was over before.
        """
        climb, clock = self.climb, self.climb.clock
        hot, cold = HOT, COLD
        if self.states[0].near is not None:
            hot, cold = HOT_APART, COLD_APART
        if not self.is_ready(self.kernels.anneal, MOVES, *_heat(hot)):
            return False
        began, told = clock.seconds(), -math.inf
        rounds, limit = climb.rounds, min(climb.seconds, clock.left())
        if clock.stop.iterations is not None:
            most = max(1, clock.stop.iterations - clock.steps)
            rounds = most if rounds is None else min(most, rounds)
        elif rounds is None and limit == math.inf:
            rounds = DEFAULT_ROUNDS
        target = (climb.lost, least)
        weighs, begun = self.key()[0] > climb.lost, 0.0
        known = (NO_LIMIT, NO_LIMIT)
        done, batch = 0.0, 0
        while self.key() > target and not clock.is_over():
            used = clock.seconds() - began
            done = batch / rounds if rounds is not None else used / max(limit, 1e-9)
            if done >= 1 or used >= limit:
                break
            if weighs and (done >= WEIGHT_SHARE or self.key()[0] <= climb.lost):
                self.restore()
                weighs, begun = False, done
            batch += 1
            clock.step()
            if weighs:
                heat = _weight_heat(done / WEIGHT_SHARE)
            else:
                heat = _heat(hot * (cold / hot) ** ((done - begun) / (1 - begun)))
            self.each(self.kernels.anneal, MOVES, *heat)
            spent = clock.seconds() - told
            if self.key() < known and spent > max(1.0, limit / 20):
                known = self.key()
                climb.on_better(_slots(self.best()))
                told = clock.seconds()
        return True


def _wait(kernels: Any, state: State, first: int, meetings: list[int]) -> None:
    """Let meetings wait, after the first of those that do."""
    end = first + len(meetings)
    state.lists[kernels.IDLE, first:end] = meetings
    state.meet[meetings, kernels.WAITING_AT] = kernels.np.arange(first, end)
    state.tally[kernels.WAITING] = end


def _weight_heat(done: float) -> tuple[float, float, float, float]:
    """Give heat, focus, and the prices of lost weight and of a gap, which is nought."""
    return WEIGHT_HOT * (WEIGHT_COLD / WEIGHT_HOT) ** done, 0.0, 1.0, 0.0


def _heat(heat: float) -> tuple[float, float, float, float]:
    """Give heat, focus, and the prices of lost weight and of a gap."""
    return heat, FOCUS, PENALTY, 1.0


def _padded(kernels: Any, wish: list[int]) -> Any:
    return kernels.np.array([t + 1 for t in wish], kernels.np.int32)


def _slots(state: State) -> list[int]:
    return [int(t) - 1 for t in state.meet[:-1, BEST_COLUMN]]


def _state(
    kernels: Any,
    model: Model,
    rows: Rows,
    own: list[int],
    windows: list[list[int]],
    seed: int,
) -> State:
    """Make the state in which every meeting waits."""
    np = kernels.np
    instance = model.instance
    count, people, slots = len(instance.meetings), len(rows.of), instance.slots
    gone = set(instance.withdrawn)

    allowed = np.zeros((count, slots + 2), np.bool_)
    for m, slots_of in enumerate(model.domain):
        for t in slots_of:
            allowed[m, t + 1] = True
    links: list[list[int]] = [[] for _ in range(count)]
    for before, after in instance.precedences:
        links[after].append(-before - 1)
        links[before].append(after + 1)
    waiting = [m for m in range(count) if m not in gone and model.domain[m]]
    near = _near(kernels, model)
    meet = np.zeros((count + 1, kernels.SITE + (near is not None)), np.int32)
    for m, meeting in enumerate(instance.meetings):
        meet[m, : kernels.SLOT] = *rows.ends[m], meeting.weight, m in model.lock
    meet[:, kernels.WAITING_AT] = -1
    meet[waiting, kernels.WAITING_AT] = np.arange(len(waiting))
    meet[:, kernels.LINKED] = _starts(np, links)
    if near is not None:
        sites = [-1 if m.site is None else m.site for m in instance.meetings]
        meet[:-1, kernels.SITE] = sites
    lists = np.zeros((3, max(count, people) + 1), np.int32)
    lists[kernels.IDLE, : len(waiting)] = waiting
    tally = np.zeros(8, np.int64)
    tally[kernels.LOST] = instance.total_weight
    tally[kernels.WAITING] = len(waiting)
    tally[kernels.BEST_LOST] = tally[kernels.BEST_GAPS] = NO_LIMIT
    tally[kernels.MOST] = NO_LIMIT if instance.fairness is None else instance.fairness
    tally[kernels.LIMITS] = any(model.rest) or any(
        limit is not None for limit in rows.a_day
    )
    chance = (seed + 1) * 0x9E3779B97F4A7C15 % (1 << 64) or 1
    folk, bits = _people(kernels, model, rows, own, windows)
    state: State = kernels.State(
        at=np.full((people, slots + 2), -1, np.int32),
        bits=bits,
        allowed=allowed,
        meet=meet,
        people=folk,
        hours=_hours(kernels, model, meet),
        lists=lists,
        own=np.array([m for mine in rows.of for m in mine], np.int32),
        links=np.array([n for mine in links for n in mine], np.int32),
        tally=tally,
        chance=np.array([chance], np.uint64),
        there=None if near is None else np.zeros((people, len(near)), np.uint64),
        near=near,
    )
    return state


def _people(
    kernels: Any,
    model: Model,
    rows: Rows,
    own: list[int],
    windows: list[list[int]],
) -> tuple[Any, Any]:
    """Give what is known about people, and their bits; the last row has the days."""
    np = kernels.np
    people, days = len(rows.of), model.instance.days
    near = min(max(model.rest, default=0), model.instance.slots)
    width = 1 + max([len(days), *map(len, windows), near])
    bits = np.zeros((people + 1, width), np.uint64)
    folk = np.zeros((people + 1, 9), np.int32)
    folk[:, kernels.FIRST] = _starts(np, rows.of)
    folk[:people, kernels.LEAST] = own
    folk[:, kernels.WAITER_AT] = -1
    for row, p in enumerate(rows.person):
        folk[row, kernels.REST] = rest = min(model.rest[p], model.instance.slots)
        for column, limits in (
            (kernels.AT_MOST, rows.at_most),
            (kernels.A_DAY, rows.a_day),
        ):
            limit = limits[row]
            folk[row, column] = 0 if limit is None else limit + 1
        for k in range(1, rest + 1):
            bits[row, k] = _too_near(model.instance.positions, k, model.rest[p])
        if not model.rest[p]:
            folk[row, kernels.WINDOWS] = len(windows[row])
            bits[row, 1 : len(windows[row]) + 1] = [w << 1 for w in windows[row]]
    if any(limit is not None for limit in rows.a_day):
        folk[people, kernels.WINDOWS] = len(days)
        bits[people, : len(days)] = [sum(2 << t for t in day) for day in days]
    return folk, bits


def _too_near(positions: Sequence[int], k: int, rest: int) -> int:
    """Give the slots after which the one that is `k` later is too early, as bits."""
    pairs = zip(positions, positions[k:], strict=False)
    return sum(2 << t for t, (one, other) in enumerate(pairs) if other - one <= rest)


def _sites_of(model: Model, rows: Rows) -> list[set[int]]:
    """Give the sites at which each row has meetings."""
    meetings = model.instance.meetings
    if not is_travelled(model):
        return [set() for _ in rows.of]
    sites = [{meetings[m].site for m in mine} for mine in rows.of]
    return [{site for site in own if site is not None} for own in sites]


def _near(kernels: Any, model: Model) -> Any:
    """
    Give the slots that are too near to each slot, for each two sites, as bits.

    None if nobody travels.

    The first site is that of the slot, the second that of the other meetings.
    """
    np = kernels.np
    instance = model.instance
    if not is_travelled(model):
        return None
    travel = instance.site_travel
    near = np.zeros((len(travel), len(travel), instance.slots + 2), np.uint64)
    for a, b in product(range(len(travel)), repeat=2):
        for t, here in enumerate(instance.positions):
            near[a, b, t + 1] = sum(
                2 << s
                for s, other in enumerate(instance.positions)
                if a != b
                and s != t
                and abs(here - other) <= travel[a if t < s else b][b if t < s else a]
            )
    return near


def _hours(kernels: Any, model: Model, meet: Any) -> Any:
    """Give the room of each slot, and write down who is in which group."""
    groups = groups_of(model)
    slots = model.instance.slots
    hours = kernels.np.zeros((1 + len(groups), slots + 2, 2), kernels.np.int32)
    hours[0, 1:-1, kernels.ROOM] = model.instance.capacity
    for g, group in enumerate(groups):
        hours[g + 1, 1:-1, kernels.ROOM] = group.room
        meet[list(group.meetings), kernels.GROUPS] |= 1 << g
    return hours


def _starts(np: Any, lists: Sequence[Sequence[int]]) -> Any:
    starts = np.zeros(len(lists) + 1, np.int32)
    starts[1:] = np.cumsum([len(own) for own in lists])
    return starts
