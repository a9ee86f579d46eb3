"""A new schedule after something happened, with the fewest meetings changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from convene.timetable.clock import Clock
from convene.timetable.cores import Minimiser, Search
from convene.timetable.disturbance import Disturbance, disturb
from convene.timetable.encode import Encoding
from convene.timetable.explaining import explain
from convene.timetable.greedy import Board
from convene.timetable.model import Model, prepare
from convene.timetable.nearby import rearrange
from convene.timetable.problem import Instance
from convene.timetable.rules import Move, Rule, Unplaced
from convene.timetable.run import Stop
from convene.timetable.schedule import Schedule
from convene.timetable.seats import seat
from convene.timetable.validate import check, fits, measure

DEEPEST = 4
MOST_TRIALS = 20_000
EXACT_VARIABLES = 20_000
SECONDS_TO_STOP = 0.15


@dataclass(frozen=True, slots=True)
class Repair:
    """
    A repaired schedule.

    Attributes:
        instance: The instance as it is after the disturbance.
        schedule: The new schedule; it keeps every rule except, if `complete` is
            false, that all meetings must be placed.
        moves: Every meeting with another slot or table, withdrawn ones included.
        changes: How many meetings that are still wanted lost or changed their slot.
        changes_bound: Proven least number of such changes.
        lost: Weight that was placed, is still wanted and has no slot now.
        goals: The four goals of the new schedule.
        unplaced: Reasons for each meeting that lost its slot or is new without one.
    """

    instance: Instance
    schedule: Schedule
    moves: tuple[Move, ...]
    changes: int
    changes_bound: int
    lost: int
    complete: bool
    goals: Mapping[str, int]
    unplaced: tuple[Unplaced, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Write the new solution with its moves as JSON data."""
        return {
            "instance": self.instance.name,
            "status": "feasible" if self.complete else "unknown",
            "slot": list(self.schedule.slot),
            "table": list(self.schedule.table),
            "interpreter": list(self.schedule.interpreter),
            "placed_weight": self.goals["placed-weight"],
            "breaks": self.goals["idle-gaps"],
            "seconds": round(self.seconds, 3),
            "changes": self.changes,
            "changes_bound": self.changes_bound,
            "lost": self.lost,
            "moves": [
                {
                    "meeting": move.meeting,
                    "before": {"slot": move.before[0], "table": move.before[1]},
                    "after": {"slot": move.after[0], "table": move.after[1]},
                }
                for move in self.moves
            ],
            "new_instance": self.instance.to_json(),
        }


def repair(
    instance: Instance,
    schedule: Schedule,
    disturbance: Disturbance,
    *,
    stop: Stop = Stop(seconds=1.0),  # noqa: B008 -- frozen
) -> Repair:
    """
    Change as few meetings as possible so that the schedule is right again.

    Fewest changed slots come first, then the least weight lost, then waiting and
    new meetings that fit without changing others, then few idle gaps. Meetings
    that are locked or before `now` never move; a locked one that has become
    impossible is withdrawn. Where all meetings must be placed, others make room.

    Raises:
        InstanceError: Schedule or disturbance do not belong to the instance.
    """
    clock = Clock(stop)
    fits(instance, schedule)
    after, before = disturb(instance, schedule, disturbance)
    model = prepare(after)
    board, bound = _restore(model, before)
    stay = board.slot[:]
    _return(board, before, must=after.must_place_all, now=disturbance.now)
    result = seat(
        model, board.slot, board.table_kind, board.person_kind, before, keep=True
    )
    # To seat again, check and report takes about as long as all that came before,
    # and a search ends a moment after it has been told to.
    clock.save_for_the_end(clock.seconds() + SECONDS_TO_STOP)
    is_near = after.must_place_all and model.is_simple()
    if is_near:
        result, bound = _nearer(
            model, before, stay, result, bound, disturbance.now, clock
        )
    small = sum(map(len, model.domain)) <= EXACT_VARIABLES
    # What was searched for nearby in vain is not searched for again.
    is_wrong = small and (
        result is None
        or any(
            not (is_near and broken.rule == Rule.MUST_PLACE_ALL)
            for broken in check(after, result)
        )
    )
    is_beaten = result is not None and _changed(after, before, result) > bound
    if small and (is_wrong or (after.must_place_all and not is_near and is_beaten)):
        exact = _exact(model, before, disturbance.now, clock)
        if exact is not None:
            found, bound = exact
            fewer = result is not None and _changed(after, before, found) < _changed(
                after, before, result
            )
            if is_wrong or fewer:
                result = found
    if result is None:
        result = Schedule.empty(after)
    return _report(
        after, before, result, bound, disturbance.now, len(disturbance.added), clock
    )


