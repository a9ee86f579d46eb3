"""Solved optima beside all schedules there are, on small events with every rule."""

from __future__ import annotations

import random
from itertools import accumulate

import pytest

from convene.timetable import (
    Instance,
    Interpreter,
    Lock,
    Meeting,
    Rule,
    Schedule,
    Status,
    Table,
    check,
    measure,
    solve,
)

# Rules that a schedule can still come to keep when meetings are added.
LATER = {Rule.MUST_PLACE_ALL, Rule.LOCKED, Rule.FAIRNESS}


def best_goals(instance: Instance) -> tuple[int, int, int] | None:
    """Place one meeting after the other in every way that keeps the rules."""
    tables = range(-1, 0) if instance.tables is None else range(len(instance.tables))
    people = range(-1, len(instance.interpreters))
    best: list[tuple[int, int, int]] = []

    def place(chosen: list[tuple[int, int, int]]) -> None:
        m = len(chosen)
        missing = len(instance.meetings) - m
        columns = zip(*chosen, *[(-1, -1, -1)] * missing, strict=True)
        schedule = Schedule(*columns)
        broken = {violation.rule for violation in check(instance, schedule)}
        if broken - LATER:
            return
        if missing:
            place([*chosen, (-1, -1, -1)])
            for t in range(instance.slots):
                for table in tables:
                    for i in people if instance.meetings[m].languages else (-1,):
                        place([*chosen, (t, table, i)])
        elif not broken:
            values = list(measure(instance, schedule).values())
            best.append((-values[0], values[1], values[2]))

    place([])
    if not best:
        return None
    weight, missing, gaps = min(best)
    return -weight, missing, gaps


def draw(rng: random.Random) -> Instance:
    """Draw a small event with some of the rules, each of them tight."""
    slots, participants = rng.randint(2, 4), rng.randint(3, 4)
    sites = 2 if rng.random() < 0.4 else 0
    named = sites > 0 or rng.random() < 0.4
    meetings = []
    for _ in range(rng.randint(2, 5)):
        a, b = rng.sample(range(participants), 2)
        needs = ["de-ja"] if rng.random() < 0.3 else []
        if rng.random() < 0.2:
            needs += ["en-ja"]
        if named and rng.random() < 0.3:
            needs += ["screen"]
        meetings.append(
            Meeting(
                a,
                b,
                session=rng.choice((None, None, None, 0, 1)),
                fixed=rng.randrange(slots) if rng.random() < 0.1 else None,
                weight=rng.randint(1, 3),
                needs=tuple(needs),
                site=rng.randrange(2) if sites and rng.random() < 0.3 else None,
            )
        )
    count = len(meetings)

    def some(chance: float, least: int, most: int) -> tuple[int | None, ...]:
        return tuple(
            rng.randint(least, most) if rng.random() < chance else None
            for _ in range(participants)
        )

    def part(chance: float) -> tuple[int, ...]:
        return tuple(t for t in range(slots) if rng.random() < chance)

    tables = tuple(
        Table(
            f"T{k}",
            slots=part(0.8) if rng.random() < 0.5 else None,
            site=rng.choice((None, 0, 1)) if sites else None,
            features=("screen",) if k == 0 else (),
        )
        for k in range(rng.randint(1, 2))
    )
    locked: tuple[Lock, ...] = ()
    if rng.random() < 0.15:
        table = rng.choice((None, 0)) if named else None
        locked = (Lock(rng.randrange(count), rng.randrange(slots), table),)
    pairs = [rng.sample(range(count), 2) for _ in range(rng.randint(0, 2))]
    half = slots // 2
    groups = (tuple(range(half)), tuple(range(half, slots)))
    limits = rng.random() < 0.4
    return Instance(
        slots=slots,
        participants=participants,
        meetings=tuple(meetings),
        capacity=() if named else tuple(rng.randint(0, 2) for _ in range(slots)),
        sessions=groups,
        days=groups,
        forbidden=tuple(part(0.1) for _ in range(participants)),
        precedences=tuple((a, b) for a, b in pairs),
        fairness=rng.choice((None, None, None, 0, 1)),
        must_place_all=rng.random() < 0.25,
        representatives=tuple(
            2 if rng.random() < 0.25 else 1 for _ in range(participants)
        ),
        max_meetings=some(0.3, 0, 2) if limits else (),
        max_per_day=some(0.3, 0, 1) if limits else (),
        min_meetings=tuple(rng.randint(0, 2) for _ in range(participants)),
        rest_after=((0, 1),) if rng.random() < 0.3 else (),
        positions=(
            tuple(accumulate(rng.randint(1, 2) for _ in range(slots)))
            if rng.random() < 0.4
            else ()
        ),
        tables=tables if named else None,
        site_travel=((0, 1), (1, 0)) if sites else (),
        interpreters=(
            Interpreter(("de-ja",), slots=part(0.7)),
            Interpreter(("ja-en", "ja-de")),
        )[: rng.randint(0, 2)],
        locked=locked,
        withdrawn=(0,) if rng.random() < 0.1 and not locked else (),
    )


@pytest.mark.parametrize("seed", range(60))
def test_what_is_called_optimal_is_the_best_of_all(seed: int) -> None:
    instance = draw(random.Random(seed))

    result = solve(instance)

    known = best_goals(instance)
    if known is None:
        assert result.status == Status.INFEASIBLE
        assert result.contradiction
        return
    assert result.status == Status.OPTIMAL
    assert result.schedule is not None
    assert check(instance, result.schedule) == ()
    assert tuple(goal.value for goal in result.goals[:3]) == known
    assert all(goal.proven for goal in result.goals[:3])
