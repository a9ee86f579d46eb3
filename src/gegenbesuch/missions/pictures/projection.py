"""From latitude and longitude to map units (Mercator) and to pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

UNITS_PER_DEGREE = 200
_FARTHEST = 85.0


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return x to the east and y to the south in map units."""
    bounded = math.radians(max(-_FARTHEST, min(_FARTHEST, latitude)))
    north = math.degrees(math.log(math.tan(math.pi / 4 + bounded / 2)))
    return longitude * UNITS_PER_DEGREE, -north * UNITS_PER_DEGREE


@dataclass(frozen=True)
class Frame:
    """
    A part of the map and the picture it fills.

    Attributes:
        left, top: The corner of the part, in map units.
        scale: Pixels per map unit.
        width, height: The picture, in pixels.
    """

    left: float
    top: float
    scale: float
    width: int
    height: int

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a place lies in the picture, in pixels."""
        x, y = project(latitude, longitude)
        return (
            round((x - self.left) * self.scale, 1),
            round((y - self.top) * self.scale, 1),
        )

    @property
    def transform(self) -> str:
        """What moves shapes in map units into the picture, for SVG."""
        move_x, move_y = -self.left * self.scale, -self.top * self.scale
        return f"translate({move_x:.1f} {move_y:.1f}) scale({self.scale:.5f})"

    def meets(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Tell whether a box in map units reaches into the picture."""
        return (
            left < self.left + self.width / self.scale
            and right > self.left
            and top < self.top + self.height / self.scale
            and bottom > self.top
        )


def frame_around(
    points: list[tuple[float, float]],
    *,
    width: int,
    height: int,
    margin: int,
    least_degrees: float,
) -> Frame:
    """
    Return the frame that shows all points with a margin.

    Args:
        points: Latitude and longitude of each.
        margin: Pixels kept free at each side.
        least_degrees: How many degrees it shows across at least.
    """
    placed = [project(*point) for point in points]
    xs, ys = [x for x, _y in placed], [y for _x, y in placed]
    wide = max(max(xs) - min(xs), 1.0)
    high = max(max(ys) - min(ys), 1.0)
    scale = min(
        (width - 2 * margin) / wide,
        (height - 2 * margin) / high,
        width / (least_degrees * UNITS_PER_DEGREE),
    )
    return Frame(
        left=(min(xs) + max(xs)) / 2 - width / scale / 2,
        top=(min(ys) + max(ys)) / 2 - height / scale / 2,
        scale=scale,
        width=width,
        height=height,
    )
