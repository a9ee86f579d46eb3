"""Find the best schedule and prove how good it is, goal after goal."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from convene.timetable.best import Best
from convene.timetable.bounds import participant_gaps
from convene.timetable.clock import Clock
from convene.timetable.contradict import find_contradiction, find_obvious
from convene.timetable.model import Model, prepare
from convene.timetable.problem import Instance
from convene.timetable.result import Result, Status
from convene.timetable.rules import Reason, Rule, Unplaced
from convene.timetable.run import Params, Progress, Stop
from convene.timetable.schedule import Schedule
from convene.timetable.seats import kinds_in, kinds_of, seat
from convene.timetable.sites import is_travelled, settle_sites
from convene.timetable.validate import check, fits

# What only large events need is imported there.

EXACT_VARIABLES = 60_000
# What writing a pair of meeting and slot as clauses takes on a busy machine.
SECONDS_TO_ENCODE = 2e-4
# What a first schedule takes, for each pair of meeting and slot.
SECONDS_TO_BEGIN = 2e-5
# A first schedule only has to place everything.
ANY_GAPS = 10**9
FEW_ROUNDS = 10
# More pairs of meeting and slot than this are searched by compiled code.
COMPILED_SIZE = 12_000
ROUNDS_BEFORE_PROOF = 200
# Where people travel between sites the proof is far away sooner.
TRAVELLED_SIZE = 1_500
SITE_CHOICES = 4
# Shares of its time before the proof, by pairs of meeting and slot.
TRAVELLED_SHARES = ((COMPILED_SIZE, 0.5),)
COMPILED_SHARES = ((30_000, 0.3), (EXACT_VARIABLES, 0.8))
OFFERS_AT_THE_END = 4
# Local search of a small event whose proof takes long.
MEANWHILE_SECONDS = 3.0
SECONDS_TO_EXPLAIN = 1.5e-3
MORE_ROUNDS = 100
# Small events: this share of the time at most, if so many rounds are not over before.
QUICK_SHARE = 0.1
# More than so many pairs of meeting and slot: this share of the time to local search.
SHARES = ((8_000, 0.15), (25_000, 0.5), (EXACT_VARIABLES, 1.0))


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
    best.missing_bound = sum(
        max(0, least - len(own))
        for least, own in zip(instance.min_meetings, model.of, strict=True)
    )
    if not instance.must_place_all:
        from convene.timetable.weights import weigh  # noqa: PLC0415 -- slow import

        weights = weigh(model, clock)
        best.weight_bound, best.chosen = weights.bound, weights.chosen
    best.own = participant_gaps(model)
    contradiction = find_obvious(model, best.own)
    is_infeasible, fallback = bool(contradiction), None
    if not is_infeasible:
        if start is not None and is_travelled(model) and not check(instance, start):
            best.offer(start.slot, *kinds_in(model, start))
        is_infeasible, fallback = _look(best, seed, params)
    if is_infeasible:
        contradiction = contradiction or find_contradiction(model, clock)
        return _result(
            best, Status.INFEASIBLE, None, seed, params, contradiction=contradiction
        )
    if best.schedule is not None:
        status = Status.OPTIMAL if best.is_proven() else Status.FEASIBLE
        return _result(best, status, best.schedule, seed, params)
    return _result(best, Status.UNKNOWN, fallback, seed, params)


def _look(best: Best, seed: int, params: Params) -> tuple[bool, Schedule | None]:
    """
    Look for the best schedule by the means that suit the size.

    Tells whether there is none, and gives an incomplete schedule, if one was
    made, for the case that there is no complete one.
    """
    model, clock = best.model, best.clock
    size = sum(map(len, model.domain))
    is_apart = is_travelled(model) and size > TRAVELLED_SIZE
    most = COMPILED_SIZE if is_apart else EXACT_VARIABLES
    is_worth_proof = size <= most and clock.left() > size * SECONDS_TO_ENCODE
    fallback: list[Schedule | None] = [None]

    def search_quickly() -> None:
        clock.enter("improve")
        began = clock.seconds()
        fallback[0] = _begin(best, seed)
        clock.save_for_the_end(2 * (clock.seconds() - began))
        if model.is_simple():
            is_all = size > EXACT_VARIABLES
            fallback[0] = _improve(best, fallback[0], seed, is_all=is_all)

    proves_first = model.instance.must_place_all and clock.stop.iterations is None
    if (is_apart or size > COMPILED_SIZE) and _is_searchable(model):
        clock.enter("improve")
        shares = TRAVELLED_SHARES if is_apart else COMPILED_SHARES
        share = next((part for most, part in shares if size <= most), 1.0)
        seconds = math.inf if share == 1.0 else clock.left() * share
        rounds = ROUNDS_BEFORE_PROOF if share < 1.0 and seconds == math.inf else None
        look = _search_at_sites if is_apart else _search
        fallback[0] = look(best, seed, params, seconds, rounds)
    elif not (is_worth_proof and proves_first):
        search_quickly()

    def search_meanwhile() -> None:
        if best.schedule is None:
            search_quickly()
        is_poor = best.schedule is None or not model.instance.must_place_all
        if is_poor and size <= COMPILED_SIZE and _is_searchable(model):
            clock.enter("improve")
            seconds = min(MEANWHILE_SECONDS, clock.left() * QUICK_SHARE)
            _search(best, seed, replace(params, threads=1), seconds)
        clock.enter("prove")

    if is_worth_proof and not best.is_proven():
        clock.save_for_the_end(size * SECONDS_TO_BEGIN)
        if not (model.instance.must_place_all or best.is_heaviest()):
            from convene.timetable.weights import bound_by_slot  # noqa: PLC0415 -- slow import

            best.weight_bound = min(best.weight_bound, bound_by_slot(model, clock))
        from convene.timetable.prove import prove  # noqa: PLC0415 -- slow import

        if not prove(best, params.threads, meanwhile=search_meanwhile):
            return True, None
        # It can end early without an answer: too much to count, or want of memory.
        while _goes_on(best):
            clock.enter("improve")
            seed += 1
            fallback[0] = _search(best, seed, params) or fallback[0]
    if best.schedule is None and fallback[0] is None:
        fallback[0] = _begin(best, seed)
    return False, fallback[0]


def _goes_on(best: Best) -> bool:
    """Tell whether there is time left, and something to do with it."""
    clock = best.clock
    is_done = best.is_proven() or clock.is_over()
    return not is_done and clock.is_limited() and _is_searchable(best.model)


def _is_searchable(model: Model) -> bool:
    from convene.timetable.rows import is_searchable  # noqa: PLC0415 -- slow import

    return is_searchable(model)


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
        from convene.timetable.explaining import explain  # noqa: PLC0415 -- slow import

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


def _improve(
    best: Best, begun: Schedule | None, seed: int, *, is_all: bool
) -> Schedule | None:
    """
    Improve the first schedule by local search, for all the time or a part of it.

    Gives the best schedule found, complete or not.
    """
    from random import Random  # noqa: PLC0415 -- slow import

    from convene.timetable.anneal import improve  # noqa: PLC0415 -- slow import

    model, clock = best.model, best.clock
    instance = model.instance
    if begun is None:
        return None
    found = [begun]
    target = sum(gaps or 0 for gaps in best.own) if instance.must_place_all else 0
    best.gaps_bound = max(best.gaps_bound, target)
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
    seconds = clock.left() * QUICK_SHARE
    for least, share in SHARES:
        if size > least:
            rounds, seconds = None, clock.left() * share
    improve(
        model,
        list(begun.slot),
        clock,
        Random(seed),
        rounds=rounds,
        seconds=seconds,
        target=target,
        on_better=on_better,
    )
    return found[0]


def _search(
    best: Best,
    seed: int,
    params: Params,
    seconds: float = math.inf,
    rounds: int | None = None,
) -> Schedule | None:
    """
    Search a large instance by compiled code; give the best slots, seated.

    While it is still being compiled, plainer means make a first schedule.
    """
    from random import Random  # noqa: PLC0415 -- slow import

    from convene.timetable.anneal import improve  # noqa: PLC0415 -- slow import
    from convene.timetable.kempe import Climb, search  # noqa: PLC0415 -- slow import

    model, clock = best.model, best.clock
    placed_at = settle_sites(model, seed)
    must = model.instance.must_place_all
    none = [-1] * len(model.domain)
    own = [gaps or 0 for gaps in best.own]
    best.gaps_bound = max(best.gaps_bound, sum(own) if must else 0)

    def on_better(slot: list[int]) -> None:
        began = clock.seconds()
        kinds = kinds_of(placed_at, slot)
        if kinds is not None:
            _offer(best, slot, *kinds)
        waiting = slot.count(-1) if params.explain and not must else 0
        clock.save_for_the_end(
            OFFERS_AT_THE_END * (clock.seconds() - began) + SECONDS_TO_EXPLAIN * waiting
        )

    def begin() -> None:
        first[0] = _begin(best, seed)
        if first[0] is not None and best.schedule is None and model.is_simple():
            improve(
                model,
                list(first[0].slot),
                clock,
                Random(seed),
                seconds=clock.left() / 4,
                target=ANY_GAPS,
                on_better=on_better,
            )

    first: list[Schedule | None] = [None]
    is_timed = clock.stop.iterations is None
    lost = model.instance.total_weight - best.weight_bound
    climb = Climb(
        clock,
        seconds,
        rounds,
        on_better,
        meanwhile=begin if is_timed else None,
        chosen=best.chosen,
        lost=lost,
    )
    known = best.schedule or best.start
    start = known.slot if known is not None else none
    slot = search(placed_at, own, list(start), seed, params.threads, climb)
    if slot is None:
        return best.schedule or first[0] or _begin(best, seed)
    on_better(slot)
    if -1 in slot and placed_at is not model:
        _fill(best, placed_at, slot, seed)
    return best.schedule or seat(placed_at, slot, none, none)


def _search_at_sites(
    best: Best, seed: int, params: Params, seconds: float, rounds: int | None
) -> Schedule | None:
    """Search with several choices of sites for the meetings, one after the other."""
    clock, found = best.clock, None
    if clock.stop.iterations is not None:
        rounds = max(1, clock.stop.iterations // SITE_CHOICES)
    for n in range(SITE_CHOICES):
        if n and (best.is_proven() or clock.is_over()):
            break
        part = min(seconds, clock.left()) / (SITE_CHOICES - n)
        began = clock.seconds()
        found = _search(best, SITE_CHOICES * seed + n, params, part, rounds) or found
        seconds -= clock.seconds() - began
    return found


def _fill(best: Best, placed_at: Model, slot: list[int], seed: int) -> None:
    """Place what still fits if it may be at any site."""
    from random import Random  # noqa: PLC0415 -- slow import

    from convene.timetable.greedy import Board, fill  # noqa: PLC0415 -- slow import

    board = Board(best.model)
    kinds = kinds_of(placed_at, slot)
    if kinds is not None:
        board.lay(slot, *kinds)
        fill(board, Random(seed))
        _offer(best, board.slot, board.table_kind, board.person_kind)


def _begin(best: Best, seed: int) -> Schedule | None:
    """Make a first schedule; give the incomplete one if all must be placed."""
    from convene.timetable.greedy import greedy  # noqa: PLC0415 -- slow import

    board = greedy(best.model, seed, best.start)
    _offer(best, board.slot, board.table_kind, board.person_kind)
    return seat(best.model, board.slot, board.table_kind, board.person_kind)


def _offer(
    best: Best, slot: list[int], table_kind: list[int], person_kind: list[int]
) -> None:
    """Offer slots if they keep the locks and, where all must be placed, do so."""
    gone = set(best.model.instance.withdrawn)
    complete = all(t >= 0 or m in gone for m, t in enumerate(slot))
    locks_kept = all(slot[m] >= 0 for m in best.model.lock)
    if locks_kept and (complete or not best.model.instance.must_place_all):
        best.offer(slot, table_kind, person_kind)
