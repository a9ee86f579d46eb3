"""What guests answer, and what the office records on their behalf."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.guests.models import Guest, Need
from gegenbesuch.guests.services.places import give_back, places_of, take

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.core.values.name import Name
    from gegenbesuch.guests.models import GuestList

#: How long needs are kept after the event.
NEEDS_KEPT = timedelta(days=30)

S = Guest.Status


@transaction.atomic
def answer(  # noqa: PLR0913 -- an answer has these parts
    guest: Guest,
    *,
    comes: bool,
    at: datetime,
    companions: Sequence[Name] = (),
    representative: str = "",
    representative_title: str = "",
) -> Guest:
    """
    Take a guest's own answer, given by personal link; it may change until the deadline.

    Returns:
        The guest, accepted, declined, or on the waiting list if no place is left.

    Raises:
        ActionError: The time to answer is over, or fewer may be brought along.
    """
    event = guest.guest_list
    if at > event.answer_by:
        raise ActionError(
            _("The time to answer is over. Please call or write to the office.")
        )
    if len(companions) > event.most_companions:
        raise ActionError(
            ngettext(
                "You can bring one person at most.",
                "You can bring %(count)d people at most.",
                event.most_companions,
            )
            % {"count": event.most_companions}
            if event.most_companions
            else _("Nobody can be brought along to this event.")
        )
    _settle(
        guest,
        comes=comes,
        at=at,
        companions=companions,
        deputy=(representative, representative_title),
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
    companions: Sequence[Name] = (),
    representative: str = "",
    representative_title: str = "",
) -> Guest:
    """
    Record what a guest said by phone, by letter or in person; also after the deadline.

    The office may let a guest bring more people than the list allows in general.

    Raises:
        ActionError: There is no place left for those who come along.
    """
    _settle(
        guest,
        comes=comes,
        at=at,
        companions=companions,
        deputy=(representative, representative_title),
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
    companions: Sequence[Name],
    deputy: tuple[str, str],
) -> None:
    """Give the guest places or take them back; one writer at a time for each guest."""
    event = guest.guest_list
    if guest.companion_of_id is not None:
        raise ActionError(_("Who comes along is answered for by the guest."))
    before = Guest.objects.select_for_update().get(pk=guest.pk)
    held = places_of(before) if before.status == S.ACCEPTED else 0
    _set_companions(guest, companions if comes else ())
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
    name, title = deputy if comes else ("", "")
    guest.representative, guest.representative_title = name, title if name else ""
    guest.save(
        update_fields=[
            *("status", "answered_at", "updated_at"),
            *("representative", "representative_title"),
        ]
    )
    Guest.objects.filter(companion_of=guest).update(status=status)
    given_up = held - needed if status == S.ACCEPTED else held
    if given_up > 0:
        give_back(event, given_up)


def _set_companions(guest: Guest, names: Sequence[Name]) -> None:
    """Keep who was named before, with badge and seat; rename, add and remove others."""
    present = list(Guest.objects.filter(companion_of=guest).order_by("pk"))
    wanted = list(names)
    for row in list(present):
        same = next((name for name in wanted if str(name) == str(row.name)), None)
        if same is not None:
            present.remove(row)
            wanted.remove(same)
    for row, name in zip(present, wanted, strict=False):
        row.name, row.sort_key = name, name.sort_key_de()[:300]
        row.save(update_fields=["name", "sort_key", "updated_at"])
    for row in present[len(wanted) :]:
        row.delete()
    for name in wanted[len(present) :]:
        Guest.objects.create(
            guest_list=guest.guest_list,
            companion_of=guest,
            name=name,
            language=guest.language,
            is_foreign=guest.is_foreign,
            is_host=guest.is_host,
            sort_key=name.sort_key_de()[:300],
        )
