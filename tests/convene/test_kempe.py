from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from convene.timetable import (
    Instance,
    Interpreter,
    Lock,
    Meeting,
    Params,
    Progress,
    Schedule,
    Status,
    Stop,
    check,
    measure,
    solve,
)
from convene.timetable import solve as entry
from convene.timetable.bounds import best_windows, participant_gaps
from convene.timetable.clock import Clock
from convene.timetable.generate import generate, plant
from convene.timetable.kempe import Climb, search
from convene.timetable.model import prepare
from convene.timetable.rows import groups_of, is_searchable, rows_of
from convene.timetable.rules import Rule
from convene.timetable.seats import seat
from convene.timetable.sites import is_travelled, settle_sites
from convene.timetable.weights import Weights, weigh

ROUNDS = 3


def found(
    instance: Instance,
    wish: Schedule | None = None,
    *,
    seed: int = 1,
    threads: int = 1,
    rounds: int = ROUNDS,
    weights: Weights | None = None,
) -> Schedule:
    model = settle_sites(prepare(instance), seed)
    own = [gaps or 0 for gaps in participant_gaps(model)]
    begin = list(wish.slot) if wish else [-1] * len(instance.meetings)
    climb = Climb(Clock(Stop()), rounds=rounds)
    if weights:
        lost = instance.total_weight - weights.bound
        climb = replace(climb, chosen=weights.chosen, lost=lost)
    slot = search(model, own, begin, seed, threads, climb)
    assert slot is not None
    if instance.tables is None:
        return Schedule(tuple(slot))
    seated = seat(model, slot, [-1] * len(slot), [-1] * len(slot))
    assert seated is not None
    return seated


def broken(instance: Instance, schedule: Schedule) -> list[Rule]:
    names = [v.rule for v in check(instance, schedule)]
    unknown = (Rule.MUST_PLACE_ALL, Rule.FAIRNESS)
    return [rule for rule in names if rule not in unknown]


def rank(instance: Instance, schedule: Schedule) -> tuple[int, int]:
    values = measure(instance, schedule)
    return -values["placed-weight"], values["idle-gaps"]


def test_groups_say_where_interpreters_run_short() -> None:
    instance = Instance(
        slots=2,
        participants=6,
        meetings=(
            Meeting(0, 1, needs=("de-ja",)),
            Meeting(2, 3, needs=("en-ja",)),
            Meeting(4, 5, needs=("en-ja",)),
            Meeting(0, 5),
        ),
        capacity=(3, 3),
        interpreters=(Interpreter(("de-ja", "en-ja")), Interpreter(("en-ja",), (1,))),
        locked=(Lock(2, 1, interpreter=1),),
    )

    groups = groups_of(prepare(instance))

    assert [(g.meetings, g.room) for g in groups] == [((0, 1), (1, 1))]


def test_rows_share_meetings_among_representatives() -> None:
    instance = Instance(
        slots=2,
        participants=4,
        meetings=(Meeting(0, 1, fixed=0), Meeting(2, 0, fixed=0), Meeting(0, 3)),
        capacity=(3, 3),
        representatives=(2, 1, 1, 1),
        max_meetings=(3, None, None, None),
    )

    rows = rows_of(prepare(instance))

    assert rows.of == [[0, 2], [0], [1], [2], [1]]
    assert rows.ends == [[0, 1], [2, 4], [0, 3]]
    assert rows.person == [0, 1, 2, 3, 0]
    assert rows.at_most == [2, None, None, None, 1]


def test_large_events_with_few_interpreters_are_placed_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules[entry.__module__], "COMPILED_SIZE", 100)
    monkeypatch.setattr(sys.modules[entry.__module__], "EXACT_VARIABLES", 0)
    size = {"participants": 60, "meetings": 260, "slots": 16, "tables": 20}
    instance, planted = plant("i", **size, seed=1)
    assert check(instance, planted) == ()

    result = solve(instance, stop=Stop(iterations=20))

    assert result.status != Status.UNKNOWN
    assert result.schedule is not None
    assert check(instance, result.schedule) == ()


def test_best_windows_hold_all_meetings_with_the_fewest_gaps() -> None:
    instance = Instance(
        slots=6,
        participants=4,
        meetings=(Meeting(0, 1, session=0), Meeting(0, 2), Meeting(0, 3)),
        capacity=(3,) * 6,
        sessions=((0, 1), (2, 3, 4, 5)),
        forbidden=((3,), (), (), ()),
    )
    model = prepare(instance)

    windows = best_windows(model, model.of, [0] * 4)

    assert windows == [
        [0b000111],
        [0b01, 0b10],
        [0b000001, 0b000010, 0b000100, 0b010000, 0b100000],
        [0b000001, 0b000010, 0b000100, 0b010000, 0b100000],
    ]
    assert best_windows(model, model.of, [1, 0, 0, 0])[0] == [0b000111, 0b010110]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    family=st.sampled_from("ghcoiff"),
    participants=st.integers(2, 14),
    meetings=st.integers(0, 30),
    seed=st.integers(0, 10**6),
)
@example(family="f", participants=7, meetings=7, seed=7)
def test_every_rule_is_kept_and_no_start_made_worse(
    family: str, participants: int, meetings: int, seed: int
):
    instance, planted = plant(
        family,
        participants=participants,
        meetings=meetings,
        slots=7,
        tables=4,
        seed=seed,
    )
    assume(is_searchable(prepare(instance)))
    assert broken(instance, found(instance, rounds=1)) == []
    again = found(instance, planted, rounds=1)
    assert broken(instance, again) == []
    if is_travelled(prepare(instance)):  # sites are chosen anew; the solver keeps it
        again = entry(instance, stop=Stop(iterations=4), start=planted).schedule
        assert again is not None
    assert rank(instance, again) <= rank(instance, planted)


