from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from convene.timetable import (
    Cure,
    Instance,
    Interpreter,
    Lock,
    Meeting,
    Reason,
    Rule,
    Schedule,
    Stop,
    Table,
    check,
    explain,
    sentence,
    solve,
)
from convene.timetable.explaining import board_of
from convene.timetable.model import prepare
from tests.convene.strategies import planted


def _more_tables(instance: Instance, meeting: int, cure: Cure) -> Instance:
    slot = cure.data["slot"]
    assert isinstance(slot, int)
    capacity = list(instance.capacity)
    capacity[slot] += 1
    tables = instance.tables
    if tables is not None:
        wish = instance.meetings[meeting]
        tables = (*tables, Table("one more", (slot,), wish.site, wish.features))
    return replace(instance, capacity=tuple(capacity), tables=tables)


def _more_people(instance: Instance, meeting: int, cure: Cure) -> Instance:
    pairs = instance.meetings[meeting].languages
    return replace(instance, interpreters=(*instance.interpreters, Interpreter(pairs)))


def _more_time(instance: Instance, meeting: int, cure: Cure) -> Instance:
    person = cure.data["participant"]
    assert isinstance(person, int)
    forbidden = list(instance.forbidden)
    forbidden[person] = tuple(t for t in forbidden[person] if t != cure.data["slot"])
    return replace(instance, forbidden=tuple(forbidden))


def lifted(
    instance: Instance, schedule: Schedule, meeting: int, cure: Cure
) -> tuple[Instance, Schedule]:
    """Do what a cure says, to the instance or to the schedule."""
    data = cure.data
    person = data.get("participant")
    change = {
        "add-table": _more_tables,
        "add-interpreter": _more_people,
        "add-availability": _more_time,
    }.get(cure.action)
    if change is not None:
        return change(instance, meeting, cure), schedule
    if cure.action == "add-representative":
        assert isinstance(person, int)
        people_there = list(instance.representatives)
        people_there[person] += 1
        return replace(instance, representatives=tuple(people_there)), schedule
    if cure.action == "raise-limit":
        assert isinstance(person, int)
        most, a_day = list(instance.max_meetings), list(instance.max_per_day)
        most[person] = a_day[person] = None
        free = replace(instance, max_meetings=tuple(most), max_per_day=tuple(a_day))
        return free, schedule
    if cure.action == "drop-meeting":
        dropped = data["meeting"]
        columns = [
            tuple(-1 if m == dropped else v for m, v in enumerate(column))
            for column in (schedule.slot, schedule.table, schedule.interpreter)
        ]
        return instance, Schedule(*columns)
    meetings = list(instance.meetings)
    if cure.action == "lift-session" or data.get("rule") == "fixed-slot":
        meetings[meeting] = replace(meetings[meeting], session=None, fixed=None)
    rule = data.get("rule")
    return replace(
        instance,
        meetings=tuple(meetings),
        precedences=() if rule == "precedence" else instance.precedences,
        rest_after=() if rule == "rest-after" else instance.rest_after,
        site_travel=() if rule == "travel-time" else instance.site_travel,
    ), schedule


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(planted(families="of"))
def test_every_cure_of_a_single_reason_lets_the_meeting_fit(
    made: tuple[Instance, Schedule],
) -> None:
    instance, _ = made
    instance = replace(instance, must_place_all=False, fairness=None)
    schedule = solve(instance, stop=Stop(iterations=5)).schedule
    assert schedule is not None

    for entry in explain(instance, schedule):
        if entry.reasons[0].data.get("together"):
            easier, rest = instance, schedule
            for reason in entry.reasons:
                easier, rest = lifted(easier, rest, entry.meeting, reason.cures[0])
            board = board_of(prepare(easier), rest)
            domain = prepare(easier).domain[entry.meeting]
            assert any(board.fits(entry.meeting, t) for t in domain)
            continue
        for reason in entry.reasons:
            for cure in reason.cures:
                easier, rest = lifted(instance, schedule, entry.meeting, cure)
                board = board_of(prepare(easier), rest)
                domain = prepare(easier).domain[entry.meeting]
                assert any(board.fits(entry.meeting, t) for t in domain)


EVENT = Instance(
    slots=2,
    participants=4,
    meetings=(Meeting(0, 1), Meeting(2, 3), Meeting(0, 2)),
    capacity=(1, 1),
)


def said(
    instance: Instance, schedule: Schedule, meeting: int | None = None
) -> list[str]:
    assert check(instance, schedule) == ()
    only = None if meeting is None else (meeting,)
    (entry,) = explain(instance, schedule, meetings=only)
    return [
        sentence(item) for reason in entry.reasons for item in (reason, *reason.cures)
    ]


