"""
Where everything stands in the picture of missions that answer each other.

Time runs downwards, a band a year, each as tall as what happened in it needs.
Within a band the scale is even: a known day is a dot, a month or a year a bar as
long as what it may mean. On wide screens each lane has a column of cards; on
narrow ones the lanes are rails beside one column of cards.
"""

from __future__ import annotations

from calendar import isleap
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gegenbesuch.core.svg_text import wrap
from gegenbesuch.outcomes.arrows import Arrow, Path, paths_between
from gegenbesuch.outcomes.cards import THICK, Event, Grid, Node

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

SIZE = 13  # pixels, of the titles
LINE = 17  # pixels from line to line
GAP = 10  # pixels between two cards
LEAST_YEAR = 34  # pixels, the height of a year without events
HEAD = 46  # pixels, above the first year in columns

WIDE = 1200
NARROW = 344
YEAR_WIDE = 56
YEAR_NARROW = 38


@dataclass(frozen=True)
class Band:
    """A year; an empty `label` is for what has no date at all."""

    label: str
    y: float
    height: float
    label_y: float


@dataclass(frozen=True)
class Rail:
    """A lane: its line, its name and where the name stands."""

    key: str
    label: str
    x: float
    label_x: float


@dataclass(frozen=True)
class ChainPicture:
    """All that the template needs to draw the chain, in pixels."""

    width: int
    height: float
    year_width: int
    top: float
    bands: list[Band]
    rails: list[Rail]
    nodes: list[Node]
    paths: list[Path]

    @property
    def bars(self) -> list[Node]:
        """What is drawn as a bar, the longest first so that it covers none."""
        bars = [node for node in self.nodes if not node.is_dot]
        return sorted(bars, key=lambda node: -node.mark_height)


def draw_chain(
    events: Sequence[Event],
    arrows: Sequence[Arrow],
    *,
    lanes: Sequence[tuple[str, str]],
    is_narrow: bool,
) -> ChainPicture | None:
    """
    Lay out the chain; None without events.

    Args:
        lanes: Key and name of each lane in order; empty ones are left out.
    """
    if not events:
        return None
    used = {event.lane for event in events}
    shown = [(key, label) for key, label in lanes if key in used]
    grid = Grid(
        width=NARROW if is_narrow else WIDE,
        year_width=YEAR_NARROW if is_narrow else YEAR_WIDE,
        is_columns=not is_narrow,
        lanes=[key for key, _label in shown],
        top=8 if is_narrow else HEAD,
    )
    ordered = sorted(events, key=order_of_events)
    texts = {event.key: _lines(event, grid) for event in ordered}
    heights = {key: 30 + len(lines) * LINE + 6.0 for key, lines in texts.items()}
    bands, scale = _bands(ordered, heights, grid)
    tops = _card_tops(ordered, heights, bands, scale, grid)
    tracks = _tracks(ordered)
    nodes = [
        _node(
            event,
            texts[event.key],
            heights[event.key],
            tops[event.key],
            scale,
            grid,
            tracks[event.key],
        )
        for event in ordered
    ]
    last = bands[-1]
    return ChainPicture(
        width=grid.width,
        height=last.y + last.height + 10,
        year_width=grid.year_width,
        top=grid.top,
        bands=bands,
        rails=[
            Rail(key, label, grid.rail_x(key) + THICK / 2, grid.card_x(key))
            for key, label in shown
        ],
        nodes=nodes,
        paths=paths_between(nodes, arrows, grid),
    )


def order_of_events(event: Event) -> tuple[bool, int, str, int, str]:
    """
    Return what to sort events by: the year, then the last day it can have been.

    So a year of which no more is known follows what has a date in it; unknown
    times come last. Of two with the same time the one recorded first comes first.
    """
    year = event.first.year if event.first else 0
    end = event.before or event.last
    last = end.isoformat() if end else ""
    return (event.first is None, year, last, len(event.key), event.key)


def _lines(event: Event, grid: Grid) -> list[str]:
    return wrap(event.title, SIZE, grid.card_width - 20, most=5)


class _Scale:
    """From a day to its height in the picture."""

    def __init__(self, bands: dict[int, Band]) -> None:
        self.bands = bands

    def y(self, day: date, *, is_end: bool = False) -> float:
        band = self.bands[day.year]
        days = 366 if isleap(day.year) else 365
        passed = day.timetuple().tm_yday - (0 if is_end else 1)
        return round(band.y + 4 + (band.height - 8) * passed / days, 1)


