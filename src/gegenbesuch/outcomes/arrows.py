"""How the arrows of the chain run between the cards, and around them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.outcomes.cards import Grid, Node


@dataclass(frozen=True)
class Arrow:
    """One event answers an earlier one, or an earlier one leads to it."""

    earlier: str
    later: str
    kind: str


@dataclass(frozen=True)
class Path:
    """An arrow at its place."""

    arrow: Arrow
    d: str


def paths_between(
    nodes: Sequence[Node], arrows: Sequence[Arrow], grid: Grid
) -> list[Path]:
    """Return a path for each arrow of which both ends are in the picture."""
    by_key = {node.event.key: node for node in nodes}
    leaving: dict[str, int] = defaultdict(int)
    paths = []
    for arrow in arrows:
        if arrow.kind == "step" and not grid.is_columns:
            continue  # the rail itself says that one follows the other
        start, end = by_key.get(arrow.earlier), by_key.get(arrow.later)
        if start is None or end is None:
            continue
        nth = leaving[arrow.earlier]
        leaving[arrow.earlier] += 1
        if grid.is_columns:
            paths.append(Path(arrow, _across(start, end, nodes, grid, nth)))
        else:
            paths.append(Path(arrow, _between_rails(start, end)))
    return paths


def _between_rails(start: Node, end: Node) -> str:
    x, y = start.mark_center_x, start.mark_middle
    to_x, to_y = end.mark_center_x, end.mark_middle - 7
    if x == to_x:
        return f"M{x} {y}C{x - 10} {y + 12} {x - 10} {to_y - 12} {to_x} {to_y}"
    bend = (to_y - y) / 2
    return f"M{x} {y}C{x} {y + bend} {to_x} {to_y - bend} {to_x} {to_y}"


def _across(start: Node, end: Node, nodes: Sequence[Node], grid: Grid, nth: int) -> str:
    lane = grid.lanes.index(start.event.lane)
    to_lane = grid.lanes.index(end.event.lane)
    y = start.middle + min(nth, 2) * 7
    to_y = end.middle
    right, to_right = start.x + start.width, end.x + end.width
    if lane == to_lane:
        below = [
            node
            for node in nodes
            if node.event.lane == end.event.lane and start.y < node.y < end.y
        ]
        if not below:
            middle = start.x + 26
            return f"M{middle} {start.y + start.height}V{end.y - 1}"
        side = right + 9
        return _rounded([(right, y), (side, y), (side, to_y), (to_right + 1, to_y)])
    if lane < to_lane:
        leave, enter = right + 8 + nth * 4, end.x - 40
        points = [(right, y), (leave, y)]
        goal = (end.x - 1, to_y)
        crossed = grid.lanes[lane + 1 : to_lane]
    else:
        leave, enter = start.x - 40, to_right + 8 + nth * 4
        points = [(start.x, y), (leave, y)]
        goal = (to_right + 1, to_y)
        crossed = grid.lanes[to_lane + 1 : lane]
    if crossed:
        level = _free_level(y, to_y, crossed, nodes)
        points += [(leave, level), (enter, level), (enter, to_y)]
    else:
        points.append((leave, to_y))
    return _rounded([*points, goal])


def _free_level(
    y: float, to_y: float, lanes: Sequence[str], nodes: Sequence[Node]
) -> float:
    """Return a height between both at which no card of the lanes stands."""
    cards = [
        (node.y - 4, node.y + node.height + 4)
        for node in nodes
        if node.event.lane in lanes
    ]
    low, high = min(y, to_y), max(y, to_y)
    tries = [y, to_y, *(bottom for _top, bottom in cards), *(top for top, _b in cards)]
    for level in tries:
        if low <= level <= high and not any(a < level < b for a, b in cards):
            return level
    return to_y


def _rounded(points: Sequence[tuple[float, float]], radius: float = 7) -> str:
    """Return a path through the points with rounded corners."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        into = _toward(here, before, radius)
        out = _toward(here, after, radius)
        path += (
            f"L{into[0]:.1f} {into[1]:.1f}"
            f"Q{here[0]:.1f} {here[1]:.1f} {out[0]:.1f} {out[1]:.1f}"
        )
    return path + f"L{points[-1][0]:.1f} {points[-1][1]:.1f}"


def _toward(
    here: tuple[float, float], there: tuple[float, float], most: float
) -> tuple[float, float]:
    wide, high = there[0] - here[0], there[1] - here[1]
    length = max(abs(wide), abs(high))
    if not length:
        return here
    share = min(most, length / 2) / length
    return here[0] + wide * share, here[1] + high * share
