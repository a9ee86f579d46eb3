from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from convene.timetable import (
    Instance,
    InstanceError,
    Interpreter,
    Lock,
    Meeting,
    Params,
    Progress,
    Schedule,
    Status,
    Stop,
    Table,
    check,
    sentence,
    solve,
)
from convene.timetable.generate import generate, plant
from tests.convene.brute import best_goals

TINY = Instance(
    slots=3,
    participants=4,
    meetings=(Meeting(0, 1), Meeting(0, 2), Meeting(0, 3, weight=2), Meeting(1, 2)),
    capacity=(1, 1, 1),
)


def key(instance: Instance, **options: object) -> tuple[int, int, int] | None:
    result = solve(instance, **options)  # type: ignore[arg-type]
    if result.status == Status.INFEASIBLE:
        return None
    assert result.schedule is not None
    assert check(instance, result.schedule) == ()
    assert result.status == Status.OPTIMAL
    weight, missing, gaps = (goal.value for goal in result.goals[:3])
    return weight, missing, gaps


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"must_place_all": True},
        {"capacity": (2, 2, 2), "must_place_all": True},
        {"capacity": (2, 1, 1)},
        {"capacity": (2, 2, 2), "min_meetings": (3, 2, 2, 1)},
        {"capacity": (2, 0, 2), "fairness": 0},
        {"capacity": (2, 2, 2), "fairness": 0, "forbidden": ((1,), (), (), ())},
        {"max_meetings": (1, None, None, None), "capacity": (2, 2, 2)},
        {"max_meetings": (1, None, None, None), "must_place_all": True},
        {"days": ((0, 1), (2,)), "max_per_day": (1, 1, 1, 1), "capacity": (2, 2, 2)},
        {"rest_after": ((0, 1),), "capacity": (2, 2, 2)},
        {"rest_after": ((0, 1),), "representatives": (2, 1, 1, 1)},
        {"representatives": (2, 1, 1, 1), "capacity": (3, 3, 3)},
        {"precedences": ((3, 0), (2, 1)), "capacity": (2, 2, 2)},
        {"precedences": ((3, 0), (0, 3))},
        {"precedences": ((3, 0), (0, 3)), "must_place_all": True},
        {"locked": (Lock(3, 1),), "capacity": (1, 1, 1)},
        {"locked": (Lock(3, 1), Lock(0, 1))},
        {"withdrawn": (0,), "capacity": (1, 1, 1), "must_place_all": True},
        {"withdrawn": (2,), "capacity": (1, 1, 1)},
        {
            "withdrawn": (0,),
            "precedences": ((0, 1), (1, 3), (3, 0)),
            "capacity": (2, 2, 2),
            "must_place_all": True,
        },
        {"locked": (Lock(3, 1),), "forbidden": ((), (1,), (), ())},
    ],
)
def test_solve_agrees_with_trying_everything(change: dict[str, object]) -> None:
    instance = replace(TINY, **change)  # type: ignore[arg-type]

    assert key(instance) == best_goals(instance)


SMALL = Instance(
    slots=3,
    participants=4,
    meetings=(
        Meeting(0, 1, needs=("ja-de",)),
        Meeting(2, 3, needs=("de-ja", "screen")),
        Meeting(0, 2),
    ),
    tables=(Table("A", features=("screen",)), Table("B", slots=(1, 2))),
    interpreters=(Interpreter(("de-ja",), slots=(0, 1)),),
)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"must_place_all": True},
        {"interpreters": ()},
        {"interpreters": (), "must_place_all": True},
        {"tables": (Table("A", slots=(0,)), Table("B", slots=(1,)))},
        {"capacity": (1, 1, 1)},
        {"capacity": (1, 0, 1), "must_place_all": True},
        {"locked": (Lock(0, 1, 0),)},
        {"locked": (Lock(0, 1, 0, 0), Lock(1, 1, 0))},
        {"locked": (Lock(2, 1, 1, 0), Lock(0, 0))},
        {
            "tables": (
                Table("A", site=0, features=("screen",)),
                Table("B", site=1),
            ),
            "site_travel": ((0, 1), (1, 0)),
        },
        {
            "tables": (Table("A", site=0, features=("screen",)), Table("B", site=1)),
            "site_travel": ((0, 1), (1, 0)),
            "representatives": (2, 1, 1, 1),
            "meetings": (
                Meeting(0, 1, site=1),
                Meeting(2, 0, needs=("screen",)),
                Meeting(0, 3),
            ),
        },
    ],
)
def test_solve_agrees_with_trying_everything_with_tables_and_interpreters(
    change: dict[str, object],
) -> None:
    fields = {
        name: getattr(SMALL, name)
        for name in ("slots", "participants", "meetings", "tables", "interpreters")
    }
    instance = Instance(**(fields | change))  # type: ignore[arg-type]

    assert key(instance) == best_goals(instance)


