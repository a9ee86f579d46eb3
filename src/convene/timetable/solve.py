"""Find the best schedule and prove how good it is, goal after goal."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from convene.timetable.anneal import improve
from convene.timetable.bounds import changes_bound, participant_gaps
from convene.timetable.clock import Clock
from convene.timetable.contradict import find_contradiction
from convene.timetable.cores import Minimiser, Search
from convene.timetable.encode import Encoding
from convene.timetable.explain import explain
from convene.timetable.greedy import greedy
from convene.timetable.kempe import Climb, search
from convene.timetable.model import Model, prepare
from convene.timetable.problem import Instance
from convene.timetable.result import Result, Status
from convene.timetable.rules import GoalId, Reason, Rule, Unplaced
from convene.timetable.run import Goal, Params, Progress, Stop
from convene.timetable.schedule import Schedule
from convene.timetable.seats import seat
from convene.timetable.validate import check, fits, idle_gaps, measure
from convene.timetable.weights import weight_bound

EXACT_VARIABLES = 60_000
# What writing a pair of meeting and slot as clauses takes on a busy machine.
SECONDS_TO_ENCODE = 2e-4
UNARY_SIZE = 300_000
FEW_ROUNDS = 10
# More pairs of meeting and slot than this are searched by compiled code.
COMPILED_SIZE = 12_000
ROUNDS_BEFORE_PROOF = 200
# Shares of its time before the proof, by pairs of meeting and slot.
COMPILED_SHARES = ((30_000, 0.5), (EXACT_VARIABLES, 0.8))
OFFERS_AT_THE_END = 4
SECONDS_TO_EXPLAIN = 6e-3
MORE_ROUNDS = 100
# More than so many pairs of meeting and slot: this share of the time to local search.
SHARES = ((8_000, 0.15), (25_000, 0.5), (EXACT_VARIABLES, 1.0))


@dataclass(slots=True)
class Best:
    """The best complete set of slots so far and what is proven about the goals."""

    model: Model
    clock: Clock
    start: Schedule | None = None
    schedule: Schedule | None = None
    key: tuple[int, int, int] | None = None
    weight_bound: int = 0
    missing_bound: int = 0
    gaps_bound: int = 0

    def offer(
        self, slot: list[int], table_kind: list[int], person_kind: list[int]
    ) -> None:
        """Keep the slots if they are better and keep every rule."""
        plain = Schedule(tuple(slot))
        values = measure(self.model.instance, plain)
        key = (
            -values[GoalId.PLACED_WEIGHT],
            values[GoalId.MINIMUM_MEETINGS],
            values[GoalId.IDLE_GAPS],
        )
        if self.key is not None and key >= self.key:
            return
        if self.is_unfair(plain):
            return
        seated = seat(self.model, slot, table_kind, person_kind, self.start)
        if seated is not None:
            self.schedule, self.key = seated, key
            self.tell()

    def is_unfair(self, schedule: Schedule) -> bool:
        """Tell whether the fairness limit is broken."""
        limit = self.model.instance.fairness
        gaps = idle_gaps(self.model.instance, schedule)
        return limit is not None and bool(gaps) and max(gaps) - min(gaps) > limit

    def tell(self) -> None:
        """Report values and bounds."""
        if self.schedule is not None:
            self.clock.found(self.goals(self.schedule))

    def goals(self, schedule: Schedule) -> tuple[Goal, ...]:
        """Give value and bound of every goal."""
        instance = self.model.instance
        values = measure(instance, schedule)
        gaps = values[GoalId.IDLE_GAPS]
        bounds = {
            GoalId.PLACED_WEIGHT: self.weight_bound,
            GoalId.MINIMUM_MEETINGS: self.missing_bound,
            GoalId.IDLE_GAPS: self.gaps_bound,
            GoalId.TABLE_CHANGES: changes_bound(self.model, schedule, gaps),
        }
        return tuple(Goal(g, values[g], bounds[g]) for g in GoalId)


def solve(
    instance: Instance,
    *,
    stop: Stop = Stop(),  # noqa: B008 -- frozen
    seed: int = 0,
    params: Params = Params(),  # noqa: B008 -- frozen
    start: Schedule | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Result:
    """
    Compute the best schedule that can be found before `stop`, with its proof.

    With a limit of iterations the same instance, seed and params give the same
    result. The schedule keeps every rule; with `must_place_all` it may leave
    meetings out only while the status is `unknown`.

    Args:
        start: A schedule to begin with, such as the published one.
        on_progress: Called at least once a second from this thread.

    Raises:
        InstanceError: `start` does not belong to the instance.

    """
    clock = Clock(stop, on_progress)
    clock.enter("read")
    if start is not None:
        fits(instance, start)
    model = prepare(instance)
    best = Best(model, clock, start)
    best.weight_bound = instance.total_weight
    if not instance.must_place_all:
        best.weight_bound = weight_bound(model, clock)
    contradiction = _obvious(model)
    is_infeasible = bool(contradiction)
    fallback = None
    if not is_infeasible:
        clock.enter("improve")
        began = clock.seconds()
        size = sum(map(len, model.domain))
        if model.is_simple() and size > COMPILED_SIZE:
            fallback = _search(best, seed, params, size)
        else:
            fallback = _begin(best, seed)
            clock.save_for_the_end(2 * (clock.seconds() - began))
            if model.is_simple():
                is_all = size > EXACT_VARIABLES
                fallback = _improve(best, fallback, seed, is_all=is_all)
        is_worth_it = clock.left() > size * SECONDS_TO_ENCODE
        if size <= EXACT_VARIABLES and is_worth_it and not _is_proven(best):
            is_infeasible = not _prove(best, params)
    if is_infeasible:
        contradiction = contradiction or find_contradiction(model, clock)
        return _result(
            best, Status.INFEASIBLE, None, seed, params, contradiction=contradiction
        )
    if best.schedule is not None:
        status = Status.OPTIMAL if _is_proven(best) else Status.FEASIBLE
        return _result(best, status, best.schedule, seed, params)
    return _result(best, Status.UNKNOWN, fallback, seed, params)


def _is_proven(best: Best) -> bool:
    """Tell whether the three goals that count are proven best."""
    goals = best.clock.goals[:3]
    return best.schedule is not None and all(goal.proven for goal in goals)


def _result(
    best: Best,
    status: Status,
    schedule: Schedule | None,
    seed: int,
    params: Params,
    *,
    contradiction: tuple[Reason, ...] = (),
) -> Result:
    instance = best.model.instance
    if schedule is not None:
        broken = [v for v in check(instance, schedule) if v.rule != Rule.MUST_PLACE_ALL]
        if broken and status != Status.UNKNOWN:
            raise AssertionError(f"the schedule breaks a rule: {broken[0]}")
    unplaced: tuple[Unplaced, ...] = ()
    if schedule is not None and params.explain and -1 in schedule.slot:
        best.clock.enter("explain")
        unplaced = explain(instance, schedule)
    goals = best.goals(schedule) if schedule is not None else ()
    best.clock.found(goals)
    return Result(
        status=status,
        schedule=schedule,
        goals=goals,
        unplaced=unplaced,
        contradiction=contradiction,
        history=tuple(best.clock.history),
        seconds=best.clock.seconds(),
        seed=seed,
        params=params,
        stopped=best.clock.why,
    )


def _obvious(model: Model) -> tuple[Reason, ...]:
    """Find contradictions that one meeting or one participant has alone."""
    instance = model.instance
    gone = set(instance.withdrawn)
    forced = range(len(instance.meetings)) if instance.must_place_all else model.lock
    for m in forced:
        if m in gone:
            continue
        if not model.domain[m]:
            meeting = instance.meetings[m]
            data = {"meeting": m, "participant": meeting.a, "other": meeting.b}
            return (Reason(Rule.AVAILABILITY, data),)
    if not instance.must_place_all:
        return ()
    for p, limit in enumerate(instance.max_meetings):
        count = len(model.of[p])
        if limit is not None and count > limit:
            data = {"participant": p, "count": count, "limit": limit}
            return (Reason(Rule.MAX_MEETINGS, data),)
    for p, gaps in enumerate(participant_gaps(model)):
        if gaps is None:
            free = len({t for m in model.of[p] for t in model.domain[m]})
            data = {"participant": p, "count": len(model.of[p]), "free": free}
            return (Reason(Rule.NO_DOUBLE_BOOKING, data),)
    return ()


def _improve(
    best: Best, begun: Schedule | None, seed: int, *, is_all: bool
) -> Schedule | None:
    """
    Improve the first schedule by local search, for all the time or a part of it.

    Gives the best schedule found, complete or not.
    """
    model, clock = best.model, best.clock
    instance = model.instance
    if begun is None:
        return None
    found = [begun]
    own = participant_gaps(model)
    target = sum(gaps or 0 for gaps in own) if instance.must_place_all else 0
    best.gaps_bound = target
    gone = set(instance.withdrawn)

    def on_better(slot: list[int]) -> None:
        none = [-1] * len(slot)
        complete = all(t >= 0 or m in gone for m, t in enumerate(slot))
        if complete or not instance.must_place_all:
            best.offer(slot, none, none)
        elif is_all:
            seated = seat(model, slot, none, none)
            found[0] = seated or found[0]

    size = sum(map(len, model.domain))
    rounds: int | None = FEW_ROUNDS if best.key is not None else MORE_ROUNDS
    seconds = math.inf
    for least, share in SHARES:
        if size > least:
            rounds, seconds = None, clock.left() * share
    improve(
        model,
        list(begun.slot),
        clock,
        random.Random(seed),
        rounds=rounds,
        seconds=seconds,
        target=target,
        on_better=on_better,
    )
    return found[0]


def _search(best: Best, seed: int, params: Params, size: int) -> Schedule | None:
    """Search a large instance by compiled code; give the best slots, seated."""
    model, clock = best.model, best.clock
    must = model.instance.must_place_all
    none = [-1] * len(model.domain)
    gone = set(model.instance.withdrawn)
    own = [gaps or 0 for gaps in participant_gaps(model)]
    best.gaps_bound = sum(own) if must else 0

    def on_better(slot: list[int]) -> None:
        began = clock.seconds()
        complete = all(t >= 0 or m in gone for m, t in enumerate(slot))
        locks_kept = all(slot[m] >= 0 for m in model.lock)
        if locks_kept and (complete or not must):
            best.offer(slot, none, none)
        waiting = slot.count(-1) if params.explain and not must else 0
        clock.save_for_the_end(
            OFFERS_AT_THE_END * (clock.seconds() - began) + SECONDS_TO_EXPLAIN * waiting
        )

    share = next((part for most, part in COMPILED_SHARES if size <= most), 1.0)
    seconds = math.inf if share == 1.0 else clock.left() * share
    rounds = ROUNDS_BEFORE_PROOF if share < 1.0 and seconds == math.inf else None
    climb = Climb(clock, seconds, rounds, on_better)
    start = best.start.slot if best.start is not None else none
    slot = search(model, own, list(start), seed, params.threads, climb)
    on_better(slot)
    return best.schedule or seat(model, slot, none, none)


def _begin(best: Best, seed: int) -> Schedule | None:
    """Make a first schedule; give the incomplete one if all must be placed."""
    board = greedy(best.model, seed, best.start)
    gone = set(best.model.instance.withdrawn)
    is_complete = all(t >= 0 or m in gone for m, t in enumerate(board.slot))
    locks_kept = all(board.slot[m] >= 0 for m in best.model.lock)
    if locks_kept and (is_complete or not best.model.instance.must_place_all):
        best.offer(board.slot, board.table_kind, board.person_kind)
    return seat(best.model, board.slot, board.table_kind, board.person_kind)


def _prove(best: Best, params: Params) -> bool:
    """Search exactly, goal after goal; False says that no schedule exists."""
    model, clock = best.model, best.clock
    must = model.instance.must_place_all
    clock.enter("prove")
    encoding = Encoding(model, must=must)
    if encoding.is_false:
        return False
    with Search(encoding.clauses, encoding.top, clock, params.threads) as search:
        if best.start is not None and best.schedule is not None:
            search.prefer(encoding.phases(best.schedule))
        stages = [_gaps]
        if not must:
            stages = [_weight, _missing, _gaps]
        for stage in stages:
            answer = stage(best, encoding, search)
            if answer is not True:
                return answer is None
    return True


def _accept(best: Best, encoding: Encoding, true: set[int]) -> None:
    best.offer(
        encoding.slots_of(true),
        encoding.kinds_of(encoding.seat, true),
        encoding.kinds_of(encoding.voice, true),
    )


def _weight(best: Best, encoding: Encoding, search: Search) -> bool | None:
    """
    Ask for the weight that a linear program allows, and for less while that fails.

    The lost weight is counted in unary; each step proves one bound.
    """
    meetings = best.model.instance.meetings
    total = best.model.instance.total_weight
    loss = [
        -placed
        for m, placed in enumerate(encoding.placed)
        for _ in range(meetings[m].weight if placed else 0)
    ]
    reached = -best.key[0] if best.key else 0
    if len(loss) * (total - reached) > UNARY_SIZE:
        return None
    before = len(encoding.clauses)
    encoding.top = search.top
    outputs = encoding.counter(loss, total - reached + 1, upper=True, lower=False)
    search.top = encoding.top
    for clause in encoding.clauses[before:]:
        search.add(clause)
    while True:
        lost = total - best.weight_bound
        limit = [-outputs[lost]] if lost < len(outputs) else []
        answer = search.solve(limit)
        if answer is None:
            return None
        if answer:
            _accept(best, encoding, search.true())
            slots = Schedule(tuple(encoding.slots_of(search.true())))
            if best.is_unfair(slots):
                _add_fairness(encoding, search)
                continue
            for literal in limit:
                search.add([literal])
            return True
        if not limit:
            return False
        best.weight_bound -= 1
        best.tell()


def _add_fairness(encoding: Encoding, search: Search) -> None:
    encoding.top = search.top
    for clause in encoding.fairness():
        search.add(clause)
    search.top = encoding.top


def _missing(best: Best, encoding: Encoding, search: Search) -> bool | None:
    model = best.model
    wanted = model.instance.min_meetings
    if not any(wanted):
        return True

    def on_bound(missing: int) -> None:
        best.missing_bound = missing
        best.tell()

    def on_model(true: set[int]) -> int:
        _accept(best, encoding, true)
        slots = Schedule(tuple(encoding.slots_of(true)))
        return measure(model.instance, slots)[GoalId.MINIMUM_MEETINGS]

    minimiser = Minimiser(search, on_bound, on_model)
    impossible = 0
    for p, least in enumerate(wanted):
        literals = [encoding.placed[m] for m in model.of[p] if encoding.placed[m]]
        sure = len(model.of[p]) - len(literals)
        lacking = max(0, least - len(model.of[p]))
        impossible += lacking
        free = len(literals) + sure - (least - lacking)
        if least - lacking > sure:
            minimiser.avoid_count([-v for v in literals], free)
    minimiser.pay(impossible)
    return _run(best, encoding, search, minimiser)


def _gaps(best: Best, encoding: Encoding, search: Search) -> bool | None:
    model = best.model

    def on_bound(gaps: int) -> None:
        best.gaps_bound = gaps
        best.tell()

    def on_model(true: set[int]) -> int:
        _accept(best, encoding, true)
        return sum(idle_gaps(model.instance, Schedule(tuple(encoding.slots_of(true)))))

    minimiser = Minimiser(search, on_bound, on_model)
    own = participant_gaps(model) if encoding.must else [0] * len(model.of)
    minimiser.pay(sum(gaps or 0 for gaps in own))
    for p, ends in enumerate(encoding.gaps):
        least = own[p] or 0
        some = minimiser.avoid_count(list(ends.values()), least)
        if some and not least and encoding.must:
            for clause in encoding.window(p, some):
                search.add(clause)
    return _run(best, encoding, search, minimiser)


def _run(
    best: Best, encoding: Encoding, search: Search, minimiser: Minimiser
) -> bool | None:
    """Minimise; put in the fairness rule as soon as a model breaks it."""
    try:
        while True:
            answer = minimiser.run()
            if answer is not True:
                return answer
            found = Schedule(tuple(encoding.slots_of(search.true())))
            if not best.is_unfair(found) or encoding.is_fair:
                minimiser.harden()
                return True
            _add_fairness(encoding, search)
    finally:
        minimiser.close()
