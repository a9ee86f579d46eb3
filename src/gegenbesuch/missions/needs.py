"""The people and resources that items of a programme need, in a few questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Q

from gegenbesuch.core.rows import rows_of
from gegenbesuch.directory.models import Person
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import (
    Booking,
    Group,
    Participation,
    ProgrammeItem,
    Resource,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from gegenbesuch.core.values.partial_date import PartialDate

#: What of an item has to be at hand.
NAMED = (
    *("mission__place", "stop__place", "place", "destination"),
    *("visited", "stop__organisation"),
)

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Needs:
    """The people, those of its groups too, and the resources that an item names."""

    people: list[Person] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


NOTHING = Needs()


def needs_of(keys: set[int]) -> dict[int, Needs]:
    """Return what items need, by their keys: eight questions, or none."""
    if not keys:
        return {}
    needs = {key: Needs() for key in keys}
    named = rows_of(ProgrammeItem.people.through, programmeitem=keys)
    bookings = rows_of(Booking, item=keys)
    uses = rows_of(Group.items.through, programmeitem=keys)
    members = _members_of({use.group_id for use in uses})
    people = _by_key(
        Person, {link.person_id for link in named}.union(*members.values())
    )
    resources = _by_key(Resource, {row.resource_id for row in bookings})
    groups = _by_key(Group, members)
    for link in sorted(named, key=lambda row: row.pk):
        needs[link.programmeitem_id].people.append(people[link.person_id])
    for booking in sorted(bookings, key=lambda row: row.pk):
        needs[booking.item_id].resources.append(resources[booking.resource_id])
    for use in sorted(uses, key=lambda row: row.pk):
        own = needs[use.programmeitem_id]
        own.groups.append(groups[use.group_id])
        those = (people[key] for key in sorted(members[use.group_id]))
        own.people.extend(person for person in those if person not in own.people)
    return needs


def items_needing(
    people: Collection[int], resources: Collection[int], days: Collection[PartialDate]
) -> list[ProgrammeItem]:
    """
    Return the items ahead on these days that need one of them: one question.

    They may be named themselves or by a group that they are in. What `NAMED` names is
    at hand.
    """
    same = ProgrammeItem.people.through.objects.filter(person__in=people)
    grouped = Group.items.through.objects.filter(group__members__person__in=people)
    booked = Booking.objects.filter(resource__in=resources)
    rows = (
        ProgrammeItem.objects.filter(
            Q(pk__in=same.values("programmeitem"))
            | Q(pk__in=grouped.values("programmeitem"))
            | Q(pk__in=booked.values("item")),
            planned_on__in=days,
        )
        .exclude(status__in=rules.ITEM_IS_OVER)
        .exclude(mission__status__in=rules.OFF)
        .select_related(*NAMED)
    )
    return list(rows)


def _members_of(groups: set[int]) -> dict[int, set[int]]:
    """Return the keys of the people in each group: two questions, or none."""
    links = rows_of(Group.members.through, group=groups)
    rows = rows_of(
        Participation,
        only=("person",),
        pk={link.participation_id for link in links},
    )
    person = {row.pk: row.person_id for row in rows}
    found: dict[int, set[int]] = {group: set() for group in groups}
    for link in links:
        if (key := person[link.participation_id]) is not None:
            found[link.group_id].add(key)
    return found


def _by_key(model: type[M], keys: Collection[int]) -> dict[int, M]:
    return {row.pk: row for row in rows_of(model, pk=keys)}
