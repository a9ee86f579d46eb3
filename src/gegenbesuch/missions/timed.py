"""When items of programmes take place, and which of them do at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import times
from gegenbesuch.missions.needs import NOTHING, Needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from gegenbesuch.directory.models import Person, Place
    from gegenbesuch.missions.models import Group, ProgrammeItem, Resource

#: How long an item is taken to last if nobody said when it ends.
USUALLY = timedelta(hours=1)


@dataclass(frozen=True)
class Timed:
    """
    An item ahead with the time that it takes, in the zone of its place.

    Attributes:
        end_place: Where one is after it: a journey goes to another place.
    """

    item: ProgrammeItem
    place: Place | None
    end_place: Place | None
    starts_at: datetime
    ends_at: datetime
    people: tuple[Person, ...]
    resources: tuple[Resource, ...]
    groups: tuple[Group, ...]

    @property
    def is_for_all(self) -> bool:
        """Whether it names nobody, and so is for the whole delegation."""
        return not self.people and not self.groups

    def overlaps(self, other: Timed) -> bool:
        """Tell whether both take some of the same time."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def place_of(item: ProgrammeItem) -> Place | None:
    """Return where an item is: its own place, that of its stop or of the mission."""
    stop = item.stop
    return item.place or (stop.place if stop else None) or item.mission.place


def days_around(days: Iterable[date]) -> set[PartialDate]:
    """Return the days, and those beside each: it is another day elsewhere."""
    beside = (timedelta(days=-1), timedelta(0), timedelta(days=1))
    return {PartialDate.on(day + by) for day in days for by in beside}


def timed_items(
    items: Sequence[ProgrammeItem], needs: Mapping[int, Needs]
) -> list[Timed]:
    """Return the items whose time is known, by when they begin."""
    found = []
    for item in items:
        place = place_of(item)
        day = item.planned_on.first_day()
        if day is None or not item.planned_on.is_exact or item.planned_start is None:
            continue
        end_place = item.destination or place
        starts_at, ends_at = times.span(
            day,
            item.planned_start,
            item.planned_end,
            place.time_zone if place else "UTC",
            end_place.time_zone if end_place else "UTC",
        )
        own = needs.get(item.pk, NOTHING)
        found.append(
            Timed(
                item,
                place,
                end_place,
                starts_at,
                ends_at or starts_at + USUALLY,
                tuple(own.people),
                tuple(own.resources),
                tuple(own.groups),
            )
        )
    return sorted(found, key=lambda one: (one.starts_at, one.item.pk))


def pairs(timed: Sequence[Timed]) -> Iterator[tuple[Timed, Timed]]:
    """Yield all that overlap, the earlier first; `timed` is in order."""
    open_items: list[Timed] = []
    for later in timed:
        open_items = [one for one in open_items if one.ends_at > later.starts_at]
        for earlier in open_items:
            if earlier.overlaps(later):
                yield earlier, later
        open_items.append(later)


def at_both(
    earlier: Timed, later: Timed, own: set[int]
) -> Iterator[tuple[Timed, Timed]]:
    """Yield the pair for each of the two that is among those asked about."""
    for one, other in ((earlier, later), (later, earlier)):
        if one.item.pk in own:
            yield one, other


def shared(
    timed: Sequence[Timed], own: set[int], needs: Callable[[Timed], Iterable[Any]]
) -> Iterator[tuple[Any, Timed, Timed]]:
    """Yield what two items at the same time both need, once for each that is ours."""
    for earlier, later in pairs(timed):
        both = set(needs(earlier)) & set(needs(later))
        for row in sorted(both, key=lambda row: row.pk):
            for one, other in at_both(earlier, later, own):
                yield row, one, other
