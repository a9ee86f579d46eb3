"""What those who travel eat and need: kept apart, and not for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.travellers import selectors
from gegenbesuch.travellers.models import TravelNeed
from gegenbesuch.travellers.services import KEPT_AFTER, KEPT_WITHOUT_DATE

if TYPE_CHECKING:
    from datetime import date, datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.models import Mission, Participation


@transaction.atomic
def record_needs(
    row: Participation,
    *,
    diet: str,
    access: str,
    at: datetime,
    actor: User | None = None,
) -> None:
    """
    Keep what somebody tells of their own will, or delete it when it is taken back.

    Args:
        actor: Who writes it down for them, after they agreed; None for themselves.
    """
    if not (diet or access):
        if not TravelNeed.objects.filter(participation=row).delete()[0]:
            return
    else:
        _first, last = selectors.days_of(row.mission)
        end = last + KEPT_AFTER if last else at.date() + KEPT_WITHOUT_DATE
        TravelNeed.objects.update_or_create(
            participation=row,
            defaults={
                "diet": diet,
                "access": access,
                "consented_at": at,
                "expires_on": end,
            },
        )
    # Neither what nor whose: the log outlives it.
    audit.record("travellers.need.recorded", row.mission, actor=actor)


@transaction.atomic
def look_at_needs(mission: Mission, *, actor: User | None) -> list[TravelNeed]:
    """Return what those who travel eat and need; that somebody looked is kept."""
    rows = list(
        TravelNeed.objects.filter(participation__mission=mission)
        .select_related("participation__person", "participation__organisation")
        .order_by("participation__position", "pk")
    )
    audit.record("travellers.need.seen", mission, actor=actor, rows=len(rows))
    return rows


def delete_expired_needs(*, on: date) -> int:
    """Delete what was eaten and needed on missions that are over for long enough."""
    count: int = TravelNeed.objects.filter(expires_on__lte=on).delete()[0]
    return count
