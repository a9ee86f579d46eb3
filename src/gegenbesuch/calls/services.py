"""Verbs on calls for participants and applications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.calls import letters
from gegenbesuch.calls.models import Application, Call, Question
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.missions import services as missions
from gegenbesuch.missions.letters import told_already
from gegenbesuch.missions.models import Participation
from gegenbesuch.missions.rules import OFF

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.models import Mission

S = Application.Status
LETTERS = {
    S.OFFERED: letters.OFFERED,
    S.WAITING: letters.WAITING,
    S.REJECTED: letters.REJECTED,
}


# --- The call ----------------------------------------------------------------


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
    rows = call.applications.exclude(status__in=(S.REJECTED, S.WITHDRAWN)).exclude(
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


# --- Applications ------------------------------------------------------------


@transaction.atomic
def apply(
    call: Call, *, email: str, answers: dict[str, str], at: datetime, **values: Any
) -> Application:
    """
    Take an application; first come, first served gets a place at once or waits.

    Whoever has applied with the same address gets the letter with the own link once
    more, and the application stays as it is: the form tells nobody who has applied.

    Raises:
        ActionError: The call is not open, or its deadline is over.
    """
    if not call.is_open(at):
        raise ActionError(_("Applications are no longer taken."))
    email = email.strip().lower()
    try:
        with transaction.atomic():
            application = Application.objects.create(
                call=call,
                office=call.office,
                email=email,
                answers=answers,
                applied_at=at,
                **values,
            )
    except IntegrityError:
        twin: Application = call.applications.exclude(status=S.WITHDRAWN).get(
            email=email
        )
        letters.write_to(twin, letters.RECEIVED)
        return twin
    audit.record(
        "calls.application.received",
        application,
        actor=None,
        actor_label=application.name,
    )
    if call.selection == Call.Selection.CHOSEN:
        letters.write_to(application, letters.RECEIVED)
    elif _take(call):
        _confirm(application)
    else:
        _set_status(application, S.WAITING)
        letters.write_to(application, letters.WAITING)
    return application


@transaction.atomic
def decide_application(
    application: Application,
    *,
    status: str,
    actor: User | None,
    score: int | None = None,
    note: str = "",
) -> Application:
    """
    Offer a place, put somebody on the waiting list, or reject; the applicant is told.

    Args:
        score: Points by the criteria; who has more moves up first.
        note: Why, for the office.

    Raises:
        ActionError: No place is left, the applicant has withdrawn or confirmed, or
            somebody else has decided meanwhile.
    """
    if status not in LETTERS:
        raise ActionError(_("Please choose one of the decisions."))
    before = application.status
    if before in {S.WITHDRAWN, S.CONFIRMED} or before == status:
        raise ActionError(_("This can't be decided any more."))
    if status == S.OFFERED and not _take(application.call):
        raise ActionError(_("No place is left."))
    _move(application, before, status)
    application.score, application.note = score, note
    application.save(update_fields=["score", "note", "updated_at"])
    audit.record("calls.application.decided", application, actor=actor, decision=status)
    letters.write_to(application, LETTERS[S(status)])
    if before == S.OFFERED:
        _give_back(application.call)
    return application


@transaction.atomic
def confirm_application(application: Application) -> Application:
    """
    Take the place that was offered, by personal link.

    Raises:
        ActionError: No place is offered.
    """
    _move(application, S.OFFERED, S.CONFIRMED)
    _take_part(application)
    return application


@transaction.atomic
def withdraw_application(
    application: Application, *, actor: User | None = None
) -> Application:
    """
    Withdraw; a place goes to the next who waits.

    Args:
        actor: Who withdraws it on behalf of the applicant.

    Raises:
        ActionError: It is withdrawn or rejected.
    """
    before = application.status
    if before in {S.WITHDRAWN, S.REJECTED}:
        raise ActionError(_("This application is withdrawn or rejected already."))
    _move(application, before, S.WITHDRAWN)
    if application.participation is not None:
        missions.remove_participation(application.participation, actor=actor)
        application.participation = None
    audit.record(
        "calls.application.withdrawn",
        application,
        actor=actor,
        actor_label="" if actor else application.name,
        on_behalf_of=application.name if actor else "",
    )
    letters.write_to(application, letters.WITHDRAWN)
    if before in Application.HOLD:
        _give_back(application.call)
    return application


@transaction.atomic
def delete_applications(call: Call) -> int:
    """Delete all applications of a call with their personal links, and say so."""
    keys = list(call.applications.values_list("pk", flat=True))
    PersonalLink.objects.filter(
        target_type=ContentType.objects.get_for_model(Application), target_id__in=keys
    ).delete()
    call.applications.all().delete()
    audit.record("calls.call.emptied", call, actor=None, rows=len(keys))
    return len(keys)


# --- Places ------------------------------------------------------------------


def fill_places(call: Call) -> list[Application]:
    """
    Give free places to those who wait, and tell them.

    More points come first, then whoever applied earlier.
    """
    moved = []
    waiting = call.applications.filter(status=S.WAITING).select_related("office")
    order = (F("score").desc(nulls_last=True), "applied_at", "pk")
    for application in waiting.order_by(*order):
        if not _take(call):
            break
        is_chosen = call.selection == Call.Selection.CHOSEN
        after = S.OFFERED if is_chosen else S.CONFIRMED
        here = Application.objects.filter(pk=application.pk, status=S.WAITING)
        if not here.update(status=after):
            # Somebody else has moved this one up or seen it leave meanwhile.
            Call.objects.filter(pk=call.pk).update(taken=F("taken") - 1)
            continue
        application.call, application.status = call, after
        audit.record("calls.application.moved-up", application, actor=None)
        if is_chosen:
            letters.write_to(application, letters.OFFERED)
        else:
            _take_part(application)
        moved.append(application)
    return moved


def _take(call: Call) -> bool:
    """Take a place if there is one; the look and the step are one statement."""
    return bool(
        Call.objects.filter(pk=call.pk, taken__lt=F("quota")).update(
            taken=F("taken") + 1
        )
    )


def _give_back(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(taken=F("taken") - 1)
    fill_places(call)


def _confirm(application: Application) -> None:
    _set_status(application, S.CONFIRMED)
    _take_part(application)


def _take_part(application: Application) -> None:
    """Put whoever has a place on the list of the mission, not on the public one."""
    application.participation = missions.add_participation(
        application.call.mission,
        function=Participation.Function.COMPANY,
        actor=None,
        label=str(application)[:300],
        title=application.function,
        is_public=False,
    )
    application.save(update_fields=["participation", "updated_at"])
    audit.record(
        "calls.application.confirmed",
        application,
        actor=None,
        actor_label=application.name,
    )
    letters.write_to(application, letters.CONFIRMED)


def _set_status(application: Application, status: str) -> None:
    application.status = status
    application.save(update_fields=["status", "updated_at"])


def _move(application: Application, before: str, after: str) -> None:
    """Go from one status to another; of two who do so at once one is told."""
    moved = Application.objects.filter(pk=application.pk, status=before)
    if not moved.update(status=after):
        raise ActionError(_("The application has changed meanwhile."))
    application.status = after


def _check_unanswered(call: Call) -> None:
    if call.applications.exists():
        raise ActionError(
            _("Somebody has applied already, and all have to be asked the same.")
        )
