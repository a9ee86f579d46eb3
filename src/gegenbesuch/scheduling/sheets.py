"""The meetings of a session as they hang in the room: by table and by interpreter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core import signing
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import moment, partial_date, plain
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.scheduling import publishing, selectors
from gegenbesuch.scheduling.languages import pair_name, spoken_pair
from gegenbesuch.scheduling.models import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from gegenbesuch.scheduling.models import Interpreter, Meeting, Slot, Table

COUNTS_DOWN_FROM = timedelta(hours=12)
SCREENS = signing.Signer(salt="gegenbesuch.screen")


@dataclass(frozen=True)
class Line:
    """A meeting on a sheet; texts are in the active language."""

    meeting: Meeting
    slot: Slot
    session: Session

    @property
    def clock(self) -> str:
        """When it is where the session is held, without the zone."""
        return clock_of(self.slot, self.session.time_zone)

    @property
    def partner_clock(self) -> str:
        """When it is for the partners elsewhere; empty when that is the same."""
        zone, home = self.session.partner_time_zone, self.session.time_zone
        if zone in {"", home}:
            return ""
        return clock_of(self.slot, zone, other_than=home)

    @property
    def companies(self) -> tuple[str, str]:
        """The two companies; of the home side first."""
        asked = self.meeting.request
        pair = sorted((asked.sender, asked.recipient), key=lambda p: (p.side, p.pk))
        return plain(pair[0].organisation.name), plain(pair[1].organisation.name)

    @property
    def other_names(self) -> tuple[str, str]:
        """How the companies are written in the other languages, if otherwise."""
        asked = self.meeting.request
        pair = sorted((asked.sender, asked.recipient), key=lambda p: (p.side, p.pk))
        return _otherwise(pair[0].organisation), _otherwise(pair[1].organisation)

    @property
    def interpreter(self) -> str:
        """Who interprets."""
        person = self.meeting.interpreter
        return str(person) if person else ""

    @property
    def pair(self) -> str:
        """The languages that are interpreted, by name."""
        person, asked = self.meeting.interpreter, self.meeting.request
        if person is None:
            return ""
        sides = asked.sender.languages, asked.recipient.languages
        found = spoken_pair(*sides, person.pairs)
        return pair_name(found) if found else ""


@dataclass(frozen=True)
class SheetDay:
    """The meetings of one day on a sheet."""

    on: date
    lines: Sequence[Line]

    @property
    def title(self) -> str:
        """The day with its weekday."""
        return strip_tags(partial_date(PartialDate.on(self.on), "weekday"))


@dataclass(frozen=True)
class Sheet:
    """What happens at a table, or what an interpreter does."""

    title: str
    days: Sequence[SheetDay]


@dataclass(frozen=True)
class Plan:
    """
    The schedule of a session that hangs in the room.

    Attributes:
        version: What the companies were told; None if they know nothing yet, and
            the lines are then those that the office works on.
    """

    session: Session
    tables: Sequence[Table]
    interpreters: Sequence[Interpreter]
    lines: Sequence[Line]
    version: Any

    @property
    def by_table(self) -> list[Sheet]:
        """A sheet for each table at which somebody meets."""
        return [
            sheet
            for table in self.tables
            for sheet in self._sheet(table.label, table_id=table.pk)
        ]

    @property
    def by_interpreter(self) -> list[Sheet]:
        """A sheet for each interpreter who is needed."""
        return [
            sheet
            for person in self.interpreters
            for sheet in self._sheet(str(person), interpreter_id=person.pk)
        ]

    def _sheet(self, title: str, **where: int) -> list[Sheet]:
        ((name, key),) = where.items()
        lines = [line for line in self.lines if getattr(line.meeting, name) == key]
        zone = self.session.zone
        days = [
            SheetDay(on, list(rows))
            for on, rows in groupby(
                lines, key=lambda line: line.slot.starts_at.astimezone(zone).date()
            )
        ]
        return [Sheet(title, days)] if days else []


def plan_of(session: Session) -> Plan:
    """Read what the companies were told; before that, what the office works on."""
    slots, tables, interpreters = selectors.parts_of(session)
    _requests, meetings = selectors.with_parties(session, slots, tables, interpreters)
    version = publishing.latest_publication(session)
    if version:
        meetings = publishing.show_published(meetings)
    placed = [m for m in meetings if m.slot and m.table and m.status != "cancelled"]
    placed.sort(key=_by_time)
    lines = [Line(m, m.slot, session) for m in placed if m.slot]
    return Plan(session, tables, interpreters, lines, version)


def _by_time(meeting: Meeting) -> tuple[datetime, int]:
    assert meeting.slot and meeting.table  # noqa: S101, PT018 -- placed
    return meeting.slot.starts_at, meeting.table.position


def clock_of(slot: Slot, zone: str, *, other_than: str = "") -> str:
    """Return when a slot begins and ends on the clocks of a zone."""
    ends = slot.ends_at.astimezone(ZoneInfo(zone))
    begins = selectors.clock(slot.starts_at, zone, other_than=other_than)
    clock, _space, days = begins.partition(" ")
    return f"{clock}–{ends:%H:%M} {days}".strip()


def zones_of(session: Session, lines: Iterable[Line]) -> tuple[str, str]:
    """Return the zones of a session and of its partners with their abbreviations."""
    first = next(iter(lines), None)
    if first is None:
        return "", ""
    home, partner = session.time_zone, session.partner_time_zone
    return _zone(first.slot, home), (
        _zone(first.slot, partner) if partner not in {"", home} else ""
    )


def _zone(slot: Slot, zone: str) -> str:
    text = strip_tags(moment(slot.starts_at, zone))
    return text.partition("(")[2].removesuffix(")")


def _otherwise(organisation: Any) -> str:
    by_language = getattr(organisation.name, "data", None)
    if not isinstance(by_language, dict):
        return ""
    shown = plain(organisation.name)
    others = [
        by_language.get(language)
        for language in ("ja", "de", "en")
        if by_language.get(language) not in {None, "", shown}
    ]
    return next((str(text) for text in others), "")


# --- Screens in the room -----------------------------------------------------


@dataclass(frozen=True)
class Now:
    """What happens at a table at some time, and what comes next."""

    table: Table
    running: Line | None
    following: Line | None


def at_tables(plan: Plan, at: datetime) -> list[Now]:
    """Return for each table what happens there and what comes next that day."""
    zone = plan.session.zone
    bell = next_bell(plan, at)
    day = (bell.at if bell else at).astimezone(zone).date()
    return [
        Now(
            table,
            next((x for x in lines if x.slot.starts_at <= at < x.slot.ends_at), None),
            next(
                (
                    x
                    for x in lines
                    if x.slot.starts_at > at
                    and x.slot.starts_at.astimezone(zone).date() == day
                ),
                None,
            ),
        )
        for table in plan.tables
        for lines in [[x for x in plan.lines if x.meeting.table_id == table.pk]]
    ]


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


def next_bell(plan: Plan, at: datetime) -> Bell | None:
    """Return what the clock of a screen counts down to; None when all is over."""
    slots = {line.slot.pk: line.slot for line in plan.lines}.values()
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