def test_explain_gives_all_rules_where_one_alone_is_not_enough() -> None:
    crowded = replace(EVENT, capacity=(2, 0))

    (entry,) = explain(crowded, Schedule((0, 0, -1)))

    assert [(r.rule, r.data["slot"]) for r in entry.reasons] == [
        (Rule.TABLE_CAPACITY, 1)
    ]
    both = replace(EVENT, slots=1, positions=(), capacity=(2,), sessions=(), days=())
    (entry,) = explain(both, Schedule((0, 0, -1)))
    assert sorted(r.rule for r in entry.reasons) == [
        Rule.NO_DOUBLE_BOOKING,
        Rule.NO_DOUBLE_BOOKING,
        Rule.TABLE_CAPACITY,
    ]
    cures = [sentence(cure, "de") for r in entry.reasons for cure in r.cures]
    assert cures[-2:] == [
        "Ein Tisch mehr in Zeit 0 würde helfen. Allein genügt das nicht.",
        "Ohne Gespräch 0 würde es passen. Allein genügt das nicht.",
    ]


def test_explain_says_what_would_help_cheapest_first() -> None:
    instance = Instance(
        slots=2,
        participants=6,
        meetings=(Meeting(0, 1), Meeting(2, 3), Meeting(4, 5)),
        capacity=(1, 1),
    )

    assert said(instance, Schedule((0, 1, -1))) == [
        "No table is free in any slot that meeting 2 could use.",
        "One more table in slot 0 would help.",
        "One more table in slot 1 would help.",
        "Without meeting 0 it would fit.",
        "Without meeting 1 it would fit.",
    ]


def test_explain_drops_no_heavier_and_no_locked_meeting() -> None:
    busy = Instance(
        slots=1,
        participants=6,
        meetings=(Meeting(0, 1, weight=2), Meeting(2, 3), Meeting(4, 5, weight=2)),
        capacity=(2,),
    )
    assert said(busy, Schedule((0, 0, -1)))[-1] == "Without meeting 1 it would fit."
    locked = replace(busy, locked=(Lock(1, 0),))
    assert said(locked, Schedule((0, 0, -1)))[-1] == "Without meeting 0 it would fit."
    meetings = (Meeting(0, 1, weight=3), Meeting(2, 3, weight=3), busy.meetings[2])
    heavy = replace(busy, meetings=meetings)
    assert said(heavy, Schedule((0, 0, -1)))[-1] == (
        "One more table in slot 0 would help."
    )


def test_explain_tells_a_busy_participant_from_one_with_too_many_requests() -> None:
    crossed = Instance(
        slots=2,
        participants=4,
        meetings=(Meeting(0, 2), Meeting(1, 3), Meeting(0, 1)),
        capacity=(2, 2),
    )
    schedule = Schedule((0, 1, -1))
    assert said(crossed, schedule)[0] == (
        "Participant 0 has another meeting whenever meeting 2 could otherwise be held."
    )
    short = replace(crossed, slots=1, positions=(), capacity=(2,), sessions=(), days=())
    assert said(short, Schedule((0, -1, -1)), meeting=2)[0] == (
        "Participant 0 has 2 accepted requests and 1 usable slots."
    )


def test_explain_knows_absence_and_interpreters() -> None:
    away = replace(EVENT, capacity=(3, 3), forbidden=((), (), (1,), ()))
    assert said(away, Schedule((0, 0, -1)))[-2:] == [
        "Participant 2 and participant 0 have no slot in which both can meet.",
        "If participant 2 could also meet in slot 1, it would fit.",
    ]
    talk = Instance(
        slots=1,
        participants=4,
        meetings=(Meeting(0, 1, needs=("de-ja",)), Meeting(2, 3, needs=("de-ja",))),
        capacity=(2,),
        interpreters=(Interpreter(("de-ja",)),),
    )
    assert said(talk, Schedule((0, -1), (0, -1), (0, -1))) == [
        "No de-ja interpreter is free in any slot that meeting 1 could use.",
        "One more interpreter for de-ja in slot 0 would help.",
        "Without meeting 0 it would fit.",
    ]
    (mute,) = explain(replace(talk, interpreters=()), Schedule((-1, 0)), meetings=(0,))
    assert [reason.rule for reason in mute.reasons] == [Rule.INTERPRETER_LANGUAGES]
    assert isinstance(mute.reasons[0], Reason)
