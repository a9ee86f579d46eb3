"""Verbs on the talks after the return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.followup.models import Debrief

if TYPE_CHECKING:
    from datetime import date

    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.models import Participation


@transaction.atomic
def record_debrief(
    row: Participation,
    *,
    talked_on: date,
    text: str,
    lessons: str = "",
    actor: User | None,
) -> Debrief:
    """Write down what somebody who took part said after the return."""
    made, _created = Debrief.objects.update_or_create(
        participation=row,
        defaults={
            "talked_on": talked_on,
            "text": text,
            "lessons": lessons,
            "by": actor,
        },
    )
    # What was said stays out of the log, which outlives it.
    audit.record("followup.debrief.recorded", row.mission, actor=actor, name=str(row))
    return made
