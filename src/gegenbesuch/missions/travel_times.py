"""How long it takes from one place to another."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

from gegenbesuch.missions.models import Journey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gegenbesuch.directory.models import Place

EARTH_KM = 6371.0
#: Up to how many kilometres, at how many an hour, with how many minutes besides:
#: by road in town, by train with the ways to the stations, by air with its waiting.
SPEEDS = ((40.0, 35.0, 10), (700.0, 150.0, 40), (float("inf"), 700.0, 240))

Known = dict[tuple[int, int], int]


class Duration(NamedTuple):
    """Minutes between two places, and whether they are only reckoned."""

    minutes: int
    is_estimate: bool


def journeys_of(offices: Iterable[int]) -> dict[int, Known]:
    """Return the minutes that each office wrote down, by office and pair of places."""
    known: dict[int, Known] = {}
    rows = Journey.objects.filter(office__in=set(offices)).values_list(
        "office", "one", "other", "minutes"
    )
    for office, one, other, minutes in rows:
        known.setdefault(office, {})[one, other] = minutes
    return known


def between(one: Place, other: Place, known: Mapping[tuple[int, int], int]) -> Duration:
    """Return how long it takes; reckoned from the distance if nobody knows better."""
    if one.pk == other.pk:
        return Duration(0, is_estimate=False)
    pair = (min(one.pk, other.pk), max(one.pk, other.pk))
    if pair in known:
        return Duration(known[pair], is_estimate=False)
    distance = kilometres(one, other)
    speed, besides = next(
        (speed, besides) for most, speed, besides in SPEEDS if distance <= most
    )
    minutes = distance / speed * 60 + besides
    return Duration(round(minutes / 5) * 5, is_estimate=True)


def kilometres(one: Place, other: Place) -> float:
    """Return the distance as the crow flies."""
    north, south = radians(one.latitude), radians(other.latitude)
    half = (
        sin((north - south) / 2) ** 2
        + cos(north)
        * cos(south)
        * sin(radians(one.longitude - other.longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * asin(sqrt(half))
