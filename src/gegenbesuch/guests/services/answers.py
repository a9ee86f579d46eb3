"""What guests answer, and what the office records on their behalf."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.guests.models import Guest, Need
from gegenbesuch.guests.services.places import give_back, places_of, take

if TYPE_CHECKING:
    from datetime import date, datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.core.values.name import Name
    from gegenbesuch.guests.models import GuestList

#: How long needs are kept after the event.
NEEDS_KEPT = timedelta(days=30)

S = Guest.Status


@transaction.atomic
def answer(
    guest: Guest,
    *,
    comes: bool,
    at: datetime,
    companion: Name | None = None,
    representative: str = "",
) -> Guest:
    """
    Take a guest's own answer, given by personal link; it may change until the deadline.

    Returns:
        The guest, accepted, declined, or on the waiting list if no place is left.

    Raises:
        ActionError: The time to answer is over, or nobody may be brought along.
    """
    event = guest.guest_list
    if at > event.answer_by:
        raise ActionError(
            _("The time to answer is over. Please call or write to the office.")
        )
    _settle(
        guest, comes=comes, at=at, companion=companion, representative=representative
    )
    guest.answered_via, guest.answered_by = Guest.Via.LINK, None
    guest.save(update_fields=["answered_via", "answered_by", "updated_at"])
    audit.record(
        "guests.guest.answered",
        guest,
        actor=None,
        actor_label=str(guest.name),
        answer=guest.status,
    )
    return guest


@transaction.atomic
def answer_on_behalf(  # noqa: PLR0913 -- an answer has these parts
    guest: Guest,
    *,
    comes: bool,
    via: str,
    actor: User | None,
    at: datetime,
    companion: Name | None = None,
    representative: str = "",
) -> Guest:
    """
    Record what a guest said by phone, by letter or in person; also after the deadline.

    Raises:
        ActionError: Nobody may be brought along.
    """
    _settle(
        guest, comes=comes, at=at, companion=companion, representative=representative
    )
    guest.answered_via, guest.answered_by = via, actor
    guest.save(update_fields=["answered_via", "answered_by", "updated_at"])
    audit.record(
        "guests.guest.answered-for",
        guest,
        actor=actor,
        on_behalf_of=str(guest.name),
        answer=guest.status,
        via=via,
    )
    return guest


@transaction.atomic
def record_needs(
    guest: Guest, *, diet: str, access: str, at: datetime, by: User | None = None
) -> None:
    """Keep what a guest tells of their own will, or delete it when it is taken back."""
    if not (diet or access):
        if not Need.objects.filter(guest=guest).delete()[0]:
            return
    else:
        Need.objects.update_or_create(
            guest=guest,
            defaults={
                "diet": diet,
                "access": access,
                "consented_at": at,
                "expires_on": guest.guest_list.on + NEEDS_KEPT,
            },
        )
    audit.record(
        "guests.need.recorded",
        guest,
        actor=by,
        actor_label="" if by else str(guest.name),
    )


@transaction.atomic
def look_at_needs(guest_list: GuestList, *, actor: User | None) -> list[Need]:
    """Return what the guests who come eat and need; that somebody looked is kept."""
    rows = list(
        Need.objects.filter(guest__guest_list=guest_list, guest__status=S.ACCEPTED)
        .select_related("guest")
        .order_by("guest__sort_key", "pk")
    )
    audit.record("guests.need.seen", guest_list, actor=actor, rows=len(rows))
    return rows


def delete_expired_needs(*, on: date) -> int:
    """Delete what guests ate and needed at events that are over for long enough."""
    count: int = Need.objects.filter(expires_on__lte=on).delete()[0]
    return count


def _settle(
    guest: Guest,
    *,
    comes: bool,
    at: datetime,
    companion: Name | None,
    representative: str,
) -> None:
    """Give the guest places or take them back; one writer at a time for each guest."""
    event = guest.guest_list
    if guest.companion_of_id is not None:
        raise ActionError(_("Who comes along is answered for by the guest."))
    if companion is not None and not event.allows_companions:
        raise ActionError(_("Nobody can be brought along to this event."))
    before = Guest.objects.select_for_update().get(pk=guest.pk)
    held = places_of(before) if before.status == S.ACCEPTED else 0
    _set_companion(guest, companion if comes else None)
    needed = places_of(guest) if comes else 0
    status: Any = S.DECLINED
    if comes:
        has_place = needed <= held or take(event, needed - held)
        if held and not has_place:
            raise ActionError(
                _("There is no place left for somebody else; your own stays yours.")
            )
        status = S.ACCEPTED if has_place else S.WAITING
    guest.status, guest.answered_at = status, at
    guest.representative = representative if comes else ""
    guest.save(update_fields=["status", "answered_at", "representative", "updated_at"])
    Guest.objects.filter(companion_of=guest).update(status=status)
    given_up = held - needed if status == S.ACCEPTED else held
    if given_up > 0:
        give_back(event, given_up)


def _set_companion(guest: Guest, name: Name | None) -> None:
    present = Guest.objects.filter(companion_of=guest).first()
    if name is None:
        if present is not None:
            present.delete()
        return
    key = name.sort_key_de()[:300]
    if present is not None:
        present.name, present.sort_key = name, key
        present.save(update_fields=["name", "sort_key", "updated_at"])
        return
    Guest.objects.create(
        guest_list=guest.guest_list,
        companion_of=guest,
        name=name,
        language=guest.language,
        sort_key=key,
    )
