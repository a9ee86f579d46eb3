from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from convene.timetable import Instance, Interpreter, Meeting, Schedule, Stop, measure
from convene.timetable.clock import Clock
from convene.timetable.model import prepare
from convene.timetable.rules import GoalId
from convene.timetable.weights import bound_by_slot, weigh
from tests.convene.strategies import planted

EVENT = Instance(
    slots=3,
    participants=6,
    meetings=tuple(
        Meeting(a, b, weight=weight)
        for a, b, weight in ((0, 1, 5), (2, 3, 3), (4, 5, 2))
    ),
    capacity=(3, 0, 0),
)


def bound(instance: Instance) -> int:
    return bound_by_slot(prepare(instance), Clock(Stop()))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(planted(families="oif"))
def test_no_schedule_has_more_weight_than_the_bound(
    made: tuple[Instance, Schedule],
) -> None:
    instance, schedule = made
    placed = measure(instance, schedule)[GoalId.PLACED_WEIGHT]

    free = prepare(replace(instance, must_place_all=False))
    overall = weigh(free, Clock(Stop()))

    assert overall.bound >= bound(free.instance) >= placed
    assert all(free.domain[m] for m in overall.chosen)


def test_the_bound_knows_interpreters() -> None:
    spoken = tuple(replace(m, needs=("de-ja",)) for m in EVENT.meetings)
    crew = (Interpreter(("de-ja",)), Interpreter(("de-ja", "en-ja")))

    assert bound(EVENT) == 10
    assert bound(replace(EVENT, meetings=spoken, interpreters=crew)) == 8


def test_the_bound_knows_rest_and_days() -> None:
    busy = replace(
        EVENT,
        meetings=tuple(Meeting(0, p, weight=p) for p in range(1, 6)),
        slots=4,
        positions=(),
        capacity=(3,) * 4,
        sessions=(),
        days=((0, 1), (2, 3)),
    )

    assert bound(busy) == 14
    assert bound(replace(busy, rest_after=((0, 1),))) == 9
    lunch = replace(busy, rest_after=((0, 1),), positions=(0, 1, 3, 4))
    assert bound(lunch) == 9
    assert bound(replace(lunch, positions=(0, 2, 3, 5))) == 12
    assert bound(replace(busy, max_per_day=(1, *(None,) * 5))) == 9
