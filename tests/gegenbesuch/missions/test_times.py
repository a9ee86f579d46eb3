from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from gegenbesuch.missions.times import length, span

DAY = date(2031, 6, 3)


@pytest.mark.parametrize(
    ("start", "end", "zone", "end_zone", "ends", "hours"),
    [
        ("10:00", "11:30", "Europe/Berlin", "", "2031-06-03T11:30", 1.5),
        ("10:00", "10:00", "Europe/Berlin", "", "2031-06-03T10:00", 0),
        ("19:00", "00:30", "Europe/Berlin", "", "2031-06-04T00:30", 5.5),
        ("11:00", "07:00", "Europe/Berlin", "Asia/Tokyo", "2031-06-04T07:00", 13),
        ("17:00", "10:15", "Asia/Tokyo", "US/Pacific", "2031-06-03T10:15", 9.25),
        ("00:30", "17:30", "Asia/Tokyo", "US/Pacific", "2031-06-02T17:30", 9),
    ],
)
def test_it_ends_the_first_time_that_the_clock_shows_so(
    start: str, end: str, zone: str, end_zone: str, ends: str, hours: float
):
    starts_at, ends_at = span(
        DAY, time.fromisoformat(start), time.fromisoformat(end), zone, end_zone
    )

    assert ends_at is not None
    assert ends_at == datetime.fromisoformat(ends).replace(
        tzinfo=ZoneInfo(end_zone or zone)
    )
    there = ends_at.astimezone(starts_at.tzinfo)
    assert (there - starts_at).total_seconds() / 3600 == hours


def test_without_an_end_nobody_knows_it():
    assert span(DAY, time(10), None, "Asia/Tokyo")[1] is None


def test_length_goes_over_midnight():
    assert length(time(23), time(1)).total_seconds() == 7200