def test_solve_handles_an_empty_event() -> None:
    instance = Instance(slots=1, participants=0, meetings=(), capacity=(1,))

    assert key(instance) == (0, 0, 0)


def test_solve_refuses_a_start_of_another_instance() -> None:
    with pytest.raises(InstanceError, match="slot"):
        solve(TINY, start=Schedule((0,)))


@pytest.mark.parametrize(
    ("precedences", "said"),
    [
        (
            ((3, 0), (0, 1), (1, 2)),
            [
                "The required order leaves no slot for meeting 2.",
                "Meeting 3 must be held before meeting 0.",
                "Meeting 0 must be held before meeting 1.",
                "Meeting 1 must be held before meeting 2.",
            ],
        ),
        (((0, 1), (1, 0)), None),
    ],
)
def test_solve_names_the_meetings_that_cannot_follow_each_other(
    precedences: tuple[tuple[int, int], ...], said: list[str] | None
) -> None:
    instance = replace(
        TINY, must_place_all=True, capacity=(4, 4, 4), precedences=precedences
    )

    result = solve(instance)

    assert result.status == Status.INFEASIBLE
    assert {reason.rule for reason in result.contradiction} == {"precedence"}
    if said is not None:
        assert [sentence(reason) for reason in result.contradiction] == said


def test_solve_takes_the_order_of_meetings_that_may_be_left_out_lightly() -> None:
    instance = replace(TINY, precedences=((3, 0), (0, 1), (1, 2)), capacity=(4, 4, 4))

    assert key(instance) == best_goals(instance)


def test_solve_says_who_is_in_the_way_when_infeasible() -> None:
    instance = replace(TINY, slots=3, must_place_all=True, capacity=(4, 4, 4))
    crowded = replace(instance, forbidden=((0,), (), (), ()))

    result = solve(crowded)

    assert result.status == Status.INFEASIBLE
    assert result.schedule is None
    assert [(r.rule, dict(r.data)) for r in result.contradiction] == [
        ("no-double-booking", {"participant": 0, "count": 3, "free": 2})
    ]


def test_solve_names_the_meetings_that_cannot_all_be_placed() -> None:
    triangle = Instance(
        slots=3,
        participants=5,
        meetings=(Meeting(0, 1), Meeting(3, 4), Meeting(0, 2), Meeting(1, 2)),
        forbidden=((2,), (2,), (2,), (), ()),
        capacity=(3, 3, 3),
        must_place_all=True,
    )

    result = solve(triangle)

    assert result.status == Status.INFEASIBLE
    assert [sentence(reason) for reason in result.contradiction] == [
        "Meeting 0 has to be placed.",
        "Meeting 2 has to be placed.",
        "Meeting 3 has to be placed.",
        "Meetings of participant 0 at once: at most 1.",
        "Participant 1 cannot meet in slot 2.",
        "Meetings of participant 1 at once: at most 1.",
        "Participant 2 cannot meet in slot 2.",
        "Meetings of participant 2 at once: at most 1.",
    ]
    crossed = replace(TINY, locked=(Lock(3, 1), Lock(0, 1)))
    assert [sentence(reason) for reason in solve(crossed).contradiction] == [
        "Meeting 0 is locked to slot 1.",
        "Meeting 3 is locked to slot 1.",
        "Meetings of participant 1 at once: at most 1.",
    ]
    unfair = Instance(
        slots=3,
        participants=3,
        meetings=(Meeting(0, 1, fixed=0), Meeting(0, 2, fixed=2)),
        capacity=(1, 1, 1),
        fairness=0,
        must_place_all=True,
    )
    assert [sentence(reason) for reason in solve(unfair).contradiction] == [
        "Meeting 0 has to be placed.",
        "Meeting 1 has to be placed.",
        "The numbers of gaps of any two participants differ by at most 0.",
        "Meeting 0 is fixed to slot 0.",
        "Meeting 1 is fixed to slot 2.",
    ]


