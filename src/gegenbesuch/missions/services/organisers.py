"""Verbs on who organises and leads a mission, and what it is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.search import kinds
from gegenbesuch.missions.models import Mission, Participation
from gegenbesuch.missions.services.missions import (
    add_participation,
    check_open,
    remove_participation,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Person

LEAD = Participation.Function.LEAD


@transaction.atomic
def update_organisers(
    mission: Mission,
    *,
    partner_offices: Collection[Office],
    parent: Mission | None,
    joint_leads: Collection[Person],
    actor: User | None,
) -> Mission:
    """
    Say which offices join in, what the mission is part of, and who leads it jointly.

    The office that leads stays; those that join in see the mission and write its
    programme.

    Args:
        joint_leads: Those who lead beside `mission.lead`; they become participants.

    Raises:
        ActionError: The mission is closed, or would be a part of itself.
    """
    check_open(mission)
    _check_nesting(mission, parent)
    before = {
        "partner_offices": sorted(map(str, mission.partner_offices.all())),
        "parent": str(mission.parent or ""),
    }
    mission.parent = parent
    mission.save(update_fields=["parent", "updated_at"])
    mission.partner_offices.set(
        office for office in partner_offices if office.pk != mission.office_id
    )
    after = {
        "partner_offices": sorted(map(str, mission.partner_offices.all())),
        "parent": str(parent or ""),
    }
    _set_joint_leads(mission, joint_leads, actor)
    audit.record(
        "missions.mission.organisers-updated",
        mission,
        actor=actor,
        changes={
            key: [before[key], after[key]] for key in after if before[key] != after[key]
        },
    )
    kinds.index(Mission, [mission])
    return mission


def _set_joint_leads(
    mission: Mission, people: Collection[Person], actor: User | None
) -> None:
    wanted = {person.pk: person for person in people if person.pk != mission.lead_id}
    rows = mission.participations.filter(function=LEAD, person__isnull=False)
    for row in rows.exclude(person=mission.lead_id).select_related("person"):
        if row.person_id not in wanted:
            remove_participation(row, actor=actor)
        wanted.pop(row.person_id or 0, None)
    for person in wanted.values():
        add_participation(mission, function=LEAD, actor=actor, person=person)


def _check_nesting(mission: Mission, parent: Mission | None) -> None:
    above = parent
    seen = {mission.pk}
    while above is not None:
        if above.pk in seen:
            raise ActionError(_("A mission cannot be a part of itself."))
        seen.add(above.pk)
        above = above.parent
