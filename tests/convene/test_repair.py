from __future__ import annotations

import importlib.util
import json
import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convene.cli import main
from convene.timetable import (
    Disturbance,
    Instance,
    InstanceError,
    Lock,
    Meeting,
    Repair,
    Rule,
    Schedule,
    Table,
    check,
    repair,
    sentence,
    solve,
)
from tests.convene.strategies import planted

EVENT = Instance(
    slots=3,
    participants=4,
    meetings=(Meeting(0, 1), Meeting(0, 2), Meeting(2, 3)),
    tables=(Table("A"), Table("B")),
)
PLAN = Schedule((0, 1, 0), (0, 0, 1))


def slots(answer: Repair) -> tuple[int, ...]:
    assert check(answer.instance, answer.schedule) == ()
    return answer.schedule.slot


def test_repair_of_nothing_changes_nothing() -> None:
    answer = repair(EVENT, PLAN, Disturbance())

    assert answer.schedule == PLAN
    assert (answer.moves, answer.changes, answer.lost) == ((), 0, 0)


def test_repair_finds_long_rows_of_moves() -> None:
    # Everybody meets everybody in five slots; whoever is away leaves one way.
    pairs = [(0, 5), (1, 4), (2, 3), (1, 5), (2, 0), (3, 4), (2, 5), (3, 1), (4, 0)]
    pairs += [(3, 5), (4, 2), (0, 1), (4, 5), (0, 3), (1, 2)]
    instance = Instance(
        slots=6,
        participants=6,
        meetings=tuple(Meeting(a, b) for a, b in pairs),
        capacity=(3,) * 6,
        must_place_all=True,
    )
    plan = Schedule(tuple(m // 3 for m in range(15)), tuple(m % 3 for m in range(15)))
    assert check(instance, plan) == ()

    answer = repair(instance, plan, Disturbance(absent=((0, 0), (1, 4), (2, 5))))

    assert answer.complete
    assert slots(answer).count(-1) == 0
    assert answer.changes == 5


@pytest.mark.parametrize("family", ["c", "g", "h", "o"])
def test_repairs_move_no_more_than_one_beyond_the_least(
    family: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(__file__).parents[2] / "bench" / "repairs.py"
    spec = importlib.util.spec_from_file_location("bench_repairs", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "EVENTS", [(family, 20, 70, 12, 8)])
    monkeypatch.setattr(sys, "argv", ["repairs.py", "--count", "10"])

    assert script.main() == 0
    assert capsys.readouterr().out.count(f"| {family}-20-") == 1


def test_repair_takes_out_who_does_not_come() -> None:
    answer = repair(EVENT, PLAN, Disturbance(cancelled=(0,)))

    assert slots(answer) == (-1, -1, 0)
    assert answer.changes == 0
    assert [sentence(move, "de") for move in answer.moves] == [
        "Gespräch 0 in Zeit 0 entfällt.",
        "Gespräch 1 in Zeit 1 entfällt.",
    ]


def test_repair_does_not_touch_the_past() -> None:
    answer = repair(EVENT, PLAN, Disturbance(cancelled=(0,), now=1))

    assert slots(answer) == (0, -1, 0)


def test_repair_moves_only_who_is_absent() -> None:
    answer = repair(EVENT, PLAN, Disturbance(absent=((1, 0),)))

    assert slots(answer) == (2, 1, 0)
    assert answer.changes == answer.changes_bound == 1


def test_repair_changes_the_table_before_the_slot() -> None:
    wide = replace(EVENT, capacity=(), tables=(*(EVENT.tables or ()), Table("C")))

    answer = repair(wide, PLAN, Disturbance(closed=((0, 0),)))

    assert slots(answer) == (0, 1, 0)
    assert answer.schedule.table == (2, 0, 1)
    assert answer.changes == 0
    assert (
        sentence(answer.moves[0]) == "Meeting 0 stays in slot 0 and moves to table 2."
    )


def test_repair_moves_the_meeting_that_can_go_elsewhere() -> None:
    tight = replace(EVENT, forbidden=((), (1, 2), (), ()))

    answer = repair(tight, PLAN, Disturbance(closed=((0, 0),)))

    assert slots(answer) == (0, 1, 2)
    assert (answer.changes, answer.lost) == (1, 0)


def test_repair_places_new_meetings_and_those_that_waited() -> None:
    waiting = Schedule((0, -1, 0), (0, -1, 1))

    answer = repair(EVENT, waiting, Disturbance(added=(Meeting(1, 3),)))

    assert -1 not in slots(answer)
    assert answer.changes == 0


def test_repair_makes_room_where_all_must_be_placed() -> None:
    full = Instance(
        slots=2,
        participants=3,
        meetings=(Meeting(0, 1), Meeting(0, 2)),
        capacity=(2, 2),
        must_place_all=True,
    )

    answer = repair(full, Schedule((0, 1)), Disturbance(absent=((1, 0),)))

    assert slots(answer) == (1, 0)
    assert answer.changes == 2
    assert answer.changes_bound == 2
    assert answer.complete


def test_repair_says_what_cannot_be_saved() -> None:
    answer = repair(EVENT, PLAN, Disturbance(absent=((1, 0), (1, 1), (1, 2))))

    assert slots(answer) == (-1, 1, 0)
    assert (answer.changes, answer.lost) == (1, 1)
    assert [reason.rule for reason in answer.unplaced[0].reasons] == [Rule.AVAILABILITY]


def test_repair_never_moves_locked_meetings() -> None:
    locked = replace(EVENT, locked=(Lock(1, 1),))

    answer = repair(locked, PLAN, Disturbance(absent=((1, 0), (1, 2))))

    assert slots(answer) == (-1, 1, 0)
    answer = repair(locked, PLAN, Disturbance(absent=((2, 1),)))
    assert answer.instance.withdrawn == (1,)
    assert slots(answer) == (0, -1, 0)


def test_repair_uses_new_availability() -> None:
    shy = replace(EVENT, forbidden=((1,), (), (), ()))

    answer = repair(
        shy, Schedule((0, -1, 1), (0, -1, 1)), Disturbance(present=((0, 1),))
    )

    assert slots(answer) == (0, 2, 1)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ([], "disturbance"),
        ({"gone": [1]}, "gone"),
        ({"cancelled": 1}, "cancelled"),
        ({"cancelled": [9]}, r"cancelled\[0\]"),
        ({"withdrawn": [9]}, r"withdrawn\[0\]"),
        ({"absent": [[0]]}, r"absent\[0\]"),
        ({"absent": [[0, 9]]}, r"absent\[0\]"),
        ({"present": [[9, 0]]}, r"present\[0\]"),
        ({"closed": [[5, 0]]}, r"closed\[0\]"),
        ({"added": [{"a": 0}]}, r"added\[0\]"),
        ({"added": [{"a": 0, "b": 1, "c": 2}]}, r"added\[0\]"),
        ({"added": [{"a": 0, "b": 9}]}, r"meetings\[3\].b"),
        ({"now": -1}, "now"),
    ],
)
def test_repair_says_what_is_wrong_with_a_disturbance(data: object, where: str) -> None:
    with pytest.raises(InstanceError, match=where):
        repair(EVENT, PLAN, Disturbance.from_json(data))


def random_disturbance(rng: random.Random, instance: Instance) -> Disturbance:
    person = rng.randrange(instance.participants)
    slot = rng.randrange(instance.slots)
    now = rng.choice((0, slot))
    kind = rng.randrange(6)
    if kind == 0:
        return Disturbance(cancelled=(person,), now=now)
    if kind == 1 and instance.meetings:
        return Disturbance(withdrawn=(rng.randrange(len(instance.meetings)),), now=now)
    if kind == 2 and instance.capacity[slot]:
        table = rng.randrange(instance.capacity[slot])
        return Disturbance(closed=((table, slot),), now=now)
    if kind == 3:
        return Disturbance(absent=((person, slot),), now=now)
    if kind == 4:
        return Disturbance(present=((person, slot),), now=now)
    other = (person + 1) % instance.participants
    return Disturbance(added=(Meeting(person, other),), now=now)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(planted(families="ghof"), st.integers(0, 10**6))
def test_every_repair_is_right_and_honest(
    made: tuple[Instance, Schedule], seed: int
) -> None:
    instance, _ = made
    first = solve(instance).schedule
    assert first is not None
    disturbance = random_disturbance(random.Random(seed), instance)

    answer = repair(instance, first, disturbance)

    broken = {v.rule for v in check(answer.instance, answer.schedule)}
    assert answer.complete == (not broken)
    assert broken <= {Rule.MUST_PLACE_ALL, Rule.FAIRNESS}
    assert answer.changes_bound <= answer.changes
    for m, before in enumerate(first.slot):
        if 0 <= before < disturbance.now:
            assert answer.schedule.slot[m] == before
        elif before < 0 <= answer.schedule.slot[m]:
            assert answer.schedule.slot[m] >= disturbance.now


def test_command_line_repairs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "instance": EVENT.to_json(),
        "solution": {"slot": PLAN.slot, "table": PLAN.table},
        "disturbance": {"absent": [[1, 0]], "added": [{"a": 1, "b": 3}]},
    }
    for name, data in files.items():
        (tmp_path / name).write_text(json.dumps(data))
    arguments = [str(tmp_path / name) for name in files]
    output = tmp_path / "output"

    assert main(["repair", *arguments, "--output", str(output)]) == 0

    out = capsys.readouterr().out
    assert "Meeting 0 moves from slot 0 to slot 2, table 0." in out
    written = json.loads(output.read_text())
    assert written["changes"] == written["changes_bound"] == 1
    (tmp_path / "new").write_text(json.dumps(written["new_instance"]))
    assert main(["check", str(tmp_path / "new"), str(output)]) == 0
