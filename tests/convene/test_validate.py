from __future__ import annotations

import pytest

from convene.timetable import (
    Instance,
    InstanceError,
    Interpreter,
    Lock,
    Meeting,
    Rule,
    Schedule,
    Table,
    check,
    measure,
)
from convene.timetable.validate import CHECKS


def event(**fields: object) -> Instance:
    """Three people, two meetings of the first, four slots, two tables."""
    given: dict[str, object] = {
        "slots": 4,
        "participants": 3,
        "meetings": (Meeting(0, 1), Meeting(0, 2)),
        "capacity": (2, 2, 2, 2),
    }
    return Instance(**(given | fields))  # type: ignore[arg-type]


def two(first: dict[str, object], second: dict[str, object]) -> tuple[Meeting, Meeting]:
    return Meeting(0, 1, **first), Meeting(0, 2, **second)  # type: ignore[arg-type]


TWO_TABLES = (Table("A", slots=(0, 1, 2)), Table("B", features=("screen",)))
SITES = {
    "tables": (Table("A", site=0), Table("B", site=1)),
    "site_travel": ((0, 1), (1, 0)),
}
TALK = {
    "meetings": two({"needs": ("ja-de",)}, {"needs": ("de-ja",)}),
    "interpreters": (Interpreter(("de-ja",), slots=(0, 1)), Interpreter(("en-ja",))),
}

CASES = [
    (Rule.AVAILABILITY, {"forbidden": ((3,), (), ())}, ((0, 2),), ((0, 3),)),
    (
        Rule.SESSION,
        {"sessions": ((0, 1), (2, 3)), "meetings": two({"session": 0}, {})},
        ((1, 3),),
        ((2, 3),),
    ),
    (Rule.FIXED_SLOT, {"meetings": two({"fixed": 1}, {})}, ((1, 3),), ((0, 3),)),
    (Rule.LOCKED, {"locked": (Lock(1, 2),)}, ((0, 2),), ((0, 1),)),
    (Rule.LOCKED, {"locked": (Lock(1, 2),)}, ((0, 2),), ((0, -1),)),
    (Rule.LOCKED, {"locked": (Lock(1, 2, 1),)}, ((0, 2), (0, 1)), ((0, 2), (0, 0))),
    (Rule.NO_DOUBLE_BOOKING, {}, ((0, 1),), ((1, 1),)),
    (
        Rule.NO_DOUBLE_BOOKING,
        {
            "representatives": (2, 1, 1),
            "meetings": (Meeting(0, 1), Meeting(0, 2), Meeting(0, 1)),
            "capacity": (3, 3, 3, 3),
        },
        ((0, 0, 1),),
        ((0, 0, 0),),
    ),
    (Rule.MAX_MEETINGS, {"max_meetings": (1, None, None)}, ((0, -1),), ((0, 1),)),
    (
        Rule.MAX_PER_DAY,
        {"days": ((0, 1), (2, 3)), "max_per_day": (1, None, None)},
        ((0, 2),),
        ((0, 1),),
    ),
    (Rule.REST_AFTER, {"rest_after": ((0, 1),)}, ((0, 2),), ((0, 1),)),
    (
        Rule.REST_AFTER,
        {"rest_after": ((0, 2),), "representatives": (2, 1, 1)},
        ((0, 1),),
        None,
    ),
    (
        Rule.REST_AFTER,
        {"rest_after": ((0, 1),), "positions": (0, 1, 3, 4)},
        ((1, 2),),
        ((0, 1),),
    ),
    (Rule.PRECEDENCE, {"precedences": ((0, 1),)}, ((0, 1),), ((1, 0),)),
    (Rule.PRECEDENCE, {"precedences": ((0, 1),)}, ((-1, 0),), ((1, 0),)),
    (
        Rule.TABLE_CAPACITY,
        {"capacity": (1, 1, 1, 1), "meetings": (Meeting(0, 1), Meeting(0, 2))},
        ((0, 1),),
        None,
    ),
    (
        Rule.TABLE_CAPACITY,
        {
            "participants": 4,
            "meetings": (Meeting(0, 1), Meeting(2, 3)),
            "capacity": (1, 1, 1, 1),
        },
        ((0, 1),),
        ((0, 0),),
    ),
    (
        Rule.TABLE_CLASH,
        {"participants": 4, "meetings": (Meeting(0, 1), Meeting(2, 3))},
        ((0, 0), (0, 1)),
        ((0, 0), (1, 1)),
    ),
    (Rule.TABLE_OPEN, {"tables": TWO_TABLES}, ((2, 3), (0, 1)), ((1, 3), (0, 0))),
    (Rule.TABLE_OPEN, {}, ((0, 1), (1, 1)), ((0, 1), (1, 2))),
    (
        Rule.TABLE_FEATURES,
        {"tables": TWO_TABLES, "meetings": two({"needs": ("screen",)}, {})},
        ((0, 1), (1, 0)),
        ((0, 1), (0, 0)),
    ),
    (
        Rule.TABLE_SITE,
        {**SITES, "meetings": two({"site": 1}, {})},
        ((0, 3), (1, 0)),
        ((0, 3), (0, 0)),
    ),
    (Rule.TRAVEL_TIME, SITES, ((0, 2), (0, 1)), ((0, 1), (0, 1))),
    (
        Rule.TRAVEL_TIME,
        {**SITES, "representatives": (2, 1, 1)},
        ((0, 1), (0, 1)),
        None,
    ),
    (
        Rule.TRAVEL_TIME,
        {
            "participants": 4,
            "meetings": (
                Meeting(0, 1, needs=("de-ja",), site=0),
                Meeting(2, 3, needs=("de-ja",), site=1),
            ),
            "site_travel": ((0, 1), (1, 0)),
            "interpreters": (Interpreter(("de-ja",)),),
        },
        ((0, 2), (), (0, 0)),
        ((0, 1), (), (0, 0)),
    ),
    (
        Rule.INTERPRETER_LANGUAGES,
        TALK,
        ((0, 1), (), (0, 0)),
        ((0, 1), (), (0, 1)),
    ),
    (Rule.INTERPRETER_LANGUAGES, TALK, ((0, 1), (), (0, 0)), ((0, 1), (), (0, -1))),
    (
        Rule.INTERPRETER_AVAILABILITY,
        TALK,
        ((0, 1), (), (0, 0)),
        ((0, 2), (), (0, 0)),
    ),
    (
        Rule.INTERPRETER_CLASH,
        {
            "participants": 4,
            "meetings": (
                Meeting(0, 1, needs=("de-ja",)),
                Meeting(2, 3, needs=("de-ja",)),
            ),
            "interpreters": (Interpreter(("de-ja",)), Interpreter(("de-ja",))),
        },
        ((0, 0), (), (0, 1)),
        ((0, 0), (), (1, 1)),
    ),
    (Rule.FAIRNESS, {"fairness": 0}, ((0, 1),), ((0, 2),)),
    (
        Rule.WITHDRAWN,
        {"withdrawn": (1,), "must_place_all": True},
        ((0, -1),),
        ((0, 1),),
    ),
    (Rule.MUST_PLACE_ALL, {"must_place_all": True}, ((0, 1),), ((0, -1),)),
]


