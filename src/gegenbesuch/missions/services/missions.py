"""Verbs on missions and participations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.missions import rules
from gegenbesuch.missions.models import (
    Mission,
    MissionLink,
    Participation,
)
from gegenbesuch.missions.services.plan_versions import OCCASIONS, keep_plan

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User


@transaction.atomic
def create_mission(
    office: Office, *, actor: User | None, code: str = "", **values: Any
) -> Mission:
    """
    Set up a mission of an office.

    Args:
        code: What it is called in addresses; made up if empty.
        values: Fields of the mission.

    Raises:
        ActionError: It would end before it begins, or the code is taken.
    """
    mission = Mission(office=office, **values)
    if code:
        if Mission.objects.filter(code=code).exists():
            raise ActionError(_("Another mission already has this code."))
        mission.code = code
    _check_order(mission)
    mission.save()
    audit.record("missions.mission.created", mission, actor=actor)
    return mission


@transaction.atomic
def update_mission(mission: Mission, *, actor: User | None, **values: Any) -> Mission:
    """
    Change fields of a mission; its status has a verb of its own.

    Raises:
        ActionError: The mission is closed, or would end before it begins.
    """
    check_open(mission)
    changes = audit.changed(mission, values)
    for field, value in values.items():
        setattr(mission, field, value)
    _check_order(mission)
    mission.save(update_fields=[*values, "updated_at"])
    audit.record("missions.mission.updated", mission, actor=actor, changes=changes)
    return mission


@transaction.atomic
def change_mission_status(
    mission: Mission, *, status: str, actor: User | None, reason: Any = ""
) -> Mission:
    """
    Move a mission on, or out of the way; the plan is kept when it is fixed and begins.

    Raises:
        ActionError: The status can't follow the present one, somebody else has
            changed it meanwhile, or a reason is missing.
    """
    if status not in rules.NEXT[mission.status]:
        raise ActionError(_("This status cannot follow the present one."))
    if status in rules.OFF and not str(reason).strip():
        raise ActionError(_("Please give the reason."))
    before = mission.status
    count = Mission.objects.filter(pk=mission.pk, status=before).update(status=status)
    if count != 1:
        raise ActionError(_("Somebody else has changed the status meanwhile."))
    mission.status = status
    mission.status_reason = reason
    mission.save(update_fields=["status_reason", "updated_at"])
    audit.record(
        "missions.mission.status-changed",
        mission,
        actor=actor,
        changes={"status": [before, status]},
    )
    if status in OCCASIONS:
        keep_plan(mission, actor=actor, occasion=OCCASIONS[Mission.Status(status)])
    return mission


@transaction.atomic
def add_participation(
    mission: Mission, *, function: str, actor: User | None, **values: Any
) -> Participation:
    """
    Add a person, an organisation or a group in words to a mission.

    Raises:
        ActionError: Nobody is named, the person is known to be dead, or is in the
            mission with this function already.
    """
    check_open(mission)
    person, organisation = values.get("person"), values.get("organisation")
    if not (person or organisation or values.get("label")):
        raise ActionError(_("Please say who takes part."))
    if person is not None and person.is_deceased and mission.status in rules.NOT_YET:
        raise ActionError(_("This person has died and cannot be invited."))
    twice = mission.participations.filter(
        person=person, organisation=organisation, function=function
    )
    if (person or organisation) and not values.get("label") and twice.exists():
        raise ActionError(_("This participant is already on the list."))
    if values.get("position") is None:
        values["position"] = next_position(mission.participations)
    participation = Participation.objects.create(
        mission=mission, function=function, **values
    )
    audit.record(
        "missions.participation.added",
        mission,
        actor=actor,
        name=str(participation),
        function=function,
    )
    return participation


@transaction.atomic
def update_participation(
    participation: Participation, *, actor: User | None, **values: Any
) -> Participation:
    """
    Change who takes part, as what, under which title, in which rank.

    Raises:
        ActionError: Nobody is named, or the mission is closed.
    """
    mission = participation.mission
    check_open(mission)
    if not any(values.get(name) for name in ("person", "organisation", "label")):
        raise ActionError(_("Please say who takes part."))
    if values.get("position") is None:
        values["position"] = next_position(mission.participations)
    for field, value in values.items():
        setattr(participation, field, value)
    participation.save(update_fields=[*values])
    audit.record(
        "missions.participation.updated",
        mission,
        actor=actor,
        name=str(participation),
        function=participation.function,
    )
    return participation


@transaction.atomic
def remove_participation(participation: Participation, *, actor: User | None) -> None:
    """
    Take somebody off the list of a mission.

    Raises:
        ActionError: The mission is closed.
    """
    check_open(participation.mission)
    audit.record(
        "missions.participation.removed",
        participation.mission,
        actor=actor,
        name=str(participation),
        function=participation.function,
    )
    participation.delete()


@transaction.atomic
def link_missions(
    earlier: Mission, later: Mission, *, kind: str, actor: User | None, note: Any = ""
) -> MissionLink:
    """
    Say that a mission is answered by, or leads to, a later one.

    Raises:
        ActionError: It is the same mission, or the link would close a circle.
    """
    if earlier.pk == later.pk or _leads_to(later, earlier):
        raise ActionError(_("A mission cannot answer itself."))
    link, _created = MissionLink.objects.get_or_create(
        earlier=earlier, later=later, kind=kind, defaults={"note": note}
    )
    audit.record(
        "missions.link.added", earlier, actor=actor, later=str(later), kind=kind
    )
    return link


@transaction.atomic
def unlink_missions(link: MissionLink, *, actor: User | None) -> None:
    """
    Take back that a mission is answered by, or leads to, a later one.

    Raises:
        ActionError: A source says so; then it stays on record.
    """
    if link.citations.exists():
        raise ActionError(_("A source says so; the link stays on record."))
    audit.record(
        "missions.link.removed",
        link.earlier,
        actor=actor,
        later=str(link.later),
        kind=link.kind,
    )
    link.delete()


def _leads_to(start: Mission, goal: Mission) -> bool:
    seen: set[int] = set()
    wave = {start.pk}
    while wave:
        if goal.pk in wave:
            return True
        seen |= wave
        wave = (
            set(
                MissionLink.objects.filter(earlier_id__in=wave).values_list(
                    "later_id", flat=True
                )
            )
            - seen
        )
    return False


def check_open(mission: Mission) -> None:
    """Refuse to change a closed mission."""
    if mission.status == Mission.Status.CLOSED:
        raise ActionError(_("This mission is closed and can no longer be changed."))


def _check_order(mission: Mission) -> None:
    first, last = mission.starts_on.first_day(), mission.ends_on.last_day()
    if first and last and last < first:
        raise ActionError(_("The mission would end before it begins."))


def next_position(rows: Any) -> int:
    """Return the position behind the last of these rows."""
    highest: int | None = rows.aggregate(highest=Max("position"))["highest"]
    return 0 if highest is None else highest + 1
