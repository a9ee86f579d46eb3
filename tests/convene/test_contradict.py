"""What is named when an event is infeasible: it cannot hold together, and no less."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import reduce

import pytest

from convene.timetable import (
    Demand,
    Instance,
    Interpreter,
    Lock,
    Meeting,
    Rule,
    Status,
    Stop,
    sentence,
    solve,
)
from convene.timetable.demands import demands_of, lift, only
from convene.timetable.generate import generate
from tests.convene.test_optimum import draw

STAYS = {Rule.MUST_PLACE_ALL, Rule.LOCKED}


def is_infeasible(instance: Instance) -> bool:
    return solve(instance).status == Status.INFEASIBLE


def renumbered(demand: Demand, meetings: list[int]) -> Demand:
    data = {
        key: meetings.index(value) if key in {"meeting", "first"} else value
        for key, value in demand.data.items()
    }
    return Demand(demand.rule, data)


def assert_is_least(instance: Instance, named: list[Demand]) -> None:
    """Nothing but what is named is infeasible, and feasible without any of it."""
    meetings = [int(str(d.data["meeting"])) for d in named if d.rule in STAYS]
    small = only(instance, meetings)
    rules = [renumbered(d, meetings) for d in named if d.rule not in STAYS]
    others = [demand for demand in demands_of(small) if demand not in rules]
    assert len(others) + len(rules) == len(list(demands_of(small)))
    bare = reduce(lift, others, small)

    assert is_infeasible(bare)
    for demand in rules:
        assert not is_infeasible(lift(bare, demand)), demand
    for m in range(len(meetings)):
        rest = [n for n in range(len(meetings)) if n != m]
        assert not is_infeasible(only(bare, rest)), meetings[m]


@pytest.mark.parametrize("seed", range(60))
def test_a_contradiction_needs_everything_that_it_names(seed: int) -> None:
    rng = random.Random(seed)
    instance = replace(draw(rng), must_place_all=rng.random() < 0.8, withdrawn=())

    result = solve(instance)

    named = [reason for reason in result.contradiction if isinstance(reason, Demand)]
    if named:
        assert len(named) == len(result.contradiction)
        assert_is_least(instance, named)
    else:  # one meeting, participant or row of meetings
        assert bool(result.contradiction) == (result.status == Status.INFEASIBLE)


def test_locked_meetings_are_named_with_their_slots() -> None:
    instance = Instance(
        slots=2,
        participants=6,
        meetings=(Meeting(0, 1), Meeting(2, 3), Meeting(4, 5)),
        capacity=(3, 1),
        locked=(Lock(0, 0), Lock(1, 1), Lock(2, 1)),
    )

    told = [sentence(reason, "de") for reason in solve(instance).contradiction]

    assert told == [
        "Gespräch 1 ist in Zeit 1 gesperrt.",
        "Gespräch 2 ist in Zeit 1 gesperrt.",
        "Tische in Zeit 1: 1.",
    ]


def test_too_few_tables_are_counted() -> None:
    """A solver that knows single meetings only would take hours to see it."""
    full = generate("c", participants=42, meetings=125, slots=8, tables=21, seed=1)
    count = len(full.meetings)
    scarce = replace(full, capacity=((count - 1) // 8,) * 8, must_place_all=True)

    result = solve(scarce, stop=Stop(seconds=20))

    assert result.status == Status.INFEASIBLE
    (reason,) = result.contradiction
    assert reason.rule == Rule.TABLE_CAPACITY
    assert reason.data["count"] == count
    assert reason.data["limit"] == sum(scarce.capacity)
    assert reason.data["slots"] == tuple(range(8))


def test_a_session_with_too_many_meetings_is_named() -> None:
    instance = Instance(
        slots=3,
        participants=8,
        meetings=(
            Meeting(0, 1, session=1),
            Meeting(2, 3, session=1),
            Meeting(4, 5, session=1),
            Meeting(6, 7),
        ),
        sessions=((0,), (1, 2)),
        capacity=(3, 1, 1),
        must_place_all=True,
    )

    told = [sentence(reason, "de") for reason in solve(instance).contradiction]

    assert told == [
        "3 Gespräche sind nur in Zeit 1, Zeit 2 möglich, mit insgesamt 2 Tischen."
    ]


def test_too_few_interpreters_are_counted() -> None:
    instance = Instance(
        slots=2,
        participants=6,
        meetings=tuple(Meeting(2 * n, 2 * n + 1, needs=("de-ja",)) for n in range(3)),
        capacity=(3, 3),
        interpreters=(Interpreter(("ja-de",)),),
        must_place_all=True,
    )

    told = [sentence(reason) for reason in solve(instance).contradiction]

    assert told == [
        (
            "3 meetings can only be held in slot 0, slot 1, "
            "where the interpreters they need are free 2 times in all."
        )
    ]
