"""Inviting, reminding and thanking guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.guests import rules
from gegenbesuch.guests.attending import came, seen_at_the_doors
from gegenbesuch.guests.letters import CALLING_OFF, INVITATION, REMINDER, THANKS
from gegenbesuch.guests.models import Guest
from gegenbesuch.guests.services.post import write_to
from gegenbesuch.missions.letters import told_already
from gegenbesuch.missions.rules import OFF

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.guests.models import GuestList

S = Guest.Status


@transaction.atomic
def invite_guests(
    guest_list: GuestList, guests: Iterable[Guest], *, actor: User | None, at: datetime
) -> int:
    """
    Invite those who were not invited yet, each in their own language.

    Who has no mail address counts as invited too: their letter is printed.

    Raises:
        ActionError: The mission was called off, or the time to answer is over.
    """
    _check_can_answer(guest_list, at)
    count = 0
    for guest in _fresh(guests):
        invited = Guest.objects.filter(pk=guest.pk, status__in=rules.TO_INVITE).update(
            status=S.INVITED, invited_at=at
        )
        if not invited:
            continue
        write_to(guest, INVITATION.key, actor=actor)
        audit.record("guests.guest.invited", guest, actor=actor)
        count += 1
    return count


@transaction.atomic
def remind_guests(
    guest_list: GuestList, guests: Iterable[Guest], *, actor: User | None, at: datetime
) -> int:
    """
    Remind those who were invited by mail and have not answered.

    Raises:
        ActionError: The mission was called off, or the time to answer is over.
    """
    _check_can_answer(guest_list, at)
    count = 0
    for guest in _fresh(guests):
        if not guest.email:
            continue
        reminded = Guest.objects.filter(pk=guest.pk, status__in=rules.TO_REMIND).update(
            status=S.REMINDED, reminded_at=at
        )
        if not reminded:
            continue
        write_to(guest, REMINDER.key, actor=actor)
        audit.record("guests.guest.reminded", guest, actor=actor)
        count += 1
    return count


@transaction.atomic
def thank_guests(
    guest_list: GuestList, guests: Iterable[Guest], *, actor: User | None, at: datetime
) -> int:
    """
    Thank those who were there, once.

    Where the doors were kept, these are all who were let in; else all who had accepted
    and of whom nobody says that they did not come.

    Raises:
        ActionError: The event has not begun yet.
    """
    if guest_list.starts_at > at:
        raise ActionError(_("The event has not begun yet."))
    seen = seen_at_the_doors(guest_list)
    count = 0
    for guest in _fresh(guests):
        if came(guest, seen) is False:
            continue
        thanked = Guest.objects.filter(
            pk=guest.pk,
            status=S.ACCEPTED,
            thanked_at__isnull=True,
            companion_of__isnull=True,
        ).update(thanked_at=at)
        if not thanked:
            continue
        write_to(guest, THANKS.key, actor=actor)
        audit.record("guests.guest.thanked", guest, actor=actor)
        count += 1
    return count


@transaction.atomic
def mark_absent(
    guest_list: GuestList,
    guests: Iterable[Guest],
    *,
    is_absent: bool,
    actor: User | None,
    at: datetime,
) -> int:
    """
    Record that guests who had accepted did not come, or that they were there after all.

    Raises:
        ActionError: The event has not begun yet.
    """
    if guest_list.starts_at > at:
        raise ActionError(_("The event has not begun yet."))
    seen = seen_at_the_doors(guest_list)
    count = 0
    for guest in _fresh(guests):
        if is_absent and guest.pk in seen:
            continue
        marked = Guest.objects.filter(
            pk=guest.pk, status=S.ACCEPTED, is_absent=not is_absent
        ).update(is_absent=is_absent)
        if marked:
            if is_absent:
                audit.record("guests.guest.missed", guest, actor=actor)
            else:
                audit.record("guests.guest.was-there", guest, actor=actor)
            count += 1
    return count


@transaction.atomic
def call_off(guest_list: GuestList, *, actor: User | None) -> int:
    """
    Tell all who were invited and did not decline that it does not take place.

    Who was told with the whole mission is not told again.

    Raises:
        ActionError: The mission was neither postponed nor cancelled.
    """
    if guest_list.mission.status not in OFF:
        raise ActionError(
            _("Please postpone or cancel the mission first; its reason is passed on.")
        )
    told = {S.INVITED, S.REMINDED, S.ACCEPTED, S.WAITING}
    count = 0
    for guest in _fresh(
        guest_list.guests.filter(status__in=told, companion_of__isnull=True).exclude(
            pk__in=told_already(Guest)
        )
    ):
        count += write_to(guest, CALLING_OFF.key, actor=actor) is not None
    audit.record("guests.list.called-off", guest_list, actor=actor, told=count)
    return count


def _fresh(guests: Iterable[Guest]) -> Any:
    """Return the living guests as they are now, with all that a letter to them says."""
    return (
        Guest.objects.filter(pk__in=[guest.pk for guest in guests])
        .exclude(person__is_deceased=True)
        .select_related(
            "guest_list__office", "guest_list__place", "guest_list__mission", "person"
        )
        .order_by("sort_key", "pk")
    )


def _check_can_answer(guest_list: GuestList, at: datetime) -> None:
    if guest_list.mission.status in OFF:
        raise ActionError(_("The mission was called off; nobody is invited to it."))
    if guest_list.answer_by <= at:
        raise ActionError(
            _("The time to answer is over; please set a later one first.")
        )
