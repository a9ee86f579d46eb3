"""The statistics of a session, by hand-counted numbers."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.core.models import AuditEntry
from gegenbesuch.matchmaking.models import Request
from gegenbesuch.onsite import results
from gegenbesuch.onsite.charts import charts_of, duration, headlines
from gegenbesuch.onsite.figures import figures_of
from gegenbesuch.onsite.services import export_statistics
from gegenbesuch.scheduling.models import Meeting, Seat
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.onsite.conftest import Day


@pytest.fixture
def after(day: Day) -> Day:
    """
    The day is over: one meeting held, one missed by the partner, one disputed.

    The first company meets in slots 0 and 2, so it waits once; the second table is
    closed in the last slot; one request more was declined after two days.
    """
    first, second = day.home
    asked = Request.objects.get(pk=day.requests[0].pk)
    decided = asked.created_at + timedelta(hours=3)
    Request.objects.filter(pk=asked.pk).update(decided_at=decided)
    make.CourseFactory(meeting=day.meeting, sender_says="held")
    missed = make.RequestFactory(sender=first, recipient=day.partners[1], priority=3)
    meeting = day.place(missed, day.slots[2], day.tables[0])
    make.CourseFactory(meeting=meeting, desk_says="no_recipient")
    disputed = make.RequestFactory(sender=day.partners[0], recipient=second)
    meeting = day.place(disputed, day.slots[1], day.tables[1])
    make.CourseFactory(meeting=meeting, sender_says="held", recipient_says="missed")
    make.ClosureFactory(table=day.tables[1], slot=day.slots[2])
    declined = make.RequestFactory(
        sender=second, recipient=day.partners[1], status="declined"
    )
    Request.objects.filter(pk=declined.pk).update(
        decided_at=declined.created_at + timedelta(days=2)
    )
    day.at += timedelta(hours=5)
    day.waiting()
    return day


def test_idle_gaps_follow_what_is_moved(after: Day) -> None:
    assert figures_of(after.session, at=after.at).gaps == (3, 1, 0, 0)
    seats = Seat.objects.filter(slot=after.slots[2])
    meeting = seats[0].meeting
    companies = [seat.profile for seat in seats]

    seats.delete()
    without = figures_of(after.session, at=after.at)
    for company in companies:
        Seat.objects.create(meeting=meeting, profile=company, slot=after.slots[1])
    moved = figures_of(after.session, at=after.at)

    assert (without.gaps, without.idle, without.companies) == (
        (3, 0, 0, 0),
        timedelta(),
        3,
    )
    assert (moved.gaps, moved.companies) == ((4, 0, 0, 0), 4)


def test_times_of_answers_follow_what_is_answered(after: Day) -> None:
    assert figures_of(after.session, at=after.at).answers == [0, 1, 1, 0, 0]
    asked = make.RequestFactory(
        sender=after.home[1], recipient=after.profile("Neu KK", 1), status="sent"
    )
    Request.objects.filter(pk=asked.pk).update(
        status="declined", decided_at=asked.created_at + timedelta(minutes=5)
    )
    more = figures_of(after.session, at=after.at)
    Request.objects.filter(pk=asked.pk).update(status="withdrawn")
    less = figures_of(after.session, at=after.at)

    assert (more.answers, more.answered_after) == ([1, 1, 1, 0, 0], timedelta(hours=3))
    assert less.answers == [0, 1, 1, 0, 0]


@pytest.mark.parametrize("state", ["", "held", "no_show", "disputed", "planned"])
def test_pages_of_results_are_parts_of_the_whole(after: Day, state: str) -> None:
    asked = make.RequestFactory(
        sender=after.home[1], recipient=after.profile("Neu KK", 1)
    )
    given_away = after.place(asked, after.slots[0], after.tables[1])
    make.CourseFactory(meeting=given_away, slot=after.slots[0], table=after.tables[1])
    given_away.seats.all().delete()
    Meeting.objects.filter(pk=given_away.pk).update(
        status="unscheduled", slot=None, table=None
    )
    tally = results.tally_of(after.session)

    def page(first: int, most: int) -> list[Any]:
        rows = results.results(
            after.session, tally, state=state, first=first, most=most
        )
        return [(row.slot.starts_at, row.meeting.pk) for row in rows if row.slot]

    whole = page(0, 9)
    assert whole == sorted(whole)
    assert len(whole) == (4 if not state else results.counts(tally)[state])
    assert [page(n, 1) for n in range(5)] == [[row] for row in whole] + [[]] * (
        5 - len(whole)
    )


def test_figures_of_a_session_are_those_counted_by_hand(after: Day) -> None:
    found = figures_of(after.session, at=after.at)

    assert (found.requests["accepted"], found.decided) == (4, 5)
    assert found.answers == [0, 1, 1, 0, 0]
    assert found.answered_after == timedelta(hours=25, minutes=30)
    assert [(row.priority, row.placed, row.accepted) for row in found.placed] == [
        (3, 1, 1),
        (2, 0, 0),
        (1, 2, 3),
    ]
    assert dict(found.outcomes) == {"held": 1, "no_show": 1, "disputed": 1}
    assert dict(found.missing) == {"partner": 1}
    assert (found.gaps, found.companies) == ((3, 1, 0, 0), 4)
    assert found.idle == timedelta(minutes=20)
    assert [(use.tables, use.placed, use.held) for use in found.slots] == [
        (2, 1, 1),
        (2, 1, 0),
        (1, 1, 0),
    ]
    assert [number for number, _label in headlines(found)] == [
        "80 %",
        "1 Tag 1 Stunde",
        "75 %",
        "33 %",
        "60 %",
    ]


def test_figures_tell_what_is_ahead_from_what_nobody_reported(day: Day) -> None:
    before = figures_of(day.session, at=day.at)
    later = figures_of(day.session, at=day.at + timedelta(hours=1))

    assert (dict(before.outcomes), dict(later.outcomes)) == (
        {"ahead": 1},
        {"planned": 1},
    )


def test_a_place_that_was_given_away_counts_as_placed(after: Day) -> None:
    meeting = after.meeting
    course = meeting.course
    course.desk_says, course.slot, course.table = "no_both", meeting.slot, meeting.table
    course.save()
    meeting.seats.all().delete()
    meeting.status, meeting.slot, meeting.table = "unscheduled", None, None
    meeting.save()

    found = figures_of(after.session, at=after.at)

    assert (found.with_slot, found.outcomes["no_show"]) == (3, 2)
    assert found.missing == {"both": 1, "partner": 1}


def test_figures_of_an_empty_session_divide_by_nothing(day: Day) -> None:
    empty = make.SessionFactory(mission=make.MissionFactory())

    found = figures_of(empty, at=day.at)

    assert {number for number, _label in headlines(found)} == {"–"}
    assert all(chart.says for chart in charts_of(found, empty))


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(), "0 Minuten"),
        (timedelta(minutes=1), "1 Minute"),
        (timedelta(hours=3), "3 Stunden"),
        (timedelta(days=2, minutes=5), "2 Tage"),
        (None, "–"),
    ],
)
def test_duration_names_the_two_largest_units(
    time: timedelta | None, words: str
) -> None:
    assert duration(time) == words


@pytest.mark.parametrize("n", [1, 3])
def test_statistics_ask_a_fixed_number_of_queries(
    after: Day, chloe: User, django_assert_num_queries: Any, n: int
) -> None:
    for _more in range(n):
        after.waiting()
    client = signed_in(chloe)
    path = f"/sessions/{after.session.code}/statistics/"
    client.get(path)

    with django_assert_num_queries(16):
        page = client.get(path).content.decode()

    assert page.count('<svg class="picture') == 12
    assert f"3 von {4 + n} angenommenen Gesprächswünschen" in page


def test_export_holds_what_the_page_shows_and_is_on_record(
    after: Day, chloe: User
) -> None:
    data = export_statistics(after.session, actor=chloe, at=after.at)

    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    charts = charts_of(figures_of(after.session, at=after.at), after.session)
    assert len(rows) == 1 + sum(len(chart.bars) for chart in charts)
    assert ["Was aus den Gesprächen wurde", "Strittig", "1", "3", "33 %", ""] in rows
    entry = AuditEntry.objects.get(verb="onsite.session.statistics-exported")
    assert (entry.actor, entry.target_id) == (chloe, after.session.pk)