def _restore(model: Model, before: Schedule) -> tuple[Board, int]:
    """Put back what can stay; count what cannot, whatever is done about it."""
    board = Board(model)
    kinds = {k: i for i, kind in enumerate(model.table_kinds) for k in kind.members}
    people = {k: i for i, kind in enumerate(model.people) for k in kind.members}
    gone = set(model.instance.withdrawn)
    stay, forced = [], 0
    over = [0] * model.instance.slots
    for m, t in enumerate(before.slot):
        if t < 0 or m in gone:
            continue
        if t in model.domain[m]:
            stay.append(m)
            over[t] += 1
        else:
            forced += 1
    room = [
        max(0, held - limit)
        for held, limit in zip(over, model.instance.capacity, strict=True)
    ]
    liberty = {
        m: _liberty(model, board, before, m) for m in stay if room[before.slot[m]]
    }
    meetings = model.instance.meetings
    stay.sort(
        key=lambda m: (
            m not in model.lock,
            liberty.get(m, 0) > 0,
            -meetings[m].weight,
            liberty.get(m, 0),
            m,
        )
    )
    for m in stay:
        t = before.slot[m]
        if board.fits(m, t):
            liked = (
                kinds.get(before.table[m], -1),
                people.get(before.interpreter[m], -1),
            )
            board.put(m, t, liked)
    return board, forced + sum(room)


def _nearer(
    model: Model,
    before: Schedule,
    stay: list[int],
    result: Schedule | None,
    bound: int,
    now: int,
    clock: Clock,
) -> tuple[Schedule | None, int]:
    """Look for fewer changes, or for a slot for everything, near what must move."""
    most = None
    gone = set(model.instance.withdrawn)
    if result is not None and all(
        t >= 0 or m in gone for m, t in enumerate(result.slot)
    ):
        most = _changed(model.instance, before, result)
        if most <= bound:
            return result, bound
    found, bound = rearrange(
        model, before.slot, stay, now, clock, least=bound, most=most
    )
    none = [-1] * len(stay)
    better = found and seat(model, found, none, none, before, keep=True)
    return better or result, bound


def _liberty(model: Model, board: Board, before: Schedule, m: int) -> int:
    """Count other slots in which both participants of a meeting are idle."""
    meeting = model.instance.meetings[m]
    busy = {
        before.slot[n] for p in (meeting.a, meeting.b) for n in model.of[p] if n != m
    }
    return sum(t not in busy for t in model.domain[m] if t != before.slot[m])


def _return(board: Board, before: Schedule, *, must: bool, now: int) -> None:
    """Find slots for what had to leave, then for what waits."""
    meetings = board.model.instance.meetings
    gone = set(board.model.instance.withdrawn)
    waiting = [m for m, t in enumerate(board.slot) if t < 0 and m not in gone]
    waiting.sort(key=lambda m: (before.slot[m] < 0, -meetings[m].weight, m))
    fixed = set(board.model.lock)
    for m in waiting:
        trials = [MOST_TRIALS]
        for depth in range(1, DEEPEST + 1 if must else 2):
            if _place(board, m, depth, fixed, now, trials):
                break


def _place(
    board: Board, m: int, depth: int, fixed: set[int], now: int, trials: list[int]
) -> bool:
    """Place a meeting by moving fewer than `depth` others."""
    domain = [t for t in board.model.domain[m] if t >= now]
    free = [t for t in domain if board.fits(m, t)]
    if free:
        board.put(m, min(free, key=lambda t: board.cost(m, t)))
        return True
    if depth < 2:
        return False
    for t in domain:
        for out in _in_the_way(board, m, t, fixed):
            trials[0] -= 1
            if trials[0] < 0:
                return False
            if len(out) >= depth:
                continue
            kinds = [(board.table_kind[n], board.person_kind[n]) for n in out]
            for n in out:
                board.take(n)
            if board.fits(m, t):
                board.put(m, t)
                done = _move_all(board, out, depth - 1, fixed | {m}, now, trials)
                if done:
                    return True
                board.take(m)
            for n, liked in zip(out, kinds, strict=True):
                board.put(n, t, liked)
    return False