def middling(family: str = "g", seed: int = 3) -> Instance:
    return generate(
        family, participants=40, meetings=160, slots=14, tables=16, seed=seed
    )


@pytest.mark.parametrize("family", "ghc")
def test_all_meetings_are_placed(family: str):
    instance = replace(middling(family), must_place_all=True)
    schedule = found(instance)
    assert -1 not in schedule.slot
    assert check(instance, schedule) == ()


def test_meetings_of_the_most_weight_are_placed_first() -> None:
    size = {"participants": 200, "meetings": 1_500, "slots": 16, "tables": 50}
    instance = generate("o", **size, seed=1)
    weights = weigh(prepare(instance), Clock(Stop()))

    schedule = found(instance, rounds=1, weights=weights)

    assert broken(instance, schedule) == []
    assert measure(instance, schedule)["placed-weight"] == weights.bound


def test_a_choice_that_cannot_be_placed_makes_nothing_worse() -> None:
    meetings = tuple(
        Meeting(first + a, first + b, weight=1 + (a * b) % 3)
        for first in range(0, 60, 5)
        for a in range(5)
        for b in range(a)
    )
    instance = Instance(4, 60, meetings, (40,) * 4, must_place_all=False)
    weights = weigh(prepare(instance), Clock(Stop()))
    assert weights.chosen == tuple(range(120))

    plain = found(instance, rounds=10)
    chosen = found(instance, rounds=10, weights=weights)

    assert broken(instance, chosen) == []
    assert rank(instance, chosen)[0] <= rank(instance, plain)[0] * 0.97


def test_orders_and_locks_are_kept():
    instance, planted = plant(
        "g", participants=30, meetings=100, slots=12, tables=14, seed=5
    )
    orders = tuple(
        (m, m + 1) for m in range(0, 40, 2) if planted.slot[m] < planted.slot[m + 1]
    )
    locked = tuple(Lock(m, planted.slot[m]) for m in range(50, 60))
    tied = replace(instance, precedences=orders, locked=locked, must_place_all=True)
    assert broken(tied, found(tied)) == []
    schedule = found(tied, planted)
    assert check(tied, schedule) == ()


@pytest.mark.parametrize("threads", [1, 2])
def test_same_seed_gives_the_same_slots(threads: int):
    instance = middling("o")
    once = found(instance, threads=threads)
    assert once == found(instance, threads=threads)


def test_two_threads_are_not_worse_than_one_of_them():
    instance = middling("g")
    alone = rank(instance, found(instance, seed=0))
    assert rank(instance, found(instance, seed=0, threads=2)) <= alone


def test_names_of_participants_do_not_matter():
    instance = replace(middling("c"), must_place_all=True)
    last = instance.participants - 1
    turned = replace(
        instance,
        meetings=tuple(
            replace(m, a=last - m.a, b=last - m.b) for m in instance.meetings
        ),
        forbidden=tuple(reversed(instance.forbidden)),
    )
    best = rank(instance, found(instance, rounds=40))
    assert best == rank(turned, found(turned, rounds=40))


def test_large_instances_are_solved_by_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.modules[entry.__module__], "COMPILED_SIZE", 100)
    for family in "co":
        instance = middling(family)
        heard: list[Progress] = []
        result = solve(
            instance,
            stop=Stop(iterations=5),
            params=Params(explain=False),
            on_progress=heard.append,
        )
        assert result.schedule is not None
        assert check(instance, result.schedule) == ()
        assert result.status in {Status.FEASIBLE, Status.OPTIMAL}
        assert heard
        same = solve(instance, stop=Stop(iterations=5), params=Params(explain=False))
        assert same.schedule == result.schedule


def test_cancelled_search_gives_what_it_has(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.modules[entry.__module__], "COMPILED_SIZE", 100)
    instance = middling("o")
    result = solve(instance, stop=Stop(cancelled=lambda: True))
    assert result.stopped == "cancelled"
    assert result.schedule is not None
    assert check(instance, result.schedule) == ()


def test_what_is_compiled_is_found_by_the_next_process() -> None:
    program = (
        "from convene.timetable import kempe, kernels\n"
        "kempe.warm()\n"
        "for kernel in kernels.settle, kernels.place_all, kernels.anneal:\n"
        "    assert kernel.stats.cache_hits and not kernel.stats.cache_misses\n"
    )
    for words in ("-m", "convene", "warm"), ("-c", program):
        subprocess.run([sys.executable, *words], check=True)


@pytest.mark.parametrize("must", [True, False])
def test_a_schedule_is_there_before_anything_is_compiled(
    tmp_path: Path, *, must: bool
) -> None:
    instance = replace(
        generate("c", participants=200, meetings=900, slots=20, tables=60, seed=1),
        must_place_all=must,
    )
    (tmp_path / "one.json").write_text(json.dumps(instance.to_json()))
    words = ("-m", "convene", "solve", "one.json", "--seconds", "6", "--quiet")

    done = subprocess.run(
        [sys.executable, *words],
        cwd=tmp_path,
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cold")},
        check=False,
        capture_output=True,
    )

    assert done.returncode in {0, 1}, done.stderr
    assert json.loads(done.stdout)["slot"].count(-1) < 20


def test_small_solves_do_not_load_the_compiler():
    program = (
        "import sys\n"
        "from convene.timetable import Stop, solve\n"
        "from convene.timetable.generate import generate\n"
        "one = generate('g', participants=6, meetings=8, slots=5, tables=3, seed=1)\n"
        "solve(one, stop=Stop(iterations=5))\n"
        "sys.exit('numba' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
