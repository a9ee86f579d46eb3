from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from convene.bench import chuffed, first_come, maxsat
from convene.bench.claim import Claim
from convene.bench.run import (
    BASELINES,
    OURS,
    Outcome,
    Told,
    contradictions,
    missing,
    race,
)
from convene.bench.table import line, markdown, summary
from convene.cli import main
from convene.timetable import (
    GoalId,
    Instance,
    Meeting,
    Rule,
    Schedule,
    check,
    measure,
    solve,
)
from convene.timetable.generate import generate
from convene.timetable.model import prepare
from tests.convene.strategies import planted

needs_ortools = pytest.mark.skipif(
    bool(missing("cpsat")), reason="OR-Tools is not installed"
)
needs_chuffed = pytest.mark.skipif(
    not chuffed.is_installed(), reason="MiniZinc with Chuffed is not installed"
)
needs_gecode = pytest.mark.skipif(
    not chuffed.is_installed("gecode"), reason="MiniZinc with Gecode is not installed"
)
METHODS = {
    "maxsat": maxsat.run,
    "chuffed": chuffed.run,
    "gecode": lambda *args: chuffed.run(*args, solver="gecode"),
}
METHOD = pytest.mark.parametrize(
    "method",
    [
        "maxsat",
        pytest.param("cpsat", marks=needs_ortools),
        pytest.param("chuffed", marks=needs_chuffed),
        pytest.param("gecode", marks=needs_gecode),
    ],
)
PLANTED = [
    generate(family, participants=9, meetings=16, slots=7, tables=3, seed=seed)
    for family in "cgh"
    for seed in range(2)
]
SPECIAL = [
    Instance(  # order of meetings, a forbidden slot, an uneven calendar of tables
        slots=4,
        participants=4,
        meetings=(Meeting(0, 1), Meeting(0, 2), Meeting(1, 3), Meeting(2, 3)),
        capacity=(1, 2, 1, 1),
        forbidden=((1,), (), (), ()),
        precedences=((0, 1), (0, 2)),
        must_place_all=True,
    ),
    Instance(  # somebody is to wait twice, but nobody more than another by one
        slots=5,
        participants=4,
        meetings=(
            Meeting(0, 1, fixed=0),
            Meeting(0, 2, fixed=2),
            Meeting(0, 3, fixed=4),
        ),
        capacity=(1,) * 5,
        fairness=1,
        must_place_all=True,
    ),
    Instance(  # three meetings in a circle, and one table for two slots
        slots=2,
        participants=3,
        meetings=(Meeting(0, 1), Meeting(1, 2), Meeting(2, 0)),
        capacity=(1, 1),
        must_place_all=True,
    ),
]


def _claims(method: str, instance: Instance) -> list[Claim]:
    claims: list[Claim] = []
    if method == "cpsat":  # its libraries and ours cannot share a process
        return _claims_of_child(method, instance)
    METHODS[method](prepare(instance), 60.0, 1, claims.append)
    return [Claim.read(claim.line()) for claim in claims]


def _claims_of_child(method: str, instance: Instance) -> list[Claim]:
    with tempfile.TemporaryDirectory() as folder:
        path = _write(instance, Path(folder), "a.json")
        done = subprocess.run(
            [sys.executable, "-m", "convene.bench.child", method, str(path), "60", "1"],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            text=True,
        )
    return [Claim.read(claim) for claim in done.stdout.splitlines()]


def _values(instance: Instance, claims: list[Claim]) -> tuple[int, int] | None:
    """Give weight and gaps of the last schedule, which must keep every rule."""
    found = [claim.slot for claim in claims if claim.slot is not None]
    if not found:
        return None
    schedule = Schedule(found[-1])
    assert check(instance, schedule) == ()
    values = measure(instance, schedule)
    return values[GoalId.PLACED_WEIGHT], values[GoalId.IDLE_GAPS]


def _ours(instance: Instance) -> tuple[int, int] | None:
    result = solve(instance)
    if result.schedule is None:
        return None
    return (
        result.goal(GoalId.PLACED_WEIGHT).value,
        result.goal(GoalId.IDLE_GAPS).value,
    )


