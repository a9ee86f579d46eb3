"""What sessions add to a mission: they move, are planned like others, and collide."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from gegenbesuch.missions.parts import Part, register
from gegenbesuch.scheduling.models import (
    FieldPair,
    Meeting,
    Placement,
    Publication,
    Session,
    Site,
    Slot,
    Table,
    Way,
)
from gegenbesuch.scheduling.session_conflicts import finds

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from gegenbesuch.missions.models import Mission

COPIED = (
    *("title", "place_id", "venue", "time_zone", "partner_time_zone"),
    *("max_meetings", "max_per_day", "free_after", "is_across_only", "fields_rule"),
)


def moves(mission: Mission, days: int) -> int:
    """Shift the slots of all sessions; they keep their time of day on the clock there."""
    sessions = list(mission.sessions.all())
    for session in sessions:
        slots = [_moved(slot, days, session.zone) for slot in session.slots.all()]
        Slot.objects.bulk_update(slots, ["starts_at", "ends_at"])
        for version in session.publications.all():
            if version.feedback_until:
                until = _later(version.feedback_until, days, session.zone)
                version.feedback_until = until
                version.save(update_fields=["feedback_until", "updated_at"])
    # Calendars take over what has a higher number only.
    Meeting.objects.filter(session__in=sessions, slot__isnull=False).update(
        sequence=F("sequence") + 1, updated_at=now()
    )
    Placement.objects.filter(publication__session__in=sessions).update(
        sequence=F("sequence") + 1
    )
    Publication.objects.filter(session__in=sessions).update(updated_at=now())
    return len(sessions)


def copies(source: Mission, mission: Mission, days: int) -> None:
    """Take over sessions with their slots and tables, without companies or meetings."""
    for session in source.sessions.order_by("pk"):
        new = Session.objects.create(
            mission=mission, **{name: getattr(session, name) for name in COPIED}
        )
        slots = [_moved(slot, days, session.zone) for slot in session.slots.all()]
        Slot.objects.bulk_create(
            Slot(
                session=new,
                position=slot.position,
                block=slot.block,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
            )
            for slot in slots
        )
        FieldPair.objects.bulk_create(
            FieldPair(session=new, one_id=pair.one_id, other_id=pair.other_id)
            for pair in session.field_pairs.all()
        )
        site_of = _copied_sites(session, new)
        Table.objects.bulk_create(
            Table(
                session=new,
                name=table.name,
                position=table.position,
                features=table.features,
                site=site_of.get(table.site_id or 0),
            )
            for table in session.tables.all()
        )


def _copied_sites(session: Session, new: Session) -> dict[int, Site]:
    """Copy the sites of a session with their ways; returns the copies, by old key."""
    made = {
        site.pk: Site.objects.create(
            session=new, name=site.name, position=site.position
        )
        for site in session.sites.order_by("pk")
    }
    Way.objects.bulk_create(
        Way(one=made[way.one_id], other=made[way.other_id], minutes=way.minutes)
        for way in Way.objects.filter(one__session=session)
    )
    return made


def _moved(slot: Slot, days: int, zone: ZoneInfo) -> Slot:
    slot.starts_at = _later(slot.starts_at, days, zone)
    slot.ends_at = _later(slot.ends_at, days, zone)
    return slot


def _later(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the same time of day, so many days later; summer time or not."""
    return at.astimezone(zone) + timedelta(days=days)


register(
    "scheduling",
    Part(
        label=_("Meeting sessions"),
        moves=moves,
        copies=copies,
        finds=finds,
        finds_with_much=True,
    ),
)
