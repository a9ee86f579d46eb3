"""
Repairs: how many meetings move, beside the least number that is possible.

    python bench/repairs.py [--count 100] [--seconds 20] [--select GLOB]

Draws no-shows, withdrawals, late arrivals, closed tables, walk-in requests and
changed availability for five generated events and repairs the schedule of each.
The least number of moves is found without the code that repairs: by counting
what has to move in any case and, where that is less than what was moved, by a
plain MaxSAT model that keeps slots. Seconds are CPU time of one repair.
Ends with 1 when a repair breaks a rule, moves a meeting of the past, or moves
more than the proven least number plus one.
"""

from __future__ import annotations

import argparse
import fnmatch
import random
import sys
import time
from itertools import combinations
from threading import Timer
from typing import Any

from pysat.card import CardEnc, EncType
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF, IDPool

from convene.timetable import (
    Disturbance,
    Instance,
    Meeting,
    Repair,
    Rule,
    Schedule,
    Stop,
    check,
    repair,
    solve,
)
from convene.timetable.generate import generate, plant

#: family, participants, meetings, slots, tables
EVENTS = [
    ("g", 50, 220, 18, 18),
    ("h", 60, 220, 18, 18),
    ("c", 200, 1000, 20, 60),
    ("o", 50, 250, 14, 12),
    ("g", 500, 3000, 24, 150),
]
MOST_MORE = 1
COLUMNS = (
    "event",
    "repairs",
    "moves",
    "least",
    "one more",
    "more",
    "open",
    "wrong",
    "CPU",
    "at worst",
)


def _event(event: tuple[str, int, int, int, int]) -> tuple[Instance, Schedule]:
    family, participants, meetings, slots, tables = event
    size = {
        "participants": participants,
        "meetings": meetings,
        "slots": slots,
        "tables": tables,
        "seed": 1,
    }
    if family != "o":
        return plant(family, **size)
    instance = generate(family, **size)
    schedule = solve(instance, stop=Stop(seconds=5)).schedule
    if schedule is None:
        raise AssertionError(f"{instance.name} was not solved")
    return instance, schedule


