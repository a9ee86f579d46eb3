"""Screens in the room: what happens at the tables now and next, and a countdown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.translation import gettext as _

from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.scheduling import publishing, selectors
from gegenbesuch.scheduling.models import Placement, Session, Table
from gegenbesuch.scheduling.sheets import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Slot
    from gegenbesuch.scheduling.sheets import Line

COUNTS_DOWN_FROM = timedelta(hours=12)
SCREENS = signing.Signer(salt="gegenbesuch.screen")


@dataclass(frozen=True)
class Now:
    """What happens at a table at some time, and what comes next."""

    table: Table
    running: Line | None
    following: Line | None


@dataclass(frozen=True)
class Bell:
    """When the meetings end that are going on, or else when the next ones begin."""

    at: datetime
    ends_meetings: bool
    is_soon: bool

    @property
    def words(self) -> str:
        """What happens then."""
        if self.ends_meetings:
            return _("until the meetings end")
        return (
            _("until the next meetings begin") if self.is_soon else _("First meeting")
        )


@dataclass(frozen=True)
class Screen:
    """
    What hangs in the room at some time; empty while nothing has been published.

    Attributes:
        bell: What its clock counts down to; None when all is over.
    """

    rows: Sequence[Now]
    bell: Bell | None


def screen_of(session: Session, at: datetime, *, table: int | None = None) -> Screen:
    """
    Read what a screen shows.

    Args:
        table: The key of the only one that it shows; None: all.
    """
    version = publishing.latest_publication(session)
    if version is None:
        return Screen((), None)
    used = {slot for (slot,) in _slots_of(version.pk)}
    slots = [slot for slot in selectors.slots_of(session) if slot.pk in used]
    bell = next_bell(slots, at)
    zone = session.zone
    day = (bell.at if bell else at).astimezone(zone).date()
    shown = [
        slot
        for slot in slots
        if slot.starts_at <= at < slot.ends_at
        or (slot.starts_at > at and slot.starts_at.astimezone(zone).date() == day)
    ]
    tables = (
        selectors.tables_of(session)
        if table is None
        else rows_of(Table, pk=[table], session=[session.pk])
    )
    running: dict[int, Line] = {}
    following: dict[int, Line] = {}
    interpreters = selectors.interpreters_of(session)
    for line in read_lines(session, version, shown, tables, interpreters):
        found = running if line.slot.starts_at <= at else following
        found.setdefault(line.table.pk, line)
    rows = [Now(row, running.get(row.pk), following.get(row.pk)) for row in tables]
    return Screen(rows, bell)


@kept
def _slots_of(version: int) -> QuerySet[Placement, tuple[int]]:
    rows = Placement.objects.filter(publication=version).order_by()
    return rows.values_list("slot_id").distinct()


def next_bell(slots: Iterable[Slot], at: datetime) -> Bell | None:
    """Return when the meetings in these slots end or begin; None if all are over."""
    slots = list(slots)
    running = [slot.ends_at for slot in slots if slot.starts_at <= at < slot.ends_at]
    if running:
        return Bell(min(running), ends_meetings=True, is_soon=True)
    ahead = [slot.starts_at for slot in slots if slot.starts_at > at]
    if ahead:
        first = min(ahead)
        return Bell(first, ends_meetings=False, is_soon=first - at < COUNTS_DOWN_FROM)
    return None


def screen_token(session: Session) -> str:
    """Return the signed text that opens the screens of a session without account."""
    return SCREENS.sign(session.code)


def session_of_screen(token: str) -> Session | None:
    """Return the session whose screens a token opens; None if it is not ours."""
    try:
        code = SCREENS.unsign(token)
    except signing.BadSignature:
        return None
    return Session.objects.select_related("mission", "place").filter(code=code).first()
