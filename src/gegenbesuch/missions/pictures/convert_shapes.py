"""
Make `shapes.json` from Natural Earth's borders; run by hand, never by the site.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m gegenbesuch.missions.pictures.convert_shapes package

Countries that offices look at closely come from the 1:10 million borders, the
rest of the world from 1:50 million. Natural Earth is in the public domain.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

from gegenbesuch.missions.pictures.projection import UNITS_PER_DEGREE, project

CLOSE = {"JP": 0.006, "DE": 0.01, "KR": 0.01, "TW": 0.01, "HK": 0.002}
TOLERANCE = 0.03  # degrees, for the rest of the world
SMALLEST = 4.0  # square units; islands below it are left out

Point = tuple[float, float]


def convert(folder: Path) -> dict[str, list[list[Any]]]:
    """Return `{country: [[left, top, right, bottom, path], …]}` in map units."""
    close = _countries(folder / "countries-10m.json")
    far = _countries(folder / "countries-50m.json")
    shapes: dict[str, list[list[Any]]] = {}
    for country in sorted(far.keys() | (close.keys() & CLOSE.keys())):
        polygons = close[country] if country in CLOSE else far[country]
        tolerance = CLOSE.get(country, TOLERANCE)
        rows = [_row(polygon, tolerance) for polygon in polygons]
        shapes[country] = [row for row in rows if row]
    return {country: rows for country, rows in shapes.items() if rows}


def _countries(path: Path) -> dict[str, list[list[list[Point]]]]:
    topology = json.loads(path.read_text())
    arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    numeric = get_global("territory_aliases")
    countries: dict[str, list[list[list[Point]]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        codes = numeric.get(str(shape.get("id", "")).zfill(3))
        if not codes or shape["type"] not in {"Polygon", "MultiPolygon"}:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        countries.setdefault(codes[0], []).extend(
            [_ring(ring, arcs) for ring in polygon] for polygon in polygons
        )
    return countries


def _decode(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append(
            (
                x * transform["scale"][0] + transform["translate"][0],
                y * transform["scale"][1] + transform["translate"][1],
            )
        )
    return points


def _ring(indexes: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _row(polygon: list[list[Point]], tolerance: float) -> list[Any] | None:
    rings = [_simplified(_unwrapped(ring), tolerance) for ring in polygon]
    whole = [[_rounded(project(*reversed(point))) for point in ring] for ring in rings]
    whole = [ring for ring in whole if len(ring) > 3 and _area(ring) >= SMALLEST]
    if not whole:
        return None
    xs = [x for x, _y in whole[0]]
    ys = [y for _x, y in whole[0]]
    path = "".join(_path(ring) for ring in whole)
    return [min(xs), min(ys), max(xs), max(ys), path]


def _unwrapped(ring: list[Point]) -> list[Point]:
    """Let a ring run on beyond 180 degrees, and not back across the whole map."""
    turns, points = 0, [ring[0]]
    for (last, _), (longitude, latitude) in pairwise(ring):
        turns -= round((longitude - last) / 360)
        points.append((longitude + 360 * turns, latitude))
    is_around_the_pole = turns - round((ring[0][0] - ring[-1][0]) / 360) != 0
    return ring if is_around_the_pole else points


def _rounded(point: Point) -> tuple[int, int]:
    return round(point[0]), round(point[1])


def _area(ring: list[tuple[int, int]]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _path(ring: list[tuple[int, int]]) -> str:
    x, y = ring[0]
    steps = [f"M{x} {y}l"]
    for next_x, next_y in ring[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y} ")
        x, y = next_x, next_y
    return "".join(steps).rstrip() + "z"


def _simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Leave out points nearer than `tolerance` to the line through the others."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = 0, tolerance
        for index in range(first + 1, last):
            away = _distance(points[index], points[first], points[last])
            if away > distance:
                farthest, distance = index, away
        if farthest:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    wide, high = end[0] - start[0], end[1] - start[1]
    length = math.hypot(wide, high)
    if not length:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(wide * (start[1] - point[1]) - high * (start[0] - point[0])) / length


if __name__ == "__main__":
    result = convert(Path(sys.argv[1]))
    target = Path(__file__).with_name("shapes.json")
    target.write_text(json.dumps(result, separators=(",", ":")) + "\n")
    sys.stdout.write(
        f"{len(result)} countries, {UNITS_PER_DEGREE} units a degree, "
        f"{target.stat().st_size // 1024} KiB in {target.name}\n"
    )