@METHOD
@pytest.mark.parametrize("instance", [*PLANTED, *SPECIAL], ids=range(9))
def test_baselines_agree_with_our_solver(method: str, instance: Instance) -> None:
    claims = _claims(method, instance)

    ours = _ours(instance)
    assert _values(instance, claims) == ours
    assert claims[-1].end == ("infeasible" if ours is None else "optimal")


@pytest.mark.parametrize(
    "method", ["maxsat", pytest.param("cpsat", marks=needs_ortools)]
)
@pytest.mark.parametrize("seed", range(3))
def test_baselines_agree_on_what_to_leave_out(method: str, seed: int) -> None:
    instance = generate("o", participants=8, meetings=18, slots=5, tables=2, seed=seed)

    assert _values(instance, _claims(method, instance)) == _ours(instance)


@settings(max_examples=15, deadline=None)
@given(planted("cgho", most_participants=8, most_meetings=12))
def test_maxsat_agrees_with_our_solver(drawn: tuple[Instance, Schedule]) -> None:
    instance = drawn[0]

    assert _values(instance, _claims("maxsat", instance)) == _ours(instance)


@settings(max_examples=25, deadline=None)
@given(planted("cgho"))
def test_first_come_first_served_keeps_the_rules(
    drawn: tuple[Instance, Schedule],
) -> None:
    claims: list[Claim] = []
    first_come.run(prepare(drawn[0]), 1.0, 1, claims.append)

    broken = check(drawn[0], Schedule(claims[-1].slot or ()))
    lenient = {Rule.MUST_PLACE_ALL, Rule.FAIRNESS}
    assert {violation.rule for violation in broken} - lenient == set()