def _move_all(
    board: Board,
    out: list[int],
    depth: int,
    fixed: set[int],
    now: int,
    trials: list[int],
) -> bool:
    """Place one or two meetings anew, or leave everything as it was."""
    saved = board.slot[:], board.table_kind[:], board.person_kind[:]
    share = depth if len(out) == 1 else 1
    if all(_place(board, n, share, fixed | set(out), now, trials) for n in out):
        return True
    for n, t in enumerate(board.slot):
        if t != saved[0][n] and t >= 0:
            board.take(n)
    for n, t in enumerate(saved[0]):
        if board.slot[n] < 0 <= t:
            board.put(n, t, (saved[1][n], saved[2][n]))
    return False


def _in_the_way(board: Board, m: int, t: int, fixed: set[int]) -> list[list[int]]:
    """List sets of meetings in a slot that would make room for one more."""
    instance = board.model.instance
    meeting = instance.meetings[m]
    must: list[int] = []
    for p in (meeting.a, meeting.b):
        there = [n for n in board.agenda[p] if board.slot[n] == t]
        if len(there) >= instance.representatives[p]:
            must.extend(n for n in there[:1] if n not in must)
    if any(n in fixed for n in must):
        return []
    if must:
        return [must]
    crowd = [n for n, s in enumerate(board.slot) if s == t and n not in fixed]
    return [[n] for n in crowd]


def _changed(instance: Instance, before: Schedule, after: Schedule) -> int:
    """Count wanted meetings that had a slot and have another or none."""
    gone = set(instance.withdrawn)
    return sum(
        s not in (-1, t) and m not in gone
        for m, (s, t) in enumerate(zip(before.slot, after.slot, strict=True))
    )


def _exact(
    model: Model, before: Schedule, now: int, clock: Clock
) -> tuple[Schedule, int] | None:
    """Minimise changed slots with the solver; None if it found nothing in time."""
    instance = model.instance
    encoding = Encoding(model, must=instance.must_place_all)
    if encoding.is_false:
        return None
    if instance.fairness is not None:
        encoding.fairness()
    found: list[Schedule] = []
    with Search(encoding.clauses, encoding.top, clock) as search:
        search.prefer(encoding.phases(before))
        for m, own in enumerate(encoding.x):
            for t, v in own.items():
                if t < now and before.slot[m] != t:
                    search.add([-v])

        def on_model(true: set[int]) -> int:
            slots = encoding.slots_of(true)
            seated = seat(
                model,
                slots,
                encoding.kinds_of(encoding.seat, true),
                encoding.kinds_of(encoding.voice, true),
                before,
                keep=True,
            )
            if seated is not None:
                found.append(seated)
            return sum(
                s != t for s, t in zip(before.slot, slots, strict=True) if s >= 0
            )

        minimiser = Minimiser(search, lambda _: None, on_model)
        impossible = 0
        for m, own in enumerate(encoding.x):
            t = before.slot[m]
            if t in own:
                minimiser.avoid(-own[t], 1)
            elif t >= 0 and m not in instance.withdrawn:
                impossible += 1
        answer = minimiser.run()
        if answer is None and not found and search.solve([]):
            on_model(search.true())
        minimiser.close()
    if not found:
        return None
    return found[-1], minimiser.bound + impossible


def _report(
    instance: Instance,
    before: Schedule,
    result: Schedule,
    bound: int,
    first: int,
    added: int,
    clock: Clock,
) -> Repair:
    gone = set(instance.withdrawn)
    moves, lost = [], 0
    changes = _changed(instance, before, result)
    for m, t in enumerate(result.slot):
        was, now = (before.slot[m], before.table[m]), (t, result.table[m])
        if was != now and (was[0] >= 0 or t >= 0):
            moves.append(Move(m, was, now))
        if m not in gone and was[0] >= 0 > t:
            lost += instance.meetings[m].weight
    news = [
        m
        for m, t in enumerate(result.slot)
        if t < 0 and (before.slot[m] >= 0 or m >= len(result.slot) - added)
    ]
    broken = {violation.rule for violation in check(instance, result)}
    if broken - {Rule.MUST_PLACE_ALL, Rule.FAIRNESS}:
        raise AssertionError(f"the repaired schedule breaks {sorted(broken)}")
    return Repair(
        instance=instance,
        schedule=result,
        moves=tuple(moves),
        changes=changes,
        changes_bound=min(bound, changes),
        lost=lost,
        complete=not broken,
        goals=measure(instance, result),
        unplaced=explain(instance, result, meetings=news, first=first),
        seconds=clock.seconds(),
    )
