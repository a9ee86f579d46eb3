"""The programme on a time axis: day by day, with the ways between the items."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.missions import travel_times
from gegenbesuch.missions.pictures.day_axis import DAY, Block, block_times, draw_day
from gegenbesuch.missions.programme import days_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.missions.models import Mission, Stop
    from gegenbesuch.missions.pictures.day_axis import DayPicture
    from gegenbesuch.missions.programme import Course, Day, Line
    from gegenbesuch.missions.travel_times import Known

WIDE = 960  # pixels


@dataclass(frozen=True)
class Leg:
    """
    The way to an item from the one before.

    Attributes:
        start, end: Names of places, or of two houses in one place.
    """

    start: Any
    end: Any
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
    nights = _after_midnight(going)
    journeys = travel_times.journeys_of({mission.office_id})
    known = journeys.get(mission.office_id, {})
    days = [_rows(day, known, can_edit=can_edit) for day in days_of(going)]
    return [
        _day(mission, on, rows, stops, nights.get(on.first_day(), ()))
        for on, rows in days
    ]


def _course(line: Line) -> Course:
    return line.actual if line.is_held and line.actual.on.is_known else line.plan


def _after_midnight(lines: Sequence[Line]) -> dict[date | None, list[Block]]:
    """Return what is still going on when a day begins where it ends, by that day."""
    found: dict[date | None, list[Block]] = defaultdict(list)
    for line in lines:
        course = _course(line)
        if not course.starts_at or not course.ends_at:
            continue
        until = course.ends_at
        if until.date() <= course.starts_at.date() or until.time() == time():
            continue
        title = plain(line.item.title)
        found[until.date()].append(
            Block(
                key="",
                label=title,
                state=line.state,
                start=0,
                end=until.hour * 60 + until.minute,
                spoken=f"{title}, –{until:%H:%M}",
            )
        )
    return found


def _rows(
    day: Day, known: Known, *, can_edit: bool
) -> tuple[PartialDate, list[AxisRow]]:
    rows: list[AxisRow] = []
    for line in sorted(day.lines, key=_begins):
        course = _course(line)
        can_move = can_edit and line.state == "planned"
        rows.append(AxisRow(line, course, can_move, _leg(rows, line, course, known)))
    return day.on, rows


def _day(
    mission: Mission,
    on: PartialDate,
    rows: list[AxisRow],
    stops: Sequence[Stop],
    night: Sequence[Block],
) -> AxisDay:
    timed = [row for row in rows if row.course.start and on.is_exact]
    zones = [row.line.zone for row in timed or rows if row.line.zone]
    homes = [row.line.home_zone for row in timed or rows if row.line.home_zone]
    first = on.first_day()
    return AxisDay(
        on=on,
        iso=first.isoformat() if first and on.is_exact else "",
        stops=[stop for stop in stops if _is_at(stop, on)],
        zone=zones[0] if zones else "",
        home_zone=homes[0] if homes else "",
        rows=rows,
        picture=_picture(mission, on, timed, night, zones, homes)
        if timed or night
        else None,
    )


def _picture(  # noqa: PLR0913 -- a picture of a day has these parts
    mission: Mission,
    on: PartialDate,
    rows: Sequence[AxisRow],
    night: Sequence[Block],
    zones: Sequence[str],
    homes: Sequence[str],
) -> DayPicture:
    shift = None
    if (day := on.first_day()) and zones and homes:
        noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(zones[0]))
        there, home = noon.utcoffset(), noon.astimezone(ZoneInfo(homes[0])).utcoffset()
        if there is not None and home is not None:
            shift = int((home - there).total_seconds() // 60) or None
    blocks = [*night, *(_block(mission, row) for row in rows)]
    return draw_day(blocks, width=WIDE, home=shift)


def _block(mission: Mission, row: AxisRow) -> Block:
    item, course = row.line.item, row.course
    start, end = block_times(course.start or time(), course.end)
    ends = end % DAY
    if course.starts_at and course.ends_at:
        # A journey ends on another clock: drawn is how long it takes.
        takes = course.ends_at.astimezone(UTC) - course.starts_at.astimezone(UTC)
        end = start + int(takes.total_seconds() // 60)
    title = plain(item.title)
    clocks = "–".join(f"{at:%H:%M}" for at in (course.start, course.end) if at)
    wrong = [conflict.reason for conflict in row.line.conflicts]
    return Block(
        key=item.code,
        label=title,
        state="clash" if wrong else row.line.state,
        start=start,
        end=end,
        ends=ends,
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
    if before is None:
        return None
    start, end = before.line.end_place, line.place
    ended = before.course.ends_at or before.course.starts_at
    if start is None or end is None or not ended or not course.starts_at:
        return None
    elsewhere = travel_times.is_elsewhere(before.line.item, line.item)
    if start == end and not elsewhere:
        return None
    available = int((course.starts_at - ended).total_seconds() // 60)
    if available < 0:
        return None
    needed = travel_times.between(start, end, known, is_elsewhere=elsewhere)
    if start == end:
        names = [travel_times.house_of(one.item) for one in (before.line, line)]
    else:
        names = [start.name, end.name]
    return Leg(names[0], names[1], needed, available)


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
    start = (line.actual if line.is_held and line.actual.start else line.plan).start
    return start.isoformat() if start else "99", line.item.position
