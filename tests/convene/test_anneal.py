from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from convene.timetable import Instance, Schedule, Stop, check, measure
from convene.timetable.anneal import State, gaps_of, improve
from convene.timetable.clock import Clock
from convene.timetable.model import prepare
from convene.timetable.rules import Rule
from tests.convene.strategies import planted


@given(st.sets(st.integers(0, 20)))
def test_gaps_of_agrees_with_counting(slots: set[int]) -> None:
    ordered = sorted(slots)
    plain = sum(later > sooner + 1 for sooner, later in pairwise(ordered))

    assert gaps_of(sum(1 << t for t in slots)) == plain


@settings(max_examples=30, deadline=None)
@given(planted(families="gho"), st.integers(0, 10**6))
def test_every_move_keeps_the_rules_and_the_count(
    made: tuple[Instance, Schedule], seed: int
) -> None:
    instance, hidden = made
    model = prepare(instance)
    rng = random.Random(seed)
    state = State(model, list(hidden.slot))

    for _ in range(300):
        if state.waiting and rng.random() < 0.3:
            state.insert(rng, lambda _: True)
            continue
        p, s, t = (
            rng.randrange(instance.participants),
            rng.randrange(instance.slots),
            rng.randrange(instance.slots),
        )
        if state.at[p][s] >= 0 and state.at[p][t] < 0:
            state.exchange(p, s, t, lambda _: True)

    reached = Schedule(tuple(state.slot))
    broken = {v.rule for v in check(instance, reached)}
    assert broken <= {Rule.MUST_PLACE_ALL}
    values = measure(instance, reached)
    assert state.gaps == values["idle-gaps"]
    assert state.lost == instance.total_weight - values["placed-weight"]


@settings(max_examples=20, deadline=None)
@given(planted(families="gho"))
def test_improve_never_reports_anything_worse(
    made: tuple[Instance, Schedule],
) -> None:
    instance, hidden = made
    heard: list[tuple[int, int]] = []

    def on_better(slot: list[int]) -> None:
        values = measure(instance, Schedule(tuple(slot)))
        heard.append((-values["placed-weight"], values["idle-gaps"]))

    improve(
        prepare(instance),
        list(hidden.slot),
        Clock(Stop()),
        random.Random(1),
        rounds=3,
        on_better=on_better,
    )

    start = measure(instance, hidden)
    assert all(key < (-start["placed-weight"], start["idle-gaps"]) for key in heard)
    assert heard == sorted(heard, reverse=True)
