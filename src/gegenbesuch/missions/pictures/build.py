"""From the rows of a mission to its pictures, for wide and for narrow screens."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import get_language

from gegenbesuch.missions import rules
from gegenbesuch.missions.pictures.stop_map import (
    MapPicture,
    Spot,
    draw_journey,
    draw_stops,
)
from gegenbesuch.missions.pictures.time_axis import (
    AxisPicture,
    Happening,
    Span,
    draw_axis,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.directory.models import Place
    from gegenbesuch.missions.models import Mission, ProgrammeItem, Stop

WIDE = 720  # pixels
NARROW = 340


@dataclass(frozen=True)
class Drawings:
    """A picture as SVG for wide and for narrow screens; empty without data."""

    wide: str = ""
    narrow: str = ""


def map_of(mission: Mission, stops: Sequence[Stop]) -> Drawings:
    """Draw where the mission goes, numbered in the order of its stops."""
    numbers: dict[int, list[int]] = defaultdict(list)
    attested: set[int] = set()
    places: dict[int, Place] = {}
    for number, stop in enumerate(stops, 1):
        if stop.place is not None:
            numbers[stop.place.pk].append(number)
            places[stop.place.pk] = stop.place
            if not stop.is_planned_only:
                attested.add(stop.place.pk)
    home_place = mission.relation.home if mission.relation else None
    if not places and mission.place and mission.place != home_place:
        places[mission.place.pk] = mission.place
    spots = tuple(
        _spot(
            place,
            tuple(numbers[pk]),
            is_planned=bool(numbers[pk]) and pk not in attested,
        )
        for pk, place in places.items()
    )
    home = _spot(home_place, ()) if home_place else None
    if home and all(spot.country == home.country for spot in spots):
        spots = spots if len(spots) > 1 else ()
    return _map_drawings(spots, home, get_language() or "")


@lru_cache(maxsize=256)
def _map_drawings(
    spots: tuple[Spot, ...], home: Spot | None, _language: str
) -> Drawings:
    return _drawings(
        "map",
        draw_stops(spots, home=home, width=WIDE, height=430),
        draw_stops(spots, home=home, width=NARROW, height=380),
    )


def journey_to(place: Place, home: Place | None, *, width: int, height: int) -> str:
    """Draw the way from home to a place, to adorn what says both in words."""
    start = _spot(home, ()) if home else None
    return _journey(_spot(place, ()), start, width, height, get_language() or "")


@lru_cache(maxsize=256)
def _journey(
    place: Spot, home: Spot | None, width: int, height: int, _language: str
) -> str:
    picture = draw_journey(place, home=home, width=width, height=height)
    return render_to_string(
        "missions/_map.html",
        {"picture": picture, "id": "", "kind": "journey", "is_adornment": True},
    )


def axis_of(
    mission: Mission, stops: Sequence[Stop], items: Sequence[ProgrammeItem]
) -> Drawings:
    """Draw when the mission was at each stop, and what was on which day."""
    if not stops:
        return Drawings()
    dots: dict[int, list[Happening]] = defaultdict(list)
    for item in items:
        stop = _stop_of(item, stops)
        on = item.actual_on if item.actual_on.is_known else item.planned_on
        if stop is not None and on.is_known:
            state = rules.state_of_item(item.status)
            dots[stop.pk].append(Happening(on, str(item.title), state))
    spans = tuple(
        Span(
            number=number,
            name=str(stop),
            arrives_on=stop.arrives_on,
            leaves_on=stop.leaves_on,
            happenings=tuple(dots[stop.pk]),
            state="planned" if stop.is_planned_only else "held",
        )
        for number, stop in enumerate(stops, 1)
    )
    return _axis_drawings(
        spans, mission.starts_on, mission.ends_on, get_language() or ""
    )


@lru_cache(maxsize=256)
def _axis_drawings(
    spans: tuple[Span, ...],
    starts_on: PartialDate,
    ends_on: PartialDate,
    _language: str,
) -> Drawings:
    days = {"starts_on": starts_on, "ends_on": ends_on}
    return _drawings(
        "axis",
        draw_axis(spans, **days, width=WIDE, label_width=190),
        draw_axis(spans, **days, width=NARROW, label_width=0),
    )


def _drawings(
    name: str,
    wide: MapPicture | AxisPicture | None,
    narrow: MapPicture | AxisPicture | None,
) -> Drawings:
    """Write both as SVG; the same places, dates and language are written once."""
    if wide is None or narrow is None:
        return Drawings()
    return Drawings(
        *(
            render_to_string(
                f"missions/_{name}.html",
                {"picture": picture, "id": f"{name}-{kind}", "kind": kind},
            )
            for kind, picture in (("wide", wide), ("narrow", narrow))
        )
    )


def _stop_of(item: ProgrammeItem, stops: Sequence[Stop]) -> Stop | None:
    if item.stop_id:
        return next((stop for stop in stops if stop.pk == item.stop_id), None)
    if item.place_id is None:
        return None
    on = item.actual_on if item.actual_on.is_known else item.planned_on
    same = [stop for stop in stops if stop.place_id == item.place_id]
    near = [stop for stop in same if stop.arrives_on.overlaps(on)]
    return next(iter(near or same), None)


def _spot(place: Place, numbers: tuple[int, ...], *, is_planned: bool = False) -> Spot:
    return Spot(
        name=str(place),
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        numbers=numbers,
        is_planned=is_planned,
    )
