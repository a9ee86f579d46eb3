"""What was written and exchanged on the day is personal; a year later it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from gegenbesuch.core import audit
from gegenbesuch.onsite.models import ContactOffer, Entry
from gegenbesuch.scheduling.models import Session, Slot

if TYPE_CHECKING:
    from datetime import datetime

KEPT_FOR = timedelta(days=365)
"""How long after the last slot of a session; as all that participants tell."""
_PERSONAL = ~Q(by="") | ~Q(text="")


def forget_old_days(at: datetime) -> int:
    """
    Delete notes, names and exchanged addresses of sessions that are a year old.

    What the two sides said of a meeting, and their interest, stay without the name of
    whoever said so. Returns how many rows that were.
    """
    later = Slot.objects.filter(session=OuterRef("pk"), ends_at__gte=at - KEPT_FOR)
    entries = Entry.objects.filter(_PERSONAL, meeting__session=OuterRef("pk"))
    offers = ContactOffer.objects.filter(meeting__session=OuterRef("pk"))
    old = Session.objects.filter(Exists(entries) | Exists(offers), ~Exists(later))
    return sum(map(_forget, old.select_related("mission").order_by("pk")))


@transaction.atomic
def _forget(session: Session) -> int:
    rows = Entry.objects.filter(meeting__session=session)
    written = {Entry.Kind.NOTE, Entry.Kind.NEXT_STEP}
    count = rows.filter(kind__in=written).delete()[0]
    count += rows.exclude(by="").update(by="")
    count += ContactOffer.objects.filter(meeting__session=session).delete()[0]
    audit.record("onsite.session.forgotten", session, actor=None, count=count)
    return count
