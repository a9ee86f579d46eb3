"""The programme on a time axis: day by day, with the ways between the items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.missions import travel_times
from gegenbesuch.missions.pictures.day_axis import Block, block_times, draw_day
from gegenbesuch.missions.programme import days_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.directory.models import Place
    from gegenbesuch.missions.models import Mission, Stop
    from gegenbesuch.missions.pictures.day_axis import DayPicture
    from gegenbesuch.missions.programme import Course, Day, Line
    from gegenbesuch.missions.travel_times import Known

WIDE = 960  # pixels


@dataclass(frozen=True)
class Leg:
    """The way to an item from the one before."""

    start: Place
    end: Place
    needed: travel_times.Duration
    available: int

    @property
    def is_tight(self) -> bool:
        """Whether there is less time than the way takes."""
        return self.available < self.needed.minutes


@dataclass(frozen=True)
class AxisRow:
    """An item of the axis in words, with the way to it."""

    line: Line
    course: Course
    can_move: bool
    leg: Leg | None = None


@dataclass(frozen=True)
class AxisDay:
    """
    A day of the axis.

    Attributes:
        iso: The day as an input has it; empty if the day is not exactly known.
        picture: None if no item of the day has a time.
    """

    on: PartialDate
    iso: str
    stops: list[Stop]
    zone: str
    home_zone: str
    rows: list[AxisRow]
    picture: DayPicture | None


def axis_of(
    mission: Mission, lines: Sequence[Line], stops: Sequence[Stop], *, can_edit: bool
) -> list[AxisDay]:
    """
    Return the days in order; what has no day comes last.

    Asks once for the travel times that the office wrote down.

    Args:
        can_edit: Whether the reader may move items.
    """
    going = [line for line in lines if line.state != "dropped"]
    journeys = travel_times.journeys_of({mission.office_id})
    known = journeys.get(mission.office_id, {})
    return [
        _day(mission, day, stops, known, can_edit=can_edit) for day in days_of(going)
    ]


def _day(
    mission: Mission, day: Day, stops: Sequence[Stop], known: Known, *, can_edit: bool
) -> AxisDay:
    rows: list[AxisRow] = []
    for line in sorted(day.lines, key=_begins):
        course = line.actual if line.is_held and line.actual.on.is_known else line.plan
        can_move = can_edit and line.state == "planned"
        rows.append(AxisRow(line, course, can_move, _leg(rows, line, course, known)))
    timed = [row for row in rows if row.course.start and day.on.is_exact]
    zones = [row.line.zone for row in timed or rows if row.line.zone]
    homes = [row.line.home_zone for row in timed or rows if row.line.home_zone]
    first = day.on.first_day()
    return AxisDay(
        on=day.on,
        iso=first.isoformat() if first and day.on.is_exact else "",
        stops=[stop for stop in stops if _is_at(stop, day.on)],
        zone=zones[0] if zones else "",
        home_zone=homes[0] if homes else "",
        rows=rows,
        picture=_picture(mission, day.on, timed, zones, homes) if timed else None,
    )


def _picture(
    mission: Mission,
    on: PartialDate,
    rows: Sequence[AxisRow],
    zones: Sequence[str],
    homes: Sequence[str],
) -> DayPicture:
    shift = None
    if (day := on.first_day()) and zones and homes:
        noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(zones[0]))
        there, home = noon.utcoffset(), noon.astimezone(ZoneInfo(homes[0])).utcoffset()
        if there is not None and home is not None:
            shift = int((home - there).total_seconds() // 60) or None
    return draw_day([_block(mission, row) for row in rows], width=WIDE, home=shift)


def _block(mission: Mission, row: AxisRow) -> Block:
    item, course = row.line.item, row.course
    start, end = block_times(course.start or time(), course.end)
    title = plain(item.title)
    clocks = "–".join(f"{at:%H:%M}" for at in (course.start, course.end) if at)
    wrong = [conflict.reason for conflict in row.line.conflicts]
    return Block(
        key=item.code,
        label=title,
        state="clash" if wrong else row.line.state,
        start=start,
        end=end,
        url=reverse("missions:update-item", args=[mission.code, item.code])
        if row.can_move
        else "",
        spoken=". ".join([f"{title}, {clocks}", *wrong]),
        version=item.updated_at.isoformat(),
    )


def _leg(
    rows: Sequence[AxisRow], line: Line, course: Course, known: Known
) -> Leg | None:
    """Return the way from the last item that the same people were at."""
    before = next((row for row in reversed(rows) if _same_people(row.line, line)), None)
    if before is None or before.line.place is None or line.place is None:
        return None
    ended = before.course.ends_at or before.course.starts_at
    if before.line.place == line.place or not ended or not course.starts_at:
        return None
    available = int((course.starts_at - ended).total_seconds() // 60)
    if available < 0:
        return None
    needed = travel_times.between(before.line.place, line.place, known)
    return Leg(before.line.place, line.place, needed, available)


def _same_people(one: Line, other: Line) -> bool:
    groups: tuple[list[Any], list[Any]] = (
        getattr(one.item, "group_list", []),
        getattr(other.item, "group_list", []),
    )
    if not groups[0] or not groups[1]:
        return True
    return any(group in groups[1] for group in groups[0])


def _is_at(stop: Stop, on: PartialDate) -> bool:
    first, last = stop.arrives_on.first_day(), stop.leaves_on.last_day()
    day = on.first_day()
    return bool(day and first and on.is_exact and first <= day <= (last or first))


def _begins(line: Line) -> tuple[str, int]:
    course = line.actual if line.is_held and line.actual.start else line.plan
    start = course.start
    return start.isoformat() if start else "99", line.item.position
