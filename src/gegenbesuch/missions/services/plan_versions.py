"""Keeping the programme of a mission as it is planned now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.missions.models import Mission, PlanVersion
from gegenbesuch.missions.plan_versions import read, snapshot

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User

#: The statuses whose beginning is an occasion to keep the plan.
OCCASIONS = {
    Mission.Status.FIXED: PlanVersion.Occasion.FIXED,
    Mission.Status.RUNNING: PlanVersion.Occasion.RUNNING,
}


@transaction.atomic
def keep_plan(
    mission: Mission,
    *,
    actor: User | None,
    name: str = "",
    occasion: str = PlanVersion.Occasion.BY_HAND,
) -> PlanVersion | None:
    """
    Keep the programme as it is planned now; None if there is nothing new to keep.

    Kept by hand it is kept in any case; by itself only if the plan differs from the
    version before.

    Raises:
        ActionError: There is no programme to keep.
    """
    rows = (
        mission.items.select_related("place", "destination")
        .prefetch_related("people", "groups")
        .order_by("position", "pk")
    )
    items = snapshot(rows)
    is_by_hand = occasion == PlanVersion.Occasion.BY_HAND
    if not items:
        if is_by_hand:
            raise ActionError(_("There is no programme to keep yet."))
        return None
    last = mission.plan_versions.order_by("-number").first()
    if not is_by_hand and last is not None and read(last.items) == read(items):
        return None
    highest = mission.plan_versions.aggregate(highest=Max("number"))["highest"] or 0
    version = PlanVersion.objects.create(
        mission=mission,
        number=highest + 1,
        occasion=occasion,
        name=name.strip(),
        made_by=actor,
        items=items,
    )
    audit.record(
        "missions.plan.kept",
        mission,
        actor=actor,
        version=version.number,
        occasion=str(occasion),
        items=len(items),
    )
    return version
