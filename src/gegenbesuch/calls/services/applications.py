"""Verbs on applications: who gets a place, who waits, who moves up."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.calls import letters
from gegenbesuch.calls.models import Application, Call
from gegenbesuch.calls.scoring import score_by
from gegenbesuch.calls.services.linking import link_if_clear
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.missions import services as missions
from gegenbesuch.missions.models import Participation
from gegenbesuch.travellers import services as travellers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

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
    elif _take(application):
        _confirm(application)
    else:
        _set_status(application, S.WAITING)
        letters.write_to(application, letters.WAITING)
    return application


@transaction.atomic
def decide_application(  # noqa: PLR0913 -- a decision has these parts
    application: Application,
    *,
    status: str,
    actor: User | None,
    score: int | None = None,
    marks: Mapping[str, int] | None = None,
    note: str = "",
) -> Application:
    """
    Offer a place, put somebody on the waiting list, or reject; the applicant is told.

    Args:
        score: Points all in all, where the call has no criteria; who has more moves up
            first.
        marks: Points by the code of a criterion, where it has.
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
    if status == S.OFFERED and not _take(application):
        raise ActionError(_no_place(application))
    _move(application, before, status)
    _mark(application, score=score, marks=marks, note=note)
    if status == S.OFFERED:
        _set_offer_period(application)
    audit.record("calls.application.decided", application, actor=actor, decision=status)
    letters.write_to(application, LETTERS[S(status)])
    if before == S.OFFERED:
        _give_back(application.call)
    return application


@transaction.atomic
def mark_application(
    application: Application,
    *,
    actor: User | None,
    score: int | None = None,
    marks: Mapping[str, int] | None = None,
    note: str = "",
) -> Application:
    """Give points without deciding; nobody is told. See `decide_application`."""
    _mark(application, score=score, marks=marks, note=note)
    audit.record(
        "calls.application.marked", application, actor=actor, score=application.score
    )
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
        travellers.remove_traveller(application.participation, actor=actor)
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


def line_of(call: Call) -> QuerySet[Application]:
    """
    Return who waits, in the order in which they move up.

    More points come first, then whoever applied earlier. The order is the same for the
    office, for the places that become free, and for what applicants are told.
    """
    return call.applications.filter(status=S.WAITING).order_by(
        F("score").desc(nulls_last=True), "applied_at", "pk"
    )


def place_in_line(application: Application) -> int | None:
    """Return at which place somebody waits, from 1; None for who does not wait."""
    keys = list(line_of(application.call).values_list("pk", flat=True))
    return keys.index(application.pk) + 1 if application.pk in keys else None


def fill_places(call: Call) -> list[Application]:
    """
    Give free places to those who wait, and tell them.

    Whose organisation has all the places that one can have is passed over and keeps
    the place in the line.
    """
    moved = []
    for application in line_of(call).select_related("office"):
        application.call = call
        if not _take(application):
            call.refresh_from_db(fields=["quota", "taken"])
            if call.taken >= call.quota:
                break
            continue
        is_chosen = call.selection == Call.Selection.CHOSEN
        after = S.OFFERED if is_chosen else S.CONFIRMED
        here = Application.objects.filter(pk=application.pk, status=S.WAITING)
        if not here.update(status=after):
            # Somebody else has moved this one up or seen it leave meanwhile.
            Call.objects.filter(pk=call.pk).update(taken=F("taken") - 1)
            continue
        application.status = after
        audit.record("calls.application.moved-up", application, actor=None)
        if is_chosen:
            _set_offer_period(application)
            letters.write_to(application, letters.OFFERED)
        else:
            _take_part(application)
        moved.append(application)
    return moved


def _take(application: Application) -> bool:
    """
    Take a place if there is one; the look and the step are one statement.

    The row of the call stays locked until the end: of two from one organisation who
    come at once the second is counted after the first.
    """
    call = application.call
    here = Call.objects.filter(pk=call.pk)
    if not here.filter(taken__lt=F("quota")).update(taken=F("taken") + 1):
        return False
    most = call.most_per_organisation
    if most is not None and _held_by_organisation(application) >= most:
        here.update(taken=F("taken") - 1)
        return False
    return True


def _held_by_organisation(application: Application) -> int:
    """Return how many others of the same organisation hold a place."""
    own = _folded(application.organisation)
    others = application.call.applications.filter(status__in=Application.HOLD)
    names = others.exclude(pk=application.pk).values_list("organisation", flat=True)
    return sum(_folded(name) == own for name in names)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _no_place(application: Application) -> str:
    call = application.call
    call.refresh_from_db(fields=["quota", "taken"])
    if call.taken >= call.quota:
        return _("No place is left.")
    return _("%(organisation)s has as many places already as one can have.") % {
        "organisation": application.organisation
    }


def _mark(
    application: Application,
    *,
    score: int | None,
    marks: Mapping[str, int] | None,
    note: str,
) -> None:
    application.note = note
    if marks is None:
        application.score = score
    else:
        application.marks = dict(marks)
        criteria = list(application.call.weighed_by.all())
        application.score = score_by(criteria, application.marks)
    application.save(update_fields=["marks", "score", "note", "updated_at"])


def _give_back(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(taken=F("taken") - 1)
    fill_places(call)


def _confirm(application: Application) -> None:
    _set_status(application, S.CONFIRMED)
    _take_part(application)


def _take_part(application: Application) -> None:
    """
    Put whoever has a place on the list of the mission, not on the public one.

    They are linked with the directory, as far as no similar record makes it doubtful
    who they are; then somebody of the office says so.
    """
    application.participation = missions.add_participation(
        application.call.mission,
        function=Participation.Function.COMPANY,
        actor=None,
        label=str(application)[:300],
        title=application.function,
        is_public=False,
    )
    application.save(update_fields=["participation", "updated_at"])
    link_if_clear(application)
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
