"""What a call adds to a mission: who is told, and what moves with new dates."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.calls.letters import own_address
from gegenbesuch.calls.models import Application, Call
from gegenbesuch.missions.parts import Addressee, Part, register

if TYPE_CHECKING:
    from collections.abc import Iterator

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


register("calls", Part(label=_("Call"), tells=tells, moves=moves))
