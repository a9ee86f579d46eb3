"""Taking in what was seen at the doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.guests.models import DoorEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import User
    from gegenbesuch.guests.models import Guest, GuestList


@dataclass(frozen=True)
class Seen:
    """What a phone says it saw: the code of a guest, in or out, when, at which door."""

    key: UUID
    guest: str
    kind: str
    at: datetime
    door: str = ""


@dataclass(frozen=True)
class Taken:
    """Which events are stored now, new or known, and which are about nobody here."""

    keys: list[str]
    unknown: list[str]


def read_seen(row: Any) -> Seen:
    """
    Read what a phone sent.

    Raises:
        ValueError: It is not what our page sends.
    """
    if not isinstance(row, dict):
        raise ValueError("not an event")  # noqa: TRY004 -- it is the sender's value
    at = datetime.fromisoformat(str(row.get("at", "")))
    if at.tzinfo is None:
        raise ValueError("a time without zone")
    kind = str(row.get("kind", ""))
    if kind not in DoorEvent.Kind.values:
        raise ValueError("neither in nor out")
    return Seen(
        key=UUID(str(row.get("key", ""))),
        guest=str(row.get("guest", ""))[:64],
        kind=kind,
        at=at,
        door=str(row.get("door", ""))[:60],
    )


@transaction.atomic
def take_door_events(
    guest_list: GuestList, seen: Iterable[Seen], *, actor: User | None, at: datetime
) -> Taken:
    """
    Store what was seen at the doors, each event once however often it arrives.

    A time that lies ahead, from a phone whose clock is wrong, becomes now.
    """
    rows = list(seen)
    guests = dict(guest_list.guests.values_list("code", "pk"))
    known = [row for row in rows if row.guest in guests]
    before = guest_list.door_events.count()
    DoorEvent.objects.bulk_create(
        [
            DoorEvent(
                key=row.key,
                guest_list=guest_list,
                guest_id=guests[row.guest],
                kind=row.kind,
                at=min(row.at, at),
                door=row.door,
                received_at=at,
                by=actor,
            )
            for row in known
        ],
        ignore_conflicts=True,
    )
    new = guest_list.door_events.count() - before
    if new:
        audit.record("guests.door.recorded", guest_list, actor=actor, events=new)
    return Taken(
        [str(row.key) for row in known],
        [str(row.key) for row in rows if row.guest not in guests],
    )


def check_in(
    guest: Guest, *, kind: str, door: str, actor: User | None, at: datetime
) -> None:
    """Record one guest who stands at the door now."""
    event = Seen(uuid4(), guest.code, kind, at, door[:60])
    take_door_events(guest.guest_list, [event], actor=actor, at=at)