def test_solve_improves_by_local_search_what_is_too_large_to_prove(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules["convene.timetable.solving"], "EXACT_VARIABLES", 0)
    instance = generate("g", participants=30, meetings=120, slots=12, tables=14, seed=6)
    greedy = solve(instance, stop=Stop(iterations=0))

    first = solve(instance, stop=Stop(iterations=20), seed=3)
    second = solve(instance, stop=Stop(iterations=20), seed=3)

    assert first.schedule == second.schedule
    assert first.schedule is not None
    assert check(instance, first.schedule) == ()
    assert greedy.schedule is None or (
        first.goal("idle-gaps").value < greedy.goal("idle-gaps").value
    )


def test_solve_is_the_same_with_the_same_seed_and_iterations() -> None:
    instance = generate("f", participants=15, meetings=50, slots=10, tables=7, seed=4)

    first = solve(instance, stop=Stop(iterations=30), seed=7)
    second = solve(instance, stop=Stop(iterations=30), seed=7)

    assert first.schedule == second.schedule
    assert first.goals == second.goals


def test_solve_is_no_worse_than_its_start() -> None:
    instance, hidden = plant(
        "o", participants=20, meetings=90, slots=8, tables=6, seed=3
    )

    result = solve(instance, stop=Stop(iterations=0), start=hidden)

    placed = sum(
        m.weight for m, t in zip(instance.meetings, hidden.slot, strict=True) if t >= 0
    )
    assert result.goal("placed-weight").value >= placed
    assert result.status == Status.FEASIBLE
    assert result.stopped == "iterations"


def test_solve_can_be_cancelled_and_gives_the_best_so_far() -> None:
    instance = generate("g", participants=60, meetings=300, slots=16, tables=25, seed=1)
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return True

    result = solve(instance, stop=Stop(cancelled=cancelled))

    assert result.stopped == "cancelled"
    assert result.goals[0].bound == 300


def test_solve_reports_phases_and_improvements() -> None:
    heard: list[Progress] = []
    instance = generate("o", participants=10, meetings=30, slots=5, tables=3, seed=2)

    result = solve(instance, on_progress=heard.append)

    assert {p.phase for p in heard} >= {"read", "improve", "prove"}
    assert [p.seconds for p in heard] == sorted(p.seconds for p in heard)
    assert result.history[-1].goals == result.goals


def test_solve_counts_what_is_missing_in_the_result() -> None:
    instance = replace(TINY, capacity=(1, 1, 0))

    result = solve(instance, params=Params(explain=True))

    assert len(result.unplaced) == 2
    assert result.to_json(instance)["placed_weight"] == 3
    assert result.goal("placed-weight").gap == 0
    with pytest.raises(KeyError):
        result.goal("other")


def test_importing_the_library_loads_no_solver_and_no_django() -> None:
    code = (
        "import convene, convene.timetable, sys;"
        "print([m for m in ('django', 'pysat', 'highspy', 'numba', 'numpy')"
        " if m in sys.modules])"
    )

    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[]"


def children() -> set[int]:
    lists = Path("/proc/self/task").glob("*/children")
    return {int(number) for own in lists for number in own.read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux")
def test_solve_goes_on_till_its_limit_when_its_processes_are_ended() -> None:
    instance = generate("o", participants=50, meetings=250, slots=14, tables=12, seed=1)
    others, ended = children(), set[int]()

    def end_children(progress: Progress) -> None:
        for number in children() - others:
            os.kill(number, signal.SIGKILL)
            ended.add(number)

    result = solve(instance, stop=Stop(seconds=6), on_progress=end_children)

    assert ended
    assert result.stopped == "seconds"
    assert result.seconds > 4
    assert result.status == Status.FEASIBLE
