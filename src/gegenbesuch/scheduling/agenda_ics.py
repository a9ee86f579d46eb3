"""The agenda of a company as a calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vDuration, vText

from gegenbesuch.core.templatetags.display import comma
from gegenbesuch.scheduling.agenda_pdf import venue_of

if TYPE_CHECKING:
    from gegenbesuch.scheduling.agendas import Agenda, Item

READ_AGAIN_AFTER = timedelta(minutes=30)
RINGS_BEFORE = timedelta(minutes=15)
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
    items = [*agenda.items, *agenda.cancelled]
    for item in items:
        calendar.add_component(_event(agenda, item))
    starts = [item.slot.starts_at.year for item in items]
    if starts:
        calendar.add_missing_timezones(
            date(min(starts), 1, 1), date(max(starts) + 1, 12, 31)
        )
    ics: bytes = calendar.to_ical()
    return ics


def _event(agenda: Agenda, item: Item) -> Event:
    meeting, session = item.meeting, item.session
    zone = ZoneInfo(session.time_zone)
    event = Event()
    event.add("uid", f"{meeting.code}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", meeting.updated_at)
    event.add("last-modified", meeting.updated_at)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", _local(item.slot.starts_at, zone))
    event.add("dtend", _local(item.slot.ends_at, zone))
    event.add("summary", _summary(agenda, item))
    place = _("Table %(table)s") % {"table": meeting.table}
    event.add("location", comma().join(filter(None, (place, venue_of(session)))))
    event.add("description", _description(agenda, item))
    event.add("status", STATES.get(meeting.status, "TENTATIVE"))
    event.add("categories", [vText(str(session))])
    if meeting.status != "cancelled":
        event.add_component(_alarm(event))
    return event


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
