"""Verbs on applications: who gets a place, who waits, who moves up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.calls import letters
from gegenbesuch.calls.models import Application, Call
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.missions import services as missions
from gegenbesuch.missions.models import Participation

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User

S = Application.Status
LETTERS = {
    S.OFFERED: letters.OFFERED,
    S.WAITING: letters.WAITING,
    S.REJECTED: letters.REJECTED,
}
#: What whoever applies once more is told.
STANDING = LETTERS | {
    S.UNPROVEN: letters.PROVE,
    S.RECEIVED: letters.RECEIVED,
    S.CONFIRMED: letters.CONFIRMED,
    S.LAPSED: letters.LAPSED,
}
#: How many applications one network may send in a while.
PACE, MOST_AT_A_PACE = timedelta(minutes=10), 10
#: How often one address is written to, whoever asks for it.
REST = timedelta(minutes=10)
#: How long an address can be confirmed; after that the application is deleted.
PROVE_WITHIN = timedelta(days=3)


@transaction.atomic
def apply(
    call: Call,
    *,
    email: str,
    answers: dict[str, str],
    at: datetime,
    sender_hint: str = "",
    **values: Any,
) -> Application:
    """
    Take an application; it counts once the address is confirmed by the mailed link.

    Whoever has applied with the same address gets a letter with the own link once
    more, and the application stays as it is, unless the address was never confirmed:
    the form tells nobody who has applied.

    Args:
        sender_hint: A shortened network address, to slow down floods.

    Raises:
        ActionError: The call is not open, its deadline is over, or too many
            applications come from one place.
    """
    if not call.is_open(at):
        raise ActionError(_("Applications are no longer taken."))
    lately = call.applications.filter(
        sender_hint=sender_hint, applied_at__gt=at - PACE
    ).count()
    if sender_hint and lately >= MOST_AT_A_PACE:
        raise ActionError(
            _("Many applications come from your network. Please try again later.")
        )
    email = email.strip().lower()
    known = call.applications.exclude(status=S.WITHDRAWN).filter(email=email)
    values |= {"answers": answers, "applied_at": at, "sender_hint": sender_hint}
    try:
        with transaction.atomic():
            application = known.first() or Application.objects.create(
                call=call, office=call.office, email=email, status=S.UNPROVEN, **values
            )
    except IntegrityError:  # the same person, twice at once
        application = known.get()
    application.call, application.office = call, call.office
    if application.status == S.UNPROVEN:
        for field, value in values.items():
            setattr(application, field, value)
        application.save(update_fields=[*values, "updated_at"])
    if not _was_written_to(application, at):
        letters.write_to(application, STANDING[S(application.status)])
    return application


@transaction.atomic
def prove_address(application: Application, *, at: datetime) -> Application:
    """
    Confirm the address by personal link; first come, first served gets a place or waits.

    Raises:
        ActionError: It is confirmed already, or too late.
    """
    if at > application.applied_at + PROVE_WITHIN:
        raise ActionError(_("This link is too old. Please apply once more."))
    _move(application, S.UNPROVEN, S.RECEIVED)
    application.sender_hint = ""
    application.save(update_fields=["sender_hint", "updated_at"])
    audit.record(
        "calls.application.received",
        application,
        actor=None,
        actor_label=application.name,
    )
    call = application.call
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
    if before in {S.WITHDRAWN, S.CONFIRMED, S.UNPROVEN} or before == status:
        raise ActionError(_("This can't be decided any more."))
    if status == S.OFFERED and not _take(application.call):
        raise ActionError(_("No place is left."))
    _move(application, before, status)
    application.score, application.note = score, note
    application.save(update_fields=["score", "note", "updated_at"])
    if status == S.OFFERED:
        _set_offer_period(application)
    audit.record("calls.application.decided", application, actor=actor, decision=status)
    letters.write_to(application, LETTERS[S(status)])
    if before == S.OFFERED:
        _give_back(application.call)
    return application


@transaction.atomic
def confirm_application(application: Application, *, at: datetime) -> Application:
    """
    Take the place that was offered, by personal link.

    Raises:
        ActionError: No place is offered, or its time is over.
    """
    if application.offered_until is not None and at > application.offered_until:
        raise ActionError(_("The time to take the place is over. Please call us."))
    _move(application, S.OFFERED, S.CONFIRMED)
    _take_part(application)
    return application


def let_offers_lapse(*, at: datetime) -> int:
    """Give places that were not taken in time to the next who wait; returns how many."""
    late = Application.objects.filter(status=S.OFFERED, offered_until__lt=at)
    lapsed = 0
    for application in late.select_related("call__mission", "office").order_by("pk"):
        with transaction.atomic():
            here = Application.objects.filter(
                pk=application.pk, status=S.OFFERED, offered_until__lt=at
            )
            if not here.update(status=S.LAPSED):
                continue  # taken or withdrawn meanwhile
            application.status = S.LAPSED
            audit.record("calls.application.lapsed", application, actor=None)
            letters.write_to(application, letters.LAPSED)
            _give_back(application.call)
            lapsed += 1
    return lapsed


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
            _set_offer_period(application)
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


def _set_offer_period(application: Application) -> None:
    """Say until when the place can be taken."""
    days = timedelta(days=application.call.offer_days)
    application.offered_until = now() + days
    application.save(update_fields=["offered_until", "updated_at"])


def _was_written_to(application: Application, at: datetime) -> bool:
    """Tell whether the last letter is so fresh that another would only annoy."""
    last = OutboxMessage.objects.filter(
        target_type=ContentType.objects.get_for_model(Application),
        target_id=application.pk,
        created_at__gt=at - REST,
    )
    return last.exists()


def _set_status(application: Application, status: str) -> None:
    application.status = status
    application.save(update_fields=["status", "updated_at"])


def _move(application: Application, before: str, after: str) -> None:
    """Go from one status to another; of two who do so at once one is told."""
    moved = Application.objects.filter(pk=application.pk, status=before)
    if not moved.update(status=after):
        raise ActionError(_("The application has changed meanwhile."))
    application.status = after