def _draw(
    instance: Instance, schedule: Schedule, rng: random.Random
) -> tuple[str, Disturbance]:
    """Draw one disturbance of a kind that happens at events."""
    now = rng.randrange(instance.slots // 2)
    p = rng.randrange(instance.participants)
    ahead = [m for m, t in enumerate(schedule.slot) if t >= now]
    kind = rng.choice(
        ["no-show", "withdrawal", "late", "closed", "walk-in", "availability"]
    )
    if kind == "no-show":
        return kind, Disturbance(cancelled=(p,), now=now)
    if kind == "withdrawal":
        count = min(len(ahead), rng.randint(1, 3))
        return kind, Disturbance(withdrawn=tuple(rng.sample(ahead, count)), now=now)
    if kind == "late":
        until = now + rng.randint(1, 3)
        return kind, Disturbance(
            absent=tuple((p, t) for t in range(now, until)), now=now
        )
    if kind == "closed":
        shut = rng.sample(range(min(instance.capacity)), rng.randint(1, 3))
        slots = range(now, instance.slots)
        return kind, Disturbance(
            closed=tuple((k, t) for k in shut for t in slots), now=now
        )
    if kind == "walk-in":
        q = rng.choice([q for q in range(instance.participants) if q != p])
        return kind, Disturbance(added=(Meeting(p, q),), now=now)
    slots = sorted(rng.sample(range(now, instance.slots), 2))
    return kind, Disturbance(absent=((p, slots[0]),), present=((p, slots[1]),), now=now)


class Least:
    """The fewest wanted meetings that lose or change their slot."""

    def __init__(self, after: Instance, before: Schedule, now: int) -> None:
        self.after = after
        self.before = before
        self.now = now
        gone = set(after.withdrawn)
        away = [set(slots) for slots in after.forbidden]
        self.own: dict[int, list[int]] = {}
        for m, meeting in enumerate(after.meetings):
            if m in gone:
                continue
            was = before.slot[m] if m < len(before.slot) else -1
            slots = range(after.slots)
            if meeting.session is not None:
                slots = after.sessions[meeting.session]  # type: ignore[assignment]
            self.own[m] = [
                t
                for t in ([was] if 0 <= was < now else slots)
                if t not in away[meeting.a] | away[meeting.b] and (t >= now or t == was)
            ]

    def was(self, m: int) -> int:
        return self.before.slot[m] if m < len(self.before.slot) else -1

    def sure(self) -> int:
        """Count the moves that no repair can avoid, slot by slot."""
        load, moves = [0] * self.after.slots, 0
        for m, own in self.own.items():
            t = self.was(m)
            if t in own:
                load[t] += 1
            elif t >= 0:
                moves += 1
        over = zip(load, self.after.capacity, strict=True)
        return moves + sum(max(0, held - limit) for held, limit in over)

    def search(self, seconds: float) -> int | None:
        """Prove the least number by MaxSAT; None if it does not end or cannot be."""
        pool = IDPool()
        held = {m: {t: pool.id((m, t)) for t in own} for m, own in self.own.items()}
        formula, sure = self._formula(held)
        ends = time.monotonic() + seconds
        while True:
            found = _minimum(formula, ends - time.monotonic())
            if found is None:
                return None
            cost, true = found
            full = [
                t
                for t, limit in enumerate(self.after.capacity)
                if sum(own.get(t, 0) in true for own in held.values()) > limit
            ]
            if not full:
                return cost + sure
            # Tables are counted only where a schedule has too few of them.
            for t in full:
                count = CardEnc.atmost(
                    [own[t] for own in held.values() if t in own],
                    bound=self.after.capacity[t],
                    vpool=pool,
                    encoding=EncType.cardnetwrk,
                )
                formula.extend(count.clauses)

    def _formula(self, held: dict[int, dict[int, int]]) -> tuple[Any, int]:
        """Write what holds without tables; count the moves that are sure."""
        formula, sure = WCNF(), 0
        at: dict[tuple[int, int], list[int]] = {}
        for m, own in held.items():
            if self.after.must_place_all:
                formula.append(list(own.values()))
            meeting = self.after.meetings[m]
            for t, literal in own.items():
                at.setdefault((-1, m), []).append(literal)
                for p in (meeting.a, meeting.b):
                    at.setdefault((p, t), []).append(literal)
            if self.was(m) in own:
                formula.append([own[self.was(m)]], weight=1)
            elif self.was(m) >= 0:
                sure += 1
        for literals in at.values():
            for one, two in combinations(literals, 2):
                formula.append([-one, -two])
        return formula, sure


def _minimum(formula: Any, seconds: float) -> tuple[int, set[int]] | None:
    if seconds <= 0:
        return None
    with RC2(formula, solver="g4", adapt=True) as solver:
        clock = Timer(seconds, solver.interrupt)
        clock.start()
        found = solver.compute(expect_interrupt=True)
        clock.cancel()
        if found is None:
            return None
        return solver.cost, {v for v in found if v > 0}


def _right(answer: Repair, before: Schedule, now: int) -> bool:
    broken = {v.rule for v in check(answer.instance, answer.schedule)}
    gone = set(answer.instance.withdrawn)
    stays = all(
        answer.schedule.slot[m] == t
        for m, t in enumerate(before.slot)
        if 0 <= t < now and m not in gone
    )
    return stays and broken <= {Rule.MUST_PLACE_ALL, Rule.FAIRNESS}


def _measure(
    instance: Instance, schedule: Schedule, count: int, seconds: float
) -> dict[str, Any]:
    """Repair so many disturbances of one schedule and compare with the least."""
    rng = random.Random(instance.name)
    row: dict[str, Any] = dict.fromkeys(COLUMNS, 0)
    row |= {"event": instance.name, "repairs": count}
    spent = []
    for _ in range(count):
        kind, disturbance = _draw(instance, schedule, rng)
        began = time.process_time()
        answer = repair(instance, schedule, disturbance)
        spent.append(time.process_time() - began)
        row["moves"] += answer.changes
        if not _right(answer, schedule, disturbance.now):
            row["wrong"] += 1
            print(f"{kind} is not repaired: {disturbance}", file=sys.stderr)
            continue
        least = Least(answer.instance, schedule, disturbance.now)
        proven: int | None = least.sure()
        if proven != answer.changes or not answer.complete:
            proven = least.search(seconds)
        if proven is None:
            row["open"] += 1
        elif not answer.complete:
            row["more"] += 1
            print(f"{kind} can be repaired: {disturbance}", file=sys.stderr)
        else:
            more = answer.changes - proven
            row[("least", "one more")[more] if more <= MOST_MORE else "more"] += 1
    row["CPU"] = f"{sorted(spent)[count // 2]:.2f} s"
    row["at worst"] = f"{max(spent):.2f} s"
    return row


def main() -> int:
    """Repair, compare and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--count", type=int, default=100, metavar="N")
    parser.add_argument("--seconds", type=float, default=20.0, metavar="S")
    parser.add_argument("--select", default="*", metavar="GLOB")
    options = parser.parse_args()
    print("|", " | ".join(COLUMNS), "|")
    print("|---" * len(COLUMNS) + "|")
    is_right = True
    for event in EVENTS:
        instance, schedule = _event(event)
        if fnmatch.fnmatch(instance.name, options.select):
            row = _measure(instance, schedule, options.count, options.seconds)
            is_right = is_right and not row["more"] and not row["wrong"]
            print("|", " | ".join(map(str, row.values())), "|", flush=True)
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
