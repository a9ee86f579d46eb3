from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convene.timetable import (
    Instance,
    Meeting,
    Schedule,
    Status,
    Stop,
    check,
    explain,
    measure,
    sentence,
    solve,
)
from tests.convene.strategies import planted

few = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@few
@given(planted())
def test_the_hidden_schedule_keeps_every_rule(made: tuple[Instance, Schedule]) -> None:
    instance, hidden = made
    if instance.tables is None and -1 in hidden.slot:
        instance = replace(instance, must_place_all=False)

    assert check(instance, hidden) == ()


@few
@given(planted())
def test_every_solved_schedule_is_right_and_no_worse_than_the_hidden_one(
    made: tuple[Instance, Schedule],
) -> None:
    instance, hidden = made

    result = solve(instance, stop=Stop(seconds=5))

    assert result.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert result.schedule is not None
    assert check(instance, result.schedule) == ()
    reached = [(g.value, g.bound) for g in result.goals]
    counted = measure(instance, result.schedule)
    assert [value for value, _ in reached] == list(counted.values())
    assert reached[0][0] <= reached[0][1]
    assert all(value >= bound for value, bound in reached[1:])
    if result.status == Status.OPTIMAL:
        known = measure(instance, hidden)
        ours = (-reached[0][0], reached[1][0], reached[2][0])
        assert ours <= (
            -known["placed-weight"],
            known["minimum-meetings"],
            known["idle-gaps"],
        )


@few
@given(planted(families="gho"), st.integers(0, 10**6))
def test_relabelling_participants_does_not_change_the_optimum(
    made: tuple[Instance, Schedule], seed: int
) -> None:
    instance, _ = made
    names = list(range(instance.participants))
    random.Random(seed).shuffle(names)
    forbidden = [()] * instance.participants
    for p, slots in enumerate(instance.forbidden):
        forbidden[names[p]] = slots
    other = replace(
        instance,
        side=None,
        forbidden=tuple(forbidden),
        meetings=tuple(
            Meeting(names[m.a], names[m.b], m.session, m.fixed, m.weight)
            for m in reversed(instance.meetings)
        ),
    )

    ours, theirs = solve(instance, stop=Stop(20)), solve(other, stop=Stop(20))

    assert [g.value for g in ours.goals[:3]] == [g.value for g in theirs.goals[:3]]


@few
@given(planted(families="of"))
def test_every_unplaced_meeting_has_reasons_that_can_be_said(
    made: tuple[Instance, Schedule],
) -> None:
    instance, _ = made
    instance = replace(instance, must_place_all=False)
    result = solve(instance, stop=Stop(seconds=5))
    assert result.schedule is not None

    for entry in explain(instance, result.schedule):
        assert entry.reasons
        for reason in entry.reasons:
            for language in ("en", "de", "ja"):
                assert sentence(reason, language)
                for cure in reason.cures:
                    assert sentence(cure, language)
