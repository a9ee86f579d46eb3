"""Verbs on the groups that go different ways during a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.missions.models import Group
from gegenbesuch.missions.services.missions import check_open, next_position

if TYPE_CHECKING:
    from collections.abc import Collection

    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.models import Mission, Participation


@transaction.atomic
def add_group(
    mission: Mission,
    *,
    name: Any,
    members: Collection[Participation],
    actor: User | None,
) -> Group:
    """
    Form a group of participants.

    Raises:
        ActionError: The mission is closed, or somebody is not in it.
    """
    check_open(mission)
    _check_members(mission, members)
    group = Group.objects.create(
        mission=mission, name=name, position=next_position(mission.groups)
    )
    group.members.set(members)
    audit.record(
        "missions.group.added",
        mission,
        actor=actor,
        group=str(group),
        size=len(members),
    )
    return group


@transaction.atomic
def update_group(
    group: Group,
    *,
    name: Any,
    members: Collection[Participation],
    actor: User | None,
) -> Group:
    """
    Change what a group is called and who is in it; its items stay.

    Raises:
        ActionError: The mission is closed, or somebody is not in it.
    """
    check_open(group.mission)
    _check_members(group.mission, members)
    before = group.members.count()
    changes = audit.changed(group, {"name": name})
    group.name = name
    group.save(update_fields=["name", "updated_at"])
    group.members.set(members)
    audit.record(
        "missions.group.updated",
        group.mission,
        actor=actor,
        changes=changes | {"size": [before, len(members)]},
        group=str(group),
    )
    return group


@transaction.atomic
def remove_group(group: Group, *, actor: User | None) -> None:
    """
    Dissolve a group that no item is for any more.

    Raises:
        ActionError: The mission is closed, or an item is for this group: it would be
            for everybody all of a sudden.
    """
    check_open(group.mission)
    if group.items.exists():
        raise ActionError(
            _("Items of the programme are for this group; please change them first.")
        )
    audit.record("missions.group.removed", group.mission, actor=actor, group=str(group))
    group.delete()


def _check_members(mission: Mission, members: Collection[Participation]) -> None:
    if any(row.mission_id != mission.pk for row in members):
        raise ActionError(_("Only participants of the mission can be in a group."))