def _write(instance: Instance, folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text(json.dumps(instance.to_json()), encoding="utf-8")
    return path


def test_a_race_judges_every_method_alike(tmp_path: Path) -> None:
    path = _write(PLANTED[0], tmp_path, "a.json")

    [outcomes] = race([path], methods=[OURS, *BASELINES], seconds=30, seed=0, threads=1)

    ours = next(o for o in outcomes if o.method == OURS)
    assert [o.method for o in outcomes] == [OURS, *BASELINES]
    assert ours.status == "optimal"
    for outcome in outcomes:
        if outcome.status == "optimal":
            assert (outcome.weight, outcome.gaps) == (ours.weight, ours.gaps)
            assert outcome.gaps_bound == ours.gaps
            assert outcome.seconds > 0 < outcome.cpu
        else:
            assert outcome.status in {"missing", "partial", "feasible"}


def test_a_race_says_that_nothing_is_possible(tmp_path: Path) -> None:
    path = _write(SPECIAL[-1], tmp_path, "a.json")

    [outcomes] = race([path], methods=[OURS, "maxsat"], seconds=30, seed=0, threads=1)

    assert [(o.status, o.weight) for o in outcomes] == [("infeasible", None)] * 2


def test_a_race_names_what_a_method_cannot_do(tmp_path: Path) -> None:
    instance = generate("f", participants=8, meetings=8, slots=5, tables=3, seed=1)

    [[outcome]] = race(
        [_write(instance, tmp_path, "a.json")],
        methods=["maxsat"],
        seconds=30,
        seed=0,
        threads=1,
    )

    assert (outcome.status, outcome.note) == (
        "unsupported",
        "knows slots and tables only",
    )


def test_a_method_that_does_not_end_is_ended(tmp_path: Path) -> None:
    instance = generate(
        "g", participants=200, meetings=900, slots=20, tables=60, seed=1
    )

    [[outcome]] = race(
        [_write(instance, tmp_path, "a.json")],
        methods=["maxsat"],
        seconds=0.1,
        seed=0,
        threads=1,
    )

    assert (outcome.status, outcome.weight) == ("unknown", None)
    assert outcome.seconds < 15


def test_a_claim_that_a_schedule_disproves_is_wrong() -> None:
    good = Outcome(
        "i", "good", "optimal", weight=5, gaps=1, weight_bound=5, gaps_bound=1
    )
    bound = Outcome("i", "bound", "unknown", weight_bound=5, gaps_bound=2)
    weight = Outcome("i", "weight", "feasible", weight=4, gaps=0, weight_bound=4)
    never = Outcome("i", "never", "infeasible")
    modest = Outcome("i", "modest", "feasible", weight=4, gaps=0, weight_bound=6)

    judged = contradictions([good, bound, weight, never, modest])

    assert [o.status for o in judged] == [
        "optimal",
        "wrong",
        "wrong",
        "wrong",
        "feasible",
    ]


def _told(instance: Instance, *claims: Claim) -> Outcome:
    told = Told(instance, instance.total_weight)
    for claim in claims:
        told.hear(claim)
    return told.outcome("other")


def test_claims_are_checked_before_they_are_believed() -> None:
    pair = Instance(
        slots=3,
        participants=3,
        meetings=(Meeting(0, 1), Meeting(0, 2)),
        capacity=(1, 1, 1),
        must_place_all=True,
    )
    good, gap, clash, half = ((0, 1), (0, 2), (0, 0), (0, -1))

    said = [
        _told(pair, Claim(slot=gap), Claim(slot=good), Claim(end="feasible")),
        _told(pair, Claim(slot=gap, end="optimal")),
        _told(pair, Claim(slot=clash, end="optimal")),
        _told(pair, Claim(slot=half, end="feasible")),
        _told(pair, Claim(slot=half, end="optimal")),
        _told(pair, Claim(end="optimal")),
        _told(pair, Claim(slot=good), Claim(end="infeasible")),
        _told(pair, Claim(gaps_bound=1), Claim(slot=good, end="optimal")),
        _told(pair, Claim(slot=(0,))),
        _told(pair, Claim(gaps_bound=1)),
    ]

    assert [(o.status, o.weight, o.gaps) for o in said] == [
        ("feasible", 2, 0),
        ("optimal", 2, 1),  # only another method's schedule can disprove this
        ("wrong", None, None),
        ("partial", 1, 0),
        ("wrong", 1, 0),
        ("wrong", None, None),
        ("wrong", 2, 0),
        ("wrong", 2, 0),
        ("wrong", None, None),
        ("unknown", None, None),
    ]


def test_the_summary_gives_the_mean_and_the_worst_ratio() -> None:
    def outcome(instance: str, method: str, seconds: float) -> Outcome:
        return Outcome(instance, method, "optimal", seconds, seconds, 1, 3, 3, 0, 3, 0)

    outcomes = [
        outcome("a", OURS, 1.0),
        outcome("a", "maxsat", 4.0),
        outcome("b", OURS, 1.8),
        outcome("b", "maxsat", 1.8),
        outcome("c", OURS, 4.0),
        outcome("c", "maxsat", 0.5),
    ]

    worst = "2.0 times, at worst 1.00 of its time (b)"
    assert summary(outcomes, "maxsat") == [
        "convene and maxsat: 3 instances, settled 3 and 3, better on 0, worse on 0",
        "geometric mean: 0.8 times as fast as maxsat (0.8 in CPU seconds)",
        f"where maxsat takes over 1 s (2 instances): {worst}",
    ]
    assert summary(outcomes, "greedy") == []
    assert markdown(outcomes[:2], [OURS, "maxsat"])[-1] == (
        "| a | 1.00 s (1.00): **0** | 4.00 s (4.00): **0** |"
    )
    assert line(outcomes[0]).split() == [
        "a",
        OURS,
        "1.00",
        "1.00",
        "1",
        "0",
        "0",
        "optimal",
    ]


def test_bench_writes_a_line_per_outcome(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _write(PLANTED[0], tmp_path, "a.json")
    results = tmp_path / "results.jsonl"

    status = main(
        ["bench", str(path), "--baselines", "greedy", "--output", str(results)]
    )

    lines = [json.loads(row) for row in results.read_text().splitlines()]
    assert status == 0
    assert [row["method"] for row in lines] == [OURS, "greedy"]
    assert "settled 1 and 0, better on 1, worse on 0" in capsys.readouterr().out


def test_bench_reads_all_files_before_it_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = _write(PLANTED[0], tmp_path, "a.json")

    status = main(["bench", str(good), str(tmp_path / "none.json")])

    said = capsys.readouterr()
    assert (status, "optimal" in said.out) == (2, False)
    assert "none.json: expected a file to read" in said.err


def test_bench_names_the_baselines_it_knows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "a.json", "--baselines", "magic"]) == 2
    assert "expected some of maxsat" in capsys.readouterr().err
