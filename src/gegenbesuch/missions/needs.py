"""The people and resources that items of a programme need, in a few questions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gegenbesuch.missions.models import Booking, Group, ProgrammeItem

if TYPE_CHECKING:
    from gegenbesuch.directory.models import Person
    from gegenbesuch.missions.models import Resource


@dataclass(frozen=True)
class Needs:
    """The people, those of its groups too, and the resources that an item names."""

    people: list[Person] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


NOTHING = Needs()


def needs_of(keys: set[int]) -> dict[int, Needs]:
    """Return what items need, by their keys: four questions, or none."""
    if not keys:
        return {}
    needs = {key: Needs() for key in keys}
    links = ProgrammeItem.people.through.objects.filter(programmeitem__in=keys)
    for link in links.select_related("person"):
        needs[link.programmeitem_id].people.append(link.person)
    bookings = Booking.objects.filter(item__in=keys).select_related("resource")
    for booking in bookings:
        needs[booking.item_id].resources.append(booking.resource)
    members: dict[int, list[Person]] = defaultdict(list)
    uses = list(
        Group.items.through.objects.filter(programmeitem__in=keys).select_related(
            "group"
        )
    )
    if uses:
        members_of = Group.members.through.objects.filter(
            group__in={use.group_id for use in uses},
            participation__person__isnull=False,
        ).select_related("participation__person")
        for row in members_of:
            person = row.participation.person
            if person is not None and person not in members[row.group_id]:
                members[row.group_id].append(person)
    for use in uses:
        own = needs[use.programmeitem_id]
        own.groups.append(use.group)
        own.people.extend(
            person for person in members[use.group_id] if person not in own.people
        )
    return needs
