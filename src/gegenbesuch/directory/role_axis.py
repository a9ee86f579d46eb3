"""
The picture of a person's roles over time, as numbers for an SVG.

Everything is in per cent of the width, so that the picture follows the page
and its letters stay as large as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gegenbesuch.directory.selectors import first_seen, last_seen

if TYPE_CHECKING:
    from gegenbesuch.directory.models import Role

BAR = 10
ROW = 46
HEAD = 26
_THINNEST = 1.2
_MOST_TICKS = 8


@dataclass(frozen=True)
class Bar:
    """One role: where it lies, and whether its ends are known or only seen."""

    role: Role
    x: str
    width: str
    label_y: int
    y: int
    is_known: bool


@dataclass(frozen=True)
class Tick:
    """The start of a year."""

    year: int
    x: str


@dataclass(frozen=True)
class Axis:
    """The whole picture."""

    bars: list[Bar]
    ticks: list[Tick]
    height: int


def draw(roles: list[Role]) -> Axis | None:
    """Return the picture, or None if no role has a date."""
    dated = [(r, *_days(r)) for r in roles if first_seen(r).is_known]
    if not dated:
        return None
    first = min(start for _role, start, _end in dated).year
    last = max(end for _role, _start, end in dated).year + 1
    begin, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()

    def share(day: date) -> float:
        return (day.toordinal() - begin) * 100 / (end - begin)

    bars = [
        Bar(
            role=role,
            x=_percent(min(share(start), 100 - _THINNEST)),
            width=_percent(max(share(stop) - share(start), _THINNEST)),
            label_y=HEAD + number * ROW + 18,
            y=HEAD + number * ROW + 26,
            is_known=role.started_on.is_known or role.ended_on.is_known,
        )
        for number, (role, start, stop) in enumerate(dated)
    ]
    step = -(-(last - first) // _MOST_TICKS)
    ticks = [Tick(y, _percent(share(date(y, 1, 1)))) for y in range(first, last, step)]
    return Axis(bars, ticks, HEAD + len(bars) * ROW + 4)


def _days(role: Role) -> tuple[Any, Any]:
    return first_seen(role).first_day(), last_seen(role).last_day()


def _percent(share: float) -> str:
    return f"{share:.2f}%"
