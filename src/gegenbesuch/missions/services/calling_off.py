"""Postponing and cancelling a mission, which everybody concerned is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.letters.services import write_letter
from gegenbesuch.missions import letters, rules, selectors
from gegenbesuch.missions.models import Mission, PlanVersion, ProgrammeItem, Step
from gegenbesuch.missions.parts import all_parts
from gegenbesuch.missions.services.plan_versions import keep_plan
from gegenbesuch.missions.services.planning import moved

if TYPE_CHECKING:
    from datetime import date

    from gegenbesuch.accounts.models import User
    from gegenbesuch.letters.kinds import LetterKind
    from gegenbesuch.missions.selectors import Period

I = ProgrammeItem.Status  # noqa: E741 -- the states of items


@transaction.atomic
def cancel_mission(
    mission: Mission, *, reason: Any, actor: User | None, tell: bool = True
) -> int:
    """
    Cancel a mission and tell everybody concerned; returns how many mails that were.

    Args:
        tell: False if they know already, as when an old mission is written down.

    Raises:
        ActionError: It was held or is cancelled, somebody else was faster, or the
            reason is missing.
    """
    before = selectors.dates_of(mission)
    changes = _change(mission, status=Mission.Status.CANCELLED, status_reason=reason)
    told = _tell(mission, letters.CANCELLED, before, None) if tell else 0
    audit.record(
        "missions.mission.cancelled", mission, actor=actor, changes=changes, told=told
    )
    return told


@transaction.atomic
def postpone_mission(
    mission: Mission,
    *,
    reason: Any,
    actor: User | None,
    starts_on: date | None = None,
    tell: bool = True,
) -> int:
    """
    Postpone a mission and tell everybody concerned; returns how many mails that were.

    With a new first day all that lies ahead moves by the same number of days: stops,
    programme, dates in the checklist, and what apps above hold of it. What hosts had
    confirmed counts as changed, for they have to agree again.

    Args:
        starts_on: The new first day; without it the mission waits for one.
        tell: False if they know already.

    Raises:
        ActionError: It was held or is cancelled, waits already, begins on that day
            anyhow, has no date to count from, somebody else was faster, or the reason
            is missing.
    """
    before = selectors.dates_of(mission)
    if starts_on is None:
        changes = _change(
            mission,
            status=Mission.Status.POSTPONED,
            status_reason=reason,
            postponed_from=before[0],
        )
        told = _tell(mission, letters.PUT_OFF, before, None) if tell else 0
        days = 0
    else:
        days = _days_to(starts_on, before[0])
        until = moved(before[1], days)
        if (last := until.last_day()) and last < starts_on:
            until = NO_DATE
        after = PartialDate.on(starts_on), until
        waits = mission.status == Mission.Status.POSTPONED
        changes = _change(
            mission,
            status=Mission.Status.PLANNED if waits else mission.status,
            status_reason=reason,
            postponed_from=before[0],
            starts_on=after[0],
            ends_on=after[1],
        )
        keep_plan(mission, actor=actor, occasion=PlanVersion.Occasion.POSTPONED)
        _move_programme(mission, days)
        told = _tell(mission, letters.POSTPONED, before, after) if tell else 0
    audit.record(
        "missions.mission.postponed",
        mission,
        actor=actor,
        changes=changes,
        told=told,
        days=days,
    )
    return told


def _change(mission: Mission, **values: Any) -> dict[str, list[Any]]:
    """Write new values if the mission is still as it was when it was looked at."""
    if mission.status not in rules.MAY_BE_CALLED_OFF or (
        mission.status == Mission.Status.RUNNING
        and values["status"] != Mission.Status.CANCELLED
    ):
        raise ActionError(_("It is too late to postpone or cancel this mission."))
    if mission.status == values["status"] == Mission.Status.POSTPONED:
        raise ActionError(
            _("It is postponed already; please choose the new first day.")
        )
    if not str(values["status_reason"]).strip():
        raise ActionError(_("Please give the reason."))
    found = Mission.objects.filter(
        pk=mission.pk, status=mission.status, starts_on=mission.starts_on
    )
    if found.update(status=values["status"]) != 1:
        raise ActionError(_("Somebody else has changed the mission meanwhile."))
    changes = audit.changed(mission, values)
    for field, value in values.items():
        setattr(mission, field, value)
    mission.save(update_fields=[*values, "updated_at"])
    return changes


def _days_to(starts_on: date, before: PartialDate) -> int:
    first = before.first_day()
    if first is None:
        raise ActionError(
            _("Nothing says when it was to be; please enter the dates first.")
        )
    if first == starts_on:
        raise ActionError(_("The mission begins on this day already."))
    return (starts_on - first).days


def _move_programme(mission: Mission, days: int) -> None:
    for stop in mission.stops.all():
        stop.arrives_on = moved(stop.arrives_on, days)
        stop.leaves_on = moved(stop.leaves_on, days)
        stop.save(update_fields=["arrives_on", "leaves_on", "updated_at"])
    for item in mission.items.exclude(status__in=(I.HELD, I.DROPPED)):
        item.planned_on = moved(item.planned_on, days)
        if item.status == I.CONFIRMED:
            item.status = I.CHANGED
        item.save(update_fields=["planned_on", "status", "updated_at"])
    for step in mission.steps.filter(status=Step.Status.OPEN):
        if step.due_on is not None:
            step.due_on += timedelta(days=days)
            step.save(update_fields=["due_on", "updated_at"])
    for part in all_parts():
        part.moves(mission, days)


def _tell(
    mission: Mission, kind: LetterKind, before: Period, after: Period | None
) -> int:
    """Write to all who have a mail address; returns to how many."""
    told = [row for row in letters.addressees_of(mission) if row.email]
    for row in told:
        values = letters.values_for(
            mission,
            row.language,
            reason=mission.status_reason,
            before=before,
            after=after,
        )
        link = letters.link_in_words(row.language, row.link()) if row.link else ""
        write_letter(
            kind.key,
            row.target,
            office=mission.office,
            to_name=row.name,
            to_email=row.email,
            language=row.language,
            values=values | {"salutation": row.salutation, "link": link},
        )
    return len(told)
