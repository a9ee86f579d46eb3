"""Exact search, goal after goal, with the clauses of an instance."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from convene.timetable.best import Best, Key
from convene.timetable.cores import SLICE, Minimiser, Search
from convene.timetable.encode import Encoding
from convene.timetable.race import Move, Race, Tell, Work
from convene.timetable.rules import GoalId
from convene.timetable.run import Stop
from convene.timetable.schedule import Schedule
from convene.timetable.validate import idle_gaps, measure

UNARY_SIZE = 300_000
# How the solvers of a race differ: one looks for proofs, the others for schedules.
STRATEGIES: tuple[dict[str, int], ...] = (
    {},
    {"stabilizeonly": 1, "elimreleff": 10, "subsumereleff": 60},
)
#: With more clauses than this even a short question may take a second.
MOST_CLAUSES_HERE = 150_000
#: A copy of this process looks around after so many conflicts.
LONG_SLICE = 50_000
SECONDS_BETWEEN_LOOKS = 0.1
# Seconds before quicker means are tried.
PATIENCE = 4.0


def prove(best: Best, threads: int, *, meanwhile: Callable[[], None]) -> bool:
    """
    Search exactly, goal after goal; False says that no schedule exists.

    Without a limit of iterations the search goes on in copies of this process when
    its questions turn out to be hard, one for each thread. After a while of that
    `meanwhile` is called once if there is no schedule yet or if meetings may be left
    out, where the first schedules are poor; one copy rests as long as it takes. If
    the copies end without an answer, such as for want of memory, the bounds that they
    have proven stay.
    """
    best.clock.enter("prove")
    encoding = Encoding(best.model, must=best.model.instance.must_place_all)
    if encoding.is_false:
        return False
    if best.clock.stop.iterations is not None or not hasattr(os, "fork"):
        return _settle(best, encoding, {}) is not False
    first, *others = [_work(best, encoding, s) for s in STRATEGIES[:threads]]
    answers: list[bool] = []

    def hear(message: list[Any]) -> None:
        kind, *data = message
        if kind == "end":
            answers.append(data[0])
        elif kind == "slots":
            best.offer(*data)
        elif kind == "hard":
            while others:
                race.start(others.pop(0))
        else:
            best.weight_bound = min(best.weight_bound, data[0])
            best.missing_bound = max(best.missing_bound, data[1])
            best.gaps_bound = max(best.gaps_bound, data[2])
            best.tell()

    with Race() as race:
        race.begin(first, hear)
        if not answers:
            _watch(best, race, hear, answers, meanwhile)
    return all(answers)


def _watch(
    best: Best,
    race: Race,
    hear: Tell,
    answers: list[bool],
    meanwhile: Callable[[], None],
) -> None:
    """Hear what the runners tell until one has the answer."""
    began, is_asked = best.clock.seconds(), False
    while race.runners and not best.clock.is_over():
        wait = max(0.0, min(SECONDS_BETWEEN_LOOKS, best.clock.left()))
        for message in race.news(wait):
            hear(message)
            if answers or best.is_proven():
                return
        is_poor = best.schedule is None or not best.model.instance.must_place_all
        if not is_asked and is_poor and race.runners:
            waited = best.clock.seconds() - began
            if waited > min(PATIENCE, best.clock.left() / 4):
                is_asked = True
                race.runners[-1].pause()
                meanwhile()
                race.runners[-1].resume()


@dataclass(slots=True)
class _Reporter(Best):
    """What the work of a thread keeps: it tells what it finds."""

    report: Tell = print

    def take(self, key: Key, *slots: Any) -> None:
        self.key = key
        self.report(["slots", *slots])

    def tell(self) -> None:
        self.report(["bounds", self.weight_bound, self.missing_bound, self.gaps_bound])


def _work(best: Best, encoding: Encoding, options: dict[str, int]) -> Work:
    """Make the work of one thread, which moves out before it takes long."""
    parent = os.getpid()

    def is_called_off() -> bool:
        if os.getpid() == parent:
            return best.clock.is_over()
        return os.getppid() != parent

    def work(tell: Tell, move: Move) -> None:
        def on_hard() -> None:
            move()
            if not options:
                tell(["hard"])

        if len(encoding.clauses) > MOST_CLAUSES_HERE:
            on_hard()
        stop = Stop(best.clock.stop.seconds, None, is_called_off)
        own = _Reporter(
            best.model,
            replace(best.clock, stop=stop, on_progress=None, history=[]),
            best.start,
            None,
            best.key,
            best.weight_bound,
            best.missing_bound,
            best.gaps_bound,
            best.own,
            report=tell,
        )
        answer = _settle(own, encoding, options, LONG_SLICE, on_hard)
        if answer is not None:
            tell(["end", answer])

    return work


def _settle(
    best: Best,
    encoding: Encoding,
    options: dict[str, int],
    conflicts: int = SLICE,
    on_hard: Callable[[], None] | None = None,
) -> bool | None:
    """Settle the goals one after the other; None when stopped, False if none exists."""
    with Search(
        encoding.clauses, encoding.top, best.clock, options, conflicts, on_hard
    ) as search:
        if best.start is not None and best.schedule is not None:
            search.prefer(encoding.phases(best.schedule))
        stages = [_gaps] if encoding.must else [_weight, _missing, _gaps]
        for stage in stages:
            answer = stage(best, encoding, search)
            if answer is not True:
                return answer
    return True


def _accept(
    best: Best, encoding: Encoding, search: Search, true: set[int]
) -> Schedule | None:
    """
    Offer what the search found; None says that it is unfair.

    The fairness rule is put in as soon as a schedule breaks it.
    """
    slots = encoding.slots_of(true)
    schedule = Schedule(tuple(slots))
    if not encoding.is_fair and best.is_unfair(schedule):
        encoding.top = search.top
        for clause in encoding.fairness():
            search.add(clause)
        search.top = encoding.top
        return None
    best.offer(
        slots,
        encoding.kinds_of(encoding.seat, true),
        encoding.kinds_of(encoding.voice, true),
    )
    return schedule


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
            if _accept(best, encoding, search, search.true()) is None:
                continue
            for literal in limit:
                search.add([literal])
            return True
        if not limit:
            return False
        best.weight_bound -= 1
        best.tell()


def _missing(best: Best, encoding: Encoding, search: Search) -> bool | None:
    model = best.model
    wanted = model.instance.min_meetings
    if not any(wanted):
        return True

    def on_bound(missing: int) -> None:
        best.missing_bound = missing
        best.tell()

    def on_model(true: set[int]) -> int | None:
        found = _accept(best, encoding, search, true)
        if found is None:
            return None
        return measure(model.instance, found)[GoalId.MINIMUM_MEETINGS]

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
    with minimiser:
        answer = minimiser.run()
        if answer:
            minimiser.harden()
    return answer


def _gaps(best: Best, encoding: Encoding, search: Search) -> bool | None:
    model = best.model

    def on_bound(gaps: int) -> None:
        best.gaps_bound = max(best.gaps_bound, gaps)
        best.tell()

    def on_model(true: set[int]) -> int | None:
        found = _accept(best, encoding, search, true)
        return None if found is None else sum(idle_gaps(model.instance, found))

    minimiser = Minimiser(search, on_bound, on_model)
    is_all = encoding.must or best.weight_bound == model.instance.total_weight
    own = best.own if is_all else [0] * len(model.of)
    minimiser.pay(sum(gaps or 0 for gaps in own))
    for p, ends in enumerate(encoding.gaps):
        least = own[p] or 0
        some = minimiser.avoid_count(list(ends.values()), least)
        if some and not least and encoding.must:
            for clause in encoding.window(p, some):
                search.add(clause)
    with minimiser:
        return minimiser.run(best.fewest_gaps)
