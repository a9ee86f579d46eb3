"""The time axis of a mission: one row a stop, the days across."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gegenbesuch.core.svg_text import wrap
from gegenbesuch.core.values.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


LABEL_SIZE = 14  # pixels
HEAD = 40  # pixels, for the days at the top
BAR = 14  # pixels, the height of a bar
THINNEST = 3  # pixels, the width of a day in a long mission
LEAST_DAY = 20  # pixels between two labelled days


@dataclass(frozen=True)
class Happening:
    """Something on a day of a stop: a dot in its row."""

    on: PartialDate
    title: str
    state: str


@dataclass(frozen=True)
class Span:
    """One stop for the axis: its number, name and the dates it has."""

    number: int
    name: str
    arrives_on: PartialDate
    leaves_on: PartialDate
    happenings: tuple[Happening, ...] = ()
    state: str = "held"


@dataclass(frozen=True)
class Tick:
    """A day at the head of the axis."""

    x: float
    middle: float
    on: date
    is_month: bool

    @property
    def month(self) -> PartialDate:
        """The month that begins here, or in which the axis begins."""
        return PartialDate.in_month(self.on.year, self.on.month)


@dataclass(frozen=True)
class Dot:
    """A happening at its place; `width` is 0 for a known day."""

    x: float
    y: float
    width: float
    happening: Happening

    @property
    def top(self) -> float:
        """The upper side of a dot that is drawn as a bar."""
        return self.y - 3


@dataclass(frozen=True)
class Row:
    """A stop at its place; dashed where no source gives its date."""

    span: Span
    y: float
    label_y: float
    label: str
    x: float
    bar_y: float
    width: float
    is_dated: bool
    dots: list[Dot]

    @property
    def number_y(self) -> float:
        """The middle of the numbered point."""
        return self.label_y - 5

    @property
    def number_text_y(self) -> float:
        """The baseline of the number."""
        return self.label_y - 1


@dataclass(frozen=True)
class AxisPicture:
    """All that the template needs to draw the axis, in pixels."""

    width: int
    height: float
    left: float
    ticks: list[Tick]
    rows: list[Row]
    bottom: float
    first: date
    last: date


def draw_axis(
    spans: Sequence[Span],
    *,
    starts_on: PartialDate,
    ends_on: PartialDate,
    width: int,
    label_width: int,
) -> AxisPicture | None:
    """
    Lay out the stops over the days; None if no date at all is known.

    Args:
        label_width: Pixels left of the bars for the names; 0 puts each name above
            its bar, for narrow screens.
    """
    days = _range(spans, starts_on, ends_on)
    if days is None:
        return None
    first, last = days
    count = (last - first).days + 1
    left = float(label_width or 2)
    day = (width - left - 2) / count

    def x_of(on: date) -> float:
        return left + (on - first).days * day

    row_height = 40 if label_width else 56
    bounds = _possible_bounds(spans, first, last)
    rows = []
    for index, (span, (earliest, latest)) in enumerate(zip(spans, bounds, strict=True)):
        y = HEAD + index * row_height
        bar_y = y + (row_height - BAR) / 2 if label_width else y + 32
        begin, end = max(earliest, first), min(latest, last)
        names = wrap(span.name, LABEL_SIZE, (label_width or width) - 44, most=1)
        rows.append(
            Row(
                span=span,
                y=y,
                label_y=bar_y + 12 if label_width else y + 22,
                label=names[0] if names else "",
                x=round(x_of(begin) + 2, 1),
                bar_y=bar_y,
                width=round(max((end - begin).days * day + day - 4, THINNEST), 1),
                is_dated=span.arrives_on.is_known,
                dots=_dots(span, x_of, day, bar_y, (first, last)),
            )
        )
    bottom = HEAD + len(spans) * row_height
    return AxisPicture(
        width=width,
        height=bottom + 4,
        left=left,
        ticks=_ticks(first, count, left, day),
        rows=rows,
        bottom=bottom,
        first=first,
        last=last,
    )


def _range(
    spans: Sequence[Span], starts_on: PartialDate, ends_on: PartialDate
) -> tuple[date, date] | None:
    dates = [starts_on, ends_on if ends_on.is_known else starts_on]
    dates += [on for span in spans for on in (span.arrives_on, span.leaves_on)]
    dates += [dot.on for span in spans for dot in span.happenings if dot.on.is_exact]
    firsts = [day for on in dates if (day := on.first_day()) is not None]
    lasts = [day for on in dates if (day := on.last_day()) is not None]
    if not firsts:
        return None
    return min(firsts), max(lasts)


def _possible_bounds(
    spans: Sequence[Span], first: date, last: date
) -> list[tuple[date, date]]:
    """Return when each stop was, or between which neighbours it must have been."""
    bounds = []
    for index, span in enumerate(spans):
        begin = span.arrives_on.first_day()
        end = span.leaves_on.last_day() or span.arrives_on.last_day()
        if begin is None:
            before = [day for s in spans[:index] if (day := s.arrives_on.first_day())]
            begin = max(before, default=first)
        if end is None:
            after = [
                day for s in spans[index + 1 :] if (day := s.arrives_on.last_day())
            ]
            end = min((day for day in after if day >= begin), default=last)
        bounds.append((begin, max(begin, end)))
    return bounds


def _dots(
    span: Span,
    x_of: Callable[[date], float],
    day: float,
    bar_y: float,
    bounds: tuple[date, date],
) -> list[Dot]:
    dots = []
    on_day: dict[date, int] = {}
    for happening in span.happenings:
        begin, end = happening.on.first_day(), happening.on.last_day()
        if begin is None or end is None:
            continue
        begin, end = max(begin, bounds[0]), min(end, bounds[1])
        place = on_day.get(begin, 0)
        on_day[begin] = place + 1
        x = x_of(begin)
        y = bar_y + BAR / 2
        if begin == end:
            step = min(12.0, max(4.0, (day - 12) / 4))
            x = min(x + 10 + place * step, x + max(day - 8, 6))
            dots.append(Dot(round(x, 1), y, 0, happening))
        else:
            wide = (end - begin).days * day + day - 4
            dots.append(Dot(round(x + 2, 1), y, round(wide, 1), happening))
    return dots


def _ticks(first: date, count: int, left: float, day: float) -> list[Tick]:
    every = max(1, round(LEAST_DAY / day + 0.49)) if day < LEAST_DAY else 1
    return [
        Tick(
            x=round(left + number * day, 1),
            middle=round(left + number * day + day / 2, 1),
            on=(on := first + timedelta(days=number)),
            is_month=number == 0 or on.day <= every,
        )
        for number in range(0, count, every)
    ]
