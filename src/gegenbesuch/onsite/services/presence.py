"""Who is there, who comes late, who is away, and which table can't be used any more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gegenbesuch.core import audit, pulse
from gegenbesuch.core.errors import ActionError
from gegenbesuch.onsite.models import Presence
from gegenbesuch.scheduling import arranging
from gegenbesuch.scheduling.models import Absence, Closure, Slot

if TYPE_CHECKING:
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Session, Table

State = Presence.State
LATEST = 600
"""Minutes by which somebody can be late; who is later is away."""


@transaction.atomic
def set_presence(  # noqa: PLR0913 -- a presence has these parts
    session: Session,
    profile: Profile,
    state: str,
    *,
    at: datetime,
    actor: User | None,
    actor_label: str = "",
    minutes: int = 0,
) -> Presence:
    """
    Note that a company has arrived, comes late or is away.

    Who comes late can't meet in the slots until then, who is away in none that is
    left; their meetings stay where they are until the schedule is repaired. Who
    arrives can meet again in the slots that were closed because of that.

    Args:
        minutes: Of one that comes late: by how many from now.

    Raises:
        ActionError: It comes late by no time, or by more than a day has.
    """
    if state == State.LATE and not 0 < minutes <= LATEST:
        raise ActionError(
            _("Please give between 1 and %(most)d minutes.") % {"most": LATEST}
        )
    until = at + timedelta(minutes=minutes) if state == State.LATE else None
    row, _made = Presence.objects.get_or_create(
        session=session,
        profile=profile,
        defaults={"state": State.ARRIVED, "changed_at": at},
    )
    row = Presence.objects.select_for_update().get(pk=row.pk)
    before = row.state
    row.closed = _close(session, profile, row, state, at=at, until=until, actor=actor)
    row.state, row.until, row.changed_at = state, until, at
    row.save()
    audit.record(
        "onsite.profile.presence-set",
        profile,
        actor=actor,
        actor_label=actor_label,
        session=session.code,
        before=before,
        state=str(state),
        minutes=minutes,
    )
    pulse.beat(session.code, profile.code)
    return row


def note_arrival(
    session: Session,
    profile: Profile,
    *,
    at: datetime,
    actor: User | None,
    actor_label: str = "",
) -> None:
    """Note that a company is there, if nothing that was noted later says otherwise."""
    known = Presence.objects.filter(session=session, profile=profile).first()
    if known and (known.state == State.ARRIVED or known.changed_at > at):
        return
    set_presence(
        session,
        profile,
        State.ARRIVED,
        at=at,
        actor=actor,
        actor_label=actor_label,
    )


def _close(  # noqa: PLR0913 -- of one presence
    session: Session,
    profile: Profile,
    row: Presence,
    state: str,
    *,
    at: datetime,
    until: datetime | None,
    actor: User | None,
) -> list[int]:
    """Close and open the slots of a company as its presence says; returns the closed."""
    absent: set[int] = set(
        Absence.objects.filter(profile=profile, slot__session=session).values_list(
            "slot_id", flat=True
        )
    )
    others = absent - set(row.closed)
    wanted: set[int] = set()
    if state != State.ARRIVED:
        ahead = Q(ends_at__gt=at)
        if until is not None:
            ahead &= Q(starts_at__lt=until)
        wanted = set(session.slots.filter(ahead).values_list("pk", flat=True))
    if others | wanted != absent:
        arranging.set_absences(
            profile, session, others | wanted, actor=actor, actor_label=str(profile)
        )
    return sorted(wanted - others)


def close_table(
    table: Table, *, is_closed: bool, at: datetime, actor: User | None
) -> int:
    """Close a table from now on, or open it again; returns how many slots are closed."""
    closed: set[Any] = set(
        Closure.objects.filter(table=table).values_list("slot_id", flat=True)
    )
    left = set(
        Slot.objects.filter(session=table.session_id, ends_at__gt=at).values_list(
            "pk", flat=True
        )
    )
    wanted = closed | left if is_closed else closed - left
    return arranging.set_closures(table, wanted, actor=actor)
