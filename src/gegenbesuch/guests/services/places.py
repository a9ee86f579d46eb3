"""Places of an event, given away one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from gegenbesuch.core import audit
from gegenbesuch.guests.letters import CONFIRMATION
from gegenbesuch.guests.models import Guest, GuestList
from gegenbesuch.guests.services.post import write_to

if TYPE_CHECKING:
    from collections.abc import Iterable


def take(guest_list: GuestList, count: int) -> bool:
    """
    Take so many places, or none of them if they are not there.

    The look and the step are one statement: of two who want the last place one gets
    it, on every database.
    """
    return bool(
        GuestList.objects.filter(pk=guest_list.pk)
        .filter(Q(capacity__isnull=True) | Q(taken__lte=F("capacity") - count))
        .update(taken=F("taken") + count)
    )


def give_back(guest_list: GuestList, count: int) -> None:
    """Give places back and pass them on to those who wait."""
    GuestList.objects.filter(pk=guest_list.pk).update(taken=F("taken") - count)
    fill_places(guest_list)


def fill_places(guest_list: GuestList) -> list[Guest]:
    """Give free places to those who wait, first come first served, and tell them."""
    moved = []
    for guest in _waiting(guest_list):
        if not take(guest_list, places_of(guest)):
            break
        Guest.objects.filter(Q(pk=guest.pk) | Q(companion_of=guest)).update(
            status=Guest.Status.ACCEPTED
        )
        guest.status = Guest.Status.ACCEPTED
        audit.record("guests.guest.moved-up", guest, actor=None)
        write_to(guest, CONFIRMATION.key)
        moved.append(guest)
    return moved


def places_of(guest: Guest) -> int:
    """Return how many places a guest needs with a companion."""
    return 1 + Guest.objects.filter(companion_of=guest).count()


def _waiting(guest_list: GuestList) -> Iterable[Guest]:
    return (
        guest_list.guests.filter(status=Guest.Status.WAITING, companion_of__isnull=True)
        .select_related(
            "guest_list__office", "guest_list__place", "guest_list__mission", "person"
        )
        .order_by("answered_at", "pk")
    )
