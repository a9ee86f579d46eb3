"""The map of a mission's stops: which shapes, where the points and labels go."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.safestring import mark_safe

from gegenbesuch.core.svg_text import text_width
from gegenbesuch.missions.pictures.projection import Frame, frame_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIZE = 14  # pixels, of the labels
RADIUS = 11  # pixels, of the numbered points
#: What is smaller than this, in pixels, is left out of the outlines.
FINEST = 1.5
INSET = (132, 118)  # pixels, the small map of where the mission comes from

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A place to draw: its name, position, and the numbers of the stops there."""

    name: str
    country: str
    latitude: float
    longitude: float
    numbers: tuple[int, ...] = ()
    is_planned: bool = False

    @property
    def label(self) -> str:
        """The number or numbers that stand in the point."""
        return "·".join(str(number) for number in self.numbers)


@dataclass(frozen=True)
class Mark:
    """A point with its label, in pixels; `leader` joins them if they are apart."""

    spot: Spot
    x: float
    y: float
    text_x: float
    text_y: float
    anchor: str
    leader: str = ""
    half: float = RADIUS

    @property
    def number_y(self) -> float:
        """The baseline of the number in the point."""
        return round(self.y + 4.5, 1)

    @property
    def left(self) -> float:
        """The left side of the numbered point."""
        return round(self.x - self.half, 1)

    @property
    def top(self) -> float:
        """The upper side of the numbered point."""
        return round(self.y - RADIUS, 1)

    @property
    def across(self) -> float:
        """The width of the numbered point."""
        return round(2 * self.half, 1)


@dataclass(frozen=True)
class Inset:
    """A small map in a corner."""

    x: float
    y: float
    width: int
    height: int
    transform: str
    land: str
    mark_x: float
    mark_y: float
    label: str

    @property
    def frame_width(self) -> float:
        """The width of its frame, inside the line."""
        return self.width - 1.5

    @property
    def frame_height(self) -> float:
        """The height of its frame, inside the line."""
        return self.height - 1.5

    @property
    def label_x(self) -> float:
        """The middle of the name, kept inside the frame."""
        half = text_width(self.label, 12) / 2 + 6
        return min(max(self.mark_x, half), self.width - half)

    @property
    def label_y(self) -> float:
        """The baseline of the name: below the point, or above it at the edge."""
        below = self.mark_y + 19
        return below if below < self.height - 4 else self.mark_y - 10


@dataclass(frozen=True)
class MapPicture:
    """All that the template needs to draw the map, in pixels."""

    width: int
    height: int
    transform: str
    land: str
    visited: str
    marks: list[Mark]
    route: str
    inset: Inset | None = None


@lru_cache(maxsize=1)
def _shapes() -> dict[str, list[tuple[int, int, int, int, str]]]:
    text = Path(__file__).with_name("shapes.json").read_text(encoding="utf-8")
    shapes: dict[str, list[tuple[int, int, int, int, str]]] = json.loads(text)
    return shapes


def _coarse(outline: str, step: float) -> str:
    """
    Return an outline without what is too small to be seen.

    Args:
        outline: Rings as `M x y l dx dy dx dy … z`, in map units.
        step: Points that are nearer to each other than this become one.
    """
    kept = []
    for ring in outline.split("z"):
        start, _l, moves = ring.partition("l")
        numbers = [int(number) for number in moves.split()]
        line: list[int] = []
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            if abs(x) >= step or abs(y) >= step:
                line += x, y
                x = y = 0
        if len(line) >= 4:  # two moves make a triangle
            kept.append(f"{start}l{' '.join(map(str, line))}z")
    return "".join(kept)


@lru_cache(maxsize=256)
def _land_in(frame: Frame, countries: frozenset[str]) -> tuple[str, str]:
    """Return the outlines of the other countries, and of those visited."""
    land: list[str] = []
    visited: list[str] = []
    step = FINEST / frame.scale
    for country, rows in _shapes().items():
        outlines = visited if country in countries else land
        outlines += [_coarse(row[4], step) for row in rows if frame.meets(*row[:4])]
    # The paths come from our own file.
    return mark_safe("".join(land)), mark_safe("".join(visited))  # noqa: S308


