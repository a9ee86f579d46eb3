"""What a mission planned like another takes over of its money and its decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gegenbesuch.mandate.models import Approval, BudgetLine
from gegenbesuch.missions.parts import Part, register

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission


def copies(source: Mission, mission: Mission, _days: int) -> None:
    """
    Copy what was planned to cost and to come in, and who has to decide.

    What was ordered, paid and decided stays behind; a line that nobody planned too.
    """
    BudgetLine.objects.bulk_create(
        BudgetLine(
            mission=mission,
            kind=line.kind,
            what=line.what,
            payer=line.payer,
            currency=line.currency,
            rate=line.rate,
            heads=line.heads,
            planned=line.planned,
        )
        for line in source.budget_lines.filter(planned__isnull=False).order_by("pk")
    )
    Approval.objects.bulk_create(
        Approval(mission=mission, position=row.position, body=row.body)
        for row in source.approvals.order_by("position")
    )


register("mandate", Part(label=_("Budget"), copies=copies))
