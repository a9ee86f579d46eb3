"""Verbs on calls for participants and their questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gegenbesuch.calls import letters
from gegenbesuch.calls.models import Application, Call, Criterion, Question
from gegenbesuch.calls.scoring import score_by
from gegenbesuch.calls.services.applications import fill_places
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.missions.letters import told_already
from gegenbesuch.missions.rules import OFF

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.models import Mission


@transaction.atomic
def set_up_call(mission: Mission, *, actor: User | None, **values: Any) -> Call:
    """
    Write the call for a mission; nobody sees it before it is opened.

    Raises:
        ActionError: It has one already.
    """
    if Call.objects.filter(mission=mission).exists():
        raise ActionError(_("This mission already has a call."))
    call = Call.objects.create(mission=mission, office=mission.office, **values)
    audit.record("calls.call.set-up", call, actor=actor)
    return call


@transaction.atomic
def update_call(call: Call, *, actor: User | None, **values: Any) -> Call:
    """
    Change a call; new places go to the waiting list at once.

    Raises:
        ActionError: More places are given away than there would be.
    """
    changes = audit.changed(call, values)
    quota = values.pop("quota", call.quota)
    if not Call.objects.filter(pk=call.pk, taken__lte=quota).update(quota=quota):
        raise ActionError(_("More places are given away already than there would be."))
    for field, value in values.items():
        setattr(call, field, value)
    call.save(update_fields=[*values, "updated_at"])
    call.refresh_from_db(fields=["quota", "taken"])
    audit.record("calls.call.updated", call, actor=actor, changes=changes)
    fill_places(call)
    return call


@transaction.atomic
def open_call(call: Call, *, actor: User | None, at: datetime) -> Call:
    """
    Let people apply.

    Raises:
        ActionError: It is open, or its deadline is over.
    """
    if call.closes_at <= at:
        raise ActionError(_("The deadline is over. Please set a later one first."))
    if (
        not Call.objects.filter(pk=call.pk)
        .exclude(status=Call.Status.OPEN)
        .update(status=Call.Status.OPEN)
    ):
        raise ActionError(_("The call is open already."))
    call.refresh_from_db(fields=["status"])
    audit.record("calls.call.opened", call, actor=actor)
    return call


@transaction.atomic
def close_call(call: Call, *, actor: User | None) -> Call:
    """
    Take no more applications, whatever the deadline.

    Raises:
        ActionError: It is not open.
    """
    if not Call.objects.filter(pk=call.pk, status=Call.Status.OPEN).update(
        status=Call.Status.CLOSED
    ):
        raise ActionError(_("The call is not open."))
    call.refresh_from_db(fields=["status"])
    audit.record("calls.call.closed", call, actor=actor)
    return call


@transaction.atomic
def call_off(call: Call, *, actor: User | None) -> int:
    """
    Tell all who want to take part that the mission does not take place as announced.

    Who was told with the whole mission is not told again.

    Raises:
        ActionError: The mission was neither postponed nor cancelled.
    """
    if call.mission.status not in OFF:
        raise ActionError(
            _("Please postpone or cancel the mission first; its reason is passed on.")
        )
    told = 0
    rows = call.applications.exclude(status__in=Application.OUT).exclude(
        pk__in=told_already(Application)
    )
    for application in rows.select_related("office").order_by("pk"):
        application.call = call
        letters.write_to(application, letters.CALLED_OFF)
        told += 1
    audit.record("calls.call.called-off", call, actor=actor, told=told)
    return told


@transaction.atomic
def set_question(
    call: Call, question: Question | None, *, actor: User | None, **values: Any
) -> Question:
    """
    Ask one more question, or change one.

    Raises:
        ActionError: Somebody has applied; then all have to be asked the same.
    """
    _check_unanswered(call)
    if question is None:
        last = call.questions.aggregate(last=Max("position"))["last"]
        values["position"] = 0 if last is None else last + 1
        question = Question(call=call)
    for field, value in values.items():
        setattr(question, field, value)
    question.save()
    audit.record("calls.question.set", call, actor=actor, question=str(question))
    return question


@transaction.atomic
def remove_question(question: Question, *, actor: User | None) -> None:
    """
    Take a question out, with those that are only asked after it.

    Raises:
        ActionError: Somebody has applied.
    """
    _check_unanswered(question.call)
    audit.record(
        "calls.question.removed", question.call, actor=actor, question=str(question)
    )
    question.delete()


@transaction.atomic
def set_criterion(
    call: Call, criterion: Criterion | None, *, actor: User | None, **values: Any
) -> Criterion:
    """Weigh applications by one more criterion, or change one; scores follow."""
    if criterion is None:
        last = call.weighed_by.aggregate(last=Max("position"))["last"]
        values["position"] = 0 if last is None else last + 1
        criterion = Criterion(call=call)
    for field, value in values.items():
        setattr(criterion, field, value)
    criterion.save()
    _score_anew(call)
    audit.record("calls.criterion.set", call, actor=actor, criterion=str(criterion))
    return criterion


@transaction.atomic
def remove_criterion(criterion: Criterion, *, actor: User | None) -> None:
    """Weigh applications by a criterion no longer; scores follow."""
    call = criterion.call
    audit.record("calls.criterion.removed", call, actor=actor, criterion=str(criterion))
    criterion.delete()
    _score_anew(call)


def _score_anew(call: Call) -> None:
    criteria = list(call.weighed_by.all())
    if not criteria:
        return
    rows = list(call.applications.only("marks", "score"))
    for row in rows:
        row.score = score_by(criteria, row.marks)
    Application.objects.bulk_update(rows, ["score"], batch_size=500)


def _check_unanswered(call: Call) -> None:
    if call.applications.exists():
        raise ActionError(
            _("Somebody has applied already, and all have to be asked the same.")
        )
