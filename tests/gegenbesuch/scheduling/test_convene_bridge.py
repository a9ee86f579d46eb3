from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from gegenbesuch.matchmaking.times import Span, to_json
from gegenbesuch.scheduling import convene_bridge
from gegenbesuch.scheduling import options as options_for
from gegenbesuch.scheduling.models import Meeting, Seat
from tests import factories as make

if TYPE_CHECKING:
    from tests.gegenbesuch.scheduling.conftest import Forum

pytestmark = pytest.mark.database
AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


def solve(problem: convene_bridge.Problem, start: Any = None) -> Any:
    return convene_bridge.solve_problem(
        problem,
        seconds=20,
        seed=0,
        start=start,
        is_cancelled=lambda: False,
        on_progress=lambda _progress: None,
    )


def test_read_problem_freezes_the_session(forum: Forum) -> None:
    forum.interpreter.closed_slots.add(forum.slots[0])
    make.AbsenceFactory(profile=forum.home[0], slot=forum.slots[2])
    forum.home[1].representatives = 2
    forum.home[1].save()
    make.RequestFactory(sender__mission=forum.session.mission, status="sent")

    problem = convene_bridge.read_problem(forum.session)

    instance = problem.instance
    assert (instance.slots, instance.participants, len(instance.meetings)) == (3, 4, 4)
    assert instance.capacity == (2, 2, 2)
    assert [m.needs for m in instance.meetings] == [(), (), ("de-ja",), ("de-ja",)]
    assert instance.interpreters[0].pairs == ("de-ja",)
    assert instance.interpreters[0].slots == (1, 2)
    numbers = {profile: index for index, profile in enumerate(problem.profiles)}
    assert instance.forbidden[numbers[forum.home[0]]] == (2,)
    assert instance.representatives[numbers[forum.home[1]]] == 2


def test_read_problem_keeps_the_half_days_that_a_company_has_closed(
    forum: Forum,
) -> None:
    zone = ZoneInfo(forum.session.time_zone)
    half = forum.slots[1].half_day(zone)
    forum.home[0].closed_halves = [half, "2001-01-01/am"]
    forum.home[0].save()

    problem = convene_bridge.read_problem(forum.session)

    closed = tuple(
        n for n, slot in enumerate(forum.slots) if slot.half_day(zone) == half
    )
    numbers = {profile: index for index, profile in enumerate(problem.profiles)}
    assert closed
    assert problem.instance.forbidden[numbers[forum.home[0]]] == closed
    assert problem.instance.forbidden[numbers[forum.home[1]]] == ()


def test_agreed_times_are_kept_to_or_named(forum: Forum) -> None:
    slot = forum.slots[1]
    begins, ends = slot.starts_at, slot.ends_at
    day = timedelta(days=1)
    for request, span in (
        (forum.requests[0], Span(begins, ends)),
        (forum.requests[1], Span(begins + day, ends + day)),
    ):
        request.spans = to_json([span])
        request.save()
    problem = convene_bridge.read_problem(forum.session)

    convene_bridge.write_result(problem, solve(problem), at=AT)

    kept = Meeting.objects.get(request=forum.requests[0])
    out = Meeting.objects.get(request=forum.requests[1])
    assert kept.slot == slot
    assert out.slot is None
    assert all("vereinbarte Zeit" in r["text"]["de"] for r in out.reasons)
    assert out.reasons
    with translation.override("en"):
        options = options_for.options_of(kept)
    agreed = [any("Agreed was" in r for r in option.reasons) for option in options]
    assert agreed == [True, False, True]


def test_read_problem_weighs_requests_by_priority(forum: Forum) -> None:
    forum.requests[1].priority = 3
    forum.requests[1].save()

    problem = convene_bridge.read_problem(forum.session)

    assert [m.weight for m in problem.instance.meetings] == [1, 3, 1, 1]


def test_read_problem_lets_any_interpreter_serve_who_speaks_one_of_the_pairs(
    forum: Forum,
) -> None:
    make.InterpreterFactory(session=forum.session, pairs=["en-ja"], position=1)
    forum.home[1].languages = ["de"]
    forum.home[1].save()

    problem = convene_bridge.read_problem(forum.session)

    needs = [meeting.needs for meeting in problem.instance.meetings]
    both, only_english = (set(i.pairs) for i in problem.instance.interpreters)
    assert needs[2] not in {("de-ja",), ("en-ja",)}
    assert needs[3] == ("de-ja",)
    assert both == {"de-ja", *needs[2]}
    assert only_english == {"en-ja", *needs[2]}


def test_write_result_names_a_choice_of_languages(forum: Forum) -> None:
    second = make.InterpreterFactory(session=forum.session, pairs=["en-ja"], position=1)
    for person in (forum.interpreter, second):
        person.closed_slots.set(forum.slots)
    problem = convene_bridge.read_problem(forum.session)

    convene_bridge.write_result(problem, solve(problem), at=AT)

    reasons = Meeting.objects.get(request=forum.requests[2]).reasons
    texts = [text for r in reasons for text in r["text"].values()]
    assert any("ドイツ語–日本語 / 英語–日本語" in text for text in texts)
    assert not any("qaa" in text for text in texts)


