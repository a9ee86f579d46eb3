"""Forgetting those who applied, when their time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.calls.models import Application, Call
from gegenbesuch.calls.services.applications import PROVE_WITHIN
from gegenbesuch.core import audit
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.missions.models import Participation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@transaction.atomic
def delete_applications(call: Call) -> int:
    """
    Delete all applications of a call, and what names those who applied.

    Whoever took part stays on the list of the mission: as the person of the directory,
    which has its own time, or as their organisation only.
    """
    rows = list(call.applications.select_related("participation").order_by("pk"))
    for row in rows:
        audit.blank_mentions(call.mission, str(row)[:300])
        part = row.participation
        if part is not None and part.person_id is None:
            Participation.objects.filter(pk=part.pk).update(
                label=row.organisation, title=""
            )
    _delete(rows)
    audit.record("calls.call.emptied", call, actor=None, rows=len(rows))
    return len(rows)


@transaction.atomic
def delete_unproven(*, at: datetime) -> int:
    """Delete applications whose address nobody confirmed in time; returns how many."""
    late = Application.objects.filter(
        status=Application.Status.UNPROVEN, applied_at__lt=at - PROVE_WITHIN
    )
    rows = list(late.order_by("pk"))
    _delete(rows)
    return len(rows)


def _delete(rows: Iterable[Application]) -> None:
    """Delete applications with the mails to them, their links and their names."""
    keys = [row.pk for row in rows]
    kind = ContentType.objects.get_for_model(Application)
    links = PersonalLink.objects.filter(target_type=kind, target_id__in=keys)
    audit.blank(PersonalLink, links.values_list("pk", flat=True))
    links.delete()
    OutboxMessage.objects.filter(target_type=kind, target_id__in=keys).delete()
    audit.blank(Application, keys)
    Application.objects.filter(pk__in=keys).delete()
