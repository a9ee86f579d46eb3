"""The mail on the day before: each company's meetings of the next day, in one mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling import agendas, letters
from gegenbesuch.scheduling.models import DayReminder, Session

if TYPE_CHECKING:
    from datetime import datetime

FROM_HOUR = 9
"""From which hour, where the companies meet, the mail of the next day is written."""


def remind_of_meetings(at: datetime) -> int:
    """Write to all who have published meetings tomorrow; returns how many mails."""
    soon = Session.objects.filter(
        publications__isnull=False,
        slots__starts_at__gt=at,
        slots__starts_at__lte=at + timedelta(days=2),
    )
    rows = soon.select_related("mission__office").order_by("pk").distinct()
    return sum(_remind(session, at) for session in rows)


@transaction.atomic
def _remind(session: Session, at: datetime) -> int:
    """Write the mails of a session's next day, once; all of them or none."""
    there = at.astimezone(session.zone)
    on = there.date() + timedelta(days=1)
    days = {
        slot.starts_at.astimezone(session.zone).date() for slot in session.slots.all()
    }
    if there.hour < FROM_HOUR or on not in days:
        return 0
    _row, is_new = DayReminder.objects.get_or_create(session=session, on=on)
    if not is_new:
        return 0
    items = {
        agenda.profile: [
            item
            for item in agenda.items
            if item.session.pk == session.pk
            and item.slot.starts_at.astimezone(session.zone).date() == on
        ]
        for agenda in agendas.agendas_of(session, language_of=letters.language_of)
        if agenda.profile.wants_reminders
    }
    told = [profile for profile, theirs in items.items() if theirs]
    links = letters.open_links(told, at=at)
    count = sum(
        letters.remind(session, profile, links.get(profile.pk, []), items[profile])
        for profile in told
    )
    # What waits for an answer is not reminded of on the same day.
    Profile.objects.filter(pk__in=[row.pk for row in told]).update(reminded_at=at)
    audit.record(
        "scheduling.session.reminded",
        session,
        actor=None,
        on=on.isoformat(),
        letters=count,
    )
    return count