def draw_stops(
    spots: Sequence[Spot],
    *,
    home: Spot | None,
    width: int,
    height: int,
) -> MapPicture | None:
    """
    Lay out the map of the stops in their order; None if no place is known.

    Stops at home are drawn in the main map only if there are no others; the
    place the mission comes from gets a small map of its own in a free corner.
    """
    away = [spot for spot in spots if home is None or spot.country != home.country]
    shown = away or list(spots)
    if not shown:
        return None
    places = [(spot.latitude, spot.longitude) for spot in shown]
    margin = min(74, width // 6)
    frame = frame_around(
        places,
        width=width,
        height=height,
        margin=margin,
        least_degrees=9 if len(places) == 1 else 3,
    )
    countries = frozenset(spot.country for spot in shown)
    points = _apart([frame.at(*place) for place in places])
    inset = _inset(home, points, width, height) if home and away else None
    blocked: list[Box] = []
    if inset:
        blocked.append(
            (
                inset.x - 4,
                inset.y - 4,
                inset.x + inset.width + 4,
                inset.y + inset.height + 4,
            )
        )
    land, visited = _land_in(frame, countries)
    return MapPicture(
        width=width,
        height=height,
        transform=frame.transform,
        land=land,
        visited=visited,
        marks=_marks(shown, points, blocked, width, height),
        route=_route(shown, points),
        inset=inset,
    )


def draw_journey(
    place: Spot, *, home: Spot | None, width: int, height: int
) -> MapPicture:
    """Lay out the map of a place, with the way there from home if it is abroad."""
    shown = [place] if home is None or home == place else [home, place]
    places = [(spot.latitude, spot.longitude) for spot in shown]
    frame = frame_around(
        places,
        width=width,
        height=height,
        margin=width // 7,
        least_degrees=24 if len(places) == 1 else 4,
    )
    points = [frame.at(*spot) for spot in places]
    land, visited = _land_in(frame, frozenset(spot.country for spot in shown))
    return MapPicture(
        width=width,
        height=height,
        transform=frame.transform,
        land=land,
        visited=visited,
        marks=_marks(shown, points, (), width, height),
        route=_arc(*points) if len(points) > 1 else "",
    )


def _arc(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return a line that bends to the north, as the shortest way on the globe does."""
    (x, y), (to_x, to_y) = start, end
    bend = math.hypot(to_x - x, to_y - y) * 0.3
    middle_x, middle_y = (x + to_x) / 2, (y + to_y) / 2 - bend
    return f"M{x} {y}Q{middle_x:.1f} {middle_y:.1f} {to_x} {to_y}"


def _apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Push points that would cover each other apart by the few pixels it takes."""
    moved = list(points)
    for one in range(len(moved)):
        for two in range(one + 1, len(moved)):
            (x, y), (other_x, other_y) = moved[one], moved[two]
            away = math.hypot(other_x - x, other_y - y)
            push = (2 * RADIUS - away) / 2
            if push <= 0:
                continue
            wide, high = (other_x - x, other_y - y) if away else (1.0, 0.0)
            shift_x = round(wide / (away or 1) * push, 1)
            shift_y = round(high / (away or 1) * push, 1)
            moved[one] = round(x - shift_x, 1), round(y - shift_y, 1)
            moved[two] = round(other_x + shift_x, 1), round(other_y + shift_y, 1)
    return moved


def _route(spots: Sequence[Spot], points: Sequence[tuple[float, float]]) -> str:
    order = sorted(
        (number, point)
        for spot, point in zip(spots, points, strict=True)
        for number in spot.numbers
    )
    if len(order) < 2:
        return ""
    return "M" + "L".join(f"{x} {y}" for _number, (x, y) in order)


def _inset(
    home: Spot, points: Sequence[tuple[float, float]], width: int, height: int
) -> Inset | None:
    wide, high = INSET
    gap = 10
    corners = [
        (gap, gap),
        (width - wide - gap, height - high - gap),
        (gap, height - high - gap),
        (width - wide - gap, gap),
    ]

    def crowd(corner: tuple[int, int]) -> float:
        middle_x, middle_y = corner[0] + wide / 2, corner[1] + high / 2
        return -min(
            max(
                abs(x - middle_x) / (wide / 2 + 60), abs(y - middle_y) / (high / 2 + 24)
            )
            for x, y in points
        )

    x, y = min(corners, key=crowd)
    outlines = [row[4] for row in _shapes().get(home.country, [])]
    frame = frame_around(
        [(47.0, 5.5), (55.2, 15.4)] if home.country == "DE" else _extent(home),
        width=wide,
        height=high,
        margin=6,
        least_degrees=1,
    )
    mark_x, mark_y = frame.at(home.latitude, home.longitude)
    return Inset(
        x=x,
        y=y,
        width=wide,
        height=high,
        transform=frame.transform,
        land=mark_safe("".join(outlines)),  # noqa: S308 -- from our own file
        mark_x=mark_x,
        mark_y=mark_y,
        label=home.name,
    )


def _extent(home: Spot) -> list[tuple[float, float]]:
    return [
        (home.latitude - 4, home.longitude - 5),
        (home.latitude + 4, home.longitude + 5),
    ]


def _marks(
    spots: Sequence[Spot],
    points: Sequence[tuple[float, float]],
    blocked: Iterable[Box],
    width: int,
    height: int,
) -> list[Mark]:
    taken = list(blocked)
    halves = [max(RADIUS, text_width(s.label, 12) / 2 + 5) for s in spots]
    taken += [
        (x - half, y - RADIUS, x + half, y + RADIUS)
        for (x, y), half in zip(points, halves, strict=True)
    ]
    marks = []
    for spot, (x, y), half in zip(spots, points, halves, strict=True):
        wide = text_width(spot.name, SIZE)
        best = min(
            _candidates(x, y, half, wide),
            key=lambda choice: _cost(choice, wide, taken, width, height),
        )
        taken.append(_box(best, wide))
        text_x, text_y, anchor, distance = best
        far = distance > 1
        leader = f"M{x} {y}L{text_x} {text_y - 5}" if far else ""
        marks.append(
            Mark(spot, x, y, round(text_x, 1), round(text_y, 1), anchor, leader, half)
        )
    return marks


Choice = tuple[float, float, str, int]


def _candidates(x: float, y: float, half: float, wide: float) -> list[Choice]:
    choices: list[Choice] = []
    for distance in (1, 2, 3, 4):
        away = half + 6 + (distance - 1) * 20
        up = RADIUS + 7 + (distance - 1) * 20
        choices += [
            (x + away, y + 5, "start", distance),
            (x - away, y + 5, "end", distance),
            (x, y - up, "middle", distance),
            (x, y + up + 11, "middle", distance),
            (x + away, y - up, "start", distance),
            (x + away, y + up + 11, "start", distance),
            (x - away, y - up, "end", distance),
            (x - away, y + up + 11, "end", distance),
        ]
    return choices


def _box(choice: Choice, wide: float) -> Box:
    x, y, anchor, _distance = choice
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return left - 2, y - SIZE, left + wide + 2, y + 5


def _cost(
    choice: Choice, wide: float, taken: Sequence[Box], width: int, height: int
) -> float:
    left, top, right, bottom = _box(choice, wide)
    cost = choice[3] * 10.0
    if left < 2 or top < 2 or right > width - 2 or bottom > height - 2:
        cost += 1000
    for other in taken:
        across = min(right, other[2]) - max(left, other[0])
        down = min(bottom, other[3]) - max(top, other[1])
        if across > 0 and down > 0:
            cost += 100 + across * down
    return cost
