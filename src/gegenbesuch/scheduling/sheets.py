"""The meetings of a session as they hang in the room: by table and by interpreter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.html import strip_tags

from gegenbesuch.core.rows import kept, rows_of, values_of
from gegenbesuch.core.templatetags.display import moment, partial_date, plain
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.models import Organisation
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling import overviews, publishing, selectors
from gegenbesuch.scheduling.languages import pair_name, spoken_pair
from gegenbesuch.scheduling.models import Meeting, Placement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import (
        Interpreter,
        Publication,
        Session,
        Slot,
        Table,
    )


class Company(NamedTuple):
    """What sheets say of a company."""

    pk: int
    side: int
    organisation: Organisation
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A meeting on a sheet; texts are in the active language."""

    session: Session
    slot: Slot
    table: Table
    person: Interpreter | None
    sender: Company
    recipient: Company

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
    def parties(self) -> tuple[Company, Company]:
        """The two companies; of the home side first."""
        first, second = sorted(
            (self.sender, self.recipient), key=lambda each: (each.side, each.pk)
        )
        return first, second

    @property
    def companies(self) -> tuple[str, str]:
        """The names of the two companies."""
        first, second = self.parties
        return plain(first.organisation.name), plain(second.organisation.name)

    @property
    def other_names(self) -> tuple[str, str]:
        """How the companies are written in the other languages, if otherwise."""
        first, second = self.parties
        return _otherwise(first.organisation), _otherwise(second.organisation)

    @property
    def interpreter(self) -> str:
        """Who interprets."""
        return str(self.person) if self.person else ""

    @property
    def pair(self) -> str:
        """The languages that are interpreted, by name."""
        if self.person is None:
            return ""
        sides = self.sender.languages, self.recipient.languages
        found = spoken_pair(*sides, self.person.pairs)
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
        at: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            at[line.table.pk].append(line)
        return [self._sheet(t.label, at[t.pk]) for t in self.tables if t.pk in at]

    @property
    def by_interpreter(self) -> list[Sheet]:
        """A sheet for each interpreter who is needed."""
        by: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.person:
                by[line.person.pk].append(line)
        return [self._sheet(str(p), by[p.pk]) for p in self.interpreters if p.pk in by]

    def _sheet(self, title: str, lines: list[Line]) -> Sheet:
        zone = self.session.zone
        days = groupby(lines, key=lambda x: x.slot.starts_at.astimezone(zone).date())
        return Sheet(title, [SheetDay(on, list(rows)) for on, rows in days])


def plan_of(session: Session) -> Plan:
    """Read what the companies were told; before that, what the office works on."""
    slots, tables, interpreters = selectors.parts_of(session)
    version = publishing.latest_publication(session)
    lines = read_lines(session, version, slots, tables, interpreters)
    return Plan(session, tables, interpreters, lines, version)


def read_lines(
    session: Session,
    version: Publication | None,
    slots: Sequence[Slot],
    tables: Sequence[Table],
    interpreters: Sequence[Interpreter],
) -> list[Line]:
    """
    Return the meetings of some slots and tables by time, those of a slot by table.

    Args:
        version: What the companies were told; None: what the office works on.
    """
    slot = {row.pk: row for row in slots}
    table = {row.pk: row for row in tables}
    person = {row.pk: row for row in interpreters}
    rows = (
        _published(version.pk, list(slot), list(table))
        if version
        else _drafted(list(slot), list(table))
    )
    company = _companies({pk for row in rows for pk in row[3:]})
    lines = [
        Line(
            session,
            slot[row[0]],
            table[row[1]],
            person.get(row[2] or 0),
            company[row[3]],
            company[row[4]],
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.slot.starts_at, line.table.position))


Placed = tuple[int, int, int | None, int, int]
"""Slot, table, interpreter, sender and recipient of a meeting."""


@kept
def _published(
    version: int, slots: list[int], tables: list[int]
) -> QuerySet[Placement, Placed]:
    rows = Placement.objects.filter(publication=version)
    return rows.filter(slot__in=slots, table__in=tables).values_list(
        *("slot_id", "table_id", "interpreter_id"),
        *("meeting__request__sender_id", "meeting__request__recipient_id"),
    )


@kept
def _drafted(slots: list[int], tables: list[int]) -> QuerySet[Meeting, Placed]:
    return Meeting.objects.filter(slot__in=slots, table__in=tables).values_list(
        *("slot_id", "table_id", "interpreter_id"),
        *("request__sender_id", "request__recipient_id"),
    )


def _companies(keys: set[int]) -> dict[int, Company]:
    columns = "id", "side", "organisation_id", "languages"
    rows = values_of(Profile, *columns, pk=keys)
    wanted = {row[2] for row in rows}
    name = {row.pk: row for row in rows_of(Organisation, only=("name",), pk=wanted)}
    return {
        pk: Company(pk, side, name[organisation], overviews.listed(languages))
        for pk, side, organisation, languages in rows
    }


def count_sheets(session: Session, version: Publication | None) -> tuple[int, int]:
    """Return how many tables and how many interpreters would get a sheet."""
    rows = version.placements if version else session.meetings
    found = rows.aggregate(
        tables=Count("table", distinct=True),
        interpreters=Count("interpreter", distinct=True),
    )
    return found["tables"], found["interpreters"]


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
