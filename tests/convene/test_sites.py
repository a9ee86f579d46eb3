"""Searches where people travel between sites, beside all schedules there are."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

import pytest

from convene.timetable import (
    Instance,
    Interpreter,
    Lock,
    Meeting,
    Stop,
    Table,
    check,
    kempe,
    measure,
    solve,
)
from convene.timetable import solve as entry
from convene.timetable.bounds import participant_gaps
from convene.timetable.generate import generate
from convene.timetable.model import prepare
from convene.timetable.sites import gaps_by_travel, settle_sites
from convene.timetable.validate import idle_gaps, site_changes
from tests.convene.test_optimum import best_goals

COMPILED = sys.modules[entry.__module__]


def tiny(seed: int) -> Instance:
    """Draw an event of two or three sites that can be looked through."""
    rng = random.Random(seed)
    slots, sites = rng.randint(3, 4), rng.randint(2, 3)
    way = [rng.randint(0, 2) for _ in range(sites)]
    return Instance(
        slots=slots,
        participants=4,
        meetings=tuple(
            Meeting(
                *rng.sample(range(4), 2),
                weight=rng.randint(1, 2),
                site=rng.choice((None, None, *range(sites))),
                needs=("de-ja",) if rng.random() < 0.2 else (),
            )
            for _ in range(3)
        ),
        positions=(0, 1, *(range(3, slots + 1) if rng.random() < 0.5 else (2, 3)))[
            :slots
        ],
        tables=tuple(Table(f"T{k}", site=k) for k in range(sites)),
        site_travel=tuple(
            tuple(0 if a == b else max(way[a], way[b]) for b in range(sites))
            for a in range(sites)
        ),
        interpreters=(Interpreter(("de-ja",)),),
        representatives=(2 if rng.random() < 0.3 else 1, 1, 1, 1),
        must_place_all=rng.random() < 0.3,
    )


def spread(participants: int, meetings: int, sites: int, seed: int = 1) -> Instance:
    """Lay the tables of a general event out at sites, a slot away from each other."""
    base = generate(
        "h",
        participants=participants,
        meetings=meetings,
        slots=16,
        tables=participants // 3,
        seed=seed,
    )
    return replace(
        base,
        capacity=(),
        tables=tuple(Table(f"T{k}", site=k % sites) for k in range(participants // 3)),
        site_travel=tuple(
            tuple(int(a != b) for b in range(sites)) for a in range(sites)
        ),
        must_place_all=False,
        known={},
    )


@pytest.mark.parametrize("seed", range(30))
def test_search_with_ways_keeps_the_rules_and_the_bounds(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(COMPILED, "TRAVELLED_SIZE", 0)
    monkeypatch.setattr(kempe, "MOVES", 5_000)
    monkeypatch.setattr(kempe, "BUILD_MOVES", 200)
    monkeypatch.setattr(COMPILED, "COMPILED_SIZE", 0)
    instance = tiny(seed)
    known = best_goals(instance)

    result = solve(instance, stop=Stop(iterations=8))

    if known is None:
        assert result.schedule is None or result.status == "unknown"
        return
    if result.status == "unknown":
        assert instance.must_place_all
        return
    assert result.schedule is not None
    assert check(instance, result.schedule) == ()
    weight, _, gaps = known
    reached = measure(instance, result.schedule)
    assert reached["placed-weight"] <= weight <= result.goal("placed-weight").bound
    if weight == result.goal("placed-weight").value:
        assert result.goal("idle-gaps").bound <= gaps <= reached["idle-gaps"]
    if weight == instance.total_weight:
        assert sum(own or 0 for own in participant_gaps(prepare(instance))) <= gaps


@pytest.mark.parametrize(("sites", "must"), [(2, False), (3, True)])
def test_companies_change_site_seldom_and_wait_little(
    monkeypatch: pytest.MonkeyPatch, *, sites: int, must: bool
) -> None:
    monkeypatch.setattr(COMPILED, "COMPILED_SIZE", 100)
    instance = replace(spread(60, 200, sites), must_place_all=must)

    monkeypatch.setattr(kempe, "MOVES", 20_000)

    result = solve(instance, stop=Stop(iterations=80))

    assert result.schedule is not None
    assert check(instance, result.schedule) == ()
    assert result.schedule.slot.count(-1) == 0
    assert site_changes(instance, result.schedule) <= instance.participants * sites / 2
    alone = sum(own or 0 for own in participant_gaps(prepare(instance)))
    gaps = result.goal("idle-gaps")
    assert gaps.bound >= alone
    assert gaps.value <= gaps.bound + instance.participants * sites / 2
    again = solve(instance, stop=Stop(iterations=80))
    assert again.schedule == result.schedule


def test_nobody_has_to_travel_where_one_site_has_room() -> None:
    instance = replace(
        spread(20, 40, 2),
        tables=tuple(Table(f"T{k}", site=int(k > 9)) for k in range(20)),
    )

    settled = settle_sites(prepare(instance), 0)

    assert all(
        len({settled.instance.meetings[m].site for m in meetings}) <= 1
        for meetings in settled.of
    )


def test_wishes_locks_and_interpreters_decide_about_the_site() -> None:
    instance = Instance(
        slots=4,
        participants=4,
        meetings=(
            Meeting(0, 1, site=1),
            Meeting(0, 2),
            Meeting(0, 3, needs=("de-ja",)),
            Meeting(1, 2, needs=("de-ja",)),
            Meeting(1, 3, needs=("screen",)),
        ),
        tables=(
            Table("A", site=0),
            Table("B", site=1),
            Table("C", site=2, features=("screen",)),
        ),
        site_travel=((0, 1, 1), (1, 0, 1), (1, 1, 0)),
        interpreters=(Interpreter(("de-ja",)),),
        locked=(Lock(1, 0, 0), Lock(2, 2, 1, 0)),
    )

    settled = settle_sites(prepare(instance), 0)

    assert [m.site for m in settled.instance.meetings] == [1, 0, 1, 1, 2]
    assert all(settled.domain)


def test_ways_that_a_pause_holds_cost_no_gap() -> None:
    instance = replace(spread(20, 40, 2), meetings=(Meeting(0, 1), Meeting(0, 2)))

    assert [gaps_by_travel(instance, sites) for sites in (0, 1, 2, 3)] == [0, 0, 1, 2]

    paused = replace(instance, positions=(*range(8), *range(9, 17)))
    assert [gaps_by_travel(paused, sites) for sites in (1, 2, 3)] == [0, 0, 1]
    apart = replace(paused, meetings=(Meeting(0, 1, site=0), Meeting(0, 2, site=1)))
    assert participant_gaps(prepare(apart))[0] == 0
    assert participant_gaps(prepare(replace(apart, positions=())))[0] == 1


def test_a_schedule_to_begin_with_is_not_made_worse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(COMPILED, "COMPILED_SIZE", 100)
    instance = spread(60, 200, 2)
    monkeypatch.setattr(kempe, "MOVES", 20_000)
    begun = solve(instance, stop=Stop(iterations=40)).schedule
    assert begun is not None

    locks = tuple(Lock(m, t, begun.table[m]) for m, t in enumerate(begun.slot[:120]))
    for tied in (instance, replace(instance, locked=locks)):
        again = solve(tied, stop=Stop(iterations=4), start=begun, seed=5).schedule

        assert again is not None
        assert again.slot.count(-1) <= begun.slot.count(-1)
        assert sum(idle_gaps(tied, again)) <= sum(idle_gaps(tied, begun))
