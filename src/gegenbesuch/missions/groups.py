"""Which groups a mission has, and whose programme an item belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.rows import rows_of
from gegenbesuch.missions.models import Group
from gegenbesuch.missions.selectors import TRAVELLING

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
    """
    Whose programme is asked for: a group's, a person's with its groups, or all.

    Attributes:
        travelling: Keys of the people who travel.
    """

    group: Any = None
    person: Any = None
    groups: tuple[Any, ...] = ()
    travelling: frozenset[int | None] = frozenset()


def wanted_of(
    query: Mapping[str, str], groups: Sequence[Any], people: Sequence[Participation]
) -> Wanted:
    """Read whose programme is asked for; what names nobody here counts as all."""
    for group in groups:
        if group.code == query.get("group"):
            return Wanted(group, None, (group,), _travelling(people))
    for row in people:
        if row.person and row.person.code == query.get("person"):
            return for_person(row.person, groups, people)
    return Wanted()


def for_person(
    person: Any, groups: Sequence[Any], people: Sequence[Participation]
) -> Wanted:
    """Ask for the programme of one person, who may travel or not."""
    rows = [row.pk for row in people if row.person_id == person.pk]
    own = tuple(g for g in groups if any(pk in g.member_keys for pk in rows))
    return Wanted(None, person, own, _travelling(people))


def _travelling(people: Sequence[Participation]) -> frozenset[int | None]:
    return frozenset(row.person_id for row in people if row.function in TRAVELLING)


def concerns(item: Any, wanted: Wanted) -> bool:
    """
    Tell whether an item is for those who are asked about.

    For those who travel that is what names them or a group of theirs, and what names
    nobody who travels; for others only what names them.
    """
    person = wanted.person
    if not (wanted.group or person) or person in item.people_list:
        return True
    if person and person.pk not in wanted.travelling:
        return False
    if item.group_list:
        return any(group in item.group_list for group in wanted.groups)
    return not any(other.pk in wanted.travelling for other in item.people_list)
