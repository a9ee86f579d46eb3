"""How long it takes from one place to another, or to another house in the same one."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from i18nfield.strings import LazyI18nString

from gegenbesuch.missions.models import Journey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gegenbesuch.directory.models import Place
    from gegenbesuch.missions.models import ProgrammeItem

EARTH_KM = 6371.0
#: Up to how many kilometres, at how many an hour, with how many minutes besides:
#: by road in town, by train with the ways to the stations, by air with its waiting.
SPEEDS = ((40.0, 35.0, 10), (700.0, 150.0, 40), (float("inf"), 700.0, 240))
#: Minutes to another house in the same place, if nobody knows better.
IN_TOWN = 20

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


def between(
    one: Place,
    other: Place,
    known: Mapping[tuple[int, int], int],
    *,
    is_elsewhere: bool = False,
) -> Duration:
    """
    Return how long it takes; reckoned from the distance if nobody knows better.

    Args:
        is_elsewhere: If it is the same place: in another house there.
    """
    if one.pk == other.pk and not is_elsewhere:
        return Duration(0, is_estimate=False)
    pair = (min(one.pk, other.pk), max(one.pk, other.pk))
    if pair in known:
        return Duration(known[pair], is_estimate=False)
    if one.pk == other.pk:
        return Duration(IN_TOWN, is_estimate=True)
    distance = kilometres(one, other)
    speed, besides = next(
        (speed, besides) for most, speed, besides in SPEEDS if distance <= most
    )
    minutes = distance / speed * 60 + besides
    return Duration(round(minutes / 5) * 5, is_estimate=True)


def is_elsewhere(one: ProgrammeItem, other: ProgrammeItem) -> bool:
    """
    Tell whether an item is known to be in another house than the one before it.

    Where a journey arrives nobody says, and where nothing says in which house
    something is, it is taken to be the same.
    """
    houses = _houses(one) if one.kind != one.Kind.TRAVEL else frozenset()
    following = _houses(other)
    return bool(houses and following and not houses & following)


def house_of(item: ProgrammeItem) -> Any:
    """Return the name of the house in which an item is, as far as one is known."""
    if str(item.venue):
        return item.venue
    house = item.visited or (item.stop.organisation if item.stop else None)
    return house.name if house else ""


def _houses(item: ProgrammeItem) -> frozenset[str | int]:
    """Return what says in which house an item is: its venue, and whom it visits."""
    venue = item.venue.data if isinstance(item.venue, LazyI18nString) else item.venue
    texts = venue.values() if isinstance(venue, dict) else [venue]
    stop = item.stop.organisation_id if item.stop else None
    keys = [*(str(text or "").strip().casefold() for text in texts)]
    return frozenset(filter(None, [*keys, item.visited_id, stop]))


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
