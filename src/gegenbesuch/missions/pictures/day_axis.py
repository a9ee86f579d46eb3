"""The hours of one day with what is on: side by side where it is at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gegenbesuch.core.svg_text import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import time

DAY = 24 * 60  # minutes
LEAST = 15  # minutes, how short an item is drawn
USUALLY = 60  # minutes, if nobody said when it ends
LANE = 34  # pixels
HEAD = 22  # pixels, for the hours
LABEL_SIZE = 13  # pixels
FIRST, LAST = 8, 20  # hours that are drawn in any case


@dataclass(frozen=True)
class Block:
    """
    Something from a minute of the day to another; `key` says which item it is.

    Attributes:
        end: Beyond the day, if it goes on after midnight; drawn until then.
        ends: What the clock shows where it ends, in minutes of the day.
        url: Where it is changed; empty if it cannot be moved.
        spoken: What it is called aloud: title, time and what is wrong.
        version: Which version of the item the picture shows.
    """

    key: str
    label: str
    state: str
    start: int
    end: int
    ends: int = 0
    url: str = ""
    spoken: str = ""
    version: str = ""


@dataclass(frozen=True)
class Bar:
    """A block at its place, in pixels."""

    block: Block
    x: float
    y: float
    width: float
    label: str

    @property
    def text_x(self) -> float:
        """Where the label begins."""
        return round(self.x + 8, 1)

    @property
    def text_y(self) -> float:
        """The baseline of the label."""
        return self.y + 20


@dataclass(frozen=True)
class Hour:
    """An hour at the head of the axis, and what the clock at home shows then."""

    x: float
    label: str
    home: str = ""


@dataclass(frozen=True)
class DayPicture:
    """
    All that the template needs to draw a day.

    Attributes:
        first: The first minute that is drawn.
        minute: Pixels for a minute.
        split_y: Where the second set of bars begins, if there is one.
    """

    width: int
    height: int
    hours: list[Hour]
    bars: list[Bar]
    first: int
    minute: float
    split_y: int = 0


def minutes(clock: time) -> int:
    """Return the minute of the day."""
    return clock.hour * 60 + clock.minute


def clock_of(minute: int) -> str:
    """Write a minute as the clock shows it: the full hour short."""
    hour, rest = divmod(minute % DAY, 60)
    return f"{hour}:{rest:02}" if rest else f"{hour}"


def block_times(start: time, end: time | None) -> tuple[int, int]:
    """Return from which minute to which something is; an earlier end is tomorrow."""
    first = minutes(start)
    last = minutes(end) if end else first + USUALLY
    return first, last + DAY if last < first else last


def draw_day(
    *sets: Sequence[Block],
    width: int,
    first: int = FIRST,
    last: int = LAST,
    home: int | None = None,
) -> DayPicture:
    """
    Lay out one or two sets of blocks over the hours, the second below the first.

    Args:
        first: The first hour that is drawn in any case.
        last: The hour until which is drawn in any case.
        home: By how many minutes the clock at home is ahead; None if it is the same.
    """
    everything = [block for blocks in sets for block in blocks]
    start = min([first, *(block.start // 60 for block in everything)])
    end = max([last, *(-(-_drawn_until(block) // 60) for block in everything)])
    minute = width / ((end - start) * 60)
    bars = []
    top = HEAD if home is None else 2 * HEAD - 6
    splits = []
    for blocks in sets:
        splits.append(top)
        lanes: list[int] = []
        for block in sorted(blocks, key=lambda block: (block.start, block.end)):
            lane = next(
                (n for n, free in enumerate(lanes) if free <= block.start), len(lanes)
            )
            until = _drawn_until(block)
            lanes[lane : lane + 1] = [until]
            wide = (until - block.start) * minute
            names = wrap(block.label, LABEL_SIZE, wide - 14, most=1)
            bars.append(
                Bar(
                    block,
                    x=round((block.start - start * 60) * minute, 1),
                    y=top + lane * LANE + 2,
                    width=round(max(wide - 2, 3), 1),
                    label=names[0] if names and wide > 2 * LABEL_SIZE else "",
                )
            )
        top += max(len(lanes), 1) * LANE + 6
    step = 1 if width / (end - start) >= 30 else 3
    return DayPicture(
        width=width,
        height=top,
        hours=[
            Hour(
                round((hour - start) * 60 * minute, 1),
                f"{hour}",
                "" if home is None else clock_of(hour * 60 + home),
            )
            for hour in range(start, end, step)
        ],
        bars=bars,
        first=start * 60,
        minute=round(minute, 4),
        split_y=splits[1] - 4 if len(splits) > 1 else 0,
    )


def _drawn_until(block: Block) -> int:
    return min(max(block.end, block.start + LEAST), DAY)
