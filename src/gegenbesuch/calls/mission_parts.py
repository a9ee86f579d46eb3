"""What a call adds to a mission: who is told, and what moves with new dates."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.calls.letters import own_address
from gegenbesuch.calls.models import Application, Call, Criterion, Question
from gegenbesuch.missions.parts import Addressee, Part, register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from gegenbesuch.missions.models import Mission


def tells(mission: Mission) -> Iterator[Addressee]:
    """Yield the applicants who have not withdrawn and were not rejected."""
    rows = (
        Application.objects.filter(call__mission=mission)
        .exclude(status__in=Application.OUT)
        .select_related("call", "office")
        .order_by("pk")
    )
    for row in rows:
        with translation.override(row.language):
            salutation = gettext("Dear %(name)s,") % {"name": row.name}
        yield Addressee(
            group=_("Applicants"),
            name=row.name,
            email=row.email,
            language=row.language,
            salutation=salutation,
            target=row,
            link=partial(own_address, row),
        )


def moves(mission: Mission, days: int) -> int:
    """Shift the deadline of a call that is not over."""
    rows = Call.objects.filter(mission=mission, closes_at__gt=now()).exclude(
        status=Call.Status.CLOSED
    )
    for row in rows:
        row.closes_at += timedelta(days=days)
        row.save(update_fields=["closes_at", "updated_at"])
    return len(rows)


def copies(source: Mission, mission: Mission, days: int) -> None:
    """Draft the same call, with criteria and questions; nobody has applied yet."""
    call = Call.objects.filter(mission=source).first()
    if call is None:
        return
    said = (
        *("text", "criteria", "selection", "time_zone", "quota", "offer_days"),
        "most_per_organisation",
    )
    made = Call.objects.create(
        mission=mission,
        office=mission.office,
        closes_at=_later(call, days),
        **{field: getattr(call, field) for field in said},
    )
    Criterion.objects.bulk_create(
        Criterion(call=made, position=row.position, text=row.text, weight=row.weight)
        for row in call.weighed_by.order_by("position")
    )
    asked: dict[int, Question] = {}
    fields = ("position", "text", "kind", "choices", "is_required", "depends_value")
    for row in call.questions.order_by("position"):
        asked[row.pk] = Question.objects.create(
            call=made,
            depends_on=asked.get(row.depends_on_id or 0),
            **{field: getattr(row, field) for field in fields},
        )


def _later(call: Call, days: int) -> datetime:
    """Return the deadline so many days later, at the same time on its clock."""
    local = call.closes_at.astimezone(ZoneInfo(call.time_zone))
    return local + timedelta(days=days)


register("calls", Part(label=_("Call"), tells=tells, moves=moves, copies=copies))
