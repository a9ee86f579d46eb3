"""
All that cannot be as it is planned, each with the reason in words.

What was held or dropped has no conflicts any more, except that people who are
needed in two missions are shown for all times: it is how a promise is broken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gegenbesuch.core.rows import rows_of
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import rules, travel_times
from gegenbesuch.missions.interpreters import unspoken
from gegenbesuch.missions.models import (
    Mission,
    Participation,
    ProgrammeItem,
    Resource,
)
from gegenbesuch.missions.needs import items_needing, needs_of
from gegenbesuch.missions.public_holidays import holiday_on
from gegenbesuch.missions.selectors import TRAVELLING
from gegenbesuch.missions.timed import (
    Timed,
    at_both,
    days_around,
    pairs,
    place_of,
    shared,
    timed_items,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gegenbesuch.directory.models import Person
    from gegenbesuch.missions.needs import Needs

K = ProgrammeItem.Kind
#: What a courtesy call comes before.
WORK = frozenset({K.PRESENTATION, K.SITE_VISIT, K.MEETING, K.SESSION, K.CONGRESS})
#: Where a courtesy call is expected first.
COURTESY_COUNTRIES = frozenset({"JP"})


class Kind(TextChoices):
    """What is wrong."""

    PERSON = "person", gettext_lazy("A person in two places")
    GROUP = "group", gettext_lazy("A group in two places")
    HOLIDAY = "holiday", gettext_lazy("Public holiday")
    RESOURCE = "resource", gettext_lazy("Booked twice")
    TRAVEL = "travel", gettext_lazy("Not to be reached in time")
    CAPACITY = "capacity", gettext_lazy("Too many people")
    COURTESY = "courtesy", gettext_lazy("Courtesy call missing")
    LANGUAGE = "language", gettext_lazy("Not in the languages of the interpreter")
    PAPER = "paper", gettext_lazy("Papers of those who travel")


@dataclass(frozen=True)
class Conflict:
    """
    One thing that cannot be as it is planned.

    Attributes:
        other: The item, mission or resource that is in the way, if any.
        is_certain: False where a date or a duration is only known roughly.
    """

    kind: Kind
    item: ProgrammeItem
    reason: str
    on: date
    other: Any = None
    is_certain: bool = True


def is_ahead(item: ProgrammeItem) -> bool:
    """Tell whether anything can still be done about an item."""
    return item.status not in rules.ITEM_IS_OVER and item.mission.status not in (
        rules.OFF | rules.HELD
    )


def item_conflicts(items: Sequence[ProgrammeItem]) -> list[Conflict]:
    """
    Return the conflicts of items, those with items of other missions too.

    Asks the database only if something is ahead: then fifteen questions at most,
    however many items there are.

    Args:
        items: With what `NAMED` names at hand.
    """
    ahead = [item for item in items if is_ahead(item)]
    if not ahead:
        return []
    own = {item.pk for item in ahead}
    needs = needs_of(own)
    neighbours = _neighbours(ahead, needs)
    everything = needs | needs_of({item.pk for item in neighbours})
    timed = timed_items([*ahead, *neighbours], everything)
    found = [
        *_holidays(ahead),
        *_courtesy(items),
        *_languages(ahead, everything),
        *_capacity(ahead, everything),
        *_people(timed, own),
        *_groups(timed, own),
        *_resources(timed, own),
        *_travel(timed, own),
    ]
    order = list(Kind)
    found.sort(key=lambda c: (c.on, c.item.position, c.item.pk, order.index(c.kind)))
    return found


def by_item(
    conflicts: Iterable[Conflict], others: Mapping[int, list[Any]] | None = None
) -> dict[int, list[Any]]:
    """
    Return the conflicts by the key of their item.

    Args:
        others: What apps above find in the way of items; it comes after.
    """
    found: dict[int, list[Any]] = defaultdict(list)
    for conflict in conflicts:
        found[conflict.item.pk].append(conflict)
    for key, rows in (others or {}).items():
        found[key] += rows
    return found


def _neighbours(
    items: Sequence[ProgrammeItem], needs: dict[int, Needs]
) -> list[ProgrammeItem]:
    """Return the items of other missions on the same days with the same needs."""
    days = days_around(
        day
        for item in items
        if item.planned_on.is_exact and (day := item.planned_on.first_day())
    )
    people = {person.pk for each in needs.values() for person in each.people}
    resources = {row.pk for each in needs.values() for row in each.resources}
    if not days or not (people or resources):
        return []
    found = items_needing(people, resources, days)
    return [item for item in found if item.pk not in needs]


def _people(timed: Sequence[Timed], own: set[int]) -> Iterator[Conflict]:
    for person, one, other in shared(timed, own, lambda each: each.people):
        reason = _("%(person)s is needed at the same time for “%(other)s”.") % {
            "person": person,
            "other": other.item,
        }
        if not set(one.groups) & set(other.groups):
            yield _at_once(Kind.PERSON, one, other, reason)


def _groups(timed: Sequence[Timed], own: set[int]) -> Iterator[Conflict]:
    """Look for groups with two items at once, or one beside an item for everybody."""
    for earlier, later in pairs(timed):
        if earlier.item.mission_id != later.item.mission_id:
            continue
        both = set(earlier.groups) & set(later.groups)
        if earlier.is_for_all or later.is_for_all:
            both = set(earlier.groups) | set(later.groups)
        for group in sorted(both, key=lambda row: row.pk):
            for one, other in at_both(earlier, later, own):
                reason = _("The group “%(group)s” is at “%(other)s” at the same time.")
                words = {"group": group, "other": other.item}
                yield _at_once(Kind.GROUP, one, other, reason % words)


def _resources(timed: Sequence[Timed], own: set[int]) -> Iterator[Conflict]:
    for resource, one, other in shared(timed, own, lambda each: each.resources):
        reason = _("%(resource)s is booked at the same time for “%(other)s”.") % {
            "resource": resource,
            "other": other.item,
        }
        yield _at_once(Kind.RESOURCE, one, other, reason)


def _at_once(kind: Kind, one: Timed, other: Timed, reason: str) -> Conflict:
    return Conflict(
        kind,
        one.item,
        reason,
        one.starts_at.date(),
        other.item,
        is_certain=bool(one.item.planned_end and other.item.planned_end),
    )


def _travel(timed: Sequence[Timed], own: set[int]) -> Iterator[Conflict]:
    """
    Look at each way from one item to the next, for each person and for the group.

    An item that names nobody is taken to be for the whole delegation.
    """
    ways: dict[tuple[int, int], tuple[Timed, Timed]] = {}
    by_mission: dict[int, list[Timed]] = defaultdict(list)
    for one in timed:
        by_mission[one.item.mission_id].append(one)
    everybody = {person for one in timed for person in one.people}
    tracks = [[one for one in rows if one.is_for_all] for rows in by_mission.values()]
    tracks += [
        [one for one in rows if one.is_for_all or group in one.groups]
        for rows in by_mission.values()
        for group in sorted(
            {group for one in rows for group in one.groups}, key=lambda row: row.pk
        )
    ]
    tracks += [
        [
            one
            for one in timed
            if person in one.people
            or (one.is_for_all and _goes_along(person, by_mission[one.item.mission_id]))
        ]
        for person in sorted(everybody, key=lambda person: person.pk)
    ]
    for track in tracks:
        for one, following in pairwise(track):
            ways[one.item.pk, following.item.pk] = (one, following)
    if not ways:
        return
    journeys = travel_times.journeys_of({one.item.office_id for one in timed})
    for one, following in ways.values():
        if following.item.pk not in own or one.overlaps(following):
            continue
        if one.end_place is None or following.place is None:
            continue
        needed = travel_times.between(
            one.end_place,
            following.place,
            journeys.get(following.item.office_id, {}),
            is_elsewhere=travel_times.is_elsewhere(one.item, following.item),
        )
        minutes = int((following.starts_at - one.ends_at).total_seconds() // 60)
        if minutes >= needed.minutes:
            continue
        yield Conflict(
            Kind.TRAVEL,
            following.item,
            _way_in_words(one, following, minutes, needed),
            following.starts_at.date(),
            one.item,
            is_certain=not needed.is_estimate and one.item.planned_end is not None,
        )


def _goes_along(person: Person, rows: Sequence[Timed]) -> bool:
    """Tell whether a person is named at any item of a mission."""
    return any(person in one.people for one in rows)


def _way_in_words(
    one: Timed, following: Timed, minutes: int, needed: travel_times.Duration
) -> str:
    start, end = one.end_place, following.place
    is_one_place = start == end
    values = {
        "minutes": minutes,
        "start": travel_times.house_of(one.item) if is_one_place else start,
        "end": travel_times.house_of(following.item) if is_one_place else end,
        "other": one.item,
        "needed": needed.minutes,
    }
    text = (
        ngettext(
            "Only %(minutes)d minute after “%(other)s”; from %(start)s to %(end)s it "
            "takes about %(needed)d minutes, as far as it can be reckoned.",
            "Only %(minutes)d minutes after “%(other)s”; from %(start)s to %(end)s it "
            "takes about %(needed)d minutes, as far as it can be reckoned.",
            minutes,
        )
        if needed.is_estimate
        else ngettext(
            "Only %(minutes)d minute after “%(other)s”; from %(start)s to %(end)s it "
            "takes %(needed)d minutes.",
            "Only %(minutes)d minutes after “%(other)s”; from %(start)s to %(end)s it "
            "takes %(needed)d minutes.",
            minutes,
        )
    )
    return text % values


def _holidays(items: Sequence[ProgrammeItem]) -> Iterator[Conflict]:
    for item in items:
        place = place_of(item)
        day = item.planned_on.first_day()
        if place is None or day is None or not item.planned_on.is_exact:
            continue
        if name := holiday_on(day, place.country, place.region):
            yield Conflict(
                Kind.HOLIDAY,
                item,
                _("Public holiday in %(place)s: %(name)s.")
                % {"place": place, "name": name},
                day,
            )


def _capacity(
    items: Sequence[ProgrammeItem], needs: dict[int, Needs]
) -> Iterator[Conflict]:
    rows = [
        (item, row)
        for item in items
        for row in needs[item.pk].resources
        if row.capacity is not None and row.kind != Resource.Kind.INTERPRETER
    ]
    travelling = _travelling({item.mission_id for item, _room in rows})
    for item, room in rows:
        own = needs[item.pk]
        expected = len(own.people)
        is_certain = True
        if not own.people and not own.groups:
            expected = travelling[item.mission_id]
        if room.kind == Resource.Kind.ROOM and item.planned_audience is not None:
            bound = item.planned_audience.high or item.planned_audience.low
            if bound is not None and bound > expected:
                expected = int(bound)
                is_certain = item.planned_audience.is_exact
        if room.capacity is None or expected <= room.capacity:
            continue
        yield Conflict(
            Kind.CAPACITY,
            item,
            _("%(resource)s takes %(capacity)d persons; %(expected)d are expected.")
            % {
                "resource": room,
                "capacity": room.capacity,
                "expected": expected,
            },
            _day(item),
            room,
            is_certain=is_certain,
        )


def _travelling(missions: set[int]) -> Counter[int]:
    """Return how many people travel on each mission: who goes along with everybody."""
    rows = rows_of(
        Participation, only=("mission", "person", "function"), mission=missions
    )
    people = {
        (row.mission_id, row.person_id)
        for row in rows
        if row.person_id and row.function in TRAVELLING
    }
    return Counter(mission for mission, _person in people)


def _courtesy(items: Sequence[ProgrammeItem]) -> Iterator[Conflict]:
    """Look for the first work in each town that no courtesy call comes before."""
    towns: dict[tuple[int, int], list[ProgrammeItem]] = defaultdict(list)
    for item in items:
        place = place_of(item)
        if item.status == ProgrammeItem.Status.DROPPED:
            continue
        if place is not None and place.country in COURTESY_COUNTRIES:
            towns[item.mission_id, place.pk].append(item)
    for rows in towns.values():
        rows.sort(key=_moment)
        work = next((item for item in rows if item.kind in WORK), None)
        if work is None or not is_ahead(work):
            continue
        if work.mission.direction == Mission.Direction.INBOUND:
            continue
        call = next((item for item in rows if item.kind == K.COURTESY_CALL), None)
        if call is not None and not _comes_first(work, call):
            continue
        values = {"place": place_of(work)}
        yield Conflict(
            Kind.COURTESY,
            work,
            _("In %(place)s work begins before the courtesy call.") % values
            if call is not None
            else _("No courtesy call in %(place)s before the work begins.") % values,
            _day(work),
            call,
            is_certain=work.planned_on.is_exact,
        )


def _languages(
    items: Sequence[ProgrammeItem], needs: dict[int, Needs]
) -> Iterator[Conflict]:
    booked = [(item, place_of(item), needs[item.pk].resources) for item in items]
    for row in unspoken(booked):
        yield Conflict(
            Kind.LANGUAGE,
            row.item,
            row.reason,
            _day(row.item),
            row.interpreter,
            is_certain=row.is_certain,
        )


def _comes_first(work: ProgrammeItem, call: ProgrammeItem) -> bool:
    """Tell whether work is known to begin before the call: by day, or by the clock."""
    days = work.planned_on.last_day(), call.planned_on.first_day()
    if days[0] is None or days[1] is None or days[0] > days[1]:
        return False
    if days[0] < days[1]:
        return True
    starts = work.planned_start, call.planned_start
    return starts[0] is not None and starts[1] is not None and starts[0] < starts[1]


def _moment(item: ProgrammeItem) -> tuple[Any, ...]:
    on: PartialDate = item.planned_on
    start = item.planned_start
    return (*on.sort_key, start.isoformat() if start else "", item.position, item.pk)


def _day(item: ProgrammeItem) -> date:
    """Return the day of an item; far away if it has none, so that it comes last."""
    return item.planned_on.first_day() or date.max
