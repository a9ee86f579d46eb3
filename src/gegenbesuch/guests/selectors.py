"""What the pages of guests read, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from gegenbesuch.core.rows import rows_of
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.guests.attending import came
from gegenbesuch.guests.models import Gift, Guest, GuestList
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.letters.selectors import messages_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from gegenbesuch.missions.models import Mission

S = Guest.Status
GIFTS_ON_A_PAGE = 50
TROUBLED = {OutboxMessage.Status.FAILED, OutboxMessage.Status.BOUNCED}


@dataclass
class Line:
    """
    A guest with the last mail to them.

    Attributes:
        came: Whether who had accepted was there; None where nobody can say so.
    """

    guest: Guest
    mail: OutboxMessage | None
    came: bool | None = None

    @property
    def is_troubled(self) -> bool:
        """Whether the last mail did not arrive."""
        return self.mail is not None and self.mail.status in TROUBLED


def guest_list_details() -> QuerySet[GuestList]:
    """Return lists with what their pages name."""
    return GuestList.objects.select_related(
        "office", "place", "mission__office", "mission__place", "mission__lead"
    )


def guest_details() -> QuerySet[Guest]:
    """Return guests with what their pages name."""
    return Guest.objects.select_related(
        "guest_list__office",
        "guest_list__place",
        "guest_list__mission",
        "companion_of",
        "person",
        "organisation",
        "answered_by",
    )


def lists_of(mission: Mission) -> list[GuestList]:
    """Return the events of a mission by day, with how many are invited and come."""
    return list(
        mission.guest_lists.select_related("place")
        .annotate(
            listed=Count("guests"),
            accepted=Count("guests", filter=Q(guests__status=S.ACCEPTED)),
        )
        .order_by("on", "pk")
    )


#: What the seating needs to know of a guest.
SEATED = (
    *("code", "guest_list", "organisation", "companion_of", "name", "language"),
    *("status", "category", "since", "is_foreign", "is_elected", "is_host"),
    *("has_no_seat", "rank_place", "representative", "sort_key"),
)


def guests_of(guest_list: GuestList, *, to_seat: bool = False) -> list[Guest]:
    """
    Return all on a list, unordered, as people and with their organisations.

    Args:
        to_seat: Only with what the seating needs, which is less; without the people.
    """
    guests = rows_of(Guest, only=SEATED if to_seat else (), guest_list=[guest_list.pk])
    by_key = {guest.pk: guest for guest in guests}
    named = {guest.organisation_id for guest in guests if guest.organisation_id}
    organisations = {
        row.pk: row for row in rows_of(Organisation, only=("code", "name"), pk=named)
    }
    people: dict[int, Person] = {}
    if not to_seat:
        known = {guest.person_id for guest in guests if guest.person_id}
        people = {row.pk: row for row in rows_of(Person, pk=known)}
    for guest in guests:
        guest.guest_list = guest_list
        guest.organisation = organisations.get(guest.organisation_id or 0)
        if not to_seat:
            guest.person = people.get(guest.person_id or 0)
        if (leader := by_key.get(guest.companion_of_id or 0)) is not None:
            guest.companion_of = leader
    return guests


def lines_of(guest_list: GuestList) -> list[Line]:
    """Return the guests by name, those who come along right after their guests."""
    guests = guests_of(guest_list)
    mails = messages_to(guests)
    leaders = {guest.pk: guest for guest in guests}

    def key(guest: Guest) -> tuple[Any, ...]:
        leader = leaders.get(guest.companion_of_id or 0, guest)
        return (leader.sort_key, leader.pk, guest.pk != leader.pk)

    return [
        Line(guest, next(iter(mails[guest.pk]), None))
        for guest in sorted(guests, key=key)
    ]


def narrowed(lines: Sequence[Line], *, status: str = "", text: str = "") -> list[Line]:
    """Return the lines with a status and with a text in the name."""
    wanted = text.casefold().strip()
    return [
        line
        for line in lines
        if (not status or line.guest.status == status)
        and (
            not wanted
            or any(wanted in name.casefold() for name in line.guest.name.spellings)
            or wanted in line.guest.representative.casefold()
        )
    ]


def tell_who_came(
    lines: Sequence[Line], seen: frozenset[int], *, is_over: bool
) -> None:
    """
    Write into the lines who was there and, once it is over, who was not.

    Args:
        seen: From `attending.seen_at_the_doors`.
    """
    for line in lines:
        if line.guest.status == S.ACCEPTED:
            known = came(line.guest, seen)
            if known or is_over or line.guest.is_absent:
                line.came = known


@dataclass(frozen=True)
class GiftPage:
    """A part of the register, the latest first, and the key of the next part."""

    gifts: list[Gift]
    next_key: str


def gift_page(user: Any, *, after: str = "", size: int = GIFTS_ON_A_PAGE) -> GiftPage:
    """
    Return a part of the register that the user may see.

    Args:
        after: `next_key` of the part before; what does not read as one is ignored.
    """
    rows = (
        Gift.objects.visible_to(user)
        .select_related("mission", "decided_by", "office")
        .order_by("-on", "-pk")
    )
    if key := _read_key(after):
        on, pk = key
        rows = rows.filter(Q(on__lt=on) | Q(on=on, pk__lt=pk))
    gifts = list(rows[: size + 1])
    more = len(gifts) > size
    gifts = gifts[:size]
    next_key = f"{gifts[-1].on.isoformat()}_{gifts[-1].pk:x}" if more else ""
    return GiftPage(gifts, next_key)


def _read_key(after: str) -> tuple[date, int] | None:
    on, _bar, pk = after.rpartition("_")
    try:
        return date.fromisoformat(on), int(pk, 16)
    except ValueError:
        return None


def without_answer(lines: Sequence[Line], guest_list: GuestList, at: datetime) -> int:
    """Return how many were invited and let the time to answer pass."""
    if at <= guest_list.answer_by:
        return 0
    return sum(line.guest.status in {S.INVITED, S.REMINDED} for line in lines)
