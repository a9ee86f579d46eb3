"""Which groups a mission has, and whose programme an item belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.rows import rows_of
from gegenbesuch.missions.models import Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gegenbesuch.missions.models import Mission, Participation


def groups_of(mission: Mission) -> list[Any]:
    """Return the groups in order, each with `member_keys` and `item_keys`."""
    groups: list[Any] = in_order(rows_of(Group, mission=[mission.pk]))
    if not groups:
        return []
    keys = [group.pk for group in groups]
    members = rows_of(Group.members.through, group=keys)
    items = rows_of(Group.items.through, group=keys)
    for group in groups:
        group.mission = mission
        group.member_keys = {
            row.participation_id for row in members if row.group_id == group.pk
        }
        group.item_keys = {
            row.programmeitem_id for row in items if row.group_id == group.pk
        }
    return groups


def group_items(items: Sequence[Any], groups: Sequence[Any]) -> None:
    """Give items `group_list`, the groups they are for."""
    for item in items:
        item.group_list = [group for group in groups if item.pk in group.item_keys]


@dataclass(frozen=True)
class Wanted:
    """Whose programme is asked for: a group's, a person's with its groups, or all."""

    group: Any = None
    person: Any = None
    groups: tuple[Any, ...] = ()


def wanted_of(
    query: Mapping[str, str], groups: Sequence[Any], people: Sequence[Participation]
) -> Wanted:
    """Read whose programme is asked for; what names nobody here counts as all."""
    for group in groups:
        if group.code == query.get("group"):
            return Wanted(group=group, groups=(group,))
    for row in people:
        if row.person and row.person.code == query.get("person"):
            own = tuple(group for group in groups if row.pk in group.member_keys)
            return Wanted(person=row.person, groups=own)
    return Wanted()


def concerns(item: Any, wanted: Wanted) -> bool:
    """Tell whether an item is for those who are asked about; it may be for all."""
    if not (wanted.group or wanted.person):
        return True
    if not item.people_list and not item.group_list:
        return True
    return wanted.person in item.people_list or any(
        group in item.group_list for group in wanted.groups
    )
