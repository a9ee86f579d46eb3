"""Taking in what was seen at the doors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.codes import ALPHABET, LENGTH, new_code
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.name import Name
from gegenbesuch.guests.models import DoorEvent, Guest, GuestList
from gegenbesuch.guests.services.places import take

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import User

_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


@dataclass(frozen=True)
class Seen:
    """What a phone says it saw: the code of a guest, in or out, when, at which door."""

    key: UUID
    guest: str
    kind: str
    at: datetime
    door: str = ""


@dataclass(frozen=True)
class WalkIn:
    """Somebody who was on no list; the code was made on the phone that let them in."""

    code: str
    name: str
    organisation: str = ""


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


def read_walk_in(row: Any) -> WalkIn:
    """
    Read whom a phone let in who was on no list.

    Raises:
        ValueError: It is not what our page sends.
    """
    if not isinstance(row, dict):
        raise ValueError("not a guest")  # noqa: TRY004 -- it is the sender's value
    code, name = str(row.get("code", "")), " ".join(str(row.get("name", "")).split())
    if not _CODE.fullmatch(code) or not name:
        raise ValueError("a guest without code or name")
    organisation = " ".join(str(row.get("organisation", "")).split())
    return WalkIn(code, name[:200], organisation[:300])


@transaction.atomic
def add_walk_ins(
    guest_list: GuestList,
    walk_ins: Iterable[WalkIn],
    *,
    actor: User | None,
    at: datetime,
) -> list[str]:
    """
    Put on the list who came without being on it, each once however often it arrives.

    They are inside, so they count even where all places were given away: then the
    event had one place more than planned.

    Returns:
        The codes of those who are on this list now.
    """
    here = []
    for row in walk_ins:
        known = Guest.objects.filter(code=row.code).first()
        if known is None:
            known = _walk_in(guest_list, row, actor=actor, at=at)
        if known.guest_list_id == guest_list.pk:
            here.append(known.code)
    return here


def _walk_in(
    guest_list: GuestList, row: WalkIn, *, actor: User | None, at: datetime
) -> Guest:
    name = Name(full=row.name)
    try:
        with transaction.atomic():
            guest = Guest.objects.create(
                code=row.code,
                guest_list=guest_list,
                name=name,
                organisation_text=row.organisation,
                language=guest_list.office.language,
                status=Guest.Status.ACCEPTED,
                answered_at=at,
                answered_via=Guest.Via.IN_PERSON,
                answered_by=actor,
                sort_key=name.sort_key_de()[:300],
            )
    except IntegrityError:  # another phone's copy of the same guest was quicker
        return Guest.objects.get(code=row.code)
    if not take(guest_list, 1):
        GuestList.objects.filter(pk=guest_list.pk).update(
            capacity=F("capacity") + 1, taken=F("taken") + 1
        )
    audit.record("guests.guest.walked-in", guest, actor=actor)
    return guest


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


def let_walk_in(  # noqa: PLR0913 -- a guest has these parts
    guest_list: GuestList,
    *,
    name: str,
    organisation: str,
    door: str,
    actor: User | None,
    at: datetime,
) -> Guest:
    """
    Let somebody in who is on no list and stands at the door now.

    Raises:
        ActionError: No name is given.
    """
    row = {"code": new_code(), "name": name, "organisation": organisation}
    try:
        walk_in = read_walk_in(row)
    except ValueError as error:
        raise ActionError(_("Please write down the name.")) from error
    add_walk_ins(guest_list, [walk_in], actor=actor, at=at)
    guest = Guest.objects.select_related("guest_list").get(code=walk_in.code)
    check_in(guest, kind=DoorEvent.Kind.IN, door=door, actor=actor, at=at)
    return guest
