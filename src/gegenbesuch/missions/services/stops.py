"""Verbs on the stops of a mission and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.search import kinds
from gegenbesuch.missions.models import Mission, Stop
from gegenbesuch.missions.services.missions import check_open, next_position

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User

WHERE = ("place", "place_text", "organisation")


@transaction.atomic
def add_stop(mission: Mission, *, actor: User | None, **values: Any) -> Stop:
    """
    Add a stop after the others, or at `position`.

    Raises:
        ActionError: The mission is closed, the position is taken, the stop says
            neither place nor organisation, or would end before it begins.
    """
    check_open(mission)
    if values.get("position") is None:
        values["position"] = next_position(mission.stops)
    elif mission.stops.filter(position=values["position"]).exists():
        raise ActionError(_("There already is a stop at this position."))
    stop = Stop(mission=mission, **values)
    _check(stop)
    stop.save()
    audit.record("missions.stop.added", mission, actor=actor, stop=str(stop))
    kinds.index(Mission, [mission])
    return stop


@transaction.atomic
def update_stop(stop: Stop, *, actor: User | None, **values: Any) -> Stop:
    """
    Change where a stop is, who receives, and from when to when.

    Raises:
        ActionError: The mission is closed, the stop says neither place nor
            organisation, or would end before it begins.
    """
    check_open(stop.mission)
    changes = audit.changed(stop, values)
    for field, value in values.items():
        setattr(stop, field, value)
    _check(stop)
    stop.save(update_fields=[*values, "updated_at"])
    audit.record(
        "missions.stop.updated",
        stop.mission,
        actor=actor,
        changes=changes,
        stop=str(stop),
    )
    kinds.index(Mission, [stop.mission])
    return stop


@transaction.atomic
def move_stop(stop: Stop, *, by: int, actor: User | None) -> None:
    """
    Let a stop change places with the one before or after it.

    At the end of the row nothing happens.

    Args:
        by: -1 for earlier, 1 for later.

    Raises:
        ActionError: The mission is closed.
    """
    check_open(stop.mission)
    rows = in_order(stop.mission.stops.select_for_update())
    place = rows.index(stop)
    if not 0 <= place + by < len(rows):
        return
    mine, other = rows[place], rows[place + by]
    free = next_position(stop.mission.stops)
    before, after = mine.position, other.position
    # No two stops have one position, not even for a moment.
    for row, position in ((mine, free), (other, before), (mine, after)):
        row.position = position
        row.save(update_fields=["position", "updated_at"])
    audit.record(
        "missions.stop.moved",
        stop.mission,
        actor=actor,
        changes={"position": [before, after]},
        stop=str(stop),
    )


@transaction.atomic
def remove_stop(stop: Stop, *, actor: User | None) -> None:
    """
    Take a stop out; its programme items stay, at no stop.

    Raises:
        ActionError: The mission is closed, or something was held at this stop.
    """
    mission = stop.mission
    check_open(mission)
    if stop.items.filter(status="held").exists():
        raise ActionError(_("Something was held at this stop; it stays on record."))
    audit.record("missions.stop.removed", mission, actor=actor, stop=str(stop))
    stop.delete()
    kinds.index(Mission, [mission])


def _check(stop: Stop) -> None:
    if not any(getattr(stop, field) for field in WHERE):
        raise ActionError(_("A stop needs a place or an organisation."))
    first, last = stop.arrives_on.first_day(), stop.leaves_on.last_day()
    if first and last and last < first:
        raise ActionError(_("The stop would end before it begins."))