@pytest.mark.parametrize(("rule", "fields", "right", "wrong"), CASES)
def test_check_tells_right_from_wrong(
    rule: Rule,
    fields: dict[str, object],
    right: tuple[tuple[int, ...], ...],
    wrong: tuple[tuple[int, ...], ...] | None,
) -> None:
    instance = event(**fields)
    if instance.tables is not None and len(right) == 1:
        right = (*right, (0, 1))

    assert check(instance, Schedule(*right)) == ()
    if wrong is not None:
        assert {v.rule for v in check(instance, Schedule(*wrong))} == {rule}


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} == set(Rule) == set(CHECKS)


def test_check_refuses_a_schedule_of_another_instance() -> None:
    with pytest.raises(InstanceError, match="slot"):
        check(event(), Schedule((0,)))
    with pytest.raises(InstanceError, match=r"slot\[1\]"):
        check(event(), Schedule((0, 4)))
    with pytest.raises(InstanceError, match=r"interpreter\[0\]"):
        check(event(), Schedule((0, 1), (), (0, -1)))
    with pytest.raises(InstanceError, match=r"table\[0\]"):
        check(event(tables=TWO_TABLES), Schedule((0, 1), (2, 0)))


def test_representatives_travel_separately() -> None:
    instance = event(
        **SITES,
        representatives=(2, 1, 1, 1),
        participants=4,
        meetings=(Meeting(0, 1), Meeting(0, 2), Meeting(0, 3)),
    )

    assert check(instance, Schedule((0, 1, 3), (0, 1, 0))) == ()
    broken = check(instance, Schedule((0, 1, 2), (0, 1, 0)))
    assert broken == ()
    broken = check(instance, Schedule((0, 1, 1), (0, 1, 0)))
    assert broken == ()
    three = event(
        site_travel=((0, 2), (2, 0)),
        tables=(Table("A", site=0), Table("B", site=1), Table("C", site=1)),
        representatives=(2, 1, 1, 1),
        participants=4,
        meetings=(Meeting(0, 1), Meeting(0, 2), Meeting(0, 3)),
    )
    assert [v.rule for v in check(three, Schedule((0, 1, 1), (0, 1, 2)))] == [
        Rule.TRAVEL_TIME
    ]


def test_measure_counts_the_four_goals() -> None:
    instance = Instance(
        slots=6,
        participants=3,
        meetings=(Meeting(0, 1, weight=3), Meeting(0, 2), Meeting(0, 1, weight=5)),
        capacity=(2,) * 6,
        min_meetings=(3, 2, 2),
    )

    values = measure(instance, Schedule((0, 5, 2), (0, 1, 1)))

    assert values == {
        "placed-weight": 9,
        "minimum-meetings": 1,
        "idle-gaps": 3,
        "table-changes": 2,
    }


def test_measure_does_not_count_a_representative_who_starts_work() -> None:
    instance = event(representatives=(2, 1, 1), meetings=(Meeting(0, 1),) * 3)

    values = measure(instance, Schedule((0, 1, 1), (0, 0, 1)))

    assert values["table-changes"] == 0
    values = measure(instance, Schedule((0, 1, 1), (0, 1, 2)))
    assert values["table-changes"] == 2