def _bands(
    events: Sequence[Event], heights: dict[str, float], grid: Grid
) -> tuple[list[Band], _Scale]:
    needed: dict[tuple[int, str], float] = defaultdict(float)
    undated: dict[str, float] = defaultdict(float)
    years: list[int] = []
    for event in events:
        column = grid.column_of(event.lane)
        if event.first is None or event.last is None:
            undated[column] += heights[event.key] + GAP
            continue
        needed[event.first.year, column] += heights[event.key] + GAP
        years += [event.first.year, event.last.year]
    y = grid.top
    bands: dict[int, Band] = {}
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        tallest = max((h for (of, _c), h in needed.items() if of == year), default=0)
        height = max(LEAST_YEAR, tallest + GAP)
        bands[year] = Band(str(year), y, height, y + 22)
        y += height
    listed = list(bands.values())
    if undated:
        listed.append(Band("", y, max(undated.values()) + GAP, y + 22))
    return listed, _Scale(bands)


def _card_tops(
    events: Sequence[Event],
    heights: dict[str, float],
    bands: Sequence[Band],
    scale: _Scale,
    grid: Grid,
) -> dict[str, float]:
    groups: dict[tuple[int, str], list[Event]] = defaultdict(list)
    for event in events:
        year = event.first.year if event.first else 0
        groups[year, grid.column_of(event.lane)].append(event)
    tops: dict[str, float] = {}
    for (year, _column), group in groups.items():
        band = scale.bands.get(year, bands[-1])
        free = band.y + GAP / 2
        for event in group:
            wish = free
            if event.first and event.is_exact:
                wish = scale.y(event.first) - 14
            tops[event.key] = max(free, wish)
            free = tops[event.key] + heights[event.key] + GAP
        limit = band.y + band.height - GAP / 2
        for event in reversed(group):
            tops[event.key] = min(tops[event.key], limit - heights[event.key])
            limit = tops[event.key] - GAP
    return tops


def _tracks(events: Sequence[Event]) -> dict[str, int]:
    """Put marks of a lane that would cover each other side by side."""
    tracks: dict[str, int] = {}
    ends: dict[str, list[date]] = defaultdict(list)
    for event in events:
        if event.first is None or event.last is None:
            tracks[event.key] = 0
            continue
        lane = ends[event.lane]
        free = (number for number, end in enumerate(lane) if end < event.first)
        track = next(free, len(lane))
        lane[track : track + 1] = [event.last]
        tracks[event.key] = min(track, 1)
    return tracks


def _node(  # noqa: PLR0913 -- all that decides about one card
    event: Event,
    texts: list[str],
    height: float,
    top: float,
    scale: _Scale,
    grid: Grid,
    track: int,
) -> Node:
    x = grid.card_x(event.lane)
    step = (THICK + 2) if grid.is_columns else 0
    mark_x = grid.rail_x(event.lane) + track * step
    if event.first is None or event.last is None:
        begin = end = top + 14.0
    else:
        begin, end = scale.y(event.first), scale.y(event.last, is_end=True)
    is_dot = event.is_exact and end - begin < THICK * 1.4
    if is_dot or end - begin < THICK:
        middle = (begin + end) / 2
        begin, end = middle - THICK / 2, middle + THICK / 2
    aim = min(max(top + 14, begin + 3), end - 3)
    leader = ""
    if grid.is_columns or not is_dot:
        leader = f"M{mark_x + THICK:.1f} {aim:.1f}L{x:.1f} {top + 14:.1f}"
    if not grid.is_columns:
        leader = f"M{mark_x + THICK:.1f} {aim:.1f}L{x - 6:.1f} {top + 14:.1f}H{x:.1f}"
    return Node(
        event=event,
        x=round(x, 1),
        y=round(top, 1),
        width=round(grid.card_width, 1),
        height=height,
        lines=[(round(top + 36 + i * LINE, 1), line) for i, line in enumerate(texts)],
        mark_x=round(mark_x, 1),
        mark_y=round(begin, 1),
        mark_height=round(end - begin, 1),
        is_dot=is_dot,
        leader=leader,
    )
