"""The agenda of a company as a calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vDuration, vText

from gegenbesuch.core.templatetags.display import comma
from gegenbesuch.scheduling.agenda_pdf import venue_of

if TYPE_CHECKING:
    from gegenbesuch.scheduling.agendas import Agenda, Item

READ_AGAIN_AFTER = timedelta(minutes=30)
RINGS_BEFORE = timedelta(minutes=15)
END = b"END:VCALENDAR\r\n"
STATES = {"final": "CONFIRMED", "cancelled": "CANCELLED"}


def render_calendar(agenda: Agenda) -> bytes:
    """
    Return the placed meetings as iCalendar, in the active language.

    Times carry the session's zone with its definition. The UID of a meeting
    never changes and SEQUENCE rises with each move, so that a calendar that
    reads the file again moves its entries; a meeting that was called off stays
    as cancelled.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Gegenbesuch//Agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = _("Agenda of %(company)s") % {"company": agenda.party.name}
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", READ_AGAIN_AFTER, {"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN_AFTER))
    entries = [_entry(agenda, item) for item in (*agenda.items, *agenda.cancelled)]
    years = {entry.begins.year for entry in entries}
    zones = {entry.zone for entry in entries if entry.zone}
    parts = [_timezone(zone, min(years), max(years)) for zone in sorted(zones)]
    parts += [_event(entry) for entry in entries]
    head: bytes = calendar.to_ical()
    return b"".join((head.removesuffix(END), *parts, END))


class _Entry(NamedTuple):
    """
    What a calendar says of a meeting.

    Attributes:
        zone: The zone of its times; empty if they are in UTC.
    """

    uid: str
    changed_at: datetime
    sequence: int
    begins: datetime
    ends: datetime
    zone: str
    summary: str
    location: str
    description: str
    status: str
    session: str


def _entry(agenda: Agenda, item: Item) -> _Entry:
    meeting, session = item.meeting, item.session
    zone = ZoneInfo(session.time_zone)
    begins, ends = _local(item.slot.starts_at, zone), _local(item.slot.ends_at, zone)
    place = _("Table %(table)s") % {"table": meeting.table}
    return _Entry(
        f"{meeting.code}@{urlsplit(settings.SITE_URL).hostname}",
        meeting.updated_at,
        meeting.sequence,
        begins,
        ends,
        session.time_zone if zone in {begins.tzinfo, ends.tzinfo} else "",
        _summary(agenda, item),
        comma().join(filter(None, (place, venue_of(session)))),
        _description(agenda, item),
        meeting.status,
        str(session),
    )


@lru_cache(maxsize=64)
def _timezone(zone: str, first: int, last: int) -> bytes:
    """Define a zone for some years."""
    definition = Timezone.from_tzid(
        zone, first_date=date(first, 1, 1), last_date=date(last + 1, 12, 31)
    )
    written: bytes = definition.to_ical()
    return written


@lru_cache(maxsize=8192)
def _event(entry: _Entry) -> bytes:
    """
    Write an entry once: telephones ask for the same calendar every half an hour.

    One takes two kilobytes, so that a process spends twenty megabytes at most.
    """
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.begins)
    event.add("dtend", entry.ends)
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    event.add("description", entry.description)
    event.add("status", STATES.get(entry.status, "TENTATIVE"))
    event.add("categories", [vText(entry.session)])
    if entry.status != "cancelled":
        event.add_component(_alarm(event))
    written: bytes = event.to_ical()
    return written


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    """
    Return a time on the clocks of a zone.

    In the night when clocks go back an hour comes twice; a local time means the
    first, so the second is given in UTC.
    """
    local = at.astimezone(zone)
    return at.astimezone(UTC) if local.fold else local


def _alarm(event: Event) -> Alarm:
    """Ring before the meeting: a phone in the pocket of somebody who is talking."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", -RINGS_BEFORE)
    return alarm


def _summary(agenda: Agenda, item: Item) -> str:
    text = _("Meeting with %(company)s") % {"company": item.party.name}
    if agenda.is_invented:
        return _("[Invented] %(text)s") % {"text": text}
    return text


def _description(agenda: Agenda, item: Item) -> str:
    meeting = item.meeting
    lines = [item.home_time, item.partner_time]
    lines += [text for _language, text in item.party.other_names]
    lines += item.party.people_names
    if meeting.interpreter:
        lines.append(_("Interpreter: %(name)s") % {"name": str(meeting.interpreter)})
    if meeting.request.message:
        lines.append(f"{meeting.request.sender}: {meeting.request.message}")
    if agenda.is_invented:
        lines.append(
            _("Invented for demonstration: these companies and people do not exist.")
        )
    return "\n".join(line for line in lines if line)
