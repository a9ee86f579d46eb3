"""What guests add to a mission: who is told, and what moves with new dates."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import link_url
from gegenbesuch.guests.address import salutation
from gegenbesuch.guests.models import Guest, GuestList, Need
from gegenbesuch.guests.services.post import link_of
from gegenbesuch.missions.parts import Addressee, Part, register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.missions.models import Mission, ProgrammeItem

S = Guest.Status
#: Who expects that it takes place.
EXPECTING = (S.INVITED, S.REMINDED, S.ACCEPTED, S.WAITING)


def tells(mission: Mission) -> Iterator[Addressee]:
    """Yield the invited guests who have not declined."""
    guests = (
        Guest.objects.filter(
            guest_list__mission=mission,
            status__in=EXPECTING,
            companion_of__isnull=True,
        )
        .select_related(
            "guest_list__office", "guest_list__place", "guest_list__mission", "person"
        )
        .order_by("sort_key", "pk")
    )
    for guest in guests:
        yield Addressee(
            group=_("Guests"),
            name=str(guest.name),
            email=guest.email,
            language=guest.language,
            salutation=salutation(guest, guest.language),
            target=guest,
            link=partial(_link_to, guest),
        )


def moves(mission: Mission, days: int) -> int:
    """Shift events, their deadlines, and how long links open and needs are kept."""
    by = timedelta(days=days)
    rows = mission.guest_lists.all()
    for row in rows:
        row.on += by
        row.answer_by += by
        row.save(update_fields=["on", "answer_by", "updated_at"])
    guests = Guest.objects.filter(guest_list__mission=mission)
    PersonalLink.objects.filter(
        target_type=ContentType.objects.get_for_model(Guest),
        target_id__in=guests.values("pk"),
    ).update(expires_at=F("expires_at") + by)
    for need in Need.objects.filter(guest__in=guests):
        need.expires_on += by
        need.save(update_fields=["expires_on"])
    return len(rows)


def copies(source: Mission, mission: Mission, days: int) -> None:
    """Take over the events without their guests, at the items that were copied."""
    items = {_seen_as(row): row for row in mission.items.order_by("-pk")}
    fields = (
        *("title", "starts", "ends", "place", "venue", "note", "capacity"),
        *("most_companions", "parts_sides"),
    )
    rows = source.guest_lists.select_related("item").order_by("on", "pk")
    for row in rows:
        item = items.get(_seen_as(row.item)) if row.item else None
        GuestList.objects.create(
            mission=mission,
            office=mission.office,
            item=item,
            on=row.on + timedelta(days=days),
            answer_by=row.answer_by + timedelta(days=days),
            **{field: getattr(row, field) for field in fields},
        )


def _seen_as(item: ProgrammeItem) -> tuple[int, str, str]:
    """Return by what an item and its copy are known to be the same."""
    return item.position, item.kind, str(item.title)


def _link_to(guest: Guest) -> str:
    return link_url(link_of(guest, actor=None))


register(
    "guests",
    Part(label=_("Events with guests"), tells=tells, moves=moves, copies=copies),
)
