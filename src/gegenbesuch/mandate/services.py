"""Verbs on the money and the decisions of a mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.mandate.models import (
    HOME_CURRENCY,
    Approval,
    BudgetLine,
    HomeCover,
)
from gegenbesuch.missions import services as missions
from gegenbesuch.missions.models import Mission

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from gegenbesuch.accounts.models import User

S = Approval.Status
GRANTED = frozenset({S.APPROVED, S.CONDITIONS})
#: A mission in one of these becomes approved with the last decision.
BEFORE_APPROVAL = frozenset(
    {Mission.Status.IDEA, Mission.Status.ANNOUNCED, Mission.Status.PLANNED}
)


# --- The work at home --------------------------------------------------------


@transaction.atomic
def cover_home(mission: Mission, *, text: Any, actor: User | None) -> None:
    """
    Say how the work at home is covered; without words nothing is on record.

    Raises:
        ActionError: The mission is closed.
    """
    _check_open(mission)
    if text:
        HomeCover.objects.update_or_create(mission=mission, defaults={"text": text})
    else:
        HomeCover.objects.filter(mission=mission).delete()
    audit.record("mandate.home.covered", mission, actor=actor)


# --- Money -------------------------------------------------------------------


@transaction.atomic
def add_line(mission: Mission, *, actor: User | None, **values: Any) -> BudgetLine:
    """
    Add a line to the budget.

    Raises:
        ActionError: The mission is closed.
    """
    _check_open(mission)
    line = BudgetLine.objects.create(mission=mission, **values)
    audit.record("mandate.line.added", mission, actor=actor, line=str(line))
    return line


@transaction.atomic
def update_line(line: BudgetLine, *, actor: User | None, **values: Any) -> BudgetLine:
    """
    Change a line of the budget; of one that follows the fees only words and plan.

    Raises:
        ActionError: The mission is closed.
    """
    _check_open(line.mission)
    if line.is_from_fees:
        values = {name: values[name] for name in ("what", "planned") if name in values}
    changes = audit.changed(line, values)
    for field, value in values.items():
        setattr(line, field, value)
    line.save(update_fields=[*values, "updated_at"])
    audit.record(
        "mandate.line.updated",
        line.mission,
        actor=actor,
        changes=changes,
        line=str(line),
    )
    return line


@transaction.atomic
def follow_fees(
    mission: Mission,
    *,
    agreed: Decimal | None,
    paid: Decimal,
    actor: User | None,
) -> BudgetLine | None:
    """
    Let the budget say what participants have promised and paid.

    The line is made with the first fee. A line for fees that somebody planned, and of
    which nothing was promised or paid yet, becomes it and keeps what was planned, all
    in all. A closed mission keeps its budget as it is.

    Args:
        agreed: The sum of all fees in euros; None if nobody pays one any more.
    """
    if mission.status == Mission.Status.CLOSED:
        return None
    line = BudgetLine.objects.filter(mission=mission, is_from_fees=True).first()
    if line is None and agreed is None:
        return None
    if line is None:
        line = _planned_fees(mission) or BudgetLine(
            mission=mission, kind=BudgetLine.Kind.FEE
        )
    before = (line.committed, line.actual)
    line.committed, line.actual = agreed, paid if agreed is not None else None
    line.is_from_fees = agreed is not None
    if not line.is_from_fees and line.planned is None:
        line.delete()
    else:
        line.save()
    if before != (line.committed, line.actual):
        audit.record(
            "mandate.line.followed",
            mission,
            actor=actor,
            committed=str(line.committed),
            actual=str(line.actual),
        )
    return line if line.pk else None


def _planned_fees(mission: Mission) -> BudgetLine | None:
    """Return the one line for fees of which only the plan is known, if there is one."""
    lines = BudgetLine.objects.filter(
        mission=mission,
        kind=BudgetLine.Kind.FEE,
        committed__isnull=True,
        actual__isnull=True,
        currency=HOME_CURRENCY,
    )
    if len(lines) != 1:
        return None
    line = lines[0]
    line.planned, line.heads = line.at_home("planned"), None
    return line


@transaction.atomic
def remove_line(line: BudgetLine, *, actor: User | None) -> None:
    """
    Take a line out of the budget; what it said stays in the audit trail.

    Raises:
        ActionError: The mission is closed, or the line follows the fees.
    """
    _check_open(line.mission)
    if line.is_from_fees:
        raise ActionError(
            _("This line follows the fees of the participants; change them instead.")
        )
    audit.record(
        "mandate.line.removed",
        line.mission,
        actor=actor,
        line=str(line),
        planned=str(line.planned),
        actual=str(line.actual),
    )
    line.delete()


# --- Decisions ---------------------------------------------------------------


@transaction.atomic
def add_approval(mission: Mission, *, actor: User | None, **values: Any) -> Approval:
    """
    Enter a body that has to decide, after the others.

    Raises:
        ActionError: The mission is closed.
    """
    _check_open(mission)
    last = mission.approvals.aggregate(last=Max("position"))["last"]
    approval = Approval.objects.create(
        mission=mission, position=0 if last is None else last + 1, **values
    )
    audit.record("mandate.approval.added", mission, actor=actor, body=str(approval))
    return approval


@transaction.atomic
def update_approval(
    approval: Approval, *, actor: User | None, **values: Any
) -> Approval:
    """
    Change who decides, when it meets and under which number.

    Raises:
        ActionError: It has decided.
    """
    if approval.status in Approval.DECIDED:
        raise ActionError(_("This decision has been made and can't be changed."))
    changes = audit.changed(approval, values)
    for field, value in values.items():
        setattr(approval, field, value)
    approval.save(update_fields=[*values, "updated_at"])
    audit.record(
        "mandate.approval.updated",
        approval.mission,
        actor=actor,
        changes=changes,
        body=str(approval),
    )
    return approval


@transaction.atomic
def submit_approval(approval: Approval, *, actor: User | None, on: date) -> Approval:
    """
    Hand the paper in to the body.

    Raises:
        ActionError: It is handed in already, or a body asked earlier has refused.
    """
    earlier = approval.mission.approvals.filter(position__lt=approval.position)
    if earlier.filter(status=S.REFUSED).exists():
        raise ActionError(_("A body that was asked earlier has refused the mission."))
    _move(approval, S.DRAFT, S.SUBMITTED, submitted_on=on)
    audit.record(
        "mandate.approval.submitted",
        approval.mission,
        actor=actor,
        body=str(approval),
    )
    return approval


@transaction.atomic
def withdraw_approval(approval: Approval, *, actor: User | None) -> Approval:
    """
    Take a paper back that is not decided yet.

    Raises:
        ActionError: It was not handed in, or is decided.
    """
    _move(approval, S.SUBMITTED, S.DRAFT, submitted_on=None)
    audit.record(
        "mandate.approval.withdrawn",
        approval.mission,
        actor=actor,
        body=str(approval),
    )
    return approval


@transaction.atomic
def decide_approval(  # noqa: PLR0913 -- a decision has these parts
    approval: Approval,
    *,
    status: str,
    on: date,
    actor: User | None,
    decided_by: str = "",
    reason: str = "",
) -> Approval:
    """
    Record what a body has decided; with the last yes the mission is approved.

    Args:
        on: The day of the decision.
        decided_by: Who has signed it.
        reason: The conditions, or why it was refused.

    Raises:
        ActionError: It was not submitted or is decided, the decision is before the
            submission, or conditions or the reason of a refusal are missing.
    """
    if status not in Approval.DECIDED:
        raise ActionError(_("Please choose one of the decisions."))
    if status != S.APPROVED and not reason.strip():
        raise ActionError(_("Please write down the conditions or the reason."))
    if approval.submitted_on and on < approval.submitted_on:
        raise ActionError(_("The decision can't be before the submission."))
    _move(
        approval,
        S.SUBMITTED,
        status,
        decided_on=on,
        decided_by=decided_by,
        reason=reason.strip(),
        recorded_by=actor,
    )
    mission = approval.mission
    audit.record(
        "mandate.approval.decided",
        mission,
        actor=actor,
        body=str(approval),
        decision=status,
        decided_by=decided_by,
    )
    open_ones = mission.approvals.exclude(status__in=GRANTED)
    if mission.status in BEFORE_APPROVAL and not open_ones.exists():
        missions.change_mission_status(
            mission, status=Mission.Status.APPROVED, actor=actor
        )
    return approval


def _move(approval: Approval, before: str, after: str, **values: Any) -> None:
    """Go from one status to another; of two who do so at once one is told."""
    moved = Approval.objects.filter(pk=approval.pk, status=before).update(
        status=after, **values
    )
    if not moved:
        raise ActionError(_("This can't be done in the present state of the paper."))
    approval.refresh_from_db()


def _check_open(mission: Mission) -> None:
    if mission.status == Mission.Status.CLOSED:
        raise ActionError(_("This mission is closed and can no longer be changed."))