def test_write_result_and_read_schedule_are_each_others_reverse(forum: Forum) -> None:
    problem = convene_bridge.read_problem(forum.session)
    result = solve(problem)

    placed = convene_bridge.write_result(problem, result, at=AT)

    assert placed == 4
    assert convene_bridge.read_schedule(problem) == result.schedule
    assert convene_bridge.read_problem(forum.session).instance == problem.instance
    assert Seat.objects.count() == 8


def test_write_result_twice_changes_nothing(forum: Forum) -> None:
    problem = convene_bridge.read_problem(forum.session)
    result = solve(problem)
    convene_bridge.write_result(problem, result, at=AT)
    before = list(Meeting.objects.order_by("pk").values())

    convene_bridge.write_result(problem, result, at=AT)

    assert list(Meeting.objects.order_by("pk").values()) == before


def test_write_result_counts_the_moves_of_each_meeting(forum: Forum) -> None:
    problem = convene_bridge.read_problem(forum.session)
    result = solve(problem)
    convene_bridge.write_result(problem, result, at=AT)
    codes = dict(Meeting.objects.values_list("request_id", "code"))
    schedule = result.schedule
    turned = replace(schedule, table=tuple(1 - t for t in schedule.table))

    convene_bridge.write_result(problem, replace(result, schedule=turned), at=AT)

    assert set(Meeting.objects.values_list("sequence", flat=True)) == {1}
    assert dict(Meeting.objects.values_list("request_id", "code")) == codes


def test_write_result_leaves_out_what_was_withdrawn_meanwhile(forum: Forum) -> None:
    problem = convene_bridge.read_problem(forum.session)
    result = solve(problem)
    forum.requests[0].status = "withdrawn"
    forum.requests[0].save()

    placed = convene_bridge.write_result(problem, result, at=AT)

    assert placed == 3
    assert not Meeting.objects.filter(request=forum.requests[0]).exists()


def test_write_result_gives_each_reason_in_every_language(forum: Forum) -> None:
    for slot in forum.slots:
        make.AbsenceFactory(profile=forum.home[0], slot=slot)
    problem = convene_bridge.read_problem(forum.session)

    placed = convene_bridge.write_result(problem, solve(problem), at=AT)

    assert placed == 2
    unplaced = Meeting.objects.filter(slot=None)
    assert {m.request_id for m in unplaced} == {
        forum.requests[0].pk,
        forum.requests[2].pk,
    }
    for meeting in unplaced:
        assert meeting.reasons
        for reason in meeting.reasons:
            assert set(reason["text"]) == {"de", "en", "ja"}
            assert len(set(reason["text"].values())) == 3
    texts = Meeting.objects.get(request=forum.requests[0]).reasons[0]["text"]
    assert "Analytik A GmbH" in texts["de"]


def test_write_result_seats_representatives_side_by_side(forum: Forum) -> None:
    forum.home[0].representatives = 2
    forum.home[0].save()
    for slot in forum.slots[1:]:
        make.AbsenceFactory(profile=forum.home[0], slot=slot)
    problem = convene_bridge.read_problem(forum.session)

    convene_bridge.write_result(problem, solve(problem), at=AT)

    chairs = Seat.objects.filter(profile=forum.home[0], slot=forum.slots[0])
    assert sorted(chairs.values_list("representative", flat=True)) == [0, 1]


def placed_meeting(forum: Forum, number: int, **place: Any) -> Meeting:
    return make.MeetingFactory(
        session=forum.session,
        request=forum.requests[number],
        status="preliminary",
        **place,
    )


def test_database_refuses_two_meetings_at_one_table(forum: Forum) -> None:
    place = {"slot": forum.slots[0], "table": forum.tables[0]}
    placed_meeting(forum, 0, **place)

    with pytest.raises(IntegrityError), transaction.atomic():
        placed_meeting(forum, 3, **place)


def test_database_refuses_an_interpreter_at_two_tables(forum: Forum) -> None:
    place = {"slot": forum.slots[0], "interpreter": forum.interpreter}
    placed_meeting(forum, 2, table=forum.tables[0], **place)

    with pytest.raises(IntegrityError), transaction.atomic():
        placed_meeting(forum, 1, table=forum.tables[1], **place)


def test_database_refuses_a_double_booking(forum: Forum) -> None:
    slot = forum.slots[0]
    first = placed_meeting(forum, 0, slot=slot, table=forum.tables[0])
    second = placed_meeting(forum, 1, slot=slot, table=forum.tables[1])
    make.SeatFactory(meeting=first, profile=forum.partners[0], slot=slot)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.SeatFactory(meeting=second, profile=forum.partners[0], slot=slot)


def test_database_refuses_a_placed_meeting_without_table(forum: Forum) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        placed_meeting(forum, 0, slot=forum.slots[0])
